import ArgumentParser
import Foundation
import LofiAudioFile
import LofiDSP
import SoundBench

@main
struct SoundCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lofi-sound-check", abstract: "Measures the sound against what is promised.")

    @Option(help: "Only this area, such as vinyl.")
    var only: String?

    @Option(help: "Draws the pictures into this folder too.")
    var pictures: String?

    @Flag(help: "What each plugin costs, in place of the checks.")
    var speed = false

    @Option(parsing: .upToNextOption, help: "Loudness (LUFS), range (LU) and true peak (dBTP) of audio files.")
    var loudness: [String] = []

    @Flag(help: "What each style measures, in place of the checks.")
    var styles = false

    @Flag(help: "Fails where a check does, unless its reason is known.")
    var strict = false

    @Option(help: "Compares this recording of vinyl noise with the measured ones, and checks nothing else.")
    var record: String?

    mutating func run() throws {
        for path in loudness { print(try MeteredFile(path: path)) }
        if !loudness.isEmpty { return }
        if styles { return try StyleTable.print() }
        if speed { return try SpeedTable.print() }
        if let record { return try compare(record) }
        let checks = SoundChecks.all.filter { only == nil || $0.area == only }
        guard !checks.isEmpty else {
            let areas = Set(SoundChecks.all.map(\.area)).sorted().joined(separator: ", ")
            throw ValidationError("no area '\(only ?? "")'; there are: \(areas)")
        }
        print("| what | figure | promised | measured | |\n|---|---|---|---|---|")
        var failed = 0
        for check in checks {
            let finding = try check.measure()
            let verdict = finding.holds ? "ok" : check.reasonOutside.map { "outside: \($0)" } ?? "**fails**"
            if !finding.holds, check.reasonOutside == nil { failed += 1 }
            print("| \(check.area) | \(check.name) | \(check.promise) | \(finding.value) | \(verdict) |")
        }
        if let pictures {
            try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: true)
            for picture in SoundChecks.pictures {
                try picture.draw().svg.write(
                    toFile: "\(pictures)/\(picture.name).svg", atomically: true, encoding: .utf8)
            }
        }
        if strict, failed > 0 { throw ExitCode(1) }
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
