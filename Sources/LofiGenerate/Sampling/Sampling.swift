import Glibc
import LofiPlugin

/// How a word is chosen from probabilities.
package struct Sampling: Sendable, Equatable {
    /// 1 = as trained, lower = safer, 0 = always the most likely.
    package var temperature: Double
    /// Only the most likely words up to this total probability are drawn from (Holtzman et al. 2020).
    package var topP: Double

    package init(temperature: Double, topP: Double) { (self.temperature, self.topP) = (temperature, topP) }

    /// - Parameters:
    ///   - probabilities: need not sum to 1, so that some can be set to 0 before.
    ///   - random: one number is drawn, whatever the settings.
    /// - Returns: nil where all probabilities are 0.
    package func choose(_ probabilities: [Float], _ random: inout RandomStream) -> Int? {
        let point = random.unit()
        let likeliest = probabilities.indices.max {
            probabilities[$0] != probabilities[$1] ? probabilities[$0] < probabilities[$1] : $0 > $1
        }
        guard let likeliest, probabilities[likeliest] > 0 else { return nil }
        guard temperature > 0 else { return likeliest }
        let top = Double(probabilities[likeliest])
        let weighed = probabilities.enumerated().filter { $0.element > 0 }.map { index, p in
            (index: index, weight: temperature == 1 ? Double(p) / top : pow(Double(p) / top, 1 / temperature))
        }.sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.index < $1.index }
        let nucleus = topP * weighed.reduce(0) { $0 + $1.weight }
        var (kept, count) = (0.0, 0)
        while count < weighed.count, count == 0 || kept < nucleus {
            kept += weighed[count].weight
            count += 1
        }
        var sum = 0.0
        for (index, weight) in weighed.prefix(count) {
            sum += weight
            if point * kept < sum { return index }
        }
        return weighed[count - 1].index
    }
}
