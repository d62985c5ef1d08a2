import LofiPlatform
import LofiPlugin

/// Things that strike and ring out: drops, crackles, cups, rail joints.
///
/// Each strike is a resonance, struck once or excited by noise that dies away. Heights are exponential in decibels, as
/// all measured kinds are (median, P90 and P99 over the bed lie as ln 2 : ln 10 : ln 100).
struct Strikes: AmbientSource {
    struct Shape {
        var clock: EventClock
        /// Evenly over the logarithm.
        var hertz: ClosedRange<Double>
        /// Time constants in which the amplitude falls by 8.7 dB, evenly over the logarithm.
        var decaySeconds: ClosedRange<Double>
        /// 0 is a pure tone; else the width of its noise as a share of its frequency.
        var noisiness = 0.0
        /// Amplitude of the least of them.
        var leastAmplitude: Float
        /// Mean height over that, dB.
        var heightDecibels: Double
        var highestDecibels = 36.0
        /// Whether any second has its part of the loud ones; else they come by chance alone, and the level with them.
        var isEven = true
        /// Lets the heights wander slowly, without changing how often it strikes.
        var modulation: SlowModulation?
        /// How far to the sides, 0…1.
        var spread = 0.9
        /// By how much one side may hear it later than the other, as two microphones do: it makes both unlike, the more
        /// the higher.
        var delaySeconds = 0.0003
    }

    private struct Voice {
        var pointer = StereoFrame.zero
        var turn = StereoFrame.zero
        var gain = StereoFrame.zero
        /// Of the pointer's other coordinate: turns the phase on the right.
        var quadrature = StereoFrame.zero
        var noise: WhiteNoise
        var breath: Float = 0
        var fall: Float = 0
        var framesLeft = 0
    }

    private var shape: Shape
    private var random: RandomStream
    private var heights: EvenShares
    private var pitches: EvenShares
    private var decays: EvenShares
    private var sides: EvenShares
    private let sampleRate: Double
    private var voices: [Voice]
    private var frame = 0
    private var modulationFrame = 0
    private var wander = 0.0

    init(_ shape: Shape, sampleRate: Double, random: RandomStream, voiceCount: Int = 12) {
        var random = random
        let silent = Voice(noise: WhiteNoise(random: random.fork("silence")))
        voices = [Voice](repeating: silent, count: voiceCount)
        heights = EvenShares(48, random: random.fork("heights"))
        pitches = EvenShares(16, random: random.fork("pitches"))
        decays = EvenShares(16, random: random.fork("decays"))
        sides = EvenShares(16, random: random.fork("sides"))
        self.random = random
        self.shape = shape
        self.sampleRate = sampleRate
    }

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            while shape.clock.nextFrame <= frame {
                start()
                shape.clock.advance()
            }
            let count = min(block.count - index, shape.clock.nextFrame - frame)
            let part = AudioBlock(rebasing: block[index..<(index + count)])
            // Always in the same order, so that the sums do not depend on how the sound is cut.
            for voice in voices.indices where voices[voice].framesLeft > 0 { Self.sound(&voices[voice], part) }
            frame += count
            index += count
        }
    }

    private static func sound(_ voice: inout Voice, _ block: AudioBlock) {
        var local = voice
        let count = min(block.count, local.framesLeft)
        let turn = local.turn
        if local.breath > 0 {
            for index in 0..<count {
                let p = local.pointer
                local.pointer = StereoFrame(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x)
                local.pointer += local.noise.next() * local.breath
                local.breath *= local.fall
                block[index] += local.gain * local.pointer.y + local.quadrature * local.pointer.x
            }
        } else {
            for index in 0..<count {
                let p = local.pointer
                local.pointer = StereoFrame(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x)
                block[index] += local.gain * local.pointer.y + local.quadrature * local.pointer.x
            }
        }
        local.framesLeft -= count
        voice = local
    }

    private mutating func unrest() -> Float {
        guard shape.modulation != nil else { return 1 }
        while modulationFrame <= frame {
            wander = shape.modulation?.next() ?? 0
            modulationFrame += ControlGrid.frames(sampleRate)
        }
        return Float(exp(wander))
    }

    private mutating func start() {
        let hertz = min(pitches.logarithmic(shape.hertz), 0.4 * sampleRate)
        let decayFrames = decays.logarithmic(shape.decaySeconds) * sampleRate
        let height = min(
            shape.highestDecibels, -shape.heightDecibels * log(1 - (shape.isEven ? heights.next() : random.unit())))
        let amplitude = shape.leastAmplitude * Decibels.amplitude(height) * unrest()
        let side = Float(sides.uniform(-shape.spread...shape.spread))
        let phase = 2 * Double.pi * hertz * shape.delaySeconds * random.uniform(-1...1)
        let right = (1 + side).squareRoot() * amplitude
        let gain = StereoFrame((1 - side).squareRoot() * amplitude, right * Float(cos(phase)))
        let quadrature = StereoFrame(0, right * Float(sin(phase)))
        let angle = 2 * Double.pi * hertz / sampleRate
        let fall = exp(-1 / decayFrames)
        // Down by 60 dB: far below the bed.
        let frames = Int(6.9 * decayFrames) + 1
        guard let place = voices.indices.first(where: { voices[$0].framesLeft == 0 }) else { return }
        if shape.noisiness > 0 {
            // A resonance half as wide on each side.
            let radius = exp(-Double.pi * shape.noisiness * hertz / sampleRate)
            voices[place] = Voice(
                turn: StereoFrame(Float(radius * cos(angle)), Float(radius * sin(angle))),
                gain: gain * 0.7, quadrature: quadrature * 0.7, noise: WhiteNoise(random: random.fork("strike")),
                breath: Float((1 - radius * radius).squareRoot()), fall: Float(fall), framesLeft: frames)
        } else {
            voices[place] = Voice(
                pointer: StereoFrame(1, 0), turn: StereoFrame(Float(fall * cos(angle)), Float(fall * sin(angle))),
                gain: gain, quadrature: quadrature, noise: voices[place].noise, framesLeft: frames)
        }
    }
}
