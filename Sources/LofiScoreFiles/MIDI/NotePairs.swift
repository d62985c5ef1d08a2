import LofiScore

/// The notes of a track while it is read, with note-offs matched to note-ons first in, first out.
///
/// A sounding note has no duration yet. That field instead links to the next note of its channel and pitch, so that
/// pairing takes no memory beyond the notes themselves.
struct NotePairs: ~Copyable {
    /// First and last note of a queue, as indices into the notes; -1 if nothing sounds.
    private struct Queue {
        var first: Int32 = -1
        var last: Int32 = -1
    }

    /// Number of notes so far.
    private(set) var count = 0
    /// Whether there were more notes than fit; the excess is dropped.
    private(set) var isFull = false

    private var notes = UnsafeMutableBufferPointer<Note>(start: nil, count: 0)
    /// 128 queues per channel.
    private var queues = UnsafeMutableBufferPointer<Queue>.allocate(capacity: 128)
    private var channelCount = 0
    /// Channel of the last `endAll`, and the number of notes at that time.
    private var countAtEndAll = (channel: -1, count: 0)

    init() { queues.initialize(repeating: Queue()) }

    deinit { queues.deallocate() }

    /// Starts a track without channels, whose notes are stored in `notes` in order of onset.
    mutating func begin(in notes: UnsafeMutableBufferPointer<Note>) {
        self.notes = notes
        (count, isFull, channelCount) = (0, false, 0)
        countAtEndAll = (-1, 0)
    }

    /// Adds the queues of another channel.
    mutating func addChannel() {
        channelCount += 1
        guard channelCount * 128 > queues.count else { return }
        let larger = UnsafeMutableBufferPointer<Queue>.allocate(capacity: queues.count * 2)
        let rest = larger.moveInitialize(fromContentsOf: queues)
        larger[rest...].initialize(repeating: Queue())
        queues.deallocate()
        queues = larger
    }

    /// Starts a note.
    /// - Parameter channel: Index of the channel in the order they were added.
    @inline(__always)
    mutating func noteOn(_ pitch: Int, on channel: Int, velocity: Int, tick: Int) {
        guard count < notes.count else {
            isFull = true
            return
        }
        // The pitch includes the channel until the track is complete.
        let key = channel * 128 + pitch
        notes.initializeElement(
            at: count, to: Note(startTick: tick, durationTicks: -1, pitch: key, velocity: velocity))
        let last = Int(queues[key].last)
        if last >= 0 { notes[last].durationTicks = count } else { queues[key].first = Int32(count) }
        queues[key].last = Int32(count)
        count += 1
    }

    /// Ends the oldest sounding note of the pitch; does nothing if there is none.
    @inline(__always)
    mutating func noteOff(_ pitch: Int, on channel: Int, tick: Int) {
        let key = channel * 128 + pitch
        let first = Int(queues[key].first)
        if first >= 0 { end(first, in: key, tick: tick) }
    }

    /// Ends all sounding notes of a channel.
    mutating func endAll(on channel: Int, tick: Int) {
        // Some programs repeat the message thousands of times without a note in between; that costs nothing.
        guard count != countAtEndAll.count || channel != countAtEndAll.channel else { return }
        countAtEndAll = (channel, count)
        for key in (channel * 128)..<(channel * 128 + 128) {
            while queues[key].first >= 0 { end(Int(queues[key].first), in: key, tick: tick) }
        }
    }

    /// Ends all sounding notes.
    /// - Returns: how many there were.
    mutating func closeAll(at tick: Int) -> Int {
        var closed = 0
        for key in 0..<(channelCount * 128) {
            while queues[key].first >= 0 {
                let first = Int(queues[key].first)
                end(first, in: key, tick: max(tick, notes[first].startTick))
                closed += 1
            }
        }
        return closed
    }

    @inline(__always)
    private mutating func end(_ note: Int, in key: Int, tick: Int) {
        let next = notes[note].durationTicks
        queues[key].first = Int32(next)
        if next < 0 { queues[key].last = -1 }
        notes[note].durationTicks = tick - notes[note].startTick
    }
}
