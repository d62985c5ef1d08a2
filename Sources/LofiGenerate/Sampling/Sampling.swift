import Glibc
import LofiPlugin

/// How a token is sampled from probabilities.
package struct Sampling: Sendable, Equatable {
    /// 1 = as trained, lower = safer, 0 = always the most likely.
    package var temperature: Double
    /// Sampling is limited to the most likely tokens up to this total probability, 0…1 (Holtzman et al. 2020).
    package var topP: Double

    /// - Parameters:
    ///   - temperature: 1 = as trained, 0 = always the most likely.
    ///   - topP: Total probability to sample from, 0…1.
    package init(temperature: Double, topP: Double) { (self.temperature, self.topP) = (temperature, topP) }

    /// Samples an index.
    /// - Parameters:
    ///   - probabilities: They need not sum to 1, so that some can be set to 0 beforehand.
    ///   - random: Exactly one number is drawn, whatever the settings.
    /// - Returns: nil if all probabilities are 0.
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
