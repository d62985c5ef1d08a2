import Foundation
import LofiDSP
import LofiPlugin

/// How closely a piece of a sound recurs later in it.
public enum SelfCorrelation {
    /// Returns the highest normalised cross-correlation of the first `count` frames with any later stretch of the same
    /// length, by overlapping Fourier transforms; left channel.
    public static func highest(_ frames: [StereoFrame], piece count: Int) -> Double {
        var size = 2
        while size < 2 * count { size *= 2 }
        let transform = FourierTransform(count: size)
        func transformed(_ start: Int, _ length: Int) -> ([Double], [Double]) {
            var (real, imaginary) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
            for index in 0..<min(length, frames.count - start) { real[index] = Double(frames[start + index].x) }
            run(&real, &imaginary, transform.forward)
            return (real, imaginary)
        }
        func run(
            _ real: inout [Double], _ imaginary: inout [Double],
            _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
        ) {
            real.withUnsafeMutableBufferPointer { re in
                imaginary.withUnsafeMutableBufferPointer { im in
                    guard let re = re.baseAddress, let im = im.baseAddress else { return }
                    body(re, im)
                }
            }
        }
        let (pieceReal, pieceImaginary) = transformed(0, count)
        var energies = [0.0]
        for frame in frames { energies.append(energies[energies.count - 1] + Double(frame.x * frame.x)) }
        let own = energies[count]
        var highest = 0.0
        let step = size - count
        for start in stride(from: count, through: frames.count - count, by: step) {
            let (real, imaginary) = transformed(start, size)
            var re = zip(zip(real, imaginary), zip(pieceReal, pieceImaginary)).map { $0.0 * $1.0 + $0.1 * $1.1 }
            var im = zip(zip(real, imaginary), zip(pieceReal, pieceImaginary)).map { $0.1 * $1.0 - $0.0 * $1.1 }
            run(&re, &im, transform.inverse)
            for lag in 0..<step where start + lag + count <= frames.count {
                let power = energies[start + lag + count] - energies[start + lag]
                highest = max(highest, abs(re[lag]) / (own * power + 1e-30).squareRoot())
            }
        }
        return highest
    }
}
