#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CAssets.h"

// A new style is one file in Presets/ and two entries here: its text, and its name in the table.
static const char bossa_balcony[] = {
#embed "../../Presets/bossa-balcony.yaml"
};
static const char chopped_vinyl[] = {
#embed "../../Presets/chopped-vinyl.yaml"
};
static const char dusty_tape[] = {
#embed "../../Presets/dusty-tape.yaml"
};
static const char midnight_808[] = {
#embed "../../Presets/midnight-808.yaml"
};
static const char rainy_cafe[] = {
#embed "../../Presets/rainy-cafe.yaml"
};
static const char sleepy_felt[] = {
#embed "../../Presets/sleepy-felt.yaml"
};
static const char study_loop[] = {
#embed "../../Presets/study-loop.yaml"
};
static const char telephone_radio[] = {
#embed "../../Presets/telephone-radio.yaml"
};

#define PRESET(name, text) {name, text, sizeof text}
static const struct lofi_preset presets[] = {
    PRESET("bossa-balcony", bossa_balcony),
    PRESET("chopped-vinyl", chopped_vinyl),
    PRESET("dusty-tape", dusty_tape),
    PRESET("midnight-808", midnight_808),
    PRESET("rainy-cafe", rainy_cafe),
    PRESET("sleepy-felt", sleepy_felt),
    PRESET("study-loop", study_loop),
    PRESET("telephone-radio", telephone_radio),
};

const struct lofi_preset *lofi_presets(size_t *count) {
    *count = sizeof presets / sizeof presets[0];
    return presets;
}
