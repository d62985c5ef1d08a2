// 8 rows by 2 vectors: 16 sums of the 32 registers.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,fma,f16c"))), apply_to = function)
#define HAS_HALVES
#define SET_SUFFIX avx512
#define VECTOR_BYTES 64
#define ROWS 8
#define VECTORS 2
#include "Precisions.inc.h"
#pragma clang attribute pop
#endif
