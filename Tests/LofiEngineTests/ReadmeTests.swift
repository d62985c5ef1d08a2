import Foundation
import LofiEngine
import Testing

@Suite("README")
struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    @Test("The render in the README is the one that is compiled here, and works")
    func fiveLines() throws {
        let input = Self.root.appending(path: "Examples/songs/late-train.mid").path
        let output = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: output) }
        // README: begin
        let song = try MIDISong([UInt8](Data(contentsOf: URL(filePath: input))))
        let style = try StyleLibrary().style("rainy-cafe")
        let report = try SongRenderer(style: style).render(song.score, to: output)
        print(report.seconds, report.loudness)
        // README: end
        #expect(report.seconds > 30 && abs(report.loudness + 16) < 0.1)
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let code = try #require(
            source.components(separatedBy: "// README: begin\n").dropFirst().first?.components(
                separatedBy: "        // README: end"
            ).first)
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        for line in code.split(separator: "\n") {
            #expect(
                readme.contains(
                    line.trimmingCharacters(in: .whitespaces).replacingOccurrences(
                        of: "(filePath: input)", with: "(filePath: \"song.mid\")"
                    ).replacingOccurrences(of: "to: output", with: "to: \"song.wav\"")), "\(line)")
        }
    }
}
