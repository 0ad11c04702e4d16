"""Makes the fixtures of the geometry and conversions of crates/nd-image from scikit-image.

    python golden/image_transform.py [TARGET]

One text file of cases and one binary file they point into. A case is a line of words: operation,
parameters as key=value, arrays (dtype:shape:offset), the result last. Made with NumPy 2.4.6, SciPy
1.17.1, scikit-image 0.26 and Pillow (whose pictures of mode I are `int32`).
"""

import hashlib
import pathlib
import sys
import warnings

import numpy as np
from PIL import Image
from skimage import transform, util

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests" / "golden_transform"
NAMES = {"bool": "bool", "uint8": "u8", "uint16": "u16", "int16": "i16", "int32": "i32", "float32": "f32", "float64": "f64", "uint64": "u64"}


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

    def case(self, op, *arrays, **parameters):
        words = [op]
        for key, value in parameters.items():
            if isinstance(value, (list, tuple, np.ndarray)):
                value = ",".join(repr(float(v)) for v in np.ravel(value))
            words.append(f"{key}={value}")
        self.lines.append(" ".join(words + [self.array(a) for a in arrays]))


def conversions(out, rng):
    whole = [np.array([False, True])]
    for dtype in (np.uint8, np.uint16, np.int16):
        info = np.iinfo(dtype)
        a = rng.integers(info.min, info.max + 1, size=60, dtype=dtype)
        whole.append(np.concatenate([[info.min, info.max, 0, 1], a]).astype(dtype))
    halves = (np.arange(20) + 0.5) / 255
    floats = np.concatenate([rng.uniform(-1, 1, size=60), [-1, 1, 0, 0.5, -0.5], halves])
    for a in whole + [floats, floats.astype(np.float32)]:
        for name in ("ubyte", "uint", "int", "float32", "float64", "bool"):
            out.case("img_as_" + name, a, getattr(util, "img_as_" + name)(a))


def sizes(out, rng):
    for shape, to in [((2,), (4,)), ((9, 8), (4, 11)), ((9, 8), (3, 2)), ((7, 6, 5), (3, 9, 5)), ((12, 13), (12, 13))]:
        a = rng.normal(size=shape)
        for order in (0, 1, 3):
            b = transform.resize(a, to, order=order, preserve_range=True)
            out.case("resize", a, b, order=order, anti_aliasing="true")
            b = transform.resize(a, to, order=order, preserve_range=True, anti_aliasing=False)
            out.case("resize", a, b, order=order, anti_aliasing="false")
    a = rng.normal(size=(9, 10))
    for scale in ([0.5, 0.5], [1.7, 0.3]):
        out.case("rescale", a, transform.rescale(a, scale, preserve_range=True), scale=scale)
    for shape in [(8, 9), (13, 5), (5, 6, 7)]:
        a = rng.normal(size=shape)
        for factor in (2, 3):
            out.case("pyramid_reduce", a, transform.pyramid_reduce(a, factor), factor=factor)
            out.case("pyramid_expand", a, transform.pyramid_expand(a, factor), factor=factor)
        out.case("pyramid_gaussian", a, *transform.pyramid_gaussian(a))
        out.case("pyramid_laplacian", a, *transform.pyramid_laplacian(a))
    a = rng.normal(size=(6, 9, 4))
    for size in ([2, 3, 4], [3, 3, 1]):
        out.case("downscale_local_mean", a, transform.downscale_local_mean(a, tuple(size)), size=size)
    for a in (rng.integers(0, 256, size=(7, 5), dtype=np.uint8), rng.normal(size=(4, 3, 5))):
        out.case("integral_image", a, transform.integral_image(a))


def pillow(out, rng):
    filters = {"nearest": 0, "lanczos3": 1, "bilinear": 2, "bicubic": 3, "box": 4, "hamming": 5}
    for dtype in (np.uint8, np.int32, np.float32):
        for shape, (h, w) in [((9, 7), (4, 11)), ((5, 12), (13, 3)), ((6, 6), (6, 2))]:
            if dtype == np.float32:
                a = rng.normal(size=shape).astype(dtype)
            else:
                info = np.iinfo(dtype)
                a = rng.integers(info.min // 4, info.max // 4, size=shape, dtype=dtype)
            for name, code in filters.items():
                if dtype == np.int32 or name == "hamming":
                    rows = Image.fromarray(a).resize((w, a.shape[0]), code)
                    b = np.asarray(rows.resize((w, h), code)).astype(dtype)
                    out.case("pillow", a, b, filter=name)


def warps(out, rng):
    a, colour = rng.normal(size=(9, 11)), rng.normal(size=(8, 7, 3))
    matrices = [np.array([[0.9, 0.2, 0.5], [-0.3, 1.1, 0.4], [0, 0, 1.0]])]
    matrices.append(np.array([[0.9, 0.2, 0.5], [-0.3, 1.1, 0.4], [0.01, 0.02, 1.0]]))
    for matrix in matrices:
        for given in (a, colour):
            out.case("warp", given, matrix, transform.warp(given, matrix, order=1))
    for given in (a, colour):
        axis = -1 if given.ndim == 3 else None
        for scaling in ("linear", "log"):
            b = transform.warp_polar(given, output_shape=(20, 15), scaling=scaling, channel_axis=axis)
            out.case("warp_polar", given, b, scaling=scaling)
        b = transform.swirl(given, strength=3, radius=6, rotation=0.3)
        out.case("swirl", given, b)


def points(out, rng):
    for n in (4, 7, 20):
        source = rng.uniform(-50, 200, size=(n, 2))
        truth = np.array([[1.1, 0.2, 5], [-0.1, 0.9, 2], [1e-4, 2e-4, 1]])
        seen = transform.ProjectiveTransform(truth)(source)
        out.case("projective", source, seen, transform.ProjectiveTransform.from_estimate(source, seen).params)
        seen = seen + rng.normal(size=(n, 2))
        out.case("projective", source, seen, transform.ProjectiveTransform.from_estimate(source, seen).params)
        out.case("similarity", source, seen, transform.SimilarityTransform.from_estimate(source, seen).params)
        out.case("euclidean", source, seen, transform.EuclideanTransform.from_estimate(source, seen).params)
        seen = transform.AffineTransform(np.array([[1.1, 0.2, 5], [-0.1, 0.9, 2], [0, 0, 1]]))(source)
        out.case("affine", source, seen, transform.AffineTransform.from_estimate(source, seen).params)


def radons(out, rng):
    theta = np.array([0, 17.5, 45, 90, 133, 179])
    for shape in [(9, 9), (10, 10), (11, 8)]:
        a = rng.uniform(size=shape)
        for circle in (True, False):
            sinogram = transform.radon(a, theta, circle=circle)
            out.case("radon", a, theta, sinogram, circle=str(circle).lower())
            for name in ("ramp", "shepp-logan", "cosine", "hamming", "hann", None):
                b = transform.iradon(sinogram, theta, filter_name=name, circle=circle)
                out.case("iradon", sinogram, theta, b, circle=str(circle).lower(), filter=name)


def lines(out, rng):
    a = rng.random((23, 31)) < 0.04
    a[5] = True
    a[:, 20] = True
    a[np.arange(20), np.arange(20) + 2] = True
    theta = np.linspace(-np.pi / 2, np.pi / 2, 45, endpoint=False)
    votes, _, distances = transform.hough_line(a, theta)
    out.case("hough_line", a, theta, distances, votes)
    peaks = transform.hough_line_peaks(votes, theta, distances, min_distance=4, min_angle=4)
    out.case("hough_line_peaks", a, theta, np.array(peaks[0], dtype=float), peaks[1], peaks[2])
    for full in (True, False):
        votes = transform.hough_circle(a, [1, 4, 9], full_output=full)
        out.case("hough_circle", a[:12], transform.hough_circle(a[:12], [1, 4, 9], full_output=full), full=str(full).lower())


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    out, rng = Fixtures(), np.random.default_rng(20261201)
    warnings.simplefilter("ignore")
    for part in (conversions, sizes, pillow, warps, points, radons, lines):
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
