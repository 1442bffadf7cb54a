private import Dispatch
private import Synchronization

/// The one place where work goes to several threads.
///
/// Each task writes results of its own, which are put together in the order of the tasks: neither
/// the number of threads nor who did which task can be seen in a result.
package enum Workers {
  /// The most threads that work begun here may use, the caller's own among them; `nil` for as many as
  /// there are processors.
  @TaskLocal package static var limit: Int?

  /// Does every task, several at a time.
  ///
  /// Under a limit so many workers each take the next task that nobody has taken, and share the limit
  /// among what they begin themselves: tasks within tasks use no more threads together.
  package static func perform(taskCount: Int, _ body: @Sendable (_ task: Int) -> Void) {
    guard taskCount > 1 else {
      if taskCount == 1 { body(0) }
      return
    }
    guard let limit else {
      DispatchQueue.concurrentPerform(iterations: taskCount, execute: body)
      return
    }
    let workerCount = min(limit, taskCount)
    guard workerCount > 1 else {
      for task in 0..<taskCount { body(task) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
      // The other threads have no task to take the limit from.
      $limit.withValue(limit / workerCount) {
        while true {
          let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard task < taskCount else { return }
          body(task)
        }
      }
    }
  }

  /// What every index becomes, in their order.
  ///
  /// - Parameter blockSize: how many indices a task has; more where one is done soon.
  package static func map<Result: Sendable>(
    count: Int, blockSize: Int = 1, _ transform: @Sendable (_ index: Int) -> Result
  ) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { buffer, initialised in
      // Each task initialises its own elements.
      nonisolated(unsafe) let base = buffer
      perform(taskCount: (count + blockSize - 1) / blockSize) { task in
        for index in (task * blockSize)..<min(count, (task + 1) * blockSize) {
          base.initializeElement(at: index, to: transform(index))
        }
      }
      initialised = count
    }
  }
}
