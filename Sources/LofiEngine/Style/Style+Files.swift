import LofiPlugin

extension Style {
    /// Paths of the files that the style names: its SoundFont, audio files, grooves, models and songs to continue.
    ///
    /// No output may overwrite them, and a change to one of them changes the recording.
    package func files(_ catalog: Catalog) -> Set<String> {
        let strips = Array(strips.values) + partStrips.map(\.strip)
        let effects =
            strips.flatMap(\.effects) + layers.flatMap(\.effects) + buses.flatMap(\.effects) + master.effects
        let synthesizers = ([synthesizer] + strips.map(\.synthesizer)).compactMap { $0 }
        let uses: [(family: PluginFamily, all: [PluginUse])] = [
            (.transform, transforms), (.effect, effects), (.layer, layers.map(\.use)), (.synthesizer, synthesizers),
            (.generator, [generator].compactMap { $0 }),
        ]
        var files = Set((chain ?? []).flatMap { $0.files(catalog.effect($0.kind) ?? catalog.layer($0.kind)) })
        files.formUnion(uses.flatMap { uses in uses.all.flatMap { $0.files(catalog.plugin($0.kind, uses.family)) } })
        if let soundFont { files.insert(soundFont) }
        return files
    }
}

extension Style.PluginUse {
    /// The paths that were written for the file parameters of the plugin.
    func files(_ type: (any Plugin.Type)?) -> [String] {
        (type?.parameters ?? []).filter { [.audioFile, .file].contains($0.domain) }.compactMap { parameter in
            if case .text(let path)? = given[parameter.key], !path.isEmpty { path } else { nil }
        }
    }
}

extension SongRenderer {
    /// Paths of the files that the style and the options name; see `Style.files(_:)`.
    package var files: Set<String> {
        guard case .file(let path)? = options.soundFont else { return style.files(catalog) }
        return style.files(catalog).union([path])
    }
}
