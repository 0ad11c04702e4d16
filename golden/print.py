"""Writes crates/nd-core/tests/golden/print.jsonl: arrays and what NumPy prints for them.

    python golden/print.py     (NumPy 2.4.6)

One case a line: element type, shape, the elements (floats as the hex of their bits, real and
imaginary parts in turn), print options, and the text. Large arrays are ramps, stored as start
and step.
"""

import hashlib
import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).parent.parent / "crates/nd-core/tests/golden/print.jsonl"
BITS = {"f16": np.uint16, "f32": np.uint32, "f64": np.uint64}
TYPES = {
    "bool": np.bool_, "i8": np.int8, "i16": np.int16, "i32": np.int32, "i64": np.int64,
    "u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "u64": np.uint64,
    "f16": np.float16, "f32": np.float32, "f64": np.float64,
    "c64": np.complex64, "c128": np.complex128,
}
PARTS = {"c64": "f32", "c128": "f64"}
cases = []


def text_of(a, options):
    if not options:
        return str(a)
    names = {"precision": "precision", "plus": "sign", "width": "max_line_width", "whole": "threshold"}
    given = {names[k]: v for k, v in options.items()}
    if "sign" in given:
        given["sign"] = "+"
    if "threshold" in given:
        given["threshold"] = 10**9
    return np.array2string(a, **given)


def elements(kind, a):
    a = np.ascontiguousarray(a)
    if kind in PARTS:
        return elements(PARTS[kind], a.view(TYPES[PARTS[kind]]))
    if kind in BITS:
        return " ".join(f"{int(x):x}" for x in a.view(BITS[kind]).ravel())
    return " ".join(str(int(x)) for x in a.ravel())


def case(kind, values, **options):
    with np.errstate(all="ignore"):
        a = np.asarray(values).astype(TYPES[kind])
    entry = {"type": kind, "shape": a.shape, "elements": elements(kind, a)}
    cases.append(entry | {"options": options, "text": text_of(a, options)})


def ramp(kind, shape, start, step, **options):
    a = (start + step * np.arange(np.prod(shape, dtype=int))).reshape(shape).astype(TYPES[kind])
    entry = {"type": kind, "shape": shape, "ramp": [start, step]}
    cases.append(entry | {"options": options, "text": text_of(a, options)})


FLOATS = [
    [1.0, 2.0, 3.0], [0.1, 0.25, 1 / 3], [1e8, 1.0], [99999999.0, 1e5], [1e-4, 0.05], [9.9e-5, 0.05],
    [1.0, 1000.0], [1.0, 1000.1], [1.0, 1001.0], [0.0, 0.0], [-0.0, 0.0], [0.0, 1e-10], [-1.5, 22.25],
    [np.nan, 1.0], [np.inf, 1.0], [-np.inf, 1.0], [np.nan, np.inf, -np.inf], [np.nan], [np.inf],
    [-np.inf], [np.nan, 1e10], [-np.inf, 1e-10, 5.0], [np.nan, 123.456], [-1e-3, 1e-3, np.nan],
    [1e100, 1e-100], [1e-300, 1.0], [5e-324, 1.7976931348623157e308], [2.5, 3.5, 4.5], [1e15, 1.0],
    [1e16, 2e16], [123456789.0, 1.0], [0.1 + 0.2, 0.3], [1 / 7, 1e3 / 7, 1e2 / 7], [1e5, 1e2], [1.2e-5],
    [1 / 3, 2 / 3 * 1e-6], [65504.0, 6e-8], [999.5, 1.0], [1000.0, 2.0], [2048.0, 2.5], [3.4e38, 1.0],
    [1e6, 1e4], [999999.9, 1e4], [1e-5, 1.2345678e-5], [np.pi, np.e, -np.pi], [100.0, 50.0, 0.5],
    [-0.001, 0.002], [-0.0, 1e-12], [1e22, 1e23], [2.0**-44, 2.0**-24], [0.5, 0.125, 0.0625, 0.03125],
    [1.000000001, 2.0], [1.00000001, 2.0], [1.123456785, 1.123456775], [0.000100000001, 0.0002], [-1e9],
]
SCALARS = [
    0.0, -0.0, 1.0, -2.5, 1e15, 9.999e15, 1e16, 1.5e16, 1e-4, 9.99e-5, 1e-5, 1 / 3, np.nan, np.inf,
    -np.inf, 123456.789, 999999.9, 1e6, 1e3, 999.5, 65504.0, 5e-324, 1.7976931348623157e308, 16777216.0,
]


def floats(random):
    for kind in ("f64", "f32", "f16"):
        for values in FLOATS:
            case(kind, values)
        for x in SCALARS:
            case(kind, x)
        for decimals in (-6, -3, -1, 0, 2, 5):
            case(kind, random.normal(size=(3, 4)) * 10.0**decimals)
        for digits in (0, 1, 3, 5, 12, 17, 20):
            case(kind, [1 / 3, 2 / 3, 10.5], precision=digits)
            case(kind, [1e-5 / 3, 2.5e-7, 10.5], precision=digits)
        case(kind, 1 / 3, precision=3)
        case(kind, [[1.5, -2.0], [0.25, np.nan]], plus=True)
        case(kind, [1.0, np.nan], plus=True)
        case(kind, [np.nan, np.nan], plus=True)
        case(kind, [np.inf, 1e10], plus=True)
        case(kind, 1.5, plus=True)
        for n in (1, 7, 13, 30):
            case(kind, random.normal(size=n))
            case(kind, 10.0 ** random.uniform(-9, 9, size=n))
    # Any bits at all: every exponent, subnormals, special values.
    for kind, bits in BITS.items():
        info = np.iinfo(bits)
        for n in (1, 2, 5, 9):
            for _ in range(6):
                case(kind, random.integers(0, info.max, size=n, dtype=bits, endpoint=True).view(TYPES[kind]))


def complexes(random):
    zs = [
        [1 + 2j], [1 + 2j, -3.25 - 0.5j], [1e10 + 1j, 1j], [complex(np.nan, 1)], [complex(1, np.nan), 2],
        [complex(np.inf, -np.inf), 1 + 1j], [0, -0.0], [1e-8j, 1], [1 / 3 + 2j / 3, 10], [1j] * 3,
        [complex(-np.inf, np.nan), complex(0.125, 1e9)], [complex(1, -0.0)],
    ]
    scalars = [1 + 2j, 2j, complex(-0.0, 2), complex(np.nan, np.inf), 1e20 - 1e-20j, 0.1 + 3j, 0, -1.5, 1e6]
    for kind in ("c128", "c64"):
        for z in zs + scalars:
            case(kind, z)
        for shape in ((3,), (2, 2), (10,), (2, 1, 2)):
            case(kind, random.normal(size=shape) + 1j * random.normal(size=shape))
            case(kind, 10 ** random.uniform(-6, 6, shape) + 1j * random.normal(size=shape))
        case(kind, [1 / 3 + 2j / 3, 1j], precision=3)
        case(kind, [1 / 3 + 2j / 3, 1j], plus=True)
        case(kind, 1 / 3 + 2j / 3, precision=3)


def others(random):
    for kind in ("i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"):
        info = np.iinfo(TYPES[kind])
        case(kind, np.array([info.min, info.max], TYPES[kind]))
        case(kind, np.array(info.max, TYPES[kind]))
        case(kind, random.integers(0, 100, size=(3, 5)))
        case(kind, random.integers(info.min, info.max, size=40, dtype=TYPES[kind]))
        case(kind, [1, 20, 3], plus=True)
    case("i32", [-1, 20, 3], plus=True)
    for values in ([True, False], [True, True], True, False, [[True], [False]]):
        case("bool", values)
    case("bool", random.integers(0, 2, size=(2, 30)))


def shapes(random):
    for shape in ((0,), (0, 3), (2, 0), (1,), (1, 1), (1, 1, 1), (2, 3), (2, 3, 4), (2, 1, 2, 3), (2, 2, 2, 2, 2)):
        case("i64", random.integers(-9, 99, size=shape))
        case("f64", random.normal(size=shape))
    for shape in ((30,), (2, 30), (2, 2, 25), (1, 1, 1, 20)):
        for width in (75, 20, 40, 100, 10, 3):
            ramp("i64", shape, -3, 7, width=width)
            ramp("f64", shape, 0.5, 0.375, width=width)
    for shape in ((1000,), (1001,), (1100,), (40, 40), (1001, 1), (1, 1001), (7, 200), (6, 200), (2, 600),
                  (11, 11, 11), (2, 11, 110), (6, 6, 6, 7), (7, 7, 7, 7), (3, 4, 5, 6, 7)):
        ramp("i64", shape, 0, 1)
        ramp("f64", shape, -0.5, 0.25)
        ramp("f32", shape, 1.0, 0.125)
    ramp("i64", (40, 40), 0, 1, width=30)
    ramp("i64", (30, 40), 0, 1, whole=True)


def main():
    random = np.random.default_rng(20240607)
    floats(random)
    complexes(random)
    others(random)
    shapes(random)
    # All 2^16 half floats, each alone: too long to store, so the hash of the lines.
    every = np.arange(1 << 16, dtype=np.uint32).astype(np.uint16).view(np.float16)
    lines = "".join(str(x) + "\n" for x in every)
    fnv = 0xCBF29CE484222325
    for byte in lines.encode():
        fnv = ((fnv ^ byte) * 0x100000001B3) % (1 << 64)
    cases.append({"type": "all f16", "text": f"{fnv:x}"})
    OUT.write_text("".join(json.dumps(c, separators=(",", ":")) + "\n" for c in cases))
    print(len(cases), "cases, sha256", hashlib.sha256(OUT.read_bytes()).hexdigest())


main()
