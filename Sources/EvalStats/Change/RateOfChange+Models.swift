private import EvalLinearAlgebra
private import Foundation

/// The rows of a count model made from pre/post counts: one a member and period with person-time.
struct CountModelRows {
  let design: DesignMatrix
  let response: [Double]
  let weights: [Double]
  let offset: [Double]
  let sets: [Int]
  let persons: [Int]
  /// The member of the counts behind each row.
  let members: [Int]

  /// The four-cell model: intercept, arm, period and their product.
  init(armByPeriod counts: PrePostCounts) {
    var members: [(member: Int, period: Period)] = []
    for period in Period.allCases {
      for member in 0..<counts.count where counts.weights[member] > 0 {
        let time = period == .before ? counts.timeBefore[member] : counts.timeAfter[member]
        if time > 0 { members.append((member, period)) }
      }
    }
    let treated = members.map { counts.arms[$0.member] == .treated ? 1.0 : 0 }
    let after = members.map { $0.period == .after ? 1.0 : 0 }
    let time = members.map {
      $0.period == .before ? counts.timeBefore[$0.member] : counts.timeAfter[$0.member]
    }
    design = DesignMatrix(
      names: ["(Intercept)", "treated", "after", "treated:after"],
      matrix: Matrix(columns: [
        treated.map { _ in 1 }, treated, after, zip(treated, after).map { $0 * $1 },
      ]))
    response = members.map {
      $0.period == .before ? counts.before[$0.member] : counts.after[$0.member]
    }
    weights = members.map { counts.weights[$0.member] }
    offset = time.map { log($0) }
    sets = members.map { counts.sets[$0.member] }
    persons = members.map { counts.persons[$0.member] }
    self.members = members.map(\.member)
  }

  /// The model after the index date: intercept, arm and columns of the members.
  init(after counts: PrePostCounts, members: [Int], columns: [(name: String, values: [Double])]) {
    let treated = members.map { counts.arms[$0] == .treated ? 1.0 : 0 }
    design = DesignMatrix(
      names: ["(Intercept)", "treated"] + columns.map(\.name),
      matrix: Matrix(
        columns: [treated.map { _ in 1 }, treated]
          + columns.map { column in members.map { column.values[$0] } }))
    response = members.map { counts.after[$0] }
    weights = members.map { counts.weights[$0] }
    offset = members.map { log(counts.timeAfter[$0]) }
    sets = members.map { counts.sets[$0] }
    persons = members.map { counts.persons[$0] }
    self.members = members
  }
}

extension RateOfChange {
  /// The same ratio from a negative binomial model (NB2, Var Y = μ + μ²/θ), clustered likewise.
  ///
  /// The four cell means are free, so where everyone is observed alike the estimate is that of the
  /// Poisson model; where people's time differs, NB2 gives the long-observed less weight. Match
  /// weights count as prior weights.
  ///
  /// - Throws: `ChangeError.model` with the reason: counts that are not whole, or no more spread than
  ///   Poisson counts have.
  public func negativeBinomial() throws(ChangeError) -> Finding {
    _ = try logEstimate(of: .rateOfChange)
    let rows = CountModelRows(armByPeriod: counts)
    do {
      let fit = try NegativeBinomialModel().fit(
        rows.design, response: rows.response, weights: rows.weights, offset: rows.offset)
      let text = Decimals.text(fit.size, places: 2)
      return try finding(
        fit.regression, rows: rows, coefficient: "treated:after",
        estimand: ChangeScale.ratio.estimand, model: "negative binomial, θ \(text)", caveats: [])
    } catch {
      throw .model(error)
    }
  }

  /// The ratio of rates after the index date, treated over control, among people with the same use
  /// before: a log-linear model of the later count on the arm and the logarithm of the earlier rate
  /// (lagged-outcome adjustment), weighted and clustered as the main fit.
  ///
  /// The earlier rate of a person is shrunk towards the pooled rate λ by half an event,
  /// (events + ½)/(months + ½/λ), so that people without events have a logarithm and people seen
  /// for a short while do not have extreme ones. It supposes that people alike in past use would
  /// have gone on alike, where the rate-of-change ratio supposes parallel trends; under common
  /// assumptions the two bracket the effect (Ding and Li 2019, doi:10.1017/pan.2019.25). The earlier
  /// rate is a noisy measure of need, which leaves part of a difference in need unadjusted.
  ///
  /// - Parameter covariates: Further columns, one row a member of the counts; an intercept among
  ///   them is passed over.
  /// - Throws: `ChangeError.noEvents` where an arm has none before or after; `.model`.
  public func adjustedForBaseline(
    _ covariates: DesignMatrix? = nil
  ) throws(ChangeError) -> Finding {
    _ = try logEstimate(of: .rateOfChange)
    precondition(
      covariates.map { $0.rowCount == counts.count } ?? true,
      "one row of covariates for each of the \(counts.count) members")
    let pooled = (events[0] + events[2]) / (time[0] + time[2])
    let earlier = counts.before.indices.map {
      log((counts.before[$0] + 0.5) / (counts.timeBefore[$0] + 0.5 / pooled))
    }
    var columns: [(name: String, values: [Double])] = [("log(rate before)", earlier)]
    if let covariates {
      for (place, name) in covariates.names.enumerated() where name != "(Intercept)" {
        columns.append((name, covariates.matrix.column(place)))
      }
    }
    let members = (0..<counts.count).filter {
      counts.weights[$0] > 0 && counts.timeAfter[$0] > 0 && counts.timeBefore[$0] > 0
    }
    let used = Set(members.map { counts.sets[$0] }).count
    guard used >= 2 else { throw .tooFewSets(found: used, needed: 2) }
    let rows = CountModelRows(after: counts, members: members, columns: columns)
    let omitted = counts.weights.count { $0 > 0 } - members.count
    let caveats =
      omitted > 0
      ? ["\(omitted) \(omitted == 1 ? "member" : "members") without time in a window left out."]
      : []
    do {
      let fit = try GeneralisedLinearModel(family: .poisson, link: .log).fit(
        rows.design, response: rows.response, weights: rows.weights, offset: rows.offset)
      let names = columns.count == 1 ? "use before" : "use before and covariates"
      return try finding(
        fit, rows: rows, coefficient: "treated",
        estimand: "rate ratio after the index date, adjusted for \(names)", model: "Poisson",
        caveats: caveats)
    } catch {
      throw .model(error)
    }
  }

  /// One coefficient of a log-linear fit as a ratio, clustered as the main estimate is.
  private func finding(
    _ fit: GeneralisedLinearFit, rows: CountModelRows, coefficient: String, estimand: String,
    model: String, caveats: [String]
  ) throws(ModelError) -> Finding {
    guard let place = fit.names.firstIndex(of: coefficient) else {
      preconditionFailure("the model has a coefficient '\(coefficient)'")
    }
    return try rows.uncertainties(of: fit, sharesPeople: sharesPeople, caveats: caveats)[place]
      .ratio(of: fit.coefficients[place], estimand: estimand, model: "\(model)\(weightedText)")
  }
}

extension CountModelRows {
  /// The uncertainty of each coefficient of a fit to these rows, clustered by matched set, or by set
  /// and person where people serve in several sets.
  func uncertainties(
    of fit: GeneralisedLinearFit, sharesPeople: Bool, caveats: [String], note: String = ""
  ) throws(ModelError) -> [Uncertainty] {
    let setCount = Set(sets).count
    let correction: ClusterCorrection =
      setCount < RateOfChange.fewSets && !sharesPeople ? .cr2 : .cr1s
    let (covariance, isClipped) = try fit.covarianceAndClipping(
      sharesPeople
        ? .twoWay(by: sets, and: persons, correction: correction)
        : .clustered(by: sets, correction: correction))
    let satterthwaite =
      correction == .cr2 ? try fit.possibleDegreesOfFreedom(by: sets, correction: .cr2) : nil
    let clusters = sharesPeople ? min(setCount, Set(persons).count) : setCount
    let clustering =
      "\(correction.rawValue) by matched set" + (sharesPeople ? " and person" : "")
      + (isClipped ? ", \(TwoWayCovariance.note)" : "")
    return fit.coefficients.indices.map { place in
      // None at all, as of a fit that leaves no residual, is fewer than any interval takes.
      let degrees = satterthwaite.map { $0[place] ?? 0 } ?? Double(clusters - 1)
      let reference =
        satterthwaite == nil
        ? "t(\(clusters - 1))" : "Satterthwaite t(\(Decimals.text(degrees, places: 1)))"
      return Uncertainty(
        variance: covariance[place, place], noise: 1e-24, degreesOfFreedom: degrees,
        label: "\(clustering), \(reference)\(note)", caveats: caveats)
    }
  }
}
