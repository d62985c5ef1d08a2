import LofiSoundFont

/// What a SoundFont says of one voice of a key: generators summed over preset and instrument, modulators, the sample.
///
/// SoundFont 2.04, sections 8.1 and 8.2; amounts in the units of the format (cents, centibels, timecents, 0.1 %).
package struct SampleZone: Sendable {
    package typealias Generator = SoundFontGenerator

    static let generatorCount = 61

    /// Section 8.1.3: what holds where nothing is said.
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

    /// Section 7.10.
    struct Sample: Sendable {
        /// First frame, and the one behind the last, in the sample data.
        let frames: Range<Int>
        let loop: Range<Int>
        let rate: Int
        let key: Int
        let correctionCents: Int
        let storage: Storage

        /// Where the sample's data are.
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

    /// A place that is told in frames and in 32,768 of them.
    func frames(_ fine: Generator, _ coarse: Generator) -> Int { Int(self[fine]) + 32768 * Int(self[coarse]) }

    /// What goes round, from the sample's first frame; nil where nothing does, or where it would not lie within the sample.
    var loop: Range<Int>? {
        guard Int(self[.sampleModes]) & 1 == 1 else { return nil }
        let first = sample.frames.lowerBound
        let start = sample.loop.lowerBound - first + frames(.loopStartOffset, .loopStartCoarseOffset)
        let end = sample.loop.upperBound - first + frames(.loopEndOffset, .loopEndCoarseOffset)
        return start >= 0 && end <= sample.frames.count && end - start > 1 ? start..<end : nil
    }

    /// Else what lies behind the loop is heard from the release on.
    var loopsAfterRelease: Bool { Int(self[.sampleModes]) & 3 == 1 }
}
