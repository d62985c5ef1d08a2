import LofiArrange
import LofiAudioFile
import LofiEngine
import LofiGenerate
import LofiInstruments
import LofiScore

/// An error as the person at the terminal sees it, with an exit status by sysexits.h.
struct Failure: Error {
    let message: String
    let exitCode: Int32

    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let cannotCreate: Int32 = 73
    static let inputOutput: Int32 = 74

    init(message: String, exitCode: Int32) {
        self.message = message
        self.exitCode = exitCode
    }

    /// nil for errors of the argument parser, which says them itself.
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
        case let error as TrainingError: self.init(message: error.description, exitCode: Self.badData)
        case let error as ArrangementError: self.init(message: error.description, exitCode: Self.badData)
        case let error as AudioFileError:
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
