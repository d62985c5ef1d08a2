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
            if case .soundFont(let path, _) = error {
                let isThere = access(path.systemName, R_OK) == 0 && !Folder.exists(path)
                let isBuiltIn = path == SoundFontSource.builtIn.description
                self.init(
                    message: isThere || isBuiltIn ? error.description : "cannot read \(error.description)",
                    exitCode: isThere || isBuiltIn ? Self.badData : Self.noInput)
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
