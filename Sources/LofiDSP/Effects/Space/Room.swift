import LofiPlatform
import LofiPlugin

/// A small room with audible walls: a bedroom, a booth, a garage.
///
/// Signal flow: sixteen early reflections of a rectangular room (see `EarlyReflections`), which also feed two
/// all-passes and a feedback delay network (see `DelayNetwork`). Wall absorption follows from the decay time (W. C.
/// Sabine, 1900; C. F. Eyring, 1930). Simplification: the early reflections are not coloured.
package final class Room: AudioEffect {
    package static let kind = "room"
    package static let summary = "small room with audible walls"
    package static let parameters: [Parameter] = [
        .number("size", 2...15, default: 4.5, unit: "m", "length of the room"),
        .number("time", 0.1...2, default: 0.45, unit: "s", "decay time (RT60)"),
        .number("damping", 500...18000, default: 5000, unit: "Hz", "frequency at half of that decay time"),
        .number("early", -24...12, default: 0, unit: "dB", "level of the early reflections"),
        .number("mix", 0...1, default: 1, "wet share; 1 on a bus for sends"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let tailFrames: Int
    private var reflections: EarlyReflections
    private var diffuser: Diffuser
    private var network: DelayNetwork
    private let early: Float
    private let balance: WetDry
    private let echoes: AudioBlock

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let (length, time) = (settings.number("size"), settings.number("time"))
        // Proportions with evenly spread modes (L. W. Sepmeyer, 1965: 1 : 1.28 : 1.54).
        let metres = SIMD3(length * 1.28 / 1.54, length, length / 1.54)
        let volume = metres.x * metres.y * metres.z
        let surface = 2 * (metres.x * metres.y + metres.y * metres.z + metres.z * metres.x)
        // Energy left after one wall reflection: e^(-0.161 V / (S T)).
        let reflection = exp(-0.161 * volume / (surface * time) / 2)
        reflections = EarlyReflections(metres: metres, reflection: reflection, sampleRate: rate)
        // The mean free path is 4 V / S; the lines span one to five times that, as path lengths vary.
        let meanSeconds = 4 * volume / surface / 343
        let shortest = min(meanSeconds, 0.06 * time)
        network = DelayNetwork(
            lineSeconds: (0..<DelayNetwork.lineCount).map { shortest * pow(5, Double($0) / 15) },
            decay: DecayCurve(seconds: time, halfHz: settings.number("damping")), sampleRate: rate)
        diffuser = Diffuser(frames: [0.31, 0.47].map { Int($0 * shortest * rate) })
        early = Decibels.amplitude(settings.number("early"))
        // A send of 1 returns about as loud as the dry sound (measured on noise, 0.45 s).
        balance = WetDry(mix: settings.number("mix"), wetGain: 0.35)
        echoes = .allocate(capacity: WetDry.capacity)
        echoes.initialize(repeating: .zero)
        tailFrames = Int(1.6 * time * rate) + reflections.longestFrames + 2000
    }

    deinit { echoes.deallocate() }

    package func process(_ block: AudioBlock) {
        balance.process(block) { wet in
            reflections.process(wet)
            for index in wet.indices { echoes[index] = wet[index] * early }
            diffuser.process(wet)
            network.process(wet)
            for index in wet.indices { wet[index] += echoes[index] }
        }
    }
}
