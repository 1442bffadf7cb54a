internal import EvalStats

/// One column of an extract: how its cells are read.
struct ExtractField<Element>: Sendable {
  /// The name EvalStats knows the column by.
  let name: String
  /// The column of the file, counted from 0; `nil` where the file has no such column.
  let position: Int?
  /// What a cell should hold, for messages.
  let expected: String
  /// Texts that stand for an empty cell, besides `NULL`.
  var emptyTexts: [[UInt8]] = []
  /// The value of a cell that is not empty; `nil` for what cannot be read.
  let read: @Sendable (UnsafeBufferPointer<UInt8>) -> Element?

  /// Whether the file has the column.
  var isPresent: Bool { position != nil }

  /// The value of a row; `nil` where the cell is empty or the file has no such column.
  @inline(__always)
  func optional(_ row: ExtractRow) throws(RowProblem) -> Element? {
    guard let position else { return nil }
    // An empty cell is missing; of others an unreadable one is the row's fault.
    let (isEmpty, value) = row.withBytes(at: position) { bytes in
      saysNothing(bytes) ? (true, nil) : (false, read(bytes))
    }
    if isEmpty { return nil }
    guard let value else {
      throw .fault(.wrongValue(found: shown(row), expected: expected), column: name)
    }
    return value
  }

  @inline(__always)
  private func saysNothing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    ExtractCell.isMissing(bytes)
      || !emptyTexts.isEmpty && emptyTexts.contains { bytes.elementsEqual($0) }
  }

  /// The value of a row, which must be there.
  @inline(__always)
  func required(_ row: ExtractRow) throws(RowProblem) -> Element {
    guard let value = try optional(row) else {
      throw .fault(.missingValue(expected: expected), column: name)
    }
    return value
  }

  /// The cell of a row as messages quote it.
  func shown(_ row: ExtractRow) -> String {
    position.map { CSVAdvice.shown(row.text(at: $0)) } ?? ""
  }
}

/// A column of national codes.
struct ExtractCodes<Code: Sendable>: Sendable {
  private let field: ExtractField<Code>

  init(_ field: ExtractField<Code>) { self.field = field }

  var name: String { field.name }
  var isPresent: Bool { field.isPresent }

  /// The code of a row; `nil` where the cell is empty or the file has no such column.
  @inline(__always)
  func optional(_ row: ExtractRow) throws(RowProblem) -> Code? {
    do throws(RowProblem) { return try field.optional(row) } catch { throw Self.unknown(error) }
  }

  /// The code of a row, which must be there and one that a table knows.
  @inline(__always)
  func required(_ row: ExtractRow) throws(RowProblem) -> Code {
    do throws(RowProblem) { return try field.required(row) } catch { throw Self.unknown(error) }
  }

  /// A code that cannot be read is one that no table knows.
  private static func unknown(_ problem: RowProblem) -> RowProblem {
    guard case .fault(.wrongValue(let found, let expected), let column) = problem else {
      return problem
    }
    return .fault(.unknownCode(found: found, expected: expected), column: column)
  }
}

/// Why a row does not enter.
enum RowProblem: Error {
  /// The row is faulty.
  case fault(RowFault, column: String?)
  /// The row is sound but not wanted.
  case outOfScope(String, column: String?)
}
