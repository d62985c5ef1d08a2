import LofiPlatform
import LofiPlugin

/// The air of a fan, its blades and its motor.
///
/// Signal flow: `NoiseBed` × (1 + the passing of the blades) + blade-pass tone with harmonics + hum of the motor at twice
/// the mains frequency with harmonics. The speed wanders by some thousandths; the motor keeps to the mains.
struct FanBlades: SteppedSource {
    /// Partials of a tone: level of the first in dB relative to the air, and fall per partial in dB.
    struct Tone {
        var hertz: Double
        var decibels: Double
        var fall: Double
        var count: Int
    }

    /// Frames processed together: two temporary buffers take a kilobyte of the stack.
    static let chunk = 64

    private var air: NoiseBed
    private var passing = WaveTable()
    private var blades = WaveTable()
    private var motor = WaveTable()
    private var wander: SlowModulation
    private let bladeHertz: Double
    private let sampleRate: Double
    let gridFrames: Int
    var framesLeft = 0
    private var gains: (passing: StereoFrame, tones: StereoFrame)

    /// - Parameters:
    ///   - depth: modulation of the air by the passing blades, 0…1.
    init(air: NoiseBed, depth: Double, blades: Tone, motor: Tone, sampleRate: Double, random: RandomStream) {
        var random = random
        self.air = air
        self.sampleRate = sampleRate
        gridFrames = ControlGrid.frames(sampleRate)
        bladeHertz = blades.hertz
        gains = (StereoFrame(repeating: Float(depth)), StereoFrame(1, 0.9))
        passing.add(harmonic: 1, amplitude: 1, phase: random.unit())
        func write(_ tone: Tone, to table: inout WaveTable) {
            for number in 1...tone.count where Double(number) * tone.hertz < 0.45 * sampleRate {
                let level = tone.decibels - tone.fall * Double(number - 1)
                table.add(
                    harmonic: number, amplitude: 2.0.squareRoot() * Double(Decibels.amplitude(level)),
                    phase: random.unit())
            }
        }
        write(blades, to: &self.blades)
        write(motor, to: &self.motor)
        self.motor.tune(motor.hertz, sampleRate: sampleRate)
        wander = SlowModulation(decibels: [-55, -55, -55, -58], random: random.fork("wander"))
    }

    /// Phases need not go on.
    mutating func pass(_ frames: Int) {}

    mutating func step() {
        let hertz = bladeHertz * (1 + wander.next())
        passing.tune(hertz, sampleRate: sampleRate)
        blades.tune(hertz, sampleRate: sampleRate)
    }

    mutating func sound(_ block: AudioBlock) {
        withUnsafeTemporaryAllocation(of: StereoFrame.self, capacity: 2 * Self.chunk) { stack in
            let breeze = AudioBlock(rebasing: stack[..<block.count])
            let beat = AudioBlock(rebasing: stack[Self.chunk..<(Self.chunk + block.count)])
            breeze.initialize(repeating: .zero)
            beat.initialize(repeating: StereoFrame(1, 1))
            air.add(to: breeze)
            passing.add(to: beat, gain: &gains.passing, step: .zero)
            for index in block.indices { block[index] += breeze[index] * beat[index] }
        }
        blades.add(to: block, gain: &gains.tones, step: .zero)
        motor.add(to: block, gain: &gains.tones, step: .zero)
    }
}
