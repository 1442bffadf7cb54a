/// How a cluster-robust covariance allows for few clusters.
///
/// With G clusters, n rows and k coefficients: CR0 nothing; CR1 G/(G−1); CR1S G/(G−1)·(n−1)/(n−k),
/// as Stata prints it. CR2 makes the covariance unbiased under the model and takes Satterthwaite's
/// degrees of freedom (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018,
/// doi:10.1080/07350015.2016.1247004).
public enum SmallSampleCorrection: String, Sendable, Codable, CaseIterable {
  case cr0 = "CR0"
  case cr1 = "CR1"
  case cr1s = "CR1S"
  case cr2 = "CR2"

  /// What the covariance is multiplied by; 1 for CR2, which adjusts each cluster instead.
  func factor(clusters: Int, rows: Int, coefficients: Int) -> Double {
    let ratio = Double(clusters) / Double(clusters - 1)
    return switch self {
    case .cr0, .cr2: 1
    case .cr1: ratio
    case .cr1s: ratio * Double(rows - 1) / Double(rows - coefficients)
    }
  }
}
