#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

// A C face on Boost.Math. Arguments are checked by the caller: parameters within their domain,
// 0 < p < 1, x within the open support. A NaN that comes back for such arguments is a fault of ours.
//
// _cdf is P(X <= x), _sf is P(X > x), each computed directly so that small tails keep their digits;
// _quantile inverts the first and _upper_quantile the second.

#ifdef __cplusplus
#define CBM_NOEXCEPT noexcept
extern "C" {
#else
#define CBM_NOEXCEPT
#endif

// log |Gamma(x)|, psi(x), psi'(x), for x > 0.
double cbm_log_gamma(double x) CBM_NOEXCEPT;
double cbm_digamma(double x) CBM_NOEXCEPT;
double cbm_trigamma(double x) CBM_NOEXCEPT;

// The standard normal distribution.
double cbm_normal_cdf(double x) CBM_NOEXCEPT;
double cbm_normal_log_cdf(double x) CBM_NOEXCEPT;
double cbm_normal_quantile(double p) CBM_NOEXCEPT;
double cbm_normal_pdf(double x) CBM_NOEXCEPT;

// Student's t with df degrees of freedom.
double cbm_student_t_cdf(double df, double x) CBM_NOEXCEPT;
double cbm_student_t_quantile(double df, double p) CBM_NOEXCEPT;
double cbm_student_t_log_pdf(double df, double x) CBM_NOEXCEPT;

// The gamma distribution with unit scale.
double cbm_gamma_cdf(double shape, double x) CBM_NOEXCEPT;
double cbm_gamma_sf(double shape, double x) CBM_NOEXCEPT;
double cbm_gamma_quantile(double shape, double p) CBM_NOEXCEPT;
double cbm_gamma_upper_quantile(double shape, double p) CBM_NOEXCEPT;
double cbm_gamma_log_pdf(double shape, double x) CBM_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
