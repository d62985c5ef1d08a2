import Foundation
import LofiDSP
import LofiPlugin

/// Depth, hold and release of the duck, keyed by a burst of 55 Hz.
let duckChecks: [SoundCheck] = [
    SoundCheck("duck", "gain at depth 6 dB under a kick", within: -6.2 ... -5.8, unit: "dB", digits: 2) {
        try ducked(keyHertz: 55).min() ?? 0
    },
    SoundCheck("duck", "gain under an equally loud 9 kHz hat", within: -0.1...0, unit: "dB", digits: 2) {
        try ducked(keyHertz: 9000).min() ?? 0
    },
    SoundCheck(
        "duck", "time to recover by 90 % after the key ends: hold 50, release 200", within: 225...275,
        unit: "ms", digits: 0
    ) {
        let levels = try ducked(keyHertz: 55)
        let back = levels.indices.first { $0 > Int(0.4 * 44100) && levels[$0] > -0.6 } ?? 0
        return (Double(back) / 44100 - 0.4) * 1000
    },
]

/// Returns the gain in dB, frame by frame, around a key from 0.2 to 0.4 s.
private func ducked(keyHertz: Double) throws -> [Double] {
    let given: [String: ParameterValue] = [
        "amount": .number(6), "hold": .number(50), "release": .number(200), "attack": .number(5),
    ]
    let duck = Duck(settings: try Settings(given, for: Duck.parameters), context: Signals.context())
    var music = [StereoFrame](repeating: StereoFrame(repeating: 0.5), count: 44100)
    var key = Signals.sine(keyHertz, frames: 44100, decibels: 0)
    for index in key.indices where index < 8820 || index >= 17640 { key[index] = .zero }
    music.withUnsafeMutableBufferPointer { music in
        key.withUnsafeMutableBufferPointer { duck.process(music, sidechain: $0) }
    }
    return music.map { 20 * log10(Double($0.x) / 0.5) }
}
