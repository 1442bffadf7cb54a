extension Double {
  /// Sizes whose fourth powers, and the quotients of those, are numbers with all their digits, as the
  /// variance of a variance takes.
  static let ordinarySizes = 1e-30...1e30
}
