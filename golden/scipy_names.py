"""Writes the public functions of SciPy's sparse modules, for the tables that `cargo xtask parity` makes.

    python golden/scipy_names.py [FOLDER]     (SciPy 1.17.1)

A file for each module, one name a line: the module, a space, the name. Exceptions, warnings and submodules are left
out; classes that are used as functions are not.
"""

import pathlib
import sys
import types

import scipy.sparse.linalg

HOME = pathlib.Path(__file__).parent.parent / "xtask/scipy"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
MODULES = {"sparse_linalg.txt": scipy.sparse.linalg}


def functions(module):
    for name in sorted(module.__all__):
        value = getattr(module, name)
        wrong = isinstance(value, types.ModuleType) or isinstance(value, type) and issubclass(value, Exception)
        if not wrong and callable(value):
            yield name


FOLDER.mkdir(parents=True, exist_ok=True)
for file, module in MODULES.items():
    lines = [f"{module.__name__} {name}\n" for name in functions(module)]
    (FOLDER / file).write_text("".join(lines))
