#include "CKernels.h"

#include <stddef.h>
#include <string.h>

extern const lofi_kernels_f32 lofi_kernels_portable_f32;
extern const lofi_kernels_f64 lofi_kernels_portable_f64;

#if defined(__x86_64__)
extern const lofi_kernels_f32 lofi_kernels_avx2_f32, lofi_kernels_avx512_f32;
extern const lofi_kernels_f64 lofi_kernels_avx2_f64, lofi_kernels_avx512_f64;

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

static bool has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}

#define CHOOSE(PRECISION)                                                                                              \
    const lofi_kernels_##PRECISION *lofi_kernels_named_##PRECISION(const char *name) {                                 \
        if (strcmp(name, "avx512") == 0) return has_avx512() ? &lofi_kernels_avx512_##PRECISION : NULL;                \
        if (strcmp(name, "avx2") == 0) return has_avx2() ? &lofi_kernels_avx2_##PRECISION : NULL;                      \
        return strcmp(name, "portable") == 0 ? &lofi_kernels_portable_##PRECISION : NULL;                              \
    }                                                                                                                  \
    const lofi_kernels_##PRECISION *lofi_best_kernels_##PRECISION(void) {                                              \
        if (has_avx512()) return &lofi_kernels_avx512_##PRECISION;                                                     \
        return has_avx2() ? &lofi_kernels_avx2_##PRECISION : &lofi_kernels_portable_##PRECISION;                       \
    }
#else
#define CHOOSE(PRECISION)                                                                                              \
    const lofi_kernels_##PRECISION *lofi_kernels_named_##PRECISION(const char *name) {                                 \
        return strcmp(name, "portable") == 0 ? &lofi_kernels_portable_##PRECISION : NULL;                              \
    }                                                                                                                  \
    const lofi_kernels_##PRECISION *lofi_best_kernels_##PRECISION(void) { return &lofi_kernels_portable_##PRECISION; }
#endif

CHOOSE(f32)
CHOOSE(f64)
