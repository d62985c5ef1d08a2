import ArgumentParser
import LofiAudioFile
import LofiEngine

/// Options for stems, and for which channels of the mix are heard.
struct StemOptions: ParsableArguments {
    @Option(
        help: """
            Also write each strip, noise layer and return as an aligned WAV file into this folder, with their sum and \
            stems.json; created if missing. batch makes a folder in it for each song.
            """)
    var stems: String?

    @Option(
        help: ArgumentHelp(
            "Play these channels alone, as their stems sound: roles, parts, layers or returns.", valueName: "names"))
    var only: String?

    @Option(help: ArgumentHelp("Mute channels, such as drums,vinyl, with what they send.", valueName: "names"))
    var mute: String?

    @Option(
        help: ArgumentHelp(
            "Play these channels with what they send to returns; a return with all that is sent to it.",
            valueName: "names"))
    var solo: String?

    /// The channels that are heard.
    /// - Throws: `Failure` for an empty name.
    func channels() throws -> ChannelChoice {
        var choice = ChannelChoice()
        choice.only = try Self.names(only, "--only")
        choice.mute = try Self.names(mute, "--mute")
        choice.solo = try Self.names(solo, "--solo")
        return choice
    }

    /// The names in a list with commas.
    private static func names(_ text: String?, _ option: String) throws -> [String] {
        guard let text else { return [] }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        guard !names.contains("") else {
            throw Failure(
                message: "\(option) needs names with commas between them, such as \(option) drums,bass, not '\(text)'",
                exitCode: Failure.usage)
        }
        return names
    }

    /// The stems of a song; nil if none are wanted.
    /// - Parameters:
    ///   - target: the finished recording, after which the files are named.
    ///   - folder: a folder in that of `--stems`; nil for that one itself.
    ///   - bits: the value of `--bits`; nil for 32-bit float.
    ///   - force: whether the folder may hold other files.
    func export(for target: String, in folder: String? = nil, bits: String?, force: Bool) throws -> StemExport? {
        guard let stems else { return nil }
        guard !stems.isEmpty else {
            throw Failure(
                message: "--stems is empty; name a folder, such as --stems my-stems", exitCode: Failure.usage)
        }
        var export = StemExport(folder: folder.map { "\(stems)/\($0)" } ?? stems, songName: Self.songName(target))
        if let format = bits.flatMap({ AudioFormat.SampleFormat(rawValue: $0) }) { export.sampleFormat = format }
        export.allowsForeignFiles = force
        return export
    }

    /// The name of a file without folder and ending.
    static func songName(_ target: String) -> String {
        withoutEnding(target.split(separator: "/").last.map(String.init) ?? target)
    }

    /// A path without the ending of its last component.
    static func withoutEnding(_ path: String) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[start...].lastIndex(of: "."), dot != start else { return path }
        return String(path[..<dot])
    }
}
