/* Bad input in bulk: hostile ROUNDS [rss]. Random calls, then threads that share one engine. Whatever is passed, the answer is 0 with
 * a response or one of our codes with its name; with `rss` the resident memory after as many more calls is printed and bounded. */
#define _POSIX_C_SOURCE 200809L
#include "kyc.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define THREADS 8
/* More than three times what a picture may have. */
#define HUGE_BLOB ((size_t)32 << 20)
/* One leaked response or blob copy a hundred calls would already show. */
#define GROWTH_KIB 4096

static int failed = 0;

static void expect(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        failed = 1;
    }
}

static unsigned pick(unsigned *seed, size_t count) {
    /* Park and Miller's generator: the same calls on every machine. */
    *seed = (unsigned)((unsigned long long)*seed * 48271u % 2147483647u);
    return (unsigned)(*seed % count);
}

static const char *const OPS[] = {"verify", "perceive", "judge", "read_document", "read_mrz", "read_barcode", "verify_chip", "check_liveness",
    "make_challenge", "check_active_liveness", "match_faces", "screen_name", "validate_fields", "check_profile", "assess_frame", "plan_capture",
    "capture_metadata", "derive_chip_keys", "seal_bundle",
    "verify_bundle", "replay_bundle", "redact_bundle", "describe", "", "verify ", "\xff\xfe", "no_such_thing", NULL};
static const char *const REQUESTS[] = {"{}", "[]", "{", "", "null", "7", "\"text\"", "{\"image\":0}", "{\"image\":4294967296}", "{\"image\":-1}",
    "{\"today\":\"2026-11-21\"}", "{\"document\":{\"front\":0},\"selfie\":1,\"today\":\"2026-11-21\"}", "{\"a\":0,\"b\":1}",
    "{\"text\":\"P<UTO\",\"today\":\"2026-02-30\"}", "{\"text\":\"\\u0000\",\"today\":\"2026-11-21\"}", "{\"evidence\":{}}", "\xc3\x28", "{\"a\":\"\xed\xa0\x80\"}",
    "{\"image\":0,\"width\":4294967295,\"height\":4294967295,\"stride\":1,\"format\":\"nv21\",\"document\":\"id1\"}",
    "{\"image\":0,\"width\":64,\"height\":64,\"stride\":1,\"format\":\"bgra\",\"document\":\"id3\"}", NULL};

static void one_call(const KycEngine *engine, unsigned *seed, const uint8_t *bytes, size_t length) {
    KycBlob blobs[3];
    size_t count = pick(seed, COUNT(blobs) + 1);
    for (size_t at = 0; at < COUNT(blobs); at++) {
        blobs[at].len = pick(seed, 3) ? pick(seed, length) : 0;
        blobs[at].data = pick(seed, 8) ? bytes : NULL;
    }
    char *json = NULL;
    const KycEngine *used = pick(seed, 20) ? engine : NULL;
    const char *op = OPS[pick(seed, COUNT(OPS))], *request = REQUESTS[pick(seed, COUNT(REQUESTS))];
    uint16_t code = kyc_call(used, op, request, pick(seed, 20) ? blobs : NULL, count, pick(seed, 20) ? &json : NULL);
    if (code == 0) {
        expect(json != NULL && json[0] == '{', "a response is a JSON object");
        expect(kyc_last_error_name() == NULL, "success forgets this thread's last error");
    } else {
        const char *name = kyc_last_error_name();
        expect(json == NULL, "nothing is written on failure");
        expect(code >= 1001 && code < 4000, "the code is the caller's or the deployment's, never an internal one");
        expect(name != NULL && *name != 0 && kyc_last_error_message() != NULL, "an error has a name and a message");
    }
    kyc_free_string(json);
}

struct work {
    const KycEngine *engine;
    unsigned seed, rounds;
};

static void *worker(void *given) {
    struct work *work = given;
    uint8_t bytes[4096];
    for (size_t at = 0; at < sizeof bytes; at++) bytes[at] = (uint8_t)pick(&work->seed, 256);
    for (unsigned at = 0; at < work->rounds; at++) one_call(work->engine, &work->seed, bytes, sizeof bytes);
    return NULL;
}

static long resident_kib(void) {
    long pages = 0, skipped = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &skipped, &pages) != 2) pages = -1;
    if (file != NULL) fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

int main(int count, char **arguments) {
    unsigned rounds = count > 1 ? (unsigned)atoi(arguments[1]) : 10000;
    KycEngine *engine = NULL;
    expect(kyc_engine_new("{}", &engine) == 0, "an engine that only judges");
    const char *const configs[] = {"", "{", "[]", "{\"threads\":0}", "{\"threads\":65}", "{\"surprise\":1}", "{\"models_dir\":\"/no/such\"}", "\xff", NULL};
    for (size_t at = 0; at < COUNT(configs); at++) {
        KycEngine *none = NULL;
        expect(kyc_engine_new(configs[at], &none) != 0 && none == NULL, "a wrong configuration builds nothing");
    }
    KycBlob huge = {calloc(HUGE_BLOB, 1), HUGE_BLOB};
    char *answer = NULL;
    expect(huge.data != NULL && kyc_call(engine, "read_barcode", "{\"image\":0}", &huge, 1, &answer) == 0, "a huge blob is answered");
    expect(answer != NULL && strstr(answer, "file_too_large") != NULL, "a picture that is far too long is a finding");
    kyc_free_string(answer);
    free((void *)huge.data);

    struct work main_thread = {engine, 7, rounds};
    worker(&main_thread);

    pthread_t threads[THREADS];
    struct work shares[THREADS];
    for (unsigned at = 0; at < THREADS; at++) {
        shares[at] = (struct work){engine, 100 + at, rounds / THREADS};
        expect(pthread_create(&threads[at], NULL, worker, &shares[at]) == 0, "a thread starts");
    }
    for (unsigned at = 0; at < THREADS; at++) pthread_join(threads[at], NULL);

    if (count > 2) {
        long before = resident_kib();
        main_thread.rounds = 10000;
        worker(&main_thread);
        long after = resident_kib();
        printf("resident memory: %ld KiB, after 10000 more calls %ld KiB\n", before, after);
        expect(before > 0 && after - before < GROWTH_KIB, "memory does not grow");
    }
    kyc_engine_free(engine);
    printf("%u random calls on one thread and as many on %d, %s\n", rounds, THREADS, failed ? "with surprises" : "as they should be");
    return failed;
}
