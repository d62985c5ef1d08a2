import LofiPlugin

/// Wow and flutter: the pitch drift of a warped record or a tired capstan.
///
/// Signal flow: delay line read at a moving position. Wow: the record's rotation with two harmonics, and a slow random
/// part; flutter: the capstan with two harmonics.
/// Depths are peak speed deviations, 0.1 % being 1.7 cents; the random share is as a wow meter reads it (IEC 60386).
/// Simplification: a record's wow follows from its warp; here it is drawn once per render.
package final class WowFlutter: AudioEffect {
    package static let kind = "wow-flutter"
    package static let summary = "wow and flutter of a warped record or a worn tape"
    package static let parameters: [Parameter] = [
        .number("wow", 0...2, default: 0.2, unit: "%", "peak speed deviation of the wow"),
        .number("flutter", 0...0.5, default: 0.04, unit: "%", "peak speed deviation of the flutter"),
        .choice("rpm", ["33", "45", "78"], default: "33", "record speed in turns per minute: 33 1/3, 45 or 78"),
        .number("drift", 0...1, default: 0.4, "random share of the wow"),
        .number("flutter-rate", 4...30, default: 9, unit: "Hz", "capstan rotations per second"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let latencyFrames: Int
    package var tailFrames: Int { 2 * latencyFrames }

    private var wander: SpeedWander
    private var line: WarpedDelayLine

    package init(settings: Settings, context: AudioContext) {
        let wow = settings.number("wow") / 100
        let share = settings.number("drift")
        wander = SpeedWander(
            SpeedWander.Depths(
                wow: wow * (1 - share), flutter: settings.number("flutter") / 100, drift: wow * share,
                wowHz: context.modulationRate(
                    ["33": 100.0 / 180, "45": 0.75, "78": 1.3][settings.text("rpm")] ?? 100.0 / 180),
                flutterHz: context.modulationRate(settings.number("flutter-rate"))),
            sampleRate: context.sampleRate, random: context.random, loopFrames: context.loopFrames)
        latencyFrames = Int(wander.reachFrames.rounded(.up)) + WarpedDelayLine.minimumDelayFrames + 1
        line = WarpedDelayLine(longestDelayFrames: 2 * latencyFrames)
    }

    package func process(_ block: AudioBlock) {
        let middle = Double(latencyFrames)
        var wander = wander
        line.process(block) { middle + wander.nextFrames() }
        self.wander = wander
    }
}
