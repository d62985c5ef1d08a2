import LofiAudioFile
import LofiPlatform

/// The output file of a render and its audio format.
struct AudioOutput: RecordingSink {
    let format: AudioFormat
    let file: OutputFile
    let takesTrials = true
    var spoolFolder: String { file.folder }
    private var writer: AudioFileWriter?

    /// Opens the output before any work begins.
    /// - Parameter path: its extension sets the container; `-` is WAV on standard output.
    /// - Throws: `FileError.cannotCreate`.
    init(path: String, options: SongRenderer.Options) throws(FileError) {
        let container = try Self.container(of: path)
        format = AudioFormat(container: container, sampleFormat: options.sampleFormat, sampleRate: options.sampleRate)
        guard format.isSupported else {
            throw .cannotCreate(
                path,
                reason: "\(container.rawValue) cannot hold \(options.sampleFormat.rawValue) bits at "
                    + "\(options.sampleRate) Hz")
        }
        // A WAV header contains the length, so it is written last.
        file = try OutputFile(path: path, seeks: true)
    }

    private static func container(of path: String) throws(FileError) -> AudioFormat.Container {
        guard path != "-" else { return .wav }
        let ending = path.split(separator: "/").last.flatMap { $0.split(separator: ".").dropFirst().last }
        guard let container = AudioFormat.Container(ending: ending.map { $0.lowercased() } ?? "wav") else {
            throw .cannotCreate(
                path,
                reason: "unknown audio format '.\(ending ?? "")'; available: "
                    + AudioFormat.Container.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return container
    }

    /// A writer that starts at the beginning of the file.
    func writer(frameCount: Int) throws(FileError) -> AudioFileWriter {
        try AudioFileWriter(descriptor: file.descriptor, format: format, frameCount: frameCount, path: file.path)
    }

    mutating func begin(frameCount: Int) throws(FileError) {
        if writer != nil { try file.startOver() }
        writer = try writer(frameCount: frameCount)
    }

    func write(_ block: FinishedBlock) throws(FileError) {
        if format.isInteger {
            try writer?.write(UnsafeBufferPointer(start: block.samples, count: 2 * block.frames.count))
        } else {
            try writer?.write(block.frames)
        }
    }

    func finish(keeps: Bool) throws(FileError) {
        try writer?.finish()
        if keeps { try file.commit() }
    }
}

extension AudioFormat.Container {
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
