/// A rule for combining two settings of a generator, or a setting and a property of the request.
///
/// Names are parameter keys, or `bars`, `seed`, `tempo` and `key` of the request (`GenerationRequest.Wish`). Use
/// `ScoreGenerator.remarks` to report *values* that disagree, such as those of `key` and `chords`.
public enum SettingRule: Sendable, Equatable {
    /// The two are mutually exclusive.
    case excludes(String, String, reason: String)
    /// The second has no effect if the first is given.
    case overrides(String, String, reason: String)
    /// The first requires the second.
    case needs(String, String)
    /// A style's value of the first applies only together with the style's value of the second.
    case belongs(String, to: String)
}

extension [SettingRule] {
    /// The first rule that is broken; nil if there is none.
    /// - Parameter given: names of the settings and request properties that the user gave.
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
