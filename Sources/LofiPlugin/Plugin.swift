/// Anything that a style can name.
///
/// This declaration provides style validation with its error messages, the `lofi-render plugins` listing and the tests
/// over every plugin. The types are sent between threads, in the plan of a graph.
public protocol Plugin: SendableMetatype {
    /// The frozen kebab-case name by which styles call it, such as `low-pass`.
    static var kind: String { get }
    /// One line for listings.
    static var summary: String { get }
    /// Every setting, in the order of listings.
    static var parameters: [Parameter] { get }
}
