"""Writes names.txt and more.txt: the public names of scipy.sparse, and those of scipy.fft, scipy.signal, scipy.interpolate
and scipy.integrate, for the tables that `cargo xtask parity` makes.

    python golden/scipy_names.py [FOLDER]     (SciPy 1.17.1)

One a line: the module or class, a space, the name. Submodules and warnings are left out; of classes methods and
properties are listed. Of the modules of linear algebra
and graphs the functions are, the classes that are used as such, and the exception that is an answer of graphs.
"""

import pathlib
import sys
import types

import scipy.fft
import scipy.integrate
import scipy.interpolate
import scipy.signal
import scipy.sparse as sp
import scipy.sparse.csgraph
import scipy.sparse.linalg

HOME = pathlib.Path(__file__).parent.parent / "xtask/scipy"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME


def names(holder):
    for name in sorted(dir(holder)):
        value = getattr(holder, name)
        warning = isinstance(value, type) and issubclass(value, Warning)
        if not name.startswith("_") and not isinstance(value, types.ModuleType) and not warning:
            yield name


def functions(module):
    for name in sorted(module.__all__):
        value = getattr(module, name)
        wrong = isinstance(value, types.ModuleType) or isinstance(value, type) and issubclass(value, Exception)
        if not wrong and callable(value):
            yield name


FOLDER.mkdir(parents=True, exist_ok=True)
holders = {
    "scipy.sparse": sp,
    "scipy.sparse.csr_array": sp.csr_array,
    "scipy.sparse.coo_array": sp.coo_array,
}
lines = [f"{title} {name}\n" for title, holder in holders.items() for name in names(holder)]
lines += [f"scipy.sparse.linalg {name}\n" for name in functions(scipy.sparse.linalg)]
lines += [f"scipy.sparse.csgraph {name}\n" for name in sorted(scipy.sparse.csgraph.__all__)]
(FOLDER / "names.txt").write_text("".join(lines))

more = [scipy.fft, scipy.signal, scipy.signal.windows, scipy.interpolate, scipy.integrate]
lines = [f"{module.__name__} {name}\n" for module in more for name in functions(module)]
(FOLDER / "more.txt").write_text("".join(lines))
