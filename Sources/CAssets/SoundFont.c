#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CAssets.h"

static const unsigned char font[] = {
#embed "../../SoundFonts/lofi-kit.sf2"
};

const unsigned char *lofi_kit_sf2(size_t *size) {
    *size = sizeof font;
    return font;
}
