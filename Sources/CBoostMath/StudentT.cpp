#include <cmath>

#include "BetaTails.hpp"
#include "CBoostMath.h"
#include "SaddlePoint.hpp"

using namespace cboostmath;

namespace {

// Gamma((df + 1) / 2) / (Gamma(df / 2) sqrt(df pi)) (1 + x^2 / df)^(-(df + 1) / 2), with the ratio
// of gamma functions by Stirling's formula and its errors, so that large df do not cancel.
long double logDensity(long double df, long double x) {
  const long double a = df / 2;
  const long double n = a + 0.5L;
  const long double logRatio =
      stirlingError(n) - stirlingError(a) + (a * std::log1p(0.5L / a) - 0.5L);
  return logRatio - halfLogTwoPi() - n * std::log1p(x * x / df);
}

}  // namespace

double cbm_student_t_cdf(double df, double x) noexcept {
  return guarded([=]() -> long double {
    const long double square = static_cast<long double>(x) * x;
    const long double sum = df + square;
    const long double tail =
        betaLower(static_cast<long double>(df) / 2, 0.5L, df / sum, square / sum) / 2;
    return x < 0 ? tail : 1 - tail;
  });
}

double cbm_student_t_quantile(double df, double p) noexcept {
  return guarded([=]() -> long double {
    if (p == 0.5) return 0;
    // The squared variable is F(1, df), each sign has half of its tail.
    const long double smaller = p < 0.5 ? p : 1 - static_cast<long double>(p);
    const long double magnitude =
        std::sqrt(df * std::exp(-betaLogit(df / 2.0L, 0.5L, 2 * smaller)));
    return p < 0.5 ? -magnitude : magnitude;
  });
}

double cbm_student_t_pdf(double df, double x) noexcept {
  return guarded([=] { return std::exp(logDensity(df, x)); });
}

double cbm_student_t_log_pdf(double df, double x) noexcept {
  return guarded([=] { return logDensity(df, x); });
}
