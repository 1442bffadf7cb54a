#include <cmath>
#include <limits>

#include "CBoostMath.h"
#include "MonotoneRoot.hpp"
#include "NormalTail.hpp"

// Boost sums beta mixtures and forms the far tails as differences, which leaves them no digits. Here
// T = (Z + delta) / sqrt(W / df) is integrated over r = log(W / df):
//
//   P(T <= t) = integral of Phi(t e^(r/2) - delta) g(r) dr,
//   g(r) = (a^a e^-a / Gamma(a)) exp(a (r + 1 - e^r)),  a = df / 2,
//
// by the trapezium rule. Every term is positive, so small probabilities keep their digits, and for
// an analytic integrand that dies away on both sides the rule converges exponentially.
using namespace cboostmath;

namespace {

// Terms below this share of the largest, as a logarithm, are left out.
constexpr long double negligible = 48;

// The rule is doubled until it changes by less than this share; what error remains is its square.
constexpr long double agreement = 1e-9L;

constexpr int fewestIntervals = 64;
constexpr int mostIntervals = 1 << 22;

// The log of the integral of exp(log g(r) + logInner(r)), where slope(r) is the derivative of
// logInner. The integrand has one peak: in y = |t| e^(r/2), the derivative of its log is a
// decreasing function less an increasing one.
template <class LogInner, class Slope>
long double logIntegral(long double df, LogInner logInner, Slope slope) {
  const long double a = df / 2;
  const auto logTerm = [&](long double r) { return a * (r - std::expm1(r)) + logInner(r); };
  const auto rises = [&](long double r) { return -a * std::expm1(r) + slope(r) > 0; };

  long double low = -1;
  long double high = 1;
  while (!rises(low)) low *= 2;
  while (rises(high)) high *= 2;
  // The peak only sets the scale.
  while (high - low > 1e-3L) {
    const long double middle = (low + high) / 2;
    (rises(middle) ? low : high) = middle;
  }
  const long double peak = (low + high) / 2;
  const long double top = logTerm(peak);

  const auto edge = [&](int direction) {
    long double step = 0.05L;
    while (logTerm(peak + direction * step) > top - negligible) step *= 1.4L;
    return peak + direction * step;
  };
  const long double left = edge(-1);
  const long double width = edge(1) - left;

  // The ends are negligible, so the rule is a plain mean of the terms.
  const auto sumAt = [&](int first, int stride, int count) {
    long double sum = 0;
    for (int i = first; i < count; i += stride) {
      sum += std::exp(logTerm(left + width * i / count) - top);
    }
    return sum;
  };
  int count = fewestIntervals;
  long double sum = sumAt(1, 1, count);
  long double previous = sum / count;
  while (count < mostIntervals) {
    count *= 2;
    sum += sumAt(1, 2, count);
    const long double current = sum / count;
    const bool isSettled = std::fabs(current - previous) <= agreement * current;
    previous = current;
    if (isSettled) break;
  }
  return logGammaPower(a, a) + top + std::log(previous * width);
}

long double logLowerTail(long double df, long double delta, long double t) {
  return logIntegral(
      df, [=](long double r) { return logNormalTail(t * std::exp(r / 2) - delta); },
      [=](long double r) {
        const long double y = t * std::exp(r / 2);
        return y / 2 * normalHazard(y - delta);
      });
}

long double logDensity(long double df, long double delta, long double t) {
  return logIntegral(
      df,
      [=](long double r) {
        const long double z = t * std::exp(r / 2) - delta;
        return r / 2 - z * z / 2 - halfLogTwoPi();
      },
      [=](long double r) {
        const long double y = t * std::exp(r / 2);
        return 0.5L - (y - delta) * y / 2;
      });
}

// The t with P(T <= t) = p, on the coordinate u of t = sinh u, from the smaller tail.
long double lowerQuantile(long double df, long double delta, long double p) {
  const bool isUpper = p > 0.5L;
  const long double target = isUpper ? std::log1p(-p) : std::log(p);
  // log of the largest double is 709.8.
  const long double furthest = 711;
  const long double u = monotoneRoot(std::asinh(delta), furthest, [=](long double u) {
    const long double t = std::sinh(u);
    const long double tail =
        isUpper ? logLowerTail(df, -delta, -t) : logLowerTail(df, delta, t);
    const long double slope = std::exp(logDensity(df, delta, t) - tail) * std::cosh(u);
    return ValueAndSlope{isUpper ? target - tail : tail - target, slope};
  });
  return std::sinh(u);
}

}  // namespace

double cbm_noncentral_t_cdf(double df, double noncentrality, double x) noexcept {
  return guarded([=] { return std::exp(logLowerTail(df, noncentrality, x)); });
}

double cbm_noncentral_t_sf(double df, double noncentrality, double x) noexcept {
  return guarded([=] { return std::exp(logLowerTail(df, -noncentrality, -x)); });
}

double cbm_noncentral_t_quantile(double df, double noncentrality, double p) noexcept {
  return guarded([=] { return lowerQuantile(df, noncentrality, p); });
}

double cbm_noncentral_t_upper_quantile(double df, double noncentrality, double p) noexcept {
  return guarded([=] { return -lowerQuantile(df, -noncentrality, p); });
}

double cbm_noncentral_t_log_pdf(double df, double noncentrality, double x) noexcept {
  return guarded([=] { return logDensity(df, noncentrality, x); });
}

double cbm_noncentral_t_pdf(double df, double noncentrality, double x) noexcept {
  return guarded([=] { return std::exp(logDensity(df, noncentrality, x)); });
}
