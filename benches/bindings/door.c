/* As `door.rs`, from C: door MODELS A B. Prints the medians of match_faces in ms, of what of it lies outside the engine's
 * stages in us, and of read_mrz in us, and the growth of resident memory in KiB over 10,000 calls with a blob of 100,000 bytes. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kyc.h"

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* When the last stage of the response ended, in us from the start of the call. */
static double stages(const char *response) {
    double last = 0;
    while ((response = strstr(response, "\"start_us\":"))) {
        double start = 0, duration = 0;
        if (sscanf(response, "\"start_us\":%lf,\"duration_us\":%lf", &start, &duration) == 2 && start + duration > last) last = start + duration;
        response++;
    }
    return last;
}

/* Of the whole calls, and into `outside`, where it is given, of what lies outside the engine's stages. */
static double median_us(const KycEngine *engine, const char *op, const char *request, const KycBlob *blobs, size_t count, size_t runs, double *outside) {
    double *times = malloc(runs * sizeof *times), *others = malloc(runs * sizeof *others);
    for (size_t at = 0; at < runs; at++) {
        char *response = NULL;
        double start = now();
        if (kyc_call(engine, op, request, blobs, count, &response)) exit(3);
        times[at] = now() - start;
        others[at] = outside ? times[at] - stages(response) : 0;
        kyc_free_string(response);
    }
    qsort(times, runs, sizeof *times, by_size);
    qsort(others, runs, sizeof *others, by_size);
    double middle = times[runs / 2];
    if (outside) *outside = others[runs / 2];
    free(times);
    free(others);
    return middle;
}

static long resident_kib(void) {
    long pages = 0, skipped = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &skipped, &pages) != 2) exit(3);
    fclose(file);
    return pages * 4;
}

static KycBlob whole(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(16u << 20);
    KycBlob blob = {bytes, file && bytes ? fread(bytes, 1, 16u << 20, file) : 0};
    if (file) fclose(file);
    return blob;
}

int main(int count, char **arguments) {
    char config[4096];
    KycEngine *engine = NULL;
    if (count != 4) return 2;
    snprintf(config, sizeof config, "{\"models_dir\": \"%s\"}", arguments[1]);
    if (kyc_engine_new(config, &engine)) return 3;
    const KycBlob blobs[2] = {whole(arguments[2]), whole(arguments[3])};
    const char *zone = "{\"text\": \"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\", \"today\": \"2026-11-21\"}";
    median_us(engine, "match_faces", "{\"a\": 0, \"b\": 1}", blobs, 2, 3, NULL);
    double outside = 0, faces = median_us(engine, "match_faces", "{\"a\": 0, \"b\": 1}", blobs, 2, 25, &outside);
    printf("%.3f %.1f ", faces / 1e3, outside);
    printf("%.2f ", median_us(engine, "read_mrz", zone, NULL, 0, 5000, NULL));
    const KycBlob blob = {calloc(100000, 1), 100000};
    median_us(engine, "read_mrz", zone, &blob, 1, 10000, NULL);
    long before = resident_kib();
    median_us(engine, "read_mrz", zone, &blob, 1, 10000, NULL);
    printf("%ld\n", resident_kib() - before);
    kyc_engine_free(engine);
    return 0;
}
