extension Matrix {
  /// One row a group: the sum of its rows, each multiplied by a number.
  ///
  /// - Parameters:
  ///   - factors: One a row.
  ///   - groups: The group of each row from 0, or below 0 for none.
  /// - Complexity: O(*rows · columns*), the columns on all processors.
  package func sums(of factors: [Double], by groups: [Int], groupCount: Int) -> Matrix {
    precondition(
      factors.count == rowCount && groups.count == rowCount,
      "\(factors.count) factors and \(groups.count) groups for \(rowCount) rows")
    precondition(
      groups.allSatisfy { $0 < groupCount }, "a group beyond the last of \(groupCount)")
    var sums = [Double](repeating: 0, count: groupCount * columnCount)
    sums.withUnsafeMutableBufferPointer { sums in
      storage.withUnsafeBufferPointer { storage in
        factors.withUnsafeBufferPointer { factors in
          groups.withUnsafeBufferPointer { groups in
            // A task adds to its own column of the sums and reads the rest.
            nonisolated(unsafe) let (target, elements) = (sums, storage)
            nonisolated(unsafe) let (sizes, places) = (factors, groups)
            RowTasks.perform(itemCount: columnCount) { column in
              let from = column * rowCount
              let to = column * groupCount
              for row in 0..<rowCount where places[row] >= 0 {
                target[to + places[row]] += elements[from + row] * sizes[row]
              }
            }
          }
        }
      }
    }
    return Matrix(rowCount: groupCount, columnCount: columnCount, columnMajor: sums)
  }
}
