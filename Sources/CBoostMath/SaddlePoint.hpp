#ifndef CBOOSTMATH_SADDLEPOINT_HPP
#define CBOOSTMATH_SADDLEPOINT_HPP

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "Guard.hpp"

// Densities and masses in the form of Loader (2000), "Fast and accurate computation of binomial
// probabilities": the large logarithms of factorials and powers, which would cancel, are replaced by
// two small numbers that are computed as such.
namespace cboostmath {

// log(2 pi) / 2
inline long double halfLogTwoPi() {
  static const long double value =
      std::log(boost::math::constants::two_pi<long double>()) / 2;
  return value;
}

// delta(x) = log Gamma(x + 1) - ((x + 1/2) log x - x + log(2 pi) / 2), x > 0.
inline long double stirlingError(long double x) {
  if (x < 24) {
    return boost::math::lgamma(x + 1, Quiet()) - ((x + 0.5L) * std::log(x) - x + halfLogTwoPi());
  }
  // Bernoulli's series; from 24 on the first term left out is below 1e-20.
  static const long double coefficients[] = {
      1.0L / 12,        -1.0L / 360,         1.0L / 1260,    -1.0L / 1680,        1.0L / 1188,
      -691.0L / 360360, 1.0L / 156,          -3617.0L / 122400, 43867.0L / 244188,
  };
  const long double z = 1 / (x * x);
  long double sum = 0;
  for (int i = 8; i >= 0; --i) sum = sum * z + coefficients[i];
  return sum / x;
}

// D(x, m) = x log(x / m) + m - x >= 0, for x, m > 0.
inline long double deviance(long double x, long double m) {
  const long double difference = x - m;
  if (std::fabs(difference) < 0.1L * (x + m)) {
    // With v = (x - m) / (x + m): (x - m) v + 2 x (v^3/3 + v^5/5 + ...).
    const long double v = difference / (x + m);
    long double power = 2 * x * v;
    long double sum = difference * v;
    for (int k = 3;; k += 2) {
      power *= v * v;
      const long double next = sum + power / k;
      if (next == sum) return sum;
      sum = next;
    }
  }
  return x * std::log(x / m) + m - x;
}

// log of x^a y^b Gamma(a + b) / (Gamma(a) Gamma(b)), with x + y = 1.
inline long double logBetaPower(long double a, long double b, long double x, long double y) {
  const long double n = a + b;
  return stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) -
         deviance(b, n * y) + 0.5L * std::log(a / n * b) - halfLogTwoPi();
}

// log of x^a exp(-x) / Gamma(a).
inline long double logGammaPower(long double a, long double x) {
  return -stirlingError(a) - deviance(a, x) + 0.5L * std::log(a) - halfLogTwoPi();
}

}  // namespace cboostmath

#endif
