internal import CEvalKernels

/// Coordinates worked out from columns where they are needed: of each row the scaled columns, times a
/// matrix if there is one.
///
/// Every coordinate is a sum over the columns in their order, so equal rows have equal bits, whatever
/// the processor and wherever they stand; a library's matrix product promises neither.
package struct ColumnCoordinates: Sendable {
  private let columns: ScaledColumns
  private let matrix: Matrix?
  /// The number of coordinates.
  package let dimension: Int

  /// - Precondition: a row of the matrix for each column.
  package init(_ columns: ScaledColumns, times matrix: Matrix? = nil) {
    precondition(
      matrix?.rowCount ?? columns.columns.count == columns.columns.count,
      "\(matrix?.rowCount ?? 0) rows to multiply \(columns.columns.count) columns by")
    self.columns = columns
    self.matrix = matrix
    dimension = matrix?.columnCount ?? columns.columns.count
  }

  /// Rows at a time: of 20 columns 40 KiB before and after, which stay in a core's first caches.
  static let blockRows = Int(EVAL_BLOCK_ROWS)

  /// The coordinates of some rows, or of all as they stand, row by row.
  ///
  /// - Complexity: O(*rows · columns* · *coordinates*), on all processors.
  package func rowMajor(at places: [Int32]? = nil) -> [Double] {
    let count = places?.count ?? columns.rowCount
    var coordinates = [Double](unwritten: count * dimension)
    coordinates.withUnsafeMutableBufferPointer { coordinates in
      // Each task writes its own rows.
      nonisolated(unsafe) let target = coordinates
      RowTasks.perform(rowCount: count) { _, rows in
        forEachBlock(of: rows, at: places) { block, values in
          for axis in 0..<dimension {
            var place = block.lowerBound * dimension + axis
            for row in 0..<block.count {
              target[place] = values[axis * Self.blockRows + row]
              place += dimension
            }
          }
        }
      }
    }
    return coordinates
  }

  /// The coordinates of one row.
  func coordinates(of place: Int) -> [Double] {
    var found = [Double](repeating: 0, count: dimension)
    forEachBlock(of: 0..<1, at: [Int32(place)]) { _, values in
      for axis in 0..<dimension { found[axis] = values[axis * Self.blockRows] }
    }
    return found
  }

  /// Block by block the coordinates of rows, axis by axis: those of axis *a* from *a* · `blockRows`.
  func forEachBlock(
    of rows: Range<Int>, at places: [Int32]?,
    _ body: (_ rows: Range<Int>, _ values: UnsafeBufferPointer<Double>) -> Void
  ) {
    let columnCount = columns.columns.count
    let instructions = eval_instructions()
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: Self.blockRows * (columnCount + dimension)
    ) { space in
      let scaled = UnsafeMutableBufferPointer(rebasing: space[..<(Self.blockRows * columnCount)])
      let products = UnsafeMutableBufferPointer(rebasing: space[(Self.blockRows * columnCount)...])
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows) {
        let block = start..<min(start + Self.blockRows, rows.upperBound)
        columns.write(block, at: places, to: scaled, columnStride: Self.blockRows)
        guard let matrix else {
          body(block, UnsafeBufferPointer(scaled))
          continue
        }
        eval_transform_rows(
          instructions, scaled.baseAddress, Int64(columnCount), matrix.storage, Int64(dimension),
          Int64(block.count), products.baseAddress)
        body(block, UnsafeBufferPointer(products))
      }
    }
  }
}
