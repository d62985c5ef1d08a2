import Foundation
import LofiGenerate
import LofiPlugin
import Testing

/// What the sources of a module may not mention.
@Suite("Independence of modules")
struct DependenceTests {
    /// Source text by path below `Sources`.
    private static func sources(_ module: String) throws -> [(path: String, text: String)] {
        let folder = Program.root.appending(path: "Sources/\(module)")
        let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        let paths = names.filter { $0.hasSuffix(".swift") }
        #expect(!paths.isEmpty)
        return try paths.map {
            ("\(module)/\($0)", try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
        }
    }

    @Test("Command line and engine know no generator by name", arguments: ["LofiCommand", "LofiEngine"])
    func generators(module: String) throws {
        for (path, text) in try Self.sources(module) {
            for type in standardGenerators {
                #expect(!text.contains("\(type)"), "\(path) names \(type)")
                #expect(!text.contains("\"\(type.kind)\""), "\(path) names \(type.kind)")
                guard type.modelKind != nil else { continue }
                let stem = "\(type)".replacingOccurrences(of: "Generator", with: "")
                for suffix in ["Model", "Network", "Data", "Training"] {
                    #expect(!text.contains(stem + suffix), "\(path) names \(stem + suffix)")
                }
            }
        }
    }

    @Test("Only the command line links training")
    func training() throws {
        let modules = try FileManager.default.contentsOfDirectory(
            atPath: Program.root.appending(path: "Sources").path)
        let importing = try modules.filter { module in
            guard module.hasPrefix("Lofi") else { return false }
            return try Self.sources(module).contains { $0.text.contains("import LofiTraining") }
        }
        #expect(importing == ["LofiCommand"])
    }
}
