import FoundationEssentials
import LofiPlatform

/// The contents of `stems.json`.
struct StemManifest: Codable {
    /// A stem, or the mix of all stems.
    struct File: Codable {
        let file: String
        /// `strip`, `layer`, `return` or `mix`.
        let kind: String
        /// The role or part of a strip, the kind of a layer, the name of a return.
        let name: String
        /// Names of the parts that sound in a strip.
        var parts: [String]?
        /// Their instruments: those of the style, or General MIDI programs from 1.
        var instruments: [String]?
        /// Gain in dB that brings the instruments to the style's level, before the effects.
        var gainDecibels: Double?
        /// Sample peak in dBFS; nil if silent.
        let peakDecibels: Double?
        /// Root mean square of both channels over the whole file in dBFS; nil if silent.
        let rmsDecibels: Double?
    }

    /// What a stem no longer goes through on a bus.
    struct Behind: Codable {
        let bus: String
        let effects: [String]
    }

    /// The finished recording, made of the sum of the stems.
    struct Mix: Codable {
        /// The gain after the effects of the master, in dB.
        let gainDecibels: Double
        let ceilingDecibels: Double
        /// Integrated loudness in LUFS; nil for silence.
        let loudness: Double?
        /// Mean gain of the limiter in dB.
        let limitingDecibels: Double
    }

    static let name = "stems.json"
    static let currentVersion = 1

    var version = Self.currentVersion
    var software = "lofi-render"
    let song: String
    let style: String
    let seed: UInt64
    /// Nil if no steady beat was found in a recording, as are meter and bars then.
    let beatsPerMinute: Double?
    /// Such as `A minor`; nil if none was found.
    let key: String?
    /// Time signature of the first bar.
    let meter: String?
    let bars: Int?
    /// Whether every file joins at its ends.
    let isLoop: Bool
    let sampleRate: Int
    /// `16`, `24` or `32f`.
    let bits: String
    /// Length of each file and of the finished recording.
    let frames: Int
    let stems: [File]
    /// The sum of the stems, as the mix itself carries it.
    let premaster: File
    let behind: [Behind]
    let mix: Mix

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// The files of a folder's manifest, itself included; none if the folder has no manifest of this program.
    static func files(in folder: String) -> Set<String> {
        struct Known: Codable {
            struct File: Codable { let file: String }
            let software: String
            let stems: [File]
            let premaster: File
        }
        guard let bytes = try? FileBytes.contents(of: "\(folder)/\(name)"),
            let known = try? JSONDecoder().decode(Known.self, from: Data(bytes)), known.software == "lofi-render"
        else { return [] }
        // Never a path: the manifest may have been edited.
        return Set((known.stems + [known.premaster]).map(\.file).filter { !$0.contains("/") } + [name])
    }
}
