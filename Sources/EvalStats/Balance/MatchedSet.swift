/// People matched to one another, by their rows.
public struct MatchedSet: Sendable, Equatable {
  /// Rows of the treated, usually one.
  public let treated: RowList
  /// Rows of their controls, in the order in which they were chosen.
  public let controls: RowList

  /// Creates a set.
  public init(treated: some Sequence<Int>, controls: some Sequence<Int>) {
    self.init(RowList(treated), RowList(controls))
  }

  init(_ treated: RowList, _ controls: RowList) {
    self.treated = treated
    self.controls = controls
  }
}

/// A few rows in order.
///
/// One alone, as in most sets, is kept in place: a hundred thousand arrays take longer to make than
/// the rest of a match on scores.
public struct RowList: Sendable, Equatable {
  private enum Storage: Sendable, Equatable {
    case one(Int)
    /// None, or two and more.
    case several([Int])
  }

  private let storage: Storage

  /// Creates a list.
  public init(_ rows: some Sequence<Int>) {
    let rows = Array(rows)
    storage = rows.count == 1 ? .one(rows[0]) : .several(rows)
  }

  /// Creates a list of one row.
  public init(one row: Int) { storage = .one(row) }

  /// The rows of one list, then those of another.
  public static func + (left: RowList, right: RowList) -> [Int] { Array(left) + Array(right) }
}

extension RowList: RandomAccessCollection, ExpressibleByArrayLiteral {
  /// Creates a list.
  public init(arrayLiteral rows: Int...) { self.init(rows) }

  /// 0.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int {
    switch storage {
    case .one: 1
    case .several(let rows): rows.count
    }
  }

  /// The row at a place, counted from 0.
  public subscript(place: Int) -> Int {
    switch storage {
    case .one(let row):
      precondition(place == 0, "place \(place) of a list of one row")
      return row
    case .several(let rows): return rows[place]
    }
  }
}
