import EvalStats
import Foundation
import Testing

@Suite("Coverage of intervals on series")
struct SeriesCoverageTests {
  /// Monthly counts of 48 months before and after, φ about 2, with a ratio of 0.8 from month 25 on.
  private static func values(_ generator: inout SeededGenerator, ratio: Double) -> [Double] {
    (0..<48).map { month in
      let season = 1 + 0.1 * cos(Double.pi * Double(month) / 6)
      let mean = 100 * season * (month >= 24 ? ratio : 1)
      return Double(generator.negativeBinomial(size: 100, mean: mean))
    }
  }

  @Test("quasi-Poisson intervals cover as often as said, Newey and West's less, which is said")
  func coverage() throws {
    var generator = SeededGenerator(seed: 1)
    var covered = [0, 0]
    let runs = 60
    for _ in 0..<runs {
      let series = try InterruptedTimeSeries(
        values: Self.values(&generator, ratio: 0.8), interruptions: [.init(firstPeriod: 24)],
        seasonality: .init(harmonicCount: 1))
      for (place, model) in [SeriesModel.quasiPoisson, .poisson(lagCount: nil)].enumerated() {
        let finding = try series.fit(model).relativeEffect(over: 24...47)
        let lower = try #require(finding.lower)
        let upper = try #require(finding.upper)
        if lower < 0.8, upper > 0.8 { covered[place] += 1 }
        #expect(finding.caveats.contains { $0.contains("too small in series") } == (place == 1))
      }
    }
    #expect(Double(covered[0]) / Double(runs) > 0.88)
    #expect(covered[1] < covered[0])
  }
}
