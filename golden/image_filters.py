"""Makes the fixtures of nd-image's filters of any rank from SciPy and scikit-image.

    python golden/image_filters.py            writes tests/golden_filters
    python golden/image_filters.py --check    makes them again elsewhere and compares the hashes

One text file of cases and one binary file they point into, as golden/image.py. Made with NumPy 2.4.6,
SciPy 1.17.1 and scikit-image 0.26.0.
"""

import hashlib
import pathlib
import sys
import tempfile
import warnings

import numpy as np
from scipy import ndimage
from skimage import filters

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests" / "golden_filters"
NAMES = {"bool": "bool", "int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64", "uint8": "u8"}
NAMES |= {"uint16": "u16", "uint32": "u32", "uint64": "u64", "float32": "f32", "float64": "f64"}
NAMES |= {"complex64": "c64", "complex128": "c128"}
MODES = ["reflect", "constant", "nearest", "mirror", "wrap"]
WHOLE = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
FLOATS = [np.float32, np.float64]


class Fixtures:
    """Cases, and the arrays they refer to; equal arrays are stored once."""

    def __init__(self):
        self.lines, self.data, self.seen = [], bytearray(), {}

    def array(self, a):
        a = np.asarray(a, order="C")
        name = NAMES[str(a.dtype)]
        raw = a.astype(a.dtype.newbyteorder("<")).tobytes()
        key = (name, raw)
        if key not in self.seen:
            self.data += b"\0" * (-len(self.data) % 8)
            self.seen[key] = len(self.data)
            self.data += raw
        return f"{name}:{','.join(map(str, a.shape))}:{self.seen[key]}"

    def case(self, op, given, result, **parameters):
        words = [op]
        for key, value in parameters.items():
            if isinstance(value, (list, tuple, np.ndarray)):
                value = ",".join(repr(float(v)) if isinstance(v, float) else str(v) for v in value)
            words.append(f"{key}={value}")
        self.lines.append(" ".join(words + [self.array(given), self.array(result)]))


def sample(rng, shape, dtype):
    if dtype == bool:
        return rng.random(shape) < 0.5
    if dtype in FLOATS:
        return rng.normal(size=shape).astype(dtype)
    info = np.iinfo(dtype)
    # Of 64 bits what float64 holds exactly: SciPy passes integers through it.
    low, high = max(info.min, -(2**50)), min(info.max, 2**50)
    return rng.integers(low, high, size=shape, dtype=dtype, endpoint=True)


def linear(out, rng):
    weights = [[0.25, 0.5, 0.25], [1.5, -0.75], [-1.0, 0.0, 1.0], [3.0, 1e6, -2.0, 0.1]]
    for dtype in (np.int8, np.int16, np.int32, np.int64, np.uint32, np.uint64):
        a = sample(rng, (7, 9), dtype)
        for mode in MODES:
            b = ndimage.gaussian_filter(a, [1.2, 0.7], mode=mode, cval=2.5)
            out.case("gaussian", a, b, sigma=[1.2, 0.7], mode=[mode], order=[0, 0], axes=[0, 1])
            b = ndimage.sobel(a, 0, mode=mode, cval=2.5)
            out.case("sobel", a, b, axis=0, mode=[mode])
        for w in weights:
            for axis in (0, 1):
                b = ndimage.correlate1d(a, w, axis, cval=2.5, mode="constant")
                out.case("correlate1d", a, b, weights=w, axis=axis, mode=["constant"])
        k = np.round(rng.normal(size=(3, 2)), 3)
        for mode in MODES:
            b = ndimage.correlate(a, k, mode=mode, cval=2.5)
            out.case("correlate", a, b, kernel=out.array(k), mode=[mode], axes=[0, 1])
    for dtype in (np.uint8, np.float32, np.float64):
        a = sample(rng, (4, 3, 9), dtype)
        for axes in ([0, 2], [2, 0], [1], [-1, 0, 1]):
            sigma = [0.8 + i / 4 for i in range(len(axes))]
            modes = ["wrap", "nearest", "constant"][: len(axes)]
            b = ndimage.gaussian_filter(a, sigma, mode=modes, cval=2.5, axes=tuple(axes))
            order = [0] * len(axes)
            out.case("gaussian", a, b, sigma=sigma, mode=modes, order=order, axes=axes)
        k = np.round(rng.normal(size=(3, 2)), 3)
        for axes in ([0, 1], [2, 0], [1, 2]):
            # SciPy takes the kernel's axes in ascending order of the array's.
            turned, ascending = (k.T if axes == [2, 0] else k), tuple(sorted(axes))
            b = ndimage.correlate(a, turned, mode="mirror", axes=ascending)
            out.case("correlate", a, b, kernel=out.array(k), mode=["mirror"], axes=axes)
            b = ndimage.convolve(a, turned, mode="wrap", axes=ascending)
            out.case("convolve", a, b, kernel=out.array(k), mode=["wrap"], axes=axes)
        b = ndimage.gaussian_filter1d(a, 1.1, 1, order=1, mode="nearest")
        out.case("gaussian1d", a, b, sigma=1.1, axis=1, order=1, mode=["nearest"])
    # A result of another type is one of another input.
    a = sample(rng, (7, 9), np.uint8)
    for dtype in FLOATS:
        b = ndimage.gaussian_filter(a, 1.3, output=dtype)
        out.case("gaussian", a.astype(dtype), b, sigma=[1.3] * 2, mode=["reflect"], order=[0, 0], axes=[0, 1])


def derivatives(out, rng):
    for dtype in WHOLE + FLOATS:
        a = sample(rng, (6, 8), dtype)
        for mode in MODES if dtype in FLOATS else ["reflect", "constant"]:
            m = {"mode": mode, "cval": 2.5}
            out.case("laplace", a, ndimage.laplace(a, **m), mode=[mode])
            out.case("prewitt", a, ndimage.prewitt(a, 1, **m), axis=1, mode=[mode])
            out.case("gaussian_laplace", a, ndimage.gaussian_laplace(a, 1.1, **m), sigma=1.1, mode=[mode])
        if dtype not in (np.int8, np.int16, np.int32, np.int64):
            b = ndimage.gaussian_gradient_magnitude(a, 0.9)
            out.case("gradient_magnitude", a, b, sigma=0.9, mode=["reflect"])
    a = sample(rng, (3, 4, 5), np.float64)
    out.case("laplace", a, ndimage.laplace(a), mode=["reflect"])
    out.case("prewitt", a, ndimage.prewitt(a, -2), axis=-2, mode=["reflect"])
    out.case("gaussian_laplace", a, ndimage.gaussian_laplace(a, 0.8), sigma=0.8, mode=["reflect"])


def windows(out, rng):
    sizes = [[3, 3], [2, 5], [1, 4], [7, 1], [9, 12]]
    for dtype in WHOLE + FLOATS:
        large = dtype in (np.uint8, np.int16, np.uint32, np.float32, np.float64)
        for shape in [(1, 1), (3, 8), (10, 11)][: 3 if large else 2]:
            a = sample(rng, shape, dtype)
            for i, size in enumerate(sizes):
                mode = MODES[(i + shape[0]) % 5]
                origin = [(i * 7 + j) % s - s // 2 for j, s in enumerate(size)]
                m = {"mode": mode, "origin": origin}
                p = {"size": size, "mode": [mode], "origin": origin, "axes": [0, 1]}
                b = ndimage.uniform_filter(a, size, cval=2.5, **m)
                out.case("uniform", a, b, **p)
                for name in ("minimum", "maximum"):
                    b = getattr(ndimage, name + "_filter")(a, size, cval=2.0, **m)
                    out.case(name, a, b, **p)
    for dtype in (np.uint8, np.float64):
        a = sample(rng, (4, 5, 6), dtype)
        for axes, size in (([0, 1, 2], [3, 2, 3]), ([2, 0], [3, 4]), ([1], [3])):
            modes = ["wrap", "nearest", "mirror"][: len(axes)]
            p = {"size": size, "mode": modes, "origin": [0] * len(axes), "axes": axes}
            m = {"mode": modes, "axes": tuple(axes)}
            out.case("uniform", a, ndimage.uniform_filter(a, size, **m), **p)
            out.case("minimum", a, ndimage.minimum_filter(a, size, **m), **p)
            out.case("maximum", a, ndimage.maximum_filter(a, size, **m), **p)


def ranks(out, rng):
    crosses = [np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool), rng.random((4, 3)) < 0.6]
    for dtype in [bool] + WHOLE + FLOATS:
        a = sample(rng, (13, 11) if dtype in (np.uint8, np.float32) else (8, 7), dtype)
        for i, size in enumerate([[3, 3], [5, 5], [2, 2], [1, 5], [4, 3], [9, 9], [12, 13]]):
            mode = MODES[i % 5]
            b = ndimage.median_filter(a, size, mode=mode, cval=1.0)
            out.case("median", a, b, size=size, mode=[mode], origin=[0, 0], axes=[0, 1])
        for i, f in enumerate(crosses):
            mode = MODES[(i + 1) % 5]
            m = {"footprint": f, "mode": mode, "cval": 1.0, "origin": [0, -1]}
            p = {"footprint": out.array(f), "mode": [mode], "origin": [0, -1], "axes": [0, 1]}
            out.case("median", a, ndimage.median_filter(a, **m), **p)
            out.case("minimum", a, ndimage.minimum_filter(a, **m), **p)
            out.case("maximum", a, ndimage.maximum_filter(a, **m), **p)
            out.case("rank", a, ndimage.rank_filter(a, 1, **m), rank=1, **p)
            out.case("rank", a, ndimage.rank_filter(a, -2, **m), rank=-2, **p)
        for percentile in (0.0, 33.3, 33.4, -50.0, 100.0):
            b = ndimage.percentile_filter(a, percentile, [3, 1])
            p = {"size": [3, 1], "mode": ["reflect"], "origin": [0, 0], "axes": [0, 1]}
            out.case("percentile", a, b, percentile=percentile, **p)
    for dtype in (np.uint8, np.float32):
        a = sample(rng, (5, 6, 7), dtype)
        for axes, size in (([0, 1, 2], [3, 3, 3]), ([0, 1], [5, 5]), ([1, 2], [3, 3]), ([0, 2], [3, 5])):
            b = ndimage.median_filter(a, size, mode="nearest", axes=tuple(axes))
            out.case("median", a, b, size=size, mode=["nearest"], origin=[0] * len(size), axes=axes)


def generics(out, rng):
    for dtype in (np.int32, np.float64):
        a = sample(rng, (6, 7), dtype) % 1000
        for i, size in enumerate([[3, 3], [2, 4], [5, 1]]):
            mode = MODES[i]
            origin = [0, -(size[1] // 2) + size[1] // 3]
            m = {"mode": mode, "cval": 2.0, "origin": origin}
            b = ndimage.generic_filter(a, lambda w: w[0] - 2 * w[-1], size, **m)
            out.case("generic", a, b, size=size, mode=[mode], origin=origin, axes=[0, 1])

        def line(given, result):
            result[:] = given[: len(result)] - 3 * given[len(given) - len(result) :]

        for axis in (0, 1):
            b = ndimage.generic_filter1d(a, line, 4, axis, mode="mirror", origin=1)
            out.case("generic1d", a, b, size=4, axis=axis, mode=["mirror"], origin=1)


def spectra(out, rng):
    for shape, n in (((8,), -1), ((5, 6), -1), ((5, 4), 6), ((3, 4, 3), -1), ((4, 3, 4), 7)):
        for dtype in (np.complex64, np.complex128):
            a = (rng.normal(size=shape) + 1j * rng.normal(size=shape)).astype(dtype)
            p = [1.3, 0.7, 2.1][: len(shape)]
            for name in ("gaussian", "uniform", "ellipsoid", "shift"):
                if name == "ellipsoid" and len(shape) == 1:
                    continue  # SciPy leaves negative frequencies out
                b = getattr(ndimage, "fourier_" + name)(a, p, n)
                out.case("fourier_" + name, a, b, parameter=p, n=n)
    a = rng.normal(size=(5, 4))
    for name in ("gaussian", "uniform", "ellipsoid"):
        b = getattr(ndimage, "fourier_" + name)(a, 1.7)
        out.case("fourier_" + name, a, b, parameter=[1.7, 1.7], n=-1)


def thresholds(out, rng):
    def two(shape):
        dark, light = rng.normal(60, 12, shape), rng.normal(160, 25, shape)
        return np.clip(np.where(rng.random(shape) < 0.6, dark, light), 0, 255)

    for dtype in (np.uint8, np.int16, np.float64):
        for shape in ((40, 30), (9, 7)):
            a = two(shape).astype(dtype)
            for name in ("otsu", "li", "yen", "triangle", "isodata", "mean", "minimum"):
                try:
                    t = getattr(filters, "threshold_" + name)(a)
                except RuntimeError:
                    t = np.nan
                out.case("threshold", a, np.float64(t), name=name)
            for classes in (2, 3, 4):
                t = filters.threshold_multiotsu(a, classes)
                out.case("multiotsu", a, t.astype(np.float64), classes=classes)
    for dtype in (np.uint8, np.float32, np.float64):
        a = two((17, 15)).astype(dtype)
        for method in ("gaussian", "mean", "median"):
            for mode in ("reflect", "nearest"):
                b = filters.threshold_local(a, (5, 7), method, 1.5, mode)
                out.case("local", a, b, method=method, size=[5, 7], offset=1.5, mode=[mode])
        b = filters.threshold_niblack(a, (5, 3), 0.3)
        out.case("niblack", a, b, size=[5, 3], k=0.3)
        b = filters.threshold_sauvola(a, 5, 0.2, 128.0)
        out.case("sauvola", a, b, size=[5, 5], k=0.2, r=128.0)
    a = rng.random((3, 12, 13))
    b = filters.apply_hysteresis_threshold(a, 0.6, 0.95)
    out.case("hysteresis", a, b, low=0.6, high=0.95)
    a = sample(rng, (20, 21), np.uint8)
    b = filters.apply_hysteresis_threshold(a, 110, 250)
    out.case("hysteresis", a, b, low=110.0, high=250.0)


def edges(out, rng):
    for dtype in FLOATS:
        a = sample(rng, (9, 8), dtype)
        for name in ("scharr", "farid"):
            out.case(name, a, getattr(filters, name)(a), mode=["reflect"], axes=[0, 1])
            b = getattr(filters, name)(a, axis=1, mode="nearest")
            out.case(name, a, b, mode=["nearest"], axes=[1])
        for name in ("roberts", "roberts_pos_diag", "roberts_neg_diag"):
            out.case(name, a, getattr(filters, name)(a))
        a = (a - a.min()) / (a.max() - a.min())
        b = filters.difference_of_gaussians(a, 0.8, 1.9)
        out.case("difference_of_gaussians", a, b, low=0.8, high=1.9)
        b = filters.unsharp_mask(a, 1.2, 1.7, preserve_range=True)
        out.case("unsharp_mask", a, b, radius=1.2, amount=1.7)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    out, rng = Fixtures(), np.random.default_rng(20261130)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for part in (linear, derivatives, windows, ranks, generics, spectra, thresholds, edges):
            part(out, rng)
    (folder / "cases.txt").write_text("\n".join(out.lines) + "\n")
    (folder / "cases.bin").write_bytes(out.data)
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    sums = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}" for p in files]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    return len(out.lines)


if __name__ == "__main__":
    if "--check" in sys.argv:
        with tempfile.TemporaryDirectory() as temporary:
            make(pathlib.Path(temporary))
            new = (pathlib.Path(temporary) / "SHA256SUMS").read_text()
        old = (TARGET / "SHA256SUMS").read_text()
        sys.exit("fixtures differ" if new != old else 0)
    print(make(TARGET), "cases in", TARGET)
