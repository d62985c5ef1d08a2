import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

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
        /// Mean height of a phrase over the softest, dB, exponential.
        var phraseDecibels = 0.0
        /// Share of the second harmonic; the third has its square.
        var harmonics: Float = 0
    }

    private struct Singer {
        var random: RandomStream
        // What it is.
        var hertz = 0.0
        var rest = 0.0
        var tone = 0.0
        var gap = 0.0
        var gain = StereoFrame.zero
        /// Of the pointer's other coordinate: turns the phase on the right.
        var quadrature: Float = 0
        // What it does.
        var tonesLeft = 0
        var silence = 0.0
        var stepsLeft = 0
        var pointer = StereoFrame(1, 0)
        var turn = StereoFrame(1, 0)
        /// What each step of the grid does to `turn`: a linear glide.
        var bend = StereoFrame(1, 0)
        var swell = StereoFrame(1, 0)
        var swellTurn = StereoFrame(1, 0)
        var level: Float = 0
        var slope: Float = 0
        var loudness: Float = 1
        var phrase: Float = 1
    }

    private let species: Species
    private let sampleRate: Double
    private let gridFrames: Int
    private let gridSeconds: Double
    private var framesLeft = 0
    private var singers: [Singer] = []

    init(_ species: Species, sampleRate: Double, random: RandomStream) {
        var random = random
        self.species = species
        self.sampleRate = sampleRate
        gridFrames = max(1, Int((sampleRate * 0.0007).rounded()))
        gridSeconds = Double(gridFrames) / sampleRate
        for _ in 0..<species.count {
            var singer = Singer(random: random.fork("singer"))
            singer.hertz = random.logarithmic(species.hertz)
            singer.rest = random.uniform(species.restSeconds)
            singer.tone = random.uniform(species.toneSeconds)
            singer.gap = random.uniform(species.gapSeconds)
            let side = Float(random.uniform(-species.spread...species.spread))
            singer.gain =
                StereoFrame((1 - side).squareRoot(), (1 + side).squareRoot()) * species.amplitude
                * Decibels.amplitude(-random.unit() * species.farDecibels)
            let phase = 2 * Double.pi * singer.hertz * species.delaySeconds * random.uniform(-1...1)
            singer.quadrature = singer.gain.y * Float(sin(phase))
            singer.gain.y *= Float(cos(phase))
            singer.silence = random.unit() * singer.rest
            singers.append(singer)
        }
    }

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            if framesLeft == 0 {
                for singer in singers.indices { move(&singers[singer]) }
                framesLeft = gridFrames
            }
            let count = min(framesLeft, block.count - index)
            for singer in singers.indices where singers[singer].level != 0 || singers[singer].slope != 0 {
                sound(&singers[singer], AudioBlock(rebasing: block[index..<(index + count)]))
            }
            framesLeft -= count
            index += count
        }
    }

    private func sound(_ singer: inout Singer, _ block: AudioBlock) {
        var (p, level) = (singer.pointer, singer.level)
        let (turn, slope, second) = (singer.turn, singer.slope, species.harmonics)
        let (gain, quadrature) = (singer.gain, StereoFrame(0, singer.quadrature))
        for index in block.indices {
            p = Self.turned(p, by: turn)
            let sound = p.y + second * (2 * p.x * p.y + second * p.y * (3 - 4 * p.y * p.y))
            block[index] += (gain * sound + quadrature * p.x) * level
            level += slope
        }
        (singer.pointer, singer.level) = (p, level)
    }

    /// What a singer does until the grid's next point.
    private func move(_ singer: inout Singer) {
        if singer.silence > 0 {
            singer.silence -= gridSeconds
            (singer.level, singer.slope) = (0, 0)
            if singer.silence <= 0 { begin(&singer) }
            return
        }
        singer.swell = Self.turned(singer.swell, by: singer.swellTurn)
        singer.turn = Self.turned(singer.turn, by: singer.bend)
        singer.stepsLeft -= 1
        let height = singer.stepsLeft > 0 ? singer.swell.y * singer.swell.y * singer.loudness : 0
        singer.slope = (height - singer.level) / Float(gridFrames)
        guard singer.stepsLeft == 0 else { return }
        singer.tonesLeft -= 1
        singer.silence =
            singer.tonesLeft > 0
            ? singer.gap * singer.random.uniform((1 - species.freedom)...(1 + species.freedom))
            : singer.rest * (1 + 0.15 * singer.random.normal()) * singer.random.uniform(0.8...1.25)
    }

    private func begin(_ singer: inout Singer) {
        if singer.tonesLeft <= 0 {
            singer.tonesLeft = max(1, Int(singer.random.uniform(species.tonesPerPhrase).rounded()))
            let height = -species.phraseDecibels * log(1 - singer.random.unit())
            singer.phrase = Decibels.amplitude(min(24, height))
        }
        let freedom = species.freedom
        let seconds = singer.tone * singer.random.uniform((1 - freedom)...(1 + freedom))
        singer.stepsLeft = max(2, Int((seconds / gridSeconds).rounded()))
        singer.loudness = singer.phrase * Float(1 - freedom * singer.random.unit())
        singer.swell = StereoFrame(1, 0)
        singer.swellTurn = Self.pointer(.pi / Double(singer.stepsLeft))
        let hertz = singer.hertz * exp2(species.leapOctaves * singer.random.uniform(-1...1))
        let glide = 0.5 * species.glideOctaves * singer.random.uniform(-1...1)
        let (from, to) = (angle(hertz * exp2(-glide)), angle(hertz * exp2(glide)))
        singer.pointer = StereoFrame(1, 0)
        singer.turn = Self.pointer(from)
        singer.bend = Self.pointer((to - from) / Double(singer.stepsLeft))
    }

    /// By how much a pointer turns in a frame.
    private func angle(_ hertz: Double) -> Double { 2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate }

    private static func pointer(_ angle: Double) -> StereoFrame { StereoFrame(Float(cos(angle)), Float(sin(angle))) }

    @inline(__always)
    private static func turned(_ p: StereoFrame, by turn: StereoFrame) -> StereoFrame {
        StereoFrame(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x)
    }
}
