extension Reach {
  /// A group, or the whole, as a reader may see it.
  public struct ShownRow: Sendable, Equatable {
    /// The group's name; `nil` for the whole.
    public let name: String?
    /// Those a service is meant for.
    public let eligible: DisclosedCount
    /// Those of them whom it has seen.
    public let seen: DisclosedCount
    /// Those of them whom it has not seen.
    public let notSeen: DisclosedCount
    /// Seen over eligible, from the counts as they are shown; `nil` where one is hidden.
    public let share: Double?
    /// Where the share lies in the funnel; `nil` where a count is hidden, or without a funnel.
    public let flag: FunnelPlot.Flag?
  }

  /// Every group, people without one if there are any, and the whole last, as a reader may see them: as
  /// one table of seen and not seen, with enough cells hidden that none can be worked out.
  ///
  /// - Parameter missingName: What people without a group are called.
  public func rows(
    shownBy policy: DisclosurePolicy, missingName: String = "not recorded"
  ) -> [ShownRow] {
    var names: [String?] = groups.map(\.name)
    var flags = groups.map(\.flag)
    var cells = groups.map { [$0.seenCount, $0.eligibleCount - $0.seenCount] }
    if groups.isEmpty || missingGroupCount > 0 {
      let grouped = groups.map(\.seenCount).sum()
      let left = groups.isEmpty ? eligibleCount : missingGroupCount
      let seen = seenCount - grouped
      if !groups.isEmpty { names.append(missingName) }
      flags.append(nil)
      cells.append([seen, left - seen])
    }
    let table = DisclosedTable(cells, by: policy)
    if !groups.isEmpty {
      let rows = names.indices.map { row in
        Reach.row(
          names[row], table.rowTotals[row], table.cells[row], flag: flags[row])
      }
      return rows + [Reach.row(nil, table.total, table.columnTotals, flag: nil)]
    }
    return [Reach.row(nil, table.total, table.columnTotals, flag: nil)]
  }

  private static func row(
    _ name: String?, _ eligible: DisclosedCount, _ cells: [DisclosedCount],
    flag: FunnelPlot.Flag?
  ) -> ShownRow {
    var share: Double?
    if case .exact(let whole) = eligible, case .exact(let part) = cells[0], whole > 0,
      cells[1] != .suppressed
    {
      share = min(1, Double(part) / Double(whole))
    }
    return ShownRow(
      name: name, eligible: eligible, seen: cells[0], notSeen: cells[1], share: share,
      flag: share == nil ? nil : flag)
  }
}
