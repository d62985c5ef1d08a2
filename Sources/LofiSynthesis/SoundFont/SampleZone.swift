import LofiPlatform
import LofiSoundFont

/// The definition of one voice: generators summed over preset and instrument, modulators, and the sample.
///
/// SoundFont 2.04, sections 8.1 and 8.2; amounts in the units of the format (cents, centibels, timecents, 0.1 %).
package struct SampleZone: Sendable {
    package typealias Generator = SoundFontGenerator

    static let generatorCount = 61

    /// Default values of the generators (section 8.1.3).
    static let defaults: [Double] = {
        var values = [Double](repeating: 0, count: generatorCount)
        func set(_ generators: [Generator], _ value: Double) {
            for each in generators { values[Int(each.rawValue)] = value }
        }
        set(
            [.tremoloDelay, .vibratoDelay, .modEnvDelay, .modEnvAttack, .modEnvHold, .modEnvDecay, .modEnvRelease],
            -12000)
        set([.delay, .attack, .hold, .decay, .release], -12000)
        set([.filterCutoff], 13500)
        set([.scaleTuning], 100)
        set([.key, .velocity, .rootKey], -1)
        return values
    }()

    /// A sample header (section 7.10).
    struct Sample: Sendable {
        /// Range of frames in the sample data.
        let frames: Range<Int>
        let loop: Range<Int>
        let rate: Int
        let key: Int
        let correctionCents: Int
        let storage: Storage

        /// The storage of the sample data.
        enum Storage {
            /// 16-bit PCM in the file.
            case file
            /// Ogg Vorbis in an .sf3 file.
            case compressed
            /// In the ROM of a sound card.
            case rom
        }
    }

    var keys: ClosedRange<Int>
    var velocities: ClosedRange<Int>
    var generators: [Double]
    var modulators: [ZoneModulator]
    let sample: Sample

    subscript(_ generator: Generator) -> Double { generators[Int(generator.rawValue)] }

    /// An offset in frames from its fine and coarse (32,768 frames) generators.
    func frames(_ fine: Generator, _ coarse: Generator) -> Int { Int(self[fine]) + 32768 * Int(self[coarse]) }

    /// The loop, relative to the sample's first frame; nil if there is none or it is not within the sample.
    var loop: Range<Int>? {
        guard Int(self[.sampleModes]) & 1 == 1 else { return nil }
        let first = sample.frames.lowerBound
        let start = sample.loop.lowerBound - first + frames(.loopStartOffset, .loopStartCoarseOffset)
        let end = sample.loop.upperBound - first + frames(.loopEndOffset, .loopEndCoarseOffset)
        return start >= 0 && end <= sample.frames.count && end - start > 1 ? start..<end : nil
    }

    /// How long the zone sounds after its key is released: its release from full level to silence, at most 20 s, or what a
    /// sample that stops looping has left, at most.
    func ringSeconds(key: Int) -> Double {
        let release = min(20, exp2(self[.release] / 1200))
        guard loop == nil || !loopsAfterRelease else { return release }
        let root = self[.rootKey] >= 0 ? self[.rootKey] : Double(sample.key)
        let cents = self[.scaleTuning] * (Double(key) - root) + 100 * self[.coarseTune] + self[.fineTune]
        // A bend of two semitones down makes it longer.
        return min(release, Double(sample.frames.count) / Double(sample.rate) / exp2((cents - 200) / 1200))
    }

    /// Whether looping continues after release; otherwise the rest of the sample plays.
    var loopsAfterRelease: Bool { Int(self[.sampleModes]) & 3 == 1 }
}
