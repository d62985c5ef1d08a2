import Foundation
import LofiEngine
import LofiPlugin
import Testing

/// The lists of what the program brings, against the folders that hold it.
@Suite("Registries")
struct RegistryTests {
    @Test(
        "Every plugin that has a file is in the catalogue, and the other way round",
        arguments: [
            (["LofiArrange"], [PluginFamily.transform]), (["LofiDSP"], [.effect, .layer]),
            (["LofiSynthesis"], [.synthesizer]), (["LofiGenerate/Generator", "LofiGenerate/Rules"], [.generator]),
        ])
    func plugins(folders: [String], families: [PluginFamily]) throws {
        var declared: [String] = []
        for folder in folders {
            let root = Program.root.appending(path: "Sources/\(folder)")
            let files = try #require(FileManager.default.enumerator(atPath: root.path)).compactMap { $0 as? String }
            for file in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
                declared += text.matches(of: /static let kind = (.+)/).map { String($0.1) }
            }
        }
        let registered = families.flatMap { Catalog.standard.plugins($0).map { "\"\($0.kind)\"" } }
        // Generators of models have the kind of their model.
        let written = declared.filter { $0.hasPrefix("\"") }
        #expect(declared.count > 1 && declared.count == registered.count)
        #expect(Set(registered).isSuperset(of: written))
    }

    @Test("Every preset of the folder is built in with its text, and no other")
    func presets() throws {
        let folder = Program.root.appending(path: "Presets")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        let library = StyleLibrary(userFolder: nil)
        #expect(files.sorted() == library.entries().map { "\($0.name).yaml" })
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            #expect(try library.entry(String(file.dropLast(5))).text == text, "\(file): build again")
        }
    }

    @Test("Every deliberate fault finds its line, once")
    func faults() throws {
        let folder = Program.root.appending(path: "Tests/Faults")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".fault") }
        #expect(files.count > 5)
        for file in files {
            let lines = try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
            let path = try #require(lines.first { $0.hasPrefix("file: ") }).dropFirst("file: ".count)
            let source = try String(contentsOf: Program.root.appending(path: String(path)), encoding: .utf8)
            for line in lines where line.hasPrefix("- ") {
                #expect(source.components(separatedBy: line.dropFirst(2)).count == 2, "\(file): \(line)")
            }
        }
    }

    @Test("Every knob of the file has its option, and no other")
    func knobs() throws {
        let names = try KnobBook.standard().map(\.name)
        let page = String(decoding: try Program().run("render", "--help").output, as: UTF8.self)
        let section = try #require(page.components(separatedBy: "KNOBS FOR ANY STYLE").dropFirst().first)
        let options = try #require(section.components(separatedBy: "\n\n").first).matches(of: /\n\s+--(\S+) </)
        #expect(options.map { String($0.1) }.sorted() == names.sorted() && names.count > 3)
    }
}
