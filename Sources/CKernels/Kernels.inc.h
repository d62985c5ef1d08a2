// One set of kernels: T, TABLE, SET (the table's name), NAME, VECTOR_BYTES, ROWS and VECTORS are defined around it.

typedef T NAMED(vector) __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(T))));
#define VECTOR NAMED(vector)
#define LANES ((long)(VECTOR_BYTES / sizeof(T)))
#define PANEL (LANES * VECTORS)
// The compiler need not ask at run time whether the arrays of a loop overlap.
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety) interleave_count(1)")

// A block of a, in tiles, stays in the second-level cache; a panel's stretch of b in the first.
#define BLOCK_ROWS 96
#define BLOCK_DEPTH 256

static void NAMED(pack)(long k, long n, const T *b, long row, long column, T *packed) {
    for (long start = 0; start < n; start += PANEL) {
        const long width = n - start < PANEL ? n - start : PANEL;
        if (column == 1) {
            for (long p = 0; p < k; p++) {
                const T *from = b + p * row + start;
                for (long j = 0; j < width; j++) packed[p * PANEL + j] = from[j];
                for (long j = width; j < PANEL; j++) packed[p * PANEL + j] = 0;
            }
        } else {
            for (long j = 0; j < PANEL; j++) {
                const T *from = b + (start + j) * column;
                for (long p = 0; p < k; p++) packed[p * PANEL + j] = j < width ? from[p * row] : 0;
            }
        }
        packed += k * PANEL;
    }
}

// c[rows x PANEL] (rows cRow apart) += a[k][ROWS] b[k][PANEL]; `rows` is a constant wherever this is inlined.
static inline __attribute__((always_inline)) void NAMED(tileOf)(const long rows, long k, const T *restrict a,
                                                                const T *restrict b, T *restrict c, long cRow,
                                                                bool fresh) {
    VECTOR sum[ROWS][VECTORS];
#pragma unroll
    for (long i = 0; i < rows; i++)
#pragma unroll
        for (long j = 0; j < VECTORS; j++) sum[i][j] = fresh ? (VECTOR){0} : *(const VECTOR *)(c + i * cRow + j * LANES);
    for (long p = 0; p < k; p++) {
        // All columns first, then one value of a at a time: the order that fits the registers.
        VECTOR columns[VECTORS];
#pragma unroll
        for (long j = 0; j < VECTORS; j++) columns[j] = *(const VECTOR *)(b + j * LANES);
#pragma unroll
        for (long i = 0; i < rows; i++)
#pragma unroll
            for (long j = 0; j < VECTORS; j++) sum[i][j] = a[i] * columns[j] + sum[i][j];
        a += ROWS;
        b += PANEL;
    }
#pragma unroll
    for (long i = 0; i < rows; i++)
#pragma unroll
        for (long j = 0; j < VECTORS; j++) *(VECTOR *)(c + i * cRow + j * LANES) = sum[i][j];
}

// The smallest tile with `rows` rows or more.
static inline void NAMED(tile)(long rows, long k, const T *a, const T *b, T *c, long cRow, bool fresh) {
    if (rows == ROWS) return NAMED(tileOf)(ROWS, k, a, b, c, cRow, fresh);
    if (rows == 1) return NAMED(tileOf)(1, k, a, b, c, cRow, fresh);
    if (rows == 2) return NAMED(tileOf)(2, k, a, b, c, cRow, fresh);
    if (rows <= 4) return NAMED(tileOf)(4, k, a, b, c, cRow, fresh);
    NAMED(tileOf)(ROWS, k, a, b, c, cRow, fresh);
}

static void NAMED(product)(long m, long n, long k, const T *a, long row, long column, const T *packed, T *c, long cRow,
                           bool accumulate, T *workspace) {
    for (long depth = 0; depth < k; depth += BLOCK_DEPTH) {
        const long length = k - depth < BLOCK_DEPTH ? k - depth : BLOCK_DEPTH;
        const bool fresh = depth == 0 && !accumulate;
        for (long top = 0; top < m; top += BLOCK_ROWS) {
            const long bottom = m - top < BLOCK_ROWS ? m : top + BLOCK_ROWS;
            // a's block in tiles of ROWS, so that the inner loop reads it straight on.
            for (long i = top; i < bottom; i += ROWS) {
                T *to = workspace + (i - top) * length;
                for (long r = 0; r < ROWS; r++) {
                    const T *from = a + (i + r) * row + depth * column;
                    if (i + r < bottom)
                        for (long p = 0; p < length; p++) to[p * ROWS + r] = from[p * column];
                    else
                        for (long p = 0; p < length; p++) to[p * ROWS + r] = 0;
                }
            }
            for (long left = 0; left < n; left += PANEL) {
                const T *b = packed + left * k + depth * PANEL;
                for (long i = top; i < bottom; i += ROWS) {
                    const T *tiles = workspace + (i - top) * length;
                    T *to = c + i * cRow + left;
                    const long height = bottom - i < ROWS ? bottom - i : ROWS;
                    const long width = n - left < PANEL ? n - left : PANEL;
                    if (height == ROWS && width == PANEL) {
                        NAMED(tile)(ROWS, length, tiles, b, to, cRow, fresh);
                        continue;
                    }
                    // At the edge in a tile of its own, of which only what belongs to c is kept.
                    T edge[ROWS * PANEL] = {0};
                    if (!fresh)
                        for (long r = 0; r < height; r++)
                            for (long j = 0; j < width; j++) edge[r * PANEL + j] = to[r * cRow + j];
                    NAMED(tile)(height, length, tiles, b, edge, PANEL, fresh);
                    for (long r = 0; r < height; r++)
                        for (long j = 0; j < width; j++) to[r * cRow + j] = edge[r * PANEL + j];
                }
            }
        }
    }
}

static void NAMED(fillRows)(long m, long n, const T *bias, T *c) {
    for (long i = 0; i < m; i++)
        for (long j = 0; j < n; j++) c[i * n + j] = bias[j];
}

static void NAMED(addRows)(long m, long n, const T *a, T *sums) {
    for (long i = 0; i < m; i++)
        for (long j = 0; j < n; j++) sums[j] += a[i * n + j];
}

static void NAMED(multiply)(long n, const T *a, const T *b, T *c) {
    for (long i = 0; i < n; i++) c[i] = a[i] * b[i];
}

static void NAMED(addScaled)(long n, T factor, const T *a, T *c) {
    for (long i = 0; i < n; i++) c[i] += factor * a[i];
}

static double NAMED(sumOfSquares)(long n, const T *a) {
    // Eight sums side by side: a fixed order that a vector unit can follow.
    double sums[8] = {0};
    long i = 0;
    for (; i + 8 <= n; i += 8)
        for (long j = 0; j < 8; j++) sums[j] += (double)a[i + j] * (double)a[i + j];
    for (; i < n; i++) sums[0] += (double)a[i] * (double)a[i];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

// e^x by 2^whole e^rest, |rest| <= ln 2 / 2, and Taylor's series to below the precision of T; 0 and a finite largest
// value at the ends.
static inline T NAMED(exponential)(T x) {
    x = x < -EXPONENT_LIMIT ? -EXPONENT_LIMIT : x > EXPONENT_LIMIT ? EXPONENT_LIMIT : x;
    // Adding 1.5 * 2^(mantissa bits) rounds to the nearest whole number.
    const T shifted = x * (T)1.4426950408889634 + ROUNDING_SHIFT;
    const T whole = shifted - ROUNDING_SHIFT;
    const T rest = (x - whole * LN2_HIGH) - whole * LN2_LOW;
    T series = (T)(1 / FACTORIALS[SERIES_LENGTH]);
#pragma unroll
    for (int i = SERIES_LENGTH - 1; i >= 0; i--) series = series * rest + (T)(1 / FACTORIALS[i]);
    union { T value; BITS bits; } power;
    power.bits = ((BITS)whole + EXPONENT_BIAS) << MANTISSA_BITS;
    return series * power.value;
}

static inline T NAMED(sigmoid)(T x) { return (T)1 / ((T)1 + NAMED(exponential)(-x)); }

static inline T NAMED(tangent)(T x) { return (T)1 - (T)2 / ((T)1 + NAMED(exponential)((T)2 * x)); }

static void NAMED(tanhForward)(long n, T *y) {
    INDEPENDENT
    for (long i = 0; i < n; i++) y[i] = NAMED(tangent)(y[i]);
}

static void NAMED(tanhBackward)(long n, const T *y, T *dy) {
    for (long i = 0; i < n; i++) dy[i] *= (T)1 - y[i] * y[i];
}

static void NAMED(lstmForward)(long batch, long hidden, T *gates, const T *cBefore, T *c, T *h) {
    for (long b = 0; b < batch; b++) {
        T *restrict input = gates + b * 4 * hidden, *restrict forget = input + hidden;
        T *restrict cell = forget + hidden, *restrict output = cell + hidden;
        const T *restrict before = cBefore + b * hidden;
        T *restrict now = c + b * hidden, *restrict out = h + b * hidden;
        INDEPENDENT
        for (long j = 0; j < hidden; j++) {
            const T i = NAMED(sigmoid)(input[j]), f = NAMED(sigmoid)(forget[j]);
            const T g = NAMED(tangent)(cell[j]), o = NAMED(sigmoid)(output[j]);
            const T state = f * before[j] + i * g;
            input[j] = i, forget[j] = f, cell[j] = g, output[j] = o;
            now[j] = state;
            out[j] = o * NAMED(tangent)(state);
        }
    }
}

static void NAMED(lstmBackward)(long batch, long hidden, T *gates, const T *cBefore, const T *c, const T *dh, T *dc) {
    for (long b = 0; b < batch; b++) {
        T *restrict input = gates + b * 4 * hidden, *restrict forget = input + hidden;
        T *restrict cell = forget + hidden, *restrict output = cell + hidden;
        const T *restrict before = cBefore + b * hidden, *restrict now = c + b * hidden;
        const T *restrict dOut = dh + b * hidden;
        T *restrict dState = dc + b * hidden;
        INDEPENDENT
        for (long j = 0; j < hidden; j++) {
            const T i = input[j], f = forget[j], g = cell[j], o = output[j], t = NAMED(tangent)(now[j]);
            const T d = dState[j] + dOut[j] * o * ((T)1 - t * t);
            input[j] = d * g * i * ((T)1 - i);
            forget[j] = d * before[j] * f * ((T)1 - f);
            cell[j] = d * i * ((T)1 - g * g);
            output[j] = dOut[j] * t * o * ((T)1 - o);
            dState[j] = d * f;
        }
    }
}

static void NAMED(softmax)(long m, long n, T *logits) {
    for (long i = 0; i < m; i++) {
        T *x = logits + i * n, largest = x[0], sum = 0;
        for (long j = 1; j < n; j++) largest = x[j] > largest ? x[j] : largest;
        for (long j = 0; j < n; j++) x[j] = NAMED(exponential)(x[j] - largest);
        for (long j = 0; j < n; j++) sum += x[j];
        for (long j = 0; j < n; j++) x[j] /= sum;
    }
}

static void NAMED(rmsprop)(long n, T *restrict w, const T *restrict g, T *restrict square, T gradientScale, T rate,
                           T decay, T epsilon) {
    INDEPENDENT
    for (long i = 0; i < n; i++) {
        const T gradient = g[i] * gradientScale;
        square[i] = decay * square[i] + ((T)1 - decay) * gradient * gradient;
        w[i] -= rate * gradient / (__builtin_elementwise_sqrt(square[i]) + epsilon);
    }
}

static void NAMED(adam)(long n, T *restrict w, const T *restrict g, T *restrict mean, T *restrict square,
                        T gradientScale, T rate, T squareScale, T decay1, T decay2, T epsilon) {
    INDEPENDENT
    for (long i = 0; i < n; i++) {
        const T gradient = g[i] * gradientScale;
        mean[i] = decay1 * mean[i] + ((T)1 - decay1) * gradient;
        square[i] = decay2 * square[i] + ((T)1 - decay2) * gradient * gradient;
        w[i] -= rate * mean[i] / (__builtin_elementwise_sqrt(square[i] * squareScale) + epsilon);
    }
}

const TABLE SET = {
    SET_NAME,          PANEL,           (BLOCK_ROWS + ROWS) * BLOCK_DEPTH,
    NAMED(pack),       NAMED(product),  NAMED(fillRows),
    NAMED(addRows),    NAMED(multiply), NAMED(addScaled),
    NAMED(sumOfSquares), NAMED(tanhForward), NAMED(tanhBackward),
    NAMED(lstmForward), NAMED(lstmBackward), NAMED(softmax),
    NAMED(rmsprop),    NAMED(adam),
};

#undef VECTOR
#undef LANES
#undef PANEL
#undef INDEPENDENT
#undef BLOCK_ROWS
#undef BLOCK_DEPTH
