import LofiPlatform
import LofiPlugin

/// Five people talking at other tables, unintelligibly.
///
/// Each glottal pulse excites three resonances, the formants of a vowel (X. Rodet, "Time-domain formant-wave-function
/// synthesis", 1984); each syllable picks a vowel, 4 to 6 per second; a phrase has a few syllables, followed by a
/// pause. Vowels after G. E. Peterson and H. L. Barney (1952).
struct Babble: AmbientSource {
    private static let talkers = 5

    private struct Talker {
        var pitchHz = 0.0
        var syllableSeconds = 0.0
        var side: Float = 0
        var loudness: Float = 0
        var syllablesLeft = 0
        var nextPulse = 0
        var syllableStart = 0
        var syllableFrames = 1
        var strength: Float = 0
    }

    /// First, second and third formant in Hz, and the levels of the second and third in dB relative to the first.
    private static let vowels: [[Double]] = [
        [730, 1090, 2440, -2, -22], [660, 1720, 2410, -10, -22], [530, 1840, 2480, -14, -22],
        [270, 2290, 3010, -20, -26], [300, 870, 2240, -14, -34], [440, 1020, 2240, -10, -30],
        [570, 840, 2410, -5, -28], [640, 1190, 2390, -7, -24],
    ]

    private let sampleRate: Double
    private var random: RandomStream
    private var talkers: [Talker] = []
    private var frame = 0
    private var nextPulse = 0
    private var x = SIMD16<Float>.zero
    private var y = SIMD16<Float>.zero
    private var rotationX = SIMD16<Float>.zero
    private var rotationY = SIMD16<Float>.zero
    private var left = SIMD16<Float>.zero
    private var right = SIMD16<Float>.zero
    /// Mean pause between two phrases of a voice.
    private let pauseSeconds: Double

    init(amplitude: Float, pauseSeconds: Double, sampleRate: Double, random: RandomStream) {
        var random = random
        self.sampleRate = sampleRate
        self.pauseSeconds = pauseSeconds
        var sides = EvenShares(Self.talkers, random: random.fork("sides"))
        var distances = EvenShares(Self.talkers, random: random.fork("distances"))
        for index in 0..<Self.talkers {
            var talker = Talker()
            // Alternate male and female voices.
            talker.pitchHz = index % 2 == 0 ? random.uniform(95...135) : random.uniform(170...230)
            talker.syllableSeconds = random.uniform(0.16...0.25)
            talker.side = Float(sides.uniform(-0.8...0.8))
            talker.loudness = amplitude * Decibels.amplitude(distances.uniform(-6...0))
            talker.nextPulse = Int(random.unit() * 3 * sampleRate)
            talkers.append(talker)
        }
        self.random = random
        nextPulse = talkers.reduce(.max) { min($0, $1.nextPulse) }
    }

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            if frame >= nextPulse { pulse() }
            let count = min(block.count - index, nextPulse - frame)
            sound(AudioBlock(rebasing: block[index..<(index + count)]))
            frame += count
            index += count
        }
    }

    private mutating func sound(_ block: AudioBlock) {
        var (x, y) = (x, y)
        let (rotationX, rotationY, left, right) = (rotationX, rotationY, left, right)
        for index in block.indices {
            let turned = x * rotationX - y * rotationY
            y = x * rotationY + y * rotationX
            // A pausing voice must not decay into subnormal numbers, which the processor handles slowly.
            x = turned + 1e-18
            block[index] += StereoFrame((y * left).sum(), (y * right).sum())
        }
        (self.x, self.y) = (x, y)
    }

    private mutating func pulse() {
        for index in talkers.indices where talkers[index].nextPulse <= frame {
            if frame - talkers[index].syllableStart >= talkers[index].syllableFrames, !startSyllable(index) { continue }
            let talker = talkers[index]
            let share = Double(frame - talker.syllableStart) / Double(talker.syllableFrames)
            let strength = talker.strength * Float(sin(.pi * min(1, share)))
            for formant in 0..<3 { x[3 * index + formant] += strength }
            // The pitch falls over a phrase; no two periods are alike (jitter of 1 %).
            let pitch = talker.pitchHz * (1 + 0.02 * Double(talker.syllablesLeft)) * (1 + 0.01 * random.normal())
            talkers[index].nextPulse = frame + max(8, Int(sampleRate / pitch))
        }
        nextPulse = talkers.reduce(.max) { min($0, $1.nextPulse) }
    }

    /// Starts the next syllable; returns false if the talker pauses instead.
    private mutating func startSyllable(_ index: Int) -> Bool {
        if talkers[index].syllablesLeft == 0 {
            talkers[index].syllablesLeft = 1 + Int(random.uniform(3...14))
            talkers[index].nextPulse =
                frame + 1 + Int(-pauseSeconds * log(1 - random.unit()) * sampleRate)
            talkers[index].syllableFrames = 0
            return false
        }
        talkers[index].syllablesLeft -= 1
        let talker = talkers[index]
        talkers[index].syllableStart = frame
        talkers[index].syllableFrames = 1 + Int(talker.syllableSeconds * random.uniform(0.6...1.6) * sampleRate)
        talkers[index].strength = Decibels.amplitude(random.uniform(-10...0))
        let vowel = Self.vowels[Int(random.unit() * Double(Self.vowels.count))]
        for formant in 0..<3 {
            let lane = 3 * index + formant
            // Women's formants are 16 % higher; bandwidths are 60 Hz plus 5 % of the frequency.
            let hertz = vowel[formant] * (talker.pitchHz > 150 ? 1.16 : 1) * random.uniform(0.95...1.05)
            let radius = exp(-Double.pi * (60 + 0.05 * hertz) / sampleRate)
            let angle = 2 * Double.pi * hertz / sampleRate
            rotationX[lane] = Float(radius * cos(angle))
            rotationY[lane] = Float(radius * sin(angle))
            let level = talker.loudness * Decibels.amplitude(formant == 0 ? 0 : vowel[2 + formant])
            left[lane] = level * (1 - talker.side).squareRoot()
            right[lane] = level * (1 + talker.side).squareRoot()
        }
        return true
    }
}
