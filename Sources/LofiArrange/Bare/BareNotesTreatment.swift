import LofiPlugin
import LofiScore

/// Prepares the bare notes of a generative model (`BareNotes`) for arranging, as a person would by hand.
///
/// Off-key notes are moved into the best scale, an even stream of events becomes a melody over held chords with ties
/// and phrase rests, and flat velocities get accents by meter and phrase. Each step reports itself in `Score.remarks`.
/// Other scores are unchanged; `Tempo` slows those that are marked as bare here.
package struct BareNotesTreatment: ScoreTransform {
    package static let kind = "bare-notes"
    package static let summary = "prepares bare model output for arranging: key, ties, phrases, velocities"
    package static let parameters: [Parameter] = [
        .choice(
            "when", ["auto", "never"], default: "auto", "auto = when the notes are bare (see 'lofi-render analyze')"
        ),
        .text("key", default: "", "key to move the notes into, such as Eb or A minor; empty = the best-fitting scale"),
        .flag("repair", default: true, "move off-key notes into the scale"),
        .flag("divide", default: true, "hold the chords of an even stream under a melody of its top notes"),
        .flag("tie", default: true, "tie repeated events within a bar"),
        .flag("breathe", default: true, "add rests at the ends of phrases"),
        .flag("accent", default: true, "shape flat velocities by meter and phrase"),
    ]

    /// Minimum share of onsets with chords for an even stream to be split; streams with fewer are melodies.
    private static let chordalShare = 0.15

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard settings.text("when") == "auto", case let bare = BareNotes(score), bare.isBare else { return score }
        var score = score
        score.isBare = true
        score.remarks.append(
            "bare notes: " + bare.signs.map(\.rawValue).joined(separator: ", ")
                + " (use --as-is to play them as written)")
        try repair(&score, bare)
        if bare.isEven {
            let lengths = PhraseBars(score)
            if settings.flag("divide") { divide(&score) }
            if settings.flag("tie") { tie(&score) }
            if settings.flag("breathe") { breathe(&score, lengths) }
        }
        score.dropSilentOpening()
        // A single voice is the melody, however low it is.
        if score.parts.count == 1, score.parts[0].isMonophonic { score.parts[0].role = .melody }
        if settings.flag("accent") {
            let accents = MetricAccents(score)
            score.parts = score.parts.map(accents.shaped)
            score.remarks.append("velocities shaped by meter and phrase")
        }
        return score
    }

    private func repair(_ score: inout Score, _ bare: BareNotes) throws(ArrangementError) {
        let name = settings.text("key")
        guard let key = name.isEmpty ? bare.scale.key : Key(name) else {
            throw .setting(key: "key", reason: "'\(name)' is not a key; write it like Eb, F# minor or Am")
        }
        guard settings.flag("repair") else { return }
        guard bare.isOffKey || !name.isEmpty else {
            // An even stream has one key, and added parts keep to it.
            if bare.isEven, bare.scale.consistency >= 0.95 { score.settledKey = settled(score, bare.scale) }
            if bare.scale.consistency < 0.9 {
                score.remarks.append(
                    "notes outside \(key) kept, since they look intentional (--set bare-notes.key=\"\(key)\" draws them in)"
                )
            }
            return
        }
        let repair = ScaleRepair(score, key: key, strength: 1)
        let outside = score.parts.reduce(0) { $0 + repair.outside($1.notes) }
        let count = score.noteCount
        for index in score.parts.indices { score.parts[index].notes = repair.repaired(score.parts[index].notes) }
        score.settledKey = key
        if outside > 0 {
            score.remarks.append(
                "\(outside) of \(count) notes drawn into \(key) (choose another key with --set bare-notes.key=\"…\")")
        }
    }

    /// Returns the estimated key if it explains as many notes as the best scale does, otherwise the key of that scale.
    private func settled(_ score: Score, _ scale: ScaleFit) -> Key {
        guard let heard = KeyEstimate(score)?.key else { return scale.key }
        let classes = Set(heard.scale)
        let inside = score.pitchedNotes.count { classes.contains($0.pitch % 12) }
        return Double(inside) >= scale.consistency * Double(score.noteCount) - 1e-9 ? heard : scale.key
    }

    /// Splits into a melody and chords; where chords are rare, into a melody alone, which gets an accompaniment of its
    /// own.
    private func divide(_ score: inout Score) {
        if let parts = StreamDivision(score, minimumChordShare: Self.chordalShare)?.parts {
            score.parts = parts
            score.remarks.append("split into held chords and a melody of the top notes")
        } else if score.parts.count == 1, case let notes = score.parts[0].notes.topOfEachOnset,
            notes.count < score.parts[0].notes.count
        {
            score.parts[0].notes = notes
            score.remarks.append("thinned to a melody of the top notes")
        }
    }

    private func tie(_ score: inout Score) {
        let before = score.noteCount
        for index in score.parts.indices {
            score.parts[index].notes = TiedRepeats(score.meterMap).tied(score.parts[index].notes)
        }
        let tied = before - score.noteCount
        if tied > 0 { score.remarks.append("\(tied) repeated notes tied within their bars") }
    }

    private func breathe(_ score: inout Score, _ phrases: PhraseBars) {
        var hasBreath = false
        for index in score.parts.indices where score.parts.count == 1 || score.parts[index].role == .melody {
            let notes = phrases.breathing(score.parts[index].notes)
            hasBreath = hasBreath || notes != score.parts[index].notes
            score.parts[index].notes = notes
        }
        if hasBreath { score.remarks.append("rests added at the ends of phrases") }
    }
}

extension Part {
    /// Whether at most one onset in five has more than one note.
    fileprivate var isMonophonic: Bool {
        Set(notes.map(\.startTick)).count * 5 >= notes.count * 4
    }
}

extension [Note] {
    /// The highest note of each onset, still in order of start and pitch.
    fileprivate var topOfEachOnset: [Note] {
        indices.filter { $0 + 1 == endIndex || self[$0 + 1].startTick != self[$0].startTick }.map { self[$0] }
    }
}
