import CPlatform
import LofiArrange
import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiSynthesis

/// Renders a score to a finished lo-fi recording. Start reading here.
///
///     score ─ Arrangement ─▶ score ─ Performance ─▶ events ─ MixPass ─▶ mix on a spool ─ MasterPass ─▶ file
///
/// The same score, style and options give the same bytes on any number of cores and with any block size.
public struct SongRenderer: Sendable {
    /// Settings of a render.
    public struct Options: Sendable {
        /// Seed of every random stream in the render.
        public var seed: UInt64 = 1
        /// Sample rate in Hz, 8000…192000.
        public var sampleRate = 44_100
        /// Sample format of the output file.
        public var sampleFormat = AudioFormat.SampleFormat.int16
        /// Block size in frames, 1…65536.
        public var blockFrames = 2048
        /// SoundFont to use; nil for the style's, else the built-in one.
        public var soundFont: SoundFontSource?
        /// Kind of the synthesizer that plays every part; nil for the style's.
        public var synthesizer: String?
        /// Whether to play bare notes and lone melodies as written, without the standing transforms.
        public var isAsWritten = false
        /// The channels that are heard; all by default.
        public var channels = ChannelChoice()
        /// A loop instead of a song; nil for a song.
        public var loop: LoopRequest?
        /// What a file says about the recording; what is nil comes from the song.
        public var tags = AudioTags()
        /// Whether to leave out the song's own drum parts.
        public var removesDrums = false
        /// Exact length of the recording in seconds; nil for the music and its tails. A song of notes must be about as long
        /// (`form.length`): it fades out there if that is within a bar, and otherwise keeps its length, with a warning.
        public var exactSeconds: Double?
        /// Number of render threads, by default one per core, at most 8; use 1 to render several songs in parallel. The
        /// result does not depend on it.
        public var threads = min(8, Int(lofi_core_count()))

        /// Creates the default options.
        public init() {}
    }

    /// The progress of a render.
    public struct Progress: Sendable {
        /// Fraction of the work done, 0…1.
        public let fraction: Double
        /// Length of the recording in seconds, at most: silence at its end may be cut.
        public let totalSeconds: Double
    }

    /// The style to render in.
    public let style: Style
    /// The plugins that the style may use.
    public let catalog: Catalog
    /// The settings of the render.
    public var options: Options

    /// Creates a renderer for a style.
    public init(style: Style, catalog: Catalog = .standard, options: Options = Options()) {
        self.style = style
        self.catalog = catalog
        self.options = options
    }

    /// Arranges and renders a score to a file, which appears complete or not at all.
    /// - Parameters:
    ///   - path: its extension sets the container (wav, flac, aiff, ogg, opus, mp3); `-` is WAV on standard output.
    ///   - progress: called about once per second of the song, on the calling thread. What it throws ends the render, as
    ///     does the cancellation of the task that called.
    @discardableResult
    public func render(
        _ score: Score, to path: String, progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> RenderReport {
        try render(arranged: preparing { () throws(RenderError) in try arrange(score) }, to: path, progress: progress)
    }

    /// Renders a score that has been arranged with `arrange(_:)`; see `render(_:to:progress:)`.
    /// - Parameter stems: where to write the stems too; nil for none. They appear all together or not at all.
    @discardableResult
    public func render(
        arranged: Score, to path: String, stems: StemExport? = nil, progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> RenderReport {
        try sortingErrors {
            try render(arranged, with: nil, to: path, stems: stems, progress)
        }
    }

    /// Renders notes, and a recording with them, to a file.
    func render(
        _ arranged: Score, with audio: (song: AudioSong, hearing: AudioHearing)?, to path: String, stems: StemExport?,
        _ progress: (Progress) throws -> Void
    ) throws -> RenderReport {
        let facts = audio.map { SongFacts($0.hearing.music) } ?? SongFacts(arranged)
        let tags = options.tags.completed(from: arranged, facts, style: style, options: options)
        let session = try stems.map {
            try StemSession(
                $0, output: path, score: arranged, facts: facts, tags: tags, style: style, options: options)
        }
        // The unfinished recording goes before the folders made for the stems, in which it may lie.
        return try withExtendedLifetime(session) {
            var output = try AudioOutput(path: path, options: options, tags: tags)
            return try render(arranged, with: audio, facts: facts, to: &output, stems: session, progress)
        }
    }

    /// Arranges and renders a score into memory: 8 bytes a frame, 21 MB a minute at 44.1 kHz.
    /// - Parameter progress: see `render(_:to:progress:)`.
    public func render(
        _ score: Score, progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> Recording {
        try render(arranged: preparing { () throws(RenderError) in try arrange(score) }, progress: progress)
    }

    /// Renders a score that has been arranged with `arrange(_:)` into memory; see `render(_:progress:)`.
    public func render(
        arranged: Score, progress: (Progress) throws -> Void = { _ in }
    ) throws(RenderError) -> Recording {
        try sortingErrors {
            var sink = MemorySink(sampleRate: options.sampleRate)
            let report = try render(arranged, to: &sink, progress)
            return Recording(frames: sink.frames, sampleRate: options.sampleRate, report: report)
        }
    }

    /// Arranges and renders a score to a callback, in flat memory.
    ///
    /// The loudness of the whole song is known before its first frame is final, so the first block arrives late, after about
    /// nine tenths of the work.
    /// - Parameters:
    ///   - progress: see `render(_:to:progress:)`.
    ///   - receive: called on the calling thread with each block of at least one finished frame, in order. What it throws ends
    ///     the render.
    @discardableResult
    public func render(
        _ score: Score, progress: (Progress) throws -> Void = { _ in },
        receive: @escaping ([StereoFrame]) throws -> Void
    ) throws(RenderError) -> RenderReport {
        let arranged = try preparing { () throws(RenderError) in try arrange(score) }
        return try render(arranged: arranged, progress: progress, receive: receive)
    }

    /// Renders a score that has been arranged with `arrange(_:)` to a callback; see `render(_:progress:receive:)`.
    @discardableResult
    public func render(
        arranged: Score, progress: (Progress) throws -> Void = { _ in },
        receive: @escaping ([StereoFrame]) throws -> Void
    ) throws(RenderError) -> RenderReport {
        try sortingErrors {
            var sink = CallbackSink(sampleRate: options.sampleRate, receive: receive)
            return try render(arranged, to: &sink, progress)
        }
    }

    /// Renders a score that has been arranged with `arrange(_:)` into memory and lets `tap` listen to nodes of the graph.
    package func render(arranged: Score, tap: MixTap) throws(RenderError) -> Recording {
        try sortingErrors {
            var sink = MemorySink(sampleRate: options.sampleRate)
            let report = try render(arranged, to: &sink, tap: tap) { _ in }
            return Recording(frames: sink.frames, sampleRate: options.sampleRate, report: report)
        }
    }

    func render(
        _ arranged: Score, with audio: (song: AudioSong, hearing: AudioHearing)? = nil, facts: SongFacts? = nil,
        to sink: inout some RecordingSink, tap: MixTap? = nil, stems: StemSession? = nil,
        _ progress: (Progress) throws -> Void
    ) throws -> RenderReport {
        func report(_ fraction: Double, _ total: Int) throws {
            guard !Task.isCancelled else { throw RenderError.cancelled }
            try progress(Progress(fraction: fraction, totalSeconds: seconds(total)))
        }
        let performance = Performance(arranged, sampleRate: options.sampleRate)
        let mix = try MixPass(
            score: arranged, performance: performance, style: style, catalog: catalog, options: options,
            common: SynthesisCommon(
                soundFont: options.soundFont ?? style.soundFont.map { .file($0) } ?? .builtIn, seed: options.seed),
            audio: audio
        ).run(spoolFolder: sink.spoolFolder, tap: tap, stems: stems) { done, total in
            try report(0.9 * Double(done) / Double(total), total)
        }
        let master = MasterPass(
            mix: mix, master: style.master, options: options, keepsLevel: style.chain != nil,
            isAudible: style.chain == nil
                && (performance.parts.contains(where: \.isAudible) || audio?.hearing.loudness.isFinite == true))
        try stems?.complete(frameCount: mix.frameCount, silenceFrames: master.frameCount - mix.frameCount)
        let finished = try master.run(to: &sink) { done, total in
            try report(0.9 + 0.1 * Double(done) / Double(total), total)
        }
        let clipping = try stems?.commit(finished) ?? []
        let facts = facts ?? SongFacts(arranged)
        return RenderReport(
            seconds: seconds(finished.frameCount), beatsPerMinute: facts.beatsPerMinute ?? 0, key: facts.key,
            loudness: finished.loudness, truePeak: finished.truePeak,
            limiting: finished.limiting, remarks: arranged.remarks,
            warnings: (audio == nil ? Self.warnings(arranged) + style.warnings(about: arranged) : []) + mix.warnings
                + finished.warnings + clipping + sink.warnings(ofLoop: options.loop != nil))
    }

    func sortingErrors<Result>(_ work: () throws -> Result) throws(RenderError) -> Result {
        do { return try work() } catch { throw RenderError(error) }
    }

    /// Arranges a score in the style without rendering audio.
    public func arrange(_ score: Score) throws(RenderError) -> Score {
        // Number the parts before any are removed: a style refers to them by number.
        var score = score.numbered()
        if options.removesDrums { score.parts.removeAll(where: \.isDrums) }
        return try sortingErrors {
            try Arrangement(
                style: style, catalog: catalog, seed: options.seed, isAsWritten: options.isAsWritten, loop: options.loop
            ).apply(to: score)
        }
    }

    /// Runs `work` while another thread loads the synthesizers' libraries.
    package func preparing<Result, Failure: Error>(
        _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // If no thread can be started, the libraries are loaded on first use.
        let preparation = try? WorkerThread { [self] in prepareSynthesizers() }
        defer { try? preparation?.join() }
        return try work()
    }

    private func prepareSynthesizers() {
        let strips = Role.allCases.map { style.strip(for: $0) } + style.partStrips.map(\.strip)
        let uses = strips.compactMap {
            try? style.synthesizer(of: $0, wanted: options.synthesizer, catalog: catalog)
        }
        for kind in Set(uses.map { $0.type.kind }) { catalog.synthesizer(kind)?.prepare() }
    }

    private static func warnings(_ arranged: Score) -> [String] {
        guard !arranged.keepsPulse, !arranged.parts.contains(where: \.isDrums) else { return [] }
        return ["no steady beat found, so drums were left out (add them with --set drums.when=always)"]
    }

    private func seconds(_ frames: Int) -> Double { Double(frames) / Double(options.sampleRate) }
}

/// A recording in memory.
public struct Recording: Sendable {
    /// Finished frames: left and right, full scale ±1, as a 32-bit float file would hold them.
    public let frames: [StereoFrame]
    /// Frames per second.
    public let sampleRate: Int
    /// The results of the render.
    public let report: RenderReport
}

/// The results of a render.
public struct RenderReport: Sendable {
    /// Length of the recording in seconds.
    public let seconds: Double
    /// Prevailing tempo in quarter notes per minute; 0 without notes and without a steady beat in a recording.
    public let beatsPerMinute: Double
    /// The estimated key; nil if none was found.
    public let key: Key?
    /// Integrated loudness in LUFS; -infinity for silence.
    public let loudness: Double
    /// True peak in dBTP.
    public let truePeak: Double
    /// Mean gain of the limiter in dB, 0 or less.
    public let limiting: Double
    /// One sentence for each arrangement decision beyond the style's own settings.
    public let remarks: [String]
    /// One sentence for each problem that did not stop the render.
    public let warnings: [String]
}
