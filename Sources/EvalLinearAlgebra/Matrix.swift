/// A dense matrix of `Double`, stored column by column as BLAS and LAPACK expect.
///
/// Element (*i*, *j*) stands at `storage[i + j · rowCount]`; the leading dimension is always
/// `rowCount`, so a matrix goes to BLAS without a copy.
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The elements in column-major order, `rowCount · columnCount` of them.
  ///
  /// Written through the subscript alone from outside, so that a matrix keeps its shape; a large matrix is best
  /// filled as an array and made from it.
  public internal(set) var storage: [Double]

  /// Creates a matrix from its elements in column-major order.
  public init(rowCount: Int, columnCount: Int, columnMajor storage: [Double]) {
    precondition(rowCount >= 0 && columnCount >= 0, "\(rowCount) × \(columnCount) is no shape")
    precondition(
      storage.count == rowCount * columnCount,
      "\(storage.count) elements given for \(rowCount) × \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.storage = storage
  }

  /// Creates a matrix filled with one value.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      columnMajor: Array(repeating: value, count: rowCount * columnCount))
  }

  /// Creates a matrix from columns of equal length.
  public init(columns: [[Double]]) {
    let rowCount = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of unequal length")
    var elements = [Double](unwritten: rowCount * columns.count)
    elements.withUnsafeMutableBufferPointer { elements in
      // Each task writes its own rows of every column.
      nonisolated(unsafe) let target = elements
      RowTasks.perform(rowCount: rowCount) { _, rows in
        for (number, column) in columns.enumerated() {
          let start = number * rowCount
          column.withUnsafeBufferPointer { column in
            for row in rows { target[start + row] = column[row] }
          }
        }
      }
    }
    self.init(rowCount: rowCount, columnCount: columns.count, columnMajor: elements)
  }

  /// Creates a matrix from rows of equal length; meant for small literal matrices.
  public init(rows: [[Double]]) {
    let columnCount = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columnCount }, "rows of unequal length")
    self.init(rowCount: rows.count, columnCount: columnCount)
    for (rowIndex, row) in rows.enumerated() {
      for (columnIndex, value) in row.enumerated() { self[rowIndex, columnIndex] = value }
    }
  }

  /// The identity of order `order`.
  public static func identity(_ order: Int) -> Matrix {
    var identity = Matrix(rowCount: order, columnCount: order)
    for index in 0..<order { identity[index, index] = 1 }
    return identity
  }

  /// The element in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get { storage[row + column * rowCount] }
    set { storage[row + column * rowCount] = newValue }
  }

  /// One column, copied.
  public func column(_ index: Int) -> [Double] {
    Array(storage[(index * rowCount)..<((index + 1) * rowCount)])
  }

  /// One row, copied.
  public func row(_ index: Int) -> [Double] {
    (0..<columnCount).map { self[index, $0] }
  }

  /// The columns named by `indices`, in that order.
  public func columns(at indices: [Int]) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(indices.count * rowCount)
    for index in indices {
      elements.append(contentsOf: storage[(index * rowCount)..<((index + 1) * rowCount)])
    }
    return Matrix(rowCount: rowCount, columnCount: indices.count, columnMajor: elements)
  }

  /// The rows named by `indices`, in that order.
  public func rows(at indices: [Int]) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(indices.count * columnCount)
    for column in 0..<columnCount {
      let start = column * rowCount
      for index in indices { elements.append(storage[start + index]) }
    }
    return Matrix(rowCount: indices.count, columnCount: columnCount, columnMajor: elements)
  }

  /// The elements on the main diagonal.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for column in 0..<columnCount {
      for row in 0..<rowCount { result[column, row] = self[row, column] }
    }
    return result
  }
}
