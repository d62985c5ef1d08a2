import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Applies effects and noise layers to an audio file, or renders layers alone, for measuring single plugins.
///
///     file ─▶ [effect | + layer]… ─▶ file, without the master's gain, limiter and dither
public struct SoundProcessor: Sendable {
    /// Settings of a processor.
    public struct Options: Sendable {
        /// Seed of every random stream.
        public var seed: UInt64 = 1
        /// Sample format of the output file.
        public var sampleFormat = AudioFormat.SampleFormat.float32
        /// Sample rate in Hz if there is no input file, 8000…192000.
        public var sampleRate = 44_100
        /// What the output file says about the recording.
        public var tags = AudioTags()
        /// Exact length of the output in seconds; nil for the length of the input plus the effects' tails.
        public var seconds: Double?

        /// Creates the default options.
        public init() {}
    }

    /// The effects and layers, in order.
    public let uses: [Style.PluginUse]
    /// The plugins that the chain may use.
    public let catalog: Catalog
    /// The settings of the processor.
    public var options: Options

    private static let blockFrames = 2048

    /// Creates a processor for a chain of effects and layers.
    /// - Parameter chain: effects and layers in order, each written as in a style: `wow-flutter: { wow: 0.5 }`.
    /// - Throws: `StyleError` for an invalid entry, or too many.
    public init(chain: [String], catalog: Catalog = .standard, options: Options = Options()) throws(StyleError) {
        try StyleLimits.check(chain.count, StyleLimits.effects, "effects", .commandLine("--effect"))
        uses = try chain.map { (text) throws(StyleError) in
            try StyleReader(file: "", catalog: catalog, origin: .commandLine("--effect '\(text)'")).readUse(text)
        }
        self.catalog = catalog
        self.options = options
    }

    /// Processes an audio file.
    /// - Parameters:
    ///   - input: the path of the audio file; nil for silence, to render layers alone.
    ///   - path: the output; its extension sets the container, `-` is WAV on standard output.
    /// - Returns: the length of the output in seconds.
    @discardableResult
    public func process(_ input: String?, to path: String) throws(RenderError) -> Double {
        do { return try flushingDenormals { try run(input, to: path) } } catch { throw RenderError(error) }
    }

    private func run(_ input: String?, to path: String) throws -> Double {
        let reader = try input.map { try AudioFileReader(path: $0) }
        let rate = reader?.sampleRate ?? options.sampleRate
        var output = SongRenderer.Options()
        output.sampleRate = rate
        output.sampleFormat = options.sampleFormat
        let audio = try AudioOutput(path: path, options: output, tags: options.tags)
        let wanted = options.seconds.map { Int($0 * Double(rate)) }
        let inputFrames = wanted ?? reader?.frameCount ?? 0
        let graph = try makeGraph(hasInput: reader != nil, rate: rate, endFrame: inputFrames)
        var span =
            wanted.map { RenderSpan(graph, exactly: $0) }
            ?? RenderSpan(graph, musicFrames: inputFrames, sampleRate: rate)

        let writer = try audio.writer(frameCount: span.totalFrames)
        let source = InputStem(reader, blockFrames: Self.blockFrames)
        // Hold the tail back until something audible follows, so that the file ends with the last audible frame.
        var ringing: [StereoFrame] = []
        while !span.isFull {
            try source.read()
            let ready = span.take(graph.process(frameCount: Self.blockFrames) { _ in source.channels })
            span.listen(to: ready)
            let start = span.frameCount - ready.count
            let music = min(ready.count, max(0, inputFrames - start))
            try writer.write(AudioBlock(rebasing: ready[..<music]))
            ringing += ready[music...]
            let heard = span.lastAudible + 1 - (span.frameCount - ringing.count)
            guard heard > 0 else { continue }
            try ringing[..<heard].withUnsafeMutableBufferPointer { frames throws(FileError) in
                try writer.write(frames)
            }
            ringing.removeFirst(heard)
        }
        try writer.finish()
        try audio.file.commit()
        return Double(span.frameCount - ringing.count) / Double(rate)
    }

    private func makeGraph(hasInput: Bool, rate: Int, endFrame: Int) throws -> RenderGraph {
        let chain = ChainPlan(uses, catalog: catalog)
        let plan = chain.graph(hasInput: hasInput)
        do {
            return try RenderGraph(
                plan, sampleRate: Double(rate), maximumBlockFrames: Self.blockFrames, arc: SongArc(endFrame: endFrame),
                clips: AudioClips.load(plan.audioFiles, sampleRate: rate), seed: options.seed)
        } catch let error as GraphError {
            throw StyleError(
                place: chain.listener(to: error.name)?.place ?? .commandLine("--effect"), reason: error.description)
        }
    }
}

/// The input file as a stem, followed by silence.
private final class InputStem {
    private let reader: AudioFileReader?
    private let block: AudioBlock
    private let left, right: UnsafeMutableBufferPointer<Float>

    init(_ reader: AudioFileReader?, blockFrames: Int) {
        self.reader = reader
        block = .allocate(capacity: blockFrames)
        block.initialize(repeating: .zero)
        left = .allocate(capacity: blockFrames)
        left.initialize(repeating: 0)
        right = .allocate(capacity: blockFrames)
        right.initialize(repeating: 0)
    }

    deinit {
        block.deallocate()
        left.deallocate()
        right.deallocate()
    }

    /// The most recently read block.
    var channels: (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        guard let left = left.baseAddress, let right = right.baseAddress else {
            preconditionFailure("a block is empty")
        }
        return (UnsafePointer(left), UnsafePointer(right))
    }

    func read() throws(FileError) {
        let count = try reader?.read(into: block) ?? 0
        for index in block.indices {
            let frame = index < count ? block[index] : .zero
            (left[index], right[index]) = (frame.x, frame.y)
        }
    }
}
