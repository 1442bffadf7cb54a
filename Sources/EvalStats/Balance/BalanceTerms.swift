/// Which functions of the covariates a balance table compares.
///
/// Equal means do not make equal distributions: squares show a difference in spread, products of two
/// covariates a difference in how they go together (Austin 2009, doi:10.1002/sim.3697).
public enum BalanceTerms: String, Sendable, Equatable, Codable, CaseIterable {
  /// The covariates as they are.
  case mainEffects
  /// Also the square of each that takes more than two values: `I(age^2)`.
  case squares
  /// Also the product of every two columns of different covariates: `age:educ`, `age:raceblack`.
  /// There are about *columns*²/2 of them.
  case squaresAndInteractions
}

extension CovariateColumns {
  /// A function of one or two columns; its values are worked out when they are needed, because all
  /// of them together may not fit into memory.
  enum Term {
    case main(Column)
    case square(Column)
    case product(Column, Column)

    /// The column of the term.
    var column: Column {
      switch self {
      case .main(let column): return column
      case .square(let base):
        let name = "I(\(base.name)^2)"
        return Column(
          name: name, covariate: name, values: base.values.map { $0 * $0 },
          isMissing: base.isMissing)
      case .product(let left, let right):
        let name = "\(left.name):\(right.name)"
        return Column(
          name: name, covariate: name, values: zip(left.values, right.values).map { $0 * $1 },
          isMissing: Term.union(left.isMissing, right.isMissing))
      }
    }

    private static func union(_ left: [Bool]?, _ right: [Bool]?) -> [Bool]? {
      guard let left, let right else { return left ?? right }
      return zip(left, right).map { $0 || $1 }
    }
  }

  /// The columns, then their squares, then their products, in the order of the columns.
  ///
  /// A 0/1 column is its own square; a column that marks gaps enters no product.
  func terms(_ terms: BalanceTerms) -> [Term] {
    var result = columns.map(Term.main)
    if terms == .mainEffects { return result }
    let bases = columns.filter { !$0.marksMissing }
    result += bases.filter { !$0.isBinary }.map(Term.square)
    if terms == .squares { return result }
    for (place, left) in bases.enumerated() {
      for right in bases[(place + 1)...] where right.covariate != left.covariate {
        result.append(.product(left, right))
      }
    }
    return result
  }
}
