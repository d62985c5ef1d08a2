import LofiPlugin
import LofiScore

/// Colours plain chords as lo-fi keys do: sevenths and ninths where the key has them, an open voicing, a slow upward strum.
///
/// Figures by 603 chords of the lo-fi loops that started this project: most have six notes between C3 and D#5, the lowest
/// ten semitones below the next (10th to 90th percentile 4 to 16), the others two to seven apart; one in five is strummed
/// upwards over 129 ms.
/// Nothing is added a semitone from a chord's own notes or from the melody (`MelodyClash`).
public struct Colour: ScoreTransform {
    public static let kind = "colour"
    public static let summary = "sevenths, ninths, open voicings and strums for plain chords"
    public static let parameters: [Parameter] = [
        .number("sevenths", 0...1, default: 0.7, "share of the triads that become seventh chords"),
        .number("ninths", 0...1, default: 0.3, "share of the chords that get a ninth"),
        .number("open", 0...1, default: 0.3, "share of close chords whose lowest note goes down an octave"),
        .number("strummed", 0...1, default: 0.19, "share of the chords that are strummed"),
        .number("strum", 0...400, default: 129, unit: "ms", "from the first to the last note of a strummed chord"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard let key = KeyEstimate(score)?.key else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let harmony = Harmony(score)
        let clash = MelodyClash(score)
        for part in score.parts.indices where score.parts[part].role == .chords {
            var notes: [Note] = []
            for var struck in ChordGroups(score.parts[part].notes, ticksPerQuarter: score.ticksPerQuarter).groups {
                // Drawn for every chord, so that one that stays plain does not shift the chance of the rest.
                let draws = (0..<4).map { _ in random.unit() }
                guard struck.count > 2, let first = struck.first, let chord = harmony.chord(at: first.startTick) else {
                    notes += struck
                    continue
                }
                let scale = Set(key.scale)
                if draws[0] < settings.number("sevenths"), chord.pitchClasses.count == 3 {
                    let seventh = [10, 11].map { (chord.root + $0) % 12 }.first(where: scale.contains)
                    add(seventh, to: &struck, clash)
                }
                if draws[1] < settings.number("ninths") {
                    let ninth = (chord.root + 2) % 12
                    add(scale.contains(ninth) ? ninth : nil, to: &struck, clash)
                }
                if draws[2] < settings.number("open") { open(&struck, clash) }
                if draws[3] < settings.number("strummed") { strum(&struck, score.tempoMap) }
                notes += struck
            }
            score.parts[part].notes = notes.inOrder
        }
        return score
    }

    /// Puts a tone into the chord where it has room: near the middle of the keyboard, at most a fifth above its top.
    private func add(_ pitchClass: Int?, to struck: inout [Note], _ clash: MelodyClash) {
        guard let pitchClass, !struck.contains(where: { $0.pitch % 12 == pitchClass }) else { return }
        let pitches = struck.map(\.pitch)
        guard let lowest = pitches.min(), let highest = pitches.max(), let model = struck.first else { return }
        // The upper half of the chord is where colour is heard as such; deep down it is mud.
        let (from, to) = (max(lowest + 2, 52), max(min(highest + 7, 79), 60))
        guard from <= to else { return }
        let candidates = (from...to).filter { pitch in
            pitch % 12 == pitchClass && pitches.allSatisfy { abs($0 - pitch) > 1 && abs($0 - pitch) != 13 }
        }
        let strength = struck.reduce(0) { $0 + $1.velocity } / struck.count
        for pitch in candidates.sorted(by: { abs($0 - 64) < abs($1 - 64) }) {
            let note = Note(
                startTick: model.startTick, durationTicks: model.durationTicks, pitch: pitch,
                velocity: max(1, strength * 9 / 10))
            if !clash.clashes(note) { return struck.append(note) }
        }
    }

    private func open(_ struck: inout [Note], _ clash: MelodyClash) {
        let rising = struck.indices.sorted { struck[$0].pitch < struck[$1].pitch }
        let gap = struck[rising[1]].pitch - struck[rising[0]].pitch
        var lowered = struck[rising[0]]
        lowered.pitch -= 12
        guard gap < 7, lowered.pitch >= 41, !clash.clashes(lowered) else { return }
        struck[rising[0]] = lowered
    }

    private func strum(_ struck: inout [Note], _ tempo: TempoMap) {
        guard let start = struck.first?.startTick, struck.count > 2 else { return }
        let whole = tempo.ticks(milliseconds: settings.number("strum"), at: start)
        let rising = struck.indices.sorted { struck[$0].pitch < struck[$1].pitch }
        for (place, index) in rising.enumerated() {
            let late = Int(whole * Double(place) / Double(struck.count - 1))
            // A short note is not strummed away.
            guard late * 2 < struck[index].durationTicks else { continue }
            struck[index].startTick += late
            struck[index].durationTicks -= late
        }
    }
}
