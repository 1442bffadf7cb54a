/// Rows in tasks of fixed size that go to all workers, whose sums are combined in their order.
///
/// Neither the number of processors nor what else they do can be seen in a result.
package enum RowTasks {
  /// Rows a task: enough that handing them out costs nothing beside them.
  package static let rowCount = 16_384

  /// The number of tasks for some rows.
  package static func count(_ rowCount: Int) -> Int {
    (rowCount + Self.rowCount - 1) / Self.rowCount
  }

  /// The rows of a task.
  package static func rows(_ task: Int, of rowCount: Int) -> Range<Int> {
    (task * Self.rowCount)..<min((task + 1) * Self.rowCount, rowCount)
  }

  /// Does something with the rows of every task.
  package static func perform(
    rowCount: Int, _ body: @Sendable (_ task: Int, _ rows: Range<Int>) -> Void
  ) {
    Workers.perform(taskCount: count(rowCount)) { body($0, rows($0, of: rowCount)) }
  }

  /// Does something with every one of a few items, such as columns.
  package static func perform(itemCount: Int, _ body: @Sendable (_ item: Int) -> Void) {
    Workers.perform(taskCount: itemCount, body)
  }

  /// What every one of a few items, such as columns, becomes, in their order.
  package static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ transform: @Sendable (Item) -> Result
  ) -> [Result] {
    Workers.map(count: items.count) { transform(items[$0]) }
  }

  /// What the rows of every task come to, in the order of the tasks.
  package static func parts<Result: Sendable>(
    rowCount: Int, _ body: @Sendable (_ rows: Range<Int>) -> Result
  ) -> [Result] {
    Workers.map(count: count(rowCount)) { body(rows($0, of: rowCount)) }
  }

  /// A number for each of some rows.
  ///
  /// Inlined, since a closure called through another module's generic code costs more than most
  /// elements.
  @inlinable
  package static func array<Element: BitwiseCopyable & Sendable>(
    _ rowCount: Int, _ element: @Sendable (_ row: Int) -> Element
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: rowCount) { buffer, count in
      // Each task writes its own rows.
      nonisolated(unsafe) let base = buffer
      perform(rowCount: rowCount) { _, rows in
        for row in rows { base[row] = element(row) }
      }
      count = rowCount
    }
  }

  /// Adds up what the rows of every task come to, in the order of the tasks.
  package static func sum(
    rowCount: Int, _ body: @Sendable (_ rows: Range<Int>) -> SIMD4<Double>
  ) -> SIMD4<Double> {
    var sums = [SIMD4<Double>](repeating: .zero, count: count(rowCount))
    sums.withUnsafeMutableBufferPointer { buffer in
      // Each task writes its own element.
      nonisolated(unsafe) let base = buffer
      perform(rowCount: rowCount) { task, rows in base[task] = body(rows) }
    }
    return sums.reduce(.zero, +)
  }
}

extension Array where Element: BinaryFloatingPoint & BitwiseCopyable {
  /// Numbers to be written before they are read.
  ///
  /// A column of a million rows would otherwise be cleared by one thread and written by all.
  package init(unwritten count: Int) {
    // Any bits are a number.
    self.init(unsafeUninitializedCapacity: count) { _, written in written = count }
  }
}

extension Array where Element == Double {

  /// The least and the greatest element, or `nil` if there is none or one is not finite. O(*n*).
  package var finiteRange: ClosedRange<Double>? {
    guard !isEmpty else { return nil }
    return withUnsafeBufferPointer { buffer in
      var least = SIMD8<Double>(repeating: buffer[0])
      var most = least
      var noughts = SIMD8<Double>.zero
      var place = 0
      while place + 8 <= buffer.count {
        let values = UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped + place)
          .loadUnaligned(as: SIMD8<Double>.self)
        noughts += values * 0
        least = pointwiseMin(least, values)
        most = pointwiseMax(most, values)
        place += 8
      }
      var range = (least.min(), most.max())
      // What is infinite or not a number times 0 is not a number.
      var isFinite = noughts.sum() == 0
      while place < buffer.count {
        isFinite = isFinite && buffer[place].isFinite
        range = (Swift.min(range.0, buffer[place]), Swift.max(range.1, buffer[place]))
        place += 1
      }
      return isFinite ? range.0...range.1 : nil
    }
  }
}

extension Matrix {
  /// Whether every element is finite. O(*rows · columns*) on all processors.
  package var isFinite: Bool {
    storage.withUnsafeBufferPointer { buffer in
      // Read only.
      nonisolated(unsafe) let base = buffer
      let noughts = RowTasks.sum(rowCount: buffer.count) { places in
        var sum = SIMD8<Double>.zero
        var place = places.lowerBound
        while place + 8 <= places.upperBound {
          sum +=
            UnsafeRawPointer(base.baseAddress.unsafelyUnwrapped + place)
            .loadUnaligned(as: SIMD8<Double>.self) * 0
          place += 8
        }
        var rest = 0.0
        while place < places.upperBound {
          rest += base[place] * 0
          place += 1
        }
        return SIMD4(sum.sum(), rest, 0, 0)
      }
      return noughts == .zero
    }
  }
}
