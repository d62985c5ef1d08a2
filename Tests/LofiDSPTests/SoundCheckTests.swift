import SoundBench
import Testing

/// The quick figures of `make sound-check`.
@Suite("The sound as measured")
struct SoundCheckTests {
    @Test("holds what is promised", arguments: SoundChecks.all.filter(\.isQuick).map { "\($0.area): \($0.name)" })
    func holds(title: String) throws {
        let check = try #require(SoundChecks.all.first { "\($0.area): \($0.name)" == title })
        let finding = try check.measure()
        #expect(finding.holds == (check.reasonOutside == nil), "\(check.promise), measured \(finding.value)")
    }

    @Test("no two checks have one name")
    func names() { #expect(Set(SoundChecks.all.map { "\($0.area): \($0.name)" }).count == SoundChecks.all.count) }
}
