import EvalTestSupport
import Foundation
import Testing

@Suite("Roots as an early stop leaves them")
struct BrentRootTests {
  @Test("R's uniroot to all its digits")
  func againstR() throws {
    // uniroot(function(x) x^3 - x - 1, c(1, 2))$root
    let cubic = try #require(
      brentRoot(from: 1, to: 2, tolerance: 0.0001220703125) { $0 * $0 * $0 - $0 - 1 })
    #expect(agree(cubic, BrentRootTests.cubic, relative: 1e-14))
    // uniroot(function(x) exp(x) - 5, c(0, 10))$root
    let exponential = try #require(
      brentRoot(from: 0, to: 10, tolerance: 0.0001220703125) { exp($0) - 5 })
    #expect(agree(exponential, BrentRootTests.exponential, relative: 1e-14))
  }

  static let cubic = 1.3247178251287683
  static let exponential = 1.6094457409993774

  @Test("Ends that are roots are returned; the same sign at both ends is no root")
  func ends() {
    #expect(brentRoot(from: 0, to: 1, tolerance: 1e-9) { $0 } == 0)
    #expect(brentRoot(from: 0, to: 1, tolerance: 1e-9) { $0 - 1 } == 1)
    #expect(brentRoot(from: 0, to: 1, tolerance: 1e-9) { $0 + 1 } == nil)
  }
}
