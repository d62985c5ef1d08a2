import LofiPlatform
import LofiPlugin

/// Tape saturation: rounded peaks, a soft top end, a fuller bottom.
///
/// Signal flow: drive → treble pre-emphasis → oversampling → magnetisation → replay head → de-emphasis → low cut with
/// head bump.
/// The order follows J. Chowdhury, "Real-time physical modelling for analog tape machines" (DAFx 2019); the emphasis
/// corner is the time constant of the tape speed (IEC 60094-1). The static model is a memoryless curve; the hysteresis
/// model is Jiles and Atherton's under a true bias of about 88 kHz, half the oversampled rate, with the amplitude
/// `bias-current`: too little leaves quiet sounds rough, as on an underbiased machine.
/// Simplifications: bias is uniform in depth, so it erases no treble; the head's loss below 1.4 kHz is an average.
package final class Tape: AudioEffect {
    package static let kind = "tape"
    package static let summary = "tape saturation: rounded peaks and a soft top end"
    package static let parameters: [Parameter] = [
        .number("drive", 0...24, default: 4, unit: "dB", "tape drive; the level is compensated"),
        .number("bias", 0...1, default: 0.2, "asymmetry: amount of even harmonics"),
        .choice("model", ["static", "hysteresis"], default: "static", "memoryless curve, or magnetic hysteresis"),
        .number(
            "bias-current", -40...6, default: 0, unit: "dB",
            "bias of the hysteresis model relative to the correct one; less = rougher"),
        .choice(
            "machine", ["custom"] + TapeMachine.names, default: "custom",
            "tape machine; custom uses speed, spacing, thickness, gap and azimuth"),
        .choice(
            "speed", ["1.875", "3.75", "7.5", "15", "30"], default: "3.75",
            "tape speed of a custom machine in inches per second; slower = darker"),
        .number("spacing", 0...20, default: 0.25, unit: "µm", "distance between tape and head of a custom machine"),
        .number(
            "thickness", 0.5...4, default: 1, "coating thickness of a custom machine; 1 = as its equaliser expects"),
        .number("gap", 0.5...20, default: 2, unit: "µm", "head gap of a custom machine"),
        .number(
            "azimuth", 0...40, default: 0, unit: "'", "azimuth error of a custom machine's head, in minutes of arc"),
    ]

    package let latencyFrames: Int
    package let tailFrames: Int

    private enum Model {
        case curve(makeup: Float)
        case hysteresis(makeup: Float, bias: Float, rest: StereoFrame)
    }

    private let oversampling: Oversampling
    private let head: FIRFilter
    private var before: Biquad
    private var after: Biquad
    private let model: Model
    private var coating = Hysteresis()
    /// The last frame that passed the curve.
    private var lastInput = StereoFrame.zero
    private let drive: Float
    private let asymmetry: Float
    /// High-pass with the head bump; also removes the DC offset of an asymmetric curve.
    private var bass: Biquad

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let machine =
            TapeMachine(name: settings.text("machine"))
            ?? TapeMachine(
                inchesPerSecond: Double(settings.text("speed")) ?? 3.75, spacing: settings.number("spacing"),
                thickness: settings.number("thickness"), gap: settings.number("gap"),
                azimuth: settings.number("azimuth"))
        let isHysteresis = settings.text("model") == "hysteresis"
        // Aliases of a 5 kHz sine at -6 dBFS stay below -80 dBFS: measured at each drive, 2026-11-24.
        oversampling = Oversampling(
            sampleRate: rate, minimumRate: (isHysteresis ? 160_000 : 80_000) * (settings.number("drive") > 9 ? 2 : 1),
            maximumBlockFrames: context.maximumBlockFrames)
        let highRate = rate * Double(oversampling.factor)
        func replay(_ hertz: Double) -> Double {
            // The static curve averages two frames at the high rate; the head response compensates that loss.
            machine.replay(atHz: hertz) / (isHysteresis ? 1 : cos(.pi * hertz / highRate))
        }
        let ahead = machine.azimuthDelaySeconds * rate / 2
        head = FIRFilter(
            left: FIRFilter.Response(magnitude: replay, delayFrames: -ahead),
            right: FIRFilter.Response(magnitude: replay, delayFrames: ahead),
            // Resolves 1.4 kHz, equally at each sample rate, in whole vectors.
            taps: 4 * Int((rate / 44100 * 8).rounded(.up)), sampleRate: rate,
            maximumBlockFrames: context.maximumBlockFrames)
        latencyFrames = oversampling.latencyFrames + head.latencyFrames
        let cornerHz = 2e6 / (2 * .pi * machine.timeConstantMicroseconds)
        before = Biquad(.highShelf(cornerHz: cornerHz, gainDecibels: 6, sampleRate: rate))
        after = Biquad(.highShelf(cornerHz: cornerHz, gainDecibels: -6, sampleRate: rate))
        drive = Decibels.amplitude(settings.number("drive"))
        asymmetry = Float(settings.number("bias")) * 0.35
        if isHysteresis {
            let bias = Self.correctBias * Decibels.amplitude(settings.number("bias-current"))
            model = Self.calibrated(&coating, drive: drive, asymmetry: asymmetry, bias: bias)
        } else {
            let peak = Self.referencePeak * drive
            model = .curve(
                makeup: 2 * Self.referencePeak / (Self.curve(peak + asymmetry) - Self.curve(-peak + asymmetry)))
        }
        // At Q = 1 a high-pass peaks by 1.25 dB at √2 of its cutoff.
        bass = Biquad(.highPass(cutoffHz: machine.bumpHz / 2.0.squareRoot(), q: 1, sampleRate: rate))
        tailFrames = Int(0.7 * rate) + head.latencyFrames
        if isHysteresis { settle(frames: Int(0.1 * rate), atATime: context.maximumBlockFrames) }
    }

    /// Runs on silence, so that the filters know the bias when the sound begins: its onset would be heard.
    private func settle(frames: Int, atATime most: Int) {
        let block = AudioBlock.allocate(capacity: min(frames, most))
        defer { block.deallocate() }
        for _ in 0...(frames / block.count) {
            block.initialize(repeating: .zero)
            process(block)
        }
    }

    package func process(_ block: AudioBlock) {
        var (before, after, bass) = (before, after, bass)
        for index in block.indices { block[index] = before.next(block[index].bounded * drive) }
        oversampling.process(block) { frames, count in
            switch model {
            case .curve(let makeup): applyCurve(frames, count, makeup)
            case .hysteresis(let makeup, let bias, let rest): magnetise(frames, count, makeup, bias, rest)
            }
        }
        head.process(block)
        for index in block.indices { block[index] = bass.next(after.next(block[index])) }
        (self.before, self.after, self.bass) = (before, after, bass)
    }

    /// x / √(1 + x²): smooth, odd, and needs no math library call.
    private static func curve(_ x: Float) -> Float { x / (1 + x * x).squareRoot() }

    /// Applies the curve averaged between neighbouring frames, from its antiderivative √(1 + x²), which reduces
    /// aliasing (J. Parker and others, "Reducing the aliasing of nonlinear waveshaping", DAFx 2016). For this curve the
    /// quotient of differences is a quotient of sums, so it is never ill-conditioned. Two frames at once.
    private func applyCurve(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int, _ makeup: Float) {
        let (asymmetry, offset) = (asymmetry, Self.curve(asymmetry))
        let raw = UnsafeMutableRawPointer(frames)
        var x = lastInput + asymmetry
        var integral = (1 + x * x).squareRoot()
        for start in stride(from: 0, to: count * 8, by: 16) {
            let pair = raw.loadUnaligned(fromByteOffset: start, as: SIMD4<Float>.self) + asymmetry
            let integrals = (1 + pair * pair).squareRoot()
            let sums = pair + SIMD4(lowHalf: x, highHalf: pair.lowHalf)
            let mean = sums / (integrals + SIMD4(lowHalf: integral, highHalf: integrals.lowHalf))
            raw.storeBytes(of: (mean - offset) * makeup, toByteOffset: start, as: SIMD4<Float>.self)
            (x, integral) = (pair.highHalf, integrals.highHalf)
        }
        lastInput = x - asymmetry
    }

    /// Field at full scale, in units of a: the Langevin function starts as x / 3, so quiet sounds keep their level, as
    /// they do with the static curve. Measured 2026-11-24 without drive at -6 dBFS: third harmonic -41 dB, -32 dB with
    /// the curve.
    private static let fieldPerUnit: Float = 3
    /// Correct bias amplitude in units of a: the coercive field, k / a. Measured 2026-11-24: the third harmonic was
    /// lowest at 1.2 times that, and -50 dBFS keeps its level within 0.1 dB of -12 dBFS.
    private static let correctBias: Float = 27.0 / 22
    /// -12 dBFS, about the peak level of a strip, keeps its level.
    private static let referencePeak: Float = 0.25

    private func magnetise(
        _ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int, _ makeup: Float, _ bias: Float, _ rest: StereoFrame
    ) {
        var coating = coating
        for index in stride(from: 0, to: count, by: 2) {
            let (first, second) = (frames[index] + asymmetry, frames[index + 1] + asymmetry)
            frames[index] = (coating.next(first * Self.fieldPerUnit + bias) - rest) * makeup
            frames[index + 1] = (coating.next(second * Self.fieldPerUnit - bias) - rest) * makeup
        }
        self.coating = coating
    }

    /// Plays a slow sine at the reference level and then silence, and derives the makeup gain and the rest
    /// magnetisation from the output.
    private static func calibrated(_ coating: inout Hysteresis, drive: Float, asymmetry: Float, bias: Float) -> Model {
        let (periods, period) = (4, 256)
        var fundamental: Float = 0
        for index in 0..<(periods * period) {
            let phase = 2 * Float.pi * Float(index) / Float(period)
            let field = (sin(phase) * referencePeak * drive + asymmetry) * fieldPerUnit
            let out = coating.next(StereoFrame(repeating: field + (index % 2 == 0 ? bias : -bias))).x
            if index >= (periods - 1) * period { fundamental += out * sin(phase) * 2 / Float(period) }
        }
        var rest = StereoFrame.zero
        for _ in 0..<1000 {
            rest = coating.next(StereoFrame(repeating: asymmetry * fieldPerUnit + bias))
            rest = (rest + coating.next(StereoFrame(repeating: asymmetry * fieldPerUnit - bias))) / 2
        }
        return .hysteresis(makeup: referencePeak / fundamental, bias: bias, rest: rest)
    }
}
