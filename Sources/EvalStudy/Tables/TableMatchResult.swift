public import EvalStats

/// A match as `evalrun match` prints it. Rows are counted from 1, without the header.
public struct TableMatchResult: Sendable, Codable, Equatable {
  /// One set.
  public struct MatchedRows: Sendable, Codable, Equatable {
    public let treated: [Int]
    public let controls: [Int]
    /// The distance of each control, or of each treated person where controls look for partners.
    public let distances: [Double]
  }

  /// Sizes of one arm.
  public struct Sizes: Sendable, Codable, Equatable {
    public let arm: Arm
    public let all: Int
    public let matched: Int
    public let effectiveSampleSize: Double
    public let unmatched: Int
    public let discarded: Int
  }

  /// One line of the balance table.
  public struct Balance: Sendable, Codable, Equatable {
    public let name: String
    public let meanTreatedBefore: Double
    public let meanControlBefore: Double
    public let meanTreatedAfter: Double?
    public let meanControlAfter: Double?
    public let standardisedDifferenceBefore: Double?
    public let standardisedDifferenceAfter: Double?
    public let varianceRatioBefore: Double?
    public let varianceRatioAfter: Double?
    public let ecdfMeanBefore: Double
    public let ecdfMeanAfter: Double?
    public let ecdfMaximumBefore: Double
    public let ecdfMaximumAfter: Double?
    public let standardisedPairDifference: Double?
  }

  public let formula: String
  public let estimand: String
  /// Whose standard deviation, before matching, standardises a difference.
  public let denominator: String
  public let sampleSizes: [Sizes]
  public let pairs: Int
  public let totalDistance: Double
  /// The caliper on the score or a column, in its own units.
  public let caliperWidths: [Double]
  /// Those who looked for partners and found none, by reason.
  public let unmatchedReasons: [String: Int]
  public let excludedForMissingValues: Int
  public let maximumReuse: Int
  public let balance: [Balance]
  public let sets: [MatchedRows]
  /// The weight of each row, 0 outside the match.
  public let weights: [Double]
  /// The score of each row, if one was used.
  public let scores: [Double]?
  private let treated: [Bool]
  private let rowNames: [String]

  init(formula: String, match: Match, rowNames names: Values<String>?) {
    self.formula = formula
    let table = match.balance
    let denominator = match.defaultDenominator
    estimand = match.design.estimand.rawValue
    self.denominator = denominator.rawValue
    let sizes = table.sampleSizes
    sampleSizes = [(Arm.treated, sizes.treated), (.control, sizes.control)].map { arm, size in
      Sizes(
        arm: arm, all: size.all, matched: size.matched,
        effectiveSampleSize: size.matchedEffective, unmatched: size.unmatched,
        discarded: size.discarded)
    }
    pairs = match.pairs.count
    totalDistance = match.totalDistance
    caliperWidths = match.caliperWidths
    unmatchedReasons = Dictionary(
      uniqueKeysWithValues: match.unmatchedCounts.map { ($0.key.rawValue, $0.value) })
    excludedForMissingValues = match.excluded.count
    maximumReuse = match.maximumReuse
    balance = table.rows.map { row in
      Balance(
        name: row.name, meanTreatedBefore: row.before.meanTreated,
        meanControlBefore: row.before.meanControl, meanTreatedAfter: row.after?.meanTreated,
        meanControlAfter: row.after?.meanControl,
        standardisedDifferenceBefore: row.standardisedDifference(.before, by: denominator),
        standardisedDifferenceAfter: row.standardisedDifference(.after, by: denominator),
        varianceRatioBefore: row.before.varianceRatio,
        varianceRatioAfter: row.after?.varianceRatio,
        ecdfMeanBefore: row.before.ecdfMeanDifference,
        ecdfMeanAfter: row.after?.ecdfMeanDifference,
        ecdfMaximumBefore: row.before.ecdfMaximumDifference,
        ecdfMaximumAfter: row.after?.ecdfMaximumDifference,
        standardisedPairDifference: row.standardisedPairDifference(by: denominator))
    }
    sets = zip(match.sets, match.pairDistances).map { set, distances in
      MatchedRows(
        treated: set.treated.map { $0 + 1 }, controls: set.controls.map { $0 + 1 },
        distances: distances)
    }
    weights = match.weights
    scores = match.scores
    treated = match.treated
    rowNames = match.treated.indices.map { names?[$0] ?? String($0 + 1) }
  }

  /// The result in a format: `csv` has one line for each person and set.
  public func formatted(as format: OutputFormat) throws -> String {
    switch format {
    case .json: String(decoding: try StableJSON.bytes(of: self), as: UTF8.self)
    case .csv: csv
    case .text: text
    }
  }

  private var csv: String {
    var writer = CSVWriter(header: ["set", "row", "id", "arm", "weight", "score"])
    for (index, set) in sets.enumerated() {
      for (arm, rows) in [(Arm.treated, set.treated), (.control, set.controls)] {
        for row in rows {
          writer.append(index + 1)
          writer.append(row)
          writer.append(rowNames[row - 1])
          writer.append(arm.rawValue)
          writer.append(weights[row - 1])
          writer.append(scores?[row - 1])
          writer.endRow()
        }
      }
    }
    return writer.text
  }

  private var text: String {
    var sizes = AlignedText(
      header: ["", "all", "matched", "effective", "unmatched", "discarded"])
    for size in sampleSizes {
      sizes.append([
        size.arm.rawValue, String(size.all), String(size.matched),
        AlignedText.number(size.effectiveSampleSize), String(size.unmatched),
        String(size.discarded),
      ])
    }
    var table = AlignedText(header: [
      "", "treated", "control", "matched", "SMD before", "SMD after", "var. ratio", "KS before",
      "KS after",
    ])
    for row in balance {
      table.append(
        [row.name]
          + [
            row.meanTreatedBefore, row.meanControlBefore, row.meanControlAfter,
            row.standardisedDifferenceBefore, row.standardisedDifferenceAfter,
            row.varianceRatioAfter, row.ecdfMaximumBefore, row.ecdfMaximumAfter,
          ].map { AlignedText.number($0, digits: 4) })
    }
    var lines = "\(formula)\n\(sets.count) sets, \(pairs) pairs, total distance "
    lines += AlignedText.number(totalDistance, digits: 7)
    if !caliperWidths.isEmpty {
      let widths = caliperWidths.map { AlignedText.number($0) }.joined(separator: ", ")
      lines += ", calipers \(widths)"
    }
    lines += "\n"
    for (reason, count) in unmatchedReasons.sorted(by: { $0.key < $1.key }) {
      lines += "left out: \(count) (\(reason))\n"
    }
    if excludedForMissingValues > 0 {
      lines += "left out: \(excludedForMissingValues) (missing values)\n"
    }
    return lines + "\n\(sizes.text)\n\(table.text)"
      + "SMD: difference over the SD of the \(denominator) before matching; KS: largest "
      + "difference of the distributions.\n"
  }
}
