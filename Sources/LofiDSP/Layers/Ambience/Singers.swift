import LofiPlatform
import LofiPlugin

/// Animals (and horns) that sing in phrases of short tones: crickets, birds.
///
/// Each singer has its own pitch, position, level and timing. A tone is a rotating phasor whose pitch glides, with a
/// squared-sine envelope. Everything is updated every 0.7 ms, a twentieth of the shortest cricket pulse.
struct Singers: SteppedSource {
    /// Ranges from which each singer and each tone is drawn.
    struct Species {
        /// Number of singers.
        var count: Int
        /// Pitch range of the singers in Hz.
        var hertz: ClosedRange<Double>
        /// Maximum glide within a tone in octaves; drawn for each tone, up or down.
        var glideOctaves = 0.0
        /// Pitch spread of the tones in a phrase in octaves.
        var leapOctaves = 0.0
        var toneSeconds: ClosedRange<Double>
        var gapSeconds: ClosedRange<Double>
        var tonesPerPhrase: ClosedRange<Double>
        /// Pause from the end of a phrase to the next.
        var restSeconds: ClosedRange<Double>
        /// Level of the most distant singer in dB below the nearest.
        var farDecibels: Double
        /// Amplitude of the nearest singer.
        var amplitude: Float
        /// Stereo spread, 0…1.
        var spread = 0.9
        /// Maximum delay between the channels, see `Strikes`.
        var delaySeconds = 0.0003
        /// How much a singer's tones vary in length and loudness, 0…1.
        var freedom = 0.1
        /// Where in a tone its peak lies: 1 = in the middle; higher = closer to the end, after which it falls fast.
        var lateness = 1.0
        /// Share of the rests that are four times as long, while the singer listens to the others.
        var listening = 0.0
        /// Mean level of a phrase above the softest, in dB, exponentially distributed.
        var phraseDecibels = 0.0
        /// Level of the second harmonic; the third has its square.
        var harmonics: Float = 0
    }

    /// The update interval.
    private struct Grid {
        let sampleRate: Double
        let frames: Int
        let seconds: Double

        init(sampleRate: Double) {
            self.sampleRate = sampleRate
            frames = max(1, Int((sampleRate * 0.0007).rounded()))
            seconds = Double(frames) / sampleRate
        }

        /// Returns the rotation of a phasor per frame, in radians.
        func angle(_ hertz: Double) -> Double { 2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate }
    }

    private struct Singer {
        var random: RandomStream
        /// Levels of its phrases.
        var heights: EvenShares
        // Fixed properties.
        var hertz = 0.0
        var rest = 0.0
        var tone = 0.0
        var gap = 0.0
        var gains = StereoFrame.zero
        /// Delay of the right channel.
        var delaySeconds = 0.0
        // Current state.
        /// Gains of the phasor's sine, left and right.
        var gain = StereoFrame.zero
        /// Gain of the phasor's cosine on the right, which shifts its phase.
        var quadrature: Float = 0
        var tonesLeft = 0
        var silence = 0.0
        var stepsLeft = 0
        var phasor = StereoFrame(1, 0)
        var rotation = StereoFrame(1, 0)
        /// Factor applied to `rotation` at each update: a linear glide.
        var rotationStep = StereoFrame(1, 0)
        var stepCount = 1
        var level: Float = 0
        var slope: Float = 0
        var loudness: Float = 1
        var phrase: Float = 1

        mutating func sound(_ block: AudioBlock, harmonics second: Float) {
            var (p, level) = (phasor, self.level)
            let (rotation, slope) = (rotation, slope)
            let (gain, quadrature) = (gain, StereoFrame(0, quadrature))
            for index in block.indices {
                p = Self.turned(p, by: rotation)
                let sound = p.y + second * (2 * p.x * p.y + second * p.y * (3 - 4 * p.y * p.y))
                block[index] += (gain * sound + quadrature * p.x) * level
                level += slope
            }
            phasor = p
            self.level = level
        }

        /// Advances the singer to the next update.
        mutating func advance(_ species: Species, _ grid: Grid) {
            if silence > 0 {
                silence -= grid.seconds
                (level, slope) = (0, 0)
                if silence <= 0 { begin(species, grid) }
                return
            }
            rotation = Self.turned(rotation, by: rotationStep)
            stepsLeft -= 1
            let share = 1 - Double(max(0, stepsLeft)) / Double(stepCount)
            let swell = Float(sin(.pi * pow(share, species.lateness)))
            let height = stepsLeft > 0 ? swell * swell * loudness : 0
            slope = (height - level) / Float(grid.frames)
            guard stepsLeft <= 0 else { return }
            tonesLeft -= 1
            silence =
                tonesLeft > 0
                ? gap * random.uniform((1 - species.freedom)...(1 + species.freedom))
                : rest * (1 + 0.15 * random.normal()) * random.uniform(0.8...1.25)
                    * (random.chance(species.listening) ? 4 : 1)
        }

        private mutating func begin(_ species: Species, _ grid: Grid) {
            if tonesLeft <= 0 {
                tonesLeft = max(1, Int(random.uniform(species.tonesPerPhrase).rounded()))
                let height = -species.phraseDecibels * log(1 - heights.next())
                phrase = Decibels.amplitude(min(24, height))
            }
            let freedom = species.freedom
            let seconds = tone * random.uniform((1 - freedom)...(1 + freedom))
            stepCount = max(2, Int((seconds / grid.seconds).rounded()))
            stepsLeft = stepCount
            loudness = phrase * Float(1 - freedom * random.unit())
            let middle = hertz * exp2(species.leapOctaves * random.uniform(-1...1))
            let phase = 2 * Double.pi * middle * delaySeconds
            gain = StereoFrame(gains.x, gains.y * Float(cos(phase)))
            quadrature = gains.y * Float(sin(phase))
            let glide = 0.5 * species.glideOctaves * random.uniform(-1...1)
            let (from, to) = (grid.angle(middle * exp2(-glide)), grid.angle(middle * exp2(glide)))
            phasor = StereoFrame(1, 0)
            rotation = Self.phasor(from)
            rotationStep = Self.phasor((to - from) / Double(stepsLeft))
        }

        private static func phasor(_ angle: Double) -> StereoFrame {
            StereoFrame(Float(cos(angle)), Float(sin(angle)))
        }

        @inline(__always)
        private static func turned(_ p: StereoFrame, by rotation: StereoFrame) -> StereoFrame {
            StereoFrame(p.x * rotation.x - p.y * rotation.y, p.x * rotation.y + p.y * rotation.x)
        }
    }

    private let species: Species
    private let grid: Grid
    var gridFrames: Int { grid.frames }
    var framesLeft = 0
    private var singers: [Singer] = []

    init(_ species: Species, sampleRate: Double, random: RandomStream) {
        var random = random
        self.species = species
        grid = Grid(sampleRate: sampleRate)
        // Stratified, so that a small group never ends up all on one side, or all close by, on an unlucky seed.
        func even(_ name: String) -> EvenShares {
            EvenShares(min(63, max(1, species.count)), random: random.fork(name))
        }
        var (pitches, rests, tones) = (even("pitches"), even("rests"), even("tones"))
        var (gaps, sides, distances, delays) = (even("gaps"), even("sides"), even("distances"), even("delays"))
        for _ in 0..<species.count {
            var singer = Singer(
                random: random.fork("singer"), heights: EvenShares(8, random: random.fork("heights")))
            singer.hertz = pitches.logarithmic(species.hertz)
            singer.rest = rests.uniform(species.restSeconds)
            singer.tone = tones.uniform(species.toneSeconds)
            singer.gap = gaps.uniform(species.gapSeconds)
            let side = Float(sides.uniform(-species.spread...species.spread))
            singer.gains =
                StereoFrame((1 - side).squareRoot(), (1 + side).squareRoot()) * species.amplitude
                * Decibels.amplitude(-distances.next() * species.farDecibels)
            singer.delaySeconds = delays.uniform(-species.delaySeconds...species.delaySeconds)
            singer.silence = random.unit() * singer.rest
            singers.append(singer)
        }
    }

    mutating func step() {
        for singer in singers.indices { singers[singer].advance(species, grid) }
    }

    mutating func sound(_ block: AudioBlock) {
        for singer in singers.indices where singers[singer].level != 0 || singers[singer].slope != 0 {
            singers[singer].sound(block, harmonics: species.harmonics)
        }
    }

    mutating func pass(_ frames: Int) {
        for singer in singers.indices { singers[singer].level += singers[singer].slope * Float(frames) }
    }
}
