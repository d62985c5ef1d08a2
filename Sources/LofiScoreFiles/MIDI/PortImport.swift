/// Merges the messages of all tracks for the sixteen channels of a port.
struct PortImport {
    /// A message with its track and channel.
    struct Entry {
        let message: ChannelMessage
        let track: Int32
        let channel: UInt8
        /// Order of messages at the same tick, lowest first.
        let rank: UInt8
    }

    /// The history of each channel.
    private(set) var histories: [ChannelHistory] = []

    private var states = (0..<16).map { ChannelState(number: $0) }
    private var device = DeviceState()
    /// The last MPE zones in use; a file may end by turning them off.
    private(set) var zones = MPEZones()

    /// - Parameters:
    ///   - entries: Messages track by track, each in order of tick.
    ///   - tracks: All tracks of the song.
    init(_ entries: [Entry], of tracks: [TrackImport]) throws(MIDIError) {
        for index in Self.order(entries) {
            let entry = entries[index]
            if entry.message.status == ChannelMessage.systemExclusive {
                let message = tracks[Int(entry.track)].systemMessages[Int(entry.message.index)]
                read(message, tick: entry.message.tick)
            } else {
                let channel = Int(entry.channel)
                guard let effect = states[channel].read(entry.message, ofTrack: Int(entry.track)) else { continue }
                apply(effect, of: channel, tick: entry.message.tick)
            }
            // A single message may change sixteen channels.
            guard changeCount <= MIDILimits.controllers else { throw Self.refusal }
        }
        histories = states.map(\.history)
    }

    static let refusal = MIDIError(
        byteOffset: 0,
        reason: "more than \(MIDILimits.controllers) controller changes, counting those set for several channels and "
            + "tracks; thin them out")

    private var changeCount: Int {
        states.reduce(0) { $0 + $1.history.changes.count + $1.history.transpositions.count }
    }

    /// Indices of the entries by tick; resets come first, whatever their track, then the order of the file.
    private static func order(_ entries: [Entry]) -> [Int] {
        func isBefore(_ a: Int, _ b: Int) -> Bool {
            (entries[a].message.tick, entries[a].rank, a) < (entries[b].message.tick, entries[b].rank, b)
        }
        // The messages of a single track are already in order, except for resets.
        let isInOrder = entries.indices.dropFirst().allSatisfy { isBefore($0 - 1, $0) }
        return isInOrder ? Array(entries.indices) : entries.indices.sorted(by: isBefore)
    }

    private mutating func read(_ message: SystemMessage, tick: Int) {
        switch message {
        case .reset(let standard):
            device = DeviceState(standard: standard)
            for channel in states.indices { states[channel].reset(device, tick: tick) }
            return
        case .rhythmPart(let channel, let isRhythm): return states[channel].setRhythmPart(isRhythm, tick: tick)
        case .masterVolume(let volume): device.volume = volume
        case .masterTuning(let cents): device.tuningCents = cents
        case .masterTransposition(let semitones): device.transposition = semitones
        }
        for channel in states.indices { states[channel].follow(device, tick: tick) }
    }

    private mutating func apply(_ effect: ChannelState.Effect, of channel: Int, tick: Int) {
        switch effect {
        case .bendRange(let cents):
            guard let manager = device.zones.manager(of: channel), manager != channel else { return }
            guard let members = device.zones.members(of: manager) else { return }
            for member in members { states[member].setBendRange(cents: cents, tick: tick) }
        case .zone(let members):
            device.zones.configure(manager: channel, members: members)
            for channel in states.indices { states[channel].follow(device, tick: tick) }
            guard let members = device.zones.members(of: channel) else { return }
            zones = device.zones
            for member in members {
                states[member].setBendRange(cents: MPEZones.memberBendRangeCents, tick: tick)
            }
        }
    }
}
