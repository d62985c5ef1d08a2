import LofiPlatform
import LofiPlugin

/// Struck sounds that ring out: drops, crackles, cups, rail joints.
///
/// Each strike is a resonance, excited by an impulse or by decaying noise. Levels are exponentially distributed in
/// decibels, like all kinds that were measured (median, P90 and P99 above the bed are related as ln 2 : ln 10 : ln
/// 100).
struct Strikes: AmbientSource {
    /// Ranges from which each strike is drawn.
    struct Shape {
        var clock: EventClock
        /// Resonance frequency, log-uniform.
        var hertz: ClosedRange<Double>
        /// Time constant, in which the amplitude falls by 8.7 dB, log-uniform.
        var decaySeconds: ClosedRange<Double>
        /// 0 = a pure tone; otherwise the bandwidth of the noise as a share of its frequency.
        var noisiness = 0.0
        /// Amplitude of the softest strike.
        var minimumAmplitude: Float
        /// Mean level above that in dB.
        var heightDecibels: Double
        /// Maximum level above that in dB.
        var maximumDecibels = 36.0
        /// Whether loud strikes are spread evenly over time; otherwise they are purely random, and so is the overall
        /// level.
        var isEven = true
        /// Slow modulation of the levels that does not change the rate of strikes.
        var modulation: SlowModulation?
        /// Stereo spread, 0…1.
        var spread = 0.9
        /// Maximum delay between the channels, as between two microphones: decorrelates them, the more the higher the
        /// frequency.
        var delaySeconds = 0.0003
    }

    private struct Voice {
        var phasor = StereoFrame.zero
        var rotation = StereoFrame.zero
        var gain = StereoFrame.zero
        /// Gain of the phasor's other coordinate, which shifts the phase on the right.
        var quadrature = StereoFrame.zero
        var noise: WhiteNoise
        var noiseLevel: Float = 0
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
    private var modulationLevel = 0.0

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
            // Always in the same order, so that sums do not depend on block boundaries.
            for voice in voices.indices where voices[voice].framesLeft > 0 { Self.sound(&voices[voice], part) }
            frame += count
            index += count
        }
    }

    private static func sound(_ voice: inout Voice, _ block: AudioBlock) {
        var local = voice
        let count = min(block.count, local.framesLeft)
        let rotation = local.rotation
        if local.noiseLevel > 0 {
            for index in 0..<count {
                let p = local.phasor
                local.phasor = StereoFrame(p.x * rotation.x - p.y * rotation.y, p.x * rotation.y + p.y * rotation.x)
                local.phasor += local.noise.next() * local.noiseLevel
                local.noiseLevel *= local.fall
                block[index] += local.gain * local.phasor.y + local.quadrature * local.phasor.x
            }
        } else {
            for index in 0..<count {
                let p = local.phasor
                local.phasor = StereoFrame(p.x * rotation.x - p.y * rotation.y, p.x * rotation.y + p.y * rotation.x)
                block[index] += local.gain * local.phasor.y + local.quadrature * local.phasor.x
            }
        }
        local.framesLeft -= count
        voice = local
    }

    private mutating func modulationGain() -> Float {
        guard shape.modulation != nil else { return 1 }
        while modulationFrame <= frame {
            modulationLevel = shape.modulation?.next() ?? 0
            modulationFrame += ControlGrid.frames(sampleRate)
        }
        return Float(exp(modulationLevel))
    }

    private mutating func start() {
        let hertz = min(pitches.logarithmic(shape.hertz), 0.4 * sampleRate)
        let decayFrames = decays.logarithmic(shape.decaySeconds) * sampleRate
        let height = min(
            shape.maximumDecibels, -shape.heightDecibels * log(1 - (shape.isEven ? heights.next() : random.unit())))
        let amplitude = shape.minimumAmplitude * Decibels.amplitude(height) * modulationGain()
        let side = Float(sides.uniform(-shape.spread...shape.spread))
        let phase = 2 * Double.pi * hertz * shape.delaySeconds * random.uniform(-1...1)
        let right = (1 + side).squareRoot() * amplitude
        let gain = StereoFrame((1 - side).squareRoot() * amplitude, right * Float(cos(phase)))
        let quadrature = StereoFrame(0, right * Float(sin(phase)))
        let angle = 2 * Double.pi * hertz / sampleRate
        let fall = exp(-1 / decayFrames)
        // Down by 60 dB, far below the bed.
        let frames = Int(6.9 * decayFrames) + 1
        guard let index = voices.indices.first(where: { voices[$0].framesLeft == 0 }) else { return }
        if shape.noisiness > 0 {
            // A resonance of this bandwidth: half on each side.
            let radius = exp(-Double.pi * shape.noisiness * hertz / sampleRate)
            voices[index] = Voice(
                rotation: StereoFrame(Float(radius * cos(angle)), Float(radius * sin(angle))),
                gain: gain * 0.7, quadrature: quadrature * 0.7, noise: WhiteNoise(random: random.fork("strike")),
                noiseLevel: Float((1 - radius * radius).squareRoot()), fall: Float(fall), framesLeft: frames)
        } else {
            voices[index] = Voice(
                phasor: StereoFrame(1, 0), rotation: StereoFrame(Float(fall * cos(angle)), Float(fall * sin(angle))),
                gain: gain, quadrature: quadrature, noise: voices[index].noise, framesLeft: frames)
        }
    }
}
