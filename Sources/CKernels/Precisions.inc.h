// Kernels.inc.h in single and in double precision, for the set SET_SUFFIX around it.
#include "CKernels.h"

#define JOIN2(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN2(a, b, c)
#define TEXT2(a) #a
#define TEXT(a) TEXT2(a)
#define NAMED(name) JOIN(name, SET_SUFFIX, PRECISION)
#define SET JOIN(lofi_kernels, SET_SUFFIX, PRECISION)
#define SET_NAME TEXT(SET_SUFFIX)

static const double FACTORIALS[] = {1,      1,       2,        6,         24,         120,         720,
                                    5040,   40320,   362880,   3628800,   39916800,   479001600,   6227020800};

#include <string.h>

// Half precision (IEEE 754 binary16) by way of its exponent's bias, 112 below that of single precision. What is denormal in
// it goes by whole numbers of 2^-24: no number here is ever denormal in single precision, which some threads take for 0.
static inline uint16_t narrow_f32(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    const uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
    if (magnitude < 0x38800000) {
        const float steps = (sign ? -x : x) * 0x1p24f;
        return (uint16_t)(sign | (uint32_t)steps);
    }
    return (uint16_t)(sign | ((magnitude - 0x38000000) >> 13 & 0x7fff));
}

// Of numbers only: infinities come out as something else, so that nobody takes them for exact.
static inline float widen_f32(uint16_t x) {
    const uint32_t sign = (uint32_t)(x & 0x8000) << 16, magnitude = x & 0x7fff;
    if (magnitude >= 0x7c00) return 0;
    const float denormal = (float)(int32_t)magnitude * 0x1p-24f;
    const uint32_t normal = (magnitude << 13) + 0x38000000;
    uint32_t bits;
    memcpy(&bits, &denormal, 4);
    bits = sign | (magnitude < 0x400 ? bits : normal);
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

#define PRECISION f32
#define NARROW uint16_t
#define narrow narrow_f32
#define widen widen_f32
#if defined(HAS_HALVES)
#define NARROW_VECTOR _Float16
#endif
#define TABLE lofi_kernels_f32
#define T float
#define BITS int32_t
#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
#define EXPONENT_LIMIT 87.0f
#define ROUNDING_SHIFT 0x1.8p23f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
#define SERIES_LENGTH 7
#include "Kernels.inc.h"
#undef PRECISION
#undef NARROW
#undef narrow
#undef widen
#undef NARROW_VECTOR
#undef TABLE
#undef T
#undef BITS
#undef MANTISSA_BITS
#undef EXPONENT_BIAS
#undef EXPONENT_LIMIT
#undef ROUNDING_SHIFT
#undef LN2_HIGH
#undef LN2_LOW
#undef SERIES_LENGTH

#define PRECISION f64
#define NARROW float
#define narrow (float)
#define widen (double)
#define NARROW_VECTOR float
#define TABLE lofi_kernels_f64
#define T double
#define BITS int64_t
#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023
#define EXPONENT_LIMIT 700.0
#define ROUNDING_SHIFT 0x1.8p52
#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define SERIES_LENGTH 13
#include "Kernels.inc.h"
