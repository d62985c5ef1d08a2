import Foundation
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiArrange

/// The Groove MIDI Dataset, where it lies beside the repository; without it these tests are skipped and say so.
private let dataset = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../shared/data/groove"
)
.standardized

@Suite("Drummers", .enabled(if: FileManager.default.fileExists(atPath: dataset.path), "no shared/data/groove"))
struct DrummersTests {
    private func hipHopTakes() throws -> [Score] {
        try FileManager.default.subpathsOfDirectory(atPath: dataset.path).sorted()
            .filter { $0.contains("_hiphop") && $0.hasSuffix("_beat_4-4.mid") }
            .map { try MIDISong([UInt8](try Data(contentsOf: dataset.appending(path: $0)))).score }
    }

    @Test("The estimator finds what was measured of them, within 7 %")
    func documented() throws {
        let measured = GrooveStatistics(takes: try hipHopTakes().map { DrumHit.hits(of: $0) })
        func isNear(_ value: Double?, _ wanted: Double) -> Bool { abs((value ?? 0) / wanted - 1) < 0.07 }
        for (voice, template, residual, velocity) in [
            (DrumVoice.kick, 14.0, 15.6, 12.7), (.snare, 13.9, 18.4, 23.8), (.hat, 8.3, 16.0, 23.5),
        ] {
            #expect(isNear(measured.templateDeviation[voice], template), "\(voice)")
            #expect(isNear(measured.residualDeviation[voice], residual), "\(voice)")
            #expect(isNear(measured.velocityResidualDeviation[voice], velocity), "\(voice)")
        }
        #expect(isNear(measured.residualCorrelation, 0.37) && isNear(measured.backbeatAfterKick, 5.6))
        #expect(measured.backbeatVelocity == 127 && measured.otherSnareVelocity == 42)
        #expect(measured.hatVelocities == [92, 57, 42])
        #expect(isNear(measured.kickVelocityMean, 63) && isNear(measured.snareOffBackbeat, 0.64))
    }

    @Test("A groove learned from a take has about as many strokes a bar as the drummer")
    func learned() throws {
        for score in try hipHopTakes() {
            let hits = DrumHit.hits(of: score)
            let bars = Set(hits.map(\.bar)).count
            guard bars >= 16 else { continue }
            let groove = try #require(LearnedGroove.learn(score, name: "take"))
            let pages = try #require(groove.bars["4/4"])
            let expected = pages.joined().reduce(0) { $0 + $1.chance } / Double(pages.count)
            let played = Double(Set(hits.map { [$0.bar, $0.position, $0.voice.key] }).count) / Double(bars)
            #expect((0.65...1.05).contains(expected / played), "\(expected) of \(played), \(pages.count) bars")
        }
    }
}
