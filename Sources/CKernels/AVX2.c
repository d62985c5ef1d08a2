// 6 rows by 2 vectors: 12 sums, 2 columns and a broadcast leave one of the 16 registers free. (4 by 3 spills: half the speed.)
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define HAS_HALVES
#define SET_SUFFIX avx2
#define VECTOR_BYTES 32
#define ROWS 6
#define VECTORS 2
#include "Precisions.inc.h"
#pragma clang attribute pop
#endif
