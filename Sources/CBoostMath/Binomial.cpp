#include <cmath>

#include "BetaTails.hpp"
#include "CBoostMath.h"
#include "CountQuantile.hpp"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

long double lowerTail(double n, double p, double k) {
  return k >= n ? 1 : betaLower(n - k, k + 1, 1 - static_cast<long double>(p), p);
}

long double upperTail(double n, double p, double k) {
  return k >= n ? 0 : betaLower(k + 1, n - k, p, 1 - static_cast<long double>(p));
}

// Binomial(n, k) p^k q^(n - k) is the beta power of (k, n - k) times n / (k (n - k)).
long double logMass(double n, double p, double k) {
  const long double q = 1 - static_cast<long double>(p);
  if (k == 0) return n * std::log1p(-static_cast<long double>(p));
  if (k == n) return n * std::log(static_cast<long double>(p));
  return logBetaPower(k, n - k, p, q) + std::log(static_cast<long double>(n) / k / (n - k));
}

double deviation(double n, double p) { return std::sqrt(n * p * (1 - p)); }

}  // namespace

double cbm_binomial_cdf(double n, double p, double k) noexcept {
  return guarded([=] { return lowerTail(n, p, k); });
}

double cbm_binomial_sf(double n, double p, double k) noexcept {
  return guarded([=] { return upperTail(n, p, k); });
}

double cbm_binomial_quantile(double n, double p, double probability) noexcept {
  return guarded([=] {
    return countQuantile(n * p, deviation(n, p), n, probability, [=](double k) {
      return lowerTail(n, p, k);
    });
  });
}

double cbm_binomial_upper_quantile(double n, double p, double probability) noexcept {
  return guarded([=] {
    return countUpperQuantile(n * p, deviation(n, p), n, probability, [=](double k) {
      return upperTail(n, p, k);
    });
  });
}

double cbm_binomial_pmf(double n, double p, double k) noexcept {
  return guarded([=] { return std::exp(logMass(n, p, k)); });
}

double cbm_binomial_log_pmf(double n, double p, double k) noexcept {
  return guarded([=] { return logMass(n, p, k); });
}
