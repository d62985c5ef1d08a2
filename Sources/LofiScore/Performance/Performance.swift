/// A score in time: the events of each part by frame, ready to be synthesized.
///
/// Each frame is the one nearest to the exact time (`TempoMap.frame`), so that rounding errors do not accumulate.
public struct Performance: Sendable {
    /// A timed event for a synthesizer.
    public struct Event: Sendable, Equatable {
        /// What happens.
        public enum Kind: Sendable, Equatable {
            /// Starts a note: MIDI key 0…127, velocity 1…127.
            case noteOn(pitch: Int, velocity: Int)
            /// Ends the note with this MIDI key.
            case noteOff(pitch: Int)
            /// See `ControlEvent.Change.controller`.
            case controller(Int, value: Int)
            /// Bend and tuning combined, in cents.
            case pitchBend(cents: Double)
            /// Program change, 0…127, with its bank.
            case program(Int, bank: Int)
            /// Channel pressure, 0…127.
            case pressure(Int)
            /// Polyphonic key pressure, 0…127.
            case keyPressure(pitch: Int, value: Int)
            /// See `ControlEvent.Change.generator`.
            case generator(Int, value: Int)
        }

        /// Time in frames from the start of the song.
        public let frame: Int
        /// What happens.
        public let kind: Kind
    }

    /// The events of one part.
    public struct Part: Sendable {
        /// Role of the part.
        public let role: Role
        /// Initial program, 0…127.
        public let program: Int
        /// Initial bank (`LofiScore.Part.bank`).
        public let bank: Int
        /// Whether it is a drum part.
        public let isDrums: Bool
        /// The events of each channel the part uses, in order of frame; within a frame note-offs come before
        /// controllers, and controllers before note-ons. Most parts need one channel; a multi-channel player
        /// (`Note.member`) uses several.
        public let channels: [[Event]]

        /// The events of all channels, in order of frame.
        public var events: [Event] {
            guard channels.count > 1 else { return channels.first ?? [] }
            let all = channels.flatMap(\.self)
            return all.indices.sorted { (all[$0].frame, $0) < (all[$1].frame, $1) }.map { all[$0] }
        }

        /// Whether any note begins while its channel's volume and expression are above zero.
        public var isAudible: Bool {
            channels.contains { events in
                var (volume, expression) = (100, 127)
                return events.contains { event in
                    switch event.kind {
                    case .controller(7, let value): volume = value
                    case .controller(11, let value): expression = value
                    case .noteOn(_, let velocity): return velocity > 0 && volume > 0 && expression > 0
                    default: break
                    }
                    return false
                }
            }
        }

        /// The part split into one part per channel.
        public var singleChannelParts: [Part] {
            channels.map { Part(role: role, program: program, bank: bank, isDrums: isDrums, channels: [$0]) }
        }

        /// The part in frames of half the sample rate; an event between two of them is at the later one.
        package var atHalfRate: Part {
            let halved = channels.map { $0.map { Event(frame: ($0.frame + 1) / 2, kind: $0.kind) } }
            return Part(role: role, program: program, bank: bank, isDrums: isDrums, channels: halved)
        }
    }

    /// Frames per second.
    public let sampleRate: Int
    /// The parts in the order of the score.
    public let parts: [Part]
    /// End of the last note, in frames.
    public let lengthFrames: Int

    /// - Parameter sampleRate: Whole frames per second.
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

    /// A note with its times in frames.
    private struct TimedNote {
        let start: Int
        var end: Int
        let pitch: Int
        let velocity: Int
        let member: Int
    }

    /// Ends each note before the same pitch starts again, since a synthesizer tracks only one note per pitch and the
    /// earlier note-off would cut the later note. Notes last at least one frame.
    private static func apart(_ notes: [Note], members: Int, tempoMap: TempoMap, sampleRate: Int) -> [TimedNote] {
        var timed: [TimedNote] = []
        timed.reserveCapacity(notes.count)
        var sounding = [Int](repeating: -1, count: 128 * (members + 1))
        for note in notes.sorted(by: { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }) {
            let start = tempoMap.frame(at: note.startTick, sampleRate: sampleRate)
            let end = max(start + 1, tempoMap.frame(at: note.endTick, sampleRate: sampleRate))
            let key = note.member * 128 + note.pitch
            let earlier = sounding[key]
            if earlier >= 0, timed[earlier].end > start, timed[earlier].start < start { timed[earlier].end = start }
            sounding[key] = timed.count
            timed.append(
                TimedNote(start: start, end: end, pitch: note.pitch, velocity: note.velocity, member: note.member))
        }
        return timed
    }
}
