import Foundation
import Synchronization
import Testing

@testable import EvalLinearAlgebra

@Suite("Work on several threads")
struct WorkersTests {
  /// How many are inside at once, and how many were at most.
  private final class Gate: Sendable {
    private let counts = Mutex((inside: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }

    /// Stays long enough for others to come in beside it.
    func pass() {
      counts.withLock {
        $0.inside += 1
        $0.most = max($0.most, $0.inside)
      }
      Thread.sleep(forTimeInterval: 0.002)
      counts.withLock { $0.inside -= 1 }
    }
  }

  @Test("every task is done once, under any limit", arguments: [nil, 1, 2, 3, 100])
  func tasks(limit: Int?) {
    for count in [0, 1, 2, 7, 64] {
      let done = Mutex([Int](repeating: 0, count: count))
      Workers.$limit.withValue(limit) {
        Workers.perform(taskCount: count) { task in done.withLock { $0[task] += 1 } }
      }
      #expect(done.withLock { $0 } == Array(repeating: 1, count: count))
    }
  }

  @Test("what indices become stands in their order", arguments: [nil, 1, 2, 5])
  func order(limit: Int?) {
    for (count, blockSize) in [(0, 1), (1, 1), (7, 3), (64, 32), (65, 32), (100, 1)] {
      let texts = Workers.$limit.withValue(limit) {
        Workers.map(count: count, blockSize: blockSize) { "\($0)" }
      }
      #expect(texts == (0..<count).map { "\($0)" })
    }
  }

  @Test("no more threads than the limit are at work at once", arguments: [1, 2, 3])
  func limit(limit: Int) {
    let gate = Gate()
    Workers.$limit.withValue(limit) {
      Workers.perform(taskCount: 40) { _ in gate.pass() }
    }
    #expect((1...limit).contains(gate.most))
  }

  @Test("tasks within tasks share the limit", arguments: [(1, 8), (2, 8), (4, 2), (5, 2), (6, 8)])
  func nested(limit: Int, outer: Int) {
    let gate = Gate()
    let share = limit / min(limit, outer)
    let strays = Mutex([Int?]())
    Workers.$limit.withValue(limit) {
      Workers.perform(taskCount: outer) { _ in
        if Workers.limit != share { strays.withLock { $0.append(Workers.limit) } }
        Workers.perform(taskCount: 6) { _ in
          if Workers.limit != share / min(share, 6) { strays.withLock { $0.append(Workers.limit) } }
          gate.pass()
        }
      }
    }
    #expect((1...limit).contains(gate.most))
    #expect(strays.withLock { $0 }.isEmpty)
  }

  @Test("without a limit none is handed on")
  func unlimited() {
    let limits = Mutex([Int?]())
    Workers.perform(taskCount: 4) { _ in limits.withLock { $0.append(Workers.limit) } }
    #expect(limits.withLock { $0 } == [nil, nil, nil, nil])
  }
}
