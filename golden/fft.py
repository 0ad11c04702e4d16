"""Writes crates/nd-ops/tests/golden/fft.txt: Fourier, cosine, sine and Hankel transforms as NumPy and SciPy have them.

    python golden/fft.py FOLDER

One case a line, in fields between "|": function, array, options, and the result or "error". Arrays are type
shape=elements, complex numbers two words each. An option is name=numbers.
"""

import pathlib
import sys
import warnings

import numpy as np
import scipy.fft

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "fft.txt"
rng = np.random.default_rng(53)
lines = []


def array(a):
    a = np.asarray(a)
    digits = 8 if a.dtype.itemsize * 8 in (32, 16) or a.dtype == np.complex64 else 16
    parts = np.ascontiguousarray(a).view(a.real.dtype) if a.dtype.kind == "c" else a
    words = (f"{float(x):.{digits}g}" for x in np.atleast_1d(parts).ravel())
    return f"{a.dtype.kind}{a.dtype.itemsize * 8} {','.join(map(str, a.shape))}={','.join(words)}"


def case(name, a, module=scipy.fft, **options):
    words = ";".join(f"{k}={','.join(map(str, np.atleast_1d(v)))}" for k, v in options.items() if v is not None)
    try:
        result = getattr(module, name)(a, **options)
    except (ValueError, IndexError, RuntimeError, TypeError):
        return lines.append("|".join([name, array(a), words, "error"]))
    lines.append("|".join([name, array(a), words, array(result)]))


def data(shape, kind):
    a = np.round(rng.uniform(-24, 24, shape)) / 8
    if kind == "c":
        a = a + 1j * np.round(rng.uniform(-24, 24, shape)) / 8
    return a


ONE = {"fft": "fc", "ifft": "fc", "rfft": "f", "irfft": "fc", "hfft": "fc", "ihfft": "f"}
MANY = {"fft": "fc", "ifft": "fc", "rfft": "f", "irfft": "c", "hfft": "c", "ihfft": "f"}
NORMS = ("backward", "ortho", "forward")

for name, kinds in ONE.items():
    for n in (1, 2, 3, 4, 5, 8, 13, 16):
        module = np.fft if n % 2 else scipy.fft
        case(name, data(n, kinds[n % len(kinds)]), module)
    for kind in kinds:
        for n in (None, 1, 2, 5, 8, 0):
            case(name, data(6, kind), n=n, norm=NORMS[(n or 0) % 3])
        for axis in (0, 1, -2, 2, -3):
            case(name, data((3, 4), kind), axis=axis)
            case(name, data((3, 4), kind), axis=axis, n=5, norm="ortho")
    # F2: empty axes.
    for shape in ((0,), (0, 3), (3, 0), ()):
        case(name, data(shape, kinds[-1]))
        case(name, data(shape, kinds[-1]), n=2)
    # F4: all norms.
    for norm in NORMS:
        case(name, np.array([1.0, 2, 3]), norm=norm)

for name, kinds in MANY.items():
    for kind in kinds:
        for norm in NORMS:
            case(name + "2", data((4, 3), kind), norm=norm)
            case(name + "n", data((2, 3, 4), kind), norm=norm)
        case(name + "2", data((2, 3, 4), kind), s=(3, 5))
        case(name + "2", data((2, 3, 4), kind), axes=(0, -1))
        case(name + "2", data((2, 3, 4), kind), s=(4, 2), axes=(1, 0))
        case(name + "2", data(3, kind))
        # F5: lengths without axes, -1, repeated axes, numbers that do not fit.
        case(name + "n", data((2, 3, 4), kind), s=(3, 4))
        case(name + "n", data((2, 3, 4), kind), s=(-1, 5))
        case(name + "n", data((2, 3, 4), kind), s=(3, -1))
        case(name + "n", data((2, 3, 4), kind), s=(2, -2))
        case(name + "n", data((2, 3, 4), kind), axes=(1,))
        case(name + "n", data((2, 3, 4), kind), axes=(2, 0))
        case(name + "n", data((2, 3, 4), kind), axes=(0, 0))
        case(name + "n", data((2, 3, 4), kind), s=(2, 2), axes=(0,))
        case(name + "n", data((2, 3), kind), s=(2, 2, 2))
        case(name + "n", data((2, 3), kind), axes=(3,))
        case(name + "n", data((0, 3), kind))
        case(name + "n", data((0, 3), kind), axes=(1,))
        case(name + "n", data((2, 3), kind), s=(0, 2))

for name in ("dct", "idct", "dst", "idst"):
    for type in (1, 2, 3, 4):
        for n in (1, 2, 3, 4, 5, 6, 9, 16):
            case(name, data(n, "c" if n == 5 else "f"), type=type)
        for norm in NORMS:
            for orthogonalize in (None, 0, 1):
                case(name, data(4, "f"), type=type, norm=norm, orthogonalize=orthogonalize)
        case(name, data((3, 4), "f"), type=type, axis=0)
        case(name, data((3, 4), "f"), type=type, n=5, axis=-2, norm="ortho")
        case(name, data((3, 4), "f"), type=type, n=3)
        case(name + "n", data((3, 4), "f"), type=type)
        case(name + "n", data((3, 4), "f"), type=type, norm="ortho")
        case(name + "n", data((3, 4), "c"), type=type, s=(2, 5), norm="forward")
        case(name + "n", data((2, 3, 4), "f"), type=type, axes=(0, 2))
        case(name + "n", data((2, 3, 4), "f"), type=type, s=(3, -1))
    case(name, data((0,), "f"))
    case(name, data((0, 3), "f"))
    case(name, data((3, 0), "f"), n=2)
    case(name, data(3, "f"), n=0)
    case(name, data(3, "f"), axis=1)

for n in (1, 2, 3, 4, 7, 16):
    for mu, offset, bias in ((0.0, 0.0, 0.0), (2.5, 0.3, 0.0), (0.5, -0.2, 0.7), (-0.4, 0.1, -1.3), (-7.25, 0.0, 0.4), (150.0, 0.0, 0.25), (1.0, 0.0, 4.0)):
        for name in ("fht", "ifht"):
            case(name, data(n, "f"), dln=0.4, mu=mu, offset=offset, bias=bias)
for dln in (0.1, 0.7):
    for mu, initial, bias in ((0.0, 0.0, 0.0), (2.5, 0.3, 0.1), (-3.2, -1.5, -0.4), (40.0, 2.0, 0.0)):
        found = scipy.fft.fhtoffset(dln, mu, initial, bias)
        lines.append(f"fhtoffset|f64 =0|dln={dln};mu={mu};initial={initial};bias={bias}|{array(found)}")

for n in (1, 2, 3, 4, 7, 8):
    for d in (1.0, 0.1, -2.5):
        for name in ("fftfreq", "rfftfreq"):
            lines.append(f"{name}|i64 ={n}|d={d}|{array(getattr(np.fft, name)(n, d))}")
for real in (False, True):
    for name in ("next_fast_len", "prev_fast_len"):
        found = [getattr(scipy.fft, name)(n, real) for n in range(600)]
        lines.append(f"{name}|f64 =0|real={int(real)}|{array(found)}")
for name in ("fftshift", "ifftshift"):
    for shape, axes in (((5,), None), ((4,), None), ((3, 4), None), ((3, 4), (1,)), ((3, 4), (0, -1)), ((0, 2), None)):
        case(name, np.arange(float(np.prod(shape))).reshape(shape), np.fft, axes=axes)

# F1: types.
for kind in (np.float16, np.float32, np.int32, np.bool_, np.complex64):
    for name in ("fft", "rfft", "irfft", "hfft", "fftn", "dct"):
        case(name, np.array([1, 0, 1, 1, 0], kind))
OUT.write_text("\n".join(lines) + "\n")
