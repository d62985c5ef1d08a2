import Foundation
import LofiDSP
import LofiPlugin

/// Test signals and measurements.
public enum Signals {
    /// Default sample rate in Hz.
    public static let rate = 44100.0

    /// Random seed of every effect and layer measured: what holds for one should hold for others too.
    @TaskLocal public static var seed: UInt64 = 1

    /// Formats a number with a fixed number of decimals, whatever the locale.
    public static func text(_ number: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), number)
    }

    /// Creates an effect by its kind.
    public static func effect(
        _ kind: String, _ given: [String: ParameterValue] = [:], rate: Double = rate, seed: UInt64 = seed
    ) throws -> any AudioEffect {
        guard let type = standardEffects.first(where: { $0.kind == kind }) else {
            preconditionFailure("no effect \(kind)")
        }
        return type.init(settings: try Settings(given, for: type.parameters), context: context(rate: rate, seed: seed))
    }

    /// Creates a noise layer by its kind.
    public static func layer(
        _ kind: String, _ given: [String: ParameterValue] = [:], rate: Double = rate, seed: UInt64 = seed
    ) throws -> any NoiseLayer {
        guard let type = standardNoiseLayers.first(where: { $0.kind == kind }) else {
            preconditionFailure("no layer \(kind)")
        }
        let settings = try Settings(given, for: type.parameters)
        // A layer that plays a file gets four seconds of noise, the same at every rate.
        let fileKeys = type.parameters.filter { $0.domain == .audioFile && settings.text($0.key).isEmpty }.map(\.key)
        guard !fileKeys.isEmpty else { return type.init(settings: settings, context: context(rate: rate, seed: seed)) }
        let files = Dictionary(uniqueKeysWithValues: fileKeys.map { ($0, ParameterValue.text("noise")) })
        let clip = AudioClip(frames: noise(frames: 4 * 22050), sampleRate: 22050).resampled(to: rate)
        return type.init(
            settings: try Settings(given.merging(files) { $1 }, for: type.parameters),
            context: context(rate: rate, seed: seed, clips: ["noise": clip]))
    }

    /// Creates a context for tests.
    public static func context(
        rate: Double = rate, block: Int = 1024, seed: UInt64 = seed, clips: [String: AudioClip] = [:]
    ) -> AudioContext {
        AudioContext(
            sampleRate: rate, maximumBlockFrames: block, random: RandomStream(seed: seed, place: "test"),
            clips: clips)
    }

    /// Returns a sine in both channels.
    public static func sine(_ hertz: Double, frames: Int, decibels: Double = -12, rate: Double = rate) -> [StereoFrame]
    {
        let level = pow(10, decibels / 20)
        return (0..<frames).map { StereoFrame(repeating: Float(level * sin(2 * .pi * hertz * Double($0) / rate))) }
    }

    /// Returns independent white noise in both channels; `decibels` is its RMS in dBFS.
    public static func noise(frames: Int, decibels: Double = -12, seed: UInt64 = 7) -> [StereoFrame] {
        var random = RandomStream(seed: seed, place: "noise")
        let level = pow(10, decibels / 20) * 3.0.squareRoot()
        return (0..<frames).map { _ in
            StereoFrame(Float(random.uniform(-1...1) * level), Float(random.uniform(-1...1) * level))
        }
    }

    /// Returns an impulse of amplitude 0.5.
    public static func impulse(frames: Int, at position: Int = 0) -> [StereoFrame] {
        var frames = [StereoFrame](repeating: .zero, count: frames)
        frames[position] = StereoFrame(repeating: 0.5)
        return frames
    }

    /// Returns the signal processed by an effect, in blocks of the given length.
    public static func through(_ effect: any AudioEffect, _ input: [StereoFrame], block: Int = 1000) -> [StereoFrame] {
        var output = input
        var start = 0
        while start < output.count {
            let count = min(block, output.count - start)
            output.withUnsafeMutableBufferPointer {
                effect.process(AudioBlock(rebasing: $0[start..<(start + count)]))
            }
            start += count
        }
        return output
    }

    /// Returns frames of a layer, rendered in blocks of the given length.
    public static func render(_ layer: any NoiseLayer, frames: Int, block: Int = 1000) -> [StereoFrame] {
        var output = [StereoFrame](repeating: .zero, count: frames)
        var start = 0
        while start < frames {
            let count = min(block, frames - start)
            output.withUnsafeMutableBufferPointer {
                layer.render(into: AudioBlock(rebasing: $0[start..<(start + count)]))
            }
            start += count
        }
        return output
    }

    /// Returns the RMS of both channels in dBFS.
    public static func level(_ frames: some Collection<StereoFrame>) -> Double {
        let sum = frames.reduce(0.0) { $0 + Double($1.x * $1.x + $1.y * $1.y) }
        return 10 * log10(max(1e-30, sum / Double(2 * frames.count)))
    }

    /// Returns the level of one frequency in the left channel in dB, by correlation under a Hann window.
    public static func level(_ frames: some Collection<StereoFrame>, at hertz: Double, rate: Double = rate) -> Double {
        var (c, s) = (0.0, 0.0)
        let count = Double(frames.count)
        for (index, frame) in frames.enumerated() {
            let window = 1 - cos(2 * .pi * (Double(index) + 0.5) / count)
            let angle = 2 * Double.pi * hertz * Double(index) / rate
            c += Double(frame.x) * cos(angle) * window
            s += Double(frame.x) * sin(angle) * window
        }
        return 20 * log10(max(1e-15, 2 * (c * c + s * s).squareRoot() / count))
    }

    /// Returns the total harmonic distortion as a ratio: harmonics 2 to 20 relative to the fundamental (IEC 60268-3).
    public static func harmonicDistortion(
        _ frames: some Collection<StereoFrame>, of hertz: Double, rate: Double = rate
    ) -> Double {
        let fundamental = level(frames, at: hertz, rate: rate)
        let powers = (2...20).map { Double($0) * hertz }.filter { $0 < rate / 2 }
            .map { pow(10, (level(frames, at: $0, rate: rate) - fundamental) / 10) }
        return powers.reduce(0, +).squareRoot()
    }
}
