import EvalLinearAlgebra
import EvalStats
import Testing

@Suite("Refusals of a model")
struct ModelErrorTests {
  private let poisson = GeneralisedLinearModel(family: .poisson)
  private let logit = GeneralisedLinearModel(family: .binomial)

  private func error(_ body: () throws(ModelError) -> Void) -> ModelError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("a missing covariate names its column and its rows")
  func nonFinite() {
    var x = ModelExample.x
    x[3] = .nan
    x[8] = .infinity
    let found = error { () throws(ModelError) in
      _ = try poisson.fit(ModelExample.design(("age", x)), response: ModelExample.counts)
    }
    #expect(found == .nonFinite(column: "age", rows: [4, 9], count: 2))
    #expect(
      found?.description
        == "column 'age', rows 4, 9: 2 missing or infinite values; leave the rows out, "
        + "or fill them in and say how")
  }

  @Test("a response outside the family's range names the family, the range and the row")
  func range() {
    var counts = ModelExample.counts
    counts[4] = -1
    let found = error { () throws(ModelError) in
      _ = try poisson.fit(ModelExample.line, response: counts)
    }
    #expect(found?.location == "row 5")
    #expect(
      found?.message
        == "1 response out of range: a Poisson response is 0 or greater; "
        + "check the outcome column or choose another family")
    #expect(
      error { () throws(ModelError) in
        _ = try logit.fit(ModelExample.line, response: ModelExample.counts)
      }?.code == "response-out-of-range")
    #expect(
      error { () throws(ModelError) in
        _ = try GeneralisedLinearModel(family: .gamma)
          .fit(ModelExample.line, response: ModelExample.counts)
      }?.location == "row 8")
  }

  @Test("collinear columns are named, the later of those that depend on each other")
  func collinear() {
    let double = ModelExample.x.map { 2 * $0 + 1 }
    let other = ModelExample.group.map { 1 - $0 }
    let found = error { () throws(ModelError) in
      _ = try poisson.fit(
        ModelExample.design(
          ("x", ModelExample.x), ("double", double), ("g", ModelExample.group), ("not g", other)),
        response: ModelExample.counts)
    }
    #expect(found == .collinear(columns: ["double", "not g"]))
    #expect(found?.location == "columns 'double', 'not g'")
  }

  @Test("more columns than rows are collinear")
  func moreColumnsThanRows() {
    let design = ModelExample.design(("a", [1, 2]), ("b", [5, 1]))
    let found = error { () throws(ModelError) in
      _ = try poisson.fit(design, response: [1, 2])
    }
    #expect(found == .collinear(columns: ["b"]))
  }

  @Test("weights below zero, no weight at all and an empty design are refused")
  func weightsAndShape() {
    let weights: [Double] = [1, 1, 1, 1, 1, 1, 1, 1, 1, -2]
    #expect(
      error { () throws(ModelError) in
        _ = try poisson.fit(
          ModelExample.line, response: ModelExample.counts, weights: weights)
      } == .negativeWeight(rows: [10], count: 1))
    #expect(
      error { () throws(ModelError) in
        _ = try poisson.fit(
          ModelExample.line, response: ModelExample.counts,
          weights: Array(repeating: 0, count: 10))
      } == .noWeight)
    #expect(
      error { () throws(ModelError) in
        _ = try poisson.fit(
          DesignMatrix(names: [], matrix: Matrix(rowCount: 2, columnCount: 0)), response: [1, 2])
      } == .emptyDesign(rowCount: 2, columnCount: 0))
  }
}

@Suite("Separation")
struct SeparationTests {
  private func columns(
    _ family: Family, _ link: Link? = nil, _ design: DesignMatrix, _ response: [Double],
    offset: [Double]? = nil, until rule: ConvergenceRule = .settled
  ) -> (columns: [String], rowCount: Int)? {
    do {
      _ = try GeneralisedLinearModel(family: family, link: link)
        .fit(design, response: response, offset: offset, until: rule)
      return nil
    } catch .separated(let columns, let rowCount) {
      return (columns, rowCount)
    } catch {
      return ([error.code], 0)
    }
  }

  @Test(
    "a covariate above a threshold for every treated row is complete separation, under every link",
    arguments: [Link.logit, .probit, .complementaryLogLog])
  func complete(link: Link) {
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let noise: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
    let found = columns(
      .binomial, link, ModelExample.design(("noise", noise), ("x", x)),
      [0, 0, 0, 0, 1, 1, 1, 1])
    #expect(found?.columns.contains("x") == true)
    #expect(found?.rowCount == 8)
  }

  @Test("a level with treated rows only is quasi-complete separation and names the level alone")
  func quasiComplete() {
    let level: [Double] = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    let found = columns(
      .binomial, nil, ModelExample.design(("x", ModelExample.x), ("raceother", level)),
      [0, 1, 1, 0, 0, 1, 0, 1, 1, 1])
    #expect(found?.columns == ["raceother"])
    #expect(found?.rowCount == 3)
    let asR = columns(
      .binomial, nil, ModelExample.design(("x", ModelExample.x), ("raceother", level)),
      [0, 1, 1, 0, 0, 1, 0, 1, 1, 1], until: .deviance(relativeChange: 1e-14))
    #expect(asR?.columns == ["raceother"])
  }

  @Test("a threshold shared by both arms is quasi-complete separation")
  func sharedThreshold() {
    let found = columns(
      .binomial, nil, ModelExample.design(("x", [1, 2, 3, 4, 4, 5, 6])), [0, 0, 0, 0, 1, 1, 1])
    #expect(found?.columns == ["x"])
    #expect(found?.rowCount == 5)
  }

  @Test("a group without a single event separates a count model")
  func countsOfNought() {
    let found = columns(
      .poisson, nil,
      ModelExample.design(("x", ModelExample.x), ("network9", [0, 0, 0, 0, 0, 0, 0, 1, 1, 1])),
      [3, 1, 9, 2, 1, 7, 21, 0, 0, 0], offset: ModelExample.offset)
    #expect(found?.columns == ["network9"])
    #expect(found?.rowCount == 3)
  }

  @Test("covariates of very different sizes still name the one that separates")
  func scales() {
    let income = ModelExample.amounts.map { $0 * 1e5 }
    let found = columns(
      .binomial, nil,
      ModelExample.design(("income", income), ("home", [0, 0, 0, 0, 0, 0, 0, 1, 1, 1])),
      [0, 1, 1, 0, 0, 1, 0, 1, 1, 1])
    #expect(found?.columns == ["home"])
  }

  @Test("one row in the way of a separation is enough for an estimate, however large")
  func nearSeparation() throws {
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 4.501, 4.5]
    let outcome: [Double] = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1]
    let fit = try GeneralisedLinearModel(family: .binomial)
      .fit(ModelExample.design(("x", x)), response: outcome)
    // The score at the estimate vanishes: Σ(y − p) = Σ(y − p)x = 0.
    let residuals = zip(outcome, fit.fitted).map { $0 - $1 }
    #expect(abs(residuals.reduce(0, +)) < 1e-9)
    #expect(abs(zip(residuals, x).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-9)
    #expect(fit.coefficients[1] > 5)
  }

  @Test("fitted probabilities near nought and one are no separation by themselves")
  func extremeCovariate() throws {
    var x = ModelExample.x
    x[6] = 60
    let fit = try GeneralisedLinearModel(family: .binomial)
      .fit(ModelExample.design(("x", x)), response: ModelExample.outcomes)
    #expect(fit.fitted[6] > 1 - 1e-8)
    #expect(fit.iterations < 12)
  }

  private func outcome(
    _ design: DesignMatrix, _ response: [Double], _ link: Link
  ) -> Result<GeneralisedLinearFit, ModelError> {
    do {
      let fit = try GeneralisedLinearModel(family: .binomial, link: link)
        .fit(design, response: response)
      return .success(fit)
    } catch {
      return .failure(error)
    }
  }

  @Test(
    "heavy-tailed covariates end in an estimate or a named separation, never in a trap",
    arguments: [Link.logit, .probit, .complementaryLogLog])
  func heavyTails(link: Link) throws {
    var generator = SeededGenerator(seed: 3)
    var fitted = 0
    var separated = 0
    for _ in 0..<150 {
      let count = 8 + generator.integer(below: 20)
      func column() -> [Double] {
        (0..<count).map { _ in
          let size = generator.normal()
          return size < 0 ? 0 : (0..<Int(8 * size)).reduce(1) { value, _ in value * 1.5 }
        }
      }
      let design = ModelExample.design(("a", column()), ("b", column()))
      let response = (0..<count).map { _ in generator.bernoulli(0.4) ? 1.0 : 0 }
      switch outcome(design, response, link) {
      case .success(let fit):
        fitted += 1
        // The likelihood is flat at a logit's estimate: Xᵀ(y − p) = 0.
        for index in 0..<3 where link == .logit {
          let terms = zip(zip(response, fit.fitted), design.matrix.column(index))
            .map { ($0.0 - $0.1) * $1 }
          let size = terms.map(abs).reduce(0, +)
          #expect(abs(terms.reduce(0, +)) <= 1e-9 * max(size, 1))
        }
      case .failure(.separated(let columns, let rowCount)):
        separated += 1
        #expect(!columns.isEmpty && rowCount > 0)
      case .failure(let error): #expect(error.code == "collinear-columns")
      }
    }
    #expect(fitted > 80 && separated > 3)
  }

  @Test("the message says what to do")
  func message() {
    let error = ModelError.separated(columns: ["raceother"], rowCount: 3)
    #expect(
      error.description
        == "column 'raceother': it predicts the outcome of 3 rows perfectly, so no finite "
        + "coefficient fits best; merge rare levels, leave the covariate out or match on it exactly"
    )
  }
}
