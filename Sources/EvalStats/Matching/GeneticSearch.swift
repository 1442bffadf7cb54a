/// How genetic matching searches for the weights of the covariates (Diamond and Sekhon 2013,
/// doi:10.1162/REST_a_00318).
///
/// Each covariate, in the coordinates of the design's distance, gets a weight; people are matched
/// greedily in the order of the rows on √(Σ wₐ (zₐ − z′ₐ)²), and the weights are those whose match is
/// balanced best. With a Mahalanobis distance the weights stand either on coordinates whitened by
/// Cholesky's factor, so that equal ones are the Mahalanobis distance itself, or on the covariates
/// each over its SD, whichever balances better; a scaled distance weighs the covariates as they are.
/// With a score as the design's distance, the score is one more column beside the covariates.
///
/// The search is evolutionary: a population of weightings, of which better ones are likelier to have
/// offspring, by changing one weight, by changing all a little, by differences of other members
/// (differential evolution, Storn and Price 1997, doi:10.1023/A:1008202821328) and by crossing; after
/// each generation the best of parents and offspring stay, one for each different balance. It uses
/// the design's seed and nothing else that is random, so that the result does not depend on threads.
public struct GeneticSearch: Sendable, Equatable {
  /// What is balanced.
  public enum Objective: String, Sendable, Equatable, Codable, CaseIterable {
    /// The p-values of a paired t-test for every column and of a Kolmogorov–Smirnov test for every
    /// one with more than two values, the smallest made as large as can be, then the next.
    case balanceTests
    /// |standardised differences|, the largest made as small as can be, then the next.
    case largestStandardisedDifference
    /// The mean |standardised difference|.
    case meanStandardisedDifference
  }

  /// The number of weightings in a generation; 1,000 is what the NHS Improvement Analytics Unit uses.
  public var population: Int
  /// The largest number of generations after the first.
  public var generations: Int
  /// The search ends after this many generations without improvement.
  public var patience: Int
  /// The smallest weight.
  public var lowestWeight: Double
  /// The largest weight.
  public var highestWeight: Double
  /// What is balanced.
  public var objective: Objective
  /// The columns that are balanced, whether or not they are matched on; `nil` for the design's
  /// covariates.
  public var balanced: [String]?
  /// Whether the squares of columns with more than two values are balanced too.
  public var balancesSquares: Bool
  /// Whether the products of columns of different covariates are balanced too.
  public var balancesInteractions: Bool
  /// How often one partner may serve.
  public var reuse: ControlReuse

  /// Creates settings; by default a population of 1,000 for up to 100 generations, until 4 bring
  /// nothing better, weights from 0 to 1,000, without replacement.
  public init(
    population: Int = 1000, generations: Int = 100, patience: Int = 4, lowestWeight: Double = 0,
    highestWeight: Double = 1000, objective: Objective = .balanceTests,
    balanced: [String]? = nil, balancesSquares: Bool = false, balancesInteractions: Bool = false,
    reuse: ControlReuse = .none
  ) {
    self.population = population
    self.generations = generations
    self.patience = patience
    self.lowestWeight = lowestWeight
    self.highestWeight = highestWeight
    self.objective = objective
    self.balanced = balanced
    self.balancesSquares = balancesSquares
    self.balancesInteractions = balancesInteractions
    self.reuse = reuse
  }

  /// The smallest population in which differences of members can be crossed.
  static let smallestPopulation = 4

  /// Refuses what genetic matching cannot honour.
  func check(_ design: MatchingDesign) throws(MatchingError) {
    if population < GeneticSearch.smallestPopulation { throw .searchPopulation(population) }
    if generations < 1 || patience < 1 { throw .searchGenerations(min(generations, patience)) }
    guard lowestWeight >= 0, lowestWeight < highestWeight, highestWeight.isFinite else {
      throw .searchBounds(lowest: lowestWeight, highest: highestWeight)
    }
    if reuse.limit < 1 { throw .reuse(reuse.limit) }
    let method = design.method.label
    if design.estimand == .ate { throw .unsupported("the effect on everyone", method: method) }
    if design.fineBalance != nil { throw .unsupported("fine balance", method: method) }
    if design.maximumRatio != nil || design.minimumRatio > 1 {
      throw .unsupported("a number of partners that varies", method: method)
    }
    if design.unit != nil { throw .unsupported("a unit with several rows", method: method) }
    if design.distance == .given { throw .unsupported("a matrix of distances", method: method) }
  }
}
