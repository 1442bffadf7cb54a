/// A panel added up by start and month, with each person's own part kept for their influence.
///
/// Starts stand in ascending order, those who never start last; their place is a *cohort*. Every
/// effect is a function of the cohorts' totals, so that an influence value is one linear form in a
/// person's weighted events, person-time and weight.
struct PanelTotals: Sendable {
  /// The start of each cohort; `never` for those who do not start in the panel.
  let starts: [Int]
  /// Months in ascending order.
  let months: [Int]
  /// People in each cohort, and the sum of their weights.
  let peopleCounts: [Int]
  let peopleWeights: [Double]
  /// Σ w·y and Σ w·t by cohort and month, at cohort · months + month.
  let events: [Double]
  let time: [Double]
  /// The number of clusters.
  let clusterCount: Int

  /// Clusters with a person of positive weight in each cohort; `nil` where some cluster has people of
  /// several cohorts, so that they do not add up.
  private let clusterCounts: [Int]?
  private let cohorts: [Int]
  private let clusters: [Int]
  private let weights: [Double]
  private let ownEvents: [Double]
  private let ownTime: [Double]

  static let never = Int.max

  /// - Parameter anticipation: Starts later than this many months after the panel are none.
  init(_ panel: StaggeredPanel, anticipation: Int) throws(ChangeError) {
    for (name, values) in [
      ("weights", panel.weights), ("events", panel.events), ("time", panel.time),
    ] {
      for (row, value) in values.enumerated() where !(value.isFinite && value >= 0) {
        throw .invalidValue(column: name, row: row)
      }
    }
    let months = Set(panel.months).sorted()
    let last = (months.last ?? 0) + anticipation
    func start(_ row: Int) -> Int {
      panel.starts[row].map { $0 > last ? PanelTotals.never : $0 } ?? PanelTotals.never
    }
    let people = ClusterNumbers(panel.persons)
    let groups = ClusterNumbers(panel.clusters)
    var firstRows = [Int?](repeating: nil, count: people.count)
    for row in 0..<panel.count {
      let person = people.ofRow[row]
      guard let first = firstRows[person] else {
        firstRows[person] = row
        continue
      }
      if panel.starts[row] != panel.starts[first] {
        throw .changingValue(column: "starts", row: row)
      }
      if panel.weights[row] != panel.weights[first] {
        throw .changingValue(column: "weights", row: row)
      }
      if panel.clusters[row] != panel.clusters[first] {
        throw .changingValue(column: "clusters", row: row)
      }
    }
    for row in 0..<panel.count
    where panel.weights[row] > 0 && panel.time[row] == 0 && panel.events[row] > 0 {
      throw .eventsWithoutTime(
        row: row, start(row) <= panel.months[row] ? .after : .before)
    }
    let rows = firstRows.compactMap { $0 }
    let starts = Set(rows.map(start)).sorted()
    var cohortOf: [Int: Int] = [:]
    for (cohort, start) in starts.enumerated() { cohortOf[start] = cohort }
    var placeOf: [Int: Int] = [:]
    for (place, month) in months.enumerated() { placeOf[month] = place }
    cohorts = rows.map { cohortOf[start($0)] ?? 0 }
    clusters = rows.map { groups.ofRow[$0] }
    weights = rows.map { panel.weights[$0] }
    var ownEvents = [Double](repeating: 0, count: people.count * months.count)
    var ownTime = ownEvents
    for row in 0..<panel.count {
      let place = people.ofRow[row] * months.count + (placeOf[panel.months[row]] ?? 0)
      ownEvents[place] += panel.weights[row] * panel.events[row]
      ownTime[place] += panel.weights[row] * panel.time[row]
    }
    var events = [Double](repeating: 0, count: starts.count * months.count)
    var time = events
    var peopleCounts = [Int](repeating: 0, count: starts.count)
    var peopleWeights = [Double](repeating: 0, count: starts.count)
    for person in cohorts.indices {
      let cohort = cohorts[person]
      if weights[person] > 0 { peopleCounts[cohort] += 1 }
      peopleWeights[cohort] += weights[person]
      for place in months.indices {
        events[cohort * months.count + place] += ownEvents[person * months.count + place]
        time[cohort * months.count + place] += ownTime[person * months.count + place]
      }
    }
    self.starts = starts
    self.months = months
    self.peopleCounts = peopleCounts
    self.peopleWeights = peopleWeights
    self.events = events
    self.time = time
    self.ownEvents = ownEvents
    self.ownTime = ownTime
    clusterCount = groups.count
    clusterCounts = PanelTotals.separateCounts(
      cohorts: cohorts, clusters: clusters, weights: weights, cohortCount: starts.count)
  }

  /// The clusters of each cohort, if every cluster lies in one.
  private static func separateCounts(
    cohorts: [Int], clusters: [Int], weights: [Double], cohortCount: Int
  ) -> [Int]? {
    var cohortOf: [Int: Int] = [:]
    var counts = [Int](repeating: 0, count: cohortCount)
    for person in cohorts.indices where weights[person] > 0 {
      guard let known = cohortOf[clusters[person]] else {
        cohortOf[clusters[person]] = cohorts[person]
        counts[cohorts[person]] += 1
        continue
      }
      if known != cohorts[person] { return nil }
    }
    return counts
  }

  /// The totals of some cohorts in a month.
  func total(_ cohorts: [Int], _ place: Int) -> (events: Double, time: Double) {
    var sum = (events: 0.0, time: 0.0)
    for cohort in cohorts {
      sum.events += events[cohort * months.count + place]
      sum.time += time[cohort * months.count + place]
    }
    return sum
  }

  /// An influence: per person Σ over months of a·w·y + b·w·t, and c·w, with coefficients by cohort.
  struct Form {
    var events: [Double]
    var time: [Double]
    var people: [Double]

    mutating func add(_ other: Form, times factor: Double) {
      for place in events.indices {
        events[place] += factor * other.events[place]
        time[place] += factor * other.time[place]
      }
      for cohort in people.indices { people[cohort] += factor * other.people[cohort] }
    }

    /// Adds factor · Σw(y − rate·t) over some cohorts in a month.
    mutating func addResidual(
      _ cohorts: [Int], _ place: Int, monthCount: Int, rate: Double, times factor: Double
    ) {
      for cohort in cohorts {
        events[cohort * monthCount + place] += factor
        time[cohort * monthCount + place] -= factor * rate
      }
    }
  }

  /// Σ(a·Σwy)² over cohorts and months: what the events themselves weigh in a form, which tells a
  /// variance from rounding.
  func squaredSize(of form: Form) -> Double {
    zip(form.events, events).reduce(0) { $0 + $1.0 * $1.1 * ($1.0 * $1.1) }
  }

  var emptyForm: Form {
    Form(
      events: Array(repeating: 0, count: events.count),
      time: Array(repeating: 0, count: events.count),
      people: Array(repeating: 0, count: starts.count))
  }

  /// The form's value summed by cluster.
  ///
  /// - Parameter chosen: The months in which the form has coefficients; all unless given.
  /// - Complexity: O(*people* · *months*)
  func influence(_ form: Form, places chosen: [Int]? = nil) -> [Double] {
    var influence = [Double](repeating: 0, count: clusterCount)
    let chosen = chosen ?? Array(months.indices)
    for person in cohorts.indices {
      let own = person * months.count
      let coefficients = cohorts[person] * months.count
      var sum = weights[person] * form.people[cohorts[person]]
      for place in chosen {
        sum +=
          form.events[coefficients + place] * ownEvents[own + place]
          + form.time[coefficients + place] * ownTime[own + place]
      }
      influence[clusters[person]] += sum
    }
    return influence
  }

  /// The number of clusters with a person of positive weight in some cohorts.
  func clusterCount(in chosen: Set<Int>) -> Int {
    if let clusterCounts { return chosen.reduce(0) { $0 + clusterCounts[$1] } }
    var found = Set<Int>()
    for person in cohorts.indices where weights[person] > 0 && chosen.contains(cohorts[person]) {
      found.insert(clusters[person])
    }
    return found.count
  }
}
