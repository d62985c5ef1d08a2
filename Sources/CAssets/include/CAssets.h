#pragma once
#include <stddef.h>

/// SoundFonts/lofi-kit.sf2 as it was when the program was built.
const unsigned char *lofi_kit_sf2(size_t *size);

/// A style of Presets/: its name and its YAML text (not ended by a zero).
struct lofi_preset {
    const char *name;
    const char *text;
    size_t size;
};
const struct lofi_preset *lofi_presets(size_t *count);

/// Knobs/knobs.yaml as it was when the program was built (not ended by a zero).
const char *lofi_knobs(size_t *size);
