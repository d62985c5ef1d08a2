// The arithmetic of LofiNeural: matrix products and the loops over elements, in single and double precision.
//
// Every kernel exists for AVX-512, AVX2 with FMA, and portably (NEON by the compiler); `lofi_kernels_f32` picks once.
// Sums over k run from first to last in every variant, fused, whatever the width of the vectors: AVX2, AVX-512 and NEON
// give the same bits, and so does any blocking. (The portable one on an x86 without FMA rounds once more a step.)
// Matrices lie row by row. Letters: m rows, n columns, k the length summed over, B batch, H hidden units.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stdint.h>

#define LOFI_KERNELS(TABLE, T)                                                                                         \
    typedef struct TABLE {                                                                                             \
        /* `avx512`, `avx2` or `portable`. */                                                                          \
        const char *_Nonnull name;                                                                                     \
        /* How many columns of a packed matrix lie together. */                                                        \
        long panel;                                                                                                    \
        /* Elements of workspace that a product of any size needs. */                                                  \
        long workspace;                                                                                                \
        /* b[k x n], element (p, j) at b[p * row + j * column], into panels: ceil(n / panel) * panel * k elements. */  \
        void (*_Nonnull pack)(long k, long n, const T *_Nonnull b, long row, long column, T *_Nonnull packed);         \
        /* c[m x n] = (accumulate ? c : 0) + a[m x k] b[k x n], b packed, a(i, p) at a[i * row + p * column],          \
           c's rows cRow apart. */                                                                                     \
        void (*_Nonnull product)(long m, long n, long k, const T *_Nonnull a, long row, long column,                   \
                                 const T *_Nonnull packed, T *_Nonnull c, long cRow, bool accumulate,                  \
                                 T *_Nonnull workspace);                                                               \
        /* b[k x n] into panels of numbers half as wide; false where that loses anything. */                           \
        bool (*_Nonnull packNarrow)(long k, long n, const T *_Nonnull b, void *_Nonnull packed);                       \
        /* c[n] += a[k] b[k x n], b packed narrow; the same sums as `product`. */                                      \
        void (*_Nonnull rowProduct)(long n, long k, const T *_Nonnull a, const void *_Nonnull packed, T *_Nonnull c);  \
        /* c[m x n] = bias[n] in every row. */                                                                         \
        void (*_Nonnull fillRows)(long m, long n, const T *_Nonnull bias, T *_Nonnull c);                              \
        /* sums[n] += the sum of the m rows of a, from first to last. */                                               \
        void (*_Nonnull addRows)(long m, long n, const T *_Nonnull a, T *_Nonnull sums);                               \
        /* c[n] = a[n] * b[n]; c may be either. */                                                                     \
        void (*_Nonnull multiply)(long n, const T *_Nonnull a, const T *_Nonnull b, T *_Nonnull c);                    \
        /* c[n] += factor * a[n]. */                                                                                   \
        void (*_Nonnull addScaled)(long n, T factor, const T *_Nonnull a, T *_Nonnull c);                              \
        double (*_Nonnull sumOfSquares)(long n, const T *_Nonnull a);                                                  \
        /* y[n] = tanh y, and the way back: dy *= 1 - y^2. */                                                          \
        void (*_Nonnull tanhForward)(long n, T *_Nonnull y);                                                           \
        void (*_Nonnull tanhBackward)(long n, const T *_Nonnull y, T *_Nonnull dy);                                    \
        /* One step of an LSTM (Hochreiter and Schmidhuber 1997; forget gate of Gers 2000), gates in the order         \
           input, forget, cell, output. gates[B x 4H]: sums in, activations out; c and h [B x H]. */                   \
        void (*_Nonnull lstmForward)(long batch, long hidden, T *_Nonnull gates, const T *_Nonnull cBefore,            \
                                     T *_Nonnull c, T *_Nonnull h);                                                    \
        /* Its way back. gates: activations in, gradient of the sums out; dh[B x H] of this step's h; dc[B x H]:       \
           gradient of this step's c from the step after in, of the c before out. */                                   \
        void (*_Nonnull lstmBackward)(long batch, long hidden, T *_Nonnull gates, const T *_Nonnull cBefore,           \
                                      const T *_Nonnull c, const T *_Nonnull dh, T *_Nonnull dc);                      \
        /* logits[m x n] become probabilities. */                                                                      \
        void (*_Nonnull softmax)(long m, long n, T *_Nonnull logits);                                                  \
        /* RMSprop (Hinton's lecture 6e, as Keras has it): mean square, then a step by g / (sqrt + epsilon). */        \
        void (*_Nonnull rmsprop)(long n, T *_Nonnull w, const T *_Nonnull g, T *_Nonnull square, T gradientScale,      \
                                 T rate, T decay, T epsilon);                                                          \
        /* Adam (Kingma and Ba 2015); `rate` already holds both bias corrections' quotient of the step size,           \
           `squareScale` the second moment's. */                                                                       \
        void (*_Nonnull adam)(long n, T *_Nonnull w, const T *_Nonnull g, T *_Nonnull mean, T *_Nonnull square,        \
                              T gradientScale, T rate, T squareScale, T decay1, T decay2, T epsilon);                  \
    } TABLE

LOFI_KERNELS(lofi_kernels_f32, float);
LOFI_KERNELS(lofi_kernels_f64, double);

/// The fastest set that this processor has.
const lofi_kernels_f32 *_Nonnull lofi_best_kernels_f32(void);
const lofi_kernels_f64 *_Nonnull lofi_best_kernels_f64(void);
/// The set of that name, or null where the processor lacks it.
const lofi_kernels_f32 *_Nullable lofi_kernels_named_f32(const char *_Nonnull name);
const lofi_kernels_f64 *_Nullable lofi_kernels_named_f64(const char *_Nonnull name);

#endif
