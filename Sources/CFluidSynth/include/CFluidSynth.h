#pragma once

#include <fluidsynth.h>

/// The functions that are called.
#define LOFI_FLUIDSYNTH(F) \
    F(new_fluid_settings)              \
    F(delete_fluid_settings)           \
    F(fluid_settings_setint)           \
    F(fluid_settings_setnum)           \
    F(new_fluid_synth)                 \
    F(delete_fluid_synth)              \
    F(fluid_set_log_function)          \
    F(fluid_synth_add_sfloader)        \
    F(fluid_synth_add_sfont)           \
    F(fluid_synth_sfload)              \
    F(fluid_synth_program_select)      \
    F(fluid_synth_system_reset)        \
    F(fluid_synth_reset_basic_channel) \
    F(fluid_synth_set_basic_channel)   \
    F(fluid_synth_set_channel_type)    \
    F(fluid_synth_set_interp_method)   \
    F(fluid_synth_cc)                  \
    F(fluid_synth_channel_pressure)    \
    F(fluid_synth_key_pressure)        \
    F(fluid_synth_noteoff)             \
    F(fluid_synth_noteon)              \
    F(fluid_synth_pitch_bend)          \
    F(fluid_synth_pitch_wheel_sens)    \
    F(fluid_synth_process)             \
    F(fluid_synth_alloc_voice)         \
    F(fluid_synth_start_voice)         \
    F(fluid_voice_add_mod)             \
    F(fluid_voice_gen_set)             \
    F(fluid_voice_optimize_sample)     \
    F(new_fluid_defsfloader)           \
    F(fluid_sfloader_set_callbacks)    \
    F(new_fluid_sfont)                 \
    F(delete_fluid_sfont)              \
    F(fluid_sfont_get_data)            \
    F(fluid_sfont_set_data)            \
    F(new_fluid_preset)                \
    F(delete_fluid_preset)             \
    F(fluid_preset_get_data)           \
    F(fluid_preset_set_data)           \
    F(new_fluid_sample)                \
    F(delete_fluid_sample)             \
    F(fluid_sample_set_sound_data)     \
    F(fluid_sample_set_loop)           \
    F(fluid_sample_set_pitch)          \
    F(new_fluid_mod)                   \
    F(delete_fluid_mod)                \
    F(fluid_mod_set_source1)           \
    F(fluid_mod_set_source2)           \
    F(fluid_mod_set_dest)              \
    F(fluid_mod_set_amount)

#define LOFI_FIELD(name) __typeof__(name) *name;
struct lofi_fluidsynth {
    LOFI_FLUIDSYNTH(LOFI_FIELD)
};
#undef LOFI_FIELD

/// FluidSynth's library, loaded when it is first asked for; NULL if it is not installed or lacks one of the functions.
/// Not linked, so that its absence is a message of ours, with the command that installs it, instead of the loader's.
const struct lofi_fluidsynth *lofi_load_fluidsynth(void);

/// Why a library that is there could not be loaded, such as too little memory; NULL if it is not installed. Valid for ever, once
/// `lofi_load_fluidsynth` has returned NULL.
const char *lofi_fluidsynth_failure(void);
