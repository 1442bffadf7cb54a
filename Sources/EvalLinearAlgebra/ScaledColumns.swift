/// Columns with a centre and a factor each: (x − centre) · factor, worked out where it is needed, so
/// that no second copy of a large sample is made.
package struct ScaledColumns: Sendable {
  package let columns: [[Double]]
  package let centres: [Double]
  package let factors: [Double]
  package let rowCount: Int

  package init(_ columns: [[Double]], centres: [Double], factors: [Double], rowCount: Int) {
    precondition(
      columns.count == centres.count && columns.count == factors.count
        && columns.allSatisfy { $0.count == rowCount },
      "\(columns.count) columns with \(centres.count) centres and \(factors.count) factors")
    self.columns = columns
    self.centres = centres
    self.factors = factors
    self.rowCount = rowCount
  }

  /// The columns, scaled.
  package var values: [[Double]] {
    RowTasks.map(Array(columns.indices)) { number in
      columns[number].map { ($0 - centres[number]) * factors[number] }
    }
  }

  /// Writes some rows column by column, and what follows up to a multiple of eight rows as 0.
  ///
  /// - Parameters:
  ///   - rows: The rows, or the places at which their numbers stand.
  ///   - columnStride: From the first value of a column to that of the next.
  ///   - otherCentres: Centres in the place of their own.
  func write(
    _ rows: Range<Int>, at places: [Int32]?, to target: UnsafeMutableBufferPointer<Double>,
    columnStride: Int, otherCentres: [Double]? = nil
  ) {
    let padded = min(columnStride, (rows.count + 7) / 8 * 8)
    for (number, column) in columns.enumerated() {
      let (centre, factor) = (otherCentres?[number] ?? centres[number], factors[number])
      let place = number * columnStride
      column.withUnsafeBufferPointer { column in
        if let places {
          places.withUnsafeBufferPointer { places in
            for row in 0..<rows.count {
              target[place + row] = (column[Int(places[rows.lowerBound + row])] - centre) * factor
            }
          }
        } else {
          for row in 0..<rows.count {
            target[place + row] = (column[rows.lowerBound + row] - centre) * factor
          }
        }
      }
      for row in rows.count..<padded { target[place + row] = 0 }
    }
  }

  /// Σ of the products of every two scaled columns about their means within groups of rows.
  ///
  /// - Parameters:
  ///   - groups: The rows of each group.
  ///   - means: The mean of each column, unscaled, in each group.
  /// - Complexity: O(*rows · columns²*), on all processors, in blocks added up in their order.
  package func crossProducts(within groups: [[Int32]], means: [[Double]]) -> Matrix {
    let order = columns.count
    var total = Matrix(rowCount: order, columnCount: order)
    for (rows, means) in zip(groups, means) {
      let tasks = (0..<RowTasks.count(rows.count)).map { RowTasks.rows($0, of: rows.count) }
      for part in RowTasks.map(tasks, { addedUp($0, of: rows, means) }) { total = total + part }
    }
    return total
  }

  private func addedUp(_ range: Range<Int>, of rows: [Int32], _ means: [Double]) -> Matrix {
    let order = columns.count
    let blockRows = ColumnCoordinates.blockRows
    var gram = Matrix(rowCount: order, columnCount: order)
    gram.storage.withUnsafeMutableBufferPointer { gram in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: blockRows * order) { block in
        for start in stride(from: range.lowerBound, to: range.upperBound, by: blockRows) {
          let part = start..<min(start + blockRows, range.upperBound)
          write(part, at: rows, to: block, columnStride: part.count, otherCentres: means)
          BLAS.addGram(
            ofBlock: UnsafeBufferPointer(block), rowCount: part.count, columnCount: order, to: gram)
        }
      }
    }
    gram.mirrorUpperTriangle()
    return gram
  }
}
