internal import EvalLinearAlgebra
public import EvalStats
private import Synchronization

/// Whether the analysis of a matched study holds what it promises, and where it does not.
///
/// Each seed makes the people of one pilot. From them three mechanisms each take people on, and for
/// each the programme has no effect at all, or multiplies the use of every outcome by
/// `effectRatio`. Every study goes through the library as `evalrun run` would take it: risk-set
/// match, counts before and after, ratio with interval. The match looks at nothing after the index
/// date, so one match serves both truths. Over many seeds the test should find a ratio other than 1
/// in 5% of the studies without effect, and 95% of the intervals should hold the truth. No seed is
/// chosen and none is left out: a study that could not be analysed counts as failed.
///
/// What it shows holds for the simulator's people and its mechanisms.
public struct Calibration: Sendable {
  /// What is simulated; mechanism and effects are replaced by those of `mechanisms` and `truths`.
  public var configuration: SimulationConfiguration
  /// How it is matched on recent use.
  public var design: RiskSetDesign
  /// Who takes people on, and why.
  public var mechanisms: [SelectionModel.Mechanism]
  /// What is counted.
  public var outcomes: [Setting]
  /// Months before and after.
  public var windowMonths: [Int]
  /// What the programme does to every outcome where it does anything.
  public var effectRatio: Double

  /// Creates a calibration; the defaults are the pilot, its default design and three outcomes.
  public init(
    configuration: SimulationConfiguration = .pilot, design: RiskSetDesign = Calibration.design,
    mechanisms: [SelectionModel.Mechanism] = SelectionModel.Mechanism.allCases,
    outcomes: [Setting] = [.aAndE, .nonElective, .outpatient], windowMonths: [Int] = [6, 12],
    effectRatio: Double = 0.7
  ) {
    self.configuration = configuration
    self.design = design
    self.mechanisms = mechanisms
    self.outcomes = outcomes
    self.windowMonths = windowMonths
    self.effectRatio = effectRatio
  }

  /// The default design of the main job with what a study of an MDT matches on: who people are and
  /// the past of every outcome it measures, of crises in the last month, in the two before it and in
  /// the rest of the year.
  public static let design = RiskSetDesign(
    covariates: [
      .age, .sex, .attribute("imd_decile"), .attribute("long_term_conditions"),
      .priorUse(.aAndE, firstDay: -30, lastDay: -1),
      .priorUse(.aAndE, firstDay: -91, lastDay: -31),
      .priorUse(.aAndE, firstDay: -365, lastDay: -92),
      .priorUse(.nonElective, firstDay: -30, lastDay: -1),
      .priorUse(.nonElective, firstDay: -91, lastDay: -31),
      .priorUse(.nonElective, firstDay: -365, lastDay: -92),
      .priorUse(.outpatient, firstDay: -365, lastDay: -1),
      .priorUse(.elective, firstDay: -365, lastDay: -1),
      .priorUse(.dayCase, firstDay: -365, lastDay: -1),
      .priorUse(.adultSocialCare, firstDay: -365, lastDay: -1),
    ])

  /// No effect, then `effectRatio`.
  public var truths: [Double] { [1, effectRatio] }

  /// Seeds that are worked on, added up and kept together.
  static let blockSize: UInt64 = 25

  /// Analyses the studies of seeds 1…`seedCount` and puts them together in the order of the seeds.
  ///
  /// - Parameters:
  ///   - seedCount: The number of seeds.
  ///   - checkpoint: Where finished blocks of seeds are kept and taken up again.
  ///   - progress: Told the seeds done in this run, those done before and all, from any thread.
  /// - Throws: `CheckpointError`, `OutputError` for a checkpoint that cannot be used or written.
  /// - Complexity: about a third of a second of processor time a seed of the pilot's size.
  public func run(
    seedCount: Int, checkpoint: CalibrationCheckpoint? = nil,
    progress: (@Sendable (_ done: Int, _ before: Int, _ total: Int) -> Void)? = nil
  ) throws -> CalibrationTable {
    precondition(seedCount > 0, "\(seedCount) seeds")
    let wanted = stride(from: 1, through: UInt64(seedCount), by: Int(Self.blockSize)).map {
      $0...min($0 + Self.blockSize - 1, UInt64(seedCount))
    }
    var kept: [ClosedRange<UInt64>: CalibrationBlock] = [:]
    for block in try checkpoint?.open(for: self) ?? [] { kept[block.seeds] = block }
    let before = wanted.reduce(0) { $0 + (kept[$1] == nil ? 0 : $1.count) }
    let open = wanted.filter { kept[$0] == nil }
    progress?(0, before, seedCount)
    let state = Mutex(Progress())
    Workers.perform(taskCount: open.count) { place in
      // A checkpoint that cannot be written ends the run.
      guard state.withLock({ $0.failure == nil }) else { return }
      let block = block(of: open[place]) { done in
        let total = state.withLock {
          $0.seedsDone += done
          return $0.seedsDone
        }
        progress?(total, before, seedCount)
      }
      state.withLock { state in
        state.blocks[open[place]] = block
        do {
          try checkpoint?.append(block)
        } catch {
          state.failure = error
        }
      }
    }
    let (made, failure) = state.withLock { ($0.blocks, $0.failure) }
    if let failure { throw failure }
    return CalibrationTable(
      of: self, blocks: wanted.compactMap { kept[$0] ?? made[$0] })
  }

  /// What the threads of a run share.
  private struct Progress {
    var seedsDone = 0
    var blocks: [ClosedRange<UInt64>: CalibrationBlock] = [:]
    var failure: (any Error)?
  }

  /// The seeds of one block, added up in their order.
  private func block(
    of seeds: ClosedRange<UInt64>, didFinish: (_ seeds: Int) -> Void
  ) -> CalibrationBlock {
    let layout = CalibrationLayout(of: self)
    var block = CalibrationBlock(
      seeds: seeds, totals: Array(repeating: 0, count: layout.count))
    for seed in seeds {
      block.add(CalibrationStudies(of: self, layout: layout, seed: seed).figures)
      didFinish(1)
    }
    return block
  }
}
