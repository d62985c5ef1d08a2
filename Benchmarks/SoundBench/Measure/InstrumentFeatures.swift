import Foundation

/// Features of a pitched note: its partials, their decay and inharmonicity.
public struct InstrumentFeatures: Sendable {
    /// Number of partials measured.
    public static let partialCount = 8

    /// Amplitude envelope.
    public let envelope: SoundEnvelope
    /// Fundamental frequency.
    public let fundamentalHz: Double
    /// Inharmonicity B in f_n = n f_1 √((1 + B n²) / (1 + B)).
    public let inharmonicity: Double
    private let samples: [Float]
    private let rate = Signals.rate
    private let onset: Int

    /// Measures a recording of one note.
    public init(_ recording: NoteRecording) {
        samples = recording.samples
        envelope = SoundEnvelope(samples)
        onset = envelope.onsetFrame
        let sound = samples[min(samples.count, onset + 882)...].prefix(Int(0.6 * Signals.rate))
        let nominal = recording.nominalHz
        fundamentalHz = Self.peak(of: sound, near: nominal, within: 0.03 * nominal)
        inharmonicity = Self.inharmonicity(of: sound, fundamentalHz: fundamentalHz)
    }

    /// Attack time in ms, within the first 60 ms (a tine's fundamental may grow for a second after the onset), up to 1
    /// dB below the peak, since any period of a steady tone may be the highest.
    public var attackMs: Double { envelope.attackMs(within: 0.06, close: 1) }

    /// Returns the levels of partials 1… in dB relative to the first, under a 100 ms Hann window that begins `seconds`
    /// after the onset.
    public func partials(after seconds: Double = 0.02) -> [Double] {
        let levels = (1...Self.partialCount).map { level($0, at: seconds) }
        return levels.map { $0 - levels[0] }
    }

    /// Returns the decay of a partial in dB per second between two times after the onset; values 60 dB down are
    /// excluded.
    public func decayRate(partial: Int, _ span: ClosedRange<Double> = 0.08...1) -> Double {
        let points = stride(from: span.lowerBound, through: span.upperBound - Self.windowSeconds, by: 0.05).map {
            SIMD2($0, level(partial, at: $0))
        }
        let floor = (points.map(\.y).max() ?? 0) - 45
        return -Regression.slope(points.filter { $0.y > floor && $0.y > loudest - 66 })
    }

    /// Returns the frequency of a partial.
    public func partialHz(_ number: Int) -> Double {
        let n = Double(number)
        return n * fundamentalHz * ((1 + inharmonicity * n * n) / (1 + inharmonicity)).squareRoot()
    }

    /// Power centroid of about 190 ms of sound, starting 20 ms after the onset.
    public var centroidHz: Double {
        let start = min(samples.count, onset + Int(0.02 * rate))
        return Spectrum(Array(samples[start...].prefix(8192)), sampleRate: rate, size: 8192).centroidHz
    }

    // MARK: The measuring

    private static let windowSeconds = 0.1

    private var loudest: Double { level(1, at: 0.02) }

    private func level(_ partial: Int, at seconds: Double) -> Double {
        let start = onset + Int(seconds * rate)
        let count = Int(Self.windowSeconds * rate)
        guard start + count <= samples.count else { return -200 }
        return 20
            * log10(max(1e-10, Self.amplitude(samples[start..<(start + count)], partialHz(partial) / rate)))
    }

    /// Returns the amplitude of a frequency under a Hann window.
    static func amplitude(_ sound: ArraySlice<Float>, _ turnsPerFrame: Double) -> Double {
        var (c, s) = (1.0, 0.0)
        let (stepC, stepS) = (cos(2 * .pi * turnsPerFrame), sin(2 * .pi * turnsPerFrame))
        var (windowC, windowS) = (1.0, 0.0)
        let (windowStepC, windowStepS) = (cos(2 * .pi / Double(sound.count)), sin(2 * .pi / Double(sound.count)))
        var (real, imaginary) = (0.0, 0.0)
        for value in sound {
            let weighted = Double(value) * (1 - windowC)
            real += weighted * c
            imaginary += weighted * s
            (c, s) = (c * stepC - s * stepS, s * stepC + c * stepS)
            (windowC, windowS) = (
                windowC * windowStepC - windowS * windowStepS, windowS * windowStepC + windowC * windowStepS
            )
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(sound.count)
    }

    /// Returns the frequency of the highest peak nearby.
    static func peak(of sound: ArraySlice<Float>, near hertz: Double, within range: Double) -> Double {
        let rate = Signals.rate
        // A Hann window's main lobe is four bins wide: a grid of half a bin finds it, a narrowing search its top.
        let bin = rate / Double(sound.count)
        let steps = max(2, Int(range / bin * 2))
        var best = (hertz: hertz, amplitude: -1.0)
        for step in -steps...steps {
            let at = hertz + Double(step) / Double(steps) * range
            let amplitude = amplitude(sound, at / rate)
            if amplitude > best.amplitude { best = (at, amplitude) }
        }
        var width = range / Double(steps)
        while width > 1e-4 * bin {
            for at in [best.hertz - width, best.hertz + width] {
                let amplitude = amplitude(sound, at / rate)
                if amplitude > best.amplitude { best = (at, amplitude) }
            }
            width *= 0.6
        }
        return best.hertz
    }

    private static func inharmonicity(of sound: ArraySlice<Float>, fundamentalHz: Double) -> Double {
        var stretch = 0.0
        // Each partial found improves the prediction of the next, as the stretch grows.
        var found: [Double] = []
        for n in stride(from: 2.0, through: 6, by: 1) {
            let expected = n * fundamentalHz * ((1 + stretch * n * n) / (1 + stretch)).squareRoot()
            guard expected < 0.45 * Signals.rate else { break }
            let hertz = peak(of: sound, near: expected, within: min(0.02 * expected, 0.3 * fundamentalHz))
            let ratio = (hertz / (n * fundamentalHz)) * (hertz / (n * fundamentalHz))
            stretch = (ratio - 1) / (n * n - ratio)
            if n >= 3 { found.append(stretch) }
        }
        return found.isEmpty ? 0 : found.sorted()[found.count / 2]
    }
}

extension NoteRecording {
    /// Returns the pitch deviation from the key in cents, over a time range after the onset.
    public func cents(_ span: ClosedRange<Double> = 0.03...0.33) -> Double {
        let onset = SoundEnvelope(samples).onsetFrame
        let first = onset + Int(span.lowerBound * Signals.rate)
        let last = min(samples.count, onset + Int(span.upperBound * Signals.rate))
        let hertz = InstrumentFeatures.peak(of: samples[first..<last], near: nominalHz, within: 0.03 * nominalHz)
        return 1200 * log2(hertz / nominalHz)
    }

    static func hertz(_ key: Int) -> Double { 440 * pow(2, Double(key - 69) / 12) }
}
