import Foundation
import LofiDSP
import LofiPlugin

/// The surface of a record: its rotation, crackle and stylus, at every sample rate.
let vinylChecks: [SoundCheck] =
    [
        SoundCheck("vinyl", "period of the groove at 33 1/3 rpm", within: 79379...79381, unit: "frames", digits: 0) {
            let sound = try bare(["groove": .number(1)], seconds: 12)
            return Double((79180...79580).max { autocorrelation(sound, $0) < autocorrelation(sound, $1) } ?? 0)
        },
        SoundCheck(
            "vinyl", "correlation from one turn to the next, all in the groove", within: 0.5...1, unit: "", digits: 2
        ) {
            autocorrelation(try bare(["groove": .number(1)], seconds: 12), 79380)
        },
        SoundCheck(
            "vinyl", "correlation from one turn to the next, all random", within: -0.02...0.02, unit: "", digits: 3
        ) {
            autocorrelation(try bare(["groove": .number(0)], seconds: 12), 79380)
        },
        SoundCheck("vinyl", "period of the groove at 45 rpm", within: 58799...58801, unit: "frames", digits: 0) {
            let sound = try bare(["groove": .number(1), "rpm": .text("45")], seconds: 12)
            return Double((58600...59000).max { autocorrelation(sound, $0) < autocorrelation(sound, $1) } ?? 0)
        },
    ]
    + [60.0, 400, 1000, 2000].map { crackle in
        SoundCheck(
            "vinyl", "rate of clicks beyond 10 sigma over 10 minutes, crackle \(Int(crackle))",
            within: (0.9 * crackle)...(1.1 * crackle), unit: "per minute", isQuick: false
        ) {
            let quiet: [String: ParameterValue] = ["pops": .number(0), "hum": .text("off")]
            let sound = try vinyl(quiet.merging(["crackle": .number(crackle)]) { $1 }, seconds: 600)
            return try clicksPerMinute(sound, quiet)
        }
    }
    + [
        SoundCheck("vinyl", "crackle of one minute at 400 per minute", within: 320...480, unit: "per minute") {
            let quiet: [String: ParameterValue] = ["pops": .number(0), "hum": .text("off")]
            let sound = try vinyl(quiet.merging(["crackle": .number(400)]) { $1 }, seconds: 60)
            return try clicksPerMinute(sound, quiet)
        }
    ]
    + [22050.0, 48000, 96000].map { rate in
        SoundCheck("vinyl", "octaves 31 Hz to 4 kHz at \(Int(rate)) Hz against 44100 Hz", within: -1...1, unit: "dB") {
            let given: [String: ParameterValue] = ["crackle": .number(0), "pops": .number(0)]
            let sounds = try [rate, Signals.rate].map {
                (try Signals.render(Signals.layer("vinyl", given, rate: $0), frames: Int(24 * $0)), $0)
            }
            let spectra = sounds.map { Spectrum.left($0.0, rate: $0.1, size: $0.1 > 50000 ? 65536 : 32768) }
            return [31.5, 63, 125, 250, 500, 1000, 2000, 4000]
                .map { spectra[0].octave($0) - spectra[1].octave($0) }
                .max { abs($0) < abs($1) } ?? .nan
        }
    }
    + [22050.0, 44100, 96000].map { rate in
        SoundCheck(
            "vinyl", "replay curve against RIAA to 0.4 of \(Int(rate)) Hz", within: -0.3...0.3, unit: "dB", digits: 2
        ) {
            var filter = Biquad(ReplayCurve.replay(sampleRate: rate))
            let sound = (0..<32768).map { filter.next(StereoFrame(repeating: $0 == 0 ? 1 : 0)) }
            return [30, 100, 500, 1000, 2122, 5000, 0.3 * rate, 0.4 * rate].map { hertz in
                let terms = sound.enumerated().map { Phasor.at(hertz, $0.offset, rate) * Double($0.element.x) }
                let magnitude = terms.reduce(SIMD2.zero, +)
                return Decibels.level((magnitude * magnitude).sum().squareRoot())
                    - Decibels.level(ReplayCurve.replayMagnitude(hertz))
            }
            .max { abs($0) < abs($1) } ?? .nan
        }
    }
    + [
        SoundCheck("vinyl", "needle drop: level before the stylus lands", within: -.infinity ... -200, unit: "dBFS") {
            Signals.level(try handled().prefix(Int(0.34 * Signals.rate)))
        },
        SoundCheck("vinyl", "needle drop: thump above the surface", within: 15...40, unit: "dB") {
            let sound = try handled()
            let land = Int(0.35 * Signals.rate)
            return Signals.level(sound[land..<(land + 4410)]) - Signals.level(sound[44100..<132_300])
        },
        SoundCheck("vinyl", "run-out: period of the locked groove", within: 79379...79381, unit: "frames", digits: 0) {
            let end = 5 * Int(Signals.rate)
            let sound = Array(try handled()[end..<(end + 10 * 44100)])
            return Double((79180...79580).max { autocorrelation(sound, $0) < autocorrelation(sound, $1) } ?? 0)
        },
        SoundCheck("vinyl", "run-out: level after the stylus is lifted", within: -.infinity ... -200, unit: "dBFS") {
            Signals.level(try handled().suffix(44100))
        },
        SoundCheck(
            "vinyl", "hiss of 1930, 1950, 1970 and 2000 relative to the clicks", promise: "falls from decade to decade"
        ) {
            let levels = try ["1930", "1950", "1970", "2000"].map { era in
                try Spectrum.left(vinyl(["era": .text(era), "crackle": .number(0), "pops": .number(0)], seconds: 4))
                    .level(1000..<4000)
            }
            let text = levels.map { Signals.text($0, digits: 1) }.joined(separator: ", ")
            return SoundCheck.Finding("\(text) dB", holds: levels == levels.sorted(by: >))
        },
        SoundCheck("vinyl", "band of 1930 from 2 to 16 kHz", within: -.infinity ... -15, unit: "dB") {
            let spectrum = try Spectrum.left(vinyl(["era": .text("1930")], seconds: 4))
            return spectrum.octave(16000) - spectrum.octave(2000)
        },
        SoundCheck(
            "vinyl", "gain reduction by music, ducked 6 dB on a bus of its own", within: 5.5...6.5, unit: "dB"
        ) { try maskedByMusic() },
    ]

let vinylPictures: [SoundPicture] = [
    SoundPicture("vinyl-likeness") {
        let groove = try bare(["groove": .number(1)], seconds: 8)
        let random = try bare(["groove": .number(0)], seconds: 8)
        func curve(_ label: String, _ sound: [StereoFrame]) -> LinePlot.Curve {
            LinePlot.Curve(
                label,
                (0...400).map { step in
                    let lag = 79180 + step
                    return SIMD2(Double(lag) / Signals.rate, autocorrelation(sound, lag))
                })
        }
        return LinePlot(
            title: "vinyl: autocorrelation around a lag of one turn", x: "s", 1.7955...1.8045, y: "", -0.2...1,
            curves: [curve("all in the groove", groove), curve("all random", random)])
    }
]

private let quietBed: [String: ParameterValue] = [
    "hiss": .number(-60), "rumble": .number(-60), "hum": .text("off"), "pops": .number(0),
]

/// The surface and the pops of the recordings; by default a record is cleaner.
let asRecorded: [String: ParameterValue] = ["hiss": .number(0), "pops": .number(20)]

func vinyl(_ given: [String: ParameterValue], seconds: Double) throws -> [StereoFrame] {
    Signals.render(try Signals.layer("vinyl", asRecorded.merging(given) { $1 }), frames: Int(seconds * Signals.rate))
}

/// Renders the clicks only.
private func bare(_ given: [String: ParameterValue], seconds: Double) throws -> [StereoFrame] {
    try vinyl(quietBed.merging(given) { $1 }, seconds: seconds)
}

/// Returns the correlation of a sound with itself `lag` frames later.
private func autocorrelation(_ sound: [StereoFrame], _ lag: Int) -> Double {
    var (same, before, after) = (Float(0), Float(0), Float(0))
    for index in 0..<(sound.count - lag) {
        same += sound[index].x * sound[index + lag].x
        before += sound[index].x * sound[index].x
        after += sound[index + lag].x * sound[index + lag].x
    }
    return Double(same / (before * after).squareRoot())
}

private func clicksPerMinute(_ sound: [StereoFrame], _ quiet: [String: ParameterValue]) throws -> Double {
    let surface = try vinyl(quiet.merging(["crackle": .number(0)]) { $1 }, seconds: 10)
    return ClickDetector(sound, surface: surface).perMinute
}

/// Renders a needle drop, five seconds of playing, twelve in the locked groove, and the lift.
private func handled() throws -> [StereoFrame] {
    let given: [String: ParameterValue] = [
        "needle-drop": .flag(true), "run-out": .number(12), "groove": .number(1), "hiss": .number(0),
        "crackle": .number(400), "pops": .number(20),
    ]
    let context = AudioContext(
        sampleRate: Signals.rate, maximumBlockFrames: 1024, random: RandomStream(seed: 1, place: "test"),
        arc: SongArc(endFrame: 5 * Int(Signals.rate)))
    let layer = VinylNoise(settings: try Settings(given, for: VinylNoise.parameters), context: context)
    return Signals.render(layer, frames: 19 * Int(Signals.rate))
}

/// Returns how many dB the layer is turned down by loud music, on a bus with a duck keyed by the music.
private func maskedByMusic() throws -> Double {
    func level(music: Float) throws -> Double {
        let duck = GraphPlan.EffectUse(
            type: Duck.self,
            settings: try Settings(
                ["from": .text("music"), "amount": .number(6), "threshold": .number(-30)], for: Duck.parameters))
        let noise = GraphPlan.LayerUse(
            type: VinylNoise.self, settings: try Settings(["crackle": .number(0)], for: VinylNoise.parameters))
        let silence = GraphPlan.EffectUse(
            type: Gain.self, settings: try Settings(["gain": .number(-60)], for: Gain.parameters))
        let plan = GraphPlan(nodes: [
            GraphPlan.Node(
                name: "music", source: .stems([GraphPlan.StemUse(index: 0, gain: StereoFrame(repeating: 1))]),
                output: "heard"),
            // Turn the music itself down, so that only the noise is measured.
            GraphPlan.Node(name: "heard", source: .bus, effects: [silence], output: "record"),
            GraphPlan.Node(name: "noise", source: .layer(noise), output: "dust"),
            GraphPlan.Node(name: "dust", source: .bus, effects: [duck], output: "record"),
            GraphPlan.Node(name: "record", source: .bus, output: GraphPlan.master),
            GraphPlan.Node(name: GraphPlan.master, source: .bus, output: nil),
        ])
        let graph = try RenderGraph(plan, sampleRate: Signals.rate, maximumBlockFrames: 4410, seed: 1)
        let tone = Signals.sine(60, frames: 2 * 44100, decibels: 0).map { $0.x * music }
        var sound: [StereoFrame] = []
        for start in stride(from: 0, to: tone.count, by: 4410) {
            tone.withUnsafeBufferPointer { tone in
                guard let base = tone.baseAddress else { return }
                sound += graph.process(frameCount: 4410) { _ in (base + start, base + start) }
            }
        }
        return Signals.level(sound.suffix(44100))
    }
    return try level(music: 0) - level(music: 0.5)
}

/// Returns e^(-iωt) of a frequency at a frame.
private enum Phasor {
    static func at(_ hertz: Double, _ frame: Int, _ rate: Double) -> SIMD2<Double> {
        let angle = 2 * Double.pi * hertz * Double(frame) / rate
        return SIMD2(cos(angle), -sin(angle))
    }
}
