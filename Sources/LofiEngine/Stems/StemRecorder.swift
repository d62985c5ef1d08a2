import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Writes one stem block by block, from the first to the last frame of the song, and measures it.
///
/// Used by one thread at a time.
final class StemRecorder: @unchecked Sendable {
    private let writer: AudioFileWriter
    private let sampleRate: Int
    private var span: RenderSpan
    private let fade: FadeOut
    private var dither: TPDFDither?
    private var samples: [Int32]
    private var highest = StereoFrame.zero
    private var squares = 0.0

    /// - Parameters:
    ///   - name: name of the stem, for the random stream of the dither.
    ///   - span: the frames of the graph that belong to the song.
    init(
        writer: AudioFileWriter, format: AudioFormat, name: String, span: RenderSpan, fade: FadeOut, blockFrames: Int,
        seed: UInt64
    ) {
        (self.writer, self.span, self.fade) = (writer, span, fade)
        sampleRate = format.sampleRate
        dither =
            format.isInteger
            ? TPDFDither(
                bits: format.sampleFormat == .int24 ? 24 : 16,
                random: RandomStream(seed: seed, place: "stems/\(name)/dither")) : nil
        samples = format.isInteger ? [Int32](repeating: 0, count: 2 * blockFrames) : []
    }

    /// Appends the next block of the graph, which it changes.
    func append(_ block: AudioBlock) throws(FileError) {
        let frames = span.take(block)
        guard !frames.isEmpty else { return }
        fade.apply(to: frames, firstFrame: span.frameCount - frames.count)
        measure(frames)
        try write(frames)
    }

    /// Cuts the stem to a length, adds digital silence, and completes the file.
    func finish(frameCount: Int, silenceFrames: Int) throws(FileError) {
        try writer.truncate(toFrames: frameCount)
        dither = nil
        let zeros = AudioBlock.allocate(capacity: max(1, min(silenceFrames, sampleRate)))
        defer { zeros.deallocate() }
        zeros.initialize(repeating: .zero)
        for start in stride(from: 0, to: silenceFrames, by: zeros.count) {
            try writer.write(AudioBlock(rebasing: zeros.prefix(silenceFrames - start)))
        }
        try writer.finish()
    }

    /// Sample peak in dBFS; nil for silence.
    var peakDecibels: Double? { highest.max() > 0 ? Decibels.level(Double(highest.max())) : nil }

    /// Root mean square of both channels in dBFS; nil for silence.
    /// - Parameter frameCount: length of the file.
    func rmsDecibels(frameCount: Int) -> Double? {
        squares > 0 ? Decibels.level(meanSquare: squares / Double(2 * frameCount)) : nil
    }

    private func write(_ frames: AudioBlock) throws(FileError) {
        guard dither != nil else { return try writer.write(frames) }
        let count = 2 * frames.count
        samples.withUnsafeMutableBufferPointer { samples in
            if let base = samples.baseAddress { dither?.quantise(UnsafeBufferPointer(frames), into: base) }
        }
        try samples.withUnsafeBufferPointer { samples throws(FileError) in
            try writer.write(UnsafeBufferPointer(rebasing: samples[..<count]))
        }
    }

    private func measure(_ frames: AudioBlock) {
        var (highest, sum) = (highest, SIMD2<Double>.zero)
        for frame in frames {
            let size = frame.replacing(with: -frame, where: frame .< 0)
            highest = highest.replacing(with: size, where: size .> highest)
            let wide = SIMD2<Double>(frame)
            sum += wide * wide
        }
        self.highest = highest
        squares += sum.sum()
    }
}
