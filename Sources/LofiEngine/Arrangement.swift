import LofiArrange
import LofiPlugin
import LofiScore

/// Lays a score on the grid of its pulse and takes it through the transforms of a style, then gives each role the instrument
/// that the style names.
///
/// What a style need not name (`standingTransforms`) is applied where the catalogue has it, unless the notes are to be played
/// as they are.
struct Arrangement {
    let style: Style
    let catalog: Catalog
    let seed: UInt64
    /// Leaves bare notes and lone melodies untreated.
    let isAsWritten: Bool

    func apply(to score: Score) throws -> Score {
        // A style names single parts by number, whatever becomes of the others.
        var score = score.numbered()
        // On the grid of its own pulse, so that what is added by beats and bars sounds in it.
        let meter = style.meter.flatMap { MeterMap.Meter($0.text) }
        let grid = BeatGrid(score, meter: meter)
        score = (meter.map { score.inMeter($0) } ?? score).regridded(to: grid)
        score.keepsPulse = grid.keepsBeat
        if !grid.keepsBeat { score.remarks.append("no steady beat: speed kept") }
        var seen: [String: Int] = [:]
        for use in try transforms() {
            guard let type = catalog.transform(use.kind) else { continue }
            let count = seen[use.kind, default: 0]
            seen[use.kind] = count + 1
            score = try apply(type, use.settings, to: score, place: use.place, name: "\(use.kind)/\(count)")
        }
        // Last, so that the parts that the arrangement itself wrote are included.
        return score.played { style.strip(of: $0).instrument }
    }

    /// The style's, and those that it need not name, each before the first that the catalogue has later.
    private func transforms() throws -> [Style.PluginUse] {
        let standing = Set(standingTransforms.map { $0.kind })
        guard !isAsWritten else { return style.transforms.filter { !standing.contains($0.kind) } }
        var uses = style.transforms
        for kind in standingTransforms.map({ $0.kind }) where !uses.contains(where: { $0.kind == kind }) {
            guard let type = catalog.transform(kind) else { continue }
            let use = Style.PluginUse(
                kind: kind, settings: try Style.checked([:], type.parameters, style.master.place),
                place: style.master.place, given: [:])
            uses.insert(use, at: catalog.position(of: kind, among: uses.map(\.kind)))
        }
        return uses
    }

    private func apply(
        _ type: any ScoreTransform.Type, _ settings: Settings, to score: Score, place: SourcePlace, name: String
    ) throws -> Score {
        var random = RandomStream(seed: seed, place: "score/\(name)")
        do { return try type.init(settings: settings).apply(to: score, random: &random) } catch {
            throw StyleError(place: place, reason: "\(type.kind): \(error)")
        }
    }
}
