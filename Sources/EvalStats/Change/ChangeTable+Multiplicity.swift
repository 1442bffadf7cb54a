extension ChangeTable {
  /// The number of rows.
  public var count: Int { results.count }

  /// The number of tests run: the p-values that came out, the primary's included.
  public var testCount: Int { pValues.count { $0 != nil } }

  /// The number of tests whose p-values were adjusted: all but the primary.
  public var adjustedTestCount: Int { adjustedPValues.count { $0 != nil } }

  /// The number of rows without a finding.
  public var refusalCount: Int {
    results.count { if case .failure = $0 { true } else { false } }
  }

  /// The finding of a row, or `nil` if there is none.
  public func finding(_ row: Int) -> Finding? { try? results[row].get() }

  /// Why a row has no finding, or `nil` if it has one.
  public func refusal(_ row: Int) -> Refusal? {
    if case .failure(let refusal) = results[row] { refusal } else { nil }
  }

  /// How many tests were run, which is the primary, and how the others were adjusted.
  public var text: String {
    let withoutTest = count - refusalCount - testCount
    var sentences = [
      "\(ChangeTable.counted(count, "estimate")) asked for; "
        + "\(ChangeTable.counted(testCount, "test")) run"
        + (withoutTest > 0 ? ", \(withoutTest) without a p-value" : "")
        + (refusalCount > 0 ? ", \(refusalCount) not to be had from these data" : "") + "."
    ]
    if let row = primaryRow {
      let name = "\(outcomes[row]), \(windows[row]), \(estimators[row].label)"
      sentences.append(
        pValues[row] == nil
          ? "The declared primary (\(name)) could not be tested."
          : "The declared primary (\(name)) is left alone.")
    } else {
      sentences.append("No primary was declared.")
    }
    if adjustedTestCount > 0 {
      let other = primaryRow == nil ? "" : "other "
      let scope =
        switch family {
        case .everyTest: "the \(ChangeTable.counted(adjustedTestCount, "\(other)test")) together"
        case .eachEstimator:
          "the \(ChangeTable.counted(adjustedTestCount, "\(other)test")) within each estimator"
        }
      sentences.append("Adjusted over \(scope) (\(adjustment.label)).")
    }
    return sentences.joined(separator: " ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The primary is no member of a family; every other test is of one.
  static func adjusted(
    _ pValues: [Double?], _ estimators: [RateOfChange.Estimator], primaryRow: Int?,
    _ adjustment: MultiplicityAdjustment, _ family: Family
  ) -> [Double?] {
    let others = pValues.indices.map { $0 == primaryRow ? nil : pValues[$0] }
    guard family == .eachEstimator else { return adjustment.adjust(others) }
    var adjusted = [Double?](repeating: nil, count: pValues.count)
    for estimator in Set(estimators) {
      let rows = pValues.indices.filter { estimators[$0] == estimator }
      for (row, value) in zip(rows, adjustment.adjust(rows.map { others[$0] })) {
        adjusted[row] = value
      }
    }
    return adjusted
  }
}

extension MultiplicityAdjustment {
  /// The name a reader knows it by.
  public var label: String {
    switch self {
    case .bonferroni: "Bonferroni"
    case .holm: "Holm"
    case .hochberg: "Hochberg"
    case .hommel: "Hommel"
    case .benjaminiHochberg: "Benjamini–Hochberg"
    case .benjaminiYekutieli: "Benjamini–Yekutieli"
    }
  }
}
