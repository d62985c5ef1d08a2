import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a record sounds like between its clicks: pink hiss, rumble, hum.
struct VinylBed {
    /// Of one channel, by its parts.
    let meanSquare: Double

    private var hiss: PinkNoise
    private var rumbleNoise: PinkNoise
    private var rumbleFilter: Biquad
    private var subsonic: Biquad
    private let hissGain: Float
    private let rumbleGain: Float
    /// Hum as turning pointers: the fundamental, its second and third harmonic.
    private var pointers: (StereoFrame, StereoFrame, StereoFrame)
    private let turns: (StereoFrame, StereoFrame, StereoFrame)
    private let humGain: SIMD4<Float>
    private var countdown = 0

    init(settings: Settings, sampleRate: Double, random: RandomStream) {
        var random = random
        hiss = PinkNoise(random: random.fork("hiss"))
        rumbleNoise = PinkNoise(random: random.fork("rumble"))
        // Falls 12 dB an octave from 50 Hz; measured 8 dB an octave below 200 Hz, pink included.
        rumbleFilter = Biquad(.lowPass(cutoffHz: 55, q: 0.6, sampleRate: sampleRate))
        // An amplifier takes the slow swing of a warped record away (IEC 98, 20 Hz).
        subsonic = Biquad(.highPass(cutoffHz: 20, sampleRate: sampleRate))
        let hissLevel = settings.number("hiss")
        let rumbleLevel = settings.number("rumble")
        hissGain = hissLevel <= -60 ? 0 : Decibels.amplitude(hissLevel)
        // What 55 Hz leaves of pink noise is about a tenth of its power.
        rumbleGain = rumbleLevel <= -60 ? 0 : Decibels.amplitude(rumbleLevel) * 3
        let hum = Double(settings.text("hum")) ?? 0
        let humLevel = hum > 0 ? Decibels.amplitude(settings.number("hum-level")) : 0
        // The second harmonic stands out in 12 of 33 loops, the fundamental in 6, the third in 2.
        humGain = SIMD4(0.7, 1, 0.4, 0) * humLevel
        func turn(_ harmonic: Double) -> StereoFrame {
            let angle = 2 * Double.pi * hum * harmonic / sampleRate
            return StereoFrame(Float(cos(angle)), Float(sin(angle)))
        }
        turns = (turn(1), turn(2), turn(3))
        pointers = (StereoFrame(1, 0), StereoFrame(1, 0), StereoFrame(1, 0))
        let hissPower = Double(hissGain * hissGain)
        let rumblePower = Double(rumbleGain * rumbleGain) * 0.135
        let humPower = Double((humGain * humGain).sum()) / 2
        meanSquare = hissPower + rumblePower + humPower
    }

    mutating func render(into block: AudioBlock, gain: Float) {
        for index in block.indices { block[index] = next() * gain }
    }

    @inline(__always)
    private mutating func next() -> StereoFrame {
        var sum = hiss.next() * hissGain
        sum += subsonic.next(rumbleFilter.next(rumbleNoise.next() * rumbleGain))
        pointers.0 = Self.turned(pointers.0, turns.0)
        pointers.1 = Self.turned(pointers.1, turns.1)
        pointers.2 = Self.turned(pointers.2, turns.2)
        countdown -= 1
        if countdown <= 0 { renormalise() }
        let hum = pointers.0.y * humGain.x + pointers.1.y * humGain.y + pointers.2.y * humGain.z
        return sum + StereoFrame(repeating: hum)
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
