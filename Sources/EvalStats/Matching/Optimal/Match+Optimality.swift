extension Match {
  /// How good an optimal match is, and what stood in the way of matching everyone.
  var optimalityLines: [String] {
    var lines: [String] = []
    if let certificate {
      lines.append(
        "No other match of as many has a smaller total distance: the dual bound is "
          + "\(certificate.bound).")
    }
    if let name = design.fineBalance, let deviation = fineBalanceDeviation {
      lines.append(
        deviation == 0
          ? "Each category of \(name) is as frequent among the treated as among their controls."
          : "The categories of \(name) differ by \(deviation) pairs in all, which is the fewest that "
            + "the constraints allow.")
    }
    let reasons = Dictionary(unmatchedPartners.map { ($0.reason, 1) }, uniquingKeysWith: +)
    let partner = design.estimand.isFocalTreated ? "control" : "treated"
    for reason in Reason.allCases {
      guard let count = reasons[reason] else { continue }
      lines.append("\(count) \(partner) left out: \(reason.label).")
    }
    lines += shortages.map { "\($0)." }
    if let caliper = sufficientCaliper {
      lines.append("Everyone could be matched inside a \(caliper).")
    }
    return lines
  }
}
