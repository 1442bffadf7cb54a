#!/usr/bin/env python3
"""Makes distribution-values.csv, beside this script, with mpmath (gmpy2 makes it 20 times faster).

Every value is evaluated with 60 digits from elementary series, continued fractions or quadrature
(no distribution function of any library), at arguments that are exact doubles; 25 digits are kept.
scipy gives starting points for the quantiles' Newton iteration and nothing else.

    python3 Tests/Goldens/make-distribution-values.py

Columns: distribution, function, first parameter, second parameter, argument, value.
"""

import csv
import math
import os
import sys
import warnings

import scipy.stats as st
from mpmath import (
    betainc, digamma, erfc, exp, gammainc, inf, log, log1p, loggamma, mp, mpf, nstr, pi, polygamma,
    sqrt,
)

warnings.filterwarnings("ignore")
mp.dps = 60
TINY = mpf(10) ** -58

# --- incomplete gamma and beta ---------------------------------------------------------------


def gamma_log_density(a, x):
    return (a - 1) * log(x) - x - loggamma(a)


def gamma_lower(a, x):
    """P(a, x) by its series of positive terms, or from the continued fraction of Q."""
    if x > a + 3 * sqrt(a) + 1:
        return 1 - gamma_upper(a, x)
    term = total = 1 / a
    k = a
    while term > total * TINY:
        k += 1
        term *= x / k
        total += term
    return total * exp(a * log(x) - x - loggamma(a))


def gamma_upper(a, x):
    if x <= a + 3 * sqrt(a) + 1:
        return 1 - gamma_lower(a, x)
    b = x + 1 - a
    c = mpf(10) ** 300
    d = 1 / b
    h = d
    i = 0
    while True:
        i += 1
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        step = d * c
        h *= step
        if abs(step - 1) < TINY:
            return h * exp(a * log(x) - x - loggamma(a))


def beta_fraction(a, b, x, y):
    """I_x(a, b) by DLMF 8.17.22; y = 1 - x, given so that neither loses digits."""
    c = mpf(1)
    d = 1 / (1 - (a + b) * x / (a + 1))
    h = d
    m = 0
    while True:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + even * d)
        c = 1 + even / c
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + odd * d)
        c = 1 + odd / c
        h *= d * c
        if abs(d * c - 1) < TINY:
            break
    front = a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b)
    return exp(front) / a * h


def beta_lower(a, b, x, y):
    if x < (a + 1) / (a + b + 2):
        return beta_fraction(a, b, x, y)
    return 1 - beta_fraction(b, a, y, x)


def beta_log_density(a, b, x, y):
    return (a - 1) * log(x) + (b - 1) * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b)


# --- continuous distributions: lower tail, upper tail, log density, from exact arguments -------


class Normal:
    name = "normal"
    support = "real"

    def __init__(self, m, s):
        self.m, self.s = mpf(m), mpf(s)
        self.start = st.norm(m, s)

    def lower(self, x):
        return erfc(-(x - self.m) / self.s / sqrt(mpf(2))) / 2

    def upper(self, x):
        return erfc((x - self.m) / self.s / sqrt(mpf(2))) / 2

    def log_density(self, x):
        z = (x - self.m) / self.s
        return -z * z / 2 - log(self.s) - log(2 * pi) / 2


class StudentT:
    name = "student-t"
    support = "real"

    def __init__(self, v, _):
        self.v = mpf(v)
        self.start = st.t(v)

    def tail(self, x):
        s = self.v + x * x
        return beta_lower(self.v / 2, mpf(1) / 2, self.v / s, x * x / s) / 2

    def lower(self, x):
        return self.tail(x) if x < 0 else 1 - self.tail(x)

    def upper(self, x):
        return self.tail(x) if x > 0 else 1 - self.tail(x)

    def log_density(self, x):
        v = self.v
        front = loggamma((v + 1) / 2) - loggamma(v / 2) - log(v * pi) / 2
        return front - (v + 1) / 2 * log1p(x * x / v)


class F:
    name = "f"
    support = "positive"

    def __init__(self, d1, d2):
        self.a, self.b = mpf(d1) / 2, mpf(d2) / 2
        self.start = st.f(d1, d2)

    def parts(self, x):
        s = self.a * x + self.b
        return self.a * x / s, self.b / s

    def lower(self, x):
        u, v = self.parts(x)
        return beta_lower(self.a, self.b, u, v)

    def upper(self, x):
        u, v = self.parts(x)
        return beta_lower(self.b, self.a, v, u)

    def log_density(self, x):
        u, v = self.parts(x)
        return beta_log_density(self.a, self.b, u, v) + log(u) + log(v) - log(x)


class Gamma:
    name = "gamma"
    support = "positive"

    def __init__(self, a, s):
        self.a, self.s = mpf(a), mpf(s)
        self.start = st.gamma(a, scale=s)

    def lower(self, x):
        return gamma_lower(self.a, x / self.s)

    def upper(self, x):
        return gamma_upper(self.a, x / self.s)

    def log_density(self, x):
        return gamma_log_density(self.a, x / self.s) - log(self.s)


class ChiSquared(Gamma):
    name = "chi-squared"

    def __init__(self, v, _):
        super().__init__(mpf(v) / 2, 2)
        self.start = st.chi2(v)


class Beta:
    name = "beta"
    support = "unit"

    def __init__(self, a, b):
        self.a, self.b = mpf(a), mpf(b)
        self.start = st.beta(a, b)

    def lower(self, x):
        return beta_lower(self.a, self.b, x, 1 - x)

    def upper(self, x):
        return beta_lower(self.b, self.a, 1 - x, x)

    def log_density(self, x):
        return beta_log_density(self.a, self.b, x, 1 - x)


class NoncentralT:
    """Mixture over the chi-squared denominator, by the trapezium rule on u = log w: every term is
    positive and the rule converges exponentially, so tails keep their digits."""

    name = "noncentral-t"
    support = "real"
    digits = 20

    def __init__(self, v, d):
        self.v, self.d = mpf(v), mpf(d)
        self.start = st.nct(v, d)

    def integral(self, log_inner):
        v = self.v
        with mp.workdps(30):
            front = -v / 2 * log(mpf(2)) - loggamma(v / 2)

            def g(u):
                return front + v / 2 * u - exp(u) / 2 + log_inner(exp(u / 2) / sqrt(v))

            # The log integrand is concave enough to be unimodal: golden-free ternary search.
            low, high = mpf(-1500) / v - 60, log(v + 40 * sqrt(v) + 2000) + 2
            for _ in range(300):
                a, b = low + (high - low) / 3, high - (high - low) / 3
                if g(a) < g(b):
                    low = a
                else:
                    high = b
            peak = (low + high) / 2
            top = g(peak)

            def edge(direction):
                step = mpf("0.001")
                while g(peak + direction * step) > top - 75:
                    step *= mpf("1.3")
                return peak + direction * step

            left, right = edge(-1), edge(1)
            n = 64
            total = sum(exp(g(left + (right - left) * i / n) - top) for i in range(n + 1))
            previous = total / n
            while True:
                total += sum(
                    exp(g(left + (right - left) * (2 * i + 1) / (2 * n)) - top) for i in range(n))
                n *= 2
                current = total / n
                if abs(current - previous) < current * mpf(10) ** -21:
                    return current * (right - left) * exp(top)
                previous = current

    def lower(self, x):
        return self.integral(lambda s: log(erfc((self.d - x * s) / sqrt(mpf(2))) / 2))

    def upper(self, x):
        return self.integral(lambda s: log(erfc((x * s - self.d) / sqrt(mpf(2))) / 2))

    def log_density(self, x):
        return log(self.integral(
            lambda s: log(s) - (x * s - self.d) ** 2 / 2 - log(2 * pi) / 2))


# --- quantiles ---------------------------------------------------------------------------------


def transform(support, u):
    """The argument for a coordinate u on the whole line, and dx/du."""
    if support == "real":
        e = exp(abs(u))
        return (e - 1 / e) / 2 * (1 if u >= 0 else -1), (e + 1 / e) / 2
    if support == "positive":
        return exp(u), exp(u)
    x = 1 / (1 + exp(-u))
    return x, x * (1 - x)


def coordinate(support, x):
    if support == "real":
        x = mpf(x)
        u = log(abs(x) + sqrt(1 + x * x))
        return u if x >= 0 else -u
    if support == "positive":
        return log(mpf(x))
    return log(mpf(x)) - log1p(-mpf(x))


def quantile(d, p, upper):
    """Newton on log tail - log p in the coordinate; bisection where scipy has no start."""
    tail = d.upper if upper else d.lower
    sign = -1 if upper else 1
    target = log(mpf(p))
    guess = d.start.isf(p) if upper else d.start.ppf(p)
    inside = math.isfinite(guess) and (
        d.support == "real" or (guess > 0 and (d.support == "positive" or guess < 1)))
    u = coordinate(d.support, guess) if inside else None

    def value(u):
        x, dx = transform(d.support, u)
        t = tail(x)
        return sign * (log(t) - target), exp(d.log_density(x) - log(t)) * dx

    if u is None or abs(value(u)[0]) > 0.5:
        # Beyond these the quantile is no double: outside its range, or nearer one than it resolves.
        least, most = (-800, 40) if d.support == "unit" else (-800, 800)
        low, high = mpf(-1), mpf(1)
        with mp.workdps(60 if d.support == "unit" else 25):
            while value(low)[0] > 0:
                low *= 2
                if low < least:
                    return None
            while value(high)[0] < 0:
                high *= 2
                if high > most:
                    return None
            while high - low > mpf("1e-4") * (1 + abs(low)):
                mid = (low + high) / 2
                if value(mid)[0] > 0:
                    high = mid
                else:
                    low = mid
        u = (low + high) / 2
    for _ in range(60):
        f, slope = value(u)
        step = f / slope
        u -= step
        if abs(step) < mpf(10) ** -(getattr(d, "digits", 50) - 2) * (1 + abs(u)):
            return transform(d.support, u)[0]
    raise ArithmeticError(f"no convergence: {d.name} {p} {upper}")


# --- discrete distributions --------------------------------------------------------------------


class Binomial:
    name = "binomial"

    def __init__(self, n, p):
        self.n, self.p = int(n), mpf(p)
        self.top = self.n
        self.mean = self.n * self.p
        self.sd = sqrt(self.mean * (1 - self.p))
        self.start = st.binom(self.n, p)

    def log_mass(self, k):
        n = self.n
        return (loggamma(mpf(n + 1)) - loggamma(mpf(k + 1)) - loggamma(mpf(n - k + 1))
                + k * log(self.p) + (n - k) * log(1 - self.p))

    def lower(self, k):
        if k >= self.n:
            return mpf(1)
        return beta_lower(mpf(self.n - k), mpf(k + 1), 1 - self.p, self.p)

    def upper(self, k):
        if k >= self.n:
            return mpf(0)
        return beta_lower(mpf(k + 1), mpf(self.n - k), self.p, 1 - self.p)


class Poisson:
    name = "poisson"
    top = None

    def __init__(self, m, _):
        self.m = mpf(m)
        self.mean, self.sd = self.m, sqrt(self.m)
        self.start = st.poisson(m)

    def log_mass(self, k):
        return k * log(self.m) - self.m - loggamma(mpf(k + 1))

    def lower(self, k):
        return gamma_upper(mpf(k + 1), self.m)

    def upper(self, k):
        return gamma_lower(mpf(k + 1), self.m)


class NegativeBinomial:
    name = "negative-binomial"
    top = None

    def __init__(self, r, m):
        self.r, self.m = mpf(r), mpf(m)
        self.p, self.q = self.r / (self.r + self.m), self.m / (self.r + self.m)
        self.mean, self.sd = self.m, sqrt(self.m + self.m ** 2 / self.r)
        self.start = st.nbinom(r, r / (r + m))

    def log_mass(self, k):
        r = self.r
        return (loggamma(r + k) - loggamma(r) - loggamma(mpf(k + 1)) + r * log(self.p)
                + k * log(self.q))

    def lower(self, k):
        return beta_lower(self.r, mpf(k + 1), self.p, self.q)

    def upper(self, k):
        return beta_lower(mpf(k + 1), self.r, self.q, self.p)


def discrete_quantile(d, p, upper):
    """The smallest k whose lower tail reaches p (whose upper tail falls to p), by bisection."""
    p = mpf(p)
    reached = (lambda k: d.upper(k) <= p) if upper else (lambda k: d.lower(k) >= p)
    if reached(0):
        return 0
    low, high = 0, max(1, int(d.mean))
    while not reached(high):
        low, high = high, high * 2 if d.top is None else min(high * 2, d.top)
    while high - low > 1:
        mid = (low + high) // 2
        if reached(mid):
            high = mid
        else:
            low = mid
    return high


# --- the grid ----------------------------------------------------------------------------------

rows = []


def put(name, function, first, second, argument, value):
    if value == 0 or abs(value) < 1e-305 or abs(value) > 1e305:
        return
    text = nstr(value, 25, strip_zeros=True)
    rows.append([name, function, repr(first), repr(second), repr(argument), text])


TAIL_LEVELS = [1e-300, 1e-50, 1e-9, 0.004, 0.31]
QUANTILE_LEVELS = [1e-300, 1e-60, 1e-10, 0.0005, 0.025, 0.31]


def continuous(kind, parameters, tails=TAIL_LEVELS, levels=QUANTILE_LEVELS):
    for first, second in parameters:
        d = kind(first, second)
        arguments = []
        for upper in (False, True):
            for p in tails:
                x = quantile(d, p, upper)
                if x is None or not 1e-305 < abs(x) < 1e305:
                    continue
                x = float(nstr(x, 6))  # a short decimal near the level, exactly a double
                if d.support == "unit" and not 0 < x < 1:
                    continue
                arguments.append(x)
        for x in sorted(set(arguments)):
            put(d.name, "cumulative", first, second, x, d.lower(mpf(x)))
            put(d.name, "survival", first, second, x, d.upper(mpf(x)))
            log_density = d.log_density(mpf(x))
            put(d.name, "density", first, second, x, exp(log_density))
            if abs(log_density) > 0.01:
                put(d.name, "logDensity", first, second, x, log_density)
        for upper in (False, True):
            for p in levels + [0.9]:
                x = quantile(d, p, upper)
                if x is None or not 1e-305 < abs(x) < 1e305:
                    continue
                if d.support == "unit" and float(x) == 1:
                    continue
                put(d.name, "upperQuantile" if upper else "quantile", first, second, p, x)
        print(d.name, first, second, len(rows), file=sys.stderr, flush=True)


def discrete(kind, parameters):
    for first, second in parameters:
        d = kind(first, second)
        counts = set()
        for upper in (False, True):
            for p in TAIL_LEVELS:
                counts.add(discrete_quantile(d, p, upper))
        for k in sorted(counts):
            put(d.name, "cumulative", first, second, k, d.lower(k))
            put(d.name, "survival", first, second, k, d.upper(k))
            log_mass = d.log_mass(k)
            put(d.name, "mass", first, second, k, exp(log_mass))
            put(d.name, "logMass", first, second, k, log_mass)
        for upper in (False, True):
            for p in QUANTILE_LEVELS + [0.9]:
                k = discrete_quantile(d, p, upper)
                function = "upperQuantile" if upper else "quantile"
                rows.append([d.name, function, repr(first), repr(second), repr(p), str(k)])
        print(d.name, first, second, len(rows), file=sys.stderr, flush=True)


def special():
    for x in [1e-300, 1e-8, 0.1, 0.5, 0.999, 1.0000001, 1.4616, 1.5, 1.9999, 2.5, 7.3, 19.5, 123.456,
              1e5, 1e10, 1e100]:
        put("special", "logGamma", x, 0, x, loggamma(mpf(x)))
        put("special", "digamma", x, 0, x, digamma(mpf(x)))
        if 1e-150 < x:
            put("special", "trigamma", x, 0, x, polygamma(1, mpf(x)))


def normal_logarithms():
    d = Normal(0, 1)
    for x in [-1e8, -12345.6, -101.5, -40.5, -39.5, -20.0, -3.0, -0.5, 0.3, 2.0, 6.0, 12.0, 30.0]:
        put("normal", "logCumulative", 0.0, 1.0, x, log_tail(-mpf(x)))
        put("normal", "logSurvival", 0.0, 1.0, -x, log_tail(-mpf(x)))


def log_tail(x):
    """log P(Z > x); far out by the asymptotic series, whose terms fall below 1e-60 there."""
    if x < 100:
        return log1p(-erfc(-x / sqrt(mpf(2))) / 2) if x < 0 else log(erfc(x / sqrt(mpf(2))) / 2)
    total = term = mpf(1)
    for k in range(1, 60):
        term *= -(2 * k - 1) / x ** 2
        total += term
    return -x * x / 2 - log(x * sqrt(2 * pi)) + log(total)


def check_ourselves():
    """The series and fractions above against mpmath's own hypergeometric functions."""
    for a, x in [(0.3, 0.2), (5.5, 9), (40, 30)]:
        a, x = mpf(a), mpf(x)
        assert abs(gamma_lower(a, x) / gammainc(a, 0, x, regularized=True) - 1) < 1e-50
        assert abs(gamma_upper(a, x) / gammainc(a, x, inf, regularized=True) - 1) < 1e-50
    for a, b, x in [(0.3, 2, 0.2), (5.5, 9, 0.7), (40, 0.5, 0.99)]:
        a, b, x = mpf(a), mpf(b), mpf(x)
        assert abs(beta_lower(a, b, x, 1 - x) / betainc(a, b, 0, x, regularized=True) - 1) < 1e-50
    d = NoncentralT(7, 0)
    assert abs(d.upper(mpf(3)) / StudentT(7, 0).upper(mpf(3)) - 1) < 1e-19


def main():
    check_ourselves()
    special()
    normal_logarithms()
    continuous(Normal, [(0.0, 1.0), (3.25, 0.7), (-1000.0, 1e-3)])
    continuous(StudentT, [(v, 0) for v in
                          [0.3, 1.0, 1.5, 2.0, 4.7, 10.0, 38.25, 100.0, 1234.5, 1e6, 1e10]])
    continuous(F, [(1.0, 1.0), (1.0, 10.0), (3.5, 7.2), (20.0, 4.0), (0.5, 0.7), (100.0, 1000.0),
                   (11.0, 38.6), (1.0, 1e6), (5.0, 1e10), (1e5, 3e5)])
    continuous(ChiSquared, [(v, 0) for v in [0.1, 1.0, 2.0, 3.3, 10.0, 100.5, 1e4, 1e6]])
    continuous(Gamma, [(0.02, 1.0), (0.5, 3.0), (1.0, 0.1), (7.75, 1e4), (250.0, 1.0), (2e5, 0.3)])
    continuous(Beta, [(0.5, 0.5), (1.0, 3.0), (2.0, 5.5), (0.05, 2.0), (100.0, 200.0),
                      (1e4, 3e5), (1e6, 1e6), (30.0, 0.2)])
    discrete(Binomial, [(1, 0.3), (10, 0.5), (40, 0.01), (100, 0.77), (1000, 0.001), (2500, 0.5),
                        (1000000, 1e-6), (1000000, 0.3), (1000000000, 0.25)])
    discrete(Poisson, [(m, 0) for m in [1e-5, 0.5, 3.7, 50.0, 1234.5, 1e6, 1e8]])
    discrete(NegativeBinomial, [(0.1, 3.0), (1.0, 1.0), (2.5, 40.0), (50.0, 0.2), (1000.0, 1000.0),
                                (1e6, 50.0), (0.01, 1000.0), (1e-3, 0.5), (1e9, 30.0)])
    continuous(NoncentralT, [(2.5, 1.0), (3.0, -4.0), (10.0, 0.0), (10.0, 2.8), (38.5, 12.0),
                             (200.0, 0.5), (1000.0, 3.0), (0.7, 1.5), (5.0, 40.0)],
               [1e-200, 1e-30, 1e-5, 0.31], [1e-30, 0.0005, 0.025, 0.31])
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "distribution-values.csv")
    with open(path, "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["distribution", "function", "first", "second", "argument", "value"])
        writer.writerows(rows)
    print(len(rows), "values", file=sys.stderr)


main()
