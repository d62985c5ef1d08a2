#pragma once

#include <fluidsynth.h>

/// The functions that we call.
#define LOFI_FLUIDSYNTH(F)             \
    F(new_fluid_settings)              \
    F(delete_fluid_settings)           \
    F(fluid_settings_setint)           \
    F(fluid_settings_setnum)           \
    F(new_fluid_synth)                 \
    F(delete_fluid_synth)              \
    F(fluid_synth_add_sfloader)        \
    F(fluid_synth_cc)                  \
    F(fluid_synth_channel_pressure)    \
    F(fluid_synth_key_pressure)        \
    F(fluid_synth_noteoff)             \
    F(fluid_synth_noteon)              \
    F(fluid_synth_pitch_bend)          \
    F(fluid_synth_pitch_wheel_sens)    \
    F(fluid_synth_process)             \
    F(fluid_synth_program_select)      \
    F(fluid_synth_reset_basic_channel) \
    F(fluid_synth_set_basic_channel)   \
    F(fluid_synth_set_channel_type)    \
    F(fluid_synth_sfload)              \
    F(fluid_synth_system_reset)        \
    F(new_fluid_defsfloader)           \
    F(fluid_sfloader_set_callbacks)    \
    F(fluid_set_log_function)

#define LOFI_FIELD(name) __typeof__(name) *name;
struct lofi_fluidsynth {
    LOFI_FLUIDSYNTH(LOFI_FIELD)
};
#undef LOFI_FIELD

/// FluidSynth, loaded when it is first asked for: few songs need it, and its library brings sixty others along.
/// NULL where it is not installed, or too old or too new for us.
const struct lofi_fluidsynth *lofi_load_fluidsynth(void);
