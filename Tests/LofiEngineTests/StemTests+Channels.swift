import Foundation
import Testing
@testable import LofiEngine

/// `--only`, `--mute` and `--solo`.
extension StemTests {
    /// Whether two stems of renders with tails of different lengths are the same as far as both go.
    private func isSame(_ one: [StereoFrame]?, _ other: [StereoFrame]?) -> Bool {
        guard let one, let other, !one.isEmpty else { return false }
        let count = min(one.count, other.count)
        return one[..<count] == other[..<count]
    }

    private func premaster(_ change: (inout ChannelChoice) -> Void) throws -> Stems {
        try stems(try style("boom-bap-mpc"), "chosen-\(UUID().uuidString)") { options, _ in change(&options.channels) }
    }

    @Test("--only is the sum of the stems that are named")
    func only() throws {
        let all = try premaster { _ in }.channels
        let some = try premaster { $0.only = ["Drums", "room"] }
        #expect(Set(some.channels.keys) == ["drums", "room"])
        let expected = sum([try #require(all["drums"]), try #require(all["room"])])
        // A mix ends with its own tail.
        #expect(difference(some.premaster, Array(expected.prefix(some.premaster.count))) < -120)
    }

    @Test("--mute takes a channel away with what it sends; what ducks under it goes on ducking")
    func mute() throws {
        let all = try premaster { _ in }
        let rest = try premaster { $0.mute = ["drums"] }
        #expect(rest.channels["drums"] == nil)
        // The music still ducks: the bass is the same to the bit.
        #expect(isSame(rest.channels["bass"], all.channels["bass"]))
        #expect(!isSame(rest.channels["room"], all.channels["room"]))
        #expect(difference(sum(rest.channels.values), rest.premaster) < -120)
    }

    @Test("--solo is heard with its sends, and a return with all that is sent to it")
    func solo() throws {
        let all = try premaster { _ in }.channels
        let melody = try premaster { $0.solo = ["melody"] }.channels
        #expect(Set(melody.keys).subtracting(["room"]) == ["melody"] && isSame(melody["melody"], all["melody"]))
        let room = try premaster { $0.solo = ["room"] }.channels
        #expect(Set(room.keys) == ["room"] && isSame(room["room"], all["room"]))
    }

    @Test("A part that shares its strip can be muted, and be alone")
    func parts() throws {
        let all = try premaster { _ in }.channels
        let muted = try premaster { $0.mute = ["other keys"] }.channels
        let alone = try premaster { $0.only = ["other keys"] }.channels
        #expect(isSame(muted["melody"], all["melody"]) && !isSame(muted["chords"], all["chords"]))
        #expect(Set(alone.keys) == ["chords"] && !isSame(alone["chords"], all["chords"]))
        #expect(!isSame(alone["chords"], muted["chords"]))
    }

    @Test("An unknown channel is an error that suggests the nearest name; so is a choice that leaves nothing to hear")
    func unknown() throws {
        let error = #expect(throws: RenderError.self) { try premaster { $0.mute = ["vinil"] } }
        let errorText = "\(try #require(error))"
        #expect(errorText.hasPrefix("--mute: no channel is named 'vinil' (did you mean 'vinyl'?); there are: "))
        let nothing = #expect(throws: RenderError.self) { try premaster { $0.solo = ["pad"] } }
        let nothingText = "\(try #require(nothing))"
        #expect(nothingText.hasPrefix("--solo: nothing is left to hear"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
