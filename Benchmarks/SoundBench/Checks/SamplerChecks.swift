import Foundation
import LofiDSP
import LofiPlugin

/// Images, noise and clock of the samplers against sampling theory.
let samplerChecks: [SoundCheck] =
    [
        imageCheck("sp-1200", rate: 26040, hertz: 8000, images: [18040]),
        imageCheck("mu-law", rate: 8000, hertz: 1000, images: [7000, 9000, 15000, 17000]),
        SoundCheck(
            "sampler", "SP-1200: strongest spurious component, 5 kHz at -6 dBFS", within: -.infinity ... -80,
            unit: "dBFS"
        ) {
            let spectrum = Spectrum.left(try sampled(["machine": .text("sp-1200")], 5000), size: 32768)
            return highest(spectrum, except: [5000, 21040])
        },
        SoundCheck(
            "sampler", "SP-1200: alias of 15 kHz at 11.04 kHz after the input filter", within: -.infinity ... -45,
            unit: "dB"
        ) {
            let output = try sampled(["machine": .text("sp-1200")], 15000)
            return Signals.level(output, at: 26040 - 15000) + 6
        },
        SoundCheck(
            "sampler", "S950: first image of 5 kHz after the six-pole filter", within: -.infinity ... -35, unit: "dB"
        ) {
            let output = try sampled(["machine": .text("s950")], 5000)
            return Signals.level(output, at: 20000) - Signals.level(output, at: 5000)
        },
    ]
    + [8, 10, 12].map { bits in
        let theory = 6.02 * Double(bits) + 1.76
        return SoundCheck(
            "sampler", "signal-to-noise ratio of \(bits) bits, 6.02 N + 1.76 = \(Signals.text(theory, digits: 1)) dB",
            within: (theory - 1)...(theory + 1), unit: "dB"
        ) {
            // Full scale; the noise from 60 Hz to 10 kHz stands for that of the whole band, which is white.
            let given: [String: ParameterValue] = [
                "machine": .text("custom"), "bits": .number(Double(bits)), "rate": .number(44100),
            ]
            let spectrum = Spectrum.left(try sampled(given, 997, decibels: -0.01), size: 32768)
            let noise = spectrum.power(60..<957) + spectrum.power(1037..<10000)
            return 10 * log10(spectrum.power(957..<1037) / (noise * 22050 / 9860))
        }
    } + [
        SoundCheck(
            "sampler", "µ-law: signal-to-noise ratio from 0 to -30 dBFS, variation", within: -.infinity...4, unit: "dB"
        ) {
            let ratios = try [0.0, -10, -20, -30].map { try telephoneRatio("mu-law", $0) }
            return (ratios.max() ?? 0) - (ratios.min() ?? 0)
        },
        SoundCheck("sampler", "µ-law: signal-to-noise ratio at -10 dBFS", within: 36...41, unit: "dB") {
            try telephoneRatio("mu-law", -10)
        },
        SoundCheck(
            "sampler", "cheap converter of 8 bits: levels of an ideal ladder missed by a full-scale ramp",
            within: 2...64,
            unit: "of 256", digits: 0
        ) {
            // A slow ramp hits nearly every code in turn; what the ripple at the edges misses is below a third of a
            // step.
            let effect = try Signals.effect(
                "sampler", ["machine": .text("cheap-converter"), "bits": .number(8), "rate": .number(8000)])
            let input = (0..<400_000).map { StereoFrame(repeating: Float($0) / 200_000 - 1) }
            let output = Signals.through(effect, input)
            var heard = Set<Int>()
            for index in stride(from: 2000, to: output.count, by: 3) {
                let place = Double(output[index].x) * 128
                if abs(place - place.rounded()) < 0.33 { heard.insert(Int(place.rounded())) }
            }
            return Double(256 - heard.count)
        },
    ]

let samplerPictures: [SoundPicture] = [
    SoundPicture("sampler-sp-1200") {
        let sweep = Spectrum.left(try sampled(["machine": .text("sp-1200")], 8000), size: 8192)
        let hold = stride(from: 100.0, to: 22000, by: 100).map { hertz in
            SIMD2(hertz, -9 + 20 * log10(sinc(hertz / 26040)))
        }
        return LinePlot(
            title: "SP-1200: 8 kHz at -6 dBFS and its image under the sinc of the hold", x: "Hz", 0...22050, y: "dB",
            -140...0,
            curves: [
                LinePlot.Curve("sampler", sweep.curve(from: 50, to: 22000)),
                LinePlot.Curve("sinc", hold, isReference: true),
            ])
    }
]

/// Checks the images of a tone relative to the tone, less the sinc of the hold: the worst of them.
private func imageCheck(_ machine: String, rate: Double, hertz: Double, images: [Double]) -> SoundCheck {
    let names = images.map { Signals.text($0 / 1000, digits: 2) }.joined(separator: ", ")
    return SoundCheck(
        "sampler", "\(machine): images of \(Int(hertz)) Hz at \(names) kHz against the sinc law, worst",
        within: -0.5...0.5, unit: "dB", digits: 2
    ) {
        let output = try sampled(["machine": .text(machine)], hertz)
        let tone = Signals.level(output, at: hertz)
        let errors = images.map { image in
            Signals.level(output, at: image) - tone - 20 * log10(sinc(image / rate) / sinc(hertz / rate))
        }
        return errors.max { abs($0) < abs($1) } ?? 99
    }
}

private func sinc(_ x: Double) -> Double { abs(sin(.pi * x) / (.pi * x)) }

private func sampled(_ given: [String: ParameterValue], _ hertz: Double, decibels: Double = -6) throws -> [StereoFrame]
{
    let effect = try Signals.effect("sampler", given)
    return Array(
        Signals.through(effect, Signals.sine(hertz, frames: 75536, decibels: decibels)).suffix(65536))
}

private func telephoneRatio(_ machine: String, _ decibels: Double) throws -> Double {
    let spectrum = Spectrum.left(
        try sampled(["machine": .text(machine)], 397, decibels: decibels - 0.01), size: 32768)
    let noise = spectrum.power(60..<357) + spectrum.power(437..<3600)
    return 10 * log10(spectrum.power(357..<437) / noise)
}

private func highest(_ spectrum: Spectrum, except tones: [Double]) -> Double {
    let rest = spectrum.powers.enumerated().filter { bin in
        let hertz = Double(bin.offset) * spectrum.binHz
        return hertz > 20 && !tones.contains { abs($0 - hertz) < 40 }
    }
    return 10 * log10(max(1e-30, rest.map(\.element).max() ?? 0))
}
