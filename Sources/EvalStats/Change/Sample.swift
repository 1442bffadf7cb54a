/// The mean and the spread of one sample.
struct Sample {
  let count: Int
  let mean: Double
  /// Σ(x − x̄)²
  let squares: Double

  /// Values this large could not be squared.
  private static let largest = 1e150

  /// - Throws: `ChangeError.invalidValue`, `.tooFewPeople` below `needed`.
  init(_ values: [Double], column: String, needed: Int) throws(ChangeError) {
    for (row, value) in values.enumerated() where !(abs(value) <= Sample.largest) {
      throw .invalidValue(column: column, row: row)
    }
    guard values.count >= needed else {
      throw .tooFewPeople(found: values.count, needed: needed)
    }
    count = values.count
    let rough = values.reduce(0, +) / Double(values.count)
    // A second pass takes away what the first sum rounded off.
    mean = rough + values.reduce(0) { $0 + ($1 - rough) } / Double(values.count)
    let centre = mean
    squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  }

  /// With n − 1; zero for one value.
  var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }
}
