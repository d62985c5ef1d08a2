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
            let font = try SoundFont.load(.file(path))
            print("\(counted(font.presets.count, "preset")), \(counted(font.sampleCount, "sample"))")
            var silent = 0
            for preset in font.presets {
                let silence = try font.silence(of: preset)
                if silence != nil { silent += 1 }
                let remark = silence.map { "  (silent: \($0))" } ?? ""
                print("bank \(preset.bank)  program \(preset.program)  \(preset.name)\(remark)")
            }
            guard silent < font.presets.count else {
                throw Failure(message: "\(path): every preset is silent", exitCode: Failure.badData)
            }
        }
    }
}
