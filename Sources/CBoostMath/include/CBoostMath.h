#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

// A C face on Boost.Math. The caller checks the arguments: parameters in their domain, x inside the
// open support, 0 < p < 1. A NaN that comes back for such arguments is a fault of ours.
//
// For each distribution, first its parameters, then the argument:
//   _cdf             P(X <= x)                         _pdf, _pmf          density or mass at x
//   _sf              P(X > x), with its own digits     _log_pdf, _log_pmf  and its logarithm
//   _quantile        inverts _cdf                      _upper_quantile     inverts _sf
// A discrete quantile is the smallest count whose cdf reaches p (whose sf falls to p).

#ifdef __cplusplus
#define CBM_NOEXCEPT noexcept
extern "C" {
#else
#define CBM_NOEXCEPT
#endif

// log Gamma(x), its first and its second derivative, for x > 0.
double cbm_log_gamma(double x) CBM_NOEXCEPT;
double cbm_digamma(double x) CBM_NOEXCEPT;
double cbm_trigamma(double x) CBM_NOEXCEPT;

double cbm_normal_cdf(double mean, double sd, double x) CBM_NOEXCEPT;
double cbm_normal_log_cdf(double mean, double sd, double x) CBM_NOEXCEPT;
double cbm_normal_sf(double mean, double sd, double x) CBM_NOEXCEPT;
double cbm_normal_log_sf(double mean, double sd, double x) CBM_NOEXCEPT;
double cbm_normal_quantile(double mean, double sd, double p) CBM_NOEXCEPT;
double cbm_normal_upper_quantile(double mean, double sd, double p) CBM_NOEXCEPT;
double cbm_normal_pdf(double mean, double sd, double x) CBM_NOEXCEPT;
double cbm_normal_log_pdf(double mean, double sd, double x) CBM_NOEXCEPT;

double cbm_student_t_cdf(double df, double x) CBM_NOEXCEPT;
double cbm_student_t_quantile(double df, double p) CBM_NOEXCEPT;
double cbm_student_t_pdf(double df, double x) CBM_NOEXCEPT;
double cbm_student_t_log_pdf(double df, double x) CBM_NOEXCEPT;

double cbm_noncentral_t_cdf(double df, double noncentrality, double x) CBM_NOEXCEPT;
double cbm_noncentral_t_sf(double df, double noncentrality, double x) CBM_NOEXCEPT;
double cbm_noncentral_t_quantile(double df, double noncentrality, double p) CBM_NOEXCEPT;
double cbm_noncentral_t_upper_quantile(double df, double noncentrality, double p) CBM_NOEXCEPT;
double cbm_noncentral_t_log_pdf(double df, double noncentrality, double x) CBM_NOEXCEPT;
double cbm_noncentral_t_pdf(double df, double noncentrality, double x) CBM_NOEXCEPT;

double cbm_gamma_cdf(double shape, double scale, double x) CBM_NOEXCEPT;
double cbm_gamma_sf(double shape, double scale, double x) CBM_NOEXCEPT;
double cbm_gamma_quantile(double shape, double scale, double p) CBM_NOEXCEPT;
double cbm_gamma_upper_quantile(double shape, double scale, double p) CBM_NOEXCEPT;
double cbm_gamma_pdf(double shape, double scale, double x) CBM_NOEXCEPT;
double cbm_gamma_log_pdf(double shape, double scale, double x) CBM_NOEXCEPT;

double cbm_beta_cdf(double alpha, double beta, double x) CBM_NOEXCEPT;
double cbm_beta_sf(double alpha, double beta, double x) CBM_NOEXCEPT;
double cbm_beta_quantile(double alpha, double beta, double p) CBM_NOEXCEPT;
double cbm_beta_upper_quantile(double alpha, double beta, double p) CBM_NOEXCEPT;
double cbm_beta_pdf(double alpha, double beta, double x) CBM_NOEXCEPT;
double cbm_beta_log_pdf(double alpha, double beta, double x) CBM_NOEXCEPT;

double cbm_f_cdf(double numerator, double denominator, double x) CBM_NOEXCEPT;
double cbm_f_sf(double numerator, double denominator, double x) CBM_NOEXCEPT;
double cbm_f_quantile(double numerator, double denominator, double p) CBM_NOEXCEPT;
double cbm_f_upper_quantile(double numerator, double denominator, double p) CBM_NOEXCEPT;
double cbm_f_pdf(double numerator, double denominator, double x) CBM_NOEXCEPT;
double cbm_f_log_pdf(double numerator, double denominator, double x) CBM_NOEXCEPT;

// Counts are whole doubles, 0 <= k; for the binomial the cdf and sf ask for k < n, 0 < p < 1.
double cbm_binomial_cdf(double n, double p, double k) CBM_NOEXCEPT;
double cbm_binomial_sf(double n, double p, double k) CBM_NOEXCEPT;
double cbm_binomial_quantile(double n, double p, double probability) CBM_NOEXCEPT;
double cbm_binomial_upper_quantile(double n, double p, double probability) CBM_NOEXCEPT;
double cbm_binomial_pmf(double n, double p, double k) CBM_NOEXCEPT;
double cbm_binomial_log_pmf(double n, double p, double k) CBM_NOEXCEPT;

double cbm_poisson_cdf(double mean, double k) CBM_NOEXCEPT;
double cbm_poisson_sf(double mean, double k) CBM_NOEXCEPT;
double cbm_poisson_quantile(double mean, double p) CBM_NOEXCEPT;
double cbm_poisson_upper_quantile(double mean, double p) CBM_NOEXCEPT;
double cbm_poisson_pmf(double mean, double k) CBM_NOEXCEPT;
double cbm_poisson_log_pmf(double mean, double k) CBM_NOEXCEPT;

double cbm_negative_binomial_cdf(double size, double mean, double k) CBM_NOEXCEPT;
double cbm_negative_binomial_sf(double size, double mean, double k) CBM_NOEXCEPT;
double cbm_negative_binomial_quantile(double size, double mean, double p) CBM_NOEXCEPT;
double cbm_negative_binomial_upper_quantile(double size, double mean, double p) CBM_NOEXCEPT;
double cbm_negative_binomial_pmf(double size, double mean, double k) CBM_NOEXCEPT;
double cbm_negative_binomial_log_pmf(double size, double mean, double k) CBM_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
