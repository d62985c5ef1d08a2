import LofiPlatform
import LofiPlugin

/// Eight formant synthesizers side by side, one per lane.
///
/// Signal flow: glottal flow (D. H. Klatt and L. C. Klatt, 1990: x² - x³ while the glottis is open, differentiated by
/// the lips) + breath → five formants in cascade → + friction through a resonance → air → sides, echo.
struct VoiceLanes: Sendable {
    private let sampleRate: Double
    private var noise: WideNoise
    private var phase = SIMD8<Float>.zero
    /// Periods per frame.
    private var turn = Ramp()
    private var flow = SIMD8<Float>.zero
    private var voice = Ramp()
    private var breath = Ramp()
    private var friction = Ramp()
    /// Amplitude of white noise with the same power per Hz at every sample rate.
    private let breathiness: Float
    private var inverseOpenness = SIMD8<Float>(repeating: 1)
    private var soft = SIMD8<Float>.zero
    private var softness = SIMD8<Float>.zero
    private var first = Resonator()
    private var second = Resonator()
    private var third = Resonator()
    private var fourth = Resonator()
    private var fifth = Resonator()
    private var constriction = Resonator()
    private var dull = SIMD8<Float>.zero
    private var dullness = SIMD8<Float>.zero
    private var left = SIMD8<Float>.zero
    private var right = SIMD8<Float>.zero
    private var echo = SIMD8<Float>.zero

    /// A value per lane that moves in a straight line.
    private struct Ramp {
        var value = SIMD8<Float>.zero
        var step = SIMD8<Float>.zero
        private var target = SIMD8<Float>.zero

        /// Moves from the last target to a new one.
        mutating func aim(_ lane: Int, at target: Double, frames: Int) {
            // Not from the sum of the steps, which rounding puts beside it: silence would decay into subnormal numbers.
            value[lane] = self.target[lane]
            self.target[lane] = Float(target)
            step[lane] = (self.target[lane] - value[lane]) / Float(frames)
        }

        @inline(__always)
        mutating func next() -> SIMD8<Float> {
            value += step
            return value
        }

        mutating func skip(_ frames: Int) { value += step * Float(frames) }
    }

    /// Two-pole resonators with a gain of 1 at 0 Hz.
    private struct Resonator {
        var gain = SIMD8<Float>.zero
        var b = SIMD8<Float>.zero
        var c = SIMD8<Float>.zero
        /// The last output, and c times the one before.
        var y1 = SIMD8<Float>.zero
        var cy2 = SIMD8<Float>.zero

        @inline(__always)
        mutating func next(_ x: SIMD8<Float>) -> SIMD8<Float> {
            let y = (x * gain + cy2) + b * y1
            cy2 = c * y1
            y1 = y
            return y
        }

        mutating func set(_ lane: Int, hertz: Double, bandwidth: Double, sampleRate: Double) {
            let radius = exp(-Double.pi * bandwidth / sampleRate)
            let b = 2 * radius * cos(2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate)
            let c = -radius * radius
            (self.b[lane], self.c[lane], gain[lane]) = (Float(b), Float(c), Float(1 - b - c))
        }
    }

    init(sampleRate: Double, random: RandomStream) {
        self.sampleRate = sampleRate
        noise = WideNoise(random: random)
        breathiness = Float(0.12 * (sampleRate / 44100).squareRoot())
    }

    /// - Parameters:
    ///   - side: -1 left … 1 right.
    ///   - echo: amplitude sent to the room relative to the direct sound.
    ///   - softHz: cutoff of the glottis, lower for a gentle voice.
    ///   - dullHz: cutoff of the air and of the backs of others.
    mutating func place(_ lane: Int, gain: Float, side: Float, echo: Float, softHz: Double, dullHz: Double) {
        func share(_ hertz: Double) -> Float {
            Float(1 - exp(-2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate))
        }
        left[lane] = gain * (1 - side).squareRoot()
        right[lane] = gain * (1 + side).squareRoot()
        self.echo[lane] = gain * echo
        softness[lane] = share(softHz)
        dullness[lane] = share(dullHz)
    }

    /// Sets the first articulation of a lane.
    mutating func start(_ lane: Int, _ now: Table.Articulation) {
        aim(lane, now, moves: true, frames: 1)
    }

    /// Moves towards an articulation, reached after so many frames.
    ///
    /// - Parameter moves: whether the formants move too, at once.
    mutating func aim(_ lane: Int, _ now: Table.Articulation, moves: Bool, frames: Int) {
        turn.aim(lane, at: now.pitchHz / sampleRate, frames: frames)
        // The flow's slope per frame is in proportion to the increment of its phase.
        let slope = now.pitchHz / now.openness / sampleRate
        voice.aim(lane, at: now.voice / slope, frames: frames)
        breath.aim(lane, at: now.breath, frames: frames)
        friction.aim(lane, at: now.friction, frames: frames)
        guard moves else { return }
        inverseOpenness[lane] = Float(1 / now.openness)
        // Bandwidths after Klatt (1980).
        first.set(lane, hertz: now.formants.x, bandwidth: 60 + now.damping, sampleRate: sampleRate)
        second.set(lane, hertz: now.formants.y, bandwidth: 90, sampleRate: sampleRate)
        third.set(lane, hertz: now.formants.z, bandwidth: 150, sampleRate: sampleRate)
        fourth.set(lane, hertz: now.high.x, bandwidth: 250, sampleRate: sampleRate)
        fifth.set(lane, hertz: now.high.y, bandwidth: 350, sampleRate: sampleRate)
        let bandwidth = 0.3 * now.frictionHz
        constriction.set(lane, hertz: now.frictionHz, bandwidth: bandwidth, sampleRate: sampleRate)
        // A mean square of about that of the noise.
        let angle = 2 * Double.pi * min(now.frictionHz, 0.45 * sampleRate) / sampleRate
        let share = 1 - exp(-2 * Double.pi * bandwidth / sampleRate)
        constriction.gain[lane] = Float((2 * share).squareRoot() * sin(angle))
    }

    /// Advances without sounding.
    mutating func skip(_ frames: Int) {
        turn.skip(frames)
        voice.skip(frames)
        breath.skip(frames)
        friction.skip(frames)
    }

    /// Adds the direct sound to the block; returns what the room receives.
    ///
    /// - Parameter rows: as many as the block has frames; on return the lanes of each frame.
    mutating func process(
        _ block: AudioBlock, rows: UnsafeMutableBufferPointer<SIMD8<Float>>,
        hiss: UnsafeMutableBufferPointer<SIMD8<Float>>
    ) {
        // Several loops: a single one has more state than the processor has registers. With one per resonator, the
        // latency from each output to the next would add up.
        for index in block.indices { hiss[index] = noise.next() }
        excite(rows, hiss)
        throat(rows)
        mouth(rows, hiss)
        absorb(rows)
        let (left, right, echo) = (left, right, echo)
        for index in rows.indices {
            let row = rows[index]
            let (toLeft, toRight) = (row * left, row * right)
            let four = SIMD8(lowHalf: toLeft.lowHalf + toLeft.highHalf, highHalf: toRight.lowHalf + toRight.highHalf)
            let two = four.evenHalf + four.oddHalf
            block[index] += two.evenHalf + two.oddHalf
            rows[index] = row * echo
        }
    }

    /// Glottis and breath.
    private mutating func excite(
        _ rows: UnsafeMutableBufferPointer<SIMD8<Float>>, _ hiss: UnsafeMutableBufferPointer<SIMD8<Float>>
    ) {
        let (inverseOpenness, softness, breathiness) = (inverseOpenness, softness, breathiness)
        let firmness = 1 - softness
        var (phase, turn, voice, breath, soft, flow) = (phase, turn, voice, breath, soft, flow)
        for index in rows.indices {
            phase += turn.next()
            phase.replace(with: phase - 1, where: phase .>= 1)
            var x = phase * inverseOpenness
            x.replace(with: 1, where: x .>= 1)
            let now = x * x * (1 - x)
            // Silence must not decay into subnormal numbers, which the processor handles slowly.
            soft = soft * firmness + ((now - flow) * softness + Float(1e-15))
            flow = now
            rows[index] = soft * voice.next() + (hiss[index] * (breath.next() * breathiness) + Float(1e-15))
        }
        (self.phase, self.turn, self.voice, self.breath, self.soft, self.flow) =
            (phase, turn, voice, breath, soft, flow)
    }

    /// The first three formants.
    private mutating func throat(_ rows: UnsafeMutableBufferPointer<SIMD8<Float>>) {
        var (first, second, third) = (first, second, third)
        for index in rows.indices { rows[index] = third.next(second.next(first.next(rows[index]))) }
        (self.first, self.second, self.third) = (first, second, third)
    }

    /// The upper two formants, and friction, which does not pass the throat.
    private mutating func mouth(
        _ rows: UnsafeMutableBufferPointer<SIMD8<Float>>, _ hiss: UnsafeMutableBufferPointer<SIMD8<Float>>
    ) {
        var (fourth, fifth, constriction, friction) = (fourth, fifth, constriction, friction)
        for index in rows.indices {
            rows[index] =
                fifth.next(fourth.next(rows[index])) + constriction.next(hiss[index]) * (friction.next() * Float(0.5))
        }
        (self.fourth, self.fifth, self.constriction, self.friction) = (fourth, fifth, constriction, friction)
    }

    /// The air, and the backs of others.
    private mutating func absorb(_ rows: UnsafeMutableBufferPointer<SIMD8<Float>>) {
        let (dullness, clarity) = (dullness, 1 - dullness)
        var dull = dull
        for index in rows.indices {
            dull = dull * clarity + rows[index] * dullness
            rows[index] = dull
        }
        self.dull = dull
    }
}
