/// Collects the events of each channel of a part: manager events go to every channel, and pitch offsets add up.
struct ChannelEvents {
    private typealias Event = Performance.Event

    /// An event with its frame and its rank within the frame.
    private struct Timed {
        let frame: Int
        /// Order within a frame: note-offs, then controllers, then note-ons.
        let rank: Int
        let kind: Performance.Event.Kind
    }

    /// Pitch offset in cents: shared by all channels for the manager channel, its own for a member.
    private struct Pitch {
        var bend = 0.0
        var tuning = 0.0
        var sum: Double { bend + tuning }
    }

    private var events: [[Timed]]
    private var pitches: [Pitch]

    /// - Parameter channels: 1, or one more than the number of members.
    init(channels: Int, capacity: Int) {
        events = Array(repeating: [], count: channels)
        pitches = Array(repeating: Pitch(), count: channels)
        if channels == 1 { events[0].reserveCapacity(capacity) }
    }

    /// Adds a controller change.
    /// - Parameter member: Member of the `ControlEvent`; 0 = all channels.
    mutating func add(_ change: ControlEvent.Change, member: Int, frame: Int) {
        switch change {
        case .pitchBend(let cents): pitches[member].bend = cents
        case .tuning(let cents): pitches[member].tuning = cents
        default: break
        }
        for channel in member == 0 ? events.indices : member..<(member + 1) {
            let pitch = pitches[0].sum + (channel > 0 ? pitches[channel].sum : 0)
            events[channel].append(Timed(frame: frame, rank: 1, kind: Event.Kind(change, pitchCents: pitch)))
        }
    }

    /// Adds a note-on and its note-off.
    mutating func add(_ pitch: Int, velocity: Int, channel: Int, frames: Range<Int>) {
        events[channel].append(
            Timed(frame: frames.lowerBound, rank: 2, kind: .noteOn(pitch: pitch, velocity: velocity)))
        events[channel].append(Timed(frame: frames.upperBound, rank: 0, kind: .noteOff(pitch: pitch)))
    }

    /// The events of a channel in order of frame.
    func sorted(_ channel: Int) -> [Performance.Event] {
        let events = events[channel]
        // Sorting by index as well keeps the order of equal events the same on every machine.
        let order = events.indices.sorted {
            (events[$0].frame, events[$0].rank, $0) < (events[$1].frame, events[$1].rank, $1)
        }
        return order.map { Event(frame: events[$0].frame, kind: events[$0].kind) }
    }
}

extension Performance.Event.Kind {
    fileprivate init(_ change: ControlEvent.Change, pitchCents: Double) {
        switch change {
        case .controller(let number, let value): self = .controller(number, value: value)
        case .pitchBend, .tuning: self = .pitchBend(cents: pitchCents)
        case .program(let program, let bank): self = .program(program, bank: bank)
        case .pressure(let value): self = .pressure(value)
        case .keyPressure(let pitch, let value): self = .keyPressure(pitch: pitch, value: value)
        case .generator(let number, let value): self = .generator(number, value: value)
        }
    }
}
