#include <sndfile.h>

// Swift does not import the loops of SF_INSTRUMENT, whose type has no name.

/// Sets an instrument that plays a recording of frame_count frames as one loop, with its unity note at MIDI note `note`.
static inline int lofi_set_whole_loop(SNDFILE *file, int note, unsigned frame_count) {
    SF_INSTRUMENT instrument = {
        .gain = 1, .basenote = (char)note, .velocity_hi = 127, .key_hi = 127, .loop_count = 1,
        .loops = {{.mode = SF_LOOP_FORWARD, .start = 0, .end = frame_count, .count = 0}},
    };
    return sf_command(file, SFC_SET_INSTRUMENT, &instrument, sizeof instrument);
}
