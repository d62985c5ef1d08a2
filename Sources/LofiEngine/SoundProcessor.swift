import CPlatform
import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Runs effects and noise layers over one audio file, or layers alone: any plugin by itself, for those who measure.
///
///     file ─▶ [effect | + layer]… ─▶ file, without gain, limiter or dither of a master
public struct SoundProcessor: Sendable {
    public struct Options: Sendable {
        public var seed: UInt64 = 1
        public var sampleFormat = AudioFormat.SampleFormat.float32
        /// Frames per second where there is no input.
        public var sampleRate = 44_100
        /// Exactly so long; nil is the input and what rings on behind it.
        public var seconds: Double?

        public init() {}
    }

    public let uses: [Style.PluginUse]
    public let catalog: Catalog
    public var options: Options

    private static let blockFrames = 2048
    private static let silence = Decibels.amplitude(-90)
    private static let longestTailSeconds = 20.0

    /// - Parameter chain: each an effect or a layer as a style would write it, `wow-flutter: { wow: 0.5 }`, in order.
    /// - Throws: `StyleError`.
    public init(chain: [String], catalog: Catalog = .standard, options: Options = Options()) throws {
        try StyleLimits.check(chain.count, StyleLimits.effects, "effects", .commandLine("--effect"))
        uses = try chain.map { text in
            try StyleReader(file: "", catalog: catalog, origin: .commandLine("--effect '\(text)'")).readUse(text)
        }
        self.catalog = catalog
        self.options = options
    }

    /// - Parameter input: nil for silence, on which layers lie.
    /// - Returns: how many seconds were written.
    @discardableResult
    public func process(_ input: String?, to path: String) throws -> Double {
        lofi_flush_denormals_to_zero()
        let reader = try input.map { try AudioFileReader(path: $0) }
        let rate = reader?.sampleRate ?? options.sampleRate
        var output = SongRenderer.Options()
        output.sampleRate = rate
        output.sampleFormat = options.sampleFormat
        let audio = try AudioOutput(path: path, options: output)
        let wanted = options.seconds.map { Int($0 * Double(rate)) }
        let inputFrames = wanted ?? reader?.frameCount ?? 0
        let chain = try makeChain(rate: rate, endFrame: inputFrames)
        let latency = chain.reduce(0) { $0 + $1.latencyFrames }
        let ringFrames = chain.reduce(0) { $0 + $1.effectTailFrames }
        let tail =
            (chain.map(\.layerTailFrames).max() ?? 0) + min(ringFrames, Int(Self.longestTailSeconds) * rate)
        let total = wanted ?? (inputFrames + tail)

        let writer = try audio.writer(frameCount: total)
        let block = AudioBlock.allocate(capacity: Self.blockFrames)
        block.initialize(repeating: .zero)
        let noise = AudioBlock.allocate(capacity: Self.blockFrames)
        noise.initialize(repeating: .zero)
        defer {
            block.deallocate()
            noise.deallocate()
        }
        var (late, done) = (latency, 0)
        // What rings on is kept until something audible comes behind it.
        var ringing: [StereoFrame] = []
        while done < total {
            let read = try reader?.read(into: block) ?? 0
            for index in read..<block.count { block[index] = .zero }
            for link in chain { link.process(block, noise: noise) }
            let skipped = min(late, block.count)
            late -= skipped
            let ready = AudioBlock(rebasing: block[skipped..<min(block.count, skipped + total - done)])
            let music = min(ready.count, max(0, inputFrames - done))
            try writer.write(AudioBlock(rebasing: ready[..<music]))
            ringing += ready[music...]
            if let audible = ringing.lastIndex(where: { max(abs($0.x), abs($0.y)) > Self.silence }) {
                var heard = Array(ringing[...audible])
                try heard.withUnsafeMutableBufferPointer { frames throws(FileError) in try writer.write(frames) }
                ringing.removeFirst(audible + 1)
            }
            done += ready.count
        }
        try writer.finish()
        try audio.file.commit()
        return Double(done - ringing.count) / Double(rate)
    }

    private enum Link {
        case effect(any AudioEffect)
        case layer(any NoiseLayer)

        var latencyFrames: Int { if case .effect(let effect) = self { effect.latencyFrames } else { 0 } }
        var effectTailFrames: Int { if case .effect(let effect) = self { effect.tailFrames } else { 0 } }
        var layerTailFrames: Int { if case .layer(let layer) = self { layer.tailFrames } else { 0 } }

        /// - Parameter noise: room for a layer's sound, as long as the block.
        func process(_ block: AudioBlock, noise: AudioBlock) {
            switch self {
            case .effect(let effect): effect.process(block)
            case .layer(let layer):
                layer.render(into: noise)
                for index in block.indices { block[index] += noise[index] }
            }
        }
    }

    private func makeChain(rate: Int, endFrame: Int) throws -> [Link] {
        let parameters = uses.map { use in
            catalog.effect(use.kind)?.parameters ?? catalog.layer(use.kind)?.parameters ?? []
        }
        let files = zip(uses, parameters).flatMap { $0.settings.audioFiles($1) }
        let clips = try AudioClips.load(Set(files), sampleRate: rate)
        return uses.enumerated().compactMap { index, use in
            let twins = uses[..<index].count { $0.kind == use.kind }
            let context = AudioContext(
                sampleRate: Double(rate), maximumBlockFrames: Self.blockFrames,
                random: RandomStream(seed: options.seed, place: "process/\(use.kind)/\(twins)"),
                arc: SongArc(endFrame: endFrame), clips: clips)
            if let type = catalog.effect(use.kind) {
                return .effect(type.init(settings: use.settings, context: context))
            }
            return catalog.layer(use.kind).map { .layer($0.init(settings: use.settings, context: context)) }
        }
    }
}
