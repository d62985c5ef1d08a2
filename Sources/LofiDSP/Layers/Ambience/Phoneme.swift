import LofiPlugin

/// A stretch of speech with steady targets, towards which the articulators move.
struct SpeechSegment {
    var seconds = 0.0
    /// First three formants of a man in Hz.
    var formants = SIMD3<Double>(500, 1500, 2500)
    /// Amplitude of the voice, 0…1.
    var voice = 0.0
    /// Amplitude of the breath that passes the formants: [h], aspiration.
    var breath = 0.0
    /// Amplitude of the noise made at a constriction, which does not pass the throat.
    var friction = 0.0
    /// Centre of that noise in Hz.
    var frictionHz = 4000.0
    /// Additional bandwidth of the first formant in Hz, as the nose damps it.
    var damping = 0.0
}

/// Random syllables of an unintelligible language with the sounds of English.
///
/// Vowels after G. E. Peterson and H. L. Barney (1952), men's means; consonant loci, bursts and durations after D. H.
/// Klatt, "Software for a cascade/parallel formant synthesizer" (1980).
enum Syllable {
    private static let vowels: [SIMD3<Double>] = [
        SIMD3(270, 2290, 3010), SIMD3(390, 1990, 2550), SIMD3(530, 1840, 2480), SIMD3(660, 1720, 2410),
        SIMD3(730, 1090, 2440), SIMD3(570, 840, 2410), SIMD3(440, 1020, 2240), SIMD3(300, 870, 2240),
        SIMD3(640, 1190, 2390), SIMD3(490, 1350, 1690), SIMD3(500, 1500, 2500), SIMD3(500, 1500, 2500),
    ]
    /// Second halves of diphthongs.
    private static let glides: [SIMD3<Double>] = [SIMD3(350, 2050, 2700), SIMD3(400, 900, 2240)]
    /// Formants towards which lips, tongue tip and tongue back pull, and the centres of their bursts in Hz.
    private static let places: [(locus: SIMD3<Double>, burstHz: Double, burst: Double)] = [
        (SIMD3(250, 900, 2200), 1100, 0.35), (SIMD3(250, 1750, 2650), 4200, 0.8), (SIMD3(250, 2000, 2350), 1900, 0.7),
    ]

    /// [l], [r], [w] and [j].
    private static let approximants: [SIMD3<Double>] = [
        SIMD3(360, 1100, 2650), SIMD3(390, 1150, 1650), SIMD3(310, 700, 2200), SIMD3(290, 2200, 2950),
    ]

    /// Appends the segments of one syllable.
    ///
    /// - Parameters:
    ///   - strength: amplitude of the vowel, 0…1.
    ///   - stretch: factor for the length of the vowel.
    static func append(
        to segments: inout [SpeechSegment], strength: Double, stretch: Double, random: inout RandomStream
    ) {
        let vowel = vowels[Int(random.unit() * Double(vowels.count))] * random.uniform(0.94...1.06)
        if random.chance(0.85) { onset(&segments, vowel, strength, &random) }
        let seconds = random.uniform(0.07...0.13) * stretch
        if random.chance(0.25) {
            let glide = glides[Int(random.unit() * 2)]
            segments.append(SpeechSegment(seconds: seconds * 0.65, formants: vowel, voice: strength))
            segments.append(SpeechSegment(seconds: seconds * 0.6, formants: glide, voice: strength * 0.8))
        } else {
            segments.append(SpeechSegment(seconds: seconds, formants: vowel, voice: strength))
        }
        if random.chance(0.4) { coda(&segments, vowel, strength, &random) }
    }

    /// Appends one "ha" of a laugh.
    static func appendLaugh(to segments: inout [SpeechSegment], strength: Double, random: inout RandomStream) {
        let vowel = SIMD3(680, 1250, 2450) * random.uniform(0.95...1.05)
        segments.append(
            SpeechSegment(seconds: random.uniform(0.07...0.11), formants: vowel, breath: 0.5 * strength, damping: 80))
        segments.append(
            SpeechSegment(
                seconds: random.uniform(0.07...0.1), formants: vowel, voice: strength, breath: 0.15 * strength))
    }

    private static func onset(
        _ segments: inout [SpeechSegment], _ vowel: SIMD3<Double>, _ strength: Double, _ random: inout RandomStream
    ) {
        let kind = random.unit()
        if kind < 0.36 {
            plosive(&segments, vowel, strength, &random)
        } else if kind < 0.56 {
            fricative(&segments, vowel, strength, &random)
        } else if kind < 0.72 {
            nasal(&segments, strength, &random)
        } else if kind < 0.92 {
            approximant(&segments, strength, &random)
        } else {
            segments.append(
                SpeechSegment(
                    seconds: random.uniform(0.04...0.07), formants: vowel, breath: 0.3 * strength, damping: 150))
        }
    }

    private static func coda(
        _ segments: inout [SpeechSegment], _ vowel: SIMD3<Double>, _ strength: Double, _ random: inout RandomStream
    ) {
        let kind = random.unit()
        if kind < 0.3 {
            nasal(&segments, strength, &random)
        } else if kind < 0.6 {
            fricative(&segments, vowel, strength * 0.8, &random)
        } else if kind < 0.8 {
            approximant(&segments, strength * 0.8, &random)
        } else {
            plosive(&segments, vowel, strength * 0.7, &random)
        }
    }

    private static func plosive(
        _ segments: inout [SpeechSegment], _ vowel: SIMD3<Double>, _ strength: Double, _ random: inout RandomStream
    ) {
        let place = places[Int(random.unit() * 3)]
        let isVoiced = random.chance(0.5)
        segments.append(
            SpeechSegment(
                seconds: random.uniform(0.045...0.08), formants: place.locus, voice: isVoiced ? 0.12 * strength : 0,
                damping: 60))
        segments.append(
            SpeechSegment(
                seconds: 0.012, formants: place.locus, friction: place.burst * strength, frictionHz: place.burstHz))
        guard !isVoiced else { return }
        segments.append(
            SpeechSegment(
                seconds: random.uniform(0.02...0.05), formants: (place.locus + vowel) / 2, breath: 0.35 * strength,
                friction: 0.15 * strength, frictionHz: place.burstHz, damping: 150))
    }

    private static func fricative(
        _ segments: inout [SpeechSegment], _ vowel: SIMD3<Double>, _ strength: Double, _ random: inout RandomStream
    ) {
        let kind = random.unit()
        let locus = SIMD3(300, vowel.y * 0.5 + 850, 2550)
        var segment = SpeechSegment(seconds: random.uniform(0.07...0.13), formants: locus, damping: 60)
        if kind < 0.45 {
            (segment.frictionHz, segment.friction) = (random.uniform(5000...6500), 0.55 * strength)
        } else if kind < 0.65 {
            (segment.frictionHz, segment.friction) = (random.uniform(2600...3300), 0.6 * strength)
        } else {
            (segment.frictionHz, segment.friction) = (random.uniform(6000...8000), 0.14 * strength)
        }
        if random.chance(0.35) {
            segment.voice = 0.3 * strength
            segment.friction *= 0.6
            segment.seconds *= 0.7
        }
        segments.append(segment)
    }

    private static func nasal(_ segments: inout [SpeechSegment], _ strength: Double, _ random: inout RandomStream) {
        let second = random.chance(0.6) ? 1600.0 : 1050
        segments.append(
            SpeechSegment(
                seconds: random.uniform(0.05...0.09), formants: SIMD3(260, second, 2400), voice: 0.5 * strength,
                damping: 80))
    }

    private static func approximant(
        _ segments: inout [SpeechSegment], _ strength: Double, _ random: inout RandomStream
    ) {
        let formants = approximants[Int(random.unit() * 4)]
        segments.append(
            SpeechSegment(
                seconds: random.uniform(0.04...0.075), formants: formants, voice: 0.65 * strength, damping: 30))
    }
}
