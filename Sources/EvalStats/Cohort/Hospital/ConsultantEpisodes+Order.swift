extension ConsultantEpisodes {
  /// The published order of the episodes of one person: provider, first day, order, last day; then
  /// admission, discharge, method, class and row.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    let never = Day(daysSinceEpoch: Int32.max)
    let leftKey = (providers[left], starts[left], orders[left], ends[left] ?? never)
    let rightKey = (providers[right], starts[right], orders[right], ends[right] ?? never)
    guard leftKey == rightKey else { return leftKey < rightKey }
    let leftRest = (
      admissions[left], discharges[left] ?? never, methods[left]?.rawValue ?? "",
      classes[left]?.rawValue ?? "", left
    )
    let rightRest = (
      admissions[right], discharges[right] ?? never, methods[right]?.rawValue ?? "",
      classes[right]?.rawValue ?? "", right
    )
    return leftRest < rightRest
  }

  /// Whether two rows are one episode recorded twice.
  func areDuplicates(_ one: Int, _ other: Int) -> Bool {
    persons[one] == persons[other] && providers[one] == providers[other]
      && starts[one] == starts[other] && ends[one] == ends[other] && orders[one] == orders[other]
  }
}
