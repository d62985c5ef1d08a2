/// Kinds of accent that notes give an onset, each a lane of `Onsets.Accents`.
///
/// After Lerdahl and Jackendoff, A Generative Theory of Tonal Music (1983), chapter 4: bass, duration, harmonic change,
/// density and stress attract strong beats.
enum Accent {
    static let attack = 0
    static let density = 1
    static let stress = 2
    static let low = 3
    static let length = 4
    static let bassGap = 5
    static let harmony = 6
    static let bassChange = 7
    static let melodyLength = 8
    static let melodyRest = 9
    static let bassAttack = 10
    static let widerHarmony = 11
    static let drum = 12
    static let laneCount = 13

    /// Computes the accents of all onsets, each roughly 0…1.
    static func mark(_ onsets: [Onsets.Onset]) -> [Onsets.Onset] {
        var marked = onsets
        let bassCeiling = bassCeiling(onsets)
        let hasMelody = onsets.contains { $0.melodyPitch > 0 }
        let melodyFloor = hasMelody ? 1 : melodyFloor(onsets)
        let meanVelocity =
            Float(onsets.reduce(0) { $0 + $1.velocitySum }) / Float(max(1, onsets.reduce(0) { $0 + $1.noteCount }))
        let changes = harmonicChanges(onsets, windowSeconds: 0.7)
        let wideChanges = harmonicChanges(onsets, windowSeconds: 1.6)
        var lastBass = -1
        for index in onsets.indices {
            let onset = onsets[index]
            var accents = Onsets.Accents(repeating: 0)
            accents[attack] = 1
            accents[density] = logarithm(1 + Float(onset.noteCount)) / 3
            accents[stress] = min(2, Float(onset.velocitySum) / Float(onset.noteCount) / max(1, meanVelocity))
            accents[length] = min(1, logarithm(1 + Float(onset.longestSeconds) * 4) / 3)
            accents[harmony] = changes[index]
            accents[widerHarmony] = wideChanges[index]
            accents[drum] = onset.hasDrum ? 1 : 0
            if onset.lowestPitch <= bassCeiling {
                accents[bassAttack] = 1
                accents[low] = min(1, max(0, Float(64 - onset.lowestPitch) / 36))
                if lastBass >= 0, onsets[lastBass].lowestPitch % 12 != onset.lowestPitch % 12 {
                    accents[bassChange] = 1
                }
                lastBass = index
            }
            marked[index].accents = accents
        }
        markGaps(&marked, lane: bassGap) { $0.lowestPitch <= bassCeiling }
        let top: (Onsets.Onset) -> Bool = { hasMelody ? $0.melodyPitch > 0 : $0.highestPitch >= melodyFloor }
        markGaps(&marked, lane: melodyLength, where: top)
        markRests(&marked, where: top)
        return marked
    }

    /// Accents each matching onset by the time to the next one, up to 3 s.
    private static func markGaps(_ onsets: inout [Onsets.Onset], lane: Int, where belongs: (Onsets.Onset) -> Bool) {
        var next = Double.infinity
        for index in onsets.indices.reversed() where belongs(onsets[index]) {
            let gap = min(3, next - onsets[index].seconds)
            onsets[index].accents[lane] = logarithm(1 + Float(gap) * 4) / 3.7
            next = onsets[index].seconds
        }
    }

    /// Accents each matching onset by the melodic rest before it, up to 3 s.
    private static func markRests(_ onsets: inout [Onsets.Onset], where belongs: (Onsets.Onset) -> Bool) {
        var last = -Double.infinity
        for index in onsets.indices where belongs(onsets[index]) {
            let gap = min(3, onsets[index].seconds - last)
            onsets[index].accents[melodyRest] = logarithm(1 + Float(gap) * 4) / 3.7
            last = onsets[index].seconds
        }
    }

    /// The 40th percentile of the onsets' lowest pitches, as a MIDI note number.
    private static func bassCeiling(_ onsets: [Onsets.Onset]) -> Int {
        percentile(onsets.map(\.lowestPitch), 0.4)
    }

    /// The median of the onsets' highest pitches, as a MIDI note number.
    private static func melodyFloor(_ onsets: [Onsets.Onset]) -> Int {
        percentile(onsets.map(\.highestPitch), 0.5)
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

    /// Cosine distance of the pitch classes in a window after each onset from those in the window before it.
    private static func harmonicChanges(_ onsets: [Onsets.Onset], windowSeconds: Double) -> [Float] {
        var sums = [SIMD16<Float>](repeating: .zero, count: onsets.count + 1)
        for index in onsets.indices { sums[index + 1] = sums[index] + onsets[index].chroma }
        var (first, last) = (0, 0)
        return onsets.indices.map { index in
            // 10 ms, so that slightly early notes count with the chord they belong to.
            let now = onsets[index].seconds - 0.01
            while onsets[first].seconds < now - windowSeconds { first += 1 }
            while last < onsets.count, onsets[last].seconds < now + windowSeconds { last += 1 }
            return distance(sums[index] - sums[first], sums[last] - sums[index])
        }
    }

    /// Cosine distance between two chroma vectors, 0…1; 0 if either is empty.
    static func distance(_ before: SIMD16<Float>, _ after: SIMD16<Float>) -> Float {
        let product = (before * after).sum()
        let norms = (before * before).sum() * (after * after).sum()
        return norms > 1e-6 ? 1 - product / norms.squareRoot() : 0
    }

    /// Base-2 logarithm, approximated for small arguments: the standard library has none, and a weight needs no more.
    static func logarithm(_ value: Float) -> Float {
        let mantissa = value.significand - 1
        // Quadratic interpolation between powers of two, accurate to 0.01.
        return Float(value.exponent) + mantissa * (1.3465 - 0.3465 * mantissa)
    }
}
