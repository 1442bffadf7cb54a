import EvalTestSupport

extension ReferenceComparison {
  /// Compares a number inside an array of objects, where no path leads.
  mutating func checkEntry(
    _ path: ReferencePath, _ index: Int, _ key: String, found: Double?, expected: Double?,
    relative: Double
  ) {
    let isRight =
      switch (found, expected) {
      case (let found?, let expected?): agree(found, expected, relative: relative)
      case (nil, let expected?): !expected.isFinite
      case (nil, nil): true
      case (_?, nil): false
      }
    record(
      path, found: "[\(index)].\(key) \(found.map { "\($0)" } ?? "none")",
      expected: expected.map { "\($0)" } ?? "none", allowed: "relative \(relative)",
      isRight: isRight)
  }
}
