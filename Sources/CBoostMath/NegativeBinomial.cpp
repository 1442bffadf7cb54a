#include <cmath>

#include "BetaTails.hpp"
#include "CBoostMath.h"
#include "CountQuantile.hpp"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

// Failures before the size-th success of probability p = size / (size + mean), q = 1 - p.
struct Chances {
  long double p, q;

  Chances(double size, double mean) {
    const long double sum = static_cast<long double>(size) + mean;
    p = size / sum;
    q = mean / sum;
  }
};

long double lowerTail(double size, double mean, double k) {
  const Chances chances(size, mean);
  return betaLower(size, k + 1, chances.p, chances.q);
}

long double upperTail(double size, double mean, double k) {
  const Chances chances(size, mean);
  return betaLower(k + 1, size, chances.q, chances.p);
}

// Gamma(size + k) / (Gamma(size) k!) p^size q^k is the beta power of (size, k) over k.
long double logMass(double size, double mean, double k) {
  if (k == 0) return -size * std::log1p(static_cast<long double>(mean) / size);
  const Chances chances(size, mean);
  return logBetaPower(size, k, chances.p, chances.q) - std::log(static_cast<long double>(k));
}

double deviation(double size, double mean) { return std::sqrt(mean + mean * (mean / size)); }

}  // namespace

double cbm_negative_binomial_cdf(double size, double mean, double k) noexcept {
  return guarded([=] { return lowerTail(size, mean, k); });
}

double cbm_negative_binomial_sf(double size, double mean, double k) noexcept {
  return guarded([=] { return upperTail(size, mean, k); });
}

double cbm_negative_binomial_quantile(double size, double mean, double p) noexcept {
  return guarded([=] {
    return countQuantile(mean, deviation(size, mean), largestCount, p, [=](double k) {
      return lowerTail(size, mean, k);
    });
  });
}

double cbm_negative_binomial_upper_quantile(double size, double mean, double p) noexcept {
  return guarded([=] {
    return countUpperQuantile(mean, deviation(size, mean), largestCount, p, [=](double k) {
      return upperTail(size, mean, k);
    });
  });
}

double cbm_negative_binomial_pmf(double size, double mean, double k) noexcept {
  return guarded([=] { return std::exp(logMass(size, mean, k)); });
}

double cbm_negative_binomial_log_pmf(double size, double mean, double k) noexcept {
  return guarded([=] { return logMass(size, mean, k); });
}
