import EvalStats
import Testing

@testable import EvalStudy

@Suite("Reading numbers and days from bytes")
struct CSVNumberTests {
  private func real(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { CSVNumber.real($0) }
  }

  private func integer(_ text: String) -> Int? {
    Array(text.utf8).withUnsafeBufferPointer { CSVNumber.integer($0) }
  }

  private func day(_ text: String, _ format: CSVDayFormat) -> String? {
    Array(text.utf8).withUnsafeBufferPointer { CSVDay.day($0, format: format)?.description }
  }

  @Test("Every way to a number rounds as the standard library does")
  func agreesWithStandardLibrary() throws {
    var state: UInt64 = 20_161_104
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
    for _ in 0..<40_000 {
      let digits = String(next() % [10, 100_000, 1 << 54, .max][Int(next() >> 62)])
      let place = Int(next() % UInt64(digits.count + 1))
      let exponent = Int(next() % 90) - 45
      let text =
        (next() % 2 == 0 ? "-" : "") + digits.prefix(place) + "." + digits.dropFirst(place)
        + (next() % 2 == 0 ? "e\(exponent)" : "")
      let plain = text.hasSuffix(".") ? text + "0" : text.replacing(".e", with: ".0e")
      let expected = try #require(
        Double(
          plain.replacing("-.", with: "-0.").hasPrefix(".")
            ? "0" + plain : plain.replacing("-.", with: "-0.")),
        "\(text)")
      #expect(real(text) == expected, "\(text)")
    }
  }

  @Test(
    "Halfway cases round to even",
    arguments: [
      // 2⁵³ + 1 and its neighbours stand exactly between two doubles.
      "9007199254740993", "9007199254740995", "900719925474099300e-2", "0.9007199254740993e16",
      "9007199254740993.0001", "9007199254740992.999", "1.00000000000000011102230246251565",
      "0.500000000000000166", "18446744073709551615", "1e-19", "9999999999999999999e-19",
      "5e-324", "2.2250738585072011e-308", "1.7976931348623157e308",
      "123456789012345678901234567890",
    ])
  func halfway(text: String) throws {
    #expect(real(text) == Double(text))
  }

  @Test(
    "What is no decimal number is refused",
    arguments: [
      "", "-", "+", ".", "-.", "e5", "1e", "1e+", "0x1F", "inf", "Infinity", "nan", "1,234", "1 2",
      "1.2.3", "--1", "1e999", "£5", "12a", "1_000", "½", "1e5.0",
    ])
  func noNumber(text: String) {
    #expect(real(text) == nil)
    #expect(integer(text) == nil)
  }

  @Test("Signs, bare points and huge exponents are read")
  func oddNumbers() {
    #expect(real("+.5") == 0.5)
    #expect(real("5.") == 5)
    #expect(real("-0") == 0)
    #expect(real("-0")?.sign == .minus)
    #expect(real("1e-99999999999999999999") == 0)
    #expect(real("0e99999") == 0)
    #expect(real("00012") == 12)
  }

  @Test("Whole numbers reach to 64 bits and no further")
  func integers() {
    #expect(integer("9223372036854775807") == .max)
    #expect(integer("-9223372036854775808") == .min)
    #expect(integer("9223372036854775808") == nil)
    #expect(integer("+7") == 7)
    #expect(integer("000000000000000000007") == 7)
    #expect(integer("7.0") == nil)
  }

  @Test("Days are read in the format declared and in no other")
  func days() {
    #expect(day("2016-04-01", .iso) == "2016-04-01")
    #expect(day("2016-02-29", .iso) == "2016-02-29")
    #expect(day("01/04/2016", .uk) == "2016-04-01")
    #expect(day("1/4/2016", .uk) == "2016-04-01")
    for text in ["2015-02-29", "2016-4-1", "01/04/2016", "2016-04-01 ", "2016-13-01", "0000-01-01"]
    {
      #expect(day(text, .iso) == nil, "\(text)")
    }
    for text in [
      "13/13/2016", "29/02/2015", "1/4/16", "2016-04-01", "/4/2016", "1//2016", "01/04/20166",
    ] {
      #expect(day(text, .uk) == nil, "\(text)")
    }
  }
}
