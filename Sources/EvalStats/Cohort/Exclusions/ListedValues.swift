/// Which rows of a column hold one of some values that were written as text.
///
/// Numbers are compared as numbers, so that '7' is 7.0; true and false are also yes and no, 1 and 0.
struct ListedValues: Sendable {
  private let rows: [Bool]

  /// Finds the rows.
  ///
  /// A category or text that nobody has is no error: an extract need not hold every practice.
  ///
  /// - Throws: `ExclusionError.unusableValue` for what a column of numbers or of true and false cannot
  ///   hold, `.notADate`'s opposite, `.records(.unusableAttribute)`, for a column of days.
  init(_ values: [String], of column: Column, named name: String) throws(ExclusionError) {
    switch column {
    case .factor(let factor):
      let listed = Set(values)
      let levels = factor.levels.map { listed.contains($0) }
      rows = factor.codes.map { $0 >= 0 && levels[Int($0)] }
    case .text(let texts):
      let listed = Set(values)
      rows = texts.elements.indices.map { texts[$0].map(listed.contains) ?? false }
    case .integer(let numbers):
      let listed = try ListedValues.numbers(values, name)
      rows = numbers.elements.indices.map { row in
        numbers[row].map { listed.contains(Double($0)) } ?? false
      }
    case .real(let numbers):
      let listed = try ListedValues.numbers(values, name)
      rows = numbers.elements.indices.map { numbers[$0].map(listed.contains) ?? false }
    case .boolean(let truths):
      var listed: Set<Bool> = []
      for value in values {
        switch value.lowercased() {
        case "true", "yes", "1": listed.insert(true)
        case "false", "no", "0": listed.insert(false)
        default: throw .unusableValue(value, attribute: name, expected: "true or false")
        }
      }
      rows = truths.elements.indices.map { truths[$0].map(listed.contains) ?? false }
    case .day:
      throw .records(.unusableAttribute(name, found: column.kindName))
    }
  }

  /// Whether a row holds one of the values.
  func contain(row: Int) -> Bool { rows[row] }

  private static func numbers(
    _ values: [String], _ name: String
  ) throws(ExclusionError) -> Set<Double> {
    var numbers: Set<Double> = []
    for value in values {
      guard let number = Double(value), number.isFinite else {
        throw .unusableValue(value, attribute: name, expected: "a number")
      }
      numbers.insert(number)
    }
    return numbers
  }
}
