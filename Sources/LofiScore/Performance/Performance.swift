/// A score in time: each part's events by frame, ready to be played.
///
/// Every frame is the one nearest to the exact instant (`TempoMap.frame`); nothing adds up along the way.
public struct Performance: Sendable {
    public struct Event: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case noteOn(pitch: Int, velocity: Int)
            case noteOff(pitch: Int)
            case controller(Int, value: Int)
            case pitchBend(cents: Double)
            case program(Int)
        }

        public let frame: Int
        public let kind: Kind
    }

    public struct Part: Sendable {
        public let role: Role
        public let program: Int
        public let bank: Int
        public let isDrums: Bool
        /// In order of frame; at one frame ends come before controllers, controllers before beginnings.
        public let events: [Event]
    }

    public let sampleRate: Int
    public let parts: [Part]
    /// The end of the last note.
    public let lengthFrames: Int

    /// - Parameter sampleRate: whole frames per second.
    public init(_ score: Score, sampleRate: Int) {
        self.sampleRate = sampleRate
        var length = 0
        parts = score.parts.map { part in
            var events: [(frame: Int, rank: Int, kind: Event.Kind)] = []
            events.reserveCapacity(part.notes.count * 2 + part.controllers.count)
            for change in part.controllers {
                let frame = score.tempoMap.frame(at: change.tick, sampleRate: sampleRate)
                events.append((frame, 1, Event.Kind(change.change)))
            }
            for note in Self.apart(part.notes, tempoMap: score.tempoMap, sampleRate: sampleRate) {
                events.append((note.start, 2, .noteOn(pitch: note.pitch, velocity: note.velocity)))
                events.append((note.end, 0, .noteOff(pitch: note.pitch)))
                length = max(length, note.end)
            }
            // Sorted by place too: equal events keep their order on every machine.
            let order = events.indices.sorted {
                (events[$0].frame, events[$0].rank, $0) < (events[$1].frame, events[$1].rank, $1)
            }
            return Part(
                role: part.role, program: part.program, bank: part.bank, isDrums: part.isDrums,
                events: order.map { Event(frame: events[$0].frame, kind: events[$0].kind) })
        }
        lengthFrames = length
    }

    private struct TimedNote {
        let start: Int
        var end: Int
        let pitch: Int
        let velocity: Int
    }

    /// A synthesizer knows one note of a pitch at a time: one that is struck again ends there, and the end of the
    /// earlier does not cut the later. A note lasts at least a frame.
    private static func apart(_ notes: [Note], tempoMap: TempoMap, sampleRate: Int) -> [TimedNote] {
        var timed: [TimedNote] = []
        timed.reserveCapacity(notes.count)
        var sounding = [Int](repeating: -1, count: 128)
        for note in notes.sorted(by: { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }) {
            let start = tempoMap.frame(at: note.startTick, sampleRate: sampleRate)
            let end = max(start + 1, tempoMap.frame(at: note.endTick, sampleRate: sampleRate))
            let earlier = sounding[note.pitch]
            if earlier >= 0, timed[earlier].end > start, timed[earlier].start < start { timed[earlier].end = start }
            sounding[note.pitch] = timed.count
            timed.append(TimedNote(start: start, end: end, pitch: note.pitch, velocity: note.velocity))
        }
        return timed
    }
}

extension Performance.Event.Kind {
    fileprivate init(_ change: ControlEvent.Change) {
        switch change {
        case .controller(let number, let value): self = .controller(number, value: value)
        case .pitchBend(let cents): self = .pitchBend(cents: cents)
        case .program(let program): self = .program(program)
        }
    }
}
