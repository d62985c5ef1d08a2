import ArgumentParser
import Foundation
import LofiAudioFile
import LofiDSP
import LofiPlugin
import SoundBench

@main
struct SoundCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lofi-sound-check", abstract: "Measures the sound against what is promised.")

    @Option(help: "Only this area, such as vinyl.")
    var only: String?

    @Option(help: "Only figures, with --speed only plugins, whose name contains this, such as 'measured on'.")
    var named: String?

    @Option(help: "Of the chance of all that is measured; 1 and more.")
    var seed: UInt64 = 1

    @Option(help: "Draws the pictures into this folder too.")
    var pictures: String?

    @Flag(help: "What each plugin costs, in place of the checks.")
    var speed = false

    @Flag(help: "What silence costs each effect after noise, in place of the checks; fails where it is too much.")
    var silence = false

    @Option(parsing: .upToNextOption, help: "Loudness (LUFS), range (LU) and true peak (dBTP) of audio files.")
    var loudness: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: "Compare the SoundFont player with FluidSynth on these SoundFonts, in place of the checks.")
    var synthesizers: [String] = []

    @Flag(help: "What each style measures, in place of the checks.")
    var styles = false

    @Flag(help: "Measure each preset's mix on songs of different kinds, beside real tracks, in place of the checks.")
    var mix = false

    @Option(
        parsing: .upToNextOption,
        help:
            "Presets or style files for --mix, also with commas; one alone is shown song by song. (default: all presets)"
    )
    var stylesOnly: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: "Parts of the names of the songs for --mix, also with commas. (default: all songs)")
    var songsOnly: [String] = []

    @Option(help: "Folder of MIDI files for --mix in place of its own songs.")
    var songs: String?

    @Flag(help: "Fails where a check does, unless its reason is known.")
    var strict = false

    @Option(help: "Compares this recording of vinyl noise with the measured ones, and checks nothing else.")
    var record: String?

    func validate() throws {
        guard seed > 0 else { throw ValidationError("--seed 0 is none: 1 and more") }
    }

    mutating func run() throws { try Signals.$seed.withValue(seed) { try measure() } }

    private func measure() throws {
        for path in loudness { print(try MeteredFile(path: path)) }
        if !loudness.isEmpty { return }
        if !synthesizers.isEmpty { return try SynthesizerComparison.print(fonts: synthesizers) }
        if styles { return try StyleTable.print() }
        if mix {
            func words(_ list: [String]) -> [String] { list.flatMap { $0.split(separator: ",").map(String.init) } }
            return try MixTable.print(styles: words(stylesOnly), songs: words(songsOnly), folder: songs)
        }
        if speed { return try SpeedTable.print(named: named) }
        if silence {
            guard try SilenceCost.print() else { throw ExitCode(1) }
            return
        }
        if let record { return try compare(record) }
        let checks = SoundChecks.all.filter { check in
            (only == nil || check.area == only) && named.map { check.name.contains($0) } ?? true
        }
        guard !checks.isEmpty else {
            let areas = Self.areas(of: SoundChecks.all).sorted().joined(separator: ", ")
            throw ValidationError("no such figure; the areas for --only are: \(areas)")
        }
        print(Self.preface)
        var counts = (holding: 0, outside: 0, failing: 0)
        for area in Self.areas(of: checks) {
            print("\n## \(area)\n\n| figure | promised | measured | |\n|---|---|---|---|")
            for check in checks where check.area == area {
                let finding = try check.measure()
                let verdict: String
                switch (finding.holds, check.reasonOutside) {
                case (true, _): (verdict, counts.holding) = ("ok", counts.holding + 1)
                case (false, let reason?): (verdict, counts.outside) = ("outside: \(reason)", counts.outside + 1)
                case (false, nil): (verdict, counts.failing) = ("**fails**", counts.failing + 1)
                }
                print("| \(check.name) | \(check.promise) | \(finding.value) | \(verdict) |")
            }
        }
        print("\n\(counts.holding) hold, \(counts.outside) are outside for a known reason, \(counts.failing) fail.")
        if let pictures { try drawPictures(into: pictures) }
        if strict, counts.failing > 0 { throw ExitCode(1) }
    }

    private static let preface = """
        # The sound as measured

        Printed by `make sound-check`. Every effect against its physics; every noise, drum and instrument against what recordings
        of the real thing measure ("measured on" so many of them); every style's mix against 30 real lo-fi tracks. The quick
        ones are tests as well.
        """

    /// In the order of the list, each once.
    private static func areas(of checks: [SoundCheck]) -> [String] {
        var areas: [String] = []
        for check in checks where !areas.contains(check.area) { areas.append(check.area) }
        return areas
    }

    private func drawPictures(into folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        print("\n## Pictures\n")
        for picture in SoundChecks.pictures {
            let name = "\(picture.name).svg"
            try picture.draw().svg.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            print("![\(picture.name)](sound/\(name))")
        }
    }

    private func compare(_ path: String) throws {
        let reader = try AudioFileReader(path: path)
        var frames = [StereoFrame](repeating: .zero, count: reader.frameCount)
        var count = 0
        try frames.withUnsafeMutableBufferPointer { frames in
            while count < frames.count {
                let read = try reader.read(into: AudioBlock(rebasing: frames[count...]))
                if read == 0 { break }
                count += read
            }
        }
        print("| figure | recordings, quartiles | this one | |\n|---|---|---|---|")
        let rows = VinylComparison.rows(Array(frames[0..<count]), sampleRate: Double(reader.sampleRate))
        print(rows.joined(separator: "\n"))
    }
}
