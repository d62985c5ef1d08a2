import Foundation
import LofiArrange
import LofiScore

/// Requirements for every instrument of the built-in font.
let soundFontChecks: [SoundCheck] =
    InstrumentName.allCases.map { name in
        SoundCheck(
            "soundfont", "\(name.rawValue): maximum pitch error over the range", within: 0...1, unit: "cents",
            digits: 2
        ) {
            // A pad's voices must be resolved, and a plucked bass glides into its pitch; elsewhere the start of a note
            // defines it.
            let span =
                switch name {
                case .warmPad: 0.6...5
                case .uprightBass: 0.12...0.62
                default: 0.03...0.33
                }
            let notes = try NoteRecording.record(
                name.range.map { .init($0) }, program: name.program, seconds: span.upperBound + 0.1)
            return notes.map { abs($0.cents(span)) }.max() ?? 0
        }
    }
    + InstrumentName.allCases.map { name in
        SoundCheck(
            "soundfont", "\(name.rawValue): maximum step in level between neighbouring velocities", within: 0...1.5,
            unit: "dB", isQuick: false
        ) {
            let notes = try NoteRecording.record(
                (20...127).map { .init(60, $0) }, program: name.program, seconds: 0.35)
            let levels = notes.map { note in
                10 * log10(note.samples.reduce(0.0) { $0 + Double($1 * $1) })
            }
            return zip(levels, levels.dropFirst()).map { abs($1 - $0) }.max() ?? 0
        }
    }
    + [
        SoundCheck(
            "soundfont", "spectral excess of the worst loop seam", within: -.infinity ... -60, unit: "dB"
        ) {
            SoundFontSample.builtIn().compactMap(\.seamDecibels).max() ?? 0
        }
    ]
    + [InstrumentName.feltPiano, .tinePiano, .reedPiano, .nylonGuitar].flatMap { releaseChecks($0) }

/// Checks the noise of damper or finger: audible after note-off, in the band where the note itself has died, and not
/// before.
private func releaseChecks(_ name: InstrumentName) -> [SoundCheck] {
    // Relative to the start of the note, above its partials.
    @Sendable func level(_ from: Double, _ seconds: Double) throws -> Double {
        let note = try NoteRecording.record([.init(48, 90)], program: name.program, hold: 1, seconds: 1.5)[0]
        func power(_ start: Double, _ length: Double) -> Double {
            let first = Int(start * Signals.rate)
            let sound = note.samples[first..<(first + Int(length * Signals.rate))]
            return sound.reduce(0.0) { $0 + Double($1 * $1) } / Double(sound.count)
        }
        return 10 * log10(max(1e-14, power(from, seconds)) / power(0, 0.3))
    }
    return [
        SoundCheck(
            "soundfont", "\(name.rawValue): noise 60 ms after note-off, relative to the note", within: -60 ... -25,
            unit: "dB"
        ) { try level(1.06, 0.02) },
        SoundCheck(
            "soundfont", "\(name.rawValue): silence 400 ms after note-off", within: -.infinity ... -80, unit: "dB"
        ) {
            try level(1.4, 0.05)
        },
    ]
}
