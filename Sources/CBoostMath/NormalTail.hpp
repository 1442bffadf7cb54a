#ifndef CBOOSTMATH_NORMALTAIL_HPP
#define CBOOSTMATH_NORMALTAIL_HPP

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

#include "Guard.hpp"
#include "SaddlePoint.hpp"

namespace cboostmath {

// Phi(z)
inline long double normalTail(long double z) {
  return boost::math::erfc(-z / boost::math::constants::root_two<long double>(), Quiet()) / 2;
}

// sqrt(2 pi) exp(z^2/2) Phi(z) (-z) for z -> -infinity: 1 - 1/z^2 + 3/z^4 - 15/z^6 + ...
inline long double asymptoticMills(long double z) {
  const long double inverseSquare = 1 / (z * z);
  long double term = 1;
  long double sum = 0;
  for (int k = 1; k <= 10; ++k) {
    term *= -(2 * k - 1) * inverseSquare;
    sum += term;
  }
  return 1 + sum;
}

// Below this the ten terms above give every digit.
constexpr long double asymptoticNormal = -40;

// log Phi(z)
inline long double logNormalTail(long double z) {
  if (z > 0) return std::log1p(-normalTail(-z));
  if (z > asymptoticNormal) return std::log(normalTail(z));
  return -z * z / 2 - std::log(-z) - halfLogTwoPi() + std::log(asymptoticMills(z));
}

// phi(z) / Phi(z), the derivative of log Phi(z).
inline long double normalHazard(long double z) {
  if (z > asymptoticNormal) return std::exp(-z * z / 2 - halfLogTwoPi()) / normalTail(z);
  return -z / asymptoticMills(z);
}

}  // namespace cboostmath

#endif
