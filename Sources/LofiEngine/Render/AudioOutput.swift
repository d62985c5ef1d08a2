import LofiAudioFile
import LofiPlatform

/// The output file of a render and its audio format.
struct AudioOutput: RecordingSink {
    let format: AudioFormat
    let file: OutputFile
    let takesTrials = true
    var spoolFolder: String { file.folder }
    private let tags: AudioTags
    private var writer: AudioFileWriter?

    /// Opens the output before any work begins.
    /// - Parameters:
    ///   - path: its extension sets the container; `-` is WAV on standard output.
    ///   - tags: what the file says about the recording.
    /// - Throws: `FileError.cannotCreate`.
    init(path: String, options: SongRenderer.Options, tags: AudioTags) throws(FileError) {
        guard let container = AudioFormat.Container(path: path) else {
            throw .cannotCreate(
                path,
                reason: "unknown audio format '.\(AudioFormat.Container.ending(of: path))'; available: "
                    + AudioFormat.Container.allCases.map(\.rawValue).joined(separator: ", "))
        }
        format = AudioFormat(container: container, sampleFormat: options.sampleFormat, sampleRate: options.sampleRate)
        if let problem = format.problem { throw .cannotCreate(path, reason: problem) }
        self.tags = tags
        // A WAV header contains the length, so it is written last.
        file = try OutputFile(path: path, seeks: true)
    }

    /// A writer that starts at the beginning of the file.
    func writer(frameCount: Int) throws(FileError) -> AudioFileWriter {
        try AudioFileWriter(
            descriptor: file.descriptor, format: format, frameCount: frameCount, path: file.path, tags: tags)
    }

    mutating func begin(frameCount: Int) throws(FileError) {
        // Closed first, since closing writes the header once more.
        writer = nil
        try file.startOver()
        writer = try writer(frameCount: frameCount)
    }

    func write(_ block: FinishedBlock) throws(FileError) {
        if format.isInteger {
            try writer?.write(UnsafeBufferPointer(start: block.samples, count: 2 * block.frames.count))
        } else {
            try writer?.write(block.frames)
        }
    }

    mutating func finish(keeping loudness: ProgrammeLoudness?) throws(FileError) {
        guard let loudness else { return }
        try writer?.finish(loudness: loudness)
        try file.commit()
    }
}

extension AudioFormat.Container {
    /// The container that a path's extension names, WAV without one and on standard output; nil if unknown.
    package init?(path: String) {
        guard path != "-" else {
            self = .wav
            return
        }
        self.init(ending: Self.ending(of: path).lowercased())
    }

    fileprivate static func ending(of path: String) -> Substring {
        path.split(separator: "/").last.flatMap { $0.split(separator: ".").dropFirst().last } ?? "wav"
    }

    /// The container for a file extension without its dot; nil if unknown.
    package init?(ending: String) {
        switch ending {
        case "wave": self = .wav
        case "aif": self = .aiff
        case "oga": self = .ogg
        default: self.init(rawValue: ending)
        }
    }
}
