import Testing

@testable import LofiScore

@Suite("Performances")
struct PerformanceTests {
    /// 1000 ticks a second, and 1000 frames: a tick is a frame.
    private func events(_ notes: [Note], _ controllers: [ControlEvent] = []) -> [Performance.Event] {
        let part = Part(name: "Keys", role: .chords, notes: notes, controllers: controllers)
        let tempo = TempoMap(ticksPerQuarter: 500, beatsPerMinute: 120)
        return Performance(Score(tempoMap: tempo, parts: [part]), sampleRate: 1000).parts[0].events
    }

    private func note(_ start: Int, _ duration: Int, _ pitch: Int = 60) -> Note {
        Note(startTick: start, durationTicks: duration, pitch: pitch, velocity: 80)
    }

    @Test("A note that is struck again ends there, and sounds to its own end, not to that of the earlier")
    func struckAgain() {
        let played = events([note(0, 100), note(40, 200), note(50, 10, 64)])
        let ends = played.compactMap { event in
            if case .noteOff(let pitch) = event.kind { [event.frame, pitch] } else { nil }
        }
        #expect(ends == [[40, 60], [60, 64], [240, 60]])
    }

    @Test("At one frame ends come before controllers, controllers before beginnings")
    func order() {
        let bend = ControlEvent(tick: 100, change: .pitchBend(cents: 50))
        let played = events([note(0, 100), note(100, 100, 62)], [bend]).filter { $0.frame == 100 }.map(\.kind)
        #expect(played == [.noteOff(pitch: 60), .pitchBend(cents: 50), .noteOn(pitch: 62, velocity: 80)])
    }

    @Test("A note of no length lasts a frame")
    func shortest() {
        #expect(events([note(7, 0)]).map(\.frame) == [7, 8])
    }
}
