/* The C runner of the conformance vectors: runs one and prints the response, or the name of the error's code.
 *   conformance SCRIPT OP REQUEST_FILE BLOB_FILE...      SCRIPT may be empty. The caller hashes what is printed. */
#include <stdio.h>
#include <stdlib.h>
#include "kyc.h"

#define MOST 16

uint16_t kyc_engine_scripted(const char *script, KycEngine **out);

static unsigned char *whole(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) exit(2);
    *length = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = calloc(*length + 1, 1);
    if (!bytes || fread(bytes, 1, *length, file) != *length) exit(2);
    fclose(file);
    return bytes;
}

int main(int count, char **arguments) {
    if (count < 4 || count - 4 > MOST) return 2;
    KycEngine *engine = NULL;
    char *response = NULL;
    KycBlob blobs[MOST];
    size_t length, blob_count = (size_t)count - 4;
    const char *script = arguments[1];
    const char *request = (const char *)whole(arguments[3], &length);
    for (size_t at = 0; at < blob_count; at++) blobs[at].data = whole(arguments[at + 4], &blobs[at].len);
    if (*script ? kyc_engine_scripted(script, &engine) : kyc_engine_new("{}", &engine)) return 2;
    if (kyc_call(engine, arguments[2], request, blobs, blob_count, &response)) fputs(kyc_last_error_name(), stdout);
    else fputs(response, stdout);
    kyc_free_string(response);
    kyc_engine_free(engine);
    return 0;
}
