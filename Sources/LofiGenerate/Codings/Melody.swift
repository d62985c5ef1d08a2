import LofiScore

/// Two bars of a single voice in four-four time: 32 sixteenths, an event on each.
package struct Melody: Sendable, Hashable {
    /// 0 is no event, 1 ends the note that sounds, 2…89 strike the keys 21…108.
    package let events: [UInt8]

    package static let stepCount = 32
    package static let stepsPerBar = 16
    package static let eventCount = 90
    package static let noEvent: UInt8 = 0
    package static let noteOff: UInt8 = 1
    /// The keys of a piano, which the events 2…89 strike.
    package static let pitches = 21...108

    /// - Parameter events: 32, each below 90. What ends a note before the first has begun says nothing and is left out.
    package init(_ events: some Sequence<UInt8>) {
        var events = Array(events)
        precondition(events.count == Self.stepCount && events.allSatisfy { Int($0) < Self.eventCount })
        for index in events.indices {
            guard Self.pitch(of: events[index]) == nil else { break }
            events[index] = Self.noEvent
        }
        self.events = events
    }

    package var hasNotes: Bool { events.contains { Self.pitch(of: $0) != nil } }

    /// - Parameter pitch: MIDI key, 21…108.
    package static func event(striking pitch: Int) -> UInt8 { UInt8(pitch - pitches.lowerBound + 2) }

    /// The MIDI key that an event strikes; nil for the two that strike none.
    package static func pitch(of event: UInt8) -> Int? {
        event < 2 ? nil : Int(event) - 2 + pitches.lowerBound
    }

    /// As it sounds; a note that is not ended sounds to the end of the two bars.
    /// - Parameter startTick: of the first bar.
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
