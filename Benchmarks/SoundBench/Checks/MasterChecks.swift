import Foundation
import LofiDSP
import LofiPlugin

/// Loudness meter, limiter, soft clipper and dither.
let masterChecks: [SoundCheck] =
    [44100.0, 96000].map { rate in
        SoundCheck(
            "limiter", "distortion of 100 Hz driven 6 dB into it, at \(Int(rate)) Hz", within: -.infinity...1,
            unit: "%", digits: 3
        ) { try limiterDistortion(rate: rate) }
    } + [
        SoundCheck(
            "soft-clip", "strongest alias of 5 kHz, 6 dB above the knee", within: -.infinity ... -80, unit: "dBFS"
        ) {
            softClipAlias()
        },
        SoundCheck("dither", "shaped noise against flat, 2 to 5 kHz", within: -.infinity ... -6, unit: "dB") {
            shapedNoise()
        },
    ]

/// EBU Tech 3341: test signals, and the loudness that a meter must read within 0.1 LU.
private let loudnessCases: [(name: String, target: Double, parts: [(decibels: Double, seconds: Double)])] = [
    ("1 kHz at -23 dBFS", -23, [(-23, 20)]),
    ("1 kHz at -33 dBFS", -33, [(-33, 20)]),
    ("-36, -23, -36 dBFS", -23, [(-36, 10), (-23, 60), (-36, 10)]),
    ("-72, -36, -23, -36, -72 dBFS", -23, [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)]),
]

let loudnessChecks: [SoundCheck] =
    [44100.0, 48000].flatMap { rate in
        loudnessCases.map { test in
            SoundCheck(
                "loudness meter", "EBU Tech 3341: \(test.name), at \(Int(rate)) Hz",
                within: (test.target - 0.1)...(test.target + 0.1), unit: "LUFS", digits: 2, isQuick: false
            ) {
                let meter = LoudnessMeter(sampleRate: rate)
                for part in test.parts {
                    var frames = Signals.sine(
                        1000, frames: Int(part.seconds * rate), decibels: part.decibels, rate: rate)
                    frames.withUnsafeMutableBufferPointer { meter.add($0) }
                }
                return meter.integrated
            }
        }
    } + [
        SoundCheck(
            "loudness meter", "EBU Tech 3341: true peak of a quarter of the rate at 45°, amplitude 0.5",
            within: -6.4 ... -5.8, unit: "dBTP", digits: 2
        ) {
            let meter = TruePeakMeter()
            var frames = (0..<44100).map { StereoFrame(repeating: 0.5 * Float(sin(.pi / 2 * Double($0) + .pi / 4))) }
            frames.withUnsafeMutableBufferPointer { meter.add($0) }
            return meter.peakDecibels
        }
    ]

/// Returns the total harmonic distortion in per cent of a sine at +5 dBFS under a ceiling of -1 dBTP.
private func limiterDistortion(rate: Double) throws -> Double {
    let limiter = TruePeakLimiter(ceilingDecibels: -1, sampleRate: rate)
    var frames = Signals.sine(100, frames: Int(3 * rate), decibels: 5, rate: rate)
    frames.withUnsafeMutableBufferPointer { limiter.process($0) }
    return Signals.harmonicDistortion(frames.suffix(Int(rate)), of: 100, rate: rate) * 100
}

/// Returns the level in dBFS of the strongest alias of a 5 kHz tone, 6 dB above the soft clipper's knee.
private func softClipAlias() -> Double {
    let clip = SoftClip(kneeDecibels: 3, ceilingDecibels: -1)
    var frames = Signals.sine(5000, frames: 88200, decibels: 2)
    frames.withUnsafeMutableBufferPointer { clip.process($0) }
    let spectrum = Spectrum.left(frames.suffix(65536), size: 65536)
    return spectrum.loudestBetweenHarmonics(of: 5000)
}

/// Returns how much less noise shaped dither leaves in dB where hearing is most sensitive.
private func shapedNoise() -> Double {
    func noise(_ shapes: Bool) -> Double {
        var dither = TPDFDither(bits: 16, shapesNoise: shapes, random: RandomStream(seed: 1, place: "dither"))
        let input = Signals.sine(440, frames: 88200, decibels: -60)
        var samples = [Int32](repeating: 0, count: input.count * 2)
        input.withUnsafeBufferPointer { dither.quantise($0, into: &samples) }
        let output = (0..<input.count).map { Float(samples[2 * $0]) / 2_147_483_648 }
        return Spectrum(output, sampleRate: Signals.rate).level(2000..<5000)
    }
    return noise(true) - noise(false)
}
