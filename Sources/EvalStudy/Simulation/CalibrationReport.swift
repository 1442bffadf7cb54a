internal import EvalStats

/// The page that shows what the intervals hold: the calibration and, for information, how the same
/// analysis fares where people are taken on for what no record shows.
public struct CalibrationReport: Sendable, Equatable {
  /// Selection on recorded use, matched on it: the promise.
  public let recordedUse: CalibrationTable
  /// Selection on latent need, matched on recorded use: how far the promise breaks.
  public let latentNeed: CalibrationTable
  /// Selection on recorded use, matched on who people are alone.
  public let withoutUse: CalibrationTable

  /// Runs the three calibrations at the pilot's size over seeds 1…`seedCount`.
  ///
  /// The two for information take the first quarter of the seeds: they are far enough off to show.
  ///
  /// - Parameter progress: Told the studies done and the studies in all, from any thread.
  public static func run(
    seedCount: Int, threads: Int, progress: (@Sendable (Int, Int) -> Void)? = nil
  ) -> CalibrationReport {
    precondition(seedCount > 0, "\(seedCount) seeds")
    let fewer = max(1, seedCount / 4)
    let total = seedCount + 2 * fewer
    var latent = Calibration()
    latent.configuration.selection.mechanism = .latentNeed
    var without = Calibration()
    without.design = without.design.without {
      if case .priorUse = $0 { true } else { false }
    }
    func run(_ calibration: Calibration, _ count: Int, after done: Int) -> CalibrationTable {
      calibration.run(seeds: 1...UInt64(count), threads: threads) {
        progress?(done + $0, total)
      }
    }
    return CalibrationReport(
      recordedUse: run(Calibration(), seedCount, after: 0),
      latentNeed: run(latent, fewer, after: seedCount),
      withoutUse: run(without, fewer, after: seedCount + fewer))
  }

  /// The page.
  public var markdown: String {
    """
    # Calibration

    Each seed makes one study of the pilot's size (123 people taken on among 8,000) whose true effects
    are known, and the library analyses it as `evalrun run` would: risk-set match by the default
    design, counts in the months before and after, rate-of-change ratio with its 95% interval (Poisson,
    CR1S by matched set). Seeds are 1, 2, 3, … and none is left out. Made by
    `evalrun simulate calibrate --seeds \(recordedUse.seeds.count)`.

    Reading the tables: *before/after alone* is what a report without controls would say, the matched
    estimate is the geometric mean over the studies, *bias* is the mean of log estimate − log truth,
    *SD* the spread of the log estimates and *mean SE* what the studies say of it themselves. Coverage
    is the share of intervals that hold the truth; 95% is promised. Where the truth is 1, the share
    that finds another ratio is the false-positive rate; elsewhere it is the power at this size.

    ## Selected on recorded use, matched on it

    \(recordedUse.markdown)
    ## For information: what breaks the promise

    ### Selected on latent need, matched on recorded use

    People are taken on for their frailty and for being in a crisis, which no extract holds. Matching
    on recorded use cannot undo that, and matching on the outcome's own past makes it worse: controls
    are found at the height of their own bad luck.

    \(latentNeed.markdown)
    ### Selected on recorded use, matched without it

    Age, sex, deprivation and conditions alone: the regression of the treated to their mean is taken
    for an effect.

    \(withoutUse.markdown)
    """
  }

  /// The rows of all three tables for other programs; the column `matched_on` tells them apart.
  public var csv: String {
    let tables = [
      (recordedUse, "recorded use"), (latentNeed, "recorded use"), (withoutUse, "no use"),
    ]
    var text = ""
    for (table, matchedOn) in tables {
      for (place, line) in table.csv.split(separator: "\n").enumerated() {
        if place > 0 {
          text += "\(matchedOn),\(line)\n"
        } else if text.isEmpty {
          text += "matched_on,\(line)\n"
        }
      }
    }
    return text
  }
}
