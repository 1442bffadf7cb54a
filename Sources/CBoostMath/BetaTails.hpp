#ifndef CBOOSTMATH_BETATAILS_HPP
#define CBOOSTMATH_BETATAILS_HPP

#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>

#include "Guard.hpp"
#include "MonotoneRoot.hpp"
#include "SaddlePoint.hpp"

namespace cboostmath {

// From this parameter on Boost's power terms lose digits in proportion to it (1e-11 at 1e9), and the
// fraction below with its saddle-point power takes over.
constexpr long double largeBetaParameter = 1e5L;

// I_x(a, b) for x at or below the mean, by the continued fraction of DiDonato & Morris (1992,
// doi:10.1145/131766.131776), equation 9, evaluated by Lentz's method.
inline long double betaFraction(long double a, long double b, long double x, long double y) {
  const long double excess = a * y - b * x + 1;
  const auto denominator = [=](long double m) {
    return m + m * (b - m) * x / (a + 2 * m - 1) +
           (a + m) * (excess + m * (2 - x)) / (a + 2 * m + 1);
  };
  // A zero would stop Lentz's method; the least normal number stands for it.
  const auto nonzero = [](long double value) {
    return value == 0 ? std::numeric_limits<long double>::min() : value;
  };
  long double fraction = nonzero(denominator(0));
  long double c = fraction;
  long double d = 0;
  for (long double m = 1; m < 1e9L; ++m) {
    const long double root = x / (a + 2 * m - 1);
    const long double numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * root * root;
    const long double term = denominator(m);
    d = 1 / nonzero(term + numerator * d);
    c = nonzero(term + numerator / c);
    const long double change = c * d;
    fraction *= change;
    if (std::fabs(change - 1) <= std::numeric_limits<long double>::epsilon()) break;
  }
  return std::exp(logBetaPower(a, b, x, y)) / fraction;
}

// I_x(a, b) where y = 1 - x comes along: whichever of the two is small carries the digits.
inline long double betaLower(long double a, long double b, long double x, long double y) {
  if (a == 0.5L && b == 0.5L) {
    // The arcsine law; Boost takes the arcsine of a number next to one.
    return std::atan2(std::sqrt(x), std::sqrt(y)) /
           boost::math::constants::half_pi<long double>();
  }
  if (a > largeBetaParameter || b > largeBetaParameter) {
    return x * b <= y * a ? betaFraction(a, b, x, y) : 1 - betaFraction(b, a, y, x);
  }
  return x <= y ? boost::math::ibeta(a, b, x, Quiet()) : boost::math::ibetac(b, a, y, Quiet());
}

// 1 - I_x(a, b), computed as such.
inline long double betaUpper(long double a, long double b, long double x, long double y) {
  return betaLower(b, a, y, x);
}

// The largest |log x| of a long double that can stand for a point.
constexpr long double furthestLogarithm = 11300;

// log(x / (1 - x)) where I_x(a, b) = p. Boost's inverse finds nothing at some p below 1e-290.
inline long double betaLogit(long double a, long double b, long double p) {
  const auto x = [](long double u) { return 1 / (1 + std::exp(-u)); };
  return tailRoot(
      p, std::log(a / b), furthestLogarithm,
      [=](long double u) { return betaLower(a, b, x(u), x(-u)); },
      [=](long double u) { return betaUpper(a, b, x(u), x(-u)); },
      [=](long double u) { return logBetaPower(a, b, x(u), x(-u)); });
}

}  // namespace cboostmath

#endif
