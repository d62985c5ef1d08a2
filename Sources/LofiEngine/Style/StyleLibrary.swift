import CAssets
import LofiPlatform
import LofiPlugin
import LofiScore

/// Finds styles: the built-in ones, those in the user's folder, and files by path.
public struct StyleLibrary: Sendable {
    /// The plugins that styles may use.
    public let catalog: Catalog
    /// The user's folder; nil for none.
    public let userFolder: String?

    /// Creates a library.
    public init(catalog: Catalog = .standard, userFolder: String? = StyleLibrary.standardUserFolder) {
        self.catalog = catalog
        self.userFolder = userFolder
    }

    /// Name of the default style.
    public static let defaultName = "dusty-tape"

    /// One style of the library, not yet parsed.
    public struct Entry: Sendable, Equatable {
        /// Name of the style, or the path it was requested by.
        public let name: String
        /// Path of the file; nil for a built-in style.
        public let path: String?
        /// The style's YAML.
        public let text: String
    }

    /// All styles, sorted by name; the user's replace built-in ones of the same name.
    public func entries() -> [Entry] {
        let own = userEntries()
        let builtIn = Self.builtIn.filter { entry in !own.contains { $0.name == entry.name } }
        return (own + builtIn).sorted { $0.name < $1.name }
    }

    /// Reads and validates a style by name or path.
    /// - Throws: `RenderError.style`, `.styleNotFound`, or `.input` for an unreadable file.
    public func style(_ nameOrPath: String) throws(RenderError) -> Style {
        let entry = try entry(nameOrPath)
        do {
            return try Style(yaml: entry.text, file: entry.path ?? "\(entry.name) (built in)", catalog: catalog)
        } catch { throw .style(error) }
    }

    /// The styles that a word describes, sorted by name.
    public func entries(describedBy word: String) -> [Entry] {
        StyleName(library: self, entries: entries()).described(by: word)
    }

    /// Finds a style by name or path without parsing it. A name may be written in any case, with spaces or underscores, or be the
    /// beginning of one name alone.
    /// - Throws: `RenderError.styleNotFound`, `.input` for an unreadable file, or `.style` for text that is not UTF-8.
    public func entry(_ nameOrPath: String) throws(RenderError) -> Entry {
        let looksLikePath = nameOrPath.contains("/") || nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml")
        if !looksLikePath {
            do { return try StyleName(library: self, entries: entries()).find(nameOrPath) } catch {
                throw .styleNotFound(error)
            }
        }
        let bytes: [UInt8]
        do { bytes = try FileBytes.contents(of: nameOrPath, limit: StyleLimits.bytes) } catch { throw .input(error) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .style(StyleError(place: .file(nameOrPath, line: 1), reason: "the file is not UTF-8 text"))
        }
        return Entry(name: nameOrPath, path: nameOrPath, text: text)
    }

    /// `$XDG_CONFIG_HOME/lofi-render/styles`, else `~/.config/lofi-render/styles`; nil if neither variable is set.
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

    /// The files of Presets/ at build time.
    static let builtIn: [Entry] = {
        var count = 0
        let presets = UnsafeBufferPointer(start: lofi_presets(&count), count: count)
        return presets.map { preset in
            let bytes = UnsafeRawBufferPointer(start: preset.text, count: preset.size)
            return Entry(name: String(cString: preset.name), path: nil, text: String(decoding: bytes, as: UTF8.self))
        }
    }()
}

/// The error for a name that no style has, or that several may mean.
public struct StyleNotFound: Error, Sendable, Equatable, CustomStringConvertible {
    /// A style that the name may mean.
    public struct Fitting: Sendable, Equatable {
        /// Name of the style.
        public let name: String
        /// Its one-line description.
        public let summary: String
    }

    /// The requested name.
    public let name: String
    /// The names of the available styles.
    public let known: [String]
    /// The styles that the name may mean.
    public let fitting: [Fitting]

    /// One line with the styles that the name may mean, or the nearest name and the available ones.
    public var description: String {
        if !fitting.isEmpty {
            let styles = fitting.map { style in
                let summary = style.summary.hasSuffix(".") ? String(style.summary.dropLast()) : style.summary
                return summary.isEmpty ? style.name : "\(style.name) (\(summary))"
            }
            return "no style is called '\(name)'; fitting: " + styles.joined(separator: "; ")
        }
        return "no style is called '\(name)'" + Suggestion.phrase(for: name, among: known) + "; available: "
            + known.joined(separator: ", ") + "; for your own file, give its path, such as ./\(name).yaml"
    }
}
