#!/usr/bin/env python3
"""NumPy's nanoseconds per element for what benches/elementary.rs measures (needs numpy)."""
import time

import numpy as np

LEN = 2048


def best_ns(run):
    best = float("inf")
    for _ in range(40):
        start = time.perf_counter()
        for _ in range(100):
            run()
        best = min(best, (time.perf_counter() - start) / (100 * LEN) * 1e9)
    return best


def main():
    random = np.random.default_rng(1)
    for dtype, suffix in ((np.float64, "f64"), (np.float32, "f32")):
        wide = random.uniform(-10, 10, LEN).astype(dtype)
        positive = random.uniform(0.01, 100, LEN).astype(dtype)
        near = random.uniform(-3, 3, LEN).astype(dtype)
        inside = random.uniform(-1, 1, LEN).astype(dtype)
        above = random.uniform(1, 100, LEN).astype(dtype)
        out = np.empty_like(wide)
        arguments = {
            "exp": wide, "exp2": wide, "expm1": near, "log": positive, "log2": positive,
            "log10": positive, "log1p": positive, "sin": wide, "cos": wide, "tan": wide,
            "tanh": near, "sinh": near, "cosh": near,
            "asin": inside, "acos": inside, "atan": wide, "asinh": wide, "acosh": above,
            "atanh": inside, "cbrt": wide,
        }
        for name, x in arguments.items():
            f = getattr(np, name)
            print(f"{name + ' ' + suffix:<14} {best_ns(lambda: f(x, out=out)):.3f}", flush=True)
        for name in ("sinc", "i0"):
            f = getattr(np, name)
            print(f"{name + ' ' + suffix:<14} {best_ns(lambda: f(wide)):.3f}", flush=True)
        pairs = {
            "atan2": (wide, near), "logaddexp": (wide, near), "logaddexp2": (wide, near),
            "pow": (positive, near), "hypot": (positive, near),
        }
        for name, (x, y) in pairs.items():
            f = getattr(np, name)
            print(f"{name + ' ' + suffix:<14} {best_ns(lambda: f(x, y, out=out)):.3f}", flush=True)


if __name__ == "__main__":
    main()
