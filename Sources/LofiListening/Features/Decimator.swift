import LofiDSP
import LofiPlatform

/// Lowers the sample rate of one channel by a whole factor.
final class Decimator {
    private let factor: Int
    private let weights: [Float]
    private var history: [Float]

    /// - Parameter factor: 1 or more.
    init(factor: Int) {
        self.factor = factor
        // A Hann-windowed sinc: the alias of anything that is kept lies below -44 dB, less than noise in music.
        let taps = factor == 1 ? 1 : 12 * factor + 1
        let values = (0..<taps).map { tap -> Double in
            let distance = Double(tap - taps / 2) / Double(factor) * 0.9
            let sinc = distance == 0 ? 1 : sin(.pi * distance) / (.pi * distance)
            return sinc * (1 - cos(2 * .pi * (Double(tap) + 0.5) / Double(taps)))
        }
        let sum = values.reduce(0, +)
        weights = values.map { Float($0 / sum) }
        history = [Float](repeating: 0, count: taps / 2)
    }

    /// Every `factor`-th sample of the filtered signal, as far as the samples given reach.
    func add(_ block: UnsafeBufferPointer<Float>) -> [Double] {
        history += block
        var output: [Double] = []
        var start = 0
        history.withUnsafeBufferPointer { history in
            weights.withUnsafeBufferPointer { weights in
                while start + weights.count <= history.count {
                    var sum: Float = 0
                    for tap in weights.indices { sum += history[start + tap] * weights[tap] }
                    output.append(Double(sum))
                    start += factor
                }
            }
        }
        history.removeFirst(min(start, history.count))
        return output
    }
}
