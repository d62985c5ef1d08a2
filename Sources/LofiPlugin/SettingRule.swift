/// How two settings of a generator go together, or a setting and a wish of the request.
///
/// Names are keys of parameters, and `bars`, `seed`, `tempo` and `key` of the request (`GenerationRequest.Wish`). Whether two
/// *values* agree, such as those of `key` and `chords`, is for `ScoreGenerator.remarks` to say.
public enum SettingRule: Sendable, Equatable {
    /// Both together are refused.
    case excludes(String, String, reason: String)
    /// The first has its effect, the second has none.
    case overrides(String, String, reason: String)
    /// The first means nothing without the second.
    case needs(String, String)
    /// A style's value of the first holds for the style's value of the second alone.
    case belongs(String, to: String)
}

extension [SettingRule] {
    /// The first rule that settings break.
    /// - Parameter given: names of the settings and wishes that a person gave.
    package func broken(by given: Set<String>) -> SettingRule? {
        first { rule in
            switch rule {
            case .excludes(let one, let other, _): given.contains(one) && given.contains(other)
            case .needs(let one, let other): given.contains(one) && !given.contains(other)
            case .overrides, .belongs: false
            }
        }
    }
}
