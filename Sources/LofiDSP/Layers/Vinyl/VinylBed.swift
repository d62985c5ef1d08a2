import LofiPlatform
import LofiPlugin

/// The continuous noise of a record: surface hiss, rumble, hum.
///
/// The grain of the groove walls is white in velocity and passes the cartridge and the replay curve; the bearing's
/// rumble excites the arm at 22 Hz and extends above it. Corners and levels fitted, 2026-11-24, to the median spectrum
/// of 33 recordings: all 26 third-octave bands from 25 Hz to 8 kHz are within their quartiles.
struct VinylBed {
    /// Mean square of one channel, from its parts.
    private(set) var meanSquare = 0.0
    /// Amplitude of the mid signal from 100 Hz to 20 kHz, without the user's gains.
    static let surface = 0.276

    /// Mean square per Hz of the noise in the groove walls, relative to the whole bed from 20 Hz to 20 kHz.
    private static let hissDensity = 1.66e-5

    private var hissNoise: WhiteNoise
    private var grain: Biquad
    private var replay: Biquad
    private var band: Biquad?
    private var rumble: Rumble
    private let hissGain: Float
    private let mono: Float
    /// Hum as phasors: the fundamental, its second and third harmonic.
    private var phasors: (StereoFrame, StereoFrame, StereoFrame)
    private let rotations: (StereoFrame, StereoFrame, StereoFrame)
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
        // The power of the hiss is the energy of its filters' impulse response.
        var (silentGrain, silentReplay, silentBand) = (grain, replay, band)
        let hissPower = (0..<Int(0.1 * sampleRate)).reduce(0.0) { sum, index in
            var hiss = silentReplay.next(silentGrain.next(StereoFrame(index == 0 ? hissGain : 0, 0)))
            hiss = silentBand?.next(hiss) ?? hiss
            return sum + Double(hiss.x * hiss.x)
        }
        let hum = Double(settings.text("hum")) ?? 0
        // The hum level is relative to the measured hiss, whatever the era.
        let humLevel =
            hum > 0 ? Decibels.amplitude(settings.number("hum-level")) * Float(Self.hissShare.squareRoot()) : 0
        // The second harmonic stands out in 12 of 33 loops, the fundamental in 6, the third in 2.
        humGain = SIMD4(0.7, 1, 0.4, 0) * humLevel
        func rotation(_ harmonic: Double) -> StereoFrame {
            let angle = 2 * Double.pi * hum * harmonic / sampleRate
            return StereoFrame(Float(cos(angle)), Float(sin(angle)))
        }
        rotations = (rotation(1), rotation(2), rotation(3))
        phasors = (StereoFrame(1, 0), StereoFrame(1, 0), StereoFrame(1, 0))
        meanSquare = hissPower + rumble.meanSquare + Double((humGain * humGain).sum()) / 2
    }

    /// Mean square of the hiss in one channel without the user's gain.
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
        phasors.0 = Self.rotated(phasors.0, rotations.0)
        phasors.1 = Self.rotated(phasors.1, rotations.1)
        phasors.2 = Self.rotated(phasors.2, rotations.2)
        countdown -= 1
        if countdown <= 0 { renormalise() }
        let hum = phasors.0.y * humGain.x + phasors.1.y * humGain.y + phasors.2.y * humGain.z
        return sum + StereoFrame(repeating: hum)
    }

    /// Limits the frame to the era's bandwidth and stereo width; the mono sum is scaled to keep the power.
    @inline(__always)
    private mutating func banded(_ input: StereoFrame) -> StereoFrame {
        let output = band?.next(input) ?? input
        let middle = StereoFrame(repeating: output.sum() * 0.70711)
        return output + (middle - output) * mono
    }

    @inline(__always)
    private static func rotated(_ phasor: StereoFrame, _ rotation: StereoFrame) -> StereoFrame {
        StereoFrame(phasor.x * rotation.x - phasor.y * rotation.y, phasor.x * rotation.y + phasor.y * rotation.x)
    }

    /// Rounding lets a phasor's length drift; renormalising every 1024 frames corrects it.
    private mutating func renormalise() {
        countdown = 1024
        func unit(_ phasor: StereoFrame) -> StereoFrame { phasor / (phasor * phasor).sum().squareRoot() }
        phasors = (unit(phasors.0), unit(phasors.1), unit(phasors.2))
    }
}
