import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore

extension Style {
    /// Name of the strip of a recording, by which side-chains refer to it.
    static let recordingStrip = "input"

    /// Loudness of a recording on its strip in LUFS: that of the style's melody and chords together, so that tape and record
    /// are driven as by a song of notes.
    var recordingLevel: Double {
        let levels = [Role.melody, .chords].map { strip(for: $0).level ?? Self.level(of: $0) }
        return 10 * log10(levels.reduce(0) { $0 + pow(10, $1 / 10) })
    }

    /// What makes room for a recording at the end of the strips of drums and bass.
    func ducking(_ strip: String, _ catalog: Catalog) throws(StyleError) -> [PluginUse] {
        guard [Role.drums.rawValue, Role.bass.rawValue].contains(strip), catalog.effect(Duck.kind) != nil else {
            return []
        }
        // Full depth at the peaks of the recording; slow enough not to pump.
        let given: [String: ParameterValue] = [
            sidechainKey: .text(Self.recordingStrip), "amount": .number(4), "threshold": .number(recordingLevel - 4),
            "attack": .number(30), "hold": .number(60), "release": .number(400), "below": .number(20_000),
        ]
        return [
            PluginUse(
                kind: Duck.kind, settings: try Self.checked(given, Duck.parameters, master.place), place: master.place,
                given: given, places: [:])
        ]
    }
}
