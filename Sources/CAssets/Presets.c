#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CAssets.h"

// A new style is one file in Presets/ and two entries here: its text, and its name in the table.
static const char attic_gramophone[] = {
#embed "../../Presets/attic-gramophone.yaml"
};
static const char boom_bap_mpc[] = {
#embed "../../Presets/boom-bap-mpc.yaml"
};
static const char bossa_balcony[] = {
#embed "../../Presets/bossa-balcony.yaml"
};
static const char campfire_guitar[] = {
#embed "../../Presets/campfire-guitar.yaml"
};
static const char chopped_vinyl[] = {
#embed "../../Presets/chopped-vinyl.yaml"
};
static const char dusty_tape[] = {
#embed "../../Presets/dusty-tape.yaml"
};
static const char jazz_cellar[] = {
#embed "../../Presets/jazz-cellar.yaml"
};
static const char midnight_808[] = {
#embed "../../Presets/midnight-808.yaml"
};
static const char night_train[] = {
#embed "../../Presets/night-train.yaml"
};
static const char rainy_cafe[] = {
#embed "../../Presets/rainy-cafe.yaml"
};
static const char rooftop_city[] = {
#embed "../../Presets/rooftop-city.yaml"
};
static const char seaside_tape[] = {
#embed "../../Presets/seaside-tape.yaml"
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
static const char vhs_daydream[] = {
#embed "../../Presets/vhs-daydream.yaml"
};
static const char winter_window[] = {
#embed "../../Presets/winter-window.yaml"
};

#define PRESET(name, text) {name, text, sizeof text}
static const struct lofi_preset presets[] = {
    PRESET("attic-gramophone", attic_gramophone),
    PRESET("boom-bap-mpc", boom_bap_mpc),
    PRESET("bossa-balcony", bossa_balcony),
    PRESET("campfire-guitar", campfire_guitar),
    PRESET("chopped-vinyl", chopped_vinyl),
    PRESET("dusty-tape", dusty_tape),
    PRESET("jazz-cellar", jazz_cellar),
    PRESET("midnight-808", midnight_808),
    PRESET("night-train", night_train),
    PRESET("rainy-cafe", rainy_cafe),
    PRESET("rooftop-city", rooftop_city),
    PRESET("seaside-tape", seaside_tape),
    PRESET("sleepy-felt", sleepy_felt),
    PRESET("study-loop", study_loop),
    PRESET("telephone-radio", telephone_radio),
    PRESET("vhs-daydream", vhs_daydream),
    PRESET("winter-window", winter_window),
};

const struct lofi_preset *lofi_presets(size_t *count) {
    *count = sizeof presets / sizeof presets[0];
    return presets;
}
