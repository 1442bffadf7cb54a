import Testing

/// Order statistics found without listing the values, held against the list.
func expectOrderStatistics(
  _ orderStatistic: (Int) -> Double, median: Double?, of values: [Double],
  _ location: SourceLocation = #_sourceLocation
) {
  let listed = values.sorted()
  for rank in 1...listed.count {
    #expect(orderStatistic(rank) == listed[rank - 1], "rank \(rank)", sourceLocation: location)
  }
  let middle = listed.count / 2
  let wanted =
    listed.count.isMultiple(of: 2)
    ? (listed[middle - 1] + listed[middle]) / 2 : listed[middle]
  #expect(median == wanted, sourceLocation: location)
}
