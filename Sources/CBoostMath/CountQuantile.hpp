#ifndef CBOOSTMATH_COUNTQUANTILE_HPP
#define CBOOSTMATH_COUNTQUANTILE_HPP

#include <algorithm>
#include <cmath>
#include <limits>

#include "Guard.hpp"

namespace cboostmath {

// How far a tail may miss p and still count as reaching it, relative to p: 64 units in the last
// place of a double, as in R's discrete quantiles, so that a p that was itself rounded (0.3 for
// 1 - 0.7) finds the count it stands for.
constexpr long double reachTolerance = 64.0L * std::numeric_limits<double>::epsilon();

// Above this, neighbouring counts are no longer neighbouring doubles.
constexpr double largestCount = 9007199254740992.0;

// The smallest whole k in [0, top] where `reached`, which is monotone and true at the top, is true.
// The search doubles its step away from the start and halves it back: O(log) evaluations.
template <class Reached>
double smallestCount(double start, double step, double top, Reached reached) {
  double high = std::min(std::max(0.0, std::floor(start)), top);
  step = std::max(1.0, std::floor(step));
  double low;  // `reached` is false here, or it is -1
  if (reached(high)) {
    low = high - step;
    while (low >= 0 && reached(low)) {
      high = low;
      step *= 2;
      low -= step;
    }
    low = std::max(low, -1.0);
  } else {
    low = high;
    high = std::min(high + step, top);
    while (high < top && !reached(high)) {
      low = high;
      step *= 2;
      high = std::min(high + step, top);
    }
  }
  while (high - low > 1) {
    const double middle = low + std::floor((high - low) / 2);
    (reached(middle) ? high : low) = middle;
  }
  return high;
}

// The smallest count whose lower tail reaches p.
template <class Tail>
double countQuantile(double mean, double sd, double top, double p, Tail lower) {
  const long double target = p * (1 - reachTolerance);
  return smallestCount(mean, sd / 2, top, [&](double k) { return lower(k) >= target; });
}

// The smallest count whose upper tail falls to p.
template <class Tail>
double countUpperQuantile(double mean, double sd, double top, double p, Tail upper) {
  const long double target = p * (1 + reachTolerance);
  return smallestCount(mean, sd / 2, top, [&](double k) { return upper(k) <= target; });
}

}  // namespace cboostmath

#endif
