import LofiPlatform
import LofiPlugin

/// Creatures (and horns) that sing in phrases of short tones: crickets, birds.
///
/// Each has its own pitch, place, loudness and habits. A tone is a turning pointer whose pitch glides; it swells as a
/// squared sine. All moves on a grid of 0.7 ms, a twentieth of the shortest cricket pulse.
struct Singers: AmbientSource {
    struct Species {
        var count: Int
        var hertz: ClosedRange<Double>
        /// How far a tone glides, octaves; each tone anew, up or down.
        var glideOctaves = 0.0
        /// How far the tones of a phrase lie apart, octaves.
        var leapOctaves = 0.0
        var toneSeconds: ClosedRange<Double>
        var gapSeconds: ClosedRange<Double>
        var tonesPerPhrase: ClosedRange<Double>
        /// From the end of a phrase to the next.
        var restSeconds: ClosedRange<Double>
        /// dB below the loudest.
        var farDecibels: Double
        var amplitude: Float
        var spread = 0.9
        /// By how much one side may hear it later than the other, see `Strikes`.
        var delaySeconds = 0.0003
        /// How unlike a creature's tones are to one another in length and loudness, 0…1.
        var freedom = 0.1
        /// Where in a tone its top lies: 1 in its middle, more towards its end, behind which it falls fast.
        var lateness = 1.0
        /// Share of the rests in which it listens to the others, four times as long.
        var listening = 0.0
        /// Mean height of a phrase over the softest, dB, exponential.
        var phraseDecibels = 0.0
        /// Share of the second harmonic; the third has its square.
        var harmonics: Float = 0
    }

    /// On which all moves.
    private struct Grid {
        let sampleRate: Double
        let frames: Int
        let seconds: Double

        init(sampleRate: Double) {
            self.sampleRate = sampleRate
            frames = max(1, Int((sampleRate * 0.0007).rounded()))
            seconds = Double(frames) / sampleRate
        }

        /// By how much a pointer turns in a frame.
        func angle(_ hertz: Double) -> Double { 2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate }
    }

    private struct Singer {
        var random: RandomStream
        /// Of its phrases.
        var heights: EvenShares
        // What it is.
        var hertz = 0.0
        var rest = 0.0
        var tone = 0.0
        var gap = 0.0
        var gains = StereoFrame.zero
        /// By which the right hears it later.
        var delaySeconds = 0.0
        // What it does.
        /// Of the pointer, on both sides.
        var gain = StereoFrame.zero
        /// Of the pointer's other coordinate: turns the phase on the right.
        var quadrature: Float = 0
        var tonesLeft = 0
        var silence = 0.0
        var stepsLeft = 0
        var pointer = StereoFrame(1, 0)
        var turn = StereoFrame(1, 0)
        /// What each step of the grid does to `turn`: a linear glide.
        var bend = StereoFrame(1, 0)
        var stepCount = 1
        var level: Float = 0
        var slope: Float = 0
        var loudness: Float = 1
        var phrase: Float = 1

        mutating func sound(_ block: AudioBlock, harmonics second: Float) {
            var (p, level) = (pointer, self.level)
            let (turn, slope) = (turn, slope)
            let (gain, quadrature) = (gain, StereoFrame(0, quadrature))
            for index in block.indices {
                p = Self.turned(p, by: turn)
                let sound = p.y + second * (2 * p.x * p.y + second * p.y * (3 - 4 * p.y * p.y))
                block[index] += (gain * sound + quadrature * p.x) * level
                level += slope
            }
            pointer = p
            self.level = level
        }

        /// What a singer does until the grid's next point.
        mutating func move(_ species: Species, _ grid: Grid) {
            if silence > 0 {
                silence -= grid.seconds
                (level, slope) = (0, 0)
                if silence <= 0 { begin(species, grid) }
                return
            }
            turn = Self.turned(turn, by: bend)
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
            pointer = StereoFrame(1, 0)
            turn = Self.pointer(from)
            bend = Self.pointer((to - from) / Double(stepsLeft))
        }

        private static func pointer(_ angle: Double) -> StereoFrame {
            StereoFrame(Float(cos(angle)), Float(sin(angle)))
        }

        @inline(__always)
        private static func turned(_ p: StereoFrame, by turn: StereoFrame) -> StereoFrame {
            StereoFrame(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x)
        }
    }

    private let species: Species
    private let grid: Grid
    private var framesLeft = 0
    private var singers: [Singer] = []

    init(_ species: Species, sampleRate: Double, random: RandomStream) {
        var random = random
        self.species = species
        grid = Grid(sampleRate: sampleRate)
        // Evenly: a choir of few must not all sit on one side, or all near by, on an unlucky seed.
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

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            if framesLeft == 0 {
                for singer in singers.indices { singers[singer].move(species, grid) }
                framesLeft = grid.frames
            }
            let count = min(framesLeft, block.count - index)
            for singer in singers.indices where singers[singer].level != 0 || singers[singer].slope != 0 {
                singers[singer].sound(
                    AudioBlock(rebasing: block[index..<(index + count)]), harmonics: species.harmonics)
            }
            framesLeft -= count
            index += count
        }
    }
}
