import EvalStats

/// Log relative risks of tuberculosis in 13 trials of BCG vaccine (Colditz and others 1994), as
/// `escalc(measure = "RR", data = dat.bcg)` of R's metafor 3.8-1 gives them, with the latitude and
/// year of each trial.
enum VaccineTrials {
  static let estimates = [
    -0.88931133392020545, -1.5853886572014306, -1.3480731482996933, -1.4415511900213054,
    -0.21754732221129558, -0.78611558581886398, -1.6208982235983918, 0.011952333523840508,
    -0.4694176487381494, -1.3713448034727844, -0.33935882833839059, 0.44591340057137874,
    -0.017313948216879815,
  ]
  static let standardErrors = [
    0.57060035489295069, 0.44111350171825825, 0.64449046957109102, 0.14145681992130169,
    0.2262966463950159, 0.083100050877895126, 0.47224701965424321, 0.062941077984236413,
    0.23755885684025541, 0.27023100046632126, 0.11141011610962319, 0.72972998102048181,
    0.26721650339001574,
  ]
  static let latitudes: [Double] = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]
  static let years: [Double] = [
    1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976,
  ]

  static func groups(scale: ChangeScale = .difference) throws -> GroupEstimates {
    try GroupEstimates(
      estimates: estimates, standardErrors: standardErrors, scale: scale, groupNoun: "trials")
  }
}
