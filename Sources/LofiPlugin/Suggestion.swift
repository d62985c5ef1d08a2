/// Suggests the name that the user most likely meant.
public enum Suggestion {
    /// The nearest of `names` by edit distance (Damerau–Levenshtein, adjacent swaps count once), or nil if none is near.
    public static func nearest(to word: String, among names: [String]) -> String? {
        let limit = max(1, word.count / 2)
        return
            names
            .map { (name: $0, distance: distance(word.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= limit }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// ` (did you mean 'x'?)`, or an empty string if no name is similar.
    public static func phrase(for word: String, among names: [String]) -> String {
        nearest(to: word, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    }

    static func distance(_ first: String, _ second: String) -> Int {
        // Names are short; the limit bounds the cost for a pasted megabyte.
        let a = Array(first.prefix(64)), b = Array(second.prefix(64))
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { rows[i][0] = i }
        for j in 0...b.count { rows[0][j] = j }
        for i in 1...a.count {
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
                }
            }
        }
        return rows[a.count][b.count]
    }
}
