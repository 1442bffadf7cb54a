extension LongTermConditions {
  private static let diabetesKinds = ["E10", "E11", "E12", "E13", "E14"]

  private static func diabetes(_ fourths: [String]) -> String {
    diabetesKinds.flatMap { kind in fourths.map { kind + "." + $0 } }.joined(separator: " ")
  }

  /// Name and codes of each condition: Quan et al. 2005, table 2.
  static let elixhauser: [(name: String, codes: String)] = [
    (
      "Congestive heart failure",
      "I09.9 I11.0 I13.0 I13.2 I25.5 I42.0 I42.5-I42.9 I43 I50 P29.0"
    ),
    (
      "Cardiac arrhythmias",
      "I44.1-I44.3 I45.6 I45.9 I47-I49 R00.0 R00.1 R00.8 T82.1 Z45.0 Z95.0"
    ),
    (
      "Valvular disease",
      "A52.0 I05-I08 I09.1 I09.8 I34-I39 Q23.0-Q23.3 Z95.2-Z95.4"
    ),
    ("Pulmonary circulation disorders", "I26 I27 I28.0 I28.8 I28.9"),
    (
      "Peripheral vascular disorders",
      "I70 I71 I73.1 I73.8 I73.9 I77.1 I79.0 I79.2 K55.1 K55.8 K55.9 Z95.8 Z95.9"
    ),
    ("Hypertension, uncomplicated", "I10"),
    ("Hypertension, complicated", "I11-I13 I15"),
    ("Paralysis", "G04.1 G11.4 G80.1 G80.2 G81 G82 G83.0-G83.4 G83.9"),
    (
      "Other neurological disorders",
      "G10-G13 G20-G22 G25.4 G25.5 G31.2 G31.8 G31.9 G32 G35-G37 G40 G41 G93.1 G93.4 R47.0 R56"
    ),
    ("Chronic pulmonary disease", "I27.8 I27.9 J40-J47 J60-J67 J68.4 J70.1 J70.3"),
    ("Diabetes, uncomplicated", diabetes(["0", "1", "9"])),
    ("Diabetes, complicated", diabetes(["2", "3", "4", "5", "6", "7", "8"])),
    ("Hypothyroidism", "E00-E03 E89.0"),
    ("Renal failure", "I12.0 I13.1 N18 N19 N25.0 Z49.0-Z49.2 Z94.0 Z99.2"),
    (
      "Liver disease",
      "B18 I85 I86.4 I98.2 K70 K71.1 K71.3-K71.5 K71.7 K72-K74 K76.0 K76.2-K76.9 Z94.4"
    ),
    (
      "Peptic ulcer disease without bleeding",
      "K25.7 K25.9 K26.7 K26.9 K27.7 K27.9 K28.7 K28.9"
    ),
    ("AIDS or HIV", "B20-B22 B24"),
    ("Lymphoma", "C81-C85 C88 C90.0 C90.2 C96"),
    ("Metastatic cancer", "C77-C80"),
    (
      "Solid tumour without metastasis",
      "C00-C26 C30-C34 C37-C41 C43 C45-C58 C60-C76 C97"
    ),
    (
      "Rheumatoid arthritis and collagen diseases",
      "L94.0 L94.1 L94.3 M05 M06 M08 M12.0 M12.3 M30 M31.0-M31.3 M32-M35 M45 M46.1 M46.8 M46.9"
    ),
    ("Coagulopathy", "D65-D68 D69.1 D69.3-D69.6"),
    ("Obesity", "E66"),
    ("Weight loss", "E40-E46 R63.4 R64"),
    ("Fluid and electrolyte disorders", "E22.2 E86 E87"),
    ("Anaemia from blood loss", "D50.0"),
    ("Deficiency anaemia", "D50.8 D50.9 D51-D53"),
    (
      "Alcohol abuse",
      "F10 E52 G62.1 I42.6 K29.2 K70.0 K70.3 K70.9 T51 Z50.2 Z71.4 Z72.1"
    ),
    ("Drug abuse", "F11-F16 F18 F19 Z71.5 Z72.2"),
    ("Psychoses", "F20 F22-F25 F28 F29 F30.2 F31.2 F31.5"),
    ("Depression", "F20.4 F31.3-F31.5 F32 F33 F34.1 F41.2 F43.2"),
  ]
}
