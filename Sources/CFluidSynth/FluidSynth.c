#include "CFluidSynth.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// The version of the interface whose headers these are, as FluidSynth 2 names its library.
#if FLUIDSYNTH_VERSION_MAJOR != 2
#error "FluidSynth 2 is needed"
#endif
static const char *const names[] = {"libfluidsynth.so.3", "libfluidsynth.so.2"};

static struct lofi_fluidsynth functions;
static const struct lofi_fluidsynth *loaded;
static char reason[512];

// Keeps why a library that is there cannot be loaded.
static void keep_reason(const char *name) {
    const char *text = dlerror();
    if (!text || reason[0]) return;
    const int is_missing = !strncmp(text, name, strlen(name)) && strstr(text, "No such file");
    if (!is_missing) snprintf(reason, sizeof reason, "%s", text);
}

static void load(void) {
    void *library = 0;
    for (unsigned i = 0; !library && i < sizeof names / sizeof *names; i++) {
        library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
        if (!library) keep_reason(names[i]);
    }
    if (!library) return;
    reason[0] = 0;
#define LOFI_FIND(name) \
    if (!(functions.name = (__typeof__(name) *)dlsym(library, #name))) return keep_reason("");
    LOFI_FLUIDSYNTH(LOFI_FIND)
#undef LOFI_FIND
    loaded = &functions;
}

const struct lofi_fluidsynth *lofi_load_fluidsynth(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return loaded;
}

const char *lofi_fluidsynth_failure(void) { return reason[0] ? reason : 0; }
