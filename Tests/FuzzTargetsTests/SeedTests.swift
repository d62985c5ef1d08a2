import FuzzTargets
import LofiPlatform
import LofiPlugin
import LofiScore
import Testing

/// The bytes in Tests/Fuzz/Seeds, through the entry points of the fuzzer.
@Suite("Seeds of the fuzzer")
struct SeedTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/Fuzz/Seeds/"

    private static func seeds(_ target: FuzzTarget) -> [String] {
        namesOfFolder(folder + target.rawValue).filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func accepts(_ target: FuzzTarget, _ seed: String) throws -> Bool {
        target.accepts(try FileBytes.contents(of: "\(folder)\(target.rawValue)/\(seed)"))
    }

    @Test("What is whole is accepted by its reader", arguments: FuzzTarget.allCases)
    func whole(target: FuzzTarget) throws {
        let seeds = Self.seeds(target).filter { $0.hasPrefix("whole-") }
        #expect(!seeds.isEmpty)
        for seed in seeds { #expect(try Self.accepts(target, seed), "\(seed)") }
    }

    @Test("What once broke a reader is read or refused", arguments: FuzzTarget.allCases)
    func found(target: FuzzTarget) throws {
        for seed in Self.seeds(target) where !seed.hasPrefix("whole-") { _ = try Self.accepts(target, seed) }
    }

    @Test("A reader refuses what belongs to another", arguments: FuzzTarget.allCases)
    func foreign(target: FuzzTarget) throws {
        for other in [FuzzTarget.midi, .style, .soundFont, .model, .audio] where other != target {
            if target == .arrangement || target == .musicXML, other == .midi { continue }
            for seed in Self.seeds(other) where seed.hasPrefix("whole-") {
                #expect(
                    !target.accepts(try FileBytes.contents(of: "\(Self.folder)\(other.rawValue)/\(seed)")), "\(seed)")
            }
        }
    }
}
