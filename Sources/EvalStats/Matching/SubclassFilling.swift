/// Classes of scores inside one exact stratum, while those that lack people of an arm are mended.
struct SubclassFilling {
  private(set) var classCount: Int
  private(set) var movedCount = 0
  private(set) var mergedCount = 0
  /// The rows of the stratum and, at the same places, their scores and classes.
  private let rows: [Int]
  private let units: [Double]
  private var classes: [Int]
  /// Places of the treated, places of the controls.
  private let arms: [[Int]]

  init(rows: [Int], treated: [Bool], units: [Double], classes: [Int], classCount: Int) {
    self.rows = rows
    self.units = rows.map { units[$0] }
    self.classes = rows.map { classes[$0] }
    self.classCount = classCount
    arms = [rows.indices.filter { treated[rows[$0]] }, rows.indices.filter { !treated[rows[$0]] }]
    dropEmptyClasses()
  }

  /// Whether both arms have people enough for every class.
  func hasEnough(for minimum: Int) -> Bool {
    arms.allSatisfy { $0.count >= minimum * classCount }
  }

  /// The rows of each class, lowest scores first, treated and controls apart.
  var strata: [StrataSets.Stratum] {
    var strata = (0..<classCount).map { _ in StrataSets.Stratum() }
    for place in arms[0] { strata[classes[place]].treated.append(rows[place]) }
    for place in arms[1] { strata[classes[place]].controls.append(rows[place]) }
    return strata
  }

  /// Brings people of the other classes to every class that has fewer than a minimum of an arm.
  ///
  /// The first such class takes one person at a time from the nearest class that has any to spare,
  /// on the side whose spare people, each class divided by how many classes away it is, are more (the
  /// lower side if equal). Classes between pass one on, so scores stay in the order of the classes.
  mutating func move(toHave minimum: Int) {
    let before = classes
    for arm in arms {
      for target in 1...max(1, minimum) {
        while let gap = counts(of: arm).firstIndex(where: { $0 < target }) {
          let spare = counts(of: arm).map { max(0, $0 - (target - 1)) }
          func weight(_ range: Range<Int>) -> Double {
            range.reduce(0) { $0 + Double(spare[$1]) / Double(abs($1 - gap)) }
          }
          let (lower, upper) = (weight(0..<gap), weight((gap + 1)..<classCount))
          let takesLower = lower >= upper
          let source =
            takesLower
            ? (0..<gap).last { spare[$0] > 0 } : ((gap + 1)..<classCount).first { spare[$0] > 0 }
          guard let source else { return }
          shift(arm, from: source, to: gap)
        }
      }
    }
    movedCount = zip(classes, before).count { $0 != $1 }
  }

  /// Moves one person from each class to the next, from a source up or down to a target: whose score
  /// is nearest to the next, by the lower row.
  private mutating func shift(_ arm: [Int], from source: Int, to target: Int) {
    let step = target > source ? 1 : -1
    let sign = Double(step)
    for index in stride(from: source, to: target, by: step) {
      let nearest = arm.filter { classes[$0] == index }
        .max { (sign * units[$0], -$0) < (sign * units[$1], -$1) }
      if let nearest { classes[nearest] = index + step }
    }
  }

  /// Merges each class that lacks people with the smaller of its neighbours, the lower if equal.
  mutating func merge(toHave minimum: Int) {
    while classCount > 1 {
      let (treated, controls) = (counts(of: arms[0]), counts(of: arms[1]))
      guard
        let lacking = treated.indices.first(where: {
          treated[$0] < minimum || controls[$0] < minimum
        })
      else { return }
      func size(_ index: Int) -> Int {
        (0..<classCount).contains(index) ? treated[index] + controls[index] : .max
      }
      let into = size(lacking - 1) <= size(lacking + 1) ? lacking - 1 : lacking
      for place in classes.indices where classes[place] > into { classes[place] -= 1 }
      classCount -= 1
      mergedCount += 1
    }
  }

  private func counts(of arm: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: classCount)
    for place in arm { counts[classes[place]] += 1 }
    return counts
  }

  /// Equal quantiles leave classes that nobody is in: they are no classes.
  private mutating func dropEmptyClasses() {
    var isUsed = [Bool](repeating: false, count: classCount)
    for index in classes { isUsed[index] = true }
    var number: [Int] = []
    var next = 0
    for used in isUsed {
      number.append(next)
      if used { next += 1 }
    }
    for place in classes.indices { classes[place] = number[classes[place]] }
    classCount = max(1, next)
  }
}
