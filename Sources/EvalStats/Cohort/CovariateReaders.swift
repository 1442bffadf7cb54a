/// Reads several covariates off the records, windows of one log together.
struct CovariateReaders: Sendable {
  /// One a covariate.
  let readers: [CovariateReader]
  /// Windows of one log, read in one pass.
  private let uses: [UseInWindows]
  /// Covariates that are read by themselves.
  private let singles: [Int]

  /// Finds the records of covariates.
  ///
  /// - Throws: `CohortError` if there are none or one would read the future.
  init(
    _ covariates: [Covariate], register: PersonRegister, history: ActivityHistory
  ) throws(CohortError) {
    var readers: [CovariateReader] = []
    for covariate in covariates {
      readers.append(try CovariateReader(covariate, register: register, history: history))
    }
    self.readers = readers
    var settings: [Setting] = []
    var singles: [Int] = []
    var places: [Setting: [Int]] = [:]
    for place in covariates.indices {
      guard case .use = readers[place], case .priorUse(let setting, _) = covariates[place] else {
        singles.append(place)
        continue
      }
      if places[setting] == nil { settings.append(setting) }
      places[setting, default: []].append(place)
    }
    self.singles = singles
    uses = settings.flatMap { CovariateReaders.uses(of: places[$0] ?? [], readers) }
  }

  /// One log's windows in as few passes as their cuts allow.
  private static func uses(
    of places: [Int], _ readers: [CovariateReader]
  ) -> [UseInWindows] {
    var passes: [(log: ActivityLog, windows: [Window], places: [Int])] = []
    for place in places {
      guard case .use(let log, let window) = readers[place] else { continue }
      let windows = (passes.last?.windows ?? []) + [window]
      if passes.isEmpty || UseInWindows.cuts(of: windows).count > UseInWindows.cutLimit {
        passes.append((log, [window], [place]))
      } else {
        passes[passes.count - 1].windows = windows
        passes[passes.count - 1].places.append(place)
      }
    }
    return passes.map { UseInWindows($0.log, windows: $0.windows, places: $0.places) }
  }

  /// The covariates of people on one date, the people of a covariate side by side: number or code of
  /// the category, not a number where missing.
  func values(of people: [Int], on date: Day) -> [Double] {
    let count = people.count
    var values = Array(repeating: 0.0, count: count * readers.count)
    for place in singles {
      readers[place].forEachValue(of: people, on: date) { row, value in
        values[place * count + row] = value
      }
    }
    for use in uses {
      let starts = use.places.map { $0 * count }
      use.forEachTotal(of: people.lazy.map { (person: $0, date: date) }) { row, window, total in
        values[starts[window] + row] = total
      }
    }
    return values
  }

  /// The covariates of people, each on a date of their own, as columns.
  func columns(persons: [Int], dates: [Day]) -> [Column] {
    let count = persons.count
    var columns = [Column?](repeating: nil, count: readers.count)
    for place in singles {
      columns[place] = CovariateFrame.column(readers[place], persons: persons, dates: dates)
    }
    for use in uses {
      var totals = Array(repeating: 0.0, count: count * use.places.count)
      use.forEachTotal(of: zip(persons, dates).lazy.map { (person: $0, date: $1) }) {
        row, window, total in
        totals[window * count + row] = total
      }
      for (window, place) in use.places.enumerated() {
        columns[place] = .real(Values(Array(totals[window * count..<(window + 1) * count])))
      }
    }
    return columns.compactMap { $0 }
  }
}
