/// What a SoundFont says of one voice of a key: generators summed over preset and instrument, modulators, the sample.
///
/// SoundFont 2.04, sections 8.1 and 8.2; amounts in the units of the format (cents, centibels, timecents, 0.1 %).
package struct SampleZone: Sendable {
    /// The numbers of section 8.1.2.
    enum Generator: Int {
        case startOffset = 0
        case endOffset = 1
        case loopStartOffset = 2
        case loopEndOffset = 3
        case startCoarseOffset = 4
        case modLfoToPitch = 5
        case vibratoToPitch = 6
        case modEnvToPitch = 7
        case filterCutoff = 8
        case filterQ = 9
        case modLfoToFilter = 10
        case modEnvToFilter = 11
        case endCoarseOffset = 12
        case modLfoToVolume = 13
        case pan = 17
        case modLfoDelay = 21
        case modLfoFrequency = 22
        case vibratoDelay = 23
        case vibratoFrequency = 24
        case modEnvDelay = 25
        case modEnvAttack = 26
        case modEnvHold = 27
        case modEnvDecay = 28
        case modEnvSustain = 29
        case modEnvRelease = 30
        case keyToModEnvHold = 31
        case keyToModEnvDecay = 32
        case delay = 33
        case attack = 34
        case hold = 35
        case decay = 36
        case sustain = 37
        case release = 38
        case keyToHold = 39
        case keyToDecay = 40
        case instrument = 41
        case keyRange = 43
        case velocityRange = 44
        case loopStartCoarseOffset = 45
        case key = 46
        case velocity = 47
        case attenuation = 48
        case loopEndCoarseOffset = 50
        case coarseTune = 51
        case fineTune = 52
        case sampleID = 53
        case sampleModes = 54
        case scaleTuning = 56
        case exclusiveClass = 57
        case rootKey = 58
    }

    static let generatorCount = 61

    /// Section 8.1.3: what holds where nothing is said.
    static let defaults: [Double] = {
        var values = [Double](repeating: 0, count: generatorCount)
        func set(_ generators: [Generator], _ value: Double) {
            for each in generators { values[each.rawValue] = value }
        }
        set(
            [.modLfoDelay, .vibratoDelay, .modEnvDelay, .modEnvAttack, .modEnvHold, .modEnvDecay, .modEnvRelease],
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
        /// Vorbis in an .sf3 file, or in a ROM: not to be had here.
        let isElsewhere: Bool
    }

    var keys: ClosedRange<Int>
    var velocities: ClosedRange<Int>
    var generators: [Double]
    var modulators: [ZoneModulator]
    let sample: Sample

    subscript(_ generator: Generator) -> Double { generators[generator.rawValue] }
}
