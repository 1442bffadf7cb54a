/// Why an interpolation is refused, in the words the compiler quotes beside its error.
public enum DiscloseTheCountByAPolicyFirst {
  /// One of two results an interpolation could have.
  public struct Either: Sendable {}
  /// The other.
  public struct Or: Sendable {}
}

// An interpolation that is marked unavailable is passed over in favour of the standard library's,
// which takes anything. Two that are equally good are not: the compiler says that the use is
// ambiguous, and shows both.
extension DefaultStringInterpolation {
  /// Refuses an undisclosed count in a string: write `policy.disclose(count)`.
  @discardableResult
  public mutating func appendInterpolation(
    _ undisclosed: SensitiveCount
  ) -> DiscloseTheCountByAPolicyFirst.Either {
    appendLiteral(undisclosed.description)
    return .init()
  }

  /// Refuses an undisclosed count in a string: write `policy.disclose(count)`.
  @discardableResult
  public mutating func appendInterpolation(
    _ undisclosed: SensitiveCount
  ) -> DiscloseTheCountByAPolicyFirst.Or {
    appendLiteral(undisclosed.description)
    return .init()
  }

  /// Refuses an undisclosed count that may be absent: write `policy.disclose(count)`.
  @discardableResult
  public mutating func appendInterpolation(
    _ undisclosed: SensitiveCount?
  ) -> DiscloseTheCountByAPolicyFirst.Either {
    appendLiteral(undisclosed?.description ?? "nil")
    return .init()
  }

  /// Refuses an undisclosed count that may be absent: write `policy.disclose(count)`.
  @discardableResult
  public mutating func appendInterpolation(
    _ undisclosed: SensitiveCount?
  ) -> DiscloseTheCountByAPolicyFirst.Or {
    appendLiteral(undisclosed?.description ?? "nil")
    return .init()
  }
}
