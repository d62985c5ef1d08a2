/// The kinds of accent that notes give to an instant, each a lane of `Strikes.Accents`.
///
/// After Lerdahl and Jackendoff, A Generative Theory of Tonal Music (1983), chapter 4: bass, length, change of harmony,
/// density and stress attract strong beats.
enum Accent {
    static let struck = 0
    static let density = 1
    static let stress = 2
    static let low = 3
    static let length = 4
    static let bassGap = 5
    static let harmony = 6
    static let bassChange = 7
    static let melodyLength = 8
    static let melodyRest = 9
    static let bassStruck = 10
    static let widerHarmony = 11
    static let drum = 12
    static let laneCount = 13

    /// Computes the accents of all strikes, each roughly 0…1.
    static func mark(_ strikes: [Strikes.Strike]) -> [Strikes.Strike] {
        var marked = strikes
        let bassCeiling = bassCeiling(strikes)
        let hasMelody = strikes.contains { $0.melodyPitch > 0 }
        let melodyFloor = hasMelody ? 1 : melodyFloor(strikes)
        let meanVelocity =
            Float(strikes.reduce(0) { $0 + $1.velocitySum }) / Float(max(1, strikes.reduce(0) { $0 + $1.noteCount }))
        let changes = harmonicChanges(strikes, windowSeconds: 0.7)
        let wideChanges = harmonicChanges(strikes, windowSeconds: 1.6)
        var lastBass = -1
        for index in strikes.indices {
            let strike = strikes[index]
            var accents = Strikes.Accents(repeating: 0)
            accents[struck] = 1
            accents[density] = logarithm(1 + Float(strike.noteCount)) / 3
            accents[stress] = min(2, Float(strike.velocitySum) / Float(strike.noteCount) / max(1, meanVelocity))
            accents[length] = min(1, logarithm(1 + Float(strike.longestSeconds) * 4) / 3)
            accents[harmony] = changes[index]
            accents[widerHarmony] = wideChanges[index]
            accents[drum] = strike.hasDrum ? 1 : 0
            if strike.lowestPitch <= bassCeiling {
                accents[bassStruck] = 1
                accents[low] = min(1, max(0, Float(64 - strike.lowestPitch) / 36))
                if lastBass >= 0, strikes[lastBass].lowestPitch % 12 != strike.lowestPitch % 12 {
                    accents[bassChange] = 1
                }
                lastBass = index
            }
            marked[index].accents = accents
        }
        markGaps(&marked, lane: bassGap) { $0.lowestPitch <= bassCeiling }
        let top: (Strikes.Strike) -> Bool = { hasMelody ? $0.melodyPitch > 0 : $0.highestPitch >= melodyFloor }
        markGaps(&marked, lane: melodyLength, where: top)
        markRests(&marked, where: top)
        return marked
    }

    /// How long it takes to the next strike of the same kind, up to 3 s.
    private static func markGaps(_ strikes: inout [Strikes.Strike], lane: Int, where belongs: (Strikes.Strike) -> Bool)
    {
        var next = Double.infinity
        for index in strikes.indices.reversed() where belongs(strikes[index]) {
            let gap = min(3, next - strikes[index].seconds)
            strikes[index].accents[lane] = logarithm(1 + Float(gap) * 4) / 3.7
            next = strikes[index].seconds
        }
    }

    /// How long the melody has rested before a strike of it, up to 3 s.
    private static func markRests(_ strikes: inout [Strikes.Strike], where belongs: (Strikes.Strike) -> Bool) {
        var last = -Double.infinity
        for index in strikes.indices where belongs(strikes[index]) {
            let gap = min(3, strikes[index].seconds - last)
            strikes[index].accents[melodyRest] = logarithm(1 + Float(gap) * 4) / 3.7
            last = strikes[index].seconds
        }
    }

    /// The pitch below which 40 % of the strikes' lowest notes lie.
    private static func bassCeiling(_ strikes: [Strikes.Strike]) -> Int {
        percentile(strikes.map(\.lowestPitch), 0.4)
    }

    private static func melodyFloor(_ strikes: [Strikes.Strike]) -> Int {
        percentile(strikes.map(\.highestPitch), 0.5)
    }

    private static func percentile(_ pitches: [Int], _ share: Double) -> Int {
        var counts = [Int](repeating: 0, count: 128)
        for pitch in pitches { counts[min(127, max(0, pitch))] += 1 }
        var left = Int(Double(pitches.count) * share)
        for pitch in counts.indices {
            left -= counts[pitch]
            if left < 0 { return pitch }
        }
        return 127
    }

    /// How much what is struck within a window after differs in pitch classes from what was struck within one before.
    private static func harmonicChanges(_ strikes: [Strikes.Strike], windowSeconds: Double) -> [Float] {
        var sums = [SIMD16<Float>](repeating: .zero, count: strikes.count + 1)
        for index in strikes.indices { sums[index + 1] = sums[index] + strikes[index].chroma }
        var (first, last) = (0, 0)
        return strikes.indices.map { index in
            // 10 ms: what is a hair early belongs to what it sounds with.
            let now = strikes[index].seconds - 0.01
            while strikes[first].seconds < now - windowSeconds { first += 1 }
            while last < strikes.count, strikes[last].seconds < now + windowSeconds { last += 1 }
            return distance(sums[index] - sums[first], sums[last] - sums[index])
        }
    }

    /// One less the cosine between two mixtures of pitch classes; 0 where one is empty.
    static func distance(_ before: SIMD16<Float>, _ after: SIMD16<Float>) -> Float {
        let product = (before * after).sum()
        let norms = (before * before).sum() * (after * after).sum()
        return norms > 1e-6 ? 1 - product / norms.squareRoot() : 0
    }

    /// To base 2. Small arguments only, and exact enough for a weight: the standard library has no logarithm.
    static func logarithm(_ value: Float) -> Float {
        let mantissa = value.significand - 1
        // Quadratic between powers of two: within 0.01.
        return Float(value.exponent) + mantissa * (1.3465 - 0.3465 * mantissa)
    }
}
