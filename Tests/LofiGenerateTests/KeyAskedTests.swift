import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite("Requested keys")
struct KeyAskedTests {
    /// Four bars of a cadence, repeated.
    private static func song(_ chords: [[Int]]) -> Score {
        let notes = (0..<16).flatMap { bar in
            chords[bar % chords.count].map { Note(startTick: bar * 1920, durationTicks: 1900, pitch: $0, velocity: 80) }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "", role: .chords, notes: notes)])
    }

    private static let major = song([[48, 60, 64, 67], [53, 60, 65, 69], [43, 59, 62, 65, 67], [48, 60, 64, 67]])
    private static let minor = song([[45, 60, 64, 69], [50, 62, 65, 69], [40, 59, 64, 68], [45, 60, 64, 69]])

    @Test("Songs are sampled until one is found to be in the key, and transposed")
    func isHeard() throws {
        let generator = try RuleGenerator(settings: Settings([:], for: RuleGenerator.parameters))
        for key in [Key("C minor"), Key("Eb major")].compactMap({ $0 }) {
            var drawn = 0
            let song = try generator.inKey(key, RandomStream(seed: 1, place: "test")) { random in
                drawn += 1
                return drawn.isMultiple(of: 3) && key.mode == .minor ? Self.minor : Self.major
            }
            #expect(drawn == (key.mode == .minor ? 3 : 1))
            #expect(song.keySignatures.map(\.key) == [key])
            #expect(KeyEstimate(song)?.key == key)
        }
    }

    @Test("If none is in the key, the first of 24 is taken; without a key only one is sampled")
    func givesUp() throws {
        let generator = try RuleGenerator(settings: Settings([:], for: RuleGenerator.parameters))
        var drawn = 0
        let stream = RandomStream(seed: 1, place: "test")
        var numbers: Set<UInt64> = []
        let song = try generator.inKey(Key("C minor"), stream) { random in
            drawn += 1
            numbers.insert(random.next())
            return Self.major
        }
        #expect(drawn == 24 && numbers.count == 24 && song.noteCount == Self.major.noteCount)
        _ = try generator.inKey(nil, stream) { _ in
            drawn += 1
            return Self.major
        }
        #expect(drawn == 25)
    }

    @Test("A tonic alone takes its mode from the mode setting: C becomes C minor", arguments: ["C", "F#", "Bb"])
    func rulesPlayIt(_ tonic: String) throws {
        let key = try #require(Key("\(tonic) minor"))
        let generator = try RuleGenerator(settings: Settings([:], for: RuleGenerator.parameters))
        var random = RandomStream(seed: 4, place: "rules")
        let song = try generator.generate(GenerationRequest(bars: 16, seed: 4, key: key), random: &random)
        #expect(song.keySignatures.map(\.key) == [key])
        let scale = Set(key.scale)
        let pitches = song.pitchedNotes.map { $0.pitch % 12 }
        #expect(Double(pitches.count { scale.contains($0) }) > 0.85 * Double(pitches.count))
    }
}
