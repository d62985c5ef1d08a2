import Foundation
import LofiPlugin
import LofiSynthesis

/// The two synthesizers side by side on the programs of a SoundFont.
public struct SynthesizerComparison {
    /// Programs of General MIDI from every family.
    public static let programs = [0, 4, 11, 16, 24, 27, 33, 38, 40, 48, 56, 61, 65, 73, 80, 89]

    private static let noteOns = [40, 52, 64, 76].map { NoteRecording.NoteOn($0) }
    /// Seconds that a note is held, half of the time from one to the next: 735 of FluidSynth's steps of 64 frames, so that it
    /// starts and ends notes where the SoundFont player does. How abruptly a tone is cut off depends on its phase there.
    private static let hold = 1024.0 / 960
    /// Bands further than this below the loudest are not compared, dB.
    private static let range = 40.0

    /// Program of General MIDI, from 0.
    public let program: Int
    /// SoundFont player less FluidSynth, dB.
    public let level: Double
    /// The greatest difference of a third-octave band, dB.
    public let band: Double
    /// Centre of that band, Hz.
    public let bandHz: Double

    /// Prints a table for each font.
    public static func print(fonts: [String]) throws {
        for font in fonts {
            Swift.print("\n\(font)\n\n| program | level, dB | third octave, dB | at, Hz |\n|---|---|---|---|")
            for program in programs {
                let row = try SynthesizerComparison(program: program, font: .file(font))
                Swift.print(
                    String(
                        format: "| %d | %+.2f | %+.2f | %.0f |", row.program, row.level, row.band, row.bandHz))
            }
        }
    }

    init(program: Int, font: SoundFontSource) throws {
        let (ours, theirs) = (
            try Self.bands(program, font, SoundFontPlayer.self), try Self.bands(program, font, FluidSynth.self)
        )
        func decibels(_ power: Double) -> Double { 10 * log10(power + 1e-20) }
        self.program = program
        level = decibels(ours.map(\.power).reduce(0, +)) - decibels(theirs.map(\.power).reduce(0, +))
        let loudest = theirs.map(\.power).max() ?? 0
        let differences = zip(ours, theirs).filter { decibels($0.1.power) > decibels(loudest) - Self.range }
            .map { (hertz: $0.1.hertz, decibels: decibels($0.0.power) - decibels($0.1.power)) }
        let worst = differences.max { abs($0.decibels) < abs($1.decibels) }
        (band, bandHz) = (worst?.decibels ?? 0, worst?.hertz ?? 0)
    }

    /// Power of each third octave from 25 Hz to 16 kHz, of all notes together.
    private static func bands(
        _ program: Int, _ font: SoundFontSource, _ type: any Synthesizer.Type
    ) throws -> [(hertz: Double, power: Double)] {
        let notes = try NoteRecording.record(
            noteOns, program: program, hold: Self.hold, seconds: 2 * Self.hold - NoteRecording.gap, soundFont: font,
            synthesizer: type)
        let spectra = notes.map { WholeSpectrum($0.samples) }
        return (-16...12).map { step in
            let centre = 1000 * exp2(Double(step) / 3)
            let band = centre * exp2(-1 / 6)..<centre * exp2(1 / 6)
            return (centre, spectra.reduce(0) { $0 + $1.power(band) })
        }
    }
}
