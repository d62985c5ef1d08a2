import LofiScore

/// A two-bar monophonic melody in 4/4, with an event on each of its 32 sixteenths.
package struct Melody: Sendable, Hashable {
    /// 0 = no event, 1 = note-off, 2…89 = note-on of MIDI keys 21…108.
    package let events: [UInt8]

    /// Number of sixteenths.
    package static let stepCount = 32
    /// Sixteenths per bar.
    package static let stepsPerBar = 16
    /// Number of different events.
    package static let eventCount = 90
    package static let noEvent: UInt8 = 0
    package static let noteOff: UInt8 = 1
    /// MIDI keys of a piano, the range of the events 2…89.
    package static let pitches = 21...108

    /// - Parameter events: 32 events, each below 90. A note-off before the first note is dropped.
    package init(_ events: some Sequence<UInt8>) {
        var events = Array(events)
        precondition(events.count == Self.stepCount && events.allSatisfy { Int($0) < Self.eventCount })
        for index in events.indices {
            guard Self.pitch(of: events[index]) == nil else { break }
            events[index] = Self.noEvent
        }
        self.events = events
    }

    /// Whether there is any note.
    package var hasNotes: Bool { events.contains { Self.pitch(of: $0) != nil } }

    /// The note-on event of a key.
    /// - Parameter pitch: MIDI key, 21…108.
    package static func event(striking pitch: Int) -> UInt8 { UInt8(pitch - pitches.lowerBound + 2) }

    /// The MIDI key of a note-on event; nil for the other two events.
    package static func pitch(of event: UInt8) -> Int? {
        event < 2 ? nil : Int(event) - 2 + pitches.lowerBound
    }

    /// Converts the melody to notes. A note without a note-off sounds to the end of the two bars.
    /// - Parameters:
    ///   - startTick: Start of the first bar.
    ///   - ticksPerQuarter: Resolution of the result.
    ///   - velocity: Velocity of all notes, 1…127.
    package func notes(from startTick: Int = 0, ticksPerQuarter: Int, velocity: Int = 80) -> [Note] {
        func tick(_ step: Int) -> Int { startTick + step * ticksPerQuarter / 4 }
        var notes: [Note] = []
        var open: (step: Int, pitch: Int)?
        func close(at step: Int) {
            guard let (start, pitch) = open else { return }
            notes.append(
                Note(startTick: tick(start), durationTicks: tick(step) - tick(start), pitch: pitch, velocity: velocity))
            open = nil
        }
        for (step, event) in events.enumerated() where event != Self.noEvent {
            close(at: step)
            open = Self.pitch(of: event).map { (step, $0) }
        }
        close(at: events.count)
        return notes
    }
}

extension Melody {
    /// Its events as a network's classes.
    package var indices: [Int32] { events.map(Int32.init) }
}
