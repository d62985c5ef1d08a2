/// In which order measures are played: repeats and their endings.
enum RepeatOrder {
    /// - Returns: indices of measures; nil where there would be more than `most`.
    static func measures(_ measures: [XMLElement], most: Int) -> [Int]? {
        var order: [Int] = []
        var (index, start, pass) = (0, 0, 1)
        while index < measures.count {
            let marks = measures[index].all("barline")
            if marks.contains(where: { $0.first("repeat")?.attributes["direction"] == "forward" }), index != start {
                (start, pass) = (index, 1)
            }
            if let numbers = endings(marks), !numbers.contains(pass) {
                // Another time's ending: on to where it ends.
                while index < measures.count, !endsEnding(measures[index]) { index += 1 }
                index += 1
                continue
            }
            guard order.count < most else { return nil }
            order.append(index)
            if let back = marks.compactMap({ $0.first("repeat") }).first(where: {
                $0.attributes["direction"] == "backward"
            }) {
                let times = min(max(back.attributes["times"].flatMap(Int.init) ?? 2, 2), 16)
                if pass < times {
                    (index, pass) = (start, pass + 1)
                    continue
                }
                // What comes next is repeated from there.
                (start, pass) = (index + 1, 1)
            }
            index += 1
        }
        return order
    }

    /// The times of an ending that begins here.
    private static func endings(_ marks: [XMLElement]) -> [Int]? {
        let begin = marks.flatMap { $0.all("ending") }.first { $0.attributes["type"] == "start" }
        return begin?.attributes["number"].map { text in
            text.split { !$0.isNumber }.compactMap { Int($0) }
        }
    }

    private static func endsEnding(_ measure: XMLElement) -> Bool {
        measure.all("barline").contains { mark in
            mark.all("ending").contains { ["stop", "discontinue"].contains($0.attributes["type"] ?? "") }
        }
    }
}
