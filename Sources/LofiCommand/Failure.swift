import ArgumentParser
import LofiArrange
import LofiAudioFile
import LofiEngine
import LofiGenerate
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles
import LofiSynthesis
import LofiTraining

/// An error message for the terminal and an exit status from sysexits.h.
struct Failure: Error {
    let message: String
    let exitCode: Int32

    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let unforeseen: Int32 = 70
    static let cannotCreate: Int32 = 73
    static let inputOutput: Int32 = 74

    init(message: String, exitCode: Int32) {
        self.message = message
        self.exitCode = exitCode
    }

    /// Returns nil for errors of the argument parser.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case RenderError.silent: self.init(message: "\(error)", exitCode: Self.badData)
        case RenderError.cancelled: self.init(message: "\(error)", exitCode: Self.unforeseen)
        case let error as RenderError: self.init(error.cause)
        case let error as StyleError:
            if case .commandLine = error.place {
                self.init(message: error.description, exitCode: Self.usage)
            } else {
                self.init(message: error.description, exitCode: Self.badData)
            }
        case let error as StyleNotFound: self.init(message: error.description, exitCode: Self.usage)
        case let error as InputError: self.init(message: error.description, exitCode: Self.noInput)
        case let error as SynthesisError:
            if case .soundFont = error {
                self.init(message: error.description, exitCode: Self.badData)
            } else {
                self.init(message: error.description, exitCode: Self.unavailable)
            }
        case let error as CorpusError:
            if case .nothingReadable = error {
                self.init(message: error.description, exitCode: Self.badData)
            } else {
                self.init(message: error.description, exitCode: Self.noInput)
            }
        case let error as GenerationError: self.init(message: error.description, exitCode: Self.status(of: error))
        case let error as TrainingError:
            if case .tooManyKinds = error {
                self.init(message: error.description, exitCode: Self.usage)
            } else {
                self.init(message: error.description, exitCode: Self.badData)
            }
        case let error as ArrangementError: self.init(message: error.description, exitCode: Self.badData)
        case let error as StretchError: self.init(message: error.description, exitCode: Self.unavailable)
        case let error as ThreadError: self.init(message: error.description, exitCode: Self.unavailable)
        case let error as FileError:
            let code =
                switch error {
                case .cannotCreate: Self.cannotCreate
                case .cannotRead: Self.noInput
                case .badContents: Self.badData
                case .cannotWrite: Self.inputOutput
                }
            self.init(message: error.description, exitCode: code)
        default: return nil
        }
    }

    /// Creates a one-line failure from an argument parser error, including the option's help.
    ///
    /// Returns nil if help was requested or no arguments were given: the parser prints a full page then.
    init?(ofArguments error: any Error) {
        let (code, message) = (LofiRenderCommand.exitCode(for: error), LofiRenderCommand.message(for: error))
        guard !code.isSuccess, !message.isEmpty, CommandLine.arguments.count > 1 else { return nil }
        let page = LofiRenderCommand.fullMessage(for: error).split(separator: "\n")
        let help = page.first { $0.hasPrefix("Help:") }
        let more = page.last { $0.hasPrefix("  See '") }
        let parts = [message[...], help, more].compactMap { $0?.drop(while: \.isWhitespace) }
        // The parser uses exit code 1 for unexpected errors.
        self.init(
            message: parts.joined(separator: "; "), exitCode: code.rawValue == 1 ? Self.unforeseen : code.rawValue)
    }

    private static func status(of error: GenerationError) -> Int32 {
        switch error {
        case .commandLine, .settings: usage
        case .noModel: noInput
        case .model, .noSong: badData
        case .cannotStart, .failed, .stopped: unavailable
        }
    }

    /// Describes a MIDI file that cannot be read, prefixed with its path.
    init(_ error: MIDIError, path: String) {
        self.init(message: "\(path == "-" ? "standard input" : path): \(error)", exitCode: Self.badData)
    }
}
