import EvalLinearAlgebra
import EvalStats

/// The match of `RiskSetMatchTests`, worked out again by counting lists and trying every pair.
struct PlainRiskSetMatch {
  var sets: [(treated: Int, date: Day, controls: [Int])] = []
  let deviation: Double

  init(_ people: [HandMadeStudy.Person], caliper: Double) throws {
    func observed(_ person: HandMadeStudy.Person, _ date: Day) -> Bool {
      if let death = person.death, death <= date { return false }
      if let to = person.to, to < date { return false }
      return person.from.distance(to: date) >= 365
    }
    func covariates(_ person: HandMadeStudy.Person, _ date: Day) -> [Double] {
      [
        Double(person.birth.distance(to: date)) / 365.25,
        person.network == "north" ? 1 : 0, person.network == "south" ? 1 : 0,
        person.deprivation ?? .nan,
        Double(
          person.attendances.count { $0 < date && $0.distance(to: date) <= 90 }),
      ]
    }
    // 2016: January to April.
    let starts = [0, 31, 60, 91, 121].map { day($0) }
    var rows: [[Double]] = []
    var response: [Double] = []
    for month in 0..<4 {
      for person in people {
        let isTreated =
          person.index.map { $0 >= starts[month] && $0 < starts[month + 1] && $0 <= day(119) }
          ?? false
        if isTreated, let date = person.index, observed(person, date) {
          rows.append([1] + (1..<4).map { $0 == month ? 1 : 0 } + covariates(person, date))
          response.append(1)
        }
        if person.index.map({ $0 < starts[month + 1] }) ?? false { continue }
        if observed(person, starts[month]) {
          rows.append(
            [1] + (1..<4).map { $0 == month ? 1 : 0 } + covariates(person, starts[month]))
          response.append(0)
        }
      }
    }
    let coefficients = try GeneralisedLinearModel(family: .binomial, link: .logit)
      .fit(
        DesignMatrix(names: (0..<9).map { "x\($0)" }, matrix: Matrix(rows: rows)),
        response: response
      ).coefficients
    func score(_ values: some Collection<Double>) -> Double {
      zip(coefficients.dropFirst(4), values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let scores = rows.map { score($0.dropFirst(4)) }
    let mean = scores.reduce(0, +) / Double(scores.count)
    let squares = scores.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    deviation = (squares / Double(scores.count - 1)).squareRoot()

    for (row, person) in people.enumerated() {
      if let date = person.index, date <= day(119), observed(person, date) {
        sets.append((row, date, []))
      }
    }
    sets.sort { ($0.date, $0.treated) < ($1.date, $1.treated) }
    func band(_ person: HandMadeStudy.Person, _ date: Day) -> Int {
      let age = Double(person.birth.distance(to: date)) / 365.25
      return age < 65 ? 0 : age < 80 ? 1 : 2
    }
    var used = Set<Int>()
    for month in 0..<4 {
      let own = sets.indices.filter {
        sets[$0].date >= starts[month] && sets[$0].date < starts[month + 1]
      }
      func ownScore(_ set: Int) -> Double {
        score(covariates(people[sets[set].treated], sets[set].date))
      }
      let order = own.sorted {
        (-ownScore($0), sets[$0].treated) < (-ownScore($1), sets[$1].treated)
      }
      for round in 0..<2 {
        for set in order where sets[set].controls.count == round {
          let treated = people[sets[set].treated]
          let date = sets[set].date
          var best: (distance: Double, row: Int)?
          for (row, person) in people.enumerated() where !used.contains(row) {
            guard observed(person, date), person.sex == treated.sex,
              band(person, date) == band(treated, date),
              person.index.map({ date.distance(to: $0) > 365 }) ?? true
            else { continue }
            let distance = abs(score(covariates(person, date)) - ownScore(set))
            if distance <= caliper * deviation, distance < best?.distance ?? .infinity {
              best = (distance, row)
            }
          }
          if let best {
            sets[set].controls.append(best.row)
            used.insert(best.row)
          }
        }
      }
    }
  }
}
