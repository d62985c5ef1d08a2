// One set of kernels: T, TABLE, SET (the table's name), NAME, VECTOR_BYTES, ROWS and VECTORS are defined around it.

typedef T NAMED(vector) __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(T))));
#define VECTOR NAMED(vector)
#define LANES ((long)(VECTOR_BYTES / sizeof(T)))
#define PANEL (LANES * VECTORS)
// The compiler need not ask at run time whether the arrays of a loop overlap.
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety) interleave_count(1)")

// A block of a, in tiles, stays in the second-level cache; a panel's stretch of b streams through the first.
#define BLOCK_ROWS 144
#define BLOCK_DEPTH 512

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
            // In stretches that stay in the first-level cache while all columns are written into them.
            for (long top = 0; top < k; top += 128) {
                const long bottom = k - top < 128 ? k : top + 128;
                for (long j = 0; j < PANEL; j++) {
                    const T *from = b + (start + j) * column;
                    for (long p = top; p < bottom; p++) packed[p * PANEL + j] = j < width ? from[p * row] : 0;
                }
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

// Rows of the next tile. Two tiles of 4 rows cost less than one of 6 and one of 2, whose few sums wait for one another.
static inline long NAMED(height)(long left) { return left > ROWS && left <= 8 ? 4 : left < ROWS ? left : ROWS; }

static void NAMED(product)(long m, long n, long k, const T *a, long row, long column, const T *packed, T *c, long cRow,
                           bool accumulate, T *workspace) {
    for (long depth = 0; depth < k; depth += BLOCK_DEPTH) {
        const long length = k - depth < BLOCK_DEPTH ? k - depth : BLOCK_DEPTH;
        const bool fresh = depth == 0 && !accumulate;
        for (long top = 0; top < m; top += BLOCK_ROWS) {
            const long bottom = m - top < BLOCK_ROWS ? m : top + BLOCK_ROWS;
            // a's block in tiles of ROWS, so that the inner loop reads it straight on.
            T *to = workspace;
            for (long i = top, height; i < bottom; i += height, to += ROWS * length) {
                height = NAMED(height)(bottom - i);
                const T *from = a + i * row + depth * column;
                if (height == ROWS && row == 1)
                    // Along a's columns: across them, every number would come from another cache line.
                    for (long p = 0; p < length; p++)
                        for (long r = 0; r < ROWS; r++) to[p * ROWS + r] = from[p * column + r];
                else
                    for (long r = 0; r < ROWS; r++)
                        for (long p = 0; p < length; p++)
                            to[p * ROWS + r] = r < height ? from[r * row + p * column] : 0;
            }
            for (long left = 0; left < n; left += PANEL) {
                const T *b = packed + left * k + depth * PANEL;
                const T *tiles = workspace;
                for (long i = top, height; i < bottom; i += height, tiles += ROWS * length) {
                    height = NAMED(height)(bottom - i);
                    T *to = c + i * cRow + left;
                    const long width = n - left < PANEL ? n - left : PANEL;
                    if (width == PANEL && (height == ROWS || height == 4)) {
                        NAMED(tile)(height, length, tiles, b, to, cRow, fresh);
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

// Numbers of half the width of T, as model files hold them: reading them takes half the time where memory is what limits.
static bool NAMED(packNarrow)(long k, long n, const T *b, void *packed) {
    NARROW *to = packed;
    bool exact = true;
    for (long start = 0; start < n; start += PANEL) {
        const long width = n - start < PANEL ? n - start : PANEL;
        for (long p = 0; p < k; p++, to += PANEL) {
            for (long j = 0; j < PANEL; j++) {
                const T value = j < width ? b[p * n + start + j] : 0;
                to[j] = narrow(value);
                exact &= widen(to[j]) == value;
            }
        }
    }
    return exact;
}

static inline VECTOR NAMED(wide)(const NARROW *from) {
#if defined(NARROW_VECTOR)
    typedef NARROW_VECTOR NAMED(numbers) __attribute__((vector_size(VECTOR_BYTES / 2), aligned(2), may_alias));
    return __builtin_convertvector(*(const NAMED(numbers) *)from, VECTOR);
#else
    VECTOR numbers;
    for (long j = 0; j < LANES; j++) numbers[j] = widen(from[j]);
    return numbers;
#endif
}

// As many panels side by side as keep the adders busy.
#define STREAMS 4

static inline __attribute__((always_inline)) void NAMED(rowOf)(const long panels, long k, const T *restrict a,
                                                               const NARROW *restrict b, T *restrict c, long width) {
    VECTOR sum[STREAMS][VECTORS];
    T edge[STREAMS * PANEL];
    for (long j = 0; j < panels * PANEL; j++) edge[j] = j < width ? c[j] : 0;
#pragma unroll
    for (long s = 0; s < panels; s++)
#pragma unroll
        for (long j = 0; j < VECTORS; j++) sum[s][j] = *(const VECTOR *)(edge + s * PANEL + j * LANES);
    for (long p = 0; p < k; p++)
#pragma unroll
        for (long s = 0; s < panels; s++)
#pragma unroll
            for (long j = 0; j < VECTORS; j++)
                sum[s][j] = a[p] * NAMED(wide)(b + (s * k + p) * PANEL + j * LANES) + sum[s][j];
#pragma unroll
    for (long s = 0; s < panels; s++)
#pragma unroll
        for (long j = 0; j < VECTORS; j++) *(VECTOR *)(edge + s * PANEL + j * LANES) = sum[s][j];
    for (long j = 0; j < width; j++) c[j] = edge[j];
}

static void NAMED(rowProduct)(long n, long k, const T *a, const void *packed, T *c) {
    for (long left = 0; left < n;) {
        const NARROW *b = (const NARROW *)packed + left * k;
        const long width = n - left;
        if (width > (STREAMS - 1) * PANEL) {
            NAMED(rowOf)(STREAMS, k, a, b, c + left, width < STREAMS * PANEL ? width : STREAMS * PANEL);
            left += STREAMS * PANEL;
        } else {
            NAMED(rowOf)(1, k, a, b, c + left, width < PANEL ? width : PANEL);
            left += PANEL;
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
    NAMED(pack),       NAMED(product),  NAMED(packNarrow),
    NAMED(rowProduct), NAMED(fillRows),
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
#undef STREAMS
