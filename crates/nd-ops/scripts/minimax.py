#!/usr/bin/env python3
"""Computes the polynomial coefficients of crates/nd-ops/src/elementary (needs mpmath, numpy).

Each entry is a weighted minimax problem: find P of `terms` coefficients that minimises
max |g(t) - P(t)| * w(t) over [a, b], where w turns the error of P into the relative error
of the finished function. Solved by Remez exchange on a dense Chebyshev grid in 150 digits;
then the coefficients are rounded to the working precision one at a time, lowest first, the
rest being refitted after each rounding (Brisebarre & Chevillard name the problem in
"Efficient polynomial L-infinity approximations", 2007; this greedy form is the simple one).

Prints Rust array literals and log2 of the final relative error. Run: python3 minimax.py [name]
"""
import sys
import mpmath as mp
import numpy as np

mp.mp.dps = 150
LN2 = mp.log(2)


def remez(g, w, t, terms, rounds=30):
    """Coefficients minimising max |g - P| * w on the grid t (lists of mpf)."""
    n = len(t)
    ref = [round((n - 1) * (1 - mp.cos(mp.pi * i / terms)) / 2) for i in range(terms + 1)]
    ref = [int(r) for r in ref]
    for i in range(1, len(ref)):
        ref[i] = max(ref[i], ref[i - 1] + 1)
    coeffs = None
    for _ in range(rounds):
        a = mp.matrix(terms + 1, terms + 1)
        b = mp.matrix(terms + 1, 1)
        for row, k in enumerate(ref):
            for j in range(terms):
                a[row, j] = t[k] ** j
            a[row, terms] = (-1) ** row / w[k]
            b[row] = g[k]
        sol = mp.lu_solve(a, b)
        coeffs, level = [sol[j] for j in range(terms)], abs(sol[terms])
        err = [(g[k] - mp.polyval(coeffs[::-1], t[k])) * w[k] for k in range(n)]
        # One extremum per run of equal sign, then the best window of terms + 1 of them.
        runs = []
        for k in range(n):
            if runs and (err[k] >= 0) == (err[runs[-1]] >= 0):
                if abs(err[k]) > abs(err[runs[-1]]):
                    runs[-1] = k
            else:
                runs.append(k)
        while len(runs) > terms + 1:
            runs.pop(0 if abs(err[runs[0]]) < abs(err[runs[-1]]) else -1)
        if len(runs) < terms + 1 or max(abs(e) for e in err) <= level * (1 + mp.mpf("1e-6")):
            break
        ref = runs
    return coeffs


def least_squares(g, w, t, terms):
    """The Chebyshev-weighted least-squares fit: within a small factor of minimax, never stuck."""
    rows = [[wk * tk**j for j in range(terms)] for wk, tk in zip(w, t)]
    normal, right = mp.matrix(terms, terms), mp.matrix(terms, 1)
    for i in range(terms):
        for j in range(i, terms):
            normal[i, j] = normal[j, i] = mp.fsum(r[i] * r[j] for r in rows)
        right[i] = mp.fsum(r[i] * gk * wk for r, gk, wk in zip(rows, g, w))
    return list(mp.lu_solve(normal, right))


def best_fit(g, w, t, terms):
    """The better of the Remez iterate and the least-squares fit.

    Where the weight vanishes inside the interval (exp: r^2 at 0) the exchange can lose
    an alternation and stop early; the least-squares fit takes over there.
    """
    def worst(c):
        return max(abs(gk - mp.polyval(c[::-1], tk)) * wk for gk, tk, wk in zip(g, t, w))
    return min((remez(g, w, t, terms), least_squares(g, w, t, terms)), key=worst)


def solve(g, w, a, b, terms, dtype):
    n = 60 * terms
    half, mid = (mp.mpf(b) - a) / 2, (mp.mpf(b) + a) / 2
    t = [mid - half * mp.cos(mp.pi * (mp.mpf(k) + mp.mpf(1) / 2) / n) for k in range(n)]
    gv, wv = [g(x) for x in t], [abs(w(x)) for x in t]
    done, rest_g, rest_w = [], gv, wv
    for left in range(terms, 0, -1):
        c = round_to(best_fit(rest_g, rest_w, t, left)[0], dtype)
        done.append(c)
        rest_g = [(v - mp.mpf(float(c))) / x for v, x in zip(rest_g, t)]
        rest_w = [v * abs(x) for v, x in zip(rest_w, t)]
    cs = [mp.mpf(float(c)) for c in done]
    worst = max(abs(gk - mp.polyval(cs[::-1], tk)) * wk for gk, tk, wk in zip(gv, t, wv))
    return done, worst


def round_to(x, dtype):
    hi = float(x)  # mpf to f64 rounds to nearest
    return dtype(hi)


def series(direct, terms):
    """direct(x) away from 0, its power series (list of exact coefficients) near it."""
    def f(x):
        if abs(x) > mp.mpf("1e-4"):
            return direct(x)
        return sum(c * x**j for j, c in enumerate(terms))
    return f


R = LN2 / 2 * mp.mpf("1.002")
S2 = mp.sqrt(2)
Z_LOG = ((S2 - 1) / (S2 + 1)) ** 2 * mp.mpf("1.0001")
Z_POW = mp.tanh(LN2 / 12 * mp.mpf("1.001")) ** 2
sqrt, fac = mp.sqrt, mp.factorial
exp_q = series(lambda r: (mp.exp(r) - 1 - r) / r**2, [1 / fac(j + 2) for j in range(14)])
exp2_q = series(lambda f: (2**f - 1 - f * LN2) / f**2, [LN2 ** (j + 2) / fac(j + 2) for j in range(14)])
sin_p = series(lambda z: (mp.sin(sqrt(z)) / sqrt(z) - 1) / z, [(-1) ** (j + 1) / fac(2 * j + 3) for j in range(9)])
cos_p = series(lambda z: (mp.cos(sqrt(z)) - 1 + z / 2) / z**2, [(-1) ** j / fac(2 * j + 4) for j in range(9)])
sinh_p = series(lambda z: (mp.sinh(sqrt(z)) / sqrt(z) - 1) / z, [1 / fac(2 * j + 3) for j in range(9)])
cosh_p = series(lambda z: (mp.cosh(sqrt(z)) - 1) / z, [1 / fac(2 * j + 2) for j in range(9)])
atanh_p = series(lambda z: (2 * mp.atanh(sqrt(z)) / sqrt(z) - 2) / z, [mp.mpf(2) / (2 * j + 3) for j in range(18)])
atanh_q = series(lambda z: (mp.atanh(sqrt(z)) / sqrt(z) - 1 - z / 3) / z**2, [mp.mpf(1) / (2 * j + 5) for j in range(18)])
rel_sin = lambda z: z / (mp.sin(sqrt(z)) / sqrt(z)) if z > 0 else z
Z_SIN = (mp.pi / 2 * mp.mpf("1.0005")) ** 2
Z_TAN = (mp.pi / 4 * mp.mpf("1.0005")) ** 2
atan_p = series(lambda z: (mp.atan(sqrt(z)) / sqrt(z) - 1) / z, [mp.mpf((-1) ** (j + 1)) / (2 * j + 3) for j in range(9)])
asin_p = series(lambda z: (mp.asin(sqrt(z)) / sqrt(z) - 1) / z, [fac(2 * j + 2) / (4 ** (j + 1) * fac(j + 1) ** 2 * (2 * j + 3)) for j in range(40)])
rel_atan = lambda z: z / (mp.atan(sqrt(z)) / sqrt(z)) if z > 0 else z
rel_asin = lambda z: z / (mp.asin(sqrt(z)) / sqrt(z)) if z > 0 else z
Z_ATAN = mp.mpf("0.0625") * mp.mpf("1.0005")
Z_ASIN = mp.mpf("0.25") * mp.mpf("1.0005")
inverse_cbrt = lambda m: m ** (-mp.mpf(1) / 3)
bessel = lambda t: mp.besseli(0, 2 * sqrt(t))
f64, f32 = np.float64, np.float32

PROBLEMS = {
    "exp::Q_F64": (exp_q, lambda r: r**2 / mp.exp(r), -R, R, 10, f64),
    "exp::Q_F32": (exp_q, lambda r: r**2 / mp.exp(r), -R, R, 5, f32),
    "expm1::Q_F64": (exp_q, lambda r: r, -R, R, 11, f64),
    "expm1::Q_F32": (exp_q, lambda r: r, -R, R, 6, f32),
    "exp2::Q_F64": (exp2_q, lambda f: f**2 / 2**f, mp.mpf("-.5"), mp.mpf(".5"), 10, f64),
    "exp2::Q_F32": (exp2_q, lambda f: f**2 / 2**f, mp.mpf("-.5"), mp.mpf(".5"), 5, f32),
    "pow::EXP2_F32": (exp2_q, lambda f: f**2 / 2**f, mp.mpf("-.5"), mp.mpf(".5"), 6, f64),
    "log::P_F64": (atanh_p, lambda z: z / 2, mp.mpf(0), Z_LOG, 7, f64),
    "log::P_F32": (atanh_p, lambda z: z / 2, mp.mpf(0), Z_LOG, 3, f32),
    "pow::LOG2_F32": (atanh_p, lambda z: z / 2, mp.mpf(0), Z_LOG, 5, f64),
    "pow::Q_F64": (atanh_q, lambda z: z**2, mp.mpf(0), Z_POW, 5, f64),
    "sin::P_F64": (sin_p, rel_sin, mp.mpf(0), Z_SIN, 8, f64),
    "sin::P_F32": (sin_p, rel_sin, mp.mpf(0), Z_SIN, 4, f32),
    "tan::SIN_F64": (sin_p, rel_sin, mp.mpf(0), Z_TAN, 6, f64),
    "tan::SIN_F32": (sin_p, rel_sin, mp.mpf(0), Z_TAN, 3, f32),
    "tan::COS_F64": (cos_p, lambda z: z**2, mp.mpf(0), Z_TAN, 6, f64),
    "tan::COS_F32": (cos_p, lambda z: z**2, mp.mpf(0), Z_TAN, 3, f32),
    "sinh::SINH_F64": (sinh_p, lambda z: z, mp.mpf(0), R**2, 5, f64),
    "sinh::SINH_F32": (sinh_p, lambda z: z, mp.mpf(0), R**2, 3, f32),
    "sinh::COSH_F64": (cosh_p, lambda z: z, mp.mpf(0), R**2, 6, f64),
    "sinh::COSH_F32": (cosh_p, lambda z: z, mp.mpf(0), R**2, 3, f32),
    "atan::P_F64": (atan_p, rel_atan, mp.mpf(0), Z_ATAN, 8, f64),
    "atan::P_F32": (atan_p, rel_atan, mp.mpf(0), Z_ATAN, 4, f64),
    "asin::P_F64": (asin_p, rel_asin, mp.mpf(0), Z_ASIN, 13, f64),
    "asin::P_F32": (asin_p, rel_asin, mp.mpf(0), Z_ASIN, 6, f64),
    "cbrt::INVERSE": (inverse_cbrt, lambda m: 1 / inverse_cbrt(m), 1 / S2, S2, 7, f64),
    "bessel::SMALL": (bessel, lambda t: 1 / bessel(t), mp.mpf(0), mp.mpf(16), 17, f64),
}


def main():
    for name, (g, w, a, b, terms, dtype) in PROBLEMS.items():
        if len(sys.argv) > 1 and sys.argv[1] not in name:
            continue
        coeffs, worst = solve(g, w, a, b, terms, dtype)
        body = "".join(f"    {np.format_float_scientific(c, unique=True, trim='0') if c != 0.5 else '0.5'},\n" for c in coeffs)
        print(f"// {name}: relative error 2^{float(mp.log(worst, 2)):.1f}")
        print(f"[{dtype.__name__[0]}{dtype.__name__[-2:]}; {terms}] = [\n{body}];", flush=True)


if __name__ == "__main__":
    main()
