/// The key of a song that best fits its notes and chords. For a song that modulates (`KeyMap`), the key that covers
/// most of it.
public struct KeyEstimate: Sendable, Equatable {
    /// The estimated key.
    public let key: Key
    /// How often an equally clear lead over the second-best key is correct, 0…1.
    public let confidence: Double

    /// Returns nil if there are too few notes, or if they are in no key: no scale covers them better than random notes.
    /// - Parameter harmony: The chords of the score, if already known.
    public init?(_ score: Score, harmony: Harmony? = nil) {
        if let settled = score.settledKey {
            (key, confidence) = (settled, 1)
            return
        }
        let evidence = KeyEvidence(score, harmony ?? Harmony(score))
        let map = KeyMap(evidence)
        guard !map.spans.isEmpty else { return nil }
        let fits = evidence.fits(0..<evidence.bars.count)
        let held = fits.indices.filter { index in map.spans.contains { $0.key == KeyEvidence.keys[index] } }
        let best = held.max { fits[$0] < fits[$1] } ?? fits.best
        let second = fits.indices.filter { $0 != best }.map { fits[$0] }.max() ?? 0
        key = KeyEvidence.keys[best]
        let lead = max(0, fits[best] - second)
        let belonging =
            (evidence.shareInScale(of: map) - Self.chanceInScale) / (Self.surelyInScale - Self.chanceInScale)
        guard belonging > 0 else { return nil }
        confidence = lead / (lead + Self.doubtfulLead) * min(1, belonging)
    }

    /// Share of the sound within the best key's scale: reached by a whole-tone scale or random notes, and reached by
    /// songs that are clearly in a key.
    private static let chanceInScale = 0.7, surelyInScale = 0.85

    /// The lead, in nats per quarter, at which one estimate in two is wrong; measured on the songs of `KeyEvidence`.
    private static let doubtfulLead = 0.02

    /// The key of which a distribution of pitch classes is most typical; nil without sound.
    /// - Parameter sound: strength of each pitch class, C first, 0 or more.
    package init?(sound: [Double]) {
        let sum = sound.reduce(0, +)
        guard sum > 0 else { return nil }
        let fits = KeyEvidence.noteFits(of: sound.map { $0 / sum })
        let best = fits.best
        let lead = fits[best] - (fits.indices.filter { $0 != best }.map { fits[$0] }.max() ?? fits[best])
        (key, confidence) = (KeyEvidence.keys[best], lead / (lead + Self.doubtfulLead))
    }
}
