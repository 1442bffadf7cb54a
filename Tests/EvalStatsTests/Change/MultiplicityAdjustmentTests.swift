import EvalStats
import EvalTestSupport
import Testing

@Suite("Multiplicity adjustment")
struct MultiplicityAdjustmentTests {
  /// The 15 p-values of Benjamini and Hochberg (1995), and R 4.2.2's `p.adjust` of them.
  private static let pValues: [Double] = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    0.6528, 0.759, 1,
  ]

  @Test(
    "All six adjustments are those of R's p.adjust",
    arguments: [
      (
        MultiplicityAdjustment.bonferroni,
        [0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885, 1, 1, 1, 1, 1, 1]
      ),
      (
        .holm,
        [
          0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1,
        ]
      ),
      (
        .hochberg,
        [
          0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.2682, 0.2682, 0.2752, 0.3213, 1, 1, 1, 1, 1, 1,
        ]
      ),
      (
        .hommel,
        [
          0.0015, 0.0056, 0.0247, 0.095, 0.1608, 0.1946, 0.2086, 0.2408, 0.3213, 1, 1, 1, 1, 1, 1,
        ]
      ),
      (
        .benjaminiHochberg,
        [
          0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645,
          0.0765, 0.486, 0.5811818181818181, 0.7148749999999999, 0.7532307692307693,
          0.8132142857142857, 1,
        ]
      ),
      (
        .benjaminiYekutieli,
        [
          0.00497734348984349, 0.00995468697968698, 0.031523175435675434, 0.11821190788378289,
          0.2000892082917083, 0.21189262285333715, 0.21189262285333715, 0.21402577006327006,
          0.253844517982018, 1, 1, 1, 1, 1, 1,
        ]
      ),
    ] as [(MultiplicityAdjustment, [Double])])
  func againstR(adjustment: MultiplicityAdjustment, expected: [Double]) {
    let found = adjustment.adjust(MultiplicityAdjustmentTests.pValues)
    for (value, wanted) in zip(found, expected) {
      #expect(agree(value ?? -1, wanted, relative: 1e-12))
    }
    // The order of the p-values is the caller's.
    let reversed = adjustment.adjust(MultiplicityAdjustmentTests.pValues.reversed())
    #expect(reversed == found.reversed())
  }

  @Test("Ties are adjusted alike and missing values stay missing and uncounted")
  func tiesAndMissing() {
    let pValues: [Double?] = [0.04, 0.01, 0.01, 0.2, nil, 0.04]
    let expected: [(MultiplicityAdjustment, [Double?])] = [
      (.bonferroni, [0.2, 0.05, 0.05, 1, nil, 0.2]), (.holm, [0.12, 0.05, 0.05, 0.2, nil, 0.12]),
      (.hochberg, [0.08, 0.04, 0.04, 0.2, nil, 0.08]),
      (.benjaminiHochberg, [0.05, 0.025, 0.025, 0.2, nil, 0.05]),
    ]
    for (adjustment, values) in expected {
      for (found, wanted) in zip(adjustment.adjust(pValues), values) {
        #expect((found == nil) == (wanted == nil))
        #expect(agree(found ?? 0, wanted ?? 0, relative: 1e-12))
      }
    }
  }

  @Test("Nothing to adjust, nothing changed; one p-value is never raised")
  func edges() {
    for adjustment in MultiplicityAdjustment.allCases {
      #expect(adjustment.adjust([]).isEmpty)
      #expect(adjustment.adjust([nil]) == [nil])
      #expect(adjustment.adjust([0.03]) == [0.03])
    }
  }
}
