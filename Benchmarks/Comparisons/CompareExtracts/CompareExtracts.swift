import EvalStats
import EvalStudy
import Foundation
import Measurement

/// Reads large extracts to a cohort with 12 monthly lag columns, beside polars; see
/// `Peers/compare_extracts.py`.
///
/// `write FOLDER PERSONS EVENTS` makes the files, `cohort FOLDER` reads them and prints the seconds, the
/// memory and the sum of each column.
@main
struct CompareExtracts {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count >= 3 else { throw CocoaError(.featureUnsupported) }
    let folder = URL(fileURLWithPath: words[2])
    if words[1] == "write", words.count == 5, let persons = Int(words[3]),
      let events = Int(words[4])
    {
      return try ExtractsFolder(folder: folder, personCount: persons, eventCount: events).write()
    }
    let (seconds, sums) = try Measurement.timed { try cohort(folder) }
    print(
      "{\"seconds\": \(seconds), \"megabytes\": \(Measurement.peakMegabytes), \"sums\": \(sums)}")
  }

  /// The sum of attendances in each of the 12 months before the index date.
  private static func cohort(_ folder: URL) throws -> [Double] {
    let plan = try StudyProtocol(
      contentsOf: folder.appendingPathComponent("study.yml").path)
    let extracts = try StudyExtracts(plan, folder: folder)
    let people = extracts.register.indexDates.enumerated().compactMap { person, date in
      date.map { (person: person, date: $0) }
    }
    let frame = try CovariateFrame(
      of: (1...12).map { Covariate.priorUse(.aAndE, Window.month(-$0)) },
      persons: people.map(\.person), dates: people.map(\.date), register: extracts.register,
      history: extracts.history)
    return frame.columns.map { column in
      guard case .real(let values) = column else { return 0 }
      return values.elements.reduce(0, +)
    }
  }
}
