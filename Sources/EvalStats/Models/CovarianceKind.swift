/// A covariance of coefficients, chosen after the fit.
///
/// With B = (XᵀWX)⁻¹ and gᵢ the score of row i, every robust covariance is B·M·B; the kinds differ
/// in M. n counts rows of weight, k coefficients, G clusters.
public enum CovarianceKind: Sendable, Hashable {
  /// φB with φ as the family has it: 1, or Pearson's estimate where it is free.
  case classical
  /// φB with Pearson's φ whatever the family: quasi-likelihood.
  case dispersionScaled
  /// M = Σ gᵢgᵢᵀ (White 1980, doi:10.2307/1912934).
  case hc0
  /// HC0 · n/(n − k)
  case hc1
  /// gᵢgᵢᵀ divided by 1 − hᵢ, the leverage (MacKinnon and White 1985,
  /// doi:10.1016/0304-4076(85)90158-7).
  case hc2
  /// gᵢgᵢᵀ divided by (1 − hᵢ)²
  case hc3
  /// M = Σ over clusters of the outer product of the cluster's summed score, corrected for few
  /// clusters. One cluster number a row; the numbers themselves mean nothing.
  case clustered(by: [Int], correction: ClusterCorrection)
  /// Clustered by two groupings at once: V(first) + V(second) − V(first and second together)
  /// (Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136). Negative eigenvalues, which
  /// the subtraction can leave, are set to zero, and the method of a `CoefficientTable` says so.
  case twoWay(by: [Int], and: [Int], correction: ClusterCorrection)
  /// Robust to autocorrelation up to a number of lags, the rows being one series in the order of
  /// time: M = Σ gₜgₜᵀ + Σ over lags (1 − l/(L + 1))(Γ_l + Γ_lᵀ) with Γ_l = Σ gₜgₜ₋ₗᵀ, Bartlett's
  /// weights (Newey and West 1987, doi:10.2307/1913610); adjusted, times n/(n − k).
  case neweyWest(lagCount: Int, isAdjusted: Bool)
}

/// What a clustered covariance is multiplied with to make up for few clusters.
public enum ClusterCorrection: String, Sendable, Hashable, CaseIterable {
  /// Nothing.
  case cr0 = "CR0"
  /// G/(G − 1)
  case cr1 = "CR1"
  /// G/(G − 1) · (n − 1)/(n − k), Stata's and the default of this library.
  case cr1s = "CR1S"
  /// Residuals adjusted by the leverage of their cluster so that the covariance is unbiased if the
  /// working model holds (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018,
  /// doi:10.1080/07350015.2016.1247004).
  case cr2 = "CR2"
  /// The jackknife: each cluster's residuals as if it had been left out of the fit.
  case cr3 = "CR3"
}
