/// The wording of a measure as a reader may quote it, with where it comes from.
public struct NamedDefinition: Sendable, Hashable {
  /// A short name.
  public let name: String
  /// One sentence that says what is counted.
  public let wording: String
  /// Where the definition comes from.
  public let source: String
  /// Which issue of the source, or which choice within it.
  public let version: String

  /// Creates a definition.
  public init(name: String, wording: String, source: String, version: String) {
    self.name = name
    self.wording = wording
    self.source = source
    self.version = version
  }
}
