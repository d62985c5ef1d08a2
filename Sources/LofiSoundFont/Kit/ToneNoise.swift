import LofiPlugin

/// A burst of noise at the onset: hammer felt, a fingertip, a mallet, the lips.
struct OnsetNoise {
    /// RMS level relative to the first partial, before it decays.
    var decibels: Double
    /// Band, with slopes of 12 dB per octave.
    var lowHertz: Double
    var highHertz: Double
    /// Time constant of its decay.
    var seconds: Double
    /// Time constant of its rise.
    var rise = 0.0003

    func add(to samples: inout [Double], until end: Int, rate: Double, _ random: inout RandomStream) {
        // Twenty time constants are 174 dB.
        let count = min(end, samples.count, Int((20 * seconds + 10 * rise) * rate))
        var noise = NoiseBand(low: lowHertz, high: highHertz, rate: rate).noise(count, &random)
        noise.scale(rms: KitMath.amplitude(decibels))
        let (fall, rising) = (KitMath.exponential(-1 / (seconds * rate)), KitMath.exponential(-1 / (rise * rate)))
        var (envelope, missing) = (1.0, 1.0)
        for frame in 0..<count {
            let gate = min(1, Double(count - frame) / 200)
            samples[frame] += noise[frame] * envelope * (1 - missing) * gate
            envelope *= fall
            missing *= rising
        }
    }
}

/// A resonance of the body or of the action, rung once by the onset: the thump of a note.
struct Knock {
    var hertz: Double
    /// Level relative to the first partial.
    var decibels: Double
    /// Time constant of its decay.
    var seconds: Double

    func add(to samples: inout [Double], until end: Int, rate: Double, _ random: inout RandomStream) {
        // No two strokes hit the body in the same way.
        let level = KitMath.amplitude(decibels + random.uniform(-1.5...1.5))
        let turns = hertz * (1 + random.uniform(-0.02...0.02)) / rate
        let fall = KitMath.exponential(-1 / (seconds * rate))
        let count = min(end, samples.count, Int(14 * seconds * rate))
        guard turns < 0.45 else { return }
        var (c, s) = (level, 0.0)
        let (stepC, stepS) = (KitMath.cosine(turns) * fall, KitMath.sine(turns) * fall)
        for frame in 0..<count {
            samples[frame] += s * min(1, Double(count - frame) / 200)
            (c, s) = (c * stepC - s * stepS, c * stepS + s * stepC)
        }
    }
}

/// Steady noise of a blown pipe: a broad band, and the pipe's resonances near the harmonics.
struct Breath {
    /// RMS level of the broad band relative to the first partial.
    var decibels: Double
    var lowHertz: Double
    var highHertz: Double
    /// RMS level around each harmonic relative to the first partial.
    var resonances: [Double]
    /// Level at the onset relative to the steady level, and the time constant in which it settles.
    var chiff: (decibels: Double, seconds: Double)

    /// Adds noise that loops seamlessly like the partials: filtered round and round the loop.
    func add(
        to samples: inout [Double], _ period: LoopPeriod, headFrames: Int, hertz: Double, rate: Double,
        _ random: inout RandomStream
    ) {
        let count = period.frames
        var total = NoiseBand(low: lowHertz, high: highHertz, rate: rate).circularNoise(count, &random)
        total.scale(rms: KitMath.amplitude(decibels))
        for (index, level) in resonances.enumerated() where Double(index + 1) * hertz < 0.4 * rate {
            var band = NoiseBand.circularResonance(Double(index + 1) * hertz, width: hertz / 5, count, rate, &random)
            band.scale(rms: KitMath.amplitude(level))
            for frame in band.indices { total[frame] += band[frame] }
        }
        let extra = KitMath.amplitude(chiff.decibels) - 1
        let fall = KitMath.exponential(-1 / (chiff.seconds * rate))
        var burst = extra
        for frame in samples.indices {
            // Align the head with the loop, so that it ends where the loop begins.
            let loopFrame = ((frame - headFrames) % count + count) % count
            // The jet's noise comes in puffs, once per period.
            let puff = 1 + 0.6 * KitMath.cosine(Double(loopFrame) * period.turnsPerFrame)
            let rise = min(1, Double(frame) / (0.012 * rate))
            samples[frame] += total[loopFrame] * puff * (1 + burst) * rise
            burst = frame < headFrames ? burst * fall : 0
        }
    }
}

/// Noise between two frequencies.
struct NoiseBand {
    private let keepLow: Double
    private let keepHigh: Double
    private var state = (0.0, 0.0, 0.0, 0.0)

    init(low: Double, high: Double, rate: Double) {
        keepLow = KitMath.exponential(-6.283185307179586 * low / rate)
        keepHigh = KitMath.exponential(-6.283185307179586 * min(high, 0.45 * rate) / rate)
    }

    func noise(_ count: Int, _ random: inout RandomStream) -> [Double] {
        var band = self
        return (0..<count).map { _ in band.next(random.uniform(-1...1)) }
    }

    /// Returns noise whose end runs into its beginning.
    func circularNoise(_ count: Int, _ random: inout RandomStream) -> [Double] {
        var band = self
        let white = (0..<count).map { _ in random.uniform(-1...1) }
        for value in white { _ = band.next(value) }
        return white.map { band.next($0) }
    }

    /// Returns noise around a frequency whose end runs into its beginning.
    static func circularResonance(
        _ hertz: Double, width: Double, _ count: Int, _ rate: Double, _ random: inout RandomStream
    ) -> [Double] {
        let white = (0..<count).map { _ in random.uniform(-1...1) }
        let radius = KitMath.exponential(-3.141592653589793 * width / rate)
        let (a1, a2) = (-2 * radius * KitMath.cosine(hertz / rate), radius * radius)
        var (y1, y2) = (0.0, 0.0)
        var filtered = [Double](repeating: 0, count: count)
        for _ in 0..<2 {
            for index in 0..<count {
                let y = white[index] - a1 * y1 - a2 * y2
                (y2, y1) = (y1, y)
                filtered[index] = y
            }
        }
        return filtered
    }

    private mutating func next(_ value: Double) -> Double {
        state.0 += (value - state.0) * (1 - keepLow)
        state.1 += (value - state.0 - state.1) * (1 - keepLow)
        state.2 += (value - state.0 - state.1 - state.2) * (1 - keepHigh)
        state.3 += (state.2 - state.3) * (1 - keepHigh)
        return state.3
    }
}

extension [Double] {
    /// Scales the values to the given RMS level.
    fileprivate mutating func scale(rms target: Double) {
        let power = reduce(0) { $0 + $1 * $1 } / Double(Swift.max(1, count))
        guard power > 0 else { return }
        let gain = target / power.squareRoot()
        for index in indices { self[index] *= gain }
    }
}
