import LofiScore

/// The notes of a track while it is read: each end finds its beginning, first in first out.
///
/// A note that sounds needs no duration yet: there it keeps the place of the next one of its channel and pitch, so that
/// pairing takes no memory but the notes themselves.
struct NotePairs: ~Copyable {
    /// The first and the last of a queue, as places among the notes; -1 where nothing sounds.
    private struct Queue {
        var first: Int32 = -1
        var last: Int32 = -1
    }

    /// How many notes were struck.
    private(set) var count = 0
    /// Whether there were more than there is room for; those are left out.
    private(set) var isFull = false

    private var notes = UnsafeMutableBufferPointer<Note>(start: nil, count: 0)
    /// 128 for each channel.
    private var queues = UnsafeMutableBufferPointer<Queue>.allocate(capacity: 128)
    private var channelCount = 0
    /// The channel of the last `releaseAll`, and how many notes there were.
    private var countAtReleaseAll = (channel: -1, count: 0)

    init() { queues.initialize(repeating: Queue()) }

    deinit { queues.deallocate() }

    /// Begins a track without channels, whose notes go where the caller says, in order of start.
    mutating func begin(in notes: UnsafeMutableBufferPointer<Note>) {
        self.notes = notes
        (count, isFull, channelCount) = (0, false, 0)
        countAtReleaseAll = (-1, 0)
    }

    /// Makes room for another channel.
    mutating func addChannel() {
        channelCount += 1
        guard channelCount * 128 > queues.count else { return }
        let larger = UnsafeMutableBufferPointer<Queue>.allocate(capacity: queues.count * 2)
        let rest = larger.moveInitialize(fromContentsOf: queues)
        larger[rest...].initialize(repeating: Queue())
        queues.deallocate()
        queues = larger
    }

    /// - Parameter channel: its number in the order in which channels were added.
    @inline(__always)
    mutating func strike(_ pitch: Int, on channel: Int, velocity: Int, tick: Int) {
        guard count < notes.count else {
            isFull = true
            return
        }
        // With its channel, until the track is read.
        let place = channel * 128 + pitch
        notes.initializeElement(
            at: count, to: Note(startTick: tick, durationTicks: -1, pitch: place, velocity: velocity))
        let last = Int(queues[place].last)
        if last >= 0 { notes[last].durationTicks = count } else { queues[place].first = Int32(count) }
        queues[place].last = Int32(count)
        count += 1
    }

    /// Ends the oldest note of the pitch; an end without a beginning means nothing.
    @inline(__always)
    mutating func release(_ pitch: Int, on channel: Int, tick: Int) {
        let place = channel * 128 + pitch
        let first = Int(queues[place].first)
        if first >= 0 { end(first, in: place, tick: tick) }
    }

    /// Ends what sounds on a channel.
    mutating func releaseAll(on channel: Int, tick: Int) {
        // Said again without a note in between, as some programs do by the thousand, it costs nothing.
        guard count != countAtReleaseAll.count || channel != countAtReleaseAll.channel else { return }
        countAtReleaseAll = (channel, count)
        for place in (channel * 128)..<(channel * 128 + 128) {
            while queues[place].first >= 0 { end(Int(queues[place].first), in: place, tick: tick) }
        }
    }

    /// Ends whatever sounds.
    /// - Returns: how many notes that were.
    mutating func closeAll(at tick: Int) -> Int {
        var closed = 0
        for place in 0..<(channelCount * 128) {
            while queues[place].first >= 0 {
                let first = Int(queues[place].first)
                end(first, in: place, tick: max(tick, notes[first].startTick))
                closed += 1
            }
        }
        return closed
    }

    @inline(__always)
    private mutating func end(_ note: Int, in place: Int, tick: Int) {
        let next = notes[note].durationTicks
        queues[place].first = Int32(next)
        if next < 0 { queues[place].last = -1 }
        notes[note].durationTicks = tick - notes[note].startTick
    }
}
