"""Tasks at any size, as NumPy does them: what `cargo xtask bench --curves` draws."""

import os
import tempfile

import numpy as np


class Scratch:
    """A file that is deleted when nobody needs it any more."""

    def __init__(self, n):
        self.path = os.path.join(tempfile.gettempdir(), f"nd-bench-curve-{n}-numpy.npy")

    def __del__(self):
        if os.path.exists(self.path):
            os.remove(self.path)


def workload(name, floats):
    """What makes the names, and the statement, of a name such as `numpy/add@1000`."""
    task, n = name.removeprefix("numpy/").split("@")
    n = int(n)
    vector = lambda seed=1: floats(seed, n, -1.0, 1.0)

    def stored():
        file, a = Scratch(n), vector()
        np.save(file.path, a)
        return {"file": file, "a": a}

    return {
        "add": (lambda: {"a": vector(), "b": vector(2)}, "a + b"),
        "sum": (lambda: {"a": vector()}, "np.sum(a)"),
        "exp": (lambda: {"a": vector()}, "np.exp(a)"),
        "sort": (lambda: {"a": vector()}, "np.sort(a)"),
        "matmul": (lambda: {"a": floats(1, (n, n), -1.0, 1.0), "b": floats(2, (n, n), -1.0, 1.0)}, "a @ b"),
        "save": (stored, "np.save(file.path, a)"),
        "load": (stored, "np.load(file.path)"),
    }[task]
