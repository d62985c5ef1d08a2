import LofiArrange
import LofiPlugin
import LofiScore

/// Aligns a score to its beat grid, applies the transforms of a style, and assigns each role the style's instrument.
///
/// The `standingTransforms` that the catalogue contains are applied even if the style does not list them, unless the notes
/// are to be played as written.
struct Arrangement {
    let style: Style
    let catalog: Catalog
    let seed: UInt64
    /// Whether bare notes and lone melodies are played as written.
    let isAsWritten: Bool
    /// The loop to make of the song; nil for a song.
    let loop: LoopRequest?

    func apply(to score: Score) throws -> Score {
        var score = score
        // Regrid to the song's own beat, so that whatever is added per beat or bar is in time with it.
        let meter = style.meter.flatMap { MeterMap.Meter($0.text) }
        let grid = BeatGrid(score, meter: meter)
        score = (meter.map { score.inMeter($0) } ?? score).regridded(to: grid)
        score.keepsPulse = grid.keepsBeat
        if !grid.keepsBeat { score.remarks.append("no steady beat: speed kept") }
        return try apply(try transforms(), to: score).cutToLoop()
    }

    /// Applies only the style's transforms of some kinds to a score that is on its beat grid.
    func apply(only kinds: [String], to score: Score) throws -> Score {
        try apply(style.transforms.filter { kinds.contains($0.kind) }, to: score)
    }

    private func apply(_ uses: [Style.PluginUse], to score: Score) throws -> Score {
        var score = score
        var seen: [String: Int] = [:]
        for use in uses {
            guard let type = catalog.transform(use.kind) else { continue }
            let count = seen[use.kind, default: 0]
            seen[use.kind] = count + 1
            score = try apply(type, use, to: score, name: "\(use.kind)/\(count)")
        }
        // Last, to include the parts that the arrangement added.
        return score.played { style.strip(of: $0).instrument }
    }

    /// The style's transforms and the standing ones, which are inserted in catalogue order.
    private func transforms() throws -> [Style.PluginUse] {
        let standing = Set(standingTransforms.map { $0.kind })
        var uses = style.transforms
        if isAsWritten { uses.removeAll { standing.contains($0.kind) } }
        let needed = (isAsWritten ? [] : standingTransforms.map { $0.kind }) + (loop == nil ? [] : [Form.kind])
        for kind in needed where !uses.contains(where: { $0.kind == kind }) {
            guard let type = catalog.transform(kind) else { continue }
            let use = Style.PluginUse(
                kind: kind, settings: try Style.checked([:], type.parameters, style.master.place),
                place: style.master.place, given: [:], places: [:])
            uses.insert(use, at: catalog.position(of: kind, among: uses.map(\.kind)))
        }
        return uses
    }

    private func apply(
        _ type: any ScoreTransform.Type, _ use: Style.PluginUse, to score: Score, name: String
    ) throws -> Score {
        if let loop, type.kind == Form.kind {
            let asksTempo = style.transforms.contains { $0.given["bpm"] != nil }
            return try LoopCut(barCount: loop.bars, keepsTempo: asksTempo).apply(to: score)
        }
        var random = RandomStream(seed: seed, place: "score/\(name)")
        do throws(ArrangementError) {
            return try type.init(settings: use.settings).apply(to: score, random: &random)
        } catch {
            throw StyleError(place: use.place(of: error.key(in: use.given)), reason: "\(type.kind): \(error)")
        }
    }
}

extension ArrangementError {
    /// The setting at fault; nil if it is not among those given.
    fileprivate func key(in given: [String: ParameterValue]) -> String? {
        switch self {
        case .setting(let key, _): key
        case .grooveFile(let path, _): given.first { $0.value == .text(path) }?.key
        case .groove, .noBars, .tooFewBars: nil
        }
    }
}
