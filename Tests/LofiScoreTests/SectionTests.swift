import Testing

@testable import LofiScore

@Suite("Sections")
struct SectionTests {
    private static let a = [[48, 64, 67], [45, 60, 64], [41, 57, 60], [43, 59, 62]]
    private static let b = [[50, 66, 69], [54, 57, 61], [47, 62, 66], [52, 68, 71]]

    private func song(_ form: String) -> Score {
        let chords = form.flatMap { letter in
            (letter == "A" ? Self.a + Self.a : Self.b + Self.b).map { (chord: $0, isBusy: letter == "B") }
        }
        let notes = chords.enumerated().flatMap { bar, entry in
            stride(from: 0, to: 1920, by: entry.isBusy ? 240 : 960).flatMap { place in
                entry.chord.map {
                    Note(startTick: bar * 1920 + place, durationTicks: 220, pitch: $0, velocity: 80)
                }
            }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
    }

    @Test("A form is found by its letters, at the right bars, with its density", arguments: ["AABA", "ABAB", "AAAB"])
    func letters(form: String) {
        let sections = SectionAnalysis(song(form)).sections
        #expect(sections.map(\.label).joined() == form)
        #expect(sections.map { $0.bars.lowerBound } == [0, 8, 16, 24])
        for section in sections { #expect((section.density > 1) == (section.label == "B")) }
    }

    @Test("One note, and no note, have no form to speak of")
    func nothing() {
        var score = song("A")
        score.parts[0].notes = Array(score.parts[0].notes.prefix(1))
        #expect(SectionAnalysis(score).sections.map(\.label) == ["A"])
        score.parts = []
        #expect(SectionAnalysis(score).sections.isEmpty)
    }
}
