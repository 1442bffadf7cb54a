/// The conditions that hospitals have recorded of each person, by the day the record was closed.
///
/// A diagnosis is known from the day after its admission *ended*: diagnoses are coded at discharge, so
/// that on a date in the middle of an admission nothing of that admission is known. Admissions that
/// have not ended tell nothing. What is asked of a date therefore never holds what came later.
public struct DiagnosisLog: Sendable {
  /// The list that the conditions are places of.
  public let list: ConditionList
  /// What became of the diagnoses.
  public let account: Account
  /// `personCount + 1` places into the other columns.
  private let offsets: [Int]
  /// The days on which admissions with a listed condition ended, ascending within a person, each once.
  private let days: [Day]
  /// What was recorded on each of them.
  private let recorded: [ConditionSet]
  /// What was recorded on it and before.
  private let known: [ConditionSet]

  /// What became of the diagnoses, adding up to their number.
  public struct Account: Sendable, Equatable {
    /// Rows read.
    public let diagnosisCount: Int
    /// Rows of admissions that have not ended.
    public let unfinishedCount: Int
    /// Rows whose code could not be read.
    public let unreadableCount: Int
    /// Rows of diagnoses that the list does not hold.
    public let otherCount: Int
    /// Rows that record a condition of the list.
    public let recordingCount: Int
  }

  /// Creates a log from diagnoses in any order, one row each.
  ///
  /// - Parameters:
  ///   - persons: The row of the person in the register.
  ///   - ends: The day of discharge of the admission; `nil` if it has not ended.
  ///   - codes: The diagnosis; `nil` if it could not be read.
  ///   - list: The conditions to look for.
  /// - Throws: `ConditionError.unknownPerson`.
  /// - Complexity: O(*n* log *k*) for *n* diagnoses of at most *k* a person
  public init(
    personCount: Int, persons: [Int32], ends: [Day?], codes: [ICD10Code?], list: ConditionList
  ) throws(ConditionError) {
    precondition(
      persons.count == ends.count && persons.count == codes.count,
      "\(persons.count) persons, \(ends.count) ends and \(codes.count) codes")
    var people: [Int32] = []
    var dated: [(day: Day, set: ConditionSet)] = []
    var unfinished = 0
    var unreadable = 0
    for row in persons.indices {
      guard persons[row] >= 0, persons[row] < personCount else {
        throw .unknownPerson(row: row, personCount: personCount)
      }
      guard let end = ends[row] else {
        unfinished += 1
        continue
      }
      guard let code = codes[row] else {
        unreadable += 1
        continue
      }
      let set = list[code]
      guard !set.isEmpty else { continue }
      people.append(persons[row])
      dated.append((end, set))
    }
    account = Account(
      diagnosisCount: persons.count, unfinishedCount: unfinished, unreadableCount: unreadable,
      otherCount: persons.count - unfinished - unreadable - people.count,
      recordingCount: people.count)
    let rows = PersonOrder(personCount: personCount, persons: people)
    var offsets = [0]
    var days: [Day] = []
    var recorded: [ConditionSet] = []
    var own: [(day: Day, set: ConditionSet)] = []
    for person in 0..<personCount {
      own.removeAll(keepingCapacity: true)
      own.append(contentsOf: rows[person].lazy.map { dated[Int($0)] })
      own.sort { $0.day < $1.day }
      for entry in own {
        if days.count > offsets[person], days.last == entry.day {
          recorded[recorded.count - 1].formUnion(entry.set)
        } else {
          days.append(entry.day)
          recorded.append(entry.set)
        }
      }
      offsets.append(days.count)
    }
    var known = recorded
    for person in 0..<personCount {
      for place in (offsets[person]..<offsets[person + 1]).dropFirst() {
        known[place].formUnion(known[place - 1])
      }
    }
    self.list = list
    self.offsets = offsets
    self.days = days
    self.recorded = recorded
    self.known = known
  }

  /// The number of people.
  public var personCount: Int { offsets.count - 1 }

  /// The conditions of a person that were known before a date.
  ///
  /// - Parameter lookBackDays: Of how many days before the date admissions that ended count; `nil` for
  ///   all there are.
  /// - Complexity: O(log *days of the person*), with a look-back O(days within it) more.
  public func conditions(
    of person: Int, before date: Day, lookBackDays: Int? = nil
  ) -> ConditionSet {
    let end = place(of: person, from: date)
    guard end > offsets[person] else { return ConditionSet() }
    guard let lookBackDays else { return known[end - 1] }
    var set = ConditionSet()
    for place in place(of: person, from: date.advanced(by: -lookBackDays))..<end {
      set.formUnion(recorded[place])
    }
    return set
  }

  /// The place of a person's first day that is `date` or later.
  private func place(of person: Int, from date: Day) -> Int {
    var low = offsets[person]
    var high = offsets[person + 1]
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < date { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
