internal import EvalStats

/// Artefacts of social care records that a reader must know of.
struct PackageObservations: Sendable, Equatable {
  /// Packages kept.
  var packageCount = 0
  /// Packages with a negative weekly cost, which are taken as written.
  var negativeCosts = 0
  /// Packages with a weekly cost of zero.
  var zeroCosts = 0
  /// Packages that run on after the person's death; they are ended on that day.
  var openAfterDeath = 0
  /// Packages that begin after the person's death.
  var startedAfterDeath = 0
  /// Packages that start on 1 April: a sign of records begun anew each year.
  var yearStarts = 0
  /// Packages that repeat another in every column that was read.
  var repeatedRows = 0
  /// Packages that overlap another of the same person, service and cost without repeating it.
  var overlapping = 0
  /// Packages that cost more a week than any does.
  var implausibleCosts = 0
  /// Packages whose weekly cost is far from what their service usually costs.
  var frequencyClashes = 0

  init() {}

  /// - Complexity: O(*packages* log *packages*)
  init(_ packages: [PackageRows.Package], deaths: [Day?]) {
    packageCount = packages.count
    var seen: Set<UInt64> = []
    var unrepeated: [PackageRows.Package] = []
    for package in packages {
      if package.weeklyCost < 0 { negativeCosts += 1 }
      if package.weeklyCost == 0 { zeroCosts += 1 }
      if package.weeklyCost > AdequacyLimits.weeklyCost { implausibleCosts += 1 }
      if let death = deaths[package.person] {
        if death < package.start {
          startedAfterDeath += 1
        } else if death < package.end {
          openAfterDeath += 1
        }
      }
      let (_, month, day) = package.start.components
      if month == 4, day == 1 { yearStarts += 1 }
      if seen.insert(package.fingerprint).inserted {
        unrepeated.append(package)
      } else {
        repeatedRows += 1
      }
    }
    overlapping = Self.overlaps(unrepeated)
    frequencyClashes = Self.clashes(packages)
  }

  /// Packages that begin before an earlier one of the same person, service and cost has ended.
  private static func overlaps(_ packages: [PackageRows.Package]) -> Int {
    let sorted = packages.sorted {
      ($0.person, $0.service, $0.weeklyCost, $0.start, $0.end)
        < ($1.person, $1.service, $1.weeklyCost, $1.start, $1.end)
    }
    var count = 0
    var end: Day?
    for (place, package) in sorted.enumerated() {
      let isSame =
        place > 0 && sorted[place - 1].person == package.person
        && sorted[place - 1].service == package.service
        && sorted[place - 1].weeklyCost == package.weeklyCost
      if isSame, let known = end {
        if package.start <= known { count += 1 }
        end = max(known, package.end)
      } else {
        end = package.end
      }
    }
    return count
  }

  /// Packages that cost over ten times, or under a tenth of, the median of their service.
  private static func clashes(_ packages: [PackageRows.Package]) -> Int {
    let paid = packages.filter { $0.weeklyCost > 0 }
    return Dictionary(grouping: paid, by: \.service).values.reduce(0) { total, own in
      guard own.count >= 20 else { return total }
      let costs = own.map(\.weeklyCost).sorted()
      let median = costs[costs.count / 2]
      return total + costs.count { $0 > 10 * median || $0 < median / 10 }
    }
  }
}
