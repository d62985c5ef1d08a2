/// A score in time: each part's events by frame, ready to be played.
///
/// Every frame is the one nearest to the exact instant (`TempoMap.frame`); nothing adds up along the way.
public struct Performance: Sendable {
    public struct Event: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case noteOn(pitch: Int, velocity: Int)
            case noteOff(pitch: Int)
            /// `ControlEvent.Change.controller`.
            case controller(Int, value: Int)
            /// Bend and tuning together.
            case pitchBend(cents: Double)
            case program(Int, bank: Int)
            case pressure(Int)
            case keyPressure(pitch: Int, value: Int)
            /// `ControlEvent.Change.generator`.
            case generator(Int, value: Int)
        }

        public let frame: Int
        public let kind: Kind
    }

    public struct Part: Sendable {
        public let role: Role
        public let program: Int
        public let bank: Int
        public let isDrums: Bool
        /// The events of each channel that the part needs, in order of frame; at one frame ends come before controllers,
        /// controllers before onsets. Most parts need one channel, a player over several (`Note.member`) as many as play.
        public let channels: [[Event]]

        /// The events of all channels in order of frame.
        public var events: [Event] {
            guard channels.count > 1 else { return channels.first ?? [] }
            let all = channels.flatMap(\.self)
            return all.indices.sorted { (all[$0].frame, $0) < (all[$1].frame, $1) }.map { all[$0] }
        }

        /// The part as one for each of its channels.
        public var singleChannelParts: [Part] {
            channels.map { Part(role: role, program: program, bank: bank, isDrums: isDrums, channels: [$0]) }
        }
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
            let members = max(
                part.notes.reduce(0) { max($0, $1.member) }, part.controllers.reduce(0) { max($0, $1.member) })
            var events = ChannelEvents(
                channels: members + 1, capacity: part.notes.count * 2 + part.controllers.count)
            for change in part.controllers {
                let frame = score.tempoMap.frame(at: change.tick, sampleRate: sampleRate)
                events.add(change.change, member: change.member, frame: frame)
            }
            var plays = [Bool](repeating: false, count: members + 1)
            for note in Self.apart(part.notes, members: members, tempoMap: score.tempoMap, sampleRate: sampleRate) {
                events.add(note.pitch, velocity: note.velocity, channel: note.member, frames: note.start..<note.end)
                plays[note.member] = true
                length = max(length, note.end)
            }
            let playing = plays.indices.filter { plays[$0] }
            return Part(
                role: part.role, program: part.program, bank: part.bank, isDrums: part.isDrums,
                channels: (playing.isEmpty ? [0] : playing).map(events.sorted))
        }
        lengthFrames = length
    }

    private struct TimedNote {
        let start: Int
        var end: Int
        let pitch: Int
        let velocity: Int
        let member: Int
    }

    /// A synthesizer knows one note of a pitch at a time: one that is struck again ends there, and the end of the
    /// earlier does not cut the later. A note lasts at least a frame.
    private static func apart(_ notes: [Note], members: Int, tempoMap: TempoMap, sampleRate: Int) -> [TimedNote] {
        var timed: [TimedNote] = []
        timed.reserveCapacity(notes.count)
        var sounding = [Int](repeating: -1, count: 128 * (members + 1))
        for note in notes.sorted(by: { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }) {
            let start = tempoMap.frame(at: note.startTick, sampleRate: sampleRate)
            let end = max(start + 1, tempoMap.frame(at: note.endTick, sampleRate: sampleRate))
            let place = note.member * 128 + note.pitch
            let earlier = sounding[place]
            if earlier >= 0, timed[earlier].end > start, timed[earlier].start < start { timed[earlier].end = start }
            sounding[place] = timed.count
            timed.append(
                TimedNote(start: start, end: end, pitch: note.pitch, velocity: note.velocity, member: note.member))
        }
        return timed
    }
}
