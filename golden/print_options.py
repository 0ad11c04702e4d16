"""Writes crates/nd-core/tests/golden/print_options.jsonl: arrays under NumPy's print options, and single floats as text.

    python golden/print_options.py FOLDER

One case a line: an array (type, shape, elements as the hex of their bits or as numbers), options, and the text; or a
float (type, bits), options, and the texts of format_float_positional and format_float_scientific (null where NumPy
refuses).
"""

import json
import pathlib
import sys

import numpy as np

OUT = pathlib.Path(sys.argv[1]) / "print_options.jsonl"
BITS = {"f16": np.uint16, "f32": np.uint32, "f64": np.uint64}
TYPES = {"f16": np.float16, "f32": np.float32, "f64": np.float64, "i64": np.int64, "c128": np.complex128}
lines = []


def elements(kind, a):
    if kind == "c128":
        return elements("f64", np.ascontiguousarray(a).view(np.float64))
    if kind == "i64":
        return " ".join(str(int(x)) for x in a.ravel())
    return " ".join(f"{int(x):x}" for x in np.ascontiguousarray(a).view(BITS[kind]).ravel())


def show(kind, a, options):
    names = {"suppress": "suppress_small", "edge_items": "edgeitems", "line_width": "max_line_width", "float_mode": "floatmode"}
    text = np.array2string(a, **{names.get(k, k): v for k, v in options.items()})
    entry = {"type": kind, "shape": a.shape, "elements": elements(kind, a), "options": options, "text": text}
    lines.append(json.dumps(entry))


VALUES = [
    [1.5, -2.0, 3e-10, 123456.789], [1e10, 1.0, np.nan], [0.1, 0.25, 1 / 3], [np.nan, np.inf, 1.0], [-np.inf, 2.5], [1e-9, 2 / 3],
    [1.0, 1000.0], [-0.0, 0.0], [np.nan], [np.inf, np.inf], [0.5, 0.125, 100.0], [1e8, 1e-8, -1.0], [2.5, 3.5, 0.0009765625],
    [-1.0, -0.5], [9.995, 0.005], [1e-5, 1e-4], [], [5e-324, 1.0], [1 / 7],
]
OPTIONS = [
    {}, {"suppress": True}, {"sign": " "}, {"sign": "+"}, {"float_mode": "fixed"}, {"float_mode": "unique"}, {"float_mode": "maxprec_equal"},
    {"precision": 3, "float_mode": "fixed"}, {"precision": 4, "float_mode": "maxprec_equal"}, {"precision": 2, "float_mode": "unique"},
    {"precision": 2, "suppress": True}, {"suppress": True, "sign": "+"}, {"precision": 2, "float_mode": "fixed", "suppress": True, "sign": " "},
    {"precision": 0}, {"precision": 0, "float_mode": "fixed"}, {"separator": ", "}, {"sign": " ", "float_mode": "fixed", "precision": 1},
]
for values in VALUES:
    for kind in ("f64", "f32", "f16"):
        with np.errstate(all="ignore"):
            a = np.array(values, dtype=np.float64).astype(TYPES[kind])
        for options in OPTIONS[:: 1 if kind == "f64" else 3]:
            show(kind, a, options)
for values in ([1 + 2j, -1.5j], [1e-10 + 1j, 2.0], [np.nan + 1j, -np.inf * 1j + 0], [1 / 3 + 2 / 3j]):
    for options in OPTIONS:
        show("c128", np.array(values), options)
for values in ([1, -2, 3], [1, 2, 30], [], [-5]):
    for sign in ("-", "+", " "):
        show("i64", np.array(values, dtype=np.int64), {"sign": sign})
for shape in ((12,), (5, 7), (3, 3, 9)):
    a = np.arange(np.prod(shape), dtype=np.int64).reshape(shape)
    for options in (
        {"threshold": 5}, {"threshold": 5, "edge_items": 1}, {"threshold": 5, "edge_items": 2, "separator": ", "}, {"line_width": 20},
        {"threshold": 5, "edge_items": 4, "line_width": 30}, {"threshold": 1000, "edge_items": 1}, {"separator": ",", "line_width": 12},
    ):
        show("i64", a, options)
for value in (3.14159, 1e-10, 0.0, 1e20):
    for options in OPTIONS[1:]:
        show("f64", np.array(value), options)

FLOATS = [
    0.0, -0.0, 1.0, -2.5, 0.1, 1 / 3, 2 / 3, 0.001, 0.005, 0.0996, 0.9996, 9.9996, 0.10049, 99.95, 123456.789, 1e20, 1.25e-7, 1e300, 5e-324,
    np.pi, 65504.0, 2.0**-24, 1e16, 123.0, 1200.0, 0.00123456, np.inf, -np.inf, np.nan, 1e22, 0.5, 1.5, 2.675,
]
FORMATS = [
    {}, {"precision": 0}, {"precision": 2}, {"precision": 3, "trim": "0"}, {"precision": 3, "trim": "-"}, {"precision": 3, "trim": "."},
    {"trim": "0"}, {"trim": "-"}, {"sign": True}, {"unique": False, "precision": 5}, {"unique": False, "precision": 20},
    {"unique": False, "precision": 20, "trim": "-"}, {"min_digits": 4}, {"min_digits": 12}, {"min_digits": 2, "precision": 3},
    {"pad_left": 6}, {"pad_left": 4, "pad_right": 8}, {"pad_right": 5, "trim": "-"}, {"fractional": False, "precision": 3},
    {"fractional": False, "precision": 1, "trim": "-"}, {"fractional": False, "precision": 6, "unique": False}, {"fractional": False, "min_digits": 5},
    {"exp_digits": 1}, {"exp_digits": 4}, {"unique": False, "precision": 0}, {"fractional": False, "precision": 4, "min_digits": 2},
]
for kind in ("f64", "f32", "f16"):
    for value in FLOATS:
        with np.errstate(all="ignore"):
            x = TYPES[kind](value)
        for options in FORMATS[:: 1 if kind == "f64" else 3]:
            plain = {k: v for k, v in options.items() if k != "exp_digits"}
            powers = {k: v for k, v in options.items() if k not in ("fractional", "pad_right")}
            # NumPy leaves the point of one digit with an exponent, and fills up short exact values one digit early.
            if options.get("trim") == "-" and ".e" in np.format_float_scientific(x, **powers):
                continue
            if options.get("fractional") is False and not options.get("unique", True) and value == 0.5:
                continue
            texts = [np.format_float_positional(x, **plain), np.format_float_scientific(x, **powers)]
            lines.append(json.dumps({"float": kind, "bits": f"{int(x.view(BITS[kind])):x}", "options": options, "texts": texts}))
OUT.write_text("\n".join(lines) + "\n")
