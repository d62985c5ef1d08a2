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

    @Test("A form is found with its letters, bars and density", arguments: ["AABA", "ABAB", "AAAB"])
    func letters(form: String) {
        let sections = SectionAnalysis(song(form)).sections
        #expect(sections.map(\.label).joined() == form)
        #expect(sections.map { $0.bars.lowerBound } == [0, 8, 16, 24])
        for section in sections { #expect((section.density > 1) == (section.label == "B")) }
    }

    @Test("Phrases end at the melody's rests: after four bars, with the next pickup")
    func phrases() {
        // Four bars each: quarters that start `upbeat` early, the last bar held and followed by a rest.
        for upbeat in [0, 480] {
            let phrase = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map { $0 * 480 }
            let notes = (0..<8).flatMap { turn in
                phrase.enumerated().map { index, place in
                    Note(
                        startTick: max(0, turn * 7680 + place - upbeat), durationTicks: index == 12 ? 960 : 440,
                        pitch: 60 + [0, 2, 4, 2, 5, 4][index % 6], velocity: 80)
                }
            }
            let score = Score(
                tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
                parts: [Part(name: "Tune", role: .melody, notes: notes)])
            let found = PhraseAnalysis(score, sectionTicks: []).phrases
            #expect(found.map(\.bars.lowerBound) == (0..<8).map { $0 * 4 })
            #expect(found.dropFirst().map(\.startTick) == (1..<8).map { $0 * 7680 - upbeat })
        }
    }

    @Test("One note or none has no form")
    func nothing() {
        var score = song("A")
        score.parts[0].notes = Array(score.parts[0].notes.prefix(1))
        #expect(SectionAnalysis(score).sections.map(\.label) == ["A"])
        score.parts = []
        #expect(SectionAnalysis(score).sections.isEmpty)
    }
}
