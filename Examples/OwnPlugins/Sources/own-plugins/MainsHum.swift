import Foundation
import LofiPluginKit

/// The hum of the mains: the fundamental and its second harmonic.
final class MainsHum: NoiseLayer {
    static let kind = "mains-hum"
    static let summary = "mains hum with its second harmonic"
    static let parameters: [Parameter] = [
        .choice("mains", ["50", "60"], default: "50", "frequency of the mains, Hz"),
        .number("level", -90 ... -20, default: -60, unit: "dBFS", "RMS level"),
    ]

    private let phasePerFrame: Double
    private let gain: Double
    private var frame = 0

    init(settings: Settings, context: AudioContext) {
        phasePerFrame = 2 * .pi * (settings.text("mains") == "60" ? 60 : 50) / context.sampleRate
        // Two sines, the second at half the amplitude: an RMS of √(1 + ¼) / √2.
        gain = pow(10, settings.number("level") / 20) * (2 / 1.25).squareRoot()
    }

    func render(into block: AudioBlock) {
        for index in block.indices {
            let phase = phasePerFrame * Double(frame)
            block[index] = StereoFrame(repeating: Float(gain * (sin(phase) + 0.5 * sin(2 * phase))))
            frame += 1
        }
    }
}
