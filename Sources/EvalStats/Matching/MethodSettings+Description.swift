extension Coarsening.Rule: CustomStringConvertible {
  /// "Sturges' bins", "cut at 20, 25 and 30".
  public var description: String {
    switch self {
    case .sturges: "Sturges' bins"
    case .scott: "Scott's bins"
    case .freedmanDiaconis: "Freedman and Diaconis' bins"
    case .bins(let count): "\(count) equal bins"
    case .cutPoints(let cuts): "cut at \(MatchingDesign.list(cuts.map(\.shortText)))"
    case .quantiles(let count): "\(count) quantile bins"
    case .exact: "as it is"
    case .groups(let groups):
      "levels \(MatchingDesign.list(groups.map { $0.joined(separator: "/") })) together"
    }
  }
}

extension Coarsening: CustomStringConvertible {
  /// "numbers in Sturges' bins, age cut at 20 and 30".
  public var description: String {
    (["numbers in \(numbers)"]
      + columns.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
      .joined(separator: ", ")
  }
}

extension Subclassification: CustomStringConvertible {
  /// "6 classes by quantiles of the score".
  public var description: String {
    switch cuts {
    case .count(let count): "\(count) classes by quantiles of the score"
    case .probabilities(let values):
      "classes that meet at the quantiles \(MatchingDesign.list(values.map(\.shortText)))"
    case .points(let values):
      "classes that meet at \(MatchingDesign.list(values.map(\.shortText)))"
    }
  }
}

extension GeneralisedFull: CustomStringConvertible {
  /// "groups of at least 1 treated and 1 control, within 0.2 SD of the score".
  public var description: String {
    var text = "groups of at least \(minimumTreated) treated and \(minimumControls) control"
    switch radius {
    case .distance(let width): text += ", within \(width.shortText)"
    case .scoreDeviations(let width): text += ", within \(width.shortText) SD of the score"
    case nil: break
    }
    return text
  }
}

extension Double {
  /// Without a decimal point where the number is whole.
  var shortText: String { self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)" }
}
