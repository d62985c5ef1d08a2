import LofiPlatform

/// Single-precision spectra of left and right from one complex transform, for fast convolution.
///
/// Decimation in frequency forward, in time backward (W. M. Gentleman and G. Sande, 1966): spectra stay in bit-reversed
/// order and nothing is reordered. In that order the bins k and -k are mirrored within each run from 2^m to 2^(m+1),
/// and those below half the sample rate have even indices.
struct RealTransformPair: ~Copyable {
    /// Number of frames, a power of two, at least 16.
    let count: Int
    /// cos and -sin for each span: the values of span s from index s on.
    private let cosines: UnsafeMutablePointer<Float>
    private let sines: UnsafeMutablePointer<Float>
    /// Left and right, or the real and the imaginary part of the transform of left + i right.
    let real: UnsafeMutablePointer<Float>
    let imaginary: UnsafeMutablePointer<Float>

    /// `count` / 2 bins of one channel; the first holds those at 0 Hz and at half the sample rate, both real.
    struct Spectrum {
        let real: UnsafeMutablePointer<Float>
        let imaginary: UnsafeMutablePointer<Float>
    }

    init(count: Int) {
        precondition(count >= 16 && count & (count - 1) == 0, "a power of two")
        self.count = count
        cosines = .allocate(capacity: count)
        sines = .allocate(capacity: count)
        real = .allocate(capacity: count)
        imaginary = .allocate(capacity: count)
        for memory in [cosines, sines, real, imaginary] { memory.initialize(repeating: 0, count: count) }
        var span = 1
        while span < count {
            for offset in 0..<span {
                let angle = .pi * Double(offset) / Double(span)
                (cosines[span + offset], sines[span + offset]) = (Float(cos(angle)), Float(-sin(angle)))
            }
            span *= 2
        }
    }

    deinit { for memory in [cosines, sines, real, imaginary] { memory.deallocate() } }

    /// Transforms the contents of `real` (left) and `imaginary` (right) into their spectra.
    func forward(left: Spectrum, right: Spectrum) {
        var span = count / 2
        while span >= 1 {
            for start in stride(from: 0, to: count, by: 2 * span) {
                split(real + start, imaginary + start, span)
            }
            span /= 2
        }
        (left.real[0], left.imaginary[0]) = (real[0], real[1])
        (right.real[0], right.imaginary[0]) = (imaginary[0], imaginary[1])
        for (bin, mirror) in Mirrors(count: count) {
            let (a, b) = (real[bin], imaginary[bin])
            let (c, d) = (real[mirror], -imaginary[mirror])
            (left.real[bin / 2], left.imaginary[bin / 2]) = ((a + c) * 0.5, (b + d) * 0.5)
            (right.real[bin / 2], right.imaginary[bin / 2]) = ((b - d) * 0.5, (c - a) * 0.5)
        }
    }

    /// Transforms the spectra back into `real` (left) and `imaginary` (right), scaled by `count`.
    func inverse(left: Spectrum, right: Spectrum) {
        (real[0], real[1]) = (left.real[0], left.imaginary[0])
        (imaginary[0], imaginary[1]) = (right.real[0], right.imaginary[0])
        for (bin, mirror) in Mirrors(count: count) {
            let (a, b) = (left.real[bin / 2], left.imaginary[bin / 2])
            let (c, d) = (right.real[bin / 2], right.imaginary[bin / 2])
            (real[bin], imaginary[bin]) = (a - d, b + c)
            (real[mirror], imaginary[mirror]) = (a + d, c - b)
        }
        var span = 1
        while span < count {
            for start in stride(from: 0, to: count, by: 2 * span) { join(real + start, imaginary + start, span) }
            span *= 2
        }
    }

    @inline(__always)
    private func split(_ re: UnsafeMutablePointer<Float>, _ im: UnsafeMutablePointer<Float>, _ span: Int) {
        for offset in 0..<span {
            let (c, s) = (cosines[span + offset], sines[span + offset])
            let (a, b) = (re[offset] - re[offset + span], im[offset] - im[offset + span])
            re[offset] += re[offset + span]
            im[offset] += im[offset + span]
            re[offset + span] = a * c - b * s
            im[offset + span] = a * s + b * c
        }
    }

    @inline(__always)
    private func join(_ re: UnsafeMutablePointer<Float>, _ im: UnsafeMutablePointer<Float>, _ span: Int) {
        for offset in 0..<span {
            let (c, s) = (cosines[span + offset], -sines[span + offset])
            let a = re[offset + span] * c - im[offset + span] * s
            let b = re[offset + span] * s + im[offset + span] * c
            re[offset + span] = re[offset] - a
            im[offset + span] = im[offset] - b
            re[offset] += a
            im[offset] += b
        }
    }

    /// The even indices from 2 on, each with the index of its mirror image.
    private struct Mirrors: Sequence, IteratorProtocol {
        let count: Int
        private var run = 2
        private var bin = 0

        init(count: Int) { self.count = count }

        @inline(__always)
        mutating func next() -> (Int, Int)? {
            bin += 2
            if bin == 2 * run { run = bin }
            return bin < count ? (bin, 3 * run - 1 - bin) : nil
        }
    }
}
