import Testing

@testable import EvalStudy

@Suite("A driver's words")
struct SecretScrubberTests {
  @Test("lose every secret, the longest first and in any case")
  func secrets() {
    let scrubber = SecretScrubber(["hunter", "hunter2hunter2"])
    #expect(
      scrubber.scrubbed("no HUNTER2HUNTER2 nor xhunterx") == "no *** nor x***x")
  }

  @Test("lose what a driver makes of a secret with braces, semicolons and lines")
  func forms() {
    let scrubber = SecretScrubber(["abcd;efgh}ijkl  mnop"])
    for text in [
      "abcd;efgh}ijkl  mnop", "abcd;efgh}}ijkl  mnop", "abcd;efgh}ijkl mnop",
    ] {
      #expect(scrubber.scrubbed("found '\(text)'") == "found '***'")
    }
    #expect(scrubber.scrubbed("key 'efgh'") == "key '***'")
  }

  @Test("keep words that merely hold a short secret")
  func short() {
    let scrubber = SecretScrubber(["sa", ""])
    #expect(scrubber.scrubbed("user 'sa' said so") == "user '***' said so")
  }

  @Test("lose whatever stands behind PWD= or password=")
  func keys() {
    let scrubber = SecretScrubber([])
    #expect(
      scrubber.scrubbed("Driver=X;PWD={a;b};UID=y; Password = c d")
        == "Driver=X;PWD=***;UID=y; Password=*** d")
  }

  @Test("stand on one line")
  func oneLine() {
    #expect(SecretScrubber([]).scrubbed(" a\n\tb\r\n") == "a b")
  }
}
