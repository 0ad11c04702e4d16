"""Writes names.txt: the names of the Python array API standard, for the table that `cargo xtask parity` makes.

    python golden/array_api_names.py [FOLDER]     (array-api-strict 2.6.1: the standard of 2025.12)

One a line: the module, a space, the name. Data types stand in a module of their own, what an array has in another.
"""

import pathlib
import sys

import array_api_strict as xp

HOME = pathlib.Path(__file__).parent.parent / "xtask/array_api"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME

assert xp.__array_api_version__ == "2025.12"
TYPES = set(xp.__array_namespace_info__().dtypes())
CONSTANTS = {"e", "inf", "nan", "newaxis", "pi"}
# What every Python object has, what the package has of its own, and the operators that the others are made of.
OWN = {"Device", "ArrayAPIStrictFlags", "__array_api_version__", "__version__", "fft", "linalg"}
OBJECT = set(dir(object)) - {"__eq__", "__ge__", "__gt__", "__le__", "__lt__", "__ne__"}
OBJECT |= {"__annotations__", "__array__", "__buffer__", "__module__", "__slots__", "__weakref__", "__dict__", "__iter__"}
SWAPPED = {f"__{side}{name}__" for side in "ri" for name in (
    "add", "and", "floordiv", "lshift", "matmul", "mod", "mul", "or", "pow", "rshift", "sub", "truediv", "xor")}


def functions():
    for name in sorted(xp.__all__):
        if name not in OWN | TYPES | CONSTANTS and "strict_flags" not in name:
            yield name


def of_array():
    names = set(dir(type(xp.asarray([1.0])))) - OBJECT - SWAPPED
    return sorted(name for name in names if name.startswith("__") or not name.startswith("_"))


FOLDER.mkdir(parents=True, exist_ok=True)
modules = {
    "array_api": functions(), "array_api.array": of_array(), "array_api.constants": sorted(CONSTANTS),
    "array_api.dtypes": sorted(TYPES), "array_api.fft": sorted(xp.fft.__all__), "array_api.linalg": sorted({"eig", "eigvals", *xp.linalg.__all__}),
}
lines = [f"{module} {name}\n" for module, names in modules.items() for name in names]
(FOLDER / "names.txt").write_text("".join(lines))
