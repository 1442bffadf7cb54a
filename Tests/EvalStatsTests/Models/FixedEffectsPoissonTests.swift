import EvalLinearAlgebra
import EvalTestSupport
import Foundation
import Testing

@testable import EvalStats

@Suite("Poisson models with fixed effects")
struct FixedEffectsPoissonTests {
  private func design(_ columns: (String, [Double])...) -> DesignMatrix {
    DesignMatrix(names: columns.map(\.0), matrix: Matrix(columns: columns.map(\.1)))
  }

  /// Before and after for five people; the fourth has no event, the fifth no second row.
  private let people = [1, 1, 2, 2, 3, 3, 4, 4, 5]
  private let after: [Double] = [0, 1, 0, 1, 0, 1, 0, 1, 0]
  private let counts: [Double] = [4, 2, 3, 3, 5, 1, 0, 0, 9]

  @Test("before and after within people is the ratio of totals, worked by hand")
  func handWorked() throws {
    let fit = try FixedEffectsPoissonModel().fit(
      design(("after", after)), response: counts,
      effects: [FixedEffect(name: "person", groups: people)])
    #expect(agree(fit.coefficients[0], log(6.0 / 12), relative: 1e-13))
    #expect(fit.usedRows == [0, 1, 2, 3, 4, 5] && fit.droppedRowCount == 3)
    #expect(
      fit.droppedGroups == [
        DroppedGroups(name: "person", withoutEventsCount: 1, singleRowCount: 1)
      ])
    #expect(fit.dropped == "1 group of person without events, 1 group of person of a single row")
    #expect(fit.groupCounts.map(\.count) == [3])
    // Information Σ 6·⅔·⅓ = 4; scores 2 − 2, 3 − 2, 1 − 2; k = 1 + 3 in all, 2 not nested.
    #expect(agree(try fit.covariance(.maximumLikelihood)[0, 0], 1 / 4.0, relative: 1e-12))
    #expect(agree(try fit.covariance(.scaled)[0, 0], 5.0 / 2 / 4, relative: 1e-12))
    let clustered = try fit.covariance(.clustered(by: people))[0, 0]
    #expect(agree(clustered, 3.0 / 2 * 5 / 4 * 2 / 16, relative: 1e-12))
    // Rows: (y − μ)(x − ⅔ or ⅓)… each within-person column is −⅓ before and ⅔ after.
    let residuals: [Double] = [0, 0, -1, 1, 1, -1]
    let meat = zip(residuals, [-1, 2, -1, 2, -1, 2]).reduce(0.0) {
      $0 + pow($1.0 * $1.1 / 3, 2)
    }
    #expect(
      agree(try fit.covariance(.heteroskedastic)[0, 0], 6.0 / 2 * meat / 16, relative: 1e-12))
    let table = try fit.coefficientTable(.clustered(by: people))
    #expect(table.method == "CR1S by cluster (3 clusters), nested effects not counted, t(2)")
  }

  /// An unbalanced panel of 60 people over 12 months, with gaps, and no pattern a formula could hide.
  private struct Panel {
    var person: [Int] = []
    var month: [Int] = []
    var x: [Double] = []
    var z: [Double] = []
    var offset: [Double] = []
    var counts: [Double] = []

    init() {
      for who in 0..<24 {
        for when in 0..<12 where (who * 7 + when * 5) % 11 > 2 {
          person.append(who)
          month.append(when)
          let one = sin(Double(who * 12 + when))
          let two = cos(Double(who + 3 * when) * 1.7)
          x.append(one)
          z.append(two)
          offset.append(0.1 * Double((who + when) % 3))
          let level = 0.2 * Double(who % 5) + 0.1 * Double(when % 4)
          counts.append(
            (exp(level + 0.4 * one - 0.3 * two) * (1 + 0.8 * sin(Double(who * when))))
              .rounded())
        }
      }
    }

    func dummies(_ groups: [Int], _ name: String) -> [(String, [Double])] {
      Set(groups).sorted().dropFirst().map { level in
        ("\(name)\(level)", groups.map { $0 == level ? 1 : 0 })
      }
    }
  }

  @Test("two effects give what a dummy for every group gives")
  func dummies() throws {
    let panel = Panel()
    let fit = try FixedEffectsPoissonModel().fit(
      design(("x", panel.x), ("z", panel.z)), response: panel.counts,
      effects: [
        FixedEffect(name: "person", groups: panel.person),
        FixedEffect(name: "month", groups: panel.month.map { 100 - $0 }),
      ], offset: panel.offset)
    #expect(fit.droppedRowCount == 0)
    let columns =
      [
        ("(Intercept)", [Double](repeating: 1, count: panel.x.count)), ("x", panel.x),
        ("z", panel.z),
      ]
      + panel.dummies(panel.person, "p") + panel.dummies(panel.month, "m")
    let whole = DesignMatrix(names: columns.map(\.0), matrix: Matrix(columns: columns.map(\.1)))
    let plain = try GeneralisedLinearModel(family: .poisson)
      .fit(whole, response: panel.counts, offset: panel.offset)
    #expect(fit.parameterCount == columns.count)
    #expect(agree(fit.deviance, plain.deviance, relative: 1e-11))
    for (found, wanted) in zip(fit.fitted, plain.fitted) {
      #expect(agree(found, wanted, relative: 1e-9))
    }
    let count = Double(panel.x.count)
    let nested = Double(columns.count - 23)
    let clusters = CovarianceKind.clustered(by: panel.person, correction: .cr1)
    let pairs: [(FixedEffectsCovariance, CovarianceKind, Double)] = [
      (.maximumLikelihood, .classical, 1), (.heteroskedastic, .hc1, 1),
      (.scaled, .classical, (count - 1) / (count - Double(columns.count))),
      (.clustered(by: panel.person), clusters, (count - 1) / (count - nested)),
    ]
    for (kind, other, factor) in pairs {
      let found = try fit.covariance(kind)
      let wanted = try plain.covariance(other)
      for row in 0..<2 {
        #expect(agree(fit.coefficients[row], plain.coefficients[row + 1], relative: 1e-10))
        for column in 0..<2 {
          #expect(
            agree(
              found[row, column], factor * wanted[row + 1, column + 1], relative: 1e-8,
              absolute: 1e-12))
        }
      }
    }
    // Months are not nested in people, so that nothing but k changes for a cluster by month.
    #expect(try fit.standardErrors(.clustered(by: panel.month))[0] > 0)
  }

  @Test("weights count as repeated rows")
  func weights() throws {
    let panel = Panel()
    let weights = panel.x.indices.map { Double(1 + $0 % 3) }
    let rows = panel.x.indices.flatMap { Array(repeating: $0, count: 1 + $0 % 3) }
    let weighted = try FixedEffectsPoissonModel().fit(
      design(("x", panel.x)), response: panel.counts,
      effects: [FixedEffect(name: "person", groups: panel.person)], weights: weights)
    let repeated = try FixedEffectsPoissonModel().fit(
      design(("x", rows.map { panel.x[$0] })), response: rows.map { panel.counts[$0] },
      effects: [FixedEffect(name: "person", groups: rows.map { panel.person[$0] })])
    #expect(agree(weighted.coefficients[0], repeated.coefficients[0], relative: 1e-11))
    #expect(agree(weighted.deviance, repeated.deviance, relative: 1e-11))
  }

  @Test("leaving a group out can leave out another, in either effect")
  func cascade() throws {
    // Month 9 holds only person 4, who has no event; without them month 8 has one row.
    let person = [1, 1, 2, 2, 4, 4, 1]
    let month = [1, 2, 1, 2, 9, 8, 8]
    let fit = try FixedEffectsPoissonModel().fit(
      design(("x", [0.3, 1, -1, 0.5, 2, 1, 0])), response: [1, 3, 2, 2, 0, 0, 5],
      effects: [
        FixedEffect(name: "person", groups: person), FixedEffect(name: "month", groups: month),
      ])
    #expect(fit.usedRows == [0, 1, 2, 3])
    #expect(fit.droppedGroups.map(\.withoutEventsCount) == [1, 0])
    #expect(fit.droppedGroups.map(\.singleRowCount) == [0, 1])
  }

  private func error(_ body: () throws(ModelError) -> Void) -> ModelError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("what cannot be told within groups is refused by name")
  func refusals() {
    let model = FixedEffectsPoissonModel()
    let person = [FixedEffect(name: "person", groups: people)]
    let constant = error { () throws(ModelError) in
      _ = try model.fit(
        design(("after", after), ("arm", people.map { Double($0 % 2) })), response: counts,
        effects: person)
    }
    #expect(constant == .collinear(columns: ["arm"]))
    let nothing = error { () throws(ModelError) in
      _ = try model.fit(
        design(("after", after)), response: counts.map { _ in 0 }, effects: person)
    }
    #expect(nothing == .noInformativeGroups(effects: ["person"]))
    let separated = error { () throws(ModelError) in
      _ = try model.fit(
        design(("after", after)), response: [4, 0, 3, 0, 5, 0, 0, 0, 9], effects: person)
    }
    #expect(separated == .separated(columns: ["after"], rowCount: 3))
    let one = error { () throws(ModelError) in
      _ = try model.fit(design(("after", after)), response: counts, effects: person)
        .covariance(.clustered(by: people.map { _ in 7 }))
    }
    #expect(one == .tooFewClusters(found: 1))
    let negative = error { () throws(ModelError) in
      _ = try model.fit(
        design(("after", after)), response: counts.map { $0 - 1 }, effects: person)
    }
    #expect(negative?.code == "response-out-of-range")
    let offset = error { () throws(ModelError) in
      _ = try model.fit(
        design(("after", after)), response: counts, effects: person,
        offset: after.map { $0 == 1 ? -.infinity : 0 })
    }
    #expect(offset?.code == "non-finite-value")
  }

  @Test("huge counts and offsets far from 0 keep their accuracy")
  func huge() throws {
    let fit = try FixedEffectsPoissonModel().fit(
      design(("after", after)), response: counts.map { $0 * 1e9 },
      effects: [FixedEffect(name: "person", groups: people)],
      offset: Array(repeating: 600, count: 9))
    #expect(agree(fit.coefficients[0], log(0.5), relative: 1e-12))
  }

  @Test("a formula names its fixed effects after the bar")
  func formula() throws {
    let table = try Table([
      ("y", .integer(Values([1, 2, 3, 4]))), ("x", .real(Values([1, 0, 0, 1]))),
      ("person", .integer(Values([7, 7, 9, 9]))), ("site", .text(Values(["b", "a", "b", "a"]))),
    ])
    let frame = try Formula("y ~ x | person + site").frame(for: table)
    #expect(
      try frame.fixedEffects(of: table) == [
        FixedEffect(name: "person", groups: [0, 0, 1, 1]),
        FixedEffect(name: "site", groups: [0, 1, 0, 1]),
      ])
    for text in ["y ~ x", "y ~ x | 1", "y ~ x | person:site", "y ~ x | log(person)"] {
      let other = try Formula(text).frame(for: table)
      #expect(throws: FormulaError.self) { try other.fixedEffects(of: table) }
    }
  }
}
