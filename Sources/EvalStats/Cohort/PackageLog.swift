/// Packages of care that run from a start to an end at a weekly cost, sorted by person and start.
public struct PackageLog: Sendable {
  /// `personCount + 1` places into the other columns.
  public let offsets: [Int]
  /// First day of each package.
  public let starts: [Day]
  /// Last day of each package, included.
  public let ends: [Day]
  /// Pounds a week.
  public let weeklyCosts: [Double]

  /// Creates a log from packages in any order.
  public init(
    personCount: Int, persons: [Int], starts: [Day], ends: [Day], weeklyCosts: [Double]
  ) {
    let count = persons.count
    precondition(
      starts.count == count && ends.count == count && weeklyCosts.count == count,
      "the columns of a package log are of one length")
    let order = persons.indices.sorted {
      (persons[$0], starts[$0], $0) < (persons[$1], starts[$1], $1)
    }
    var offsets = Array(repeating: 0, count: personCount + 1)
    for person in persons { offsets[person + 1] += 1 }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    self.offsets = offsets
    self.starts = order.map { starts[$0] }
    self.ends = order.map { ends[$0] }
    self.weeklyCosts = order.map { weeklyCosts[$0] }
  }

  /// The number of packages.
  public var packageCount: Int { starts.count }

  /// The cost of a person's packages from `first` to `last`, both included:
  /// Σ weekly cost · days of overlap / 7.
  public func cost(of person: Int, from first: Day, through last: Day) -> Double {
    var cost = 0.0
    for package in offsets[person]..<offsets[person + 1] {
      let from = max(starts[package], first)
      let to = min(ends[package], last)
      if from <= to { cost += weeklyCosts[package] * Double(from.distance(to: to) + 1) / 7 }
    }
    return cost
  }
}
