#define _GNU_SOURCE
#include "CPlatform.h"

#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

int lofi_core_count(void) {
#ifdef __linux__
    // The cores allowed by taskset or a container; Foundation counts all online cores.
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) return CPU_COUNT(&allowed);
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int)online : 1;
}
