extension RiskSetDesign {
  /// The rules that are asked of an arm, in their order, ready to be asked.
  func exclusionReaders(
    for arm: Arm, _ register: PersonRegister, _ history: ActivityHistory
  ) throws(RiskSetError) -> [ExclusionReader] {
    var readers: [ExclusionReader] = []
    for exclusion in exclusions {
      do {
        let reader = try ExclusionReader(exclusion, register: register, history: history)
        if exclusion.arms.cover(arm) { readers.append(reader) }
        try checkCoverage(of: exclusion, register, history)
      } catch {
        throw .exclusion(error)
      }
    }
    return readers
  }

  /// Refuses a rule that would count use before the records of its setting begin.
  private func checkCoverage(
    of exclusion: Exclusion, _ register: PersonRegister, _ history: ActivityHistory
  ) throws(ExclusionError) {
    guard case .use(let setting, let window) = exclusion.rule else { return }
    let admitted = admittedIndexDates ?? history.coverage
    let dates = register.indexDates.compactMap { $0 }.filter { admitted.contains($0) }
    guard let earliest = dates.min() else { return }
    // Candidates are described from the first day of the month on.
    let first = max(admitted.lowerBound, earliest.advanced(by: 1 - earliest.components.day))
    do {
      try CovariateFrame.checkCoverage(
        of: [.priorUse(setting, window)], from: first, history: history)
    } catch {
      throw .records(error)
    }
  }

  /// The people whose attributes keep them from serving as controls, rule by rule.
  ///
  /// - Parameter treated: the people who seek controls.
  func excludedControlReaders(
    _ treated: [Int], _ register: PersonRegister, _ history: ActivityHistory
  ) throws(RiskSetError) -> [ExclusionReader] {
    var readers: [ExclusionReader] = []
    for rule in excludedControls {
      switch rule.values {
      case .listed(let values):
        let exclusion = Exclusion(
          .attribute(rule.attribute, .listed(values, orMissing: false)), arms: .control,
          label: rule.label)
        do {
          readers.append(try ExclusionReader(exclusion, register: register, history: history))
        } catch {
          throw .exclusion(error)
        }
      case .ofTreated:
        let reader = try self.readers(of: [.attribute(rule.attribute)], register, history)
          .readers[0]
        func value(of person: Int) -> Double {
          reader.value(of: person, on: register.births[person])
        }
        // A missing value is no number, and equals none.
        let values = Set(treated.map(value).filter { !$0.isNaN })
        readers.append(
          ExclusionReader(
            label: rule.label,
            excluded: (0..<register.count).map { values.contains(value(of: $0)) }))
      }
    }
    return readers
  }
}
