import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Treatment of bare notes")
struct BareTreatmentTests {
    private func treated(_ score: Score, _ given: [String: ParameterValue] = [:]) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        let settings = try Settings(given, for: BareNotesTreatment.parameters)
        return try BareNotesTreatment(settings: settings).apply(to: score, random: &random)
    }

    private static func stream(_ events: [[Int]]) -> Score {
        var notes: [Note] = []
        for (index, pitches) in events.enumerated() {
            for pitch in pitches {
                notes.append(Note(startTick: index * 240, durationTicks: 240, pitch: pitch, velocity: 90))
            }
        }
        return Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "", role: .chords, notes: notes)])
    }

    /// Off key in every fifth place, repeated, without a rest.
    private static let melody: [[Int]] = {
        let tune = [60, 64, 67, 72, 66, 69, 65, 65, 65, 62, 68, 74]
        var events: [[Int]] = []
        for index in 0..<128 {
            let wrong = index % 5 == 0 ? 1 : 0
            events.append([tune[index * 7 % 12] + wrong])
        }
        return events
    }()
    /// A chord on every third place, tones of a scale on the others.
    private static let chords: [[Int]] = {
        let chords = [[60, 64, 67], [57, 60, 64], [61, 65, 68]]
        var events: [[Int]] = []
        for index in 0..<64 {
            if index % 3 == 0 { events.append(chords[index % 9 / 3]) } else { events.append([72 + index % 4 * 2]) }
        }
        return events
    }()

    @Test("Off-key notes move into one scale, by two semitones at most, and their number is said")
    func repair() throws {
        let score = Self.stream(Self.melody)
        let result = try treated(score, ["tie": .flag(false), "breathe": .flag(false)])
        #expect(result.isBare && ScaleFit(score).consistency < 0.85 && ScaleFit(result).consistency == 1)
        for (before, after) in zip(score.parts[0].notes, result.parts[0].notes) {
            #expect(abs(before.pitch - after.pitch) <= 2)
        }
        #expect(result.remarks.contains { $0.contains("notes drawn into") })
        let named = try treated(score, ["key": .text("Eb")])
        let scale: Set<Int> = Set(Key(tonic: 3, mode: .major).scale)
        #expect(named.pitchedNotes.allSatisfy { scale.contains($0.pitch % 12) })
        #expect(throws: ArrangementError.self) { try treated(score, ["key": .text("H")]) }
    }

    @Test("A stream of notes and chords becomes a melody over held chords")
    func division() throws {
        let result = try treated(Self.stream(Self.chords))
        let roles: [Role] = result.parts.map { $0.role }
        #expect(roles == [Role.melody, Role.chords])
        let melody: [Note] = result.parts[0].notes
        let isOneVoice: Bool = zip(melody, melody.dropFirst()).allSatisfy { $0.endTick <= $1.startTick }
        #expect(isOneVoice)
        for chord in result.parts[1].notes {
            #expect((48...67).contains(chord.pitch))
            #expect(chord.startTick % 960 == 0 && chord.durationTicks % 960 == 0)
        }
        #expect(result.parts[1].notes.first?.startTick == 0)
    }

    @Test("Repeats are tied within their bars, and each phrase has a breath")
    func tiesAndBreath() throws {
        let drone = Self.stream([[Int]](repeating: [64], count: 64))
        let notes: [Note] = try treated(drone).parts[0].notes
        let starts: [Int] = notes.map { $0.startTick }
        #expect(starts == [0, 1920, 3840, 5760, 7680, 9600, 11520, 13440])
        // The fourth and the eighth bar rest for a beat.
        let lengths: [Int] = notes.map { $0.durationTicks }
        #expect(lengths == [1920, 1920, 1920, 1440, 1920, 1920, 1920, 1440])
        #expect(try treated(drone, ["tie": .flag(false)]).noteCount == 60)
    }

    @Test("Velocities follow the meter, and every step is named")
    func accents() throws {
        let result = try treated(Self.stream(Self.melody))
        let velocities: Set<Int> = Set(result.pitchedNotes.map { $0.velocity })
        #expect(velocities.count > 8)
        #expect(velocities.allSatisfy { (40...120).contains($0) })
        func mean(_ belongs: (Note) -> Bool) -> Double {
            let chosen: [Note] = result.pitchedNotes.filter(belongs)
            let sum: Int = chosen.reduce(0) { $0 + $1.velocity }
            return Double(sum) / Double(max(1, chosen.count))
        }
        let onBars: Double = mean { $0.startTick % 1920 == 0 }
        let offBeats: Double = mean { $0.startTick % 480 == 240 }
        #expect(onBars > offBeats + 8)
        #expect(result.remarks.first?.hasPrefix("bare notes: ") == true && result.remarks.count >= 4)
    }

    @Test("Silent bars before the first note go, and a rare chord makes no part of its own")
    func thinning() throws {
        var late = Self.stream(Self.melody)
        late.parts[0].notes = late.parts[0].notes.map { $0.moved(by: 3 * 1920) }
        #expect(try treated(late).parts[0].notes.first?.startTick == 0)
        var events = Self.melody
        events[40] = [60, 64, 67]
        let result = try treated(Self.stream(events))
        #expect(result.parts.count == 1 && result.parts[0].role == .melody && result.soloMelody != nil)
    }

    @Test("A played song stays as it is, and so do bare notes that are to be left")
    func others() throws {
        var played = Self.stream(Self.melody)
        for index in played.parts[0].notes.indices { played.parts[0].notes[index].velocity = 50 + index % 40 }
        #expect(try treated(played) == played)
        let bare = Self.stream(Self.melody)
        #expect(try treated(bare, ["when": .text("never")]) == bare)
    }
}
