#include <cmath>

#include "BetaTails.hpp"
#include "CBoostMath.h"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

long double logDensity(long double a, long double b, long double x) {
  return logBetaPower(a, b, x, 1 - x) - std::log(x) - std::log1p(-x);
}

}  // namespace

double cbm_beta_cdf(double alpha, double beta, double x) noexcept {
  return guarded([=] { return betaLower(alpha, beta, x, 1 - static_cast<long double>(x)); });
}

double cbm_beta_sf(double alpha, double beta, double x) noexcept {
  return guarded([=] { return betaUpper(alpha, beta, x, 1 - static_cast<long double>(x)); });
}

double cbm_beta_quantile(double alpha, double beta, double p) noexcept {
  return guarded([=] { return 1 / (1 + std::exp(-betaLogit(alpha, beta, p))); });
}

double cbm_beta_upper_quantile(double alpha, double beta, double p) noexcept {
  return guarded([=] { return 1 / (1 + std::exp(betaLogit(beta, alpha, p))); });
}

double cbm_beta_pdf(double alpha, double beta, double x) noexcept {
  return guarded([=] { return std::exp(logDensity(alpha, beta, x)); });
}

double cbm_beta_log_pdf(double alpha, double beta, double x) noexcept {
  return guarded([=] { return logDensity(alpha, beta, x); });
}
