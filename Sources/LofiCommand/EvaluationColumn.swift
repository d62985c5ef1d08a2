import LofiGenerate
import LofiPlatform
import LofiPlugin

/// One column of the table printed by `evaluate`; as JSON, it includes the metrics of each song.
struct EvaluationColumn: Encodable {
    struct Song: Encodable {
        let name: String
        let metrics: [String: Double]
    }

    let input: String
    /// Mean over the songs, by metric name.
    let metrics: [String: Double]
    let songs: [Song]
    private let evaluation: Evaluation

    private enum CodingKeys: String, CodingKey { case input, metrics, songs }

    init(_ input: String, _ evaluation: Evaluation) {
        self.input = input
        self.evaluation = evaluation
        metrics = Self.named(evaluation.names, evaluation.means)
        songs = evaluation.songs.map { Song(name: $0.name, metrics: Self.named(evaluation.names, $0.values)) }
    }

    /// Prints one row per metric; a dash means that no song has a value.
    static func printTable(_ columns: [EvaluationColumn]) {
        let names = columns.first?.evaluation.names ?? []
        let titles = columns.map { shortened($0.input) }
        let widths = titles.map { max(10, $0.count) }
        let first = (names.map(\.count) + [5]).max() ?? 0
        func row(_ title: String, _ cells: [String]) {
            print(title.padding(to: first) + zip(cells, widths).map { "  " + $0.padding(before: $1) }.joined())
        }
        row("", titles)
        row("songs", columns.map { String($0.songs.count) })
        for (index, name) in names.enumerated() {
            row(
                name.replacingUnderscores,
                columns.map { $0.evaluation.means[index].map { fixed($0, 3) } ?? "-" })
        }
    }

    /// The last 23 characters of a long path: its end tells files apart better than its beginning.
    private static func shortened(_ path: String) -> String {
        path.count > 24 ? "…" + path.suffix(23).description.escaped : path.escaped
    }

    private static func named(_ names: [String], _ values: [Double?]) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: zip(names, values).compactMap { name, value in value.map { (name, $0) } })
    }
}

extension String {
    fileprivate func padding(before width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
