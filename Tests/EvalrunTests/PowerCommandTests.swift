import Foundation
import Testing

@Suite("evalrun power and evalrun sensitivity")
struct PowerCommandTests {
  @Test("prints the answer, its method and a sentence")
  func text() throws {
    let tool = try RunningTool([
      "power", "rates", "--control-rate", "0.62", "--treated-per-control", "0.5", "--dispersion",
      "1.2", "--ratio", "0.75", "--power", "0.8",
    ])
    #expect(
      tool.output == """
        Wald test of a log rate ratio, negative binomial with dispersion 1.2, two-sided

        controls    903 (902.286)
        treated           451.143
        rate ratio           0.75
        power                 0.8
        level                0.05

        With 903 controls and 452 treated the chance of seeing a rate ratio of 0.75 is 80% at the 5% level.

        """)
    #expect(tool.status == 0)
  }

  @Test("prints for programs")
  func csv() throws {
    let tool = try RunningTool([
      "sensitivity", "e-value", "--ratio", "0.75", "--format", "csv",
    ])
    let lines = tool.output.split(separator: "\n")
    #expect(lines.first == "ratio,lower,upper,e_value,e_value_limit")
    #expect(lines.last?.hasPrefix("0.75,,,2") == true, "\(tool.output)")
  }

  @Test(
    "what cannot be answered is one line with its exit code",
    arguments: [
      (
        "power means --power 0.8", 64,
        "option --difference: found 1 of --size, --difference and --power; give two of them, and "
          + "the third is worked out"
      ),
      (
        "power means --power 0.8 --difference 0", 65,
        "no size reaches a power of 0.80 here; ask for less power, or change what is compared"
      ),
      (
        "power proportions --first 0.1 --size 10 --power 0.8 --cluster-size 4", 64,
        "option --cluster-size: needs how alike its people are; give --correlation"
      ),
      (
        "power change --standard-error 0", 64,
        "option --standard-error: found 0.0, expected a positive, finite number"
      ),
      (
        "sensitivity e-value --ratio 0.75 --lower 0.8", 65,
        "the lower limit: the lower limit is 0.8 and must be from 0 to the ratio, 0.75; correct it"
      ),
      (
        "sensitivity bounds nowhere.csv --treated a --control b", 66,
        "nowhere.csv: there is no such file"
      ),
      (
        "sensitivity bounds nowhere.csv --treated a --control b --gamma 1,two", 64,
        "The value '1,two' is invalid for '--gamma <gamma>': 'two' cannot be read; separate values"
          + " by commas"
      ),
    ])
  func refusals(text: String, status: Int, message: String) throws {
    let tool = try RunningTool(text.split(separator: " ").map(String.init))
    #expect(tool.status == Int32(status))
    #expect(tool.output.isEmpty)
    #expect(tool.errors.hasPrefix("evalrun: \(message)"), "\(tool.errors)")
    #expect(tool.errors.split(separator: "\n").count == 1)
  }
}
