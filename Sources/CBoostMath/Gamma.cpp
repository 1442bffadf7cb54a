#include <cmath>

#include "CBoostMath.h"
#include "GammaTails.hpp"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

long double logDensity(long double shape, long double x) {
  return logGammaPower(shape, x) - std::log(x);
}

}  // namespace

double cbm_gamma_cdf(double shape, double scale, double x) noexcept {
  return guarded([a = 0.0L + shape, z = 0.0L + x, scale] {
    return gammaLower(a, z / scale);
  });
}

double cbm_gamma_sf(double shape, double scale, double x) noexcept {
  return guarded([a = 0.0L + shape, z = 0.0L + x, scale] {
    return gammaUpper(a, z / scale);
  });
}

double cbm_gamma_quantile(double shape, double scale, double p) noexcept {
  return guarded([a = 0.0L + shape, q = 0.0L + p, scale] {
    return scale * gammaQuantile(a, q, false);
  });
}

double cbm_gamma_upper_quantile(double shape, double scale, double p) noexcept {
  return guarded([a = 0.0L + shape, q = 0.0L + p, scale] {
    return scale * gammaQuantile(a, q, true);
  });
}

double cbm_gamma_pdf(double shape, double scale, double x) noexcept {
  return guarded([a = 0.0L + shape, z = 0.0L + x, scale] {
    return std::exp(logDensity(a, z / scale)) / scale;
  });
}

double cbm_gamma_log_pdf(double shape, double scale, double x) noexcept {
  return guarded([a = 0.0L + shape, z = 0.0L + x, scale] {
    return logDensity(a, z / scale) - std::log(0.0L + scale);
  });
}
