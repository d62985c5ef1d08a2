import Glibc
func tune(_ name: String, _ value: Double) -> Double {
    Tuning.shared[name] ?? value
}
enum Tuning {
    static let shared: [String: Double] = {
        var found: [String: Double] = [:]
        guard let text = getenv("TUNE") else { return [:] }
        for pair in String(cString: text).split(separator: ",") {
            let halves = pair.split(separator: "=")
            if halves.count == 2, let v = Double(String(halves[1])) { found[String(halves[0])] = v }
        }
        return found
    }()
}
