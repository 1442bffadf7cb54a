/// The score people are matched by: the linear predictor of a pooled logit over person-months.
///
/// η = Σ β·covariate, without the intercept and the terms of the calendar months. Both would
/// be the same for everyone in a risk set and cancel in every difference; left out, the spread of η
/// is the spread of people and not of months.
public struct RiskSetScore: Sendable, Equatable {
  /// The coefficients by name: the intercept, the months after the first, the covariates.
  public let names: [String]
  /// β, in the order of `names`.
  public let coefficients: [Double]
  /// Classical standard errors, in the order of `names`.
  public let standardErrors: [Double]
  /// Columns left out because they are the same in every person-month.
  public let constantColumns: [String]
  /// Person-months the model was fitted on.
  public let personMonthCount: Int
  /// People taken on in them.
  public let eventCount: Int
  /// The standard deviation of η over the person-months, divisor n − 1.
  public let standardDeviation: Double
  /// How each covariate enters η.
  let terms: [Term]

  /// What one covariate adds to η.
  struct Term: Sendable, Equatable {
    /// For a number: what one unit adds. For a category: `nil`.
    let slope: Double?
    /// For a category: what each level adds; −∞ for a level no person-month has.
    let levels: [Double]
    /// What a missing value adds; `nil` if none was missing in the person-months.
    let missing: Double?

    /// The contribution of a number or a level's code; not a number if it is missing and a missing
    /// value has no coefficient.
    func contribution(of value: Double) -> Double {
      if value.isNaN { return missing ?? .nan }
      return slope.map { $0 * value } ?? levels[Int(value)]
    }
  }

  /// η of people on one date, in the order of `people`.
  ///
  /// - Complexity: O(*people* · (*covariates* + *events of a person*))
  func values(of people: [Int], on date: Day, readers: CovariateReaders) -> [Double] {
    let values = readers.values(of: people, on: date)
    var sums = Array(repeating: 0.0, count: people.count)
    for (place, term) in terms.enumerated() {
      let start = place * people.count
      if let slope = term.slope, term.missing == nil {
        // A missing value is not a number, and nor is its product.
        for row in sums.indices { sums[row] += slope * values[start + row] }
      } else {
        for row in sums.indices { sums[row] += term.contribution(of: values[start + row]) }
      }
    }
    return sums
  }

  /// η of the rows of a frame whose columns are the covariates of the model.
  func values(of frame: CovariateFrame) -> [Double] {
    RiskSetScore.values(of: frame, terms: terms)
  }

  static func values(of frame: CovariateFrame, terms: [Term]) -> [Double] {
    var sums = Array(repeating: 0.0, count: frame.count)
    for (term, column) in zip(terms, frame.columns) {
      if case .real(let values) = column, values.missing == nil, let slope = term.slope {
        for row in sums.indices { sums[row] += slope * values.elements[row] }
      } else {
        for row in sums.indices {
          sums[row] += term.contribution(of: column.numberOrCode(row))
        }
      }
    }
    return sums
  }
}

extension Column {
  /// The number, or the code of the level, of a row; not a number where missing.
  fileprivate func numberOrCode(_ row: Int) -> Double {
    switch self {
    case .real(let values): values[row] ?? .nan
    case .factor(let factor): factor.codes[row] < 0 ? .nan : Double(factor.codes[row])
    case .integer, .text, .day, .boolean:
      preconditionFailure("a covariate is a number or a category")
    }
  }
}
