internal import EvalStats

/// What became of the rows of one extract: every row read is kept or left out for a reason.
struct RowAccount {
  let file: String
  let policy: StudyProtocol.BadRowPolicy
  /// Whether the protocol could have had faulty rows refused.
  let canRefuse: Bool
  private(set) var rowsRead = 0
  private(set) var rowsKept = 0
  /// Rows left out, in the order in which the reasons first came up.
  private(set) var refusals: [Refusal] = []

  struct Refusal: Equatable {
    let reason: String
    var rows: Int
    let firstPlace: ExtractPlace
    /// Whether the row was faulty, not merely out of scope.
    let isFault: Bool
  }

  /// Opens the account of a table; rows the file reader refused are on it already.
  init(
    of table: ExtractTable, policy: StudyProtocol.BadRowPolicy, canRefuse: Bool = true
  ) {
    file = table.fileName
    self.policy = policy
    self.canRefuse = canRefuse
    refusals = table.refusals
    rowsRead = table.refusals.reduce(0) { $0 + $1.rows }
  }

  mutating func keep() {
    rowsRead += 1
    rowsKept += 1
  }

  /// Leaves a faulty row out, or stops where the protocol says so.
  mutating func refuse(_ fault: RowFault, at place: ExtractPlace) throws(ExtractError) {
    guard policy == .refuse else { throw .row(fault, place, canRefuse: canRefuse) }
    count(fault.reason, at: place, isFault: true)
  }

  /// Leaves out a row that is sound but not wanted.
  mutating func leaveOut(_ reason: String, at place: ExtractPlace) {
    count(reason, at: place, isFault: false)
  }

  private mutating func count(_ reason: String, at place: ExtractPlace, isFault: Bool) {
    rowsRead += 1
    if let index = refusals.firstIndex(where: { $0.reason == reason && $0.isFault == isFault }) {
      refusals[index].rows += 1
    } else {
      refusals.append(Refusal(reason: reason, rows: 1, firstPlace: place, isFault: isFault))
    }
  }

  /// The rows read that were faulty.
  var faultyRows: Int { refusals.filter(\.isFault).reduce(0) { $0 + $1.rows } }

  /// Their share.
  var faultyShare: Double { rowsRead == 0 ? 0 : Double(faultyRows) / Double(rowsRead) }
}
