import LofiPlugin
import LofiScore

/// Treats the bare notes of a model (`BareNotes`) as a person would by hand before anything is arranged.
///
/// Off-key notes are drawn into the best scale, an even stream of events becomes a melody over held chords with ties and
/// breath, and flat velocities get the accents of meter and phrase. Each step says what it did in `Score.remarks`. Other scores stay
/// as they are; `Tempo` slows those that this marks as bare.
public struct BareNotesTreatment: ScoreTransform {
    public static let kind = "bare-notes"
    public static let summary = "makes music of the bare notes of a model: key, ties, phrases, velocities"
    public static let parameters: [Parameter] = [
        .choice(
            "when", ["auto", "never"], default: "auto", "auto: where the notes are bare ('lofi-render analyze' says so)"
        ),
        .text("key", default: "", "key to draw the notes into, such as Eb or A minor; else the best-fitting scale"),
        .flag("repair", default: true, "draws off-key notes into the scale"),
        .flag("divide", default: true, "holds the chords of an even stream under a melody of its top notes"),
        .flag("tie", default: true, "ties repeated events within a bar"),
        .flag("breathe", default: true, "rests at the ends of phrases"),
        .flag("accent", default: true, "shapes flat velocities by meter and phrase"),
    ]

    /// Even streams with chords on fewer of their onsets than this are melodies.
    private static let chordalShare = 0.15

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard settings.text("when") == "auto", case let bare = BareNotes(score), bare.isBare else { return score }
        var score = score
        score.isBare = true
        score.remarks.append(
            "bare notes: " + bare.signs.map(\.rawValue).joined(separator: ", ") + " (--as-is plays them as written)")
        try repair(&score, bare)
        if bare.isEven {
            let lengths = PhraseBars(score)
            if settings.flag("divide") { divide(&score) }
            if settings.flag("tie") { tie(&score) }
            if settings.flag("breathe") { breathe(&score, lengths) }
        }
        score.dropSilentOpening()
        // A lone voice is the tune, however low it lies.
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
            throw .setting(key: "key", reason: "'\(name)' is no key; write it as Eb, F# minor or Am")
        }
        guard settings.flag("repair") else { return }
        guard bare.isOffKey || !name.isEmpty else {
            // An even stream has one key: what is written to it keeps to it.
            if bare.isEven, bare.scale.consistency >= 0.95 { score.settledKey = settled(score, bare.scale) }
            if bare.scale.consistency < 0.9 {
                score.remarks.append(
                    "notes outside \(key) kept, for they look intended; --set bare-notes.key=\"\(key)\" draws them in")
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
                "\(outside) of \(count) notes drawn into \(key) (another key: --set bare-notes.key=\"…\")")
        }
    }

    /// The key that is heard, where it explains as many notes as the best scale does.
    private func settled(_ score: Score, _ scale: ScaleFit) -> Key {
        guard let heard = KeyEstimate(score)?.key else { return scale.key }
        let classes = Set(heard.scale)
        let inside = score.pitchedNotes.count { classes.contains($0.pitch % 12) }
        return Double(inside) >= scale.consistency * Double(score.noteCount) - 1e-9 ? heard : scale.key
    }

    /// Into a melody and chords; where chords are rare, into a melody alone, which gets chords of its own.
    private func divide(_ score: inout Score) {
        if let parts = StreamDivision(score, fewestChords: Self.chordalShare)?.parts {
            score.parts = parts
            score.remarks.append("divided into held chords and a melody of the top notes")
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
        if hasBreath { score.remarks.append("a breath at the end of each phrase") }
    }
}

extension Part {
    /// At most one onset in five has more than one note.
    fileprivate var isMonophonic: Bool {
        Set(notes.map(\.startTick)).count * 5 >= notes.count * 4
    }
}

extension [Note] {
    /// The highest note of each onset; in order of start and pitch as before.
    fileprivate var topOfEachOnset: [Note] {
        indices.filter { $0 + 1 == endIndex || self[$0 + 1].startTick != self[$0].startTick }.map { self[$0] }
    }
}
