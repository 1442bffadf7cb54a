#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "CBoostMath.h"
#include "Guard.hpp"

using cboostmath::guarded;
using cboostmath::Quiet;

namespace {

using StudentT = boost::math::students_t_distribution<long double, Quiet>;

}  // namespace

double cbm_student_t_cdf(double df, double x) noexcept {
  return guarded([=] { return cdf(StudentT(df), static_cast<long double>(x)); });
}

double cbm_student_t_quantile(double df, double p) noexcept {
  return guarded([=] { return quantile(StudentT(df), static_cast<long double>(p)); });
}

double cbm_student_t_log_pdf(double df, double x) noexcept {
  return guarded([=]() -> long double {
    const long double half = static_cast<long double>(df) / 2;
    const long double z = x;
    // Gamma(half) / Gamma(half + 1/2), as one ratio so that large df do not cancel.
    const long double ratio = boost::math::tgamma_delta_ratio(half, 0.5L, Quiet());
    const long double normaliser =
        std::log(ratio) + 0.5L * std::log(df * boost::math::constants::pi<long double>());
    // Squaring overflows long double for no finite double.
    return -normaliser - (half + 0.5L) * std::log1p(z * z / df);
  });
}
