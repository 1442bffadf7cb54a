/// People by exact stratum, in order of birth, so that an age band on any date is one stretch.
struct RiskSetStrata: Sendable {
  /// The stratum of each person, −1 for those in none because a value is missing.
  let strata: [Int]
  /// For each person in no stratum, the place of the first covariate they miss.
  let missingCovariate: [Int: Int]
  private let edges: [Double]
  private let births: [Day]
  /// The people of each stratum, oldest first, then by row.
  private let members: [[Int32]]

  /// Groups the people of a register.
  ///
  /// - Complexity: O(*n* log *n*)
  init(
    register: PersonRegister, readers: [CovariateReader], ageBandEdges: [Double],
    missing: MissingRule
  ) {
    var strata = Array(repeating: 0, count: register.count)
    var stratumCount = 1
    var missingCovariate: [Int: Int] = [:]
    for (place, reader) in readers.enumerated() {
      var numbers: [Key: Int] = [:]
      for person in strata.indices where strata[person] >= 0 {
        // Exact covariates do not change over time, so the date does not matter.
        let value = reader.value(of: person, on: register.births[person])
        if value.isNaN, missing != .indicator {
          strata[person] = -1
          missingCovariate[person] = place
          continue
        }
        let key = Key(stratum: strata[person], value: value.isNaN ? nil : value)
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        strata[person] = number
      }
      stratumCount = numbers.count
    }
    var members = Array(repeating: [Int32](), count: stratumCount)
    let births = register.births
    for person in (0..<register.count).sorted(by: { (births[$0], $0) < (births[$1], $1) })
    where strata[person] >= 0 {
      members[strata[person]].append(Int32(person))
    }
    self.strata = strata
    self.missingCovariate = missingCovariate
    self.members = members
    self.births = births
    edges = ageBandEdges
  }

  private struct Key: Hashable {
    let stratum: Int
    let value: Double?
  }

  /// The age band of a person on a date, counted from 0 for those below the first edge.
  func ageBand(of person: Int, on date: Day) -> Int {
    let age = Age.years(from: births[person], to: date)
    return edges.count { $0 <= age }
  }

  /// The people in the stratum and the age band of a person on a date, that person included.
  ///
  /// - Complexity: O(log *n*)
  func peers(of person: Int, on date: Day) -> ArraySlice<Int32> {
    guard strata[person] >= 0 else { return [] }
    let people = members[strata[person]]
    let band = ageBand(of: person, on: date)
    let first = band < edges.count ? firstPlace(in: people, youngerThan: edges[band], on: date) : 0
    let end =
      band > 0 ? firstPlace(in: people, youngerThan: edges[band - 1], on: date) : people.count
    return people[first..<end]
  }

  /// The first place, oldest first, of someone who has not reached an age on a date.
  private func firstPlace(in people: [Int32], youngerThan age: Double, on date: Day) -> Int {
    var low = 0
    var high = people.count
    while low < high {
      let middle = (low + high) / 2
      if Age.years(from: births[Int(people[middle])], to: date) < age {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}
