internal import EvalLinearAlgebra

/// Totals and set-level scores of the cells arm × month, and of the reference months of each arm
/// taken together: the saturated log-linear model of an event study, without an iteration.
///
/// Cells stand in the order control months, treated months, control reference, treated reference. A
/// contrast is one coefficient a cell, already divided by the cell's events (for logs of rates) or
/// person-time (for rates); its variance is aᵀMa with M the covariance of the cells' scores.
struct EventCells: Sendable {
  /// The months in ascending order; 0 is none.
  let months: [Int]
  /// Whether each month is one of the reference.
  let isReference: [Bool]
  /// Σ w·y of each cell.
  let events: [Double]
  /// Σ w·t of each cell.
  let time: [Double]
  /// Sets with person-time in each cell.
  let setCounts: [Int]
  /// M, with the correction in use.
  let covariance: Matrix
  /// M by set alone, for contrasts whose two-way variance is negative; `nil` where that is M.
  let setCovariance: Matrix?
  /// Clusters less one; with CR2 each contrast has degrees of freedom of its own.
  let degreesOfFreedom: Double
  /// The number of clusters that count: sets, or the fewer of sets and people.
  let clusterCount: Int
  /// People who serve in several sets.
  let sharedCount: Int
  /// "CR1S by matched set".
  let label: String
  /// Leverages for Satterthwaite's degrees of freedom; `nil` but for CR2.
  let leverages: EventLeverages?

  /// The place of a month's cell.
  func cell(_ arm: Arm, _ place: Int) -> Int { arm == .treated ? months.count + place : place }

  /// The place of the reference cell.
  func reference(_ arm: Arm) -> Int { 2 * months.count + (arm == .treated ? 1 : 0) }

  /// Weighted events per weighted person-month; 0 without person-time.
  func rate(_ cell: Int) -> Double { time[cell] > 0 ? events[cell] / time[cell] : 0 }

  /// - Parameter rows: Rows that count: positive weight and time, a month other than 0.
  init(_ counts: EventTimeCounts, rows: [Int], reference: ClosedRange<Int>) {
    let months = Set(rows.map { counts.months[$0] }).sorted()
    let isReference = months.map { reference.contains($0) }
    var place: [Int: Int] = [:]
    for (index, month) in months.enumerated() { place[month] = index }
    let layout = EventRows(
      counts, rows: rows, places: rows.map { place[counts.months[$0]] ?? 0 },
      monthCount: months.count, isReference: isReference)
    let sets = layout.totals(by: rows.map { counts.sets[$0] })
    var events = [Double](repeating: 0, count: layout.cellCount)
    var time = events
    var setCounts = [Int](repeating: 0, count: layout.cellCount)
    for cell in 0..<layout.cellCount {
      for set in 0..<sets.count {
        events[cell] += sets.events[set, cell]
        time[cell] += sets.time[set, cell]
        if sets.time[set, cell] > 0 { setCounts[cell] += 1 }
      }
    }
    self.months = months
    self.isReference = isReference
    self.events = events
    self.time = time
    self.setCounts = setCounts
    let rates = events.indices.map { time[$0] > 0 ? events[$0] / time[$0] : 0 }
    // Each arm has a coefficient for the reference and for every month outside it.
    let parameterCount = (0..<(2 * months.count + 2)).count { cell in
      time[cell] > 0 && (cell >= 2 * months.count || !isReference[cell % months.count])
    }
    func factor(_ clusters: Int) -> Double {
      guard rows.count > parameterCount, clusters > 1 else { return 1 }
      return Double(clusters) / Double(clusters - 1) * Double(rows.count - 1)
        / Double(rows.count - parameterCount)
    }
    let uses = Set(rows.map { PersonInSet(person: counts.persons[$0], set: counts.sets[$0]) })
    let people = Set(uses.map(\.person)).count
    if uses.count > people {
      var setsOf: [Int: Int] = [:]
      for use in uses { setsOf[use.person, default: 0] += 1 }
      sharedCount = setsOf.values.count { $0 > 1 }
      var memberOf: [PersonInSet: Int] = [:]
      for (index, use) in uses.sorted().enumerated() { memberOf[use] = index }
      let persons = layout.totals(by: rows.map { counts.persons[$0] })
      let members = layout.totals(
        by: rows.map {
          memberOf[PersonInSet(person: counts.persons[$0], set: counts.sets[$0])] ?? 0
        })
      let bySet = factor(sets.count) * sets.scores(rates).gram()
      setCovariance = bySet
      covariance =
        bySet + factor(people) * persons.scores(rates).gram()
        - factor(uses.count) * members.scores(rates).gram()
      clusterCount = min(sets.count, people)
      label = "CR1S by matched set and person"
      leverages = nil
    } else if sets.count < RateOfChange.fewSets {
      sharedCount = 0
      let adjusted = EventLeverages(layout, labels: rows.map { counts.sets[$0] }, rates, time)
      covariance = adjusted.scores.gram()
      setCovariance = nil
      clusterCount = sets.count
      label = "CR2 by matched set"
      leverages = adjusted
    } else {
      sharedCount = 0
      covariance = factor(sets.count) * sets.scores(rates).gram()
      setCovariance = nil
      clusterCount = sets.count
      label = "CR1S by matched set"
      leverages = nil
    }
    degreesOfFreedom = Double(max(clusterCount - 1, 0))
  }

  /// aᵀMb
  func covariance(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, covariance * second).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The covariance of several contrasts.
  func covariance(of contrasts: [[Double]]) -> Matrix {
    let rows = Matrix(columns: contrasts)
    return rows.transposeTimes(covariance * rows)
  }

  /// The uncertainty of a contrast. A negative two-way variance gives way to that by set.
  func uncertainty(of contrast: [Double], caveats: [String] = []) -> Uncertainty {
    let degrees = leverages?.degreesOfFreedom(contrast) ?? degreesOfFreedom
    var scale = 0.0
    for (cell, coefficient) in contrast.enumerated() {
      scale += (coefficient * events[cell]) * (coefficient * events[cell])
    }
    let text =
      leverages == nil
      ? "t(\(clusterCount - 1))" : "Satterthwaite t(\(Decimals.text(degrees, places: 1)))"
    var variance = covariance(contrast, contrast)
    var caveats = caveats
    if variance <= 0, let setCovariance {
      variance = zip(contrast, setCovariance * contrast).reduce(0) { $0 + $1.0 * $1.1 }
      caveats.append(
        "The variance component of shared people was negative and larger than that of sets; it was "
          + "clipped to zero.")
    }
    return Uncertainty(
      variance: variance, noise: 1e-24 * scale, degreesOfFreedom: degrees,
      label: "\(label), \(text)", caveats: caveats)
  }
}

/// A person as a member of one set.
struct PersonInSet: Hashable, Comparable {
  let person: Int
  let set: Int

  static func < (left: PersonInSet, right: PersonInSet) -> Bool {
    (left.person, left.set) < (right.person, right.set)
  }
}

/// The rows of an event study with the cells they belong to.
struct EventRows {
  /// The month's cell of each row.
  let cells: [Int]
  /// The reference cell of each row; `nil` outside of the reference.
  let referenceCells: [Int?]
  let weights: [Double]
  let events: [Double]
  let time: [Double]
  let monthCount: Int

  init(
    _ counts: EventTimeCounts, rows: [Int], places: [Int], monthCount: Int, isReference: [Bool]
  ) {
    self.monthCount = monthCount
    cells = zip(rows, places).map { row, place in
      counts.arms[row] == .treated ? monthCount + place : place
    }
    referenceCells = zip(rows, places).map { row, place in
      isReference[place] ? 2 * monthCount + (counts.arms[row] == .treated ? 1 : 0) : nil
    }
    weights = rows.map { counts.weights[$0] }
    events = rows.map { counts.events[$0] }
    time = rows.map { counts.time[$0] }
  }

  var cellCount: Int { 2 * monthCount + 2 }

  /// Σ w·y and Σ w·t by cluster and cell.
  struct Totals {
    let count: Int
    let events: Matrix
    let time: Matrix

    /// Σ w(y − rate·t) by cluster and cell.
    func scores(_ rates: [Double]) -> Matrix {
      var scores = events
      for cell in rates.indices {
        for cluster in 0..<count { scores[cluster, cell] -= rates[cell] * time[cluster, cell] }
      }
      return scores
    }
  }

  /// Clusters stand in ascending order of their labels.
  func totals(by labels: [Int]) -> Totals {
    let clusters = ClusterNumbers(labels)
    var events = [Double](repeating: 0, count: clusters.count * cellCount)
    var time = events
    for row in cells.indices {
      let cluster = clusters.ofRow[row]
      func add(to cell: Int) {
        events[cluster + cell * clusters.count] += weights[row] * self.events[row]
        time[cluster + cell * clusters.count] += weights[row] * self.time[row]
      }
      add(to: cells[row])
      if let reference = referenceCells[row] { add(to: reference) }
    }
    return Totals(
      count: clusters.count,
      events: Matrix(rowCount: clusters.count, columnCount: cellCount, columnMajor: events),
      time: Matrix(rowCount: clusters.count, columnCount: cellCount, columnMajor: time))
  }
}

/// 0, 1, 2 … for labels in ascending order, so that nothing depends on the order of rows.
struct ClusterNumbers {
  let count: Int
  let ofRow: [Int]

  init(_ labels: [Int]) {
    var numbers: [Int: Int] = [:]
    for (number, label) in Set(labels).sorted().enumerated() { numbers[label] = number }
    count = numbers.count
    ofRow = labels.map { numbers[$0] ?? 0 }
  }
}
