import LofiGenerate
import LofiPlatform
import LofiPlugin

/// Human-readable output of `corpus`.
enum CorpusTable {
    /// Maximum number of song classes or keys listed.
    private static let shown = 12

    static func print(_ summary: CorpusSummary, folder: String) {
        func line(_ title: String, _ text: String) { Swift.print(title.padding(to: 12) + text) }
        line("corpus", "\(folder.escaped), digest \(summary.digest)")
        line(
            "files", "\(summary.files), \(summary.unreadable.count) unreadable, \(summary.duplicates) exact duplicates")
        line("songs", songs(summary.classes))
        line(
            "length",
            "\(clockTime(summary.totalSeconds)) in total, "
                + "\(clockTime(summary.seconds.least)) to \(clockTime(summary.seconds.most))")
        line(
            "tempo",
            "\(fixed(summary.tempos.median, 1)) bpm, "
                + "\(fixed(summary.tempos.least, 1)) to \(fixed(summary.tempos.most, 1))")
        line(
            "notes",
            "\(summary.notes) pitched (pitch \(fixed(summary.pitches.least, 0)) to \(fixed(summary.pitches.most, 0))), "
                + "\(summary.drumNotes) on drums")
        line("keys", list(summary.keys.map { "\($0.name) \($0.count)" }))
        for words in summary.vocabularies {
            line("words", "\(words.coding.padding(to: 11)) \(words.words), \(words.vocabulary) different")
        }
        line(
            "melodies",
            "\(summary.melodies.cuts) cuts of two bars, \(summary.melodies.different) different; "
                + "\(summary.melodies.phrases) pairs of consecutive phrases")
        line("onsets", "percent by sixteenth of the bar: " + shares(summary.onsets).joined(separator: " "))
        let lengths = zip(summary.lengths, shares(summary.lengths.map(\.count))).map { "\($0.name): \($1)" }
        line("lengths", "percent by length in sixteenths: " + lengths.joined(separator: ", "))
    }

    private static func songs(_ classes: [CorpusSummary.SongClass]) -> String {
        let repeated = classes.filter { $0.files > 1 }
        guard !repeated.isEmpty else { return "\(classes.count), each in one key" }
        return "\(classes.count) ignoring transposition; files of the repeated ones: "
            + list(repeated.map { String($0.files) })
    }

    private static func list(_ words: [String]) -> String {
        words.prefix(shown).joined(separator: ", ") + (words.count > shown ? " and \(words.count - shown) more" : "")
    }

    /// Percentages of the sum, rounded to whole numbers.
    private static func shares(_ counts: [Int]) -> [String] {
        let sum = max(1, counts.reduce(0, +))
        return counts.map { fixed(Double($0) / Double(sum) * 100, 0) }
    }
}
