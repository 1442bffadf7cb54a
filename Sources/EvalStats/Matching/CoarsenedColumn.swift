private import Foundation

/// One covariate in bins.
struct CoarsenedColumn {
  /// The bin of each row; equal exactly where rows count as alike.
  let codes: [Int32]
  /// Where the bins meet; `nil` for values taken as they are.
  let cutPoints: [Double]?

  /// Coarsens a covariate.
  ///
  /// - Parameters:
  ///   - name: the covariate.
  ///   - columns: its columns: one of numbers, with a mark where one was missing, or one a level.
  ///   - rule: how; `nil` for the default of its kind.
  ///   - rows: the rows that set the bins.
  /// - Throws: `invalidSetting` where rule and covariate do not go together.
  init(
    _ name: String, columns: [CovariateColumns.Column], rule: Coarsening.Rule?,
    numbers: Coarsening.Rule, rows: [Int]
  ) throws(MatchingError) {
    if columns.contains(where: { $0.level != nil }) {
      codes = try CoarsenedColumn.codes(ofFactor: name, levels: columns, rule: rule ?? .exact)
      cutPoints = nil
      return
    }
    guard let first = columns.first else {
      preconditionFailure("the covariate \(name) has no column")
    }
    var values = first.values
    let rule = rule ?? (first.isBinary ? .exact : numbers)
    if case .groups = rule {
      throw .invalidSetting(
        "groups of levels of '\(name)', which holds numbers,", remedy: "give bins or cut points")
    }
    var codes: [Int32]
    if let cuts = CoarsenedColumn.cutPoints(rule, of: rows.map { values[$0] }.sorted()) {
      codes = values.map { value in Int32(cuts.partitioningIndex { $0 > value }) }
      cutPoints = cuts
    } else {
      // Adding 0 makes one of −0 and 0.
      for row in values.indices { values[row] += 0 }
      codes = CoarsenedColumn.numbered(values.map(\.bitPattern))
      cutPoints = nil
    }
    if let mark = columns.dropFirst().first {
      for (row, value) in mark.values.enumerated() where value == 1 { codes[row] = -1 }
    }
    self.codes = codes
  }

  private static func codes(
    ofFactor name: String, levels: [CovariateColumns.Column], rule: Coarsening.Rule
  ) throws(MatchingError) -> [Int32] {
    var groupOfLevel: [String: Int32] = [:]
    switch rule {
    case .exact: break
    case .groups(let groups):
      for (index, group) in groups.enumerated() {
        for level in group { groupOfLevel[name + level] = Int32(index) }
      }
      let known = Set(levels.map(\.name))
      if let stranger = groups.joined().first(where: { !known.contains(name + $0) }) {
        throw .invalidSetting(
          "a group with the level '\(stranger)' of '\(name)'",
          remedy: "no row has it; name levels that occur")
      }
    default:
      throw .invalidSetting(
        "bins of '\(name)', which holds categories,", remedy: "group its levels instead")
    }
    var codes = [Int32](repeating: -1, count: levels.first?.count ?? 0)
    for (index, level) in levels.enumerated() {
      let code = groupOfLevel[level.name] ?? Int32(groupOfLevel.count + index)
      for (row, value) in level.values.enumerated() where value == 1 { codes[row] = code }
    }
    return codes
  }

  /// Where bins of ascending values meet; `nil` to take the values as they are.
  private static func cutPoints(_ rule: Coarsening.Rule, of sorted: [Double]) -> [Double]? {
    guard let least = sorted.first, let largest = sorted.last else { return [] }
    let count = Double(sorted.count)
    func equal(_ bins: Double) -> [Double] {
      guard least < largest, bins >= 2 else { return [] }
      // Past the number of people more bins tell nobody apart who still could be.
      let number = Int(min(bins, 1e6))
      let width = (largest - least) / Double(number)
      return (1..<number).map { least + Double($0) * width }
    }
    func ofWidth(_ width: Double) -> [Double] {
      width > 0 ? equal(((largest - least) / width).rounded(.up)) : []
    }
    switch rule {
    case .sturges: return equal((log2(count) + 1).rounded(.up))
    case .scott:
      let mean = sorted.reduce(0, +) / count
      let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return ofWidth(3.5 * (squares / max(1, count - 1)).squareRoot() / cbrt(count))
    case .freedmanDiaconis:
      let spread = Quantile.ofSorted(sorted, at: 0.75) - Quantile.ofSorted(sorted, at: 0.25)
      return ofWidth(2 * spread / cbrt(count))
    case .bins(let bins): return equal(Double(bins))
    case .cutPoints(let cuts): return cuts
    case .quantiles(let bins):
      return (1..<max(1, bins)).map { Quantile.ofSorted(sorted, at: Double($0) / Double(bins)) }
        .uniqued()
    case .exact, .groups: return nil
    }
  }

  private static func numbered(_ values: [UInt64]) -> [Int32] {
    var codeOfValue: [UInt64: Int32] = [:]
    return values.map { value in
      let code = codeOfValue[value] ?? Int32(codeOfValue.count)
      codeOfValue[value] = code
      return code
    }
  }
}

extension CovariateColumns {
  /// The strata of rows that are alike in every coarsened covariate, and where bins meet.
  ///
  /// - Parameters:
  ///   - names: the covariates.
  ///   - coarsening: how; `nil` takes all values as they are.
  ///   - rows: the rows that set the bins.
  ///   - strata: strata to split.
  func strata(
    of names: [String], by coarsening: Coarsening?, rows: [Int], splitting strata: ExactStrata
  ) throws(MatchingError) -> (strata: ExactStrata, cutPoints: [String: [Double]]) {
    var strata = strata
    var cutPoints: [String: [Double]] = [:]
    for name in names.uniqued() {
      let column = try CoarsenedColumn(
        name, columns: columns.filter { $0.covariate == name },
        rule: coarsening == nil ? .exact : coarsening?.columns[name],
        numbers: coarsening?.numbers ?? .exact, rows: rows)
      strata.split(by: column.codes)
      cutPoints[name] = column.cutPoints
    }
    return (strata, cutPoints)
  }
}
