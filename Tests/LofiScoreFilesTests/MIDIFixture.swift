@testable import LofiScore
@testable import LofiScoreFiles

/// Bytes of small MIDI files: delta times are part of the events, 480 ticks per quarter.
enum MIDIFixture {
    static func song(_ tracks: [UInt8]...) throws -> Score { try MIDISong(MIDITests.file(tracks)).score }

    /// Concatenates bytes, since sums of literals are slow to compile.
    static func bytes(_ bytes: UInt8...) -> [UInt8] { bytes }

    /// A note that starts at the current tick.
    static func note(_ pitch: UInt8, ticks: UInt8 = 100, channel: UInt8 = 0) -> [UInt8] {
        [0, 0x90 | channel, pitch, 90, ticks, 0x80 | channel, pitch, 0]
    }

    static func control(_ number: UInt8, _ value: UInt8, channel: UInt8 = 0, after delta: UInt8 = 0) -> [UInt8] {
        [delta, 0xB0 | channel, number, value]
    }

    /// A registered parameter with a 14-bit value.
    static func registered(_ number: UInt8, _ value: Int, channel: UInt8 = 0, after delta: UInt8 = 0) -> [UInt8] {
        control(101, 0, channel: channel, after: delta) + control(100, number, channel: channel)
            + control(6, UInt8(value >> 7), channel: channel) + control(38, UInt8(value & 0x7F), channel: channel)
    }

    static func systemExclusive(_ bytes: [UInt8], after delta: UInt8 = 0) -> [UInt8] {
        [delta, 0xF0, UInt8(bytes.count + 1)] + bytes + [0xF7]
    }

    static func name(_ bytes: [UInt8]) -> [UInt8] { [0, 0xFF, 0x03, UInt8(bytes.count)] + bytes }

    static func port(_ number: UInt8) -> [UInt8] { [0, 0xFF, 0x21, 1, number] }
}
