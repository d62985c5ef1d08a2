import LofiDSP
import LofiPlatform

/// The magnitude spectra of a signal at regular instants: Hann windows, the first centred on the first sample.
final class SpectrumStream {
    /// Magnitudes below half the sample rate; 1 is a sine of full scale.
    typealias Magnitudes = UnsafeBufferPointer<Double>

    /// Samples of a window, a power of two.
    let windowCount: Int
    /// Spectra so far.
    private(set) var spectrumCount = 0

    private let hop: Double
    private let transform: FourierTransform
    private let window: [Double]
    private var real: [Double]
    private var imaginary: [Double]
    /// Samples from `first` on; negative indices are the silence before the beginning.
    private var samples: [Double]
    private var first: Int

    /// - Parameters:
    ///   - seconds: length of the window, which becomes the power of two that is nearest on a logarithmic scale.
    ///   - spectraPerSecond: need not divide the sample rate.
    init(sampleRate: Double, seconds: Double, spectraPerSecond: Int) {
        hop = sampleRate / Double(spectraPerSecond)
        var count = 256
        while Double(count) * 2.0.squareRoot() < seconds * sampleRate { count *= 2 }
        windowCount = count
        transform = FourierTransform(count: count)
        window = (0..<count).map { (1 - cos(2 * .pi * (Double($0) + 0.5) / Double(count))) * 2 / Double(count) }
        real = [Double](repeating: 0, count: count)
        imaginary = real
        samples = [Double](repeating: 0, count: count / 2)
        first = -count / 2
    }

    /// Takes the next samples and hands over the spectra that they complete.
    func add(_ block: some Sequence<Double>, measure: (Magnitudes) -> Void) {
        samples += block
        // Two spectra come from one complex transform.
        while start(of: spectrumCount + 1) - first + windowCount <= samples.count {
            let (one, two) = (start(of: spectrumCount) - first, start(of: spectrumCount + 1) - first)
            for index in 0..<windowCount {
                real[index] = samples[one + index] * window[index]
                imaginary[index] = samples[two + index] * window[index]
            }
            transformInPlace()
            spectrumCount += 2
            let half = windowCount / 2
            real.withUnsafeBufferPointer { measure(Magnitudes(rebasing: $0[..<half])) }
            imaginary.withUnsafeBufferPointer { measure(Magnitudes(rebasing: $0[..<half])) }
        }
        let unused = start(of: spectrumCount) - first
        if unused > 4 * windowCount {
            samples.removeFirst(unused)
            first += unused
        }
    }

    /// Hands over the last spectra, as if silence followed.
    func finish(measure: (Magnitudes) -> Void) {
        add(repeatElement(0, count: windowCount), measure: measure)
    }

    private func start(of spectrum: Int) -> Int { Int((Double(spectrum) * hop).rounded()) - windowCount / 2 }

    /// Leaves the magnitudes of the first signal in the lower half of `real`, those of the second in that of `imaginary`.
    private func transformInPlace() {
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                guard let re = real.baseAddress, let im = imaginary.baseAddress else { return }
                transform.forward(real: re, imaginary: im)
                (re[0], im[0]) = (0, 0)
                for bin in 1..<(windowCount / 2) {
                    let (a, b, c, d) = (re[bin], im[bin], re[windowCount - bin], im[windowCount - bin])
                    re[bin] = 0.5 * ((a + c) * (a + c) + (b - d) * (b - d)).squareRoot()
                    im[bin] = 0.5 * ((b + d) * (b + d) + (c - a) * (c - a)).squareRoot()
                }
            }
        }
    }
}
