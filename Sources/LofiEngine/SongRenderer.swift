import LofiPlatform
import CPlatform
import LofiArrange
import LofiAudioFile
import LofiDSP
import LofiPlugin
import LofiScore
import LofiSynthesis

/// Turns a score into a finished lo-fi recording. Start reading here.
///
///     score ─ Arrangement ─▶ score ─ Performance ─▶ events ─ MixPass ─▶ mix on a spool ─ MasterPass ─▶ file
///
/// The same score, style and options give the same bytes, on any number of cores and with any block size.
public struct SongRenderer: Sendable {
    public struct Options: Sendable {
        /// Of all chance in the render.
        public var seed: UInt64 = 1
        /// Frames per second, 8000…96000.
        public var sampleRate = 44_100
        public var sampleFormat = AudioFormat.SampleFormat.int16
        /// How many frames are worked on at a time.
        public var blockFrames = 2048
        /// Goes before what the style says.
        public var soundFont: SoundFontSource?
        /// The kind of synthesizer that plays every part; goes before what the style says.
        public var synthesizer: String?
        /// Plays bare notes and lone melodies as they are written, without the treatment that they need to become songs.
        public var isAsWritten = false
        /// How many threads share the work; one for programs that render several songs at a time. The result is the same.
        public var threads = min(8, Int(lofi_core_count()))

        public init() {}
    }

    /// How far a render is.
    public struct Progress: Sendable {
        /// Of the whole work, 0…1.
        public let fraction: Double
        /// How much of the song is there, seconds.
        public let seconds: Double
    }

    public let style: Style
    public let catalog: Catalog
    public var options: Options

    public init(style: Style, catalog: Catalog = .standard, options: Options = Options()) {
        self.style = style
        self.catalog = catalog
        self.options = options
    }

    /// Renders the score to a file, which appears whole or not at all.
    /// - Parameters:
    ///   - path: its ending chooses the container (wav, flac, aiff, ogg, opus, mp3); `-` is a WAV on standard output.
    ///   - progress: called once for each second of the song, from the thread that calls.
    /// - Throws: `StyleError`, `ArrangementError`, `SynthesisError`, `FileError`.
    @discardableResult
    public func render(
        _ score: Score, to path: String, progress: (Progress) -> Void = { _ in }
    ) throws -> RenderReport {
        try render(arranged: preparing { try arrange(score) }, to: path, progress: progress)
    }

    /// Renders a score that is arranged already, as `arrange` gives it.
    @discardableResult
    public func render(
        arranged: Score, to path: String, progress: (Progress) -> Void = { _ in }
    ) throws -> RenderReport {
        let output = try AudioOutput(path: path, options: options)
        let performance = Performance(arranged, sampleRate: options.sampleRate)

        let mix = try MixPass(
            score: arranged, performance: performance, style: style, catalog: catalog, options: options,
            common: SynthesisCommon(
                soundFont: options.soundFont ?? style.soundFont.map { .file($0) } ?? .builtIn, seed: options.seed)
        ).run(spoolFolder: output.file.folder) { done, total in
            progress(Progress(fraction: 0.9 * Double(done) / Double(total), seconds: seconds(done)))
        }
        let master = MasterPass(mix: mix, master: style.master, options: options)
        let finished = try master.run(to: output) { done, total in
            progress(Progress(fraction: 0.9 + 0.1 * Double(done) / Double(total), seconds: seconds(done)))
        }
        return RenderReport(
            seconds: seconds(finished.frameCount), beatsPerMinute: arranged.prevailingBeatsPerMinute,
            key: KeyEstimate(arranged)?.key, loudness: finished.loudness, truePeak: finished.truePeak,
            limiting: finished.limiting, remarks: arranged.remarks,
            warnings: Self.warnings(arranged) + style.warnings(about: arranged) + mix.warnings + finished.warnings)
    }

    /// The score as the style plays it, without a sound yet.
    public func arrange(_ score: Score) throws -> Score {
        try Arrangement(style: style, catalog: catalog, seed: options.seed, isAsWritten: options.isAsWritten)
            .apply(to: score)
    }

    /// Does some work while the synthesizers load their libraries on another thread.
    package func preparing<Result>(_ work: () throws -> Result) rethrows -> Result {
        // Without a thread it is done later.
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

/// What came of a render.
public struct RenderReport: Sendable {
    public let seconds: Double
    /// The tempo that most of the song has.
    public let beatsPerMinute: Double
    public let key: Key?
    /// Integrated, LUFS; -infinity for silence.
    public let loudness: Double
    /// dBTP.
    public let truePeak: Double
    /// The limiter's mean gain, dB, 0 or less.
    public let limiting: Double
    /// What the arrangement decided and did beyond the style's own settings, each a sentence.
    public let remarks: [String]
    public let warnings: [String]
}
