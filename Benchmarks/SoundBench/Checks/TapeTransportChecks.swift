import Foundation
import LofiDSP
import LofiPlugin

/// Transport and storage effects of tape: dropouts, print-through, stop and start, hiss.
let tapeTransportChecks: [SoundCheck] = [
    SoundCheck(
        "tape-dropout", "rate of dips over 20 minutes at 30 per minute", within: 27...33, unit: "per minute",
        isQuick: false
    ) { try dips(["rate": .number(30), "length": .number(40)], seconds: 1200).perMinute },
    SoundCheck("tape-dropout", "deepest of 60 dips of 9 dB", within: -9.6 ... -8.4, unit: "dB") {
        try dips(["rate": .number(120), "treble": .number(20000)], seconds: 30).deepest
    },
    SoundCheck("tape-dropout", "chew 1: share of time more than 1 dB down", within: 0.3...0.95, unit: "") {
        try dips(["rate": .number(0), "chew": .number(1)], seconds: 20).share
    },
    SoundCheck(
        "print-through", "post-echo of 606 Hz after a turn of 1 s, reel at 7.5 ips", within: -50.5 ... -49.5, unit: "dB"
    ) { try echo(606, after: 2) },
    SoundCheck(
        "print-through", "pre-echo of 606 Hz one turn before", within: -50.5 ... -49.5, unit: "dB"
    ) { try echo(606, after: 0) },
    SoundCheck(
        "print-through", "maximum deviation from k e^(1 - k), 150 Hz to 1.2 kHz", within: -.infinity...2, unit: "dB"
    ) {
        try [150.0, 300, 606, 900, 1200].map { hertz in
            let k = hertz / 606.4
            return abs(try echo(hertz, after: 2) + 50 - 20 * log10(k * exp(1 - k)))
        }.max() ?? 99
    },
    SoundCheck(
        "tape-stop", "pitch of 1 kHz halfway through a stop of 2 s", within: 490...510, unit: "Hz"
    ) { try stopped(at: 3 + 1) },
    SoundCheck(
        "tape-stop", "pitch of 1 kHz a quarter through a start of 2 s", within: 240...260, unit: "Hz"
    ) { try stopped(at: 0.5) },
    SoundCheck("tape-stop", "sound after the end of the music", within: -.infinity ... -120, unit: "dBFS") {
        Signals.level(try stopping().dropFirst(5 * 44100 + 100))
    },
    SoundCheck(
        "tape-hiss", "type II below type I at 8 kHz, matched at 500 Hz; 3.9 dB by the formulas", within: 3.3...4.5,
        unit: "dB"
    ) {
        let levels = try ["cassette", "cassette-type-2"].map { machine -> Double in
            let hiss = Signals.render(
                try Signals.layer("tape-hiss", ["machine": .text(machine)]), frames: 20 * 44100)
            let spectrum = Spectrum.left(hiss)
            return spectrum.thirdOctave(8000) - spectrum.thirdOctave(500)
        }
        return levels[0] - levels[1]
    },
]

let tapeTransportPictures: [SoundPicture] = [
    SoundPicture("tape-hiss") {
        LinePlot(
            title: "tape-hiss at -50 dBFS: third-octave level", x: "Hz", 63...16000, isLogarithmic: true,
            y: "dB", -85 ... -55,
            curves: try ["reel-15", "reel-7.5", "cassette", "cassette-type-2"].map { machine in
                let spectrum = Spectrum.left(
                    Signals.render(
                        try Signals.layer("tape-hiss", ["machine": .text(machine), "level": .number(-50)]),
                        frames: 20 * 44100))
                let points = (-12...12).map { third in 1000 * pow(2, Double(third) / 3) }
                return LinePlot.Curve(machine, points.map { SIMD2($0, spectrum.thirdOctave($0)) })
            })
    }
]

private func dips(_ given: [String: ParameterValue], seconds: Double) throws
    -> (perMinute: Double, deepest: Double, share: Double)
{
    let rate = 8000.0
    let effect = try Signals.effect("tape-dropout", given, rate: rate)
    let output = Signals.through(effect, Signals.sine(1000, frames: Int(seconds * rate), decibels: 0, rate: rate))
    // The peak of every 8 frames, one period, of the deeper track.
    var (count, deepest, below, isDown) = (0, 0.0, 0, false)
    for start in stride(from: 800, to: output.count - 8, by: 8) {
        let peak = output[start..<(start + 8)].reduce(StereoFrame.zero) {
            StereoFrame(max($0.x, abs($1.x)), max($0.y, abs($1.y)))
        }
        let level = 20 * log10(max(1e-6, Double(min(peak.x, peak.y))))
        deepest = min(deepest, level)
        if level < -1 { below += 1 }
        if level < -1, !isDown { count += 1 }
        isDown = level < -1 || (isDown && level < -0.3)
    }
    return (Double(count) / seconds * 60, deepest, Double(below * 8) / Double(output.count))
}

/// Returns the level of a one-second burst's print, the given number of turns after its earliest position.
private func echo(_ hertz: Double, after turns: Int) throws -> Double {
    let effect = try Signals.effect("print-through", ["turn": .number(1)])
    var input = Signals.sine(hertz, frames: 5 * 44100, decibels: 0)
    for index in input.indices where index < 44100 / 10 || index > 44100 * 9 / 10 { input[index] = .zero }
    let output = Signals.through(effect, input)
    let start = turns * 44100 + 44100 * 3 / 10
    return Signals.level(output[start..<(start + 22050)], at: hertz)
}

private func stopping() throws -> [StereoFrame] {
    let type = TapeStop.self
    let context = AudioContext(
        sampleRate: 44100, maximumBlockFrames: 1024, random: RandomStream(seed: 1, place: "test"),
        arc: SongArc(endFrame: 5 * 44100))
    let effect = type.init(
        settings: try Settings(["start": .number(2), "stop": .number(2)], for: type.parameters), context: context)
    return Array(Signals.through(effect, Signals.sine(1000, frames: 8 * 44100)).dropFirst(effect.latencyFrames))
}

/// Returns the pitch around a moment, by zero crossings.
private func stopped(at seconds: Double) throws -> Double {
    let output = try stopping()
    let around = output[Int((seconds - 0.05) * 44100)..<Int((seconds + 0.05) * 44100)]
    let rising = zip(around, around.dropFirst()).count { $0.x <= 0 && $1.x > 0 }
    return Double(rising) / 0.1
}
