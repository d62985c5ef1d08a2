import CAssets
import LofiPlatform
import LofiPlugin
import LofiScore

/// Where styles are found: the ones built in, the user's own folder, and files by path.
public struct StyleLibrary: Sendable {
    public let catalog: Catalog
    /// The user's folder: `$XDG_CONFIG_HOME/lofi-render/styles`, else `~/.config/lofi-render/styles`.
    public let userFolder: String?

    public init(catalog: Catalog = .standard, userFolder: String? = StyleLibrary.standardUserFolder) {
        self.catalog = catalog
        self.userFolder = userFolder
    }

    /// The style that is taken without a word from the user.
    public static let defaultName = "dusty-tape"

    /// One style as a listing shows it.
    public struct Entry: Sendable, Equatable {
        public let name: String
        /// nil for one that is built in.
        public let path: String?
        public let text: String
    }

    /// All styles by name, the user's own before the built-in one of the same name.
    public func entries() -> [Entry] {
        let own = userEntries()
        let builtIn = Self.builtIn.filter { entry in !own.contains { $0.name == entry.name } }
        return (own + builtIn).sorted { $0.name < $1.name }
    }

    /// Reads a style by name or path.
    /// - Throws: `StyleError`, or `StyleNotFound`.
    public func style(_ nameOrPath: String) throws -> Style {
        let entry = try entry(nameOrPath)
        return try StyleReader(file: entry.path ?? "\(entry.name) (built in)", catalog: catalog).read(entry.text)
    }

    /// Finds a style by name or path, unread.
    public func entry(_ nameOrPath: String) throws -> Entry {
        let looksLikePath = nameOrPath.contains("/") || nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml")
        if !looksLikePath {
            let all = entries()
            if let found = all.first(where: { $0.name == nameOrPath }) { return found }
            throw StyleNotFound(name: nameOrPath, known: all.map(\.name))
        }
        let bytes = try FileBytes.contents(of: nameOrPath, limit: StyleLimits.bytes)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StyleError(place: .file(nameOrPath, line: 1), reason: "not text in UTF-8")
        }
        return Entry(name: nameOrPath, path: nameOrPath, text: text)
    }

    public static var standardUserFolder: String? {
        if let folder = getenv("XDG_CONFIG_HOME"), folder.pointee != 0 {
            return String(systemName: folder) + "/lofi-render/styles"
        }
        guard let home = getenv("HOME"), home.pointee != 0 else { return nil }
        return String(systemName: home) + "/.config/lofi-render/styles"
    }

    private func userEntries() -> [Entry] {
        guard let userFolder else { return [] }
        return namesOfFolder(userFolder).filter { $0.hasSuffix(".yaml") }.sorted().compactMap { file in
            let path = "\(userFolder)/\(file)"
            guard let bytes = try? FileBytes.contents(of: path, limit: StyleLimits.bytes),
                let text = String(validating: bytes, as: UTF8.self)
            else { return nil }
            return Entry(name: String(file.dropLast(5)), path: path, text: text)
        }
    }

    /// The files of Presets/, as they were when the program was built.
    static let builtIn: [Entry] = {
        var count = 0
        let presets = UnsafeBufferPointer(start: lofi_presets(&count), count: count)
        return presets.map { preset in
            let bytes = UnsafeRawBufferPointer(start: preset.text, count: preset.size)
            return Entry(name: String(cString: preset.name), path: nil, text: String(decoding: bytes, as: UTF8.self))
        }
    }()
}

/// No style has that name.
public struct StyleNotFound: Error, Sendable, Equatable, CustomStringConvertible {
    public let name: String
    public let known: [String]

    public var description: String {
        "no style is called '\(name)'" + Suggestion.phrase(for: name, among: known) + "; there are: "
            + known.joined(separator: ", ") + "; a file of your own is given by its path, such as ./\(name).yaml"
    }
}
