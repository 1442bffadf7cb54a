internal import EvalStats
internal import Foundation

/// Stretches on the register, read from an extract of their own: several a person.
struct RegistrationsExtract {
  let history: RegistrationHistory
  let records: [StudyExtracts.SourceRecord]

  /// A person who has no registration joins on a day that no study reaches.
  static let never = Day(daysSinceEpoch: Int32.max / 2)

  init(
    of plan: StudyProtocol, people: PersonIndex, places: ExtractPlaces
  ) throws(ExtractError) {
    let readings = try ExtractReadings<Rows>(.registrations, of: plan, places: places) { columns in
      Rows(
        persons: people.column(of: columns), from: columns.days("registered_from"),
        to: columns.days("registered_to"))
    }
    let stretches = readings.parts.flatMap(\.self)
    do throws(RegistrationError) {
      history = try RegistrationHistory(
        personCount: people.personCount, persons: stretches.map(\.person),
        from: stretches.map(\.from), to: stretches.map(\.to))
    } catch {
      preconditionFailure("every row was checked as it was read: \(error)")
    }
    records = readings.records(of: .registrations)
  }

  private struct Stretch: Sendable {
    let person: Int32
    let from: Day
    let to: Day?
  }

  private struct Rows: ExtractRowReader {
    let persons: PersonField
    let from: ExtractField<Day>
    let to: ExtractField<Day>

    var people: PersonField? { persons }

    func emptyPart() -> [Stretch] { [] }

    func read(_ row: ExtractRow, into part: inout [Stretch]) throws(RowProblem) {
      let person = try persons.required(row)
      let first = try from.required(row)
      let last = try to.optional(row)
      if let last, last < first {
        throw .fault(.endsBeforeStart(what: "a registration"), column: to.name)
      }
      part.append(Stretch(person: Int32(person), from: first, to: last))
    }
  }

  /// The first and the last day on the register of each person.
  var ends: [(from: Day, to: Day?)] {
    (0..<history.personCount).map { person in
      let own = history.stretches[history.offsets[person]..<history.offsets[person + 1]]
      guard let first = own.first, let last = own.last else { return (Self.never, nil) }
      return (first.from, last.to)
    }
  }
}
