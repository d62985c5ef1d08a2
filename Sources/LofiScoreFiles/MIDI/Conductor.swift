import LofiScore

/// Collects tempo, meter and key changes from all tracks.
struct Conductor {
    private(set) var tempos: [TempoMap.Change] = []
    private(set) var meters: [MeterMap.Change] = []
    private(set) var keys: [KeySignature] = []
    private(set) var warnings: [MIDIWarning] = []
    /// Set when there are too many changes.
    private(set) var refusal: MIDIError?
    private var warningsLeft = MIDILimits.warnings

    /// Resets the number of warnings allowed for the next track.
    mutating func beginTrack() { warningsLeft = MIDILimits.warnings }

    /// Reads a meta event; events other than tempo, meter and key are ignored.
    mutating func read(_ type: UInt8, _ data: UnsafeBufferPointer<UInt8>, tick: Int, byteOffset: Int) {
        switch type {
        case 0x51: readTempo(data, tick, byteOffset)
        case 0x58: readMeter(data, tick, byteOffset)
        case 0x59: readKey(data, tick, byteOffset)
        default: return
        }
        if tempos.count + meters.count + keys.count > MIDILimits.changes, refusal == nil {
            refusal = MIDIError(
                byteOffset: byteOffset,
                reason: "more than \(MIDILimits.changes) changes of tempo, meter and key; thin them out")
        }
    }

    mutating func warn(_ offset: Int, _ message: String) {
        warnings.append(MIDIWarning(byteOffset: offset, message: message))
    }

    private mutating func readTempo(_ data: UnsafeBufferPointer<UInt8>, _ tick: Int, _ byteOffset: Int) {
        let tempo = data.count == 3 ? data.reduce(0) { $0 << 8 | Int64($1) } : 0
        guard tempo > 0 else {
            return ignored(byteOffset, "ignored a tempo of \(data.count == 3 ? "0" : "\(data.count) bytes")")
        }
        guard refusal == nil else { return }
        tempos.append(TempoMap.Change(tick: tick, picosecondsPerQuarter: tempo * 1_000_000))
    }

    private mutating func readMeter(_ data: UnsafeBufferPointer<UInt8>, _ tick: Int, _ byteOffset: Int) {
        guard data.count >= 2, data[0] > 0, data[1] <= 6 else {
            return ignored(byteOffset, "ignored an invalid time signature")
        }
        if data.count != 4 { ignored(byteOffset, "time signature of \(data.count) bytes instead of 4") }
        guard refusal == nil else { return }
        meters.append(
            MeterMap.Change(tick: tick, meter: MeterMap.Meter(beats: Int(data[0]), unit: 1 << Int(data[1]))))
    }

    private mutating func readKey(_ data: UnsafeBufferPointer<UInt8>, _ tick: Int, _ byteOffset: Int) {
        guard data.count == 2, (-7...7).contains(Int8(bitPattern: data[0])), data[1] <= 1 else {
            return ignored(byteOffset, "ignored an invalid key signature")
        }
        guard refusal == nil else { return }
        // Each sharp is a fifth up; the relative minor is three semitones below.
        let tonic = Int(Int8(bitPattern: data[0])) * 7 + (data[1] == 1 ? 9 : 0)
        keys.append(KeySignature(tick: tick, key: Key(tonic: tonic, mode: data[1] == 1 ? .minor : .major)))
    }

    private mutating func ignored(_ offset: Int, _ message: @autoclosure () -> String) {
        guard warningsLeft > 0 else { return }
        warningsLeft -= 1
        warn(offset, message())
    }
}
