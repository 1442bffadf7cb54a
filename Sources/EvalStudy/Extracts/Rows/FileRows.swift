internal import EvalLinearAlgebra
internal import EvalStats

/// Reads the rows of a file of comma-separated values, several stretches side by side.
///
/// What is held is two windows of the file and what the reader keeps, however long the file is.
/// Nothing read depends on the number of threads: stretches are put together in their order.
struct FileRows<Reader: ExtractRowReader> {
  private let stream: ByteStream
  private let stretches: StretchReader<Reader>
  private var window: FileWindow
  private var nextWindow: FileWindow
  /// Where the rows of `window` that were not read begin, and the line there.
  private var start: Int
  private var line: Int
  private var parts: [Reader.Part] = []
  private var account: RowAccount

  /// How much of a window one task reads.
  private let stretchBytes: Int

  /// Stretches of a full window: many more than there are processors, so that none waits long for
  /// another.
  private static var stretchCount: Int { 32 }

  /// Opens a file and holds its header against the columns wanted.
  ///
  /// - Parameters:
  ///   - windowBytes: How much of the file is held at a time.
  ///   - makeReader: Makes the reader once the header is known.
  init(
    _ path: String, of kind: ExtractKind, source: StudyProtocol.Source, required: [String],
    optional: [String], windowBytes: Int = 16 << 20,
    account makeAccount: (String) -> RowAccount,
    makeReader: (ExtractColumns) throws(ExtractError) -> Reader
  ) throws(ExtractError) {
    let header: CSVHeaderLine
    stretchBytes = max(1, windowBytes / Self.stretchCount)
    do throws(CSVError) {
      stream = try ByteStream(path)
      window = FileWindow(capacity: windowBytes)
      nextWindow = FileWindow(capacity: windowBytes)
      try window.fill(from: stream)
      while !window.isLast, !CSVHeaderLine.isWhole(in: window.bytes),
        window.bytes.count < CSVCell.longestRow
      {
        let longer = FileWindow(capacity: windowBytes)
        try longer.fill(from: stream)
        longer.carry(window.bytes)
        window = longer
      }
      header = try CSVHeaderLine(window.bytes, file: stream.file)
    } catch {
      throw .csv(error)
    }
    let columns = try ExtractColumns(
      header.names, of: kind, source: source, fileName: stream.file, required: required,
      optional: optional)
    account = makeAccount(stream.file)
    stretches = StretchReader(
      reader: try makeReader(columns), columns: columns, account: account)
    start = header.scanner.position
    line = header.scanner.line
  }

  /// Reads the file to its end.
  ///
  /// - Throws: `ExtractError` for a file that cannot be read and, where the protocol says so, for the
  ///   first faulty row.
  /// - Complexity: O(*bytes*)
  mutating func read() throws(ExtractError) -> ExtractReading<Reader> {
    while true {
      let isLast = window.isLast
      let failure = try readWindow(mayGoOn: !isLast)
      if let failure { throw .csv(failure) }
      if isLast { break }
      let rest = UnsafeBufferPointer(rebasing: window.bytes[start...])
      guard rest.count < CSVCell.longestRow else {
        throw .csv(.rowTooLong(CSVPlace(file: stream.file, line: line)))
      }
      nextWindow.carry(rest)
      swap(&window, &nextWindow)
      start = 0
    }
    return ExtractReading(
      reader: stretches.reader, columns: stretches.columns, parts: parts, account: account,
      sha256: stream.sha256)
  }

  /// Reads the rows of the window and, if the file may go on, fills the next one meanwhile.
  ///
  /// - Returns: What went wrong with the filling.
  private mutating func readWindow(mayGoOn: Bool) throws(ExtractError) -> CSVError? {
    let bytes = window.bytes
    let partCount = (bytes.count - start + stretchBytes - 1) / stretchBytes
    let cuts = WindowCuts(bytes, from: start, line: line, partCount: partCount).starts
    var outcomes = [StretchReader<Reader>.Outcome?](repeating: nil, count: cuts.count)
    var failure: CSVError?
    let stretches = stretches
    withUnsafeMutablePointer(to: &failure) { failure in
      outcomes.withUnsafeMutableBufferPointer { outcomes in
        // Task 0 alone fills the next window and says what went wrong; every other task reads its
        // own stretch of this one, and sets its own outcome.
        nonisolated(unsafe) let (failure, outcomes) = (failure, outcomes)
        nonisolated(unsafe) let (stream, next, bytes) = (stream, nextWindow, bytes)
        Workers.perform(taskCount: cuts.count + 1) { task in
          guard task > 0 else {
            guard mayGoOn else { return }
            do throws(CSVError) { try next.fill(from: stream) } catch { failure.pointee = error }
            return
          }
          let isLast = task == cuts.count
          outcomes[task - 1] = stretches.read(
            bytes, from: cuts[task - 1].position, line: cuts[task - 1].line,
            until: isLast ? .max : cuts[task].position, mayGoOn: mayGoOn && isLast)
        }
      }
    }
    try take(outcomes.compactMap { $0 }, cuts, bytes, mayGoOn: mayGoOn)
    return failure
  }

  /// Puts the stretches of a window together; where a cut was wrong, what follows it is read again in
  /// one go from the last place that was right.
  private mutating func take(
    _ outcomes: [StretchReader<Reader>.Outcome], _ cuts: [(position: Int, line: Int)],
    _ bytes: UnsafeBufferPointer<UInt8>, mayGoOn: Bool
  ) throws(ExtractError) {
    for (place, outcome) in outcomes.enumerated() {
      let isWrong =
        place + 1 < cuts.count
        && (outcome.failure != nil || outcome.rowEnd > cuts[place + 1].position)
      let right =
        isWrong
        ? stretches.read(
          bytes, from: cuts[place].position, line: cuts[place].line, until: .max,
          mayGoOn: mayGoOn)
        : outcome
      account.append(right.stretch.account)
      parts.append(right.stretch.part)
      if let stop = right.stretch.stop { throw stop }
      if let failure = right.failure { throw .csv(failure) }
      start = right.position
      line = right.line
      if isWrong { return }
    }
  }
}
