#ifndef CBOOSTMATH_GAMMATAILS_HPP
#define CBOOSTMATH_GAMMATAILS_HPP

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "Guard.hpp"
#include "MonotoneRoot.hpp"
#include "SaddlePoint.hpp"

namespace cboostmath {

// From this shape on, and this far from it, Boost's prefix loses digits in proportion to the shape
// (5e-12 at 1e8).
constexpr long double largeShape = 1e5L;
constexpr long double farDeviance = 10;

// Where the uniform expansion is due: far in a tail of a large shape.
inline bool isFarTail(long double a, long double x) {
  return a > largeShape && deviance(a, x) > farDeviance;
}

// The tail of Gamma(a) beyond x on x's own side of a: Q(a, x) for x > a, P(a, x) for x < a, by
// Temme's uniform expansion (1979, doi:10.1137/0510071),
//
//   erfc(|eta| sqrt(a / 2)) / 2 +- exp(-a eta^2 / 2) / sqrt(2 pi a) (c0 + c1 / a + c2 / a^2 + ...),
//
// with mu = x / a - 1 and eta^2 / 2 = mu - log(1 + mu). The coefficients' poles at eta = 0 cancel,
// which costs no digits this far out; what is left out is of the order a^-3.
inline long double farGammaTail(long double a, long double x) {
  const long double mu = (x - a) / a;
  const long double exponent = deviance(a, x);
  const long double eta = std::copysign(std::sqrt(2 * exponent / a), mu);
  const long double r = 1 / mu;
  const long double s = 1 / eta;
  const long double c0 = r - s;
  const long double c1 = s * s * s - r * (r * (r + 1) + 1.0L / 12);
  const long double c2 =
      -3 * std::pow(s, 5) +
      r * (r * (r * (r * (3 * r + 5) + 25.0L / 12) + 1.0L / 12) + 1.0L / 288);
  const long double series = c0 + (c1 + c2 / a) / a;
  const long double correction =
      std::exp(-exponent) / std::sqrt(boost::math::constants::two_pi<long double>() * a) * series;
  const long double normal = boost::math::erfc(std::sqrt(exponent), Quiet()) / 2;
  return mu > 0 ? normal + correction : normal - correction;
}

// P(a, x)
inline long double gammaLower(long double a, long double x) {
  if (!isFarTail(a, x)) return boost::math::gamma_p(a, x, Quiet());
  return x < a ? farGammaTail(a, x) : 1 - farGammaTail(a, x);
}

// Q(a, x) = 1 - P(a, x), computed as such.
inline long double gammaUpper(long double a, long double x) {
  if (!isFarTail(a, x)) return boost::math::gamma_q(a, x, Quiet());
  return x > a ? farGammaTail(a, x) : 1 - farGammaTail(a, x);
}

// The x with P(a, x) = p, or with Q(a, x) = p.
inline long double gammaQuantile(long double a, long double p, bool isUpper) {
  const auto lower = [=](long double u) { return gammaLower(a, std::exp(u)); };
  const auto upper = [=](long double u) { return gammaUpper(a, std::exp(u)); };
  const auto logDensity = [=](long double u) { return logGammaPower(a, std::exp(u)); };
  // Beyond, e^u is no long double.
  const long double furthest = 11300;
  // For a small shape P(a, x) is x^a / Gamma(a + 1) nearly everywhere.
  const long double start =
      a >= 1 || isUpper ? std::log(a)
                        : (std::log(p) + boost::math::lgamma(a + 1, Quiet())) / a;
  const long double u =
      isUpper ? -tailRoot(
                    p, -start, furthest, [=](long double v) { return upper(-v); },
                    [=](long double v) { return lower(-v); },
                    [=](long double v) { return logDensity(-v); })
              : tailRoot(p, start, furthest, lower, upper, logDensity);
  return std::exp(u);
}

}  // namespace cboostmath

#endif
