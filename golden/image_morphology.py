"""Makes the fixtures of morphology, labels and distances from SciPy and scikit-image.

    python golden/image_morphology.py            writes tests/golden_morphology
    python golden/image_morphology.py --check    makes them again elsewhere and compares the hashes

The fixtures are one text file of cases and one binary file they point into. A case is a line of
words: operation, parameters as key=value, input (dtype:shape:offset), output (likewise). Made with
NumPy 2.4.6, SciPy 1.17.1 and scikit-image 0.26.0.
"""

import hashlib
import pathlib
import sys
import tempfile
import warnings

import numpy as np
from scipy import ndimage
from skimage import measure, morphology, segmentation

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates/nd-image/tests" / "golden_morphology"
NAMES = {"uint8": "u8", "int16": "i16", "float64": "f64"}
MODES = ["reflect", "constant", "nearest", "mirror", "wrap"]


class Fixtures:
    """Cases, and the arrays they refer to; equal arrays are stored once."""

    def __init__(self):
        self.lines, self.data, self.seen = [], bytearray(), {}

    def array(self, a):
        """Stores the values in the smallest type that holds them all."""
        a = np.ascontiguousarray(a)
        if a.dtype == bool:
            name, raw = "bool", np.packbits(a, bitorder="little").tobytes()
        else:
            fits = [t for t in (np.uint8, np.int16) if np.array_equal(a.astype(t), a)]
            a = a.astype(fits[0] if fits else np.float64)
            name, raw = NAMES[str(a.dtype)], a.astype(a.dtype.newbyteorder("<")).tobytes()
        key = (name, raw)
        if key not in self.seen:
            self.seen[key] = len(self.data)
            self.data += raw
        return f"{name}:{','.join(map(str, a.shape))}:{self.seen[key]}"

    def case(self, op, given, result, **parameters):
        words = [op, f"type={given.dtype}"]
        for key, value in parameters.items():
            if isinstance(value, np.ndarray):
                value = self.array(value)
            elif isinstance(value, (list, tuple)):
                value = ",".join(str(v) for v in value)
            words.append(f"{key}={value}")
        self.lines.append(" ".join(words + [self.array(given), self.array(result)]))


def mask(rng, shape, density=0.6):
    return rng.random(shape) < density


def blobs(rng, shape, sigma=1.5):
    return ndimage.gaussian_filter(rng.normal(size=shape), sigma, mode="wrap") > 0


SHAPES = [(1,), (13,), (1, 1), (7, 9), (5, 70), (12, 131), (4, 5, 6), (3, 3, 2, 5)]


def labels(out, rng):
    for shape in SHAPES:
        for density in (0.3, 0.6):
            a = mask(rng, shape, density)
            for connectivity in range(1, len(shape) + 1):
                s = ndimage.generate_binary_structure(len(shape), connectivity)
                out.case("label", a, ndimage.label(a, s)[0], structure=s)
    a = mask(rng, (20, 66), 0.5)
    for s in (
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[1, 0, 1], [0, 1, 0], [1, 0, 1]],
        [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
        [[0, 0, 0], [1, 1, 1], [0, 0, 0]],
        [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    ):
        s = np.array(s, bool)
        out.case("label", a, ndimage.label(a, s)[0], structure=s)
    for shape in ((9,), (8, 9), (12, 66), (4, 5, 6)):
        a = rng.integers(0, 3, size=shape, dtype=np.uint8)
        for connectivity in range(1, len(shape) + 1):
            b = measure.label(a, connectivity=connectivity)
            s = ndimage.generate_binary_structure(len(shape), connectivity)
            out.case("label_apart", a, b, structure=s)


def distances(out, rng):
    for shape in SHAPES + [(20, 30), (2, 90), (90, 2)]:
        for density in (0.5, 0.95):
            a = mask(rng, shape, density)
            if a.all():
                a.flat[a.size // 2] = False
            d, i = ndimage.distance_transform_edt(a, return_indices=True)
            out.case("edt", a, d, sampling=[1.0] * len(shape))
            out.case("edt_indices", a, i, sampling=[1.0] * len(shape))
            sampling = [float(x) for x in rng.choice([0.5, 1.0, 1.25, 3.0], size=len(shape))]
            out.case("edt", a, ndimage.distance_transform_edt(a, sampling), sampling=sampling)
            for metric in ("chessboard", "taxicab"):
                d, i = ndimage.distance_transform_cdt(a, metric, return_indices=True)
                out.case("cdt", a, d, metric=metric)
                out.case("cdt_indices", a, i, metric=metric)
                if len(shape) < 4 and density == 0.95:
                    b = ndimage.distance_transform_bf(a, metric)
                    out.case("bf", a, b.astype(np.float64), metric=metric)
    for shape in ((1, 1), (9,), (20, 30), (5, 6, 7)):
        a = mask(rng, shape, 0.1).astype(np.uint8) * rng.integers(1, 9, size=shape, dtype=np.uint8)
        if a.any():
            for distance in (1.0, 2.5, 100.0):
                out.case("expand_labels", a, segmentation.expand_labels(a, distance), distance=distance)
    a = blobs(rng, (40, 45))
    for radius in (0.5, 1.0, 1.5, 2.3):
        for name in ("erosion", "dilation", "opening", "closing"):
            b = getattr(morphology, "isotropic_" + name)(a, radius)
            out.case("isotropic_" + name, a, b, radius=radius)


def binaries(out, rng):
    shapes = [(1,), (9,), (7, 9), (5, 70), (10, 131), (4, 5, 6)]
    for shape in shapes:
        ndim = len(shape)
        a = mask(rng, shape, 0.7)
        m = mask(rng, shape, 0.8)
        structures = [ndimage.generate_binary_structure(ndim, k) for k in (1, ndim)]
        structures += [mask(rng, (3,) * ndim, 0.4), mask(rng, (2,) * ndim, 0.7), mask(rng, (5,) * ndim, 0.2)]
        structures += [mask(rng, (1,) * (ndim - 1) + (12,), 0.9)]
        for s in structures:
            s.flat[s.size // 2] = True
            for name in ("erosion", "dilation", "opening", "closing"):
                f = getattr(ndimage, "binary_" + name)
                for border in (0, 1):
                    b = f(a, s, iterations=1, border_value=border)
                    out.case("binary_" + name, a, b, structure=s, iterations=1, border=border, origin=[0] * ndim)
                origin = [int(rng.integers(-(n // 2), (n - 1) // 2 + 1)) for n in s.shape]
                if name in ("dilation", "opening", "closing"):
                    origin = [max(o, -((n - 1) // 2)) for o, n in zip(origin, s.shape)]
                # Twice a larger structure with an origin writes beyond SciPy's buffers.
                times = 2 if max(s.shape) <= 3 else 1
                b = f(a, s, iterations=times, origin=origin)
                out.case("binary_" + name, a, b, structure=s, iterations=times, border=0, origin=origin)
                if s.shape[-1] == 3:
                    for iterations in (1, 3, 0):
                        b = f(a, s, iterations=iterations, mask=m)
                        words = dict(structure=s, iterations=iterations, border=0, origin=[0] * ndim)
                        out.case("binary_" + name, a, b, mask=m, **words)
        s1, s2 = mask(rng, (3,) * ndim, 0.3), mask(rng, (3,) * ndim, 0.15)
        out.case("hit_or_miss", a, ndimage.binary_hit_or_miss(a, s1, s2 & ~s1), hit=s1, miss=s2 & ~s1)
        out.case("hit_or_miss", a, ndimage.binary_hit_or_miss(a, s1), hit=s1, miss=~s1)
        seed = mask(rng, shape, 0.1)
        out.case("propagation", seed, ndimage.binary_propagation(seed, mask=a), mask=a)
        out.case("fill_holes", a, ndimage.binary_fill_holes(a))
        s = structures[0]
        for name in ("erosion", "dilation", "opening", "closing"):
            out.case("neutral_" + name, a, getattr(morphology, name)(a, s, mode="ignore"), structure=s)
    for ndim in range(1, 4):
        s = mask(rng, (3,) * ndim, 0.5)
        for iterations in (1, 2, 4):
            out.case("iterate", s, ndimage.iterate_structure(s, iterations), iterations=iterations)
    s = mask(rng, (2, 4), 0.8)
    out.case("iterate", s, ndimage.iterate_structure(s, 3), iterations=3)


GREY = ["grey_erosion", "grey_dilation", "grey_opening", "grey_closing"]
GREY += ["morphological_gradient", "morphological_laplace", "white_tophat", "black_tophat"]


def saturating(f):
    """Bytes by way of wider integers: ours saturate, SciPy's wrap around."""

    def call(a, **words):
        if a.dtype != np.uint8:
            return f(a, **words)
        if "opening" in f.__name__ or "closing" in f.__name__ or "tophat" in f.__name__:
            if "structure" in words:
                # Twice: what lies between the two operations is saturated, too.
                first = ndimage.grey_erosion if f.__name__ in ("grey_opening", "white_tophat") else ndimage.grey_dilation
                second = ndimage.grey_dilation if first is ndimage.grey_erosion else ndimage.grey_erosion
                b = call_basic(second, call_basic(first, a, words), words).astype(np.int16)
                difference = {"white_tophat": a - b, "black_tophat": b - a}.get(f.__name__, b)
                return difference.clip(0, 255).astype(np.uint8)
        return f(a.astype(np.int16), **words).clip(0, 255).astype(np.uint8)

    def call_basic(f, a, words):
        return f(a.astype(np.int16), **words).clip(0, 255).astype(np.uint8)

    return call


def greys(out, rng):
    for dtype in (np.uint8, np.int16, np.float64):
        for shape in ((1,), (11,), (6, 7), (3, 70), (3, 4, 5)):
            ndim = len(shape)
            a = rng.integers(0, 40, size=shape).astype(dtype)
            if dtype == np.int16:
                a -= 20
            for k, name in enumerate(GREY):
                f = saturating(getattr(ndimage, name))
                mode = MODES[(k + ndim) % 5]
                size = [int(n) for n in rng.integers(1, 8, size=ndim)]
                origin = [int(rng.integers(-((n - 1) // 2), (n - 1) // 2 + 1)) for n in size]
                b = f(a, size=size, mode=mode, cval=3, origin=origin)
                out.case(name, a, b, size=size, mode=mode, origin=origin)
                fp = mask(rng, (3,) * (ndim - 1) + (5,), 0.5)
                fp.flat[0] = True
                b = f(a, footprint=fp, mode=MODES[k % 5], cval=3)
                out.case(name, a, b, footprint=fp, mode=MODES[k % 5], origin=[0] * ndim)
                # What is made of two saturated results has no counterpart.
                if dtype != np.uint8 or not name.startswith("morphological"):
                    s = rng.integers(-2, 3, size=(3,) * ndim).astype(np.float64)
                    b = f(a, structure=s, mode=mode, cval=3)
                    out.case(name, a, b, heights=s, mode=mode, origin=[0] * ndim)
                    b = f(a, footprint=fp[..., :3], structure=s, mode=mode, cval=3)
                    heights = np.where(fp[..., :3], s, -np.inf)
                    out.case(name, a, b, heights=heights, mode=mode, origin=[0] * ndim)


def footprints(out):
    nothing = np.zeros(1, bool)
    for r in range(5):
        for name in ("disk", "ball", "diamond", "octahedron", "star"):
            out.case(name, nothing, getattr(morphology, name)(r).astype(bool), sizes=[r])
        for s in range(5):
            out.case("ellipse", nothing, morphology.ellipse(s, r).astype(bool), sizes=[r, s])
            if r:
                out.case("octagon", nothing, morphology.octagon(r, s).astype(bool), sizes=[r, s])


class InOrder(np.random.Generator):
    """No lots are drawn: what is equal stays in its order."""

    def permutation(self, x):
        return x


def skeletons(out, rng):
    for shape in ((1, 1), (1, 9), (6, 5), (30, 40), (25, 70)):
        for a in (blobs(rng, shape, 2.0), blobs(rng, shape, 1.0), mask(rng, shape, 0.8), np.ones(shape, bool)):
            out.case("skeletonize", a, morphology.skeletonize(a))
            out.case("skeletonize_lee", a, morphology.skeletonize(a, method="lee"))
            for layers in (1, 2, 1000):
                out.case("thin", a, morphology.thin(a, layers), layers=layers)
            if not a.all():
                b, d = morphology.medial_axis(a, return_distance=True, rng=InOrder(np.random.PCG64(0)))
                out.case("medial_axis", a, b)
    for shape in ((5, 5, 5), (9, 10, 12)):
        for a in (blobs(rng, shape, 1.0), mask(rng, shape, 0.7), np.ones(shape, bool)):
            out.case("skeletonize_lee", a, morphology.skeletonize(a))


def levels(out, rng):
    for shape in ((1,), (12,), (9, 10), (5, 40), (4, 5, 6)):
        for dtype in (np.uint8, np.int16, np.float64):
            a = rng.integers(0, 9, size=shape).astype(dtype)
            seed = np.minimum(a, rng.integers(0, 9, size=shape).astype(dtype))
            out.case("reconstruct", seed, morphology.reconstruction(seed, a).astype(dtype), mask=a, order="up")
            seed = np.maximum(a, rng.integers(0, 9, size=shape).astype(dtype))
            b = morphology.reconstruction(seed, a, method="erosion").astype(dtype)
            out.case("reconstruct", seed, b, mask=a, order="down")
            out.case("local_maxima", a, morphology.local_maxima(a))
            out.case("local_minima", a, morphology.local_minima(a))
            for h in (1, 3):
                if a.size > 1:
                    out.case("h_maxima", a, morphology.h_maxima(a, h).astype(bool), h=h)
                    out.case("h_minima", a, morphology.h_minima(a, h).astype(bool), h=h)
            if dtype == np.uint8 and min(shape) > 1:  # max_tree fails on axes of length 1
                for area in (1, 3, 8, a.size):
                    out.case("area_opening", a, morphology.area_opening(a, area), area=area)
                    out.case("area_closing", a, morphology.area_closing(a, area), area=area)
                seed = tuple(int(rng.integers(n)) for n in shape)
                for tolerance in (0, 2):
                    b = segmentation.flood(a, seed, tolerance=tolerance)
                    out.case("flood", a, b, seed=seed, tolerance=tolerance)
            for mode in ("thick", "inner", "outer"):
                if dtype != np.float64 and len(shape) > 1:
                    few = (np.abs(a) // 4).astype(dtype)
                    out.case("boundaries", few, segmentation.find_boundaries(few, mode=mode), boundary=mode)
        a = mask(rng, shape, 0.6)
        for size in (1, 4, 20):
            out.case("small_objects", a, morphology.remove_small_objects(a, max_size=size), size=size)
            out.case("small_holes", a, morphology.remove_small_holes(a, max_size=size), size=size)
    for shape in ((1, 1), (6, 7), (20, 30)):
        for density in (0.05, 0.3):
            a = mask(rng, shape, density)
            a[0, 0] = True
            out.case("hull", a, morphology.convex_hull_image(a))
            out.case("hull_object", a, morphology.convex_hull_object(a))


def make(folder):
    warnings.simplefilter("ignore")
    out, rng = Fixtures(), np.random.default_rng(22)
    labels(out, rng)
    distances(out, rng)
    binaries(out, rng)
    greys(out, rng)
    footprints(out)
    skeletons(out, rng)
    levels(out, rng)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cases.txt").write_text("\n".join(out.lines) + "\n")
    (folder / "data.bin").write_bytes(out.data)
    names = ["cases.txt", "data.bin"]
    hashes = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names}
    (folder / "SHA256").write_text("".join(f"{h}  {n}\n" for n, h in hashes.items()))
    print(len(out.lines), "cases,", len(out.data), "bytes")


if __name__ == "__main__":
    if "--check" in sys.argv:
        with tempfile.TemporaryDirectory() as elsewhere:
            make(pathlib.Path(elsewhere))
            same = (pathlib.Path(elsewhere) / "SHA256").read_text() == (TARGET / "SHA256").read_text()
        sys.exit(0 if same else "the fixtures differ from what these versions make")
    make(TARGET)
