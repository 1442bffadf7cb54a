extension ReferenceComparison {
  /// Compares one number. `nil` found stands for "not defined" or "unbounded": right where the
  /// peer has null, NaN or an infinity, wrong elsewhere.
  ///
  /// Does nothing if the case does not hold the field.
  public mutating func check(
    _ path: ReferencePath, _ found: Double?, relative: Double = 0, absolute: Double = 0
  ) {
    guard let value = self.case.results[path] else { return }
    look(path)
    guard value.isNull || value.number != nil else {
      return mismatch(path, found.text, value.summary, "a number was expected here")
    }
    compare(path.description, found, value.number, relative: relative, absolute: absolute)
  }

  /// Compares numbers in order.
  ///
  /// A relative tolerance is of each expected value, but of no less than 10⁻⁶ of the largest: a
  /// coefficient that is zero but for rounding has no relative accuracy of its own.
  public mutating func check(
    _ path: ReferencePath, _ found: [Double?], relative: Double = 0, absolute: Double = 0
  ) {
    guard let value = self.case.results[path] else { return }
    look(path)
    guard let expected = value.numbers else {
      return mismatch(path, "\(found.count) values", value.summary, "an array of numbers expected")
    }
    guard expected.count == found.count else {
      return mismatch(path, "\(found.count) values", "\(expected.count) values", "counts differ")
    }
    let largest = expected.compactMap { $0 }.filter(\.isFinite).map(abs).max() ?? 0
    for (index, (found, expected)) in zip(found, expected).enumerated() {
      compare(
        "\(path)[\(index)]", found, expected, relative: relative,
        absolute: max(absolute, relative * 1e-6 * largest))
    }
  }

  /// Compares numbers in order.
  public mutating func check(
    _ path: ReferencePath, _ found: [Double], relative: Double = 0, absolute: Double = 0
  ) {
    check(path, found.map(Optional.some), relative: relative, absolute: absolute)
  }

  /// Compares a whole number exactly.
  public mutating func check(_ path: ReferencePath, _ found: Int) {
    check(path, Double(found))
  }

  /// Compares a text exactly.
  public mutating func check(_ path: ReferencePath, _ found: String) {
    guard let value = self.case.results[path] else { return }
    look(path)
    comparedCount += 1
    if value.string != found { mismatch(path, "\"\(found)\"", value.summary, "the same text") }
  }

  /// Compares a truth value.
  public mutating func check(_ path: ReferencePath, _ found: Bool) {
    guard let value = self.case.results[path] else { return }
    look(path)
    comparedCount += 1
    if value.boolean != found { mismatch(path, "\(found)", value.summary, "the same") }
  }

  /// Compares a p-value through the statistic behind it: `pValue` gives the p-value when the
  /// statistic is multiplied by a factor.
  ///
  /// The tolerance of a case is that of coefficients and standard errors. A p-value of 10⁻⁹⁰
  /// magnifies a relative change of the statistic two-hundredfold, so the p-value must lie between
  /// those of the statistic × (1 ± `relative`).
  public mutating func checkPValue(
    _ path: ReferencePath, relative: Double, absolute: Double = 0,
    _ pValue: (_ statisticFactor: Double) -> Double?
  ) {
    guard let value = self.case.results[path] else { return }
    look(path)
    guard value.isNull || value.number != nil else {
      return mismatch(path, pValue(1).text, value.summary, "a number was expected here")
    }
    let text = path.description
    guard let found = pValue(1), let expected = value.number else {
      return compare(text, pValue(1), value.number, relative: relative, absolute: absolute)
    }
    let spread =
      [pValue(1 - relative), pValue(1 + relative)]
      .compactMap { $0.map { abs($0 - found) } }.max() ?? 0
    compare(
      text, found, expected, relative: relative, absolute: max(absolute, spread, underflow))
  }

  /// Compares p-values in order, each as `checkPValue` does one; `pValues` gives them all for a
  /// factor on every statistic.
  public mutating func checkPValues(
    _ path: ReferencePath, relative: Double, absolute: Double = 0,
    _ pValues: (_ statisticFactor: Double) -> [Double?]
  ) {
    guard let value = self.case.results[path] else { return }
    look(path)
    let found = pValues(1)
    guard let expected = value.numbers, expected.count == found.count else {
      return mismatch(path, "\(found.count) values", value.summary, "as many numbers expected")
    }
    let smaller = pValues(1 - relative)
    let larger = pValues(1 + relative)
    for index in found.indices {
      let spread =
        [smaller[index], larger[index]]
        .compactMap { other in zip(other, found[index]).map { abs($0 - $1) } }.max() ?? 0
      compare(
        "\(path)[\(index)]", found[index], expected[index], relative: relative,
        absolute: max(absolute, spread, underflow))
    }
  }

  /// Records a comparison the kind made itself.
  ///
  /// - Parameter isRight: whether `found` is acceptable for `expected` by the rule in `allowed`.
  public mutating func record(
    _ path: ReferencePath, found: String, expected: String, allowed: String, isRight: Bool,
    valueCount: Int = 1
  ) {
    look(path)
    comparedCount += valueCount
    if !isRight { mismatch(path, found, expected, allowed) }
  }

  private mutating func compare(
    _ field: String, _ found: Double?, _ expected: Double?, relative: Double, absolute: Double
  ) {
    comparedCount += 1
    let isRight =
      switch (found, expected) {
      case (nil, nil): true
      case (nil, let expected?): !expected.isFinite
      case (let found?, nil): found.isNaN
      case (let found?, let expected?) where expected.isNaN: found.isNaN
      case (let found?, let expected?):
        agree(found, expected, relative: relative, absolute: absolute)
      }
    guard !isRight else { return }
    mismatches.append(
      Mismatch(
        field: field, found: found.text, expected: expected.text,
        allowed: "relative \(relative), absolute \(absolute)"))
  }

  private mutating func mismatch(
    _ path: ReferencePath, _ found: String, _ expected: String, _ allowed: String
  ) {
    mismatches.append(
      Mismatch(field: path.description, found: found, expected: expected, allowed: allowed))
  }
}

/// Probabilities below this have no digits left to compare.
private let underflow = 1e-300

private func zip(_ first: Double?, _ second: Double?) -> (Double, Double)? {
  if let first, let second { (first, second) } else { nil }
}

extension Double? {
  fileprivate var text: String { map { "\($0)" } ?? "none" }
}
