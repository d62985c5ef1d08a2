import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("The notation of grooves")
struct GrooveNotationTests {
    private func bar(_ text: String) throws -> Groove.Bar {
        let groove = try GrooveParser(name: "x").parse(text, summary: "")
        return try #require(groove.bars.first?.value.first)
    }

    @Test("Signs are strokes of the drummers' strength, ghosts and rolls")
    func signs() throws {
        let strokes = try bar("4/4\nsnare ----X--g--?---w-\nhat x-o---------T---")
        #expect(strokes.map(\.position) == [48, 84, 120, 168, 0, 24, 144])
        #expect(strokes.prefix(2).map(\.velocity) == [127, 42] && strokes[4...5].map(\.velocity) == [92, 57])
        #expect(strokes.map(\.isGhost) == [false, true, true, false, false, false, false])
        #expect(strokes.map(\.chance) == [1, 1, 0.5, 1, 1, 1, 1])
        #expect(strokes.map(\.hits) == [1, 1, 1, 2, 1, 1, 3] && strokes[6].length == 24)
    }

    @Test("A line of chances speaks of the line above it")
    func chances() throws {
        let strokes = try bar("4/4\nhat x---x-----------\nkick x--x------------\nchance ---7------------")
        #expect(strokes.map(\.chance) == [1, 1, 1, 0.7])
    }

    @Test("Triplets have a sign for each third of a quarter")
    func triplets() throws {
        #expect(try bar("4/4 triplets\nhat x-ox--------").map(\.position) == [0, 32, 48])
    }

    @Test(
        "A groove that is not as it should be is refused with its line",
        arguments: [
            ("4/4\nhat x-x", 2, "hat has 3 signs; a bar of 4/4 needs 16"),
            ("swing 58\n4/4\nhat x-o-x-o-x-o-x-oz", 3, "unknown sign 'z'; use X, x, o, g, ?, w, t, T or -"),
            ("4/9", 1, "'4/9' is not a meter"),
            ("4/4\nchance 5---------------", 2, "a chance line must follow a drum line"),
            ("4/4\nhat x---------------\nchance -5--------------", 3, "no stroke above the chance at sign 2"),
            (
                "4/4\nhat x---------------\nchance 0---------------", 3,
                "'0' is not a chance; use 1 to 9, or - for always"
            ),
            ("hat x-o-", 1, "cannot read 'hat x-o-'"),
        ])
    func mistakes(mistake: (text: String, line: Int, reason: String)) {
        #expect(throws: ArrangementError.groove(name: "x", line: mistake.line, reason: mistake.reason)) {
            try GrooveParser(name: "x").parse(mistake.text, summary: "")
        }
    }
}
