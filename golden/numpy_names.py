"""Writes names.txt and more.txt: the public functions of NumPy, for the tables that `cargo xtask parity` makes.

    python golden/numpy_names.py [FOLDER]     (NumPy 2.4.6)

One a line: the module, a space, the name. Classes, submodules and exceptions are left out of names.txt. more.txt has
numpy.ma and numpy.polynomial with their classes, of which it lists methods and attributes too.
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


def names(holder, dunders=()):
    for name in sorted(dir(holder)):
        value = getattr(holder, name, None)
        if not isinstance(value, types.ModuleType) and (not name.startswith("_") or name in dunders):
            yield name


BASES = "polynomial chebyshev legendre laguerre hermite hermite_e polyutils".split()
OBJECTS = {*dir(object)} - {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__repr__", "__str__"}
OPERATORS = {name for name in dir(np.ma.MaskedArray) if name.startswith("__")} - OBJECTS - {"__buffer__"}
more = {
    "numpy.ma": sorted({*names(np.ma)} & {*np.ma.__all__} | {*np.ma.extras.__all__}),
    "numpy.ma.MaskedArray": names(np.ma.MaskedArray, OPERATORS),
    "numpy.polynomial": sorted(np.polynomial.__all__),
    **{f"numpy.polynomial.{base}": sorted(getattr(np.polynomial, base).__all__) for base in BASES},
    "numpy.polynomial.series": ["coef", *names(np.polynomial.Chebyshev, ["__call__", "__divmod__", "__floordiv__", "__mod__"])],
}
lines = [f"{module} {name}\n" for module, all_names in more.items() for name in all_names]
(FOLDER / "more.txt").write_text("".join(lines))
