#include <cmath>

#include "CBoostMath.h"
#include "CountQuantile.hpp"
#include "GammaTails.hpp"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

long double lowerTail(long double mean, long double k) {
  return gammaUpper(k + 1, mean);
}

long double upperTail(long double mean, long double k) {
  return gammaLower(k + 1, mean);
}

long double logMass(long double mean, long double k) {
  return k == 0 ? -mean : logGammaPower(k, mean) - std::log(k);
}

}  // namespace

double cbm_poisson_cdf(double mean, double k) noexcept {
  return guarded([=] { return lowerTail(mean, k); });
}

double cbm_poisson_sf(double mean, double k) noexcept {
  return guarded([=] { return upperTail(mean, k); });
}

double cbm_poisson_quantile(double mean, double p) noexcept {
  return guarded([=] {
    return countQuantile(mean, std::sqrt(mean), largestCount, p, [=](double k) {
      return lowerTail(mean, k);
    });
  });
}

double cbm_poisson_upper_quantile(double mean, double p) noexcept {
  return guarded([=] {
    return countUpperQuantile(mean, std::sqrt(mean), largestCount, p, [=](double k) {
      return upperTail(mean, k);
    });
  });
}

double cbm_poisson_pmf(double mean, double k) noexcept {
  return guarded([=] { return std::exp(logMass(mean, k)); });
}

double cbm_poisson_log_pmf(double mean, double k) noexcept {
  return guarded([=] { return logMass(mean, k); });
}
