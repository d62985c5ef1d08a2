/// The generators of a zone by their numbers (SoundFont 2.04, section 8.1.2); amounts are in the units of the format:
/// cents, centibels, timecents, 0.1 %.
///
/// The format's modulation LFO is called tremolo here, which is what fonts use it for.
package enum SoundFontGenerator: UInt16, Sendable {
    case startOffset = 0
    case endOffset = 1
    case loopStartOffset = 2
    case loopEndOffset = 3
    case startCoarseOffset = 4
    case tremoloToPitch = 5
    case vibratoToPitch = 6
    case modEnvToPitch = 7
    case filterCutoff = 8
    case filterQ = 9
    case tremoloToFilter = 10
    case modEnvToFilter = 11
    case endCoarseOffset = 12
    case tremoloToVolume = 13
    case pan = 17
    case tremoloDelay = 21
    case tremoloFrequency = 22
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
