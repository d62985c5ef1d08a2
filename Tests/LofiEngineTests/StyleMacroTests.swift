import LofiPlugin
import Testing
@testable import LofiEngine

@Suite("Knobs for any style")
struct StyleMacroTests {
    private static let bare = "master: { loudness: -14 }"

    @Test("Each knob turns on every preset and on a bare style, from 0 to 100, and the graph stays sound")
    func everywhere() throws {
        let library = StyleLibrary(userFolder: nil)
        let bare = try StyleReader(file: "bare.yaml", catalog: .standard).read(Self.bare)
        for style in try library.entries().map({ try library.style($0.name) }) + [bare] {
            for macro in StyleMacro.allCases {
                for amount in [0.0, 1, 50, 100] {
                    let turned = try style.applying(macro, amount, catalog: .standard)
                    _ = try turned.graphPlan(stems: [:], catalog: .standard)
                }
            }
        }
    }

    @Test("Dust and rain at 0 take the layer away; more is louder and denser")
    func layers() throws {
        let style = try StyleLibrary(userFolder: nil).style("dusty-tape")
        func use(_ kind: String, _ macro: StyleMacro, _ amount: Double) throws -> Settings? {
            try style.applying(macro, amount, catalog: .standard).layers.first { $0.use.kind == kind }?.use.settings
        }
        #expect(try use("vinyl", .dust, 0) == nil && use("rain", .rain, 0) == nil)
        let (some, more) = (try #require(try use("vinyl", .dust, 30)), try #require(try use("vinyl", .dust, 80)))
        for key in ["level", "crackle", "pops"] { #expect(some.number(key) < more.number(key)) }
        let (drizzle, storm) = (try #require(try use("rain", .rain, 30)), try #require(try use("rain", .rain, 80)))
        for key in ["level", "intensity"] { #expect(drizzle.number(key) < storm.number(key)) }
    }

    @Test("Space keeps the distances between the sends")
    func space() throws {
        let style = try StyleLibrary(userFolder: nil).style("dusty-tape")
        let wide = try style.applying(.space, 100, catalog: .standard)
        let before = try #require(style.strips[.melody]?.sends.first?.amount)
        let after = try #require(wide.strips[.melody]?.sends.first?.amount)
        let drumsBefore = try #require(style.strips[.drums]?.sends.first?.amount)
        let drumsAfter = try #require(wide.strips[.drums]?.sends.first?.amount)
        #expect(abs(after - 0.7) < 1e-9 && abs(drumsAfter / after - drumsBefore / before) < 1e-9)
    }

    @Test("Beyond 0 and 100 is refused by the option's name", arguments: [-1, 101, Double.nan])
    func range(amount: Double) throws {
        let style = try StyleLibrary(userFolder: nil).style("dusty-tape")
        #expect(throws: StyleError.self) { try style.applying(.dust, amount, catalog: .standard) }
    }
}
