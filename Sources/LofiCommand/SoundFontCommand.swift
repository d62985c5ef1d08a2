import ArgumentParser
import LofiAudioFile
import LofiPlatform
import LofiSoundFont
import LofiSynthesis

struct SoundFontCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soundfont", abstract: "Build the built-in SoundFont, or check any SoundFont.",
        subcommands: [Build.self, Check.self])

    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build", abstract: "Synthesize the built-in SoundFont and write it to a file.")

        @Option(
            name: [.short, .long],
            help: "SoundFont to write, or - for standard output. (default: \(defaultName))")
        var output: String?

        @Flag(help: "Replace an existing file of the default name.")
        var force = false

        private static let defaultName = "lofi-kit.sf2"

        mutating func run() throws {
            if output == nil, !force { try ForeignFile.refuse(Self.defaultName) { _ in false } }
            let output = output ?? Self.defaultName
            try StandardOutput.refuseTerminal(output)
            try OutputFile.write(LofiKit.soundFont(), to: output)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Check a SoundFont and list its presets.")

        @Argument(help: "SoundFont to check (.sf2 or .sf3).")
        var path: String

        mutating func run() throws {
            guard !Folder.exists(path) else { throw FileError.cannotRead(path, reason: "it is a folder") }
            guard access(path.systemName, R_OK) == 0 else {
                throw FileError.cannotRead(path, reason: FileError.reason(errno))
            }
            let font: SoundFontFile
            do { font = try SoundFontFile.check(path: path) } catch {
                throw Failure(message: "\(path): \(error)", exitCode: Failure.badData)
            }
            print("\(counted(font.presets.count, "preset")), \(counted(font.sampleCount, "sample"))")
            for preset in font.presets { print("bank \(preset.bank)  program \(preset.program)  \(preset.name)") }
        }
    }
}
