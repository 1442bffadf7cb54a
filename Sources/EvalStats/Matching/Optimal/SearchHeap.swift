/// The frontier of a shortest-path search: the entry with the least key comes first.
///
/// A node may stand in it more than once; the searcher passes over entries that are out of date.
struct SearchHeap {
  struct Entry {
    let key: TieredCost
    let node: Int
  }

  private var entries: [Entry] = []

  var least: Entry? { entries.first }

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  mutating func insert(_ node: Int, key: TieredCost) {
    let entry = Entry(key: key, node: node)
    entries.append(entry)
    var place = entries.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard key < entries[parent].key else { break }
      entries[place] = entries[parent]
      place = parent
    }
    entries[place] = entry
  }

  mutating func removeLeast() {
    guard let last = entries.popLast(), !entries.isEmpty else { return }
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].key < entries[child].key { child += 1 }
      guard entries[child].key < last.key else { break }
      entries[place] = entries[child]
      place = child
    }
    entries[place] = last
  }
}
