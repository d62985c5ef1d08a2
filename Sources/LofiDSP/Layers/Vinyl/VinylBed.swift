import LofiPlatform
import LofiPlugin

/// What a record sounds like between its clicks: surface hiss, rumble, hum.
///
/// The grain of the groove walls is white in velocity and goes through cartridge and replay curve; the bearing's rumble
/// swings with the arm at 22 Hz and reaches up from there. Corners and levels fitted, 2026-11-24, to the median spectrum of
/// 33 recordings: all 26 third-octaves from 25 Hz to 8 kHz lie within their quartiles.
struct VinylBed {
    /// Of one channel, by its parts.
    private(set) var meanSquare = 0.0
    /// Amplitude of the middle of both channels from 100 Hz to 20 kHz, without the user's gains.
    static let surface = 0.276

    /// Mean square per Hz of the noise in the groove walls, the whole bed from 20 Hz to 20 kHz being 1.
    private static let hissDensity = 1.66e-5

    private var hissNoise: WhiteNoise
    private var grain: Biquad
    private var replay: Biquad
    private var band: Biquad?
    private var rumble: Rumble
    private let hissGain: Float
    private let mono: Float
    /// Hum as turning pointers: the fundamental, its second and third harmonic.
    private var pointers: (StereoFrame, StereoFrame, StereoFrame)
    private let turns: (StereoFrame, StereoFrame, StereoFrame)
    private let humGain: SIMD4<Float>
    private var countdown = 0

    init(settings: Settings, sampleRate: Double, era: VinylEra?, random: RandomStream) {
        var random = random
        hissNoise = WhiteNoise(random: random.fork("hiss"))
        grain = Biquad(ReplayCurve.surface(grainHz: 9000, sampleRate: sampleRate))
        replay = Biquad(ReplayCurve.replay(sampleRate: sampleRate))
        band = era.map { Biquad(.lowPass(cutoffHz: $0.highHz, sampleRate: sampleRate)) }
        mono = Float(era?.mono ?? 0)
        let hissLevel = settings.number("hiss")
        let hissGain: Float =
            hissLevel <= -60
            ? 0
            : Decibels.amplitude(hissLevel + (era?.hissGain ?? 0))
                * Float((Self.hissDensity * sampleRate / 2).squareRoot())
        self.hissGain = hissGain
        let rumbleLevel = settings.number("rumble")
        rumble = Rumble(
            gain: rumbleLevel <= -60 ? 0 : Decibels.amplitude(rumbleLevel), mono: mono, sampleRate: sampleRate,
            random: random.fork("rumble"))
        // The hiss's power is that of its filters' answer to one impulse.
        var (silentGrain, silentReplay, silentBand) = (grain, replay, band)
        let hissPower = (0..<Int(0.1 * sampleRate)).reduce(0.0) { sum, index in
            var hiss = silentReplay.next(silentGrain.next(StereoFrame(index == 0 ? hissGain : 0, 0)))
            hiss = silentBand?.next(hiss) ?? hiss
            return sum + Double(hiss.x * hiss.x)
        }
        let hum = Double(settings.text("hum")) ?? 0
        // The hum is told against the measured hiss, whatever the era.
        let humLevel =
            hum > 0 ? Decibels.amplitude(settings.number("hum-level")) * Float(Self.hissShare.squareRoot()) : 0
        // The second harmonic stands out in 12 of 33 loops, the fundamental in 6, the third in 2.
        humGain = SIMD4(0.7, 1, 0.4, 0) * humLevel
        func turn(_ harmonic: Double) -> StereoFrame {
            let angle = 2 * Double.pi * hum * harmonic / sampleRate
            return StereoFrame(Float(cos(angle)), Float(sin(angle)))
        }
        turns = (turn(1), turn(2), turn(3))
        pointers = (StereoFrame(1, 0), StereoFrame(1, 0), StereoFrame(1, 0))
        meanSquare = hissPower + rumble.meanSquare + Double((humGain * humGain).sum()) / 2
    }

    /// Mean square of the hiss of one channel without the user's gain.
    private static let hissShare = 0.17

    mutating func render(into block: AudioBlock, gain: Float) {
        var local = self
        for index in block.indices { block[index] = local.next() * gain }
        self = local
    }

    @inline(__always)
    private mutating func next() -> StereoFrame {
        var sum = replay.next(grain.next(hissNoise.next() * hissGain))
        if band != nil { sum = banded(sum) }
        sum += rumble.next()
        pointers.0 = Self.turned(pointers.0, turns.0)
        pointers.1 = Self.turned(pointers.1, turns.1)
        pointers.2 = Self.turned(pointers.2, turns.2)
        countdown -= 1
        if countdown <= 0 { renormalise() }
        let hum = pointers.0.y * humGain.x + pointers.1.y * humGain.y + pointers.2.y * humGain.z
        return sum + StereoFrame(repeating: hum)
    }

    /// Within the era's band, and as far in the middle as its stylus hears; a sum of two loses no power.
    @inline(__always)
    private mutating func banded(_ input: StereoFrame) -> StereoFrame {
        let output = band?.next(input) ?? input
        let middle = StereoFrame(repeating: output.sum() * 0.70711)
        return output + (middle - output) * mono
    }

    @inline(__always)
    private static func turned(_ pointer: StereoFrame, _ turn: StereoFrame) -> StereoFrame {
        StereoFrame(pointer.x * turn.x - pointer.y * turn.y, pointer.x * turn.y + pointer.y * turn.x)
    }

    /// Rounding lets a pointer's length creep; once in a thousand frames puts it right.
    private mutating func renormalise() {
        countdown = 1024
        func unit(_ pointer: StereoFrame) -> StereoFrame { pointer / (pointer * pointer).sum().squareRoot() }
        pointers = (unit(pointers.0), unit(pointers.1), unit(pointers.2))
    }
}
