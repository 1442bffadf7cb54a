internal import EvalLinearAlgebra

/// A model of amounts of which some are nought: whether there is any by a logit, how much there is
/// by a gamma model with log link among those who have any.
///
/// E Y = P(Y > 0)·E(Y | Y > 0) (Duan, Manning, Morris and Newhouse 1983,
/// doi:10.1080/07350015.1983.10509330). The two parts are fitted apart; a coefficient of either
/// alone is not an effect on the mean.
public struct TwoPartModel: Sendable {
  /// Creates the model.
  public init() {}

  /// Fits both parts on the same covariates.
  ///
  /// - Throws: As `GeneralisedLinearModel.fit`; if no amount is nought, the first part is separated.
  public func fit(
    _ design: DesignMatrix, response: [Double], weights: [Double]? = nil
  ) throws(ModelError) -> TwoPartFit {
    if let (rows, count) = ModelError.rows(of: response.count, where: { !(response[$0] >= 0) }) {
      throw .responseOutOfRange(
        family: "two-part", allowed: "0 or greater", rows: rows, count: count)
    }
    let any = try GeneralisedLinearModel(family: .binomial).fit(
      design, response: response.map { $0 > 0 ? 1 : 0 }, weights: weights)
    let rows = response.indices.filter { response[$0] > 0 }
    let amount = try GeneralisedLinearModel(family: .gamma, link: .log).fit(
      DesignMatrix(names: design.names, matrix: design.matrix.rows(at: rows)),
      response: rows.map { response[$0] },
      weights: weights.map { weights in rows.map { weights[$0] } })
    return TwoPartFit(any: any, amount: amount)
  }
}

/// A fitted two-part model.
public struct TwoPartFit: Sendable {
  /// The logit of having any.
  public let any: GeneralisedLinearFit
  /// The gamma model of how much, among those who have any.
  public let amount: GeneralisedLinearFit

  /// P(Y > 0)·E(Y | Y > 0) for rows of covariates.
  public func predict(_ design: DesignMatrix) -> [Double] {
    zip(any.predict(design), amount.predict(design)).map { $0 * $1 }
  }
}
