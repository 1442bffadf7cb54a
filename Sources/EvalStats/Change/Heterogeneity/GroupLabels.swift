extension Factor {
  /// Groups from a column: categories and texts as they are, whole numbers and truth values by
  /// value, in ascending order.
  ///
  /// - Returns: `nil` for a column of numbers with a fraction or of days; put those into bands.
  public init?(groups column: Column) {
    switch column {
    case .factor(let factor): self = factor
    case .text(let values): self.init((0..<values.count).map { values[$0] })
    case .boolean(let values):
      self.init((0..<values.count).map { values[$0].map { $0 ? "yes" : "no" } })
    case .integer(let values):
      let present = Set((0..<values.count).compactMap { values[$0] }).sorted()
      var codes: [Int: Int32] = [:]
      for (code, value) in present.enumerated() { codes[value] = Int32(code) }
      self.init(
        codes: (0..<values.count).map { row in
          values[row].flatMap { codes[$0] } ?? Factor.missingCode
        }, levels: present.map { "\($0)" })
    case .real, .day: return nil
    }
  }

  /// Fifths of deprivation from tenths, decile 1 being the most deprived:
  /// quintile = floor((decile − 1)/2) + 1. A decile outside 1…10 is missing.
  ///
  /// All five stand among the levels, in order, whether or not anybody lives there.
  public static func deprivationQuintiles(ofDeciles deciles: [Int?]) -> Factor {
    Factor(
      codes: deciles.map { decile in
        guard let decile, let quintile = deprivationQuintile(ofDecile: decile) else {
          return missingCode
        }
        return Int32(quintile - 1)
      }, levels: ["1 (most deprived)", "2", "3", "4", "5 (least deprived)"])
  }

  /// The fifth of deprivation of a tenth; `nil` outside 1…10.
  public static func deprivationQuintile(ofDecile decile: Int) -> Int? {
    (1...10).contains(decile) ? (decile - 1) / 2 + 1 : nil
  }

  /// Bands of a number by cut points: below the first, from each to below the next, from the last on.
  /// A value that is `nil`, infinite or not a number is missing.
  ///
  /// All bands stand among the levels, in order. A risk score that counts earlier admissions moves
  /// with them, so bands must be made of the score before the index date.
  ///
  /// - Throws: `HeterogeneityError.invalidCutPoints` unless there is one and they ascend.
  public static func bands(
    of values: [Double?], cutPoints: [Double]
  ) throws(HeterogeneityError) -> Factor {
    guard !cutPoints.isEmpty, cutPoints.allSatisfy(\.isFinite),
      zip(cutPoints, cutPoints.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw .invalidCutPoints }
    // "−0.0" is written as 0, and every other number in the shortest way that is exactly it.
    let names = cutPoints.map { point in
      point == point.rounded() && abs(point) < 1e15
        ? Decimals.text(point, places: 0) : "\(point)".replacing("-", with: "−")
    }
    var levels = ["below \(names[0])"]
    for (lower, upper) in zip(names, names.dropFirst()) {
      levels.append("\(lower) to below \(upper)")
    }
    levels.append("\(names[names.count - 1]) and above")
    return Factor(
      codes: values.map { value in
        guard let value, value.isFinite else { return missingCode }
        return Int32(cutPoints.count { $0 <= value })
      }, levels: levels)
  }
}
