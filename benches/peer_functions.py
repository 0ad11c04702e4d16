"""Elementary functions beyond the everyday ones, complex numbers, and short recipes, as NumPy does them."""

import numpy as np

LENGTH = 10_000_000
MILLION = 1_000_000

RANGES = {
    "sqrt": (0.0, 1000.0), "cbrt": (-1000.0, 1000.0), "exp2": (-10.0, 10.0), "expm1": (-2.0, 2.0),
    "log2": (0.001, 1000.0), "log10": (0.001, 1000.0), "log1p": (-0.5, 10.0), "tan": (-100.0, 100.0),
    "arcsin": (-1.0, 1.0), "arccos": (-1.0, 1.0), "arctan": (-10.0, 10.0), "sinh": (-5.0, 5.0),
    "cosh": (-5.0, 5.0), "arcsinh": (-10.0, 10.0), "arccosh": (1.0, 100.0), "arctanh": (-1.0, 1.0),
    "rint": (-100.0, 100.0), "sinc": (-10.0, 10.0), "i0": (-10.0, 10.0),
}


def workloads(bits, floats):
    """Name → (function that makes the names the statement uses, statement), and if need be what is compared."""
    table = {}
    for name, (low, high) in RANGES.items():
        for dtype, kind in {"f64": np.float64, "f32": np.float32}.items():
            make = lambda low=low, high=high, kind=kind: {"a": floats(1, LENGTH, low, high, kind)}
            table[f"{name}_{dtype}"] = (make, f"np.{name}(a)")

    def one(low, high, n=LENGTH):
        return lambda: {"a": floats(1, n, low, high)}

    def pair(low=-1.0):
        return lambda: {"a": floats(1, LENGTH, low, abs(low)), "b": floats(2, LENGTH, -1.0, 1.0)}

    def powers():
        return {"a": floats(1, LENGTH, 0.0, 10.0), "b": floats(2, LENGTH, -1.0, 1.0)}

    def known():
        return {"x": floats(1, LENGTH, -1.0, 1.0), "xp": np.linspace(-1.0, 1.0, 1000), "fp": floats(2, 1000, -1.0, 1.0)}

    def whole():
        return {name: (bits(seed, 0, MILLION) % np.uint64(1 << 20)).astype(np.int64) for seed, name in ((1, "a"), (2, "b"))}

    def sequences():
        return {"a": floats(1, MILLION, -1.0, 1.0), "b": floats(2, 1000, -1.0, 1.0)}

    def numbers(seed):
        re, im = (floats(seed + k, LENGTH // 2, -1.0, 1.0) for k in (0, 1))
        return re + 1j * im

    def complexes():
        return {"a": numbers(1), "b": numbers(3)}

    table |= {
        "hypot_10m": (pair(), "np.hypot(a, b)"),
        "arctan2_10m": (pair(), "np.arctan2(a, b)"),
        "logaddexp_10m": (pair(), "np.logaddexp(a, b)"),
        "pow_10m": (powers, "np.power(a, b)"),
        "unwrap_10m": (one(-10.0, 10.0), "np.unwrap(a)"),
        "interp_10m": (known, "np.interp(x, xp, fp)"),
        "gcd_1m": (whole, "np.gcd(a, b)"),
        "convolve_1m": (sequences, "np.convolve(a, b)"),
        "complex_multiply": (complexes, "a * b", "result.real"),
        "complex_exp": (complexes, "np.exp(a)", "result.real"),
        "complex_abs": (complexes, "np.abs(a)"),
    }
    return {f"numpy/{name}": row for name, row in table.items()}
