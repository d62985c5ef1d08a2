import LofiPlatform

/// An in-place radix-2 discrete Fourier transform of complex numbers (J. W. Cooley and J. W. Tukey, 1965).
public struct FourierTransform: Sendable {
    /// Number of complex values, a power of two.
    public let count: Int
    /// cos and -sin of 2πk/count for k below count/2.
    private let cosines: [Double]
    private let sines: [Double]

    /// Creates a transform; `count` must be a power of two, at least 2.
    public init(count: Int) {
        precondition(count >= 2 && count & (count - 1) == 0, "a power of two")
        self.count = count
        cosines = (0..<(count / 2)).map { cos(2 * .pi * Double($0) / Double(count)) }
        sines = (0..<(count / 2)).map { -sin(2 * .pi * Double($0) / Double(count)) }
    }

    /// Transforms in place: X[k] = Σ x[n] e^(-2πi kn/count).
    ///
    /// - Parameters:
    ///   - real: `count` real parts.
    ///   - imaginary: `count` imaginary parts.
    public func forward(real: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>) {
        reorder(real, imaginary)
        cosines.withUnsafeBufferPointer { cosines in
            sines.withUnsafeBufferPointer { sines in
                var span = 1
                while span < count {
                    let step = count / (2 * span)
                    var start = 0
                    while start < count {
                        for offset in 0..<span {
                            let (c, s) = (cosines[offset * step], sines[offset * step])
                            let (low, high) = (start + offset, start + offset + span)
                            let re = real[high] * c - imaginary[high] * s
                            let im = real[high] * s + imaginary[high] * c
                            real[high] = real[low] - re
                            imaginary[high] = imaginary[low] - im
                            real[low] += re
                            imaginary[low] += im
                        }
                        start += 2 * span
                    }
                    span *= 2
                }
            }
        }
    }

    /// Transforms back in place: x[n] = 1/count Σ X[k] e^(2πi kn/count).
    public func inverse(real: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>) {
        // The inverse is the forward transform with real and imaginary parts exchanged.
        forward(real: imaginary, imaginary: real)
        let scale = 1 / Double(count)
        for index in 0..<count {
            real[index] *= scale
            imaginary[index] *= scale
        }
    }

    /// Reorders the values by bit-reversed index.
    private func reorder(_ real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>) {
        var reversed = 0
        for index in 1..<count {
            var bit = count >> 1
            while reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
            if index < reversed {
                (real[index], real[reversed]) = (real[reversed], real[index])
                (imaginary[index], imaginary[reversed]) = (imaginary[reversed], imaginary[index])
            }
        }
    }
}
