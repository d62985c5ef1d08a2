import LofiNeural
import LofiPlatform
import LofiPlugin
import LofiScore

/// Finds models: files by path, and shipped models by name.
package enum ModelLibrary {
    /// Maximum size of a model file: 256 MiB, twice the largest model that can be trained.
    package static let largestFile = 256 << 20

    /// The kind in a model file's header.
    /// - Parameter kinds: the supported kinds.
    /// - Throws: `GenerationError` if the model is missing, invalid or of another kind.
    package static func kind(_ nameOrPath: String, among kinds: [String]) throws(GenerationError) -> String {
        let (path, bytes) = try bytes(nameOrPath)
        do { return try Safetensors.model(bytes, wanted: kinds).header.kind } catch {
            throw .model(path: path, reason: "\(error)")
        }
    }

    /// The path and contents of a model.
    package static func bytes(_ nameOrPath: String) throws(GenerationError) -> (path: String, bytes: [UInt8]) {
        let path = try path(nameOrPath)
        do { return (path, try FileBytes.contents(of: path, limit: largestFile)) } catch {
            throw .noModel(reason: error.description)
        }
    }

    private static func path(_ nameOrPath: String) throws(GenerationError) -> String {
        if nameOrPath.contains("/") || nameOrPath.hasSuffix(".safetensors") || nameOrPath.hasSuffix(".checkpoint") {
            return nameOrPath
        }
        for folder in folders {
            let path = "\(folder)/\(nameOrPath).safetensors"
            if access(path.systemName, F_OK) == 0 { return path }
        }
        let known = Set(folders.flatMap { namesOfFolder($0) }.filter { $0.hasSuffix(".safetensors") })
        throw .noModel(
            reason: "no model called \(nameOrPath)"
                + (known.isEmpty
                    ? ": no models found next to the program; give a file, or set LOFI_RENDER_MODELS to their folder"
                    : "; available: \(known.map { String($0.dropLast(12)) }.sorted().joined(separator: ", "))"))
    }

    /// `$LOFI_RENDER_MODELS`; then `Models` and `share/lofi-render/Models` in the program's folder and the four above it.
    private static var folders: [String] {
        var folders = getenv("LOFI_RENDER_MODELS").map { [String(systemName: $0)] } ?? []
        guard let program = realpath("/proc/self/exe", nil) else { return folders }
        defer { free(program) }
        var folder = String(systemName: program).split(separator: "/").dropLast()
        // The depth of a build folder below its package, in `.build` or a folder inside it.
        for _ in 0..<5 {
            let above = folder.map { "/\($0)" }.joined()
            folders += ["\(above)/Models", "\(above)/share/lofi-render/Models"]
            folder = folder.dropLast()
        }
        return folders
    }
}
