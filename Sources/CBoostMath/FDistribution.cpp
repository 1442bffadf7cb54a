#include <cmath>

#include "BetaTails.hpp"
#include "CBoostMath.h"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

// X follows F(d1, d2) where u = d1 X / (d1 X + d2) follows Beta(d1 / 2, d2 / 2).
struct Variable {
  long double a, b;  // half the degrees of freedom
  long double u, v;  // u + v = 1

  Variable(double d1, double d2, double x) : a(d1 / 2.0L), b(d2 / 2.0L) {
    const long double product = a * x;
    u = product / (product + b);
    v = b / (product + b);
  }
};

long double logDensity(double d1, double d2, double x) {
  const Variable at(d1, d2, x);
  return logBetaPower(at.a, at.b, at.u, at.v) - std::log(static_cast<long double>(x));
}

}  // namespace

double cbm_f_cdf(double d1, double d2, double x) noexcept {
  return guarded([at = Variable(d1, d2, x)] { return betaLower(at.a, at.b, at.u, at.v); });
}

double cbm_f_sf(double d1, double d2, double x) noexcept {
  return guarded([at = Variable(d1, d2, x)] { return betaUpper(at.a, at.b, at.u, at.v); });
}

double cbm_f_quantile(double d1, double d2, double p) noexcept {
  return guarded([=] { return std::exp(betaLogit(d1 / 2.0L, d2 / 2.0L, p)) * d2 / d1; });
}

double cbm_f_upper_quantile(double d1, double d2, double p) noexcept {
  return guarded([=] { return std::exp(-betaLogit(d2 / 2.0L, d1 / 2.0L, p)) * d2 / d1; });
}

double cbm_f_pdf(double d1, double d2, double x) noexcept {
  return guarded([=] { return std::exp(logDensity(d1, d2, x)); });
}

double cbm_f_log_pdf(double d1, double d2, double x) noexcept {
  return guarded([=] { return logDensity(d1, d2, x); });
}
