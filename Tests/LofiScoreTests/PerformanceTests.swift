import Testing
@testable import LofiScore

@Suite("Performances")
struct PerformanceTests {
    /// 1000 ticks and 1000 frames per second, so that a tick is a frame.
    private let tempo = TempoMap(ticksPerQuarter: 500, beatsPerMinute: 120)

    private func events(_ notes: [Note], _ controllers: [ControlEvent] = []) -> [Performance.Event] {
        let part = Part(name: "Keys", role: .chords, notes: notes, controllers: controllers)
        return Performance(Score(tempoMap: tempo, parts: [part]), sampleRate: 1000).parts[0].events
    }

    private func note(_ start: Int, _ duration: Int, _ pitch: Int = 60) -> Note {
        Note(startTick: start, durationTicks: duration, pitch: pitch, velocity: 80)
    }

    @Test("A note struck again ends there, and the later note keeps its own end")
    func struckAgain() {
        let played = events([note(0, 100), note(40, 200), note(50, 10, 64)])
        let ends = played.compactMap { event in
            if case .noteOff(let pitch) = event.kind { [event.frame, pitch] } else { nil }
        }
        #expect(ends == [[40, 60], [60, 64], [240, 60]])
    }

    @Test("Within a frame note-offs precede controllers, and controllers precede note-ons")
    func order() {
        let bend = ControlEvent(tick: 100, change: .pitchBend(cents: 50))
        let played = events([note(0, 100), note(100, 100, 62)], [bend]).filter { $0.frame == 100 }.map(\.kind)
        #expect(played == [.noteOff(pitch: 60), .pitchBend(cents: 50), .noteOn(pitch: 62, velocity: 80)])
    }

    @Test("A note of zero length lasts one frame")
    func shortest() {
        #expect(events([note(7, 0)]).map(\.frame) == [7, 8])
    }

    @Test("Bend and tuning of all channels and of a member add up")
    func pitchSums() {
        var note = Note(startTick: 10, durationTicks: 10, pitch: 60, velocity: 80)
        note.member = 2
        let part = Part(
            name: "Keys", role: .chords, notes: [note],
            controllers: [
                ControlEvent(tick: 0, change: .tuning(cents: 20)), ControlEvent(tick: 1, change: .pitchBend(cents: 50)),
                ControlEvent(tick: 2, change: .pitchBend(cents: 300), member: 2),
                ControlEvent(tick: 2, change: .pitchBend(cents: 999), member: 1),
                ControlEvent(tick: 3, change: .tuning(cents: -20)), ControlEvent(tick: 4, change: .pressure(9)),
            ])
        let channels = Performance(Score(tempoMap: tempo, parts: [part]), sampleRate: 1000).parts[0].channels
        #expect(
            channels.map { $0.map(\.kind) } == [
                [
                    .pitchBend(cents: 20), .pitchBend(cents: 70), .pitchBend(cents: 370), .pitchBend(cents: 330),
                    .pressure(9), .noteOn(pitch: 60, velocity: 80), .noteOff(pitch: 60),
                ]
            ])
    }

    @Test("Members can play the same key without ending each other's notes")
    func membersApart() {
        var notes = [
            Note(startTick: 0, durationTicks: 100, pitch: 60, velocity: 80),
            Note(startTick: 50, durationTicks: 100, pitch: 60, velocity: 80),
        ]
        for index in notes.indices { notes[index].member = index + 1 }
        let part = Part(name: "Keys", role: .chords, notes: notes)
        let played = Performance(Score(tempoMap: tempo, parts: [part]), sampleRate: 1000).parts[0]
        #expect(played.channels.map { $0.map(\.frame) } == [[0, 100], [50, 150]])
        #expect(played.events.map(\.frame) == [0, 50, 100, 150])
        #expect(played.singleChannelParts.map(\.events) == played.channels)
    }
}
