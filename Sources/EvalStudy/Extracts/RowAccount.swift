internal import EvalStats

/// What became of the rows of one extract: every row read is kept or left out for a reason.
struct RowAccount: Sendable {
  let file: String
  let policy: StudyProtocol.BadRowPolicy
  /// Whether the protocol could have had faulty rows refused.
  let canRefuse: Bool
  private(set) var rowsRead = 0
  private(set) var rowsKept = 0
  /// Rows left out, in the order in which the reasons first came up.
  private(set) var refusals: [Refusal] = []

  struct Refusal: Sendable, Equatable {
    let reason: String
    var rows: Int
    let firstPlace: ExtractPlace
    /// Whether the row was faulty, not merely out of scope.
    let isFault: Bool
  }

  /// Opens an account.
  init(file: String, policy: StudyProtocol.BadRowPolicy, canRefuse: Bool = true) {
    self.file = file
    self.policy = policy
    self.canRefuse = canRefuse
  }

  mutating func keep() {
    rowsRead += 1
    rowsKept += 1
  }

  /// Takes a row back that was kept, because of what a later look at all rows showed.
  mutating func takeBack() {
    rowsRead -= 1
    rowsKept -= 1
  }

  /// Leaves a faulty row out, or stops where the protocol says so.
  mutating func refuse(
    _ fault: RowFault, at place: @autoclosure () -> ExtractPlace
  ) throws(ExtractError) {
    guard policy == .refuse else { throw .row(fault, place(), canRefuse: canRefuse) }
    count(fault.reason, at: place(), isFault: true)
  }

  /// Leaves out a row that cannot be cut into cells, or stops where the protocol says so.
  mutating func refuse(
    _ fault: CSVError, at place: @autoclosure () -> ExtractPlace
  ) throws(ExtractError) {
    guard policy == .refuse else { throw .csv(fault) }
    count("a row that cannot be read as comma-separated text", at: place(), isFault: true)
  }

  /// Leaves out a row that is sound but not wanted.
  mutating func leaveOut(_ reason: String, at place: @autoclosure () -> ExtractPlace) {
    count(reason, at: place(), isFault: false)
  }

  private mutating func count(
    _ reason: String, at place: @autoclosure () -> ExtractPlace, isFault: Bool
  ) {
    rowsRead += 1
    if let index = refusals.firstIndex(where: { $0.reason == reason && $0.isFault == isFault }) {
      refusals[index].rows += 1
    } else {
      refusals.append(Refusal(reason: reason, rows: 1, firstPlace: place(), isFault: isFault))
    }
  }

  /// Adds the account of the rows that follow.
  mutating func append(_ other: RowAccount) {
    rowsRead += other.rowsRead
    rowsKept += other.rowsKept
    for refusal in other.refusals {
      if let index = refusals.firstIndex(where: {
        $0.reason == refusal.reason && $0.isFault == refusal.isFault
      }) {
        refusals[index].rows += refusal.rows
      } else {
        refusals.append(refusal)
      }
    }
  }

  /// The rows read that were faulty.
  var faultyRows: Int { refusals.filter(\.isFault).reduce(0) { $0 + $1.rows } }

  /// Their share.
  var faultyShare: Double { rowsRead == 0 ? 0 : Double(faultyRows) / Double(rowsRead) }
}
