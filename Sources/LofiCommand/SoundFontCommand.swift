import ArgumentParser
import LofiAudioFile
import LofiPlatform
import LofiSoundFont
import LofiSynthesis

struct SoundFontCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soundfont", abstract: "Builds the built-in SoundFont, or checks any.",
        subcommands: [Build.self, Check.self])

    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build", abstract: "Writes the built-in SoundFont from its synthesis.")

        @Option(
            name: [.short, .long],
            help: "SoundFont to write, or - for standard output. (default: \(defaultName))")
        var output: String?

        @Flag(help: "Without -o, replace a file of the default name.")
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
            commandName: "check", abstract: "Checks a SoundFont and lists its presets.")

        @Argument(help: "An .sf2 or .sf3 file.")
        var path: String

        mutating func run() throws {
            let font: SoundFontFile
            do { font = try SoundFontFile.check(path: path) } catch {
                throw Failure(message: "\(path): \(error)", exitCode: Failure.badData)
            }
            print("\(font.presets.count) presets, \(font.sampleCount) samples")
            for preset in font.presets { print("bank \(preset.bank)  program \(preset.program)  \(preset.name)") }
        }
    }
}
