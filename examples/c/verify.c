/* The main job from C: verify MODELS_FOLDER DOCUMENT SELFIE YYYY-MM-DD
 *   cc verify.c $(pkg-config --cflags --libs kyc) -o verify
 * Prints the response as JSON. The exit code is 0 for accepted, 10 for a person to look, 11 for rejected, 3 for an error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kyc.h"

/* A whole file; `data` is freed by the caller. */
static int whole(const char *path, KycBlob *blob) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return -1;
    long length = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    uint8_t *bytes = length < 0 ? NULL : malloc((size_t)length + 1);
    rewind(file);
    size_t got = bytes == NULL ? 0 : fread(bytes, 1, (size_t)length, file);
    fclose(file);
    blob->data = bytes;
    blob->len = got;
    return bytes != NULL && got == (size_t)length ? 0 : -1;
}

static int refused(const char *what) {
    const char *name = kyc_last_error_name(), *message = kyc_last_error_message();
    fprintf(stderr, "%s: %s: %s\n", what, name ? name : "", message ? message : "");
    return 3;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: verify MODELS_FOLDER DOCUMENT SELFIE YYYY-MM-DD\n");
        return 2;
    }
    /* Both go into JSON as they are. */
    if (strpbrk(arguments[1], "\"\\") || strpbrk(arguments[4], "\"\\")) return 2;
    char config[4096], request[256];
    snprintf(config, sizeof config, "{\"models_dir\": \"%s\"}", arguments[1]);
    snprintf(request, sizeof request, "{\"document\": {\"front\": 0}, \"selfie\": 1, \"today\": \"%.10s\"}", arguments[4]);

    int end = 3;
    KycEngine *engine = NULL;
    char *response = NULL;
    KycBlob blobs[2] = {{NULL, 0}, {NULL, 0}};
    if (whole(arguments[2], &blobs[0]) || whole(arguments[3], &blobs[1])) {
        fprintf(stderr, "a picture cannot be read\n");
    } else if (kyc_engine_new(config, &engine)) {
        end = refused("engine");
    } else if (kyc_call(engine, "verify", request, blobs, 2, &response)) {
        end = refused("verify");
    } else {
        puts(response);
        end = strstr(response, "\"verdict\":\"accepted\"") ? 0 : strstr(response, "\"verdict\":\"review\"") ? 10 : 11;
    }
    kyc_free_string(response);
    kyc_engine_free(engine);
    free((void *)blobs[0].data);
    free((void *)blobs[1].data);
    return end;
}
