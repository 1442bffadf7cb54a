extension CostComparison.Line {
  /// The difference in differences in one plain sentence.
  ///
  /// - Parameters:
  ///   - service: What the money was spent on: "A&E attendances", "all services".
  ///   - subject: The words for the two arms; its outcome is not used.
  public func sentence(of service: String, _ subject: SentenceSubject) -> String {
    let amount = CostComparison.Line.pounds(difference.estimate)
    guard let lower = difference.lower, let upper = difference.upper else {
      return "The cost of \(service) per person changed by \(amount) among \(subject.treated) "
        + "beyond the change among \(subject.controls); how sure this is cannot be said from "
        + "these data."
    }
    let interval =
      "95% interval \(CostComparison.Line.pounds(lower)) to \(CostComparison.Line.pounds(upper))"
    if lower > 0 || upper < 0 {
      let absolute = CostComparison.Line.pounds(abs(difference.estimate), signed: false)
      return "The cost of \(service) per person ended \(absolute) "
        + "\(difference.estimate < 0 ? "lower" : "higher") among \(subject.treated) than had it "
        + "changed as among \(subject.controls) (\(interval))."
    }
    return "No difference in the change of the cost of \(service) was detected: \(amount) per "
      + "person among \(subject.treated) beyond the change among \(subject.controls) "
      + "(\(interval))."
  }

  /// "+£1,240", "−£85", "£0".
  static func pounds(_ value: Double, signed: Bool = true) -> String {
    let text = Decimals.grouped(abs(value))
    guard signed, text != "0" else { return "£\(text)" }
    return "\(value < 0 ? "−" : "+")£\(text)"
  }
}
