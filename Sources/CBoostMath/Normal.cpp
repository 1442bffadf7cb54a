#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "CBoostMath.h"
#include "Guard.hpp"

using cboostmath::guarded;
using cboostmath::Quiet;

namespace {

using Normal = boost::math::normal_distribution<long double, Quiet>;

// Below this the series in 1/x^2 is at full precision with its first ten terms.
constexpr long double asymptoticBelow = -40;

// log Phi(x) = -x^2/2 - log(-x sqrt(2 pi)) + log(1 - 1/x^2 + 3/x^4 - 15/x^6 + ...), x -> -infinity.
long double logTail(long double x) {
  const long double inverseSquare = 1 / (x * x);
  long double term = 1;
  long double sum = 0;
  for (int k = 1; k <= 10; ++k) {
    term *= -(2 * k - 1) * inverseSquare;
    sum += term;
  }
  const long double logRootTwoPi = 0.5L * std::log(boost::math::constants::two_pi<long double>());
  return -x * x / 2 - std::log(-x) - logRootTwoPi + std::log1p(sum);
}

}  // namespace

double cbm_normal_cdf(double x) noexcept {
  return guarded([=] { return cdf(Normal(), static_cast<long double>(x)); });
}

double cbm_normal_log_cdf(double x) noexcept {
  return guarded([=]() -> long double {
    const long double z = x;
    if (z < asymptoticBelow) return logTail(z);
    if (z > 0) return std::log1p(-cdf(Normal(), -z));
    return std::log(cdf(Normal(), z));
  });
}

double cbm_normal_quantile(double p) noexcept {
  return guarded([=] { return quantile(Normal(), static_cast<long double>(p)); });
}

double cbm_normal_pdf(double x) noexcept {
  return guarded([=] { return pdf(Normal(), static_cast<long double>(x)); });
}
