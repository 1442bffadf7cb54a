import EvalStats

/// A panel of sets of one treated person and two controls over months −6…6, made by a formula that R
/// can repeat: y = ⌊((31i² + 17k² + 7ik + 5) mod 23)/6⌋ for member i and k = month + 20; time 0.6
/// where 3i + k is a multiple of 7; members of 11 leave after month 3.
enum FormulaPanel {
  static func counts(
    sets: Int, shared: Bool = false, changing: (Arm, Int, Double) -> Double = { $2 }
  ) -> EventTimeCounts {
    var rows: [(arm: Arm, id: Int, month: Int, events: Double, time: Double)] = []
    for id in 0..<(3 * sets) {
      let arm: Arm = id.isMultiple(of: 3) ? .treated : .control
      for month in Array(-6...(-1)) + Array(1...6) {
        if id.isMultiple(of: 11), month > 3 { continue }
        let k = month + 20
        let events = Double((id * id * 31 + k * k * 17 + id * k * 7 + 5) % 23 / 6)
        rows.append(
          (
            arm, id, month, changing(arm, month, events),
            (id * 3 + k).isMultiple(of: 7) ? 0.6 : 1
          ))
      }
    }
    return EventTimeCounts(
      arms: rows.map(\.arm), sets: rows.map { $0.id / 3 },
      persons: rows.map { shared && $0.id % 9 == 4 && $0.id > 9 ? $0.id - 9 : $0.id },
      weights: rows.map { $0.arm == .treated ? 1 : 0.5 + Double($0.id % 4) * 0.25 },
      months: rows.map(\.month), events: rows.map(\.events), time: rows.map(\.time))
  }
}
