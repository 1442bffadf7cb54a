#ifndef CBOOSTMATH_GUARD_HPP
#define CBOOSTMATH_GUARD_HPP

#include <boost/math/policies/policy.hpp>

#include <limits>

// Everything is evaluated in long double and rounded to double once, at the end. With Boost's own
// promotion the special functions run in long double, but what leads to them (z / sqrt 2, or
// nu / (nu + t^2)) is rounded to double first, and the incomplete functions magnify that rounding
// by x^2 or by the parameter: far more than the 1e-12 promised above this face.
namespace cboostmath {

namespace policies = boost::math::policies;

// Errors come back as the limit value (infinity, zero, NaN); none is thrown and errno is left alone.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>,
    policies::discrete_quantile<policies::real>, policies::max_root_iterations<1000>,
    policies::max_series_iterations<10000000>>;

// No exception may cross the C face: what is left (an allocation that fails, a root finder that
// throws despite its policy) becomes NaN, which the Swift side treats as an internal fault.
template <class Body>
double guarded(Body body) noexcept {
  try {
    return static_cast<double>(body());
  } catch (...) {
    return std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace cboostmath

#endif
