// Vectors of 16 bytes: SSE2 on any x86-64, NEON on ARM.
#if defined(__aarch64__)
#define HAS_HALVES
#endif
#define SET_SUFFIX portable
#define VECTOR_BYTES 16
#define ROWS 4
#define VECTORS 2
#include "Precisions.inc.h"
