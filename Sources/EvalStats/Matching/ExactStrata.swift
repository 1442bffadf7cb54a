/// The exact strata of rows: people with the same values in every exact column.
struct ExactStrata: Sendable {
  /// The stratum of each row, numbered in order of appearance.
  private(set) var strata: [Int32]
  /// The number of strata.
  private(set) var count: Int
  /// Places of a table that stays in a core's second cache.
  private static let tableSize = 1 << 16

  /// Everyone in one stratum.
  init(rowCount: Int) {
    strata = Array(repeating: 0, count: rowCount)
    count = 1
  }

  /// Splits the strata by one more key.
  ///
  /// - Complexity: O(*n*)
  mutating func split(by codes: [Int32]) {
    let least = codes.min() ?? 0
    let width = Int(codes.max() ?? 0) - Int(least) + 1
    if width <= ExactStrata.tableSize / count {
      // A place for each stratum and code: looked up, not hashed.
      var numberOfKey = [Int32](repeating: -1, count: count * width)
      var found: Int32 = 0
      for row in strata.indices {
        let key = Int(strata[row]) * width + Int(codes[row]) - Int(least)
        if numberOfKey[key] < 0 {
          numberOfKey[key] = found
          found += 1
        }
        strata[row] = numberOfKey[key]
      }
      count = max(1, Int(found))
      return
    }
    var numberOfKey: [Int64: Int32] = [:]
    for row in strata.indices {
      let key = Int64(strata[row]) << 32 | Int64(UInt32(bitPattern: codes[row]))
      let number = numberOfKey[key] ?? Int32(numberOfKey.count)
      numberOfKey[key] = number
      strata[row] = number
    }
    count = max(1, numberOfKey.count)
  }

  /// Codes that are equal exactly where the values of a column are; missing values are one value.
  ///
  /// - Complexity: O(*n*)
  static func codes(of column: Column) -> [Int32] {
    switch column {
    case .factor(let factor): return factor.codes
    case .boolean(let values):
      return values.elements.indices.map { values[$0].map { $0 ? 1 : 0 } ?? -1 }
    case .day(let values): return numbered(values.elements.indices.lazy.map { values[$0] })
    case .integer(let values): return numbered(values.elements.indices.lazy.map { values[$0] })
    case .text(let values): return numbered(values.elements.indices.lazy.map { values[$0] })
    case .real(let values):
      // Adding 0 makes one of −0 and 0.
      return numbered(
        values.elements.indices.lazy.map { values[$0].map { ($0 + 0).bitPattern } })
    }
  }

  private static func numbered<Value: Hashable>(_ values: some Collection<Value?>) -> [Int32] {
    var codeOfValue: [Value: Int32] = [:]
    return values.map { value in
      guard let value else { return Factor.missingCode }
      let code = codeOfValue[value] ?? Int32(codeOfValue.count)
      codeOfValue[value] = code
      return code
    }
  }
}
