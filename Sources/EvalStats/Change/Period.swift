/// The two sides of the index date.
public enum Period: String, Sendable, Codable, CaseIterable {
  /// The window that ends the day before the index date.
  case before
  /// The window that begins the day after the index date.
  case after
}
