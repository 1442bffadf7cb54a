extension RegistrationHistory {
  /// Merges the records of one person after another.
  struct Merging {
    let bridgedGapDays: Int
    var offsets = [0]
    var stretches: [Stretch] = []
    var overlappingCount = 0
    var touchingCount = 0
    var bridgedCount = 0
    var bridgedDays = 0
    var unregisteredCount = 0

    init(bridgedGapDays: Int) { self.bridgedGapDays = bridgedGapDays }

    /// Takes in a person's records, in order of their first days.
    mutating func append(_ records: [Stretch]) {
      if records.isEmpty { unregisteredCount += 1 }
      let first = stretches.count
      for record in records {
        guard stretches.count > first, let last = stretches.last else {
          stretches.append(record)
          continue
        }
        guard let end = last.to else {
          overlappingCount += 1
          continue
        }
        let gap = end.distance(to: record.from) - 1
        guard gap <= bridgedGapDays else {
          stretches.append(record)
          continue
        }
        if gap < 0 {
          overlappingCount += 1
        } else if gap == 0 {
          touchingCount += 1
        } else {
          bridgedCount += 1
          bridgedDays += gap
        }
        stretches[stretches.count - 1] = Stretch(
          from: last.from, to: record.to.map { max(end, $0) })
      }
      offsets.append(stretches.count)
    }
  }
}
