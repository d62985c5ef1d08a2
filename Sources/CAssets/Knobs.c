#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CAssets.h"

static const char knobs[] = {
#embed "../../Knobs/knobs.yaml"
};

const char *lofi_knobs(size_t *size) {
    *size = sizeof knobs;
    return knobs;
}
