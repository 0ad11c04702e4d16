#!/usr/bin/env python3
"""Computes the Chebyshev coefficients of crates/nd-ops/src/elementary/bessel.rs (needs mpmath).

`e^-x sqrt(x) I0(x)` for x >= 8, as a series of Chebyshev polynomials of 16/x - 1: sums over the
Chebyshev nodes, in 60 digits. Run: python3 chebyshev.py
"""
import mpmath as mp

mp.mp.dps = 60
NODES = 80
TERMS = 23


def scaled(x):
    """From its series, or where that is long from the asymptotic one, whose terms shrink for a while."""
    if x < 300:
        return mp.besseli(0, x) * mp.exp(-x) * mp.sqrt(x)
    total = term = mp.mpf(1)
    for k in range(1, 60):
        term *= mp.mpf(2 * k - 1) ** 2 / (8 * k * x)
        total += term
    return total / mp.sqrt(2 * mp.pi)


def main():
    angles = [mp.pi * (k + mp.mpf(1) / 2) / NODES for k in range(NODES)]
    values = [scaled(16 / (mp.cos(angle) + 1)) for angle in angles]
    for j in range(TERMS):
        print(float(2 * mp.fsum(v * mp.cos(j * a) for v, a in zip(values, angles)) / NODES))


if __name__ == "__main__":
    main()
