import LofiPlatform
import LofiPlugin

/// Convolution with the impulse response of any room, box or loudspeaker in a file.
///
/// Signal flow: uniformly partitioned fast convolution, left with left and right with right; a mono file serves both.
/// T. G. Stockham, "High-speed convolution and correlation" (1966); partitions and their delay line in the frequency
/// domain after F. Wefers, "Partitioned convolution algorithms for real-time auralization" (2015).
/// The response is normalised to unit power and, where too long, faded out. Latency is one partition (4096 frames),
/// which the graph compensates; without a file the sound passes unchanged. Simplification: no left-to-right paths (not
/// true stereo).
package final class Convolution: AudioEffect {
    package static let kind = "convolution"
    package static let summary = "convolution with the impulse response of a room, box or loudspeaker"
    package static let parameters: [Parameter] = [
        .audioFile("impulse", "impulse response"),
        .number("length", 0.01...20, default: 6, unit: "s", "maximum length of the response"),
        .number("gain", -24...24, default: 0, unit: "dB", "gain of the wet signal"),
        .number("mix", 0...1, default: 1, "wet share; 1 on a bus for sends"),
    ]

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let partitionFrames = 4096
    private static let fadeSeconds = 0.02

    package let latencyFrames: Int
    package let tailFrames: Int
    private let engine: PartitionedConvolution?
    private let wet: Float
    private let dry: Float

    package init(settings: Settings, context: AudioContext) {
        let mix = settings.number("mix")
        (wet, dry) = (Float(mix) * Decibels.amplitude(settings.number("gain")), Float(1 - mix))
        let clip = context.clips[settings.text("impulse")]
        let response = Self.response(clip, settings.number("length"), context.sampleRate)
        engine = response.isEmpty ? nil : PartitionedConvolution(response, partitionFrames: Self.partitionFrames)
        latencyFrames = engine == nil ? 0 : Self.partitionFrames
        tailFrames = response.count
    }

    package func process(_ block: AudioBlock) {
        for index in block.indices { block[index] = block[index].bounded }
        guard let engine else { return }
        for index in block.indices {
            let (direct, answer) = engine.next(block[index])
            block[index] = direct * dry + answer * wet
        }
    }

    /// Returns the response, truncated to `seconds` and normalised to a power of 1; empty without a usable clip.
    private static func response(_ clip: AudioClip?, _ seconds: Double, _ sampleRate: Double) -> [StereoFrame] {
        guard let clip else { return [] }
        var frames = Array(clip.resampled(to: sampleRate).frames.prefix(Int(seconds * sampleRate)))
        if frames.count < clip.frames.count {
            let fade = min(frames.count, Int(fadeSeconds * sampleRate))
            for index in 0..<fade { frames[frames.count - 1 - index] *= Float(index) / Float(fade) }
        }
        let power = frames.reduce(0.0) { $0 + Double(($1 * $1).sum()) } / 2
        guard power > 0, power.isFinite else { return [] }
        return frames.map { $0 * Float(1 / power.squareRoot()) }
    }
}

/// Uniformly partitioned convolution with a latency of one partition.
private final class PartitionedConvolution {
    private typealias Spectrum = RealTransformPair.Spectrum

    private let frames: Int
    private let partitions: Int
    private let transform: RealTransformPair
    /// Spectra per partition: left and right of the response, then left and right of the input that many partitions
    /// ago.
    private let memory: UnsafeMutablePointer<Float>
    private var newest = 0
    /// Two partitions of input.
    private let input: UnsafeMutablePointer<StereoFrame>
    /// One partition of output.
    private let output: UnsafeMutablePointer<StereoFrame>
    private var position = 0

    init(_ response: [StereoFrame], partitionFrames: Int) {
        frames = partitionFrames
        partitions = (response.count + frames - 1) / frames
        transform = RealTransformPair(count: 2 * frames)
        let values = (8 * partitions + 4) * frames
        memory = .allocate(capacity: values)
        memory.initialize(repeating: 0, count: values)
        input = .allocate(capacity: 2 * frames)
        input.initialize(repeating: .zero, count: 2 * frames)
        output = .allocate(capacity: frames)
        output.initialize(repeating: .zero, count: frames)
        // The inverse transform is not normalised: its result is `count` times too large.
        let scale = 1 / Float(2 * frames)
        for partition in 0..<partitions {
            for index in 0..<(2 * frames) {
                let from = partition * frames + index
                let frame = index < frames && from < response.count ? response[from] * scale : .zero
                (transform.real[index], transform.imaginary[index]) = (frame.x, frame.y)
            }
            transform.forward(left: spectrum(4 * partition), right: spectrum(4 * partition + 1))
        }
    }

    deinit {
        memory.deallocate()
        input.deallocate()
        output.deallocate()
    }

    /// Returns the dry and the wet frame, both one partition late.
    @inline(__always)
    func next(_ frame: StereoFrame) -> (direct: StereoFrame, answer: StereoFrame) {
        let result = (input[position], output[position])
        // The older half is still needed until the newer one has been filled.
        input[frames + position] = frame
        position += 1
        if position == frames { convolve() }
        return (result.0, result.1)
    }

    /// Transforms the next partition (overlap-save: only the second half of a circular convolution over two partitions
    /// is valid).
    private func convolve() {
        for index in 0..<(2 * frames) {
            (transform.real[index], transform.imaginary[index]) = (input[index].x, input[index].y)
        }
        transform.forward(left: spectrum(4 * newest + 2), right: spectrum(4 * newest + 3))
        let sums = (left: spectrum(4 * partitions), right: spectrum(4 * partitions + 1))
        sums.left.real.update(repeating: 0, count: 4 * frames)
        for partition in 0..<partitions {
            let ago = (newest - partition + partitions) % partitions
            add(spectrum(4 * partition), spectrum(4 * ago + 2), to: sums.left)
            add(spectrum(4 * partition + 1), spectrum(4 * ago + 3), to: sums.right)
        }
        transform.inverse(left: sums.left, right: sums.right)
        for index in 0..<frames {
            output[index] = StereoFrame(transform.real[frames + index], transform.imaginary[frames + index])
        }
        input.update(from: input + frames, count: frames)
        newest = (newest + 1) % partitions
        position = 0
    }

    private func spectrum(_ index: Int) -> Spectrum {
        let start = memory + 2 * frames * index
        return Spectrum(real: start, imaginary: start + frames)
    }

    private func add(_ a: Spectrum, _ b: Spectrum, to sum: Spectrum) {
        // The first bin packs the two real bins, 0 Hz and Nyquist.
        let (zero, nyquist) = (sum.real[0] + a.real[0] * b.real[0], sum.imaginary[0] + a.imaginary[0] * b.imaginary[0])
        for start in stride(from: 0, to: frames, by: 8) {
            func eight(_ memory: UnsafeMutablePointer<Float>) -> SIMD8<Float> {
                UnsafeRawPointer(memory + start).loadUnaligned(as: SIMD8<Float>.self)
            }
            let (re, im, other, otherIm) = (eight(a.real), eight(a.imaginary), eight(b.real), eight(b.imaginary))
            UnsafeMutableRawPointer(sum.real + start).storeBytes(
                of: eight(sum.real) + re * other - im * otherIm, as: SIMD8<Float>.self)
            UnsafeMutableRawPointer(sum.imaginary + start).storeBytes(
                of: eight(sum.imaginary) + re * otherIm + im * other, as: SIMD8<Float>.self)
        }
        (sum.real[0], sum.imaginary[0]) = (zero, nyquist)
    }
}
