/// Days of one setting's events while a study is being simulated, person by person in order.
struct EventList {
  /// Events of person *p* stand at `offsets[p] ..< offsets[p + 1]`, in ascending order.
  var offsets: [Int] = [0]
  var days: [Int32] = []

  /// The number of a person's events from `first` to `last`, both included.
  func count(of person: Int, from first: Int32, through last: Int32) -> Int {
    var found = 0
    for event in offsets[person]..<offsets[person + 1]
    where days[event] >= first && days[event] <= last {
      found += 1
    }
    return found
  }

  /// A list of nobody's events.
  static func empty(_ personCount: Int) -> EventList {
    EventList(offsets: Array(repeating: 0, count: personCount + 1))
  }

  /// Ends the list of the person whose events were appended last.
  mutating func closePerson() { offsets.append(days.count) }
}
