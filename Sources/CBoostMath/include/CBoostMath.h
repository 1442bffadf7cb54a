#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

#ifdef __cplusplus
extern "C" {
#endif

double cbm_normal_cdf(double x);

#ifdef __cplusplus
}
#endif

#endif
