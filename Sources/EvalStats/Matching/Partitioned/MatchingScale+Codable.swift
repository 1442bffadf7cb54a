internal import EvalLinearAlgebra

/// Every number is written as the shortest decimal that reads back as the same `Double`, so a scale
/// that went through JSON matches as the one that did not.
extension MatchingScale: Codable {
  /// How a scale is written.
  private struct Record: Codable {
    struct Axis: Codable {
      var name: String
      var centre: Double
      var factor: Double
      /// Distinct values and the rank of each, where ranks are compared.
      var values: [Double]?
      var ranks: [Double]?
      var sampleSize: Int?
    }

    var caliperWidths: [Double]
    var axes: [Axis]?
    /// Column by column.
    var whitening: [[Double]]?
  }

  /// Writes the scale.
  public func encode(to encoder: any Encoder) throws {
    let record = Record(
      caliperWidths: caliperWidths,
      axes: covariates?.axes.map { axis in
        Record.Axis(
          name: axis.name, centre: axis.centre, factor: axis.factor, values: axis.ranks?.values,
          ranks: axis.ranks?.ranks, sampleSize: axis.ranks?.count)
      },
      whitening: covariates?.whitening.map { matrix in
        (0..<matrix.columnCount).map { matrix.column($0) }
      })
    try record.encode(to: encoder)
  }

  /// Reads a scale.
  ///
  /// - Throws: `DecodingError` for what no sample could have set.
  public init(from decoder: any Decoder) throws {
    let record = try Record(from: decoder)
    func refuse(_ problem: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
    guard let axes = record.axes else {
      guard record.whitening == nil else { throw refuse("coordinates without columns") }
      self.init(caliperWidths: record.caliperWidths, covariates: nil)
      return
    }
    guard !axes.isEmpty, record.whitening.map({ !$0.isEmpty }) ?? true,
      record.whitening?.allSatisfy({ $0.count == axes.count }) ?? true
    else { throw refuse("coordinates that do not have a weight for each column") }
    self.init(
      caliperWidths: record.caliperWidths,
      covariates: CovariateScaling(
        axes: try axes.map { axis in
          let ranks: AverageRanks?
          if let values = axis.values {
            ranks = AverageRanks(values: values, ranks: axis.ranks, sampleSize: axis.sampleSize)
            if ranks == nil { throw refuse("ranks that are none of a sample") }
          } else {
            ranks = nil
          }
          return .init(name: axis.name, centre: axis.centre, factor: axis.factor, ranks: ranks)
        }, whitening: record.whitening.map(Matrix.init(columns:))))
  }
}

extension CovariateScaling {
  /// A scaling learned elsewhere.
  init(axes: [Axis], whitening: Matrix?) {
    precondition(
      whitening?.rowCount ?? axes.count == axes.count,
      "\(whitening?.rowCount ?? 0) rows to multiply \(axes.count) columns by")
    self.axes = axes
    self.whitening = whitening
  }
}

extension AverageRanks {
  /// Ranks written elsewhere; `nil` unless values and ranks ascend together.
  fileprivate init?(values: [Double], ranks: [Double]?, sampleSize: Int?) {
    guard let ranks, let sampleSize, values.count == ranks.count, !values.isEmpty,
      sampleSize >= values.count,
      zip(values, values.dropFirst()).allSatisfy(<), zip(ranks, ranks.dropFirst()).allSatisfy(<)
    else { return nil }
    self.init(ascending: values, ranks: ranks, count: sampleSize)
  }
}
