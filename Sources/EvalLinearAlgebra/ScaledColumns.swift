/// Columns with a centre and a factor each: (x − centre) · factor, worked out where it is needed, so
/// that no second copy of a large sample is made.
package struct ScaledColumns: Sendable {
  package let columns: [[Double]]
  package let centres: [Double]
  package let factors: [Double]
  private let rowCount: Int

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

  /// Rows at a time: of 20 columns 40 KiB before and after, which stay in a core's first caches.
  private static let blockRows = 256

  /// Row by row the scaled columns, times a matrix if one is given.
  ///
  /// Every coordinate is a sum over the columns in their order, so equal rows have equal bits.
  ///
  /// - Complexity: O(*rows · columns* · *coordinates*), on all processors.
  package func rowMajor(times matrix: Matrix? = nil) -> [Double] {
    precondition(
      matrix?.rowCount ?? columns.count == columns.count,
      "\(matrix?.rowCount ?? 0) rows to multiply \(columns.count) columns by")
    let dimension = matrix?.columnCount ?? columns.count
    var coordinates = [Double](unwritten: rowCount * dimension)
    coordinates.withUnsafeMutableBufferPointer { coordinates in
      // Each task writes its own rows.
      nonisolated(unsafe) let target = coordinates
      RowTasks.perform(rowCount: rowCount) { _, rows in
        withUnsafeTemporaryAllocation(
          of: Double.self, capacity: Self.blockRows * (columns.count + 1)
        ) { space in
          let sums = UnsafeMutableBufferPointer(rebasing: space[..<Self.blockRows])
          let scaled = UnsafeMutableBufferPointer(rebasing: space[Self.blockRows...])
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows) {
            let block = start..<min(start + Self.blockRows, rows.upperBound)
            scale(block, into: scaled)
            for axis in 0..<dimension {
              if let matrix {
                Self.sum(scaled, block.count, by: matrix, axis, into: sums)
              } else {
                for row in 0..<block.count { sums[row] = scaled[axis * Self.blockRows + row] }
              }
              for row in 0..<block.count { target[(start + row) * dimension + axis] = sums[row] }
            }
          }
        }
      }
    }
    return coordinates
  }

  private func scale(_ rows: Range<Int>, into scaled: UnsafeMutableBufferPointer<Double>) {
    for (number, column) in columns.enumerated() {
      let (centre, factor) = (centres[number], factors[number])
      let place = number * Self.blockRows
      column.withUnsafeBufferPointer { column in
        for row in 0..<rows.count {
          scaled[place + row] = (column[rows.lowerBound + row] - centre) * factor
        }
      }
    }
  }

  private static func sum(
    _ scaled: UnsafeMutableBufferPointer<Double>, _ count: Int, by matrix: Matrix, _ axis: Int,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    for row in 0..<count { sums[row] = 0 }
    for number in 0..<matrix.rowCount where matrix[number, axis] != 0 {
      let weight = matrix[number, axis]
      let place = number * blockRows
      for row in 0..<count { sums[row] += weight * scaled[place + row] }
    }
  }

  /// Σ of the products of every two scaled columns about their means within groups of rows.
  ///
  /// - Parameters:
  ///   - groups: The rows of each group.
  ///   - means: The mean of each column, unscaled, in each group.
  /// - Complexity: O(*rows · columns²*), on all processors, in blocks added up in their order.
  package func crossProducts(within groups: [[Int]], means: [[Double]]) -> Matrix {
    let order = columns.count
    var total = Matrix(rowCount: order, columnCount: order)
    for (rows, means) in zip(groups, means) {
      let tasks = (0..<RowTasks.count(rows.count)).map { RowTasks.rows($0, of: rows.count) }
      for part in RowTasks.map(tasks, { addedUp(rows[$0], means) }) { total = total + part }
    }
    return total
  }

  private func addedUp(_ rows: ArraySlice<Int>, _ means: [Double]) -> Matrix {
    let order = columns.count
    var gram = Matrix(rowCount: order, columnCount: order)
    gram.storage.withUnsafeMutableBufferPointer { gram in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.blockRows * order) { block in
        for start in stride(from: rows.startIndex, to: rows.endIndex, by: Self.blockRows) {
          let part = rows[start..<min(start + Self.blockRows, rows.endIndex)]
          for (number, column) in columns.enumerated() {
            var place = number * part.count
            for row in part {
              block[place] = (column[row] - means[number]) * factors[number]
              place += 1
            }
          }
          BLAS.addGram(
            ofBlock: UnsafeBufferPointer(block), rowCount: part.count, columnCount: order, to: gram)
        }
      }
    }
    gram.mirrorUpperTriangle()
    return gram
  }
}
