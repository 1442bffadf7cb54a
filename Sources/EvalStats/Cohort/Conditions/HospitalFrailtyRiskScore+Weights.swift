extension HospitalFrailtyRiskScore {
  /// The weight of each category in tenths: Gilbert et al. 2018, appendix.
  static let tenthsOfCategories: [(category: String, tenths: Int)] = categoriesByTenths.flatMap {
    (tenths, categories) in
    categories.split(separator: " ").map { (String($0), tenths) }
  }

  private static let categoriesByTenths: [(tenths: Int, categories: String)] = [
    (71, "F00"),
    (44, "G81"),
    (40, "G30"),
    (37, "I69"),
    (36, "R29"),
    (32, "N39 F05 W19 S00"),
    (30, "R31"),
    (29, "B96"),
    (27, "R41"),
    (26, "R26 I67 R56"),
    (25, "R40"),
    (24, "T83 S06"),
    (23, "S42 E87 M25 E86"),
    (22, "R54"),
    (21, "Z50 F03 W18"),
    (20, "Z75 F01 S80 L03"),
    (19, "H54 E53"),
    (18, "Z60 G20 R55 S22 K59 N17"),
    (17, "L89 Z22 B95"),
    (16, "L97 R44 K26 I95 N19 A41"),
    (15, "Z87 J96 X59 M19 G40"),
    (14, "M81 S72 S32 E16 R94 N18"),
    (13, "R33 R69 N28"),
    (12, "R32 G31 Y95 S09 R45 G45"),
    (11, "Z74 M79 W06 S01 A04 A09 J18"),
    (10, "J69 R47 E55 Z93 R02"),
    (9, "R63 H91 W10 W01 E05 M41"),
    (8, "R13 Z99 U80 M80 K92 I63"),
    (7, "N20 F10 Y84 R00 J22"),
    (6, "Z73 R79"),
    (5, "Z91 S51 F32 M48"),
    (4, "E83 M15 D64 L08"),
    (3, "R11 K52"),
    (1, "R50"),
  ]
}
