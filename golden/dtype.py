"""Promotion, casts and mixed arithmetic as NumPy does them, for nd-core's DType and AnyArray.

    python golden/dtype.py     (NumPy 2.4.6)

Writes dtype_promote.tsv, dtype_cast.tsv and dtype_arith.tsv below crates/nd-core/tests/golden. Values are the hexadecimal of
their little-endian bytes, "-" where NumPy leaves the result undefined or refuses it.
bfloat16 is not in NumPy: its rules are tested without fixtures.
"""

import itertools
import pathlib
import warnings

import numpy as np

OUT = pathlib.Path(__file__).parent.parent / "crates/nd-core/tests/golden"
warnings.simplefilter("ignore")

REAL = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
        "float16", "float32", "float64"]
NAMES = REAL + ["complex64", "complex128"]


def hexes(array):
    size = array.dtype.itemsize
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    return [data[i : i + size].hex() for i in range(0, len(data), size)]


def line(*fields):
    return "\t".join(fields) + "\n"


def promote():
    """pair a b promoted safe same_kind; triple a b c result_type."""
    for a, b in itertools.product(NAMES, NAMES):
        casts = [str(int(np.can_cast(a, b, rule))) for rule in ("safe", "same_kind")]
        yield line("pair", a, b, np.promote_types(a, b).name, *casts)
    for triple in itertools.combinations_with_replacement(NAMES, 3):
        yield line("triple", *triple, np.result_type(*triple).name)


def edges(name):
    dtype = np.dtype(name)
    if dtype.kind == "b":
        return np.array([False, True])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        near = [info.min, info.min + 1, info.max, info.max - 1, info.max // 2 + 1]
        small = [0, 1, 2, 100, 127, 128, 200, 255, 256, 2049, 32767, 32768, 65519, 65520, 65535]
        large = [2**24 + 1, 2**31 - 1, 2**31, 2**53 + 1, 2**63 - 513]
        negative = [-x - d for x in small + large for d in (0, 1)]
        values = near + small + large + negative
        fitting = sorted({x for x in values if info.min <= x <= info.max})
        return np.array(fitting, dtype)
    if dtype.kind == "f":
        info = np.finfo(dtype)
        tiny = [float(info.smallest_subnormal), float(info.tiny), 2.0**-24, 2.0**-25, 2.0**-14]
        small = [0.0, 0.1, 0.5, 1.0, 1 / 3, 1.5, 2.5, 3.999, 100.7, 127.9, 128.0, 255.9, 256.0]
        large = [32767.5, 65504.0, 65519.9, 65520.0, 65535.9, 16777217.0, 2147483647.5, 2.0**31,
                 2.0**53, 2.0**63, 2.0**64, 1e30, 1 + 2.0**-11, 1 + 2.0**-11 + 2.0**-40,
                 3.4028235677973366e38, float(info.max), float("inf"), float("nan")]
        values = tiny + small + large
        return np.unique(np.array(values + [-x for x in values]).astype(dtype))
    part = np.dtype("f4" if name == "complex64" else "f8")
    real = edges(part.name)
    values = np.zeros(2 * len(real), dtype)
    values.real = np.concatenate([real, np.roll(real, 3)])
    values.imag[len(real):] = real
    return values


def defined(values, to):
    """Where a cast has a result that C defines."""
    to = np.dtype(to)
    if to.kind not in "iu" or values.dtype.kind not in "fc":
        return np.ones(len(values), bool)
    info = np.iinfo(to)
    whole = np.trunc(values.real.astype(np.float64))
    # Python compares floats and integers exactly.
    fits = [np.isfinite(x) and info.min <= int(x) <= info.max for x in whole]
    return np.array(fits)


def cast():
    """from values; to results."""
    for source in NAMES:
        values = edges(source)
        yield line("from", source, *hexes(values))
        for to in NAMES:
            results, valid = values.astype(to), defined(values, to)
            cells = [h if ok else "-" for h, ok in zip(hexes(results), valid)]
            yield line("to", to, *cells)


def operand(name, left):
    values = [7, -7, 100, -128, 3] if left else [-3, 2, 7, -1, 0]
    if np.dtype(name).kind in "bu":
        values = [abs(x) for x in values]
    array = np.array(values).astype(name)
    if np.dtype(name).kind in "fc":
        array += np.array(0.5 if left else 0.25, name)
    return array


OPERATIONS = ["add", "subtract", "multiply", "true_divide", "remainder", "less", "less_equal",
              "equal"]


def arith():
    """left name values; right name values; op a b result-dtype results."""
    for name in NAMES:
        yield line("left", name, *hexes(operand(name, True)))
        yield line("right", name, *hexes(operand(name, False)))
    for op, a, b in itertools.product(OPERATIONS, NAMES, NAMES):
        try:
            result = getattr(np, op)(operand(a, True), operand(b, False))
        except TypeError:
            yield line("op", op, a, b, "-")
            continue
        yield line("op", op, a, b, result.dtype.name, *hexes(result))


if __name__ == "__main__":
    for make in (promote, cast, arith):
        path = OUT / f"dtype_{make.__name__}.tsv"
        path.write_text("".join(make()), newline="\n")
