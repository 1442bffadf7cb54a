#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "CBoostMath.h"
#include "Guard.hpp"

using cboostmath::guarded;
using cboostmath::Quiet;

double cbm_gamma_cdf(double shape, double x) noexcept {
  return guarded([=] {
    return boost::math::gamma_p(
        static_cast<long double>(shape), static_cast<long double>(x), Quiet());
  });
}

double cbm_gamma_sf(double shape, double x) noexcept {
  return guarded([=] {
    return boost::math::gamma_q(
        static_cast<long double>(shape), static_cast<long double>(x), Quiet());
  });
}

double cbm_gamma_quantile(double shape, double p) noexcept {
  return guarded([=] {
    return boost::math::gamma_p_inv(
        static_cast<long double>(shape), static_cast<long double>(p), Quiet());
  });
}

double cbm_gamma_upper_quantile(double shape, double p) noexcept {
  return guarded([=] {
    return boost::math::gamma_q_inv(
        static_cast<long double>(shape), static_cast<long double>(p), Quiet());
  });
}

double cbm_gamma_log_pdf(double shape, double x) noexcept {
  return guarded([=]() -> long double {
    const long double a = shape;
    const long double z = x;
    return (a - 1) * std::log(z) - z - boost::math::lgamma(a, Quiet());
  });
}
