#ifndef CBOOSTMATH_MONOTONEROOT_HPP
#define CBOOSTMATH_MONOTONEROOT_HPP

#include <cmath>
#include <limits>

namespace cboostmath {

struct ValueAndSlope {
  long double value, slope;
};

// The root of an increasing function: Newton's steps, halving the bracket where one would leave it.
// The bracket is found by doubling steps from the start. Infinite where |u| passes `furthest`.
// An infinite value (the log of a tail that underflows) only tells the side.
template <class Function>
long double monotoneRoot(long double start, long double furthest, Function function) {
  constexpr long double infinity = std::numeric_limits<long double>::infinity();
  long double u = start;
  ValueAndSlope at = function(u);
  long double low = -infinity;
  long double high = infinity;
  long double stride = 1;
  for (int iteration = 0; iteration < 400; ++iteration) {
    if (at.value == 0) return u;
    (at.value < 0 ? low : high) = u;
    long double next = u - at.value / at.slope;
    // A step this small leaves an error of its square.
    if (std::fabs(next - u) <= 1e-12L * (1 + std::fabs(u))) return next;
    if (std::isfinite(low) && std::isfinite(high)) {
      if (high - low <= 1e-18L * (1 + std::fabs(u))) return u;
      if (!(next > low && next < high)) next = low + (high - low) / 2;
    } else if (!(std::fabs(next - u) <= stride)) {
      next = at.value < 0 ? u + stride : u - stride;
      stride *= 2;
    }
    if (std::fabs(next) > furthest) return next > 0 ? infinity : -infinity;
    u = next;
    at = function(u);
  }
  return u;
}

// The coordinate u with lower(u) = p, for a distribution given on the whole line by both its tails
// and the log of its density in u. It works on the logarithm of the smaller tail, nearly a straight
// line far out, so that any p is a few of Newton's steps away.
template <class Lower, class Upper, class LogDensity>
long double tailRoot(
    long double p, long double start, long double furthest, Lower lower, Upper upper,
    LogDensity logDensity) {
  const bool isUpper = p > 0.5L;
  const long double target = isUpper ? std::log1p(-p) : std::log(p);
  return monotoneRoot(start, furthest, [=](long double u) {
    const long double logTail = std::log(isUpper ? upper(u) : lower(u));
    const long double slope = std::exp(logDensity(u) - logTail);
    return ValueAndSlope{isUpper ? target - logTail : logTail - target, slope};
  });
}

}  // namespace cboostmath

#endif
