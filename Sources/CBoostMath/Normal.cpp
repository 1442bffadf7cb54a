#include <cmath>

#include "CBoostMath.h"
#include "NormalTail.hpp"

using namespace cboostmath;

namespace {

long double standardised(double mean, double sd, double x) {
  return (static_cast<long double>(x) - mean) / sd;
}

long double lowerQuantile(double p) {
  return -boost::math::constants::root_two<long double>() *
         boost::math::erfc_inv(2 * static_cast<long double>(p), Quiet());
}

long double logDensity(double mean, double sd, double x) {
  const long double z = standardised(mean, sd, x);
  return -z * z / 2 - halfLogTwoPi() - std::log(static_cast<long double>(sd));
}

}  // namespace

double cbm_normal_cdf(double mean, double sd, double x) noexcept {
  return guarded([=] { return normalTail(standardised(mean, sd, x)); });
}

double cbm_normal_sf(double mean, double sd, double x) noexcept {
  return guarded([=] { return normalTail(-standardised(mean, sd, x)); });
}

double cbm_normal_log_cdf(double mean, double sd, double x) noexcept {
  return guarded([=] { return logNormalTail(standardised(mean, sd, x)); });
}

double cbm_normal_log_sf(double mean, double sd, double x) noexcept {
  return guarded([=] { return logNormalTail(-standardised(mean, sd, x)); });
}

double cbm_normal_quantile(double mean, double sd, double p) noexcept {
  return guarded([=] { return mean + sd * lowerQuantile(p); });
}

double cbm_normal_upper_quantile(double mean, double sd, double p) noexcept {
  return guarded([=] { return mean - sd * lowerQuantile(p); });
}

double cbm_normal_pdf(double mean, double sd, double x) noexcept {
  return guarded([=] { return std::exp(logDensity(mean, sd, x)); });
}

double cbm_normal_log_pdf(double mean, double sd, double x) noexcept {
  return guarded([=] { return logDensity(mean, sd, x); });
}
