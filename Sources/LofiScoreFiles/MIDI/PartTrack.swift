import LofiScore

/// The track of a part in a MIDI file: its notes and everything its channel carries.
///
/// A part with member channels is written as the lower zone of an MPE port: the manager on channel 1, member m on
/// channel m + 1.
struct PartTrack {
    private(set) var events: [MIDIFileWriter.TimedBytes] = []

    private let part: Part
    private let address: ChannelPlan.Address
    /// Number of member channels; 0 = a single channel.
    private let members: Int
    /// Current bend and tuning of each channel, in cents.
    private var bends: [Double]
    private var tunings: [Double]
    /// Bend range of each channel in semitones; nil without bends.
    private var ranges: [Int?] = []

    /// Range of RPN 1 to either side, in cents.
    private static let tuningRange = 100.0
    private static let bendRange = 0
    private static let fineTuning = 1
    private static let zone = 6

    /// - Parameter keepsOverlaps: Whether a key struck again while it sounds keeps both durations
    ///   (`MIDIFileWriter.bytes`).
    init(_ part: Part, on address: ChannelPlan.Address, keepsOverlaps: Bool) {
        (self.part, self.address) = (part, address)
        members = min(15, part.notes.reduce(0) { max($0, $1.member) })
        bends = Array(repeating: 0, count: members + 1)
        tunings = bends
        begin()
        if !address.isShared { for event in part.controllers { add(event) } }
        for note in keepsOverlaps ? part.notes : Self.apart(part.notes) { add(note) }
    }

    // MARK: Initial state

    private mutating func begin() {
        add(0, 0, MIDIFileWriter.meta(0x03, Array(part.name.utf8)))
        if address.port > 0 { add(0, 0, MIDIFileWriter.meta(0x21, [UInt8(address.port)])) }
        guard !address.isShared else { return }
        if members > 0 { select(Self.zone, value: members << 7, member: 0, tick: 0, rank: 1) }
        ranges = bendRanges
        for member in 0...members {
            choose(part.program, bank: part.bank, member: member, tick: 0, rank: 1)
            if let range = ranges[member] {
                select(Self.bendRange, value: range << 7, member: member, tick: 0, rank: 1)
            }
        }
    }

    /// Bend range of each channel in semitones, as wide as its widest bend; nil without bends. All members share one.
    private var bendRanges: [Int?] {
        var (bend, tuning) = (bends, tunings)
        var widest = [Double?](repeating: nil, count: members + 1)
        for event in part.controllers {
            let member = min(event.member, members)
            switch event.change {
            case .pitchBend(let cents): bend[member] = cents
            case .tuning(let cents):
                tuning[member] = cents
                guard abs(cents) > Self.tuningRange else { continue }
            default: continue
            }
            widest[member] = max(widest[member] ?? 0, abs(bend[member] + Self.beyondTuning(tuning[member])))
        }
        if let ofMembers = widest.dropFirst().compactMap(\.self).max() {
            for member in 1...members { widest[member] = ofMembers }
        }
        return widest.map { $0.map { max(2, min(127, Int(($0 / 100).rounded(.up)))) } }
    }

    /// The part of a tuning beyond the range of RPN 1, in cents; it is added to the bend.
    private static func beyondTuning(_ cents: Double) -> Double { cents - max(-tuningRange, min(tuningRange, cents)) }

    // MARK: Controllers

    private mutating func add(_ event: ControlEvent) {
        let (member, tick) = (min(event.member, members), event.tick)
        switch event.change {
        case .controller(let number, let value): control(number, value, member, tick)
        case .program(let program, let bank): choose(program, bank: bank, member: member, tick: tick, rank: 3)
        case .pressure(let value): add(tick, 3, [0xD0 | status(member), Self.byte(value)])
        case .keyPressure(let pitch, let value):
            add(tick, 3, [0xA0 | status(member), Self.byte(pitch), Self.byte(value)])
        case .generator(let number, let value):
            for (controller, value) in [(99, 120), (98, min(99, number)), (38, value & 0x7F), (6, value >> 7)] {
                control(controller, value, member, tick)
            }
            deselect(member, tick, rank: 3)
        case .pitchBend(let cents):
            bends[member] = cents
            addBend(member, tick)
        case .tuning(let cents):
            let before = Self.beyondTuning(tunings[member])
            tunings[member] = cents
            let fine = 8192 + max(-1, min(1, cents / Self.tuningRange)) * 8192
            select(Self.fineTuning, value: min(16383, Int(fine.rounded())), member: member, tick: tick, rank: 3)
            if Self.beyondTuning(cents) != before { addBend(member, tick) }
        }
    }

    private mutating func addBend(_ member: Int, _ tick: Int) {
        guard let range = ranges[member] else { return }
        let cents = bends[member] + Self.beyondTuning(tunings[member])
        let wheel = max(0, min(16383, Int((8192 + cents / Double(range * 100) * 8192).rounded())))
        add(tick, 3, [0xE0 | status(member), UInt8(wheel & 0x7F), UInt8(wheel >> 7)])
    }

    private mutating func choose(_ program: Int, bank: Int, member: Int, tick: Int, rank: Int) {
        var (coarse, fine) = (bank >> 7 & 0x7F, bank & 0x7F)
        // Drums on other channels, and other instruments on the drum channel, use the banks of GM2.
        let isOnDrumChannel = members == 0 && address.channel == 9
        if part.isDrums && !isOnDrumChannel { (coarse, fine) = (BankSelect.rhythm, 0) }
        if !part.isDrums && isOnDrumChannel { (coarse, fine) = (BankSelect.melodic, coarse == 0 ? fine : coarse) }
        control(0, coarse, member, tick, rank: rank)
        control(32, fine, member, tick, rank: rank)
        add(tick, rank, [0xC0 | status(member), Self.byte(program)])
    }

    /// Sets a registered parameter.
    /// - Parameter value: 14-bit value.
    private mutating func select(_ parameter: Int, value: Int, member: Int, tick: Int, rank: Int) {
        for (controller, value) in [(101, 0), (100, parameter), (6, value >> 7), (38, value & 0x7F)] {
            control(controller, value, member, tick, rank: rank)
        }
        deselect(member, tick, rank: rank)
    }

    /// Deselects the parameter, so that later data entries have no effect.
    private mutating func deselect(_ member: Int, _ tick: Int, rank: Int) {
        for controller in [101, 100] { control(controller, 127, member, tick, rank: rank) }
    }

    private mutating func control(_ number: Int, _ value: Int, _ member: Int, _ tick: Int, rank: Int = 3) {
        add(tick, rank, [0xB0 | status(member), UInt8(number & 0x7F), Self.byte(value)])
    }

    private func status(_ member: Int) -> UInt8 { UInt8(members == 0 ? address.channel : member) }

    private mutating func add(_ tick: Int, _ rank: Int, _ bytes: [UInt8]) { events.append((tick, rank, bytes)) }

    private static func byte(_ value: Int) -> UInt8 { UInt8(max(0, min(127, value))) }

    // MARK: Notes

    private mutating func add(_ note: Note) {
        let (pitch, status) = (UInt8(note.pitch & 0x7F), status(min(note.member, members)))
        add(note.startTick, 4, [0x90 | status, pitch, UInt8(max(1, min(127, note.velocity)))])
        // A note of zero length must end after it starts.
        add(note.endTick, note.durationTicks > 0 ? 2 : 5, [0x80 | status, pitch, 64])
    }

    /// Ends each note where its key is struck again, since a file cannot tell which note-off belongs to which note-on.
    /// Of two notes that start together the longer is kept.
    private static func apart(_ notes: [Note]) -> [Note] {
        var kept: [Note] = []
        var last: [Int: Int] = [:]
        for note in notes.sorted(by: { ($0.startTick, -$0.durationTicks) < ($1.startTick, -$1.durationTicks) }) {
            let key = min(note.member, 15) << 7 | note.pitch & 0x7F
            if let before = last[key], kept[before].endTick > note.startTick {
                if kept[before].startTick == note.startTick { continue }
                kept[before].durationTicks = note.startTick - kept[before].startTick
            }
            last[key] = kept.count
            kept.append(note)
        }
        return kept
    }
}
