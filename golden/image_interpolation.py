"""Makes the fixtures of the interpolation of crates/nd-image from SciPy.

    python golden/image_interpolation.py [TARGET]

One text file of cases and one binary file they point into. A case is a line of words: operation,
parameters as key=value, input (dtype:shape:offset), output (likewise). Made with NumPy 2.4.6 and
SciPy 1.17.1.
"""

import hashlib
import pathlib
import sys

import numpy as np
from scipy import ndimage

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests" / "golden_interpolation"
NAMES = {"uint8": "u8", "int8": "i8", "uint16": "u16", "int32": "i32", "float32": "f32", "float64": "f64"}
NAMES |= {"complex128": "c128"}
MODES = ["constant", "grid-constant", "nearest", "reflect", "mirror", "grid-wrap"]
TYPES = [np.float64, np.float32, np.uint8, np.int8, np.uint16, np.int32]


class Fixtures:
    """Cases, and the arrays they refer to; equal arrays are stored once."""

    def __init__(self):
        self.lines, self.data, self.seen = [], bytearray(), {}

    def array(self, a):
        a = np.ascontiguousarray(a)
        name = NAMES[str(a.dtype)]
        raw = a.astype(a.dtype.newbyteorder("<")).tobytes()
        if (name, raw) not in self.seen:
            self.data += b"\0" * (-len(self.data) % 8)
            self.seen[name, raw] = len(self.data)
            self.data += raw
        return f"{name}:{','.join(map(str, a.shape))}:{self.seen[name, raw]}"

    def case(self, op, given, result, **parameters):
        words = [op]
        for key, value in parameters.items():
            if isinstance(value, (list, tuple, np.ndarray)):
                value = ",".join(repr(float(v)) for v in np.ravel(value))
            words.append(f"{key}={value}")
        self.lines.append(" ".join(words + [self.array(given), self.array(result)]))


def sample(rng, shape, dtype):
    if np.issubdtype(dtype, np.complexfloating):
        return (rng.normal(size=shape) + 1j * rng.normal(size=shape)).astype(dtype)
    if np.issubdtype(dtype, np.floating):
        return rng.normal(size=shape).astype(dtype)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max + 1, size=shape, dtype=dtype)


def filters(out, rng):
    for shape in [(1,), (2,), (9,), (40,), (5, 7), (3, 4, 5), (1, 6)]:
        a = sample(rng, shape, np.float64)
        for order in (2, 3, 4, 5):
            for mode in ("mirror", "reflect", "grid-wrap"):
                out.case("spline_filter", a, ndimage.spline_filter(a, order, mode=mode), order=order, mode=mode)
    a = sample(rng, (6, 5), np.complex128)
    out.case("spline_filter", a, ndimage.spline_filter(a, 3), order=3, mode="mirror")
    a = sample(rng, (6, 5), np.uint8)
    out.case("spline_filter", a, ndimage.spline_filter(a, 4), order=4, mode="mirror")
    for axis in (0, 1):
        out.case("spline_filter1d", a, ndimage.spline_filter1d(a, 5, axis), order=5, axis=axis, mode="mirror")


def coordinates(out, rng):
    for shape in [(7,), (1,), (2,), (5, 6), (4, 3, 5)]:
        places = np.stack([rng.uniform(-1.7 * n - 1, 2.7 * n + 1, size=24) for n in shape])
        inner = np.stack([rng.uniform(-0.2, n - 0.8, size=12) for n in shape])
        places = np.concatenate([places, inner], axis=1)
        for order in range(6):
            for k, mode in enumerate(MODES):
                dtype = TYPES[(order + k) % len(TYPES)] if shape == (5, 6) else np.float64
                a = sample(rng, shape, dtype)
                b = ndimage.map_coordinates(a, places, order=order, mode=mode, cval=2.0)
                out.case("map_coordinates", a, b, places=out.array(places), order=order, mode=mode)
        for order, mode in ((3, "constant"), (3, "nearest"), (4, "grid-constant"), (2, "grid-wrap"), (5, "reflect")):
            a = sample(rng, shape, np.float64)
            b = ndimage.map_coordinates(a, places, order=order, mode=mode, cval=2.0, prefilter=False)
            out.case("map_coordinates", a, b, places=out.array(places), order=order, mode=mode, prefilter="false")


def affines(out, rng):
    turn = np.array([[0.8, -0.5], [0.45, 0.9]])
    for order in range(6):
        for k, mode in enumerate(MODES):
            dtype = TYPES[(order + 2 * k) % len(TYPES)]
            a = sample(rng, (8, 9), dtype)
            b = ndimage.affine_transform(a, turn, [1.3, -0.7], (7, 11), order=order, mode=mode, cval=2.0)
            out.case("affine", a, b, matrix=out.array(turn), offset=[1.3, -0.7], order=order, mode=mode)
    a = sample(rng, (6, 7), np.complex128)
    b = ndimage.affine_transform(a, turn, [1.3, -0.7], (7, 8), order=3, cval=2.0)
    out.case("affine", a, b, matrix=out.array(turn), offset=[1.3, -0.7], order=3, mode="constant")
    a = sample(rng, (4, 5, 6), np.float64)
    shear = np.eye(3) + rng.normal(size=(3, 3)) / 9
    for order in (1, 2, 3):
        b = ndimage.affine_transform(a, shear, 0.2, order=order, mode="mirror")
        out.case("affine", a, b, matrix=out.array(shear), offset=[0.2] * 3, order=order, mode="mirror")
    a = sample(rng, (8, 9), np.float64)
    down = rng.normal(size=(2, 1))
    b = ndimage.affine_transform(a, down, [1.0, 2.0], (13,), order=3, mode="nearest")
    out.case("affine", a, b, matrix=out.array(down), offset=[1.0, 2.0], order=3, mode="nearest")
    whole = np.array([[0.7, 0.2, 0.4], [-0.1, 0.9, 1.1], [0, 0, 1]])
    for matrix in (whole, whole[:2], np.array([0.77, 1.21])):
        b = ndimage.affine_transform(a, matrix, order=3, mode="reflect")
        out.case("affine", a, b, matrix=out.array(matrix), offset=[], order=3, mode="reflect")


def shifts(out, rng):
    for order in range(6):
        for k, mode in enumerate(MODES):
            dtype = TYPES[(order + k) % len(TYPES)]
            a = sample(rng, (6, 7), dtype)
            b = ndimage.shift(a, [0.35, -2.6], order=order, mode=mode, cval=2.0)
            out.case("shift", a, b, by=[0.35, -2.6], order=order, mode=mode)
    a = sample(rng, (3, 4, 5, 2), np.float64)
    b = ndimage.shift(a, [1.0, 0.0, 0.4, 0.0], order=3, mode="nearest")
    out.case("shift", a, b, by=[1.0, 0.0, 0.4, 0.0], order=3, mode="nearest")


def zooms(out, rng):
    for (n, m) in [((5,), (10,)), ((6, 7), (9, 5)), ((6, 7), (6, 15)), ((4, 3, 5), (6, 7, 4)), ((1, 4), (3, 8))]:
        for order in range(6):
            for k, mode in enumerate(MODES):
                grid = (k + order) % 2 == 0
                if safe(n, m, grid, order, mode):
                    dtype = TYPES[(order + k) % len(TYPES)] if len(n) == 2 else np.float64
                    a = sample(rng, n, dtype)
                    factors = [q / p for p, q in zip(n, m)]
                    b = ndimage.zoom(a, factors, order=order, mode=mode, cval=2.0, grid_mode=grid)
                    assert b.shape == m
                    out.case("zoom", a, b, grid=str(grid).lower(), order=order, mode=mode)


def safe(n, m, grid, order, mode):
    """Whether SciPy's places are so far from ends and halves that their last bit does not matter."""
    for p, q in zip(n, m):
        i = np.arange(q)
        ratio = p / q if grid else (p - 1) / (q - 1) if q > 1 else 1
        x = (i + 0.5) * ratio - 0.5 if grid else i * ratio
        if mode == "constant" and not grid and x[-1] > p - 1:
            return False
        if order == 0 and np.any(np.abs((x % 1) - 0.5) < 1e-9):
            return False
    return True


def rotations(out, rng):
    for degrees in (0, 30, 45, 90, -90, 180, 137.5, 721):
        for order in (1, 3):
            for reshape in (True, False):
                a = sample(rng, (5, 7), np.float64)
                b = ndimage.rotate(a, degrees, order=order, reshape=reshape, mode="nearest")
                out.case("rotate", a, b, degrees=degrees, reshape=str(reshape).lower(), axes=[1, 0], order=order, mode="nearest")
    a = sample(rng, (4, 5, 3), np.uint8)
    for axes in ([0, 1], [1, 2], [2, 0]):
        b = ndimage.rotate(a, 33, axes=axes, order=3, cval=2.0)
        out.case("rotate", a, b, degrees=33, reshape="true", axes=axes, order=3, mode="constant")
    a = sample(rng, (6, 6), np.int32)
    b = ndimage.rotate(a, 12, order=0, cval=2.0)
    out.case("rotate", a, b, degrees=12, reshape="true", axes=[0, 1], order=0, mode="constant")


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    out, rng = Fixtures(), np.random.default_rng(20261130)
    for part in (filters, coordinates, affines, shifts, zooms, rotations):
        part(out, rng)
    (folder / "cases.txt").write_text("\n".join(out.lines) + "\n")
    (folder / "cases.bin").write_bytes(out.data)
    files = [folder / name for name in ("cases.bin", "cases.txt")]
    sums = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}" for p in files]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    return len(out.lines)


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    print(make(target), "cases in", target)
