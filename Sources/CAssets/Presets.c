#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CAssets.h"

// A new style is one file in Presets/ and two lines here: its text, and its name in the table.
static const char dusty_tape[] = {
#embed "../../Presets/dusty-tape.yaml"
};

#define PRESET(name, text) {name, text, sizeof text}
static const struct lofi_preset presets[] = {
    PRESET("dusty-tape", dusty_tape),
};

const struct lofi_preset *lofi_presets(size_t *count) {
    *count = sizeof presets / sizeof presets[0];
    return presets;
}
