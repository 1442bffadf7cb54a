import EvalStats
import Testing

@Suite("ICD-10 codes")
struct ICD10CodeTests {
  @Test("a code is read however systems write it")
  func spellings() {
    for text in ["I500", "I50.0", "i50.0", " I500", "I500D", "I50.0A", "I5001", "I50.0*", "I500 "] {
      #expect(ICD10Code(text)?.description == "I50.0", "\(text)")
    }
    for text in ["I10", "I10X", "I10.X", "I10XD", "i10-", "I10 ", "I10."] {
      #expect(ICD10Code(text)?.description == "I10", "\(text)")
    }
    #expect(ICD10Code("A00")?.description == "A00" && ICD10Code("Z999")?.description == "Z99.9")
  }

  @Test("what does not begin with a letter and two digits is no code")
  func refusals() {
    for text in ["", " ", "I", "I5", "I5X", "500", "II0", "5I0", "I.50", "Ü50", "&", "I 50"] {
      #expect(ICD10Code(text) == nil, "\(text)")
    }
  }

  @Test("text, part of a text and bytes are read alike")
  func bytes() {
    let line = "x,G20XD,y"
    let cell = line.split(separator: ",")[1]
    #expect(ICD10Code(cell) == ICD10Code("G20"))
    #expect(ICD10Code(utf8: [0x67, 0x32, 0x30]) == ICD10Code("G20"))
    #expect(ICD10Code(utf8: cell.utf8) == ICD10Code("G20"))
  }

  @Test("every category and every fourth character is a code of its own")
  func distinct() {
    var codes: Set<ICD10Code> = []
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
      for number in 0..<100 {
        let category = "\(letter)\(number / 10)\(number % 10)"
        for fourth in [""] + (0..<10).map(String.init) {
          guard let code = ICD10Code(category + fourth) else { continue }
          codes.insert(code)
        }
      }
    }
    #expect(codes.count == 26 * 100 * 11)
    #expect(MemoryLayout<ICD10Code>.size == 2)
  }
}
