internal import EvalStats

extension TableMatchResult {
  /// A bound on the bytes that printing needs beside the table and the result.
  ///
  /// JSON holds every number as an object of its own before it is written: a weight and a score a row,
  /// a place and a distance a partner.
  static func printingBytes(
    rowCount: Int, setCount: Int, mostPartners: Int, as format: OutputFormat
  ) -> Int {
    let partners = min(max(1, mostPartners), rowCount)
    return switch format {
    case .text: 0
    case .csv: 96 * rowCount
    case .json: 576 * rowCount + setCount * (512 + 160 * partners)
    }
  }
}

extension TableMatchResult: PrintedResult {
  /// One line for each person and set, for a spreadsheet.
  public var csv: String {
    var writer = CSVWriter(header: ["set", "row", "id", "arm", "weight", "score"])
    // Weights without sets: everyone who carries one, in no set.
    if sets.isEmpty {
      for row in weights.indices where weights[row] > 0 {
        writer.append("")
        writer.append(row + 1)
        writer.append(rowNames[row])
        writer.append((isTreated[row] ? Arm.treated : .control).rawValue)
        writer.append(weights[row])
        writer.append(scores?[row])
        writer.endRow()
      }
    }
    for (index, set) in sets.enumerated() {
      for (arm, rows) in [(Arm.treated, set.treated), (.control, set.controls)] {
        for row in rows {
          writer.append(index + 1)
          writer.append(row)
          writer.append(rowNames[row - 1])
          writer.append(arm.rawValue)
          writer.append(weights[row - 1])
          writer.append(scores?[row - 1])
          writer.endRow()
        }
      }
    }
    return writer.text
  }

  /// Aligned columns and sentences, for a reader.
  public var text: String {
    var sizes = AlignedText(
      header: ["", "all", "matched", "effective", "unmatched", "discarded"])
    for size in sampleSizes {
      sizes.append([
        size.arm.rawValue, String(size.all), String(size.matched),
        AlignedText.number(size.effectiveSampleSize), String(size.unmatched),
        String(size.discarded),
      ])
    }
    var table = AlignedText(header: [
      "", "treated", "control", "matched", "SMD before", "SMD after", "var. ratio", "KS before",
      "KS after", "verdict",
    ])
    for row in balance {
      table.append(
        [row.name]
          + [
            row.meanTreatedBefore, row.meanControlBefore, row.meanControlAfter,
            row.standardisedDifferenceBefore, row.standardisedDifferenceAfter,
            row.varianceRatioAfter, row.ecdfMaximumBefore, row.ecdfMaximumAfter,
          ].map { AlignedText.number($0, digits: 4) } + [row.verdict?.label ?? ""])
    }
    var lines = "\(formula)\n"
    if sets.isEmpty, weights.contains(where: { $0 > 0 }) {
      lines += "weights, no sets"
    } else {
      lines += "\(sets.count) sets, \(pairs) pairs, total distance "
      lines += AlignedText.number(totalDistance, digits: 7)
    }
    if !caliperWidths.isEmpty {
      let widths = caliperWidths.map { AlignedText.number($0) }.joined(separator: ", ")
      lines += ", calipers \(widths)"
    }
    lines += "\n"
    for line in notes + representation.lines { lines += "\(line)\n" }
    if excludedForMissingValues > 0 {
      lines += "\(excludedForMissingValues) rows of both arms left out: a covariate is missing.\n"
    }
    lines += "\n\(sizes.text)\n\(table.text)\(balanceSentence)\n"
    return lines
      + "SMD: difference over the SD of the \(denominator) before matching; KS: largest "
      + "difference of the distributions.\n"
  }
}
