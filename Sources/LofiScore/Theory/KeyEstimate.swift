/// The key of a song: the one in which its notes and chords are most usual; of a song that changes key (`KeyMap`), the one
/// of its keys that most of it is in.
public struct KeyEstimate: Sendable, Equatable {
    public let key: Key
    /// 0…1: how often so clear a lead over the second best key is right.
    public let confidence: Double

    /// nil where there are too few notes to tell, or notes of no key: no scale holds more of them than of notes drawn by lot.
    /// - Parameter harmony: the chords of the score, where they are known already.
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

    /// Shares of the sound within the best key's scale: what a whole-tone scale or notes drawn by lot reach, and what songs
    /// have that are in a key.
    private static let chanceInScale = 0.7, surelyInScale = 0.85

    /// The lead at which one in two is wrong, in nats a quarter: measured on the songs of `KeyEvidence`.
    private static let doubtfulLead = 0.02
}
