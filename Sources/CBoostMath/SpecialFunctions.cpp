#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "CBoostMath.h"
#include "Guard.hpp"

using cboostmath::guarded;
using cboostmath::Quiet;

double cbm_log_gamma(double x) noexcept {
  return guarded([=] { return boost::math::lgamma(static_cast<long double>(x), Quiet()); });
}

double cbm_digamma(double x) noexcept {
  return guarded([=] { return boost::math::digamma(static_cast<long double>(x), Quiet()); });
}

double cbm_trigamma(double x) noexcept {
  return guarded([=] { return boost::math::trigamma(static_cast<long double>(x), Quiet()); });
}
