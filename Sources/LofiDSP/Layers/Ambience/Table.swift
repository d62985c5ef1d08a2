import LofiPlatform
import LofiPlugin

/// A conversation at one table: who speaks, in which phrases, at which pitch.
///
/// Turn-taking after H. Sacks, E. A. Schegloff and G. Jefferson (1974): one at a time, gaps mostly below half a
/// second. The pitch falls over a phrase, rises on accented syllables, and ends low or, in one phrase out of five,
/// high.
struct Table {
    /// What the vocal tract does at this control step.
    struct Articulation {
        var formants = SIMD3<Double>(500, 1500, 2500)
        /// Fourth and fifth formant in Hz.
        var high = SIMD2<Double>(3500, 4500)
        var damping = 0.0
        var pitchHz = 120.0
        var voice = 0.0
        var breath = 0.0
        var friction = 0.0
        var frictionHz = 4000.0
        /// Share of the period during which the glottis is open.
        var openness = 0.6
    }

    private struct Person {
        var pitchHz = 0.0
        /// Formants relative to a man's.
        var tract = 1.0
        var pace = 1.0
        var openness = 0.6
        var liveliness = 1.0
    }

    private(set) var now = Articulation()
    private var random: RandomStream
    private var people: [Person] = []
    private var speaker = 0
    private var segments: [SpeechSegment] = []
    private var nextSegment = 0
    private var secondsLeft = 0.0
    private var silence = 0.0
    private var syllablesLeft = 0
    private var syllables = 1
    private var isLaughing = false
    private var isQuestion = false
    private var loudness = 1.0
    private var pitchTarget = 0.0
    /// The formants after the first of the two low-passes that stand for the tongue's mass.
    private var between = SIMD3<Double>(500, 1500, 2500)
    private let restSeconds: Double

    /// - Parameter restSeconds: mean length of the silences between conversations.
    init(people count: Int, firstIsWoman: Bool, restSeconds: Double, random: RandomStream) {
        self.random = random
        self.restSeconds = restSeconds
        segments.reserveCapacity(16)
        for index in 0..<count {
            let isWoman = (index % 2 == 0) == firstIsWoman
            people.append(
                Person(
                    pitchHz: isWoman ? self.random.uniform(175...225) : self.random.uniform(95...135),
                    tract: isWoman ? self.random.uniform(1.12...1.2) : self.random.uniform(0.96...1.04),
                    pace: self.random.uniform(0.9...1.12), openness: self.random.uniform(0.5...0.7),
                    liveliness: self.random.uniform(0.8...1.3)))
        }
        silence = self.random.unit() * 1.5
        pitchTarget = people[0].pitchHz
        now.pitchHz = pitchTarget
    }

    /// Advances by one control step.
    mutating func advance() {
        let seconds = 1 / ControlGrid.hertz
        secondsLeft -= seconds
        while secondsLeft <= 0 {
            nextSegment += 1
            if nextSegment >= segments.count { nextSyllable() }
            secondsLeft += segments[nextSegment].seconds / people[speaker].pace
        }
        let person = people[speaker]
        let target = segments[nextSegment]
        // The tongue is a critically damped mass: two equal low-passes.
        between += (target.formants * person.tract - between) * 0.3
        now.formants += (between - now.formants) * 0.3
        now.high = SIMD2(3500, 4500) * person.tract
        now.damping += (target.damping - now.damping) * 0.4
        now.voice += (target.voice * loudness - now.voice) * (target.voice < now.voice ? 0.35 : 0.3)
        now.breath += (target.breath * loudness - now.breath) * 0.4
        // A burst begins at once.
        now.friction += (target.friction * loudness - now.friction) * (target.seconds < 0.02 ? 0.9 : 0.35)
        if now.voice < 1e-4 { now.voice = 0 }
        if now.breath < 1e-4 { now.breath = 0 }
        if now.friction < 1e-4 { now.friction = 0 }
        now.frictionHz = target.friction > 0 ? target.frictionHz : now.frictionHz
        now.openness = person.openness
        now.pitchHz += (pitchTarget - now.pitchHz) * 0.07
        now.pitchHz *= 1 + 0.008 * random.normal()
    }

    private mutating func nextSyllable() {
        segments.removeAll(keepingCapacity: true)
        nextSegment = 0
        if syllablesLeft == 0 {
            segments.append(pause())
            return
        }
        syllablesLeft -= 1
        let person = people[speaker]
        let share = Double(syllables - syllablesLeft) / Double(syllables)
        if isLaughing {
            loudness = 1.1 - 0.7 * share
            pitchTarget = person.pitchHz * (1.7 - 0.5 * share) * random.uniform(0.95...1.05)
            Syllable.appendLaugh(to: &segments, strength: 1, random: &random)
            return
        }
        let isAccented = random.chance(0.42) || syllablesLeft == syllables - 1
        let isLast = syllablesLeft == 0
        let accent =
            isAccented ? random.uniform(2...5.5) * person.liveliness : random.uniform(-1...0.5)
        let ending = isLast ? (isQuestion ? 5.0 : -3.0) : 0
        pitchTarget = person.pitchHz * exp2((1.5 - 4 * share + accent + ending) / 12)
        loudness = Double(Decibels.amplitude(isAccented ? 0 : random.uniform(-7 ... -2))) * (1.15 - 0.4 * share)
        let stretch = (isAccented ? 1.25 : 0.75) * (isLast ? 1.5 : 1)
        Syllable.append(to: &segments, strength: 1, stretch: stretch, random: &random)
    }

    /// Returns the silence before the next phrase, which it begins.
    private mutating func pause() -> SpeechSegment {
        isLaughing = false
        isQuestion = random.chance(0.2)
        syllables = 1 + Int(random.uniform(2...13))
        var seconds = random.uniform(0.15...0.6)
        let kind = random.unit()
        if kind < 0.45 {
            // The same person goes on.
        } else {
            speaker = (speaker + 1) % people.count
            seconds = random.uniform(0.02...0.45)
        }
        if kind > 0.95 {
            isLaughing = true
            syllables = 3 + Int(random.uniform(0...4))
        } else if kind > 0.85 {
            seconds += -restSeconds * log(1 - random.unit() * 0.95)
        }
        syllablesLeft = syllables
        return SpeechSegment(seconds: seconds, formants: now.formants / people[speaker].tract)
    }
}
