/// Anything that a style can name.
///
/// From this one declaration come the check of a style with its error messages, the `lofi-render plugins` listing and
/// the tests that run over every plugin. The types themselves travel between threads, as the plan of a graph does.
public protocol Plugin: SendableMetatype {
    /// The frozen kebab-case name by which styles call it, such as `low-pass`.
    static var kind: String { get }
    /// One line for listings.
    static var summary: String { get }
    /// Every setting, in the order of listings.
    static var parameters: [Parameter] { get }
}
