"""Writes names.txt: the public functions of NumPy, for the table that `cargo xtask parity` makes.

    python golden/numpy_names.py [FOLDER]     (NumPy 2.4.6)

One a line: the module, a space, the name. Classes, submodules and exceptions are left out.
"""

import pathlib
import sys
import types

import numpy as np

HOME = pathlib.Path(__file__).parent.parent / "xtask/numpy"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME


def functions(holder):
    for name in sorted(dir(holder)):
        value = getattr(holder, name)
        if name.startswith("_") or isinstance(value, (types.ModuleType, type)):
            continue
        if callable(value):
            yield name


FOLDER.mkdir(parents=True, exist_ok=True)
modules = {"numpy": np, "numpy.linalg": np.linalg, "numpy.fft": np.fft, "numpy.random": np.random.Generator}
lines = [f"{module} {name}\n" for module, holder in modules.items() for name in functions(holder)]
(FOLDER / "names.txt").write_text("".join(lines))
