/// Reads the events of a track chunk and passes them on.
///
/// Running status is kept across meta events and system exclusive messages, which the standard forbids but real files
/// need; each track starts without one.
struct MIDITrackReader {
    /// Ticks at which a track ends.
    struct Extent {
        /// Tick of its end-of-track event, or of its last event if there is none.
        var endTick = 0
        /// Tick of its last channel message or meta event.
        var lastEventTick = 0
        /// Tick of its last controller change; -1 if there is none.
        var lastControllerTick = -1
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    /// Current reading position.
    private(set) var position: Int
    private(set) var warnings: [MIDIWarning] = []
    /// Set when the track exceeds a limit.
    private(set) var refusal: MIDIError?

    /// Factor applied to the file's ticks, and the tick at which the track starts.
    private let scale: Int
    private let offset: Int
    private(set) var controllersLeft: Int
    private var extent = Extent()

    /// Longer than any song; sums of 32-bit deltas could otherwise overflow.
    private static let maximumTick = 1 << 50

    init(
        _ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, scale: Int, offset: Int, controllersLeft: Int
    ) {
        self.bytes = bytes
        (position, end) = (range.lowerBound, range.upperBound)
        (self.scale, self.offset, self.controllersLeft) = (scale, offset, controllersLeft)
    }

    /// Reads the whole track.
    /// - Returns: where the track ends, in ticks of the file.
    mutating func read(
        into track: inout TrackImport, _ pairs: inout NotePairs, _ conductor: inout Conductor
    ) -> Extent {
        var tick = 0
        var firstTick = -1
        var runningStatus: UInt8 = 0
        while position < end {
            guard let delta = variableLength() else { return finish(tick, truncatedAt: nil) }
            tick = min(tick + delta, Self.maximumTick)
            if firstTick < 0 { firstTick = tick }
            guard position < end else { break }
            let start = position
            var status = bytes[position]
            if status < 0x80 {
                guard runningStatus != 0 else {
                    // Most messages have two data bytes; skipping both finds the next delta time.
                    warn(start, "skipped data without a status byte")
                    position += 1
                    if position < end, bytes[position] < 0x80 { position += 1 }
                    continue
                }
                status = runningStatus
            } else {
                position += 1
            }
            switch status {
            case 0x80..<0xF0:
                runningStatus = status
                let count = status & 0xE0 == 0xC0 ? 1 : 2
                guard position + count <= end else { return finish(tick, truncatedAt: start) }
                let data1 = clipped(at: position)
                let data2 = count == 2 ? clipped(at: position + 1) : 0
                position += count
                extent.lastEventTick = tick
                let index = track.index(of: Int(status & 0x0F), adding: &pairs)
                let scoreTick = offset + tick * scale
                switch status & 0xF0 {
                case 0x90 where data2 > 0: pairs.noteOn(data1, on: index, velocity: data2, tick: scoreTick)
                case 0x80, 0x90: pairs.noteOff(data1, on: index, tick: scoreTick)
                default:
                    if status & 0xF0 == 0xB0 {
                        extent.lastControllerTick = tick
                        if ChannelMode.endsNotes(data1) { pairs.endAll(on: index, tick: scoreTick) }
                    }
                    guard controllersLeft > 0 else { refuse(start); break }
                    controllersLeft -= 1
                    track.add(status, data1, data2, to: index, tick: scoreTick)
                }
            case 0xF0, 0xF7:
                guard let count = variableLength(), count <= end - position else {
                    return finish(tick, truncatedAt: start)
                }
                track.readSystemExclusive(
                    status, UnsafeBufferPointer(rebasing: bytes[position..<(position + count)]),
                    tick: offset + tick * scale)
                position += count
            case 0xFF:
                guard position < end else { return finish(tick, truncatedAt: start) }
                let type = bytes[position]
                position += 1
                if type == 0x2F {
                    // End of track; its length should be 0.
                    if position < end { position += 1 + min(Int(bytes[position]), end - position - 1) }
                    extent.endTick = tick
                    return extent
                }
                guard let count = variableLength(), count <= end - position else {
                    return finish(tick, truncatedAt: start)
                }
                extent.lastEventTick = tick
                let payload = UnsafeBufferPointer(rebasing: bytes[position..<(position + count)])
                track.read(type, payload, isFirst: tick == firstTick)
                conductor.read(type, payload, tick: offset + tick * scale, byteOffset: position)
                position += count
            default:
                warn(start, "skipped system message \(Self.hex(status)), which is not allowed in a file")
                position += status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0
                position = min(position, end)
            }
        }
        return finish(tick, truncatedAt: nil)
    }

    /// Reads a data byte, which has seven bits; larger values are read as 127.
    @inline(__always)
    private mutating func clipped(at offset: Int) -> Int {
        let byte = bytes[offset]
        guard byte > 127 else { return Int(byte) }
        warn(offset, "data byte \(byte) is above 127; read as 127")
        return 127
    }

    private mutating func finish(_ tick: Int, truncatedAt offset: Int?) -> Extent {
        if let offset {
            warn(offset, "the track ends within an event")
        } else {
            warn(position, "the track has no end-of-track event")
        }
        position = end
        extent.endTick = tick
        return extent
    }

    /// Reads a variable-length quantity: seven bits per byte, the top bit set on all but the last, at most four bytes.
    @inline(__always)
    private mutating func variableLength() -> Int? {
        guard position < end else { return nil }
        let byte = bytes[position]
        guard byte >= 0x80 else {
            position += 1
            return Int(byte)
        }
        return longVariableLength()
    }

    private mutating func longVariableLength() -> Int? {
        var value = 0
        for _ in 0..<4 {
            guard position < end else { return nil }
            let byte = bytes[position]
            position += 1
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        // The following bytes can no longer be interpreted; a guess would produce hours of silence or random notes.
        warn(position - 4, "number of more than four bytes; ignored the rest of the track")
        position = end
        return nil
    }

    private mutating func warn(_ offset: Int, _ message: @autoclosure () -> String) {
        guard warnings.count < MIDILimits.warnings else { return }
        warnings.append(MIDIWarning(byteOffset: offset, message: message()))
    }

    private mutating func refuse(_ offset: Int) {
        guard refusal == nil else { return }
        refusal = MIDIError(
            byteOffset: offset, reason: "more than \(MIDILimits.controllers) controller changes; thin them out")
    }

    private static func hex(_ byte: UInt8) -> String { "0x" + String(byte, radix: 16, uppercase: true) }
}
