import Testing

/// What R 4.2.2 makes of a formula on `FormulaExamples.table`.
///
/// `names` are `colnames(m)` and `terms` `attr(m, "assign")` of `m <- model.matrix(formula, d)`, where
/// `d` has strings as factors; `sums` are `colSums(m * w)` with one weight a row, chosen so that each
/// pattern of zeros and ones has its own sum.
struct RCase: Sendable, CustomTestStringConvertible {
  let formula: String
  let names: [String]
  let terms: [Int]
  let sums: [Double]

  init(_ formula: String, names: [String], terms: [Int], sums: [Double]) {
    self.formula = formula
    self.names = names
    self.terms = terms
    self.sums = sums
  }

  var testDescription: String { formula }

  static let weights: [Double] = [1.25, 2.5, 5.75, 11, 23.5, 47, 97.25, 201]

  static let all: [RCase] = [
    RCase("y ~ x", names: ["(Intercept)", "x"], terms: [0, 1], sums: [389.25, 695.5625]),
    RCase(
      "y ~ g", names: ["(Intercept)", "gb", "gc"], terms: [0, 1, 1], sums: [389.25, 24.75, 150]),
    RCase("y ~ g - 1", names: ["ga", "gb", "gc"], terms: [1, 1, 1], sums: [214.5, 24.75, 150]),
    RCase(
      "y ~ 0 + x + g", names: ["x", "ga", "gb", "gc"], terms: [1, 2, 2, 2],
      sums: [695.5625, 214.5, 24.75, 150]),
    RCase(
      "y ~ g + h - 1", names: ["ga", "gb", "gc", "hyes"], terms: [1, 1, 1, 2],
      sums: [214.5, 24.75, 150, 274]),
    RCase(
      "y ~ g * h", names: ["(Intercept)", "gb", "gc", "hyes", "gb:hyes", "gc:hyes"],
      terms: [0, 1, 1, 2, 3, 3], sums: [389.25, 24.75, 150, 274, 23.5, 47]),
    RCase(
      "y ~ g:h",
      names: ["(Intercept)", "ga:hno", "gb:hno", "gc:hno", "ga:hyes", "gb:hyes", "gc:hyes"],
      terms: [0, 1, 1, 1, 1, 1, 1], sums: [389.25, 11, 1.25, 103, 203.5, 23.5, 47]),
    RCase(
      "y ~ g + g:h", names: ["(Intercept)", "gb", "gc", "ga:hyes", "gb:hyes", "gc:hyes"],
      terms: [0, 1, 1, 2, 2, 2], sums: [389.25, 24.75, 150, 203.5, 23.5, 47]),
    RCase(
      "y ~ h:g - 1", names: ["hno:ga", "hyes:ga", "hno:gb", "hyes:gb", "hno:gc", "hyes:gc"],
      terms: [1, 1, 1, 1, 1, 1], sums: [11, 203.5, 1.25, 23.5, 103, 47]),
    RCase(
      "y ~ x * g", names: ["(Intercept)", "x", "gb", "gc", "x:gb", "x:gc"],
      terms: [0, 1, 2, 2, 3, 3], sums: [389.25, 695.5625, 24.75, 150, 18.25, 438.3125]),
    RCase(
      "y ~ x:g", names: ["(Intercept)", "x:ga", "x:gb", "x:gc"], terms: [0, 1, 1, 1],
      sums: [389.25, 239, 18.25, 438.3125]),
    RCase(
      "y ~ x:g - 1", names: ["x:ga", "x:gb", "x:gc"], terms: [1, 1, 1],
      sums: [239, 18.25, 438.3125]),
    RCase(
      "y ~ x + x:g - 1", names: ["x", "x:ga", "x:gb", "x:gc"], terms: [1, 2, 2, 2],
      sums: [695.5625, 239, 18.25, 438.3125]),
    RCase(
      "y ~ g:x + x", names: ["(Intercept)", "x", "gb:x", "gc:x"], terms: [0, 1, 2, 2],
      sums: [389.25, 695.5625, 18.25, 438.3125]),
    RCase("y ~ flag", names: ["(Intercept)", "flagTRUE"], terms: [0, 1], sums: [389.25, 115.25]),
    RCase("y ~ flag - 1", names: ["flagFALSE", "flagTRUE"], terms: [1, 1], sums: [274, 115.25]),
    RCase(
      "y ~ flag * x", names: ["(Intercept)", "flagTRUE", "x", "flagTRUE:x"], terms: [0, 1, 2, 3],
      sums: [389.25, 115.25, 695.5625, 283.9375]),
    RCase(
      "y ~ factor(age)", names: ["(Intercept)", "factor(age)50", "factor(age)60"],
      terms: [0, 1, 1], sums: [389.25, 213.25, 52.75]),
    RCase(
      "y ~ factor(age) * h",
      names: [
        "(Intercept)", "factor(age)50", "factor(age)60", "hyes", "factor(age)50:hyes",
        "factor(age)60:hyes",
      ], terms: [0, 1, 1, 2, 3, 3], sums: [389.25, 213.25, 52.75, 274, 201, 47]),
    RCase(
      "y ~ factor(dose)", names: ["(Intercept)", "factor(dose)2.5", "factor(dose)1e+05"],
      terms: [0, 1, 1], sums: [389.25, 58, 227]),
    RCase(
      "y ~ I(x^2) + x", names: ["(Intercept)", "I(x^2)", "x"], terms: [0, 1, 2],
      sums: [389.25, 1692.328125, 695.5625]),
    RCase(
      "y ~ log(x) + sqrt(age) + log2(x) + log10(x) + log1p(x) + exp(z) + abs(z)",
      names: [
        "(Intercept)", "log(x)", "sqrt(age)", "log2(x)", "log10(x)", "log1p(x)", "exp(z)", "abs(z)",
      ], terms: [0, 1, 2, 3, 4, 5, 6, 7],
      sums: [
        389.25, 161.738824515885, 2696.0063971367, 233.339800048278, 70.2422789967674,
        373.113783701977, 2285.72868316709, 679,
      ]),
    RCase(
      "y ~ I((x+z)*2 - age/1e5) + I(-x)",
      names: ["(Intercept)", "I((x + z) * 2 - age/1e+05)", "I(-x)"], terms: [0, 1, 2],
      sums: [389.25, 2362.937425, -695.5625]),
    RCase(
      "y ~ I(x > 1) + I(g == \"b\")", names: ["(Intercept)", "I(x > 1)TRUE", "I(g == \"b\")TRUE"],
      terms: [0, 1, 2], sums: [389.25, 163.5, 24.75]),
    RCase(
      "y ~ PHN.C1 + `odd name`", names: ["(Intercept)", "PHN.C1", "`odd name`"], terms: [0, 1, 2],
      sums: [389.25, 133, 2192.75]),
    RCase(
      "y ~ (x + z + age)^2", names: ["(Intercept)", "x", "z", "age", "x:z", "x:age", "z:age"],
      terms: [0, 1, 2, 3, 4, 5, 6], sums: [389.25, 695.5625, 486, 18757.5, 332, 34072.5, 21822.5]),
    RCase(
      "y ~ (x + g + h)^2 - x:h",
      names: ["(Intercept)", "x", "gb", "gc", "hyes", "x:gb", "x:gc", "gb:hyes", "gc:hyes"],
      terms: [0, 1, 2, 2, 3, 4, 4, 5, 5],
      sums: [389.25, 695.5625, 24.75, 150, 274, 18.25, 438.3125, 23.5, 47]),
    RCase(
      "y ~ x * z * g - x:z:g",
      names: ["(Intercept)", "x", "z", "gb", "gc", "x:z", "x:gb", "x:gc", "z:gb", "z:gc"],
      terms: [0, 1, 2, 3, 3, 4, 5, 5, 6, 6],
      sums: [389.25, 695.5625, 486, 24.75, 150, 332, 18.25, 438.3125, 71.75, 14.75]),
    RCase(
      "y ~ z:x + x + z", names: ["(Intercept)", "x", "z", "z:x"], terms: [0, 1, 2, 3],
      sums: [389.25, 695.5625, 486, 332]),
    RCase(
      "log(y + 1) ~ x + offset(log(x)) + z", names: ["(Intercept)", "x", "z"], terms: [0, 1, 2],
      sums: [389.25, 695.5625, 486]),
    RCase(
      "y ~ g/x", names: ["(Intercept)", "gb", "gc", "ga:x", "gb:x", "gc:x"],
      terms: [0, 1, 1, 2, 2, 2], sums: [389.25, 24.75, 150, 239, 18.25, 438.3125]),
    RCase(
      "y ~ -1 + x*z", names: ["x", "z", "x:z"], terms: [1, 2, 3], sums: [695.5625, 486, 332]),
    RCase("y ~ x - 1 + 1", names: ["(Intercept)", "x"], terms: [0, 1], sums: [389.25, 695.5625]),
    RCase(
      "~ g:h:flag",
      names: [
        "(Intercept)", "ga:hno:flagFALSE", "gb:hno:flagFALSE", "gc:hno:flagFALSE",
        "ga:hyes:flagFALSE", "gb:hyes:flagFALSE", "gc:hyes:flagFALSE", "ga:hno:flagTRUE",
        "gb:hno:flagTRUE", "gc:hno:flagTRUE", "ga:hyes:flagTRUE", "gb:hyes:flagTRUE",
        "gc:hyes:flagTRUE",
      ], terms: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
      sums: [389.25, 0, 0, 0, 203.5, 23.5, 47, 11, 1.25, 103, 0, 0, 0]),
    RCase(
      "~ x:g:h + g",
      names: [
        "(Intercept)", "gb", "gc", "x:ga:hno", "x:gb:hno", "x:gc:hno", "x:ga:hyes", "x:gb:hyes",
        "x:gc:hyes",
      ], terms: [0, 1, 1, 2, 2, 2, 2, 2, 2],
      sums: [389.25, 24.75, 150, 33, 0.625, 250.3125, 206, 17.625, 188]),
    RCase(
      "~ g*h*flag",
      names: [
        "(Intercept)", "gb", "gc", "hyes", "flagTRUE", "gb:hyes", "gc:hyes", "gb:flagTRUE",
        "gc:flagTRUE", "hyes:flagTRUE", "gb:hyes:flagTRUE", "gc:hyes:flagTRUE",
      ], terms: [0, 1, 1, 2, 3, 4, 4, 5, 5, 6, 7, 7],
      sums: [389.25, 24.75, 150, 274, 115.25, 23.5, 47, 1.25, 103, 0, 0, 0]),
    RCase("y ~ 1", names: ["(Intercept)"], terms: [0], sums: [389.25]),
    RCase(
      "~ 0 + h:x:g",
      names: ["hno:x:ga", "hyes:x:ga", "hno:x:gb", "hyes:x:gb", "hno:x:gc", "hyes:x:gc"],
      terms: [1, 1, 1, 1, 1, 1], sums: [33, 206, 0.625, 17.625, 250.3125, 188]),
    RCase(
      "~ I(x*1e5) + I(z/100000) + I(x^-1) + I(!flag) + I(x > 1 & z < 2)",
      names: [
        "(Intercept)", "I(x * 1e+05)", "I(z/1e+05)", "I(x^-1)", "I(!flag)TRUE",
        "I(x > 1 & z < 2)TRUE",
      ], terms: [0, 1, 2, 3, 4, 5], sums: [389.25, 69_556_250, 0.00486, 295, 274, 157.75]),
    RCase(
      "~ (g + h):x", names: ["(Intercept)", "ga:x", "gb:x", "gc:x", "hyes:x"],
      terms: [0, 1, 1, 1, 2], sums: [389.25, 239, 18.25, 438.3125, 411.625]),
    RCase(
      "~ g + h + x:(g + h)",
      names: ["(Intercept)", "gb", "gc", "hyes", "ga:x", "gb:x", "gc:x", "hyes:x"],
      terms: [0, 1, 1, 2, 3, 3, 3, 4],
      sums: [389.25, 24.75, 150, 274, 239, 18.25, 438.3125, 411.625]),
    RCase(
      "~ (x + z)/age", names: ["(Intercept)", "x", "z", "x:z:age"], terms: [0, 1, 2, 3],
      sums: [389.25, 695.5625, 486, 10073.75]),
    RCase(
      "~ I(x^2):g + g", names: ["(Intercept)", "gb", "gc", "I(x^2):ga", "I(x^2):gb", "I(x^2):gc"],
      terms: [0, 1, 1, 2, 2, 2], sums: [389.25, 24.75, 150, 310, 13.53125, 1368.796875]),
  ]
}
