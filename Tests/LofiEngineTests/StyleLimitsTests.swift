import LofiPlatform
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Limits of styles")
struct StyleLimitsTests {
    private func mistake(_ yaml: String) -> String {
        do {
            _ = try StyleReader(file: "my.yaml", catalog: .standard).read(yaml)
            return "none"
        } catch { return error.description }
    }

    private func many(_ line: String, _ count: Int) -> String { String(repeating: line, count: count) }

    @Test("More plugins than any style needs are refused, and as many as are allowed are not")
    func plugins() {
        #expect(
            mistake("score:\n" + many("  - swing: {}\n", 65)).hasPrefix("my.yaml:66: 65 score transforms: at most 64"))
        #expect(mistake("layers:\n" + many("  - rain: {}\n", 65)).hasPrefix("my.yaml:66: 65 layers: at most 64"))
        let buses = (0..<65).map { "  b\($0): {}\n" }.joined()
        #expect(mistake("buses:\n" + buses).hasPrefix("my.yaml:66: 65 buses: at most 64"))
        let chain = many("    - gain: {}\n", 129)
        let effects = "parts:\n  bass:\n   effects:\n\(chain)master:\n  effects:\n\(chain)"
        #expect(mistake(effects).contains("258 effects: at most 256"))
        #expect(mistake("score:\n" + many("  - swing: {}\n", 64) + "layers:\n" + many("  - rain: {}\n", 64)) == "none")
    }

    @Test("Aliases that unfold without end are refused before they do, a few are not")
    func aliases() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
        for step in 1...9 {
            let again = Array(repeating: "*a\(step - 1)", count: 8).joined(separator: ", ")
            bomb += "a\(step): &a\(step) [\(again)]\n"
        }
        // As a key it would be compared with all others, unfolded.
        #expect(mistake(bomb + "? *a9\n: 1\n") == "my.yaml:1: 73 aliases (*name): at most 8 are allowed")
        #expect(mistake("parts:\n  chords: { effects: &warm [gain: {}] }\n  pad: { effects: *warm }\n") == "none")
    }

    @Test("Nesting without end is refused", arguments: ["[", "{a: ", "- "])
    func nesting(opening: String) {
        #expect(mistake("score: " + many(opening, 5000)).hasPrefix("my.yaml:"))
    }

    @Test("A file longer than any style is refused by its name")
    func size() {
        let error = #expect(throws: RenderError.self) { try StyleLibrary(userFolder: nil).style("/dev/zero") }
        #expect(error?.description == "cannot read /dev/zero: larger than \(StyleLimits.bytes) bytes")
    }

    private struct Place {
        let parameter: Parameter
        /// The style with a value in its third line.
        let style: (String) -> String
        /// For `--set`, where the path does not depend on what the style has.
        let path: String?
    }

    /// Every key of a style that takes a number.
    private var numbers: [Place] {
        let catalog = Catalog.standard
        func places(_ plugins: [any Plugin.Type], _ section: String, _ path: (String) -> String?) -> [Place] {
            plugins.flatMap { plugin in
                plugin.parameters.map { parameter in
                    let file = plugin.parameters.filter { $0.domain == .audioFile }.map { ", \($0.key): x.wav" }
                        .joined()
                    return Place(
                        parameter: parameter,
                        style: { "name: x\n\(section)\n - \(plugin.kind): { \(parameter.key): \($0)\(file) }" },
                        path: path(plugin.kind).map { "\($0).\(parameter.key)" })
                }
            }
        }
        let strips = Role.allCases.flatMap { role in
            StyleSection.strip(for: role).parameters.map { parameter in
                Place(
                    parameter: parameter, style: { "parts:\n \(role.rawValue):\n  \(parameter.key): \($0)" },
                    path: "parts.\(role.rawValue).\(parameter.key)")
            }
        }
        let master = StyleSection.master.parameters.map { parameter in
            Place(
                parameter: parameter, style: { "name: x\nmaster:\n \(parameter.key): \($0)" },
                path: "master.\(parameter.key)")
        }
        let all =
            places(catalog.transforms, "score:", { $0 }) + places(catalog.layers, "layers:", { _ in nil })
            + places(catalog.effects, "master:\n effects:", { _ in nil }) + strips + master
        return all.filter {
            switch $0.parameter.domain {
            case .number, .integer: true
            default: false
            }
        }
    }

    @Test(
        "Every number of every plugin is refused outside its range, in a file with its line and as --set, with its range"
    )
    func ranges() throws {
        #expect(numbers.count > 150)
        let bare = try StyleReader(file: "", catalog: .standard).read("name: x")
        for place in numbers {
            let (low, high): (Double, Double)
            switch place.parameter.domain {
            case .number(let range, _): (low, high) = (range.lowerBound - 1, range.upperBound + 1)
            case .integer(let range, _): (low, high) = (Double(range.lowerBound) - 1, Double(range.upperBound) + 1)
            default: continue
            }
            for value in ["\(low)", "\(high)", ".nan", ".inf", "-.inf", "1e308", "\"\"", "abc"] {
                let text = mistake(place.style(value))
                let (key, range) = ("'\(place.parameter.key)' is ", "but must be \(place.parameter.domain)")
                #expect(text.hasPrefix("my.yaml:") && text.contains(key) && text.contains(range), "\(text)")
                #expect(text.hasPrefix("my.yaml:3:") || text.hasPrefix("my.yaml:4:"), "\(text)")
                guard let path = place.path else { continue }
                let option = "--set \(path)=\(value)"
                let error = #expect(throws: StyleError.self) {
                    try bare.setting(path, to: ParameterValue(word: value), catalog: .standard, option: option)
                }
                let said = error?.description ?? ""
                #expect(said.hasPrefix(option) && said.contains(key) && said.contains(range), "\(said)")
            }
        }
    }
}
