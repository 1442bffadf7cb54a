internal import CEvalKernels

/// Distinct contents of cells, numbered in order of appearance.
///
/// An open-addressing table over the bytes themselves. Its slots hold contents of up to eight bytes,
/// or a hash of longer ones: to find a number costs a hash and, as a rule, one look at memory.
struct ByteTable: Sendable {
  private var bytes: [UInt8] = []
  /// Where each content starts in `bytes`, and the end of the last.
  private var starts: [Int] = [0]
  /// The size is a power of two, at least twice the number of contents.
  private var slots: [Slot]

  private struct Slot: Sendable {
    var key: UInt64 = 0
    /// The number plus one; 0 where the slot is free.
    var entry: Int32 = 0
    /// Bytes of the content.
    var length: Int32 = 0
  }

  /// A content as slots hold it.
  struct Key {
    /// The content itself where it has at most eight bytes, otherwise its hash.
    fileprivate let key: UInt64
    fileprivate let length: Int32

    @inline(__always)
    init(_ content: UnsafeBufferPointer<UInt8>) {
      length = Int32(truncatingIfNeeded: content.count)
      if content.count > 8 {
        key = ByteHash.of(content)
      } else if content.count == 8 {
        key = UnsafeRawBufferPointer(content).loadUnaligned(as: UInt64.self)
      } else {
        var key: UInt64 = 0
        for byte in content { key = key << 8 | UInt64(byte) }
        self.key = key
      }
    }

    /// A number that contents seldom share.
    @inline(__always)
    fileprivate static func hash(_ key: UInt64) -> Int {
      Int(truncatingIfNeeded: ByteHash.mixed(key ^ 0x9e37_79b9_7f4a_7c15))
    }
  }

  /// - Parameter capacity: Contents to make room for.
  init(capacity: Int = 32) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: Slot(), count: size)
  }

  /// How many contents there are.
  var count: Int { starts.count - 1 }

  /// The number of a content; `nil` where it is not in the table.
  @inline(__always)
  func number(of content: UnsafeBufferPointer<UInt8>) -> Int32? {
    number(of: content, Key(content))
  }

  /// The number of a content whose key is known.
  @inline(__always)
  func number(of content: UnsafeBufferPointer<UInt8>, _ key: Key) -> Int32? {
    let entry = slots[place(of: content, key)].entry
    return entry == 0 ? nil : entry - 1
  }

  /// Begins to fetch what `number(of:_:)` will look at, without waiting for it.
  @inline(__always)
  func prepare(_ key: Key) {
    slots.withUnsafeBufferPointer {
      // A table has slots.
      eval_prefetch($0.baseAddress! + Key.hash(key.key) & (slots.count - 1))
    }
  }

  /// The number of a content, which is added if it is new.
  @inline(__always)
  mutating func insert(
    _ content: UnsafeBufferPointer<UInt8>
  ) -> (number: Int32, isNew: Bool) {
    let key = Key(content)
    let place = place(of: content, key)
    let entry = slots[place].entry
    if entry != 0 { return (entry - 1, false) }
    return (add(content, key, at: place), true)
  }

  private mutating func add(
    _ content: UnsafeBufferPointer<UInt8>, _ key: Key, at place: Int
  ) -> Int32 {
    let number = Int32(count)
    slots[place] = Slot(key: key.key, entry: number + 1, length: key.length)
    bytes.append(contentsOf: content)
    starts.append(bytes.count)
    if count * 2 > slots.count { grow() }
    return number
  }

  /// The slot that holds a content, or the free one it belongs in.
  @inline(__always)
  private func place(of content: UnsafeBufferPointer<UInt8>, _ key: Key) -> Int {
    let mask = slots.count - 1
    var place = Key.hash(key.key) & mask
    while true {
      let slot = slots[place]
      if slot.entry == 0 { return place }
      if slot.key == key.key, slot.length == key.length,
        key.length <= 8 || holds(content, at: Int(slot.entry) - 1)
      {
        return place
      }
      place = (place + 1) & mask
    }
  }

  private func holds(_ content: UnsafeBufferPointer<UInt8>, at number: Int) -> Bool {
    let start = starts[number]
    return bytes[start..<starts[number + 1]].elementsEqual(content)
  }

  private mutating func grow() {
    var larger = [Slot](repeating: Slot(), count: slots.count * 2)
    let mask = larger.count - 1
    for slot in slots where slot.entry != 0 {
      var place = Key.hash(slot.key) & mask
      while larger[place].entry != 0 { place = (place + 1) & mask }
      larger[place] = slot
    }
    slots = larger
  }
}
