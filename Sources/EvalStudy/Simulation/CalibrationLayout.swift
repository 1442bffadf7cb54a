internal import EvalStats

/// Where each figure of a study stands in the list that is added up over seeds.
///
/// Every figure is a sum over studies, so that blocks of seeds are added place by place.
struct CalibrationLayout: Sendable {
  /// One line of the table and one truth.
  struct Cell: Sendable, Equatable {
    let mechanism: SelectionModel.Mechanism
    let fit: CalibrationFit
    let outcome: Setting
    let months: Int
    let truth: Double
  }

  /// What is added up of one fit.
  enum Figure: Int, CaseIterable {
    /// Studies with an estimate and an interval.
    case count
    /// log estimate − log truth, and its square.
    case error, squaredError
    /// The standard error of the log estimate.
    case standardError
    /// 1 where the interval holds the truth.
    case covered
    /// 1 where the interval does not hold 1.
    case rejected
  }

  /// Mechanisms, fits, outcomes, windows, truths: the last changes fastest.
  let cells: [Cell]
  let mechanisms: [SelectionModel.Mechanism]
  let outcomes: [Setting]
  let windowMonths: [Int]
  let truths: [Double]

  init(of calibration: Calibration) {
    mechanisms = calibration.mechanisms
    outcomes = calibration.outcomes
    windowMonths = calibration.windowMonths
    truths = calibration.truths
    var cells: [Cell] = []
    for mechanism in calibration.mechanisms {
      for fit in CalibrationFit.tried(under: mechanism) {
        for outcome in calibration.outcomes {
          for months in calibration.windowMonths {
            for truth in calibration.truths {
              cells.append(
                Cell(
                  mechanism: mechanism, fit: fit, outcome: outcome, months: months, truth: truth))
            }
          }
        }
      }
    }
    self.cells = cells
  }

  /// The number of figures.
  var count: Int { cells.count * Figure.allCases.count + mechanisms.count * perMechanism }

  /// The place of a figure of a cell.
  func place(of figure: Figure, cell: Int) -> Int {
    cell * Figure.allCases.count + figure.rawValue
  }

  /// The number of people a mechanism took on.
  func placeOfTreated(_ mechanism: Int) -> Int {
    cells.count * Figure.allCases.count + mechanism * perMechanism
  }

  /// The number of sets of one fit.
  func placeOfSets(_ mechanism: Int, _ fit: CalibrationFit) -> Int {
    let fits = CalibrationFit.allCases
    return placeOfTreated(mechanism) + 1 + (fits.firstIndex(of: fit) ?? 0)
  }

  /// Studies with a change among the treated alone, then the sum of its logarithm.
  func placeOfNaive(_ mechanism: Int, outcome: Int, window: Int, truth: Int) -> Int {
    placeOfTreated(mechanism) + 1 + CalibrationFit.allCases.count
      + 2 * ((outcome * windowMonths.count + window) * truths.count + truth)
  }

  private var perMechanism: Int {
    1 + CalibrationFit.allCases.count + 2 * outcomes.count * windowMonths.count * truths.count
  }
}

/// Seeds that were worked on together and the sums of their figures, in the order of the layout.
public struct CalibrationBlock: Sendable, Equatable {
  /// The seeds, in whose order the figures were added.
  public let seeds: ClosedRange<UInt64>
  var totals: [Double]

  mutating func add(_ figures: [Double]) {
    precondition(
      figures.count == totals.count, "\(figures.count) figures for \(totals.count) places")
    for place in totals.indices { totals[place] += figures[place] }
  }
}
