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

/// An error as the person at the terminal sees it, with an exit status by sysexits.h.
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

    /// nil for errors of the argument parser.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
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
        case let error as ThreadError: self.init(message: error.description, exitCode: Self.unavailable)
        case let error as FileError:
            let code =
                switch error {
                case .cannotCreate: Self.cannotCreate
                case .cannotRead: Self.noInput
                case .cannotWrite: Self.inputOutput
                }
            self.init(message: error.description, exitCode: code)
        default: return nil
        }
    }

    /// What the argument parser finds wrong, with the option's own help, on one line.
    ///
    /// nil where it is asked for help, and where the program is called without a word: it says a page then.
    init?(ofArguments error: any Error) {
        let (code, message) = (LofiRenderCommand.exitCode(for: error), LofiRenderCommand.message(for: error))
        guard !code.isSuccess, !message.isEmpty, CommandLine.arguments.count > 1 else { return nil }
        let page = LofiRenderCommand.fullMessage(for: error).split(separator: "\n")
        let help = page.first { $0.hasPrefix("Help:") }
        let more = page.last { $0.hasPrefix("  See '") }
        let parts = [message[...], help, more].compactMap { $0?.drop(while: \.isWhitespace) }
        // 1 is for errors that nobody foresaw.
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

    /// A MIDI file that cannot be played, by its name.
    init(_ error: MIDIError, path: String) {
        self.init(message: "\(path == "-" ? "standard input" : path): \(error)", exitCode: Self.badData)
    }
}
