import LofiAudioFile
import LofiEngine
import LofiGenerate

/// What a shell offers for a value of an option.
enum CompletionWords {
    /// Names of the styles.
    static var styles: [String] { StyleLibrary(catalog: LofiRenderCommand.catalog).entries().map(\.name) }

    /// Kinds of the synthesizers.
    static var synthesizers: [String] { LofiRenderCommand.catalog.synthesizers.map { $0.kind } }

    /// Endings of the files that `render` plays.
    static let songEndings =
        CorpusReader.endings.map { String($0.dropFirst()) } + AudioFormat.Container.allCases.map(\.rawValue)
}
