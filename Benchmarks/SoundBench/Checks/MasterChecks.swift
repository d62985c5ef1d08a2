import Foundation
import LofiCore
import LofiDSP

/// Loudness meter, limiter, soft clip and dither.
let masterChecks: [SoundCheck] =
    [44100.0, 96000].map { rate in
        SoundCheck(
            "limiter", "distortion of 100 Hz pushed 6 dB into it, at \(Int(rate)) Hz", within: -.infinity...1,
            unit: "%", digits: 3
        ) { try limiterDistortion(rate: rate) }
    } + [
        SoundCheck(
            "soft-clip", "what folds back of 5 kHz, 6 dB over the knee", within: -.infinity ... -80, unit: "dBFS"
        ) {
            softClipAlias()
        },
        SoundCheck("dither", "shaped noise against flat, 2 to 5 kHz", within: -.infinity ... -6, unit: "dB") {
            shapedNoise()
        },
    ]

/// Total harmonic distortion of a sine at +5 dBFS under a ceiling of -1 dBTP, in per cent.
private func limiterDistortion(rate: Double) throws -> Double {
    let limiter = TruePeakLimiter(ceilingDecibels: -1, sampleRate: rate)
    var frames = Signals.sine(100, frames: Int(3 * rate), decibels: 5, rate: rate)
    frames.withUnsafeMutableBufferPointer { limiter.process($0) }
    return Signals.harmonicDistortion(frames.suffix(Int(rate)), of: 100, rate: rate) * 100
}

/// Levels of what folds back from a soft clip, dBFS: a tone of 5 kHz, 6 dB over the knee.
private func softClipAlias() -> Double {
    let clip = SoftClip(kneeDecibels: 3, ceilingDecibels: -1)
    var frames = Signals.sine(5000, frames: 88200, decibels: 2)
    frames.withUnsafeMutableBufferPointer { clip.process($0) }
    let spectrum = Spectrum.left(frames.suffix(65536), size: 65536)
    return spectrum.loudestBetweenHarmonics(of: 5000)
}

/// How much less noise a shaped dither leaves where ears are keenest, dB.
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
