/* Drives every function of kyc.h; compiled and run by tests/c_abi.rs. Prints what it sees, exits 1 on a surprise. */
#include "kyc.h"

#include <stdio.h>
#include <string.h>

static int failed = 0;

static void expect(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        failed = 1;
    }
}

static void expect_error(uint16_t code, uint16_t wanted, const char *name, const char *what) {
    const char *seen = kyc_last_error_name();
    expect(code == wanted, what);
    expect(seen != NULL && strcmp(seen, name) == 0, what);
    expect(kyc_last_error_message() != NULL, what);
}

int main(void) {
    KycEngine *engine = NULL;
    char *json = NULL;
    const uint8_t byte = 0;
    const KycBlob blobs[2] = {{&byte, 1}, {NULL, 0}};
    const KycBlob broken = {NULL, 7};

    expect(kyc_last_error_message() == NULL, "no error before the first call");
    expect_error(kyc_engine_new("{\"surprise\": 1}", &engine), 3005, "invalid_config", "an unknown setting is refused");
    expect(engine == NULL, "nothing is written on failure");
    expect_error(kyc_engine_new(NULL, &engine), 1001, "invalid_request", "a NULL configuration is refused");
    expect_error(kyc_engine_new("{}", NULL), 1001, "invalid_request", "a NULL out is refused");
    expect_error(kyc_engine_new("\xff", &engine), 1001, "invalid_request", "text that is not UTF-8 is refused");

    expect(kyc_engine_new("{}", &engine) == 0 && engine != NULL, "an engine that only judges");
    expect(kyc_last_error_message() == NULL, "success forgets the last error");

    expect(kyc_call(engine, "describe", "{}", NULL, 0, &json) == 0 && json != NULL, "describe answers");
    expect(json != NULL && strstr(json, kyc_version()) != NULL, "describe names the version");
    puts(json == NULL ? "" : json);
    kyc_free_string(json);
    json = NULL;

    expect_error(kyc_call(engine, "no_such_thing", "{}", NULL, 0, &json), 1002, "unknown_operation", "an unknown operation");
    expect_error(kyc_call(engine, "describe", "{", NULL, 0, &json), 1001, "invalid_request", "broken JSON");
    expect_error(kyc_call(NULL, "describe", "{}", NULL, 0, &json), 1001, "invalid_request", "a NULL engine");
    expect_error(kyc_call(engine, NULL, "{}", NULL, 0, &json), 1001, "invalid_request", "a NULL operation");
    expect_error(kyc_call(engine, "describe", NULL, NULL, 0, &json), 1001, "invalid_request", "a NULL request");
    expect_error(kyc_call(engine, "describe", "{}", NULL, 0, NULL), 1001, "invalid_request", "a NULL out");
    expect_error(kyc_call(engine, "describe", "{}", NULL, 1, &json), 1001, "invalid_request", "NULL blobs that are counted");
    expect_error(kyc_call(engine, "describe", "{}", &broken, 1, &json), 1001, "invalid_request", "a NULL blob with a length");
    expect_error(kyc_call(engine, "check_liveness", "{\"image\": 0}", blobs, 2, &json), 1007, "not_available",
                 "an engine that only judges looks at nothing");
    expect(json == NULL, "nothing is written on failure");

    kyc_engine_free(engine);
    kyc_engine_free(NULL);
    kyc_free_string(NULL);
    return failed;
}
