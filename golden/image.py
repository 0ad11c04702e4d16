"""Makes the fixtures of crates/nd-image from SciPy and Pillow.

    python golden/image.py            writes crates/nd-image/tests/golden
    python golden/image.py --check    makes them again elsewhere and compares the hashes

The fixtures are one text file of cases and one binary file they point into. A case is a line of
words: operation, parameters as key=value, input (dtype:shape:offset), output (likewise). Made
with NumPy 2.4.6, SciPy 1.17.1 and Pillow 13.0.0.
"""

import hashlib
import pathlib
import sys
import tempfile

import numpy as np
from PIL import Image
from scipy import ndimage

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates" / "nd-image" / "tests" / "golden"
NAMES = {"uint8": "u8", "uint16": "u16", "float32": "f32", "float64": "f64"}
MODES = ["reflect", "constant", "nearest", "mirror", "wrap"]


class Fixtures:
    """Cases, and the arrays they refer to; equal arrays are stored once."""

    def __init__(self):
        self.lines, self.data, self.seen = [], bytearray(), {}

    def array(self, a):
        a = np.ascontiguousarray(a)
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
        first = given if isinstance(given, str) else self.array(given)
        self.lines.append(" ".join(words + [first, self.array(result)]))


def sample(rng, shape, dtype):
    if dtype in (np.float32, np.float64):
        return rng.normal(size=shape).astype(dtype)
    return rng.integers(0, np.iinfo(dtype).max + 1, size=shape, dtype=dtype)


def gaussians(out, rng):
    shapes = [(1, 1), (1, 7), (6, 1), (5, 4), (21, 18)]
    for dtype in (np.uint8, np.uint16, np.float32, np.float64):
        for shape in shapes if dtype != np.uint16 else [(5, 4)]:
            a = sample(rng, shape, dtype)
            for mode in MODES:
                for sigma in ([0.3], [1.0], [3.0], [0.7, 2.2]):
                    both = sigma * 2 if len(sigma) == 1 else sigma
                    b = ndimage.gaussian_filter(a, both, mode=mode, cval=2.5)
                    out.case("gaussian", a, b, sigma=both, mode=mode, order=[0, 0], truncate=4.0)
    # A constant picture of integers: SciPy's rounding of the weights decides 99 or 100.
    for value in (1, 100, 255):
        a = np.full((9, 9), value, np.uint8)
        for sigma in (0.5, 1.5, 2.0, 7.3):
            b = ndimage.gaussian_filter(a, sigma)
            out.case("gaussian", a, b, sigma=[sigma] * 2, mode="reflect", order=[0, 0], truncate=4.0)
    for dtype in (np.float32, np.float64):
        a = sample(rng, (17, 15), dtype)
        for order in ([1, 0], [0, 1], [2, 0], [1, 2], [3, 1]):
            b = ndimage.gaussian_filter(a, 1.3, order=order, mode="nearest")
            out.case("gaussian", a, b, sigma=[1.3] * 2, mode="nearest", order=order, truncate=4.0)
        for truncate in (1.0, 2.5):
            b = ndimage.gaussian_filter(a, 2.0, truncate=truncate)
            out.case("gaussian", a, b, sigma=[2.0] * 2, mode="reflect", order=[0, 0], truncate=truncate)
    for dtype in (np.uint8, np.float32, np.float64):
        a = sample(rng, (9, 8, 3), dtype)
        for sigma in ([1.5, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.8], [0.8, 0.8, 0.8]):
            for mode in ("mirror", "constant"):
                b = ndimage.gaussian_filter(a, sigma, mode=mode, cval=-1.5)
                cval = -1.5
                out.case("gaussian", a, b, sigma=sigma, mode=mode, order=[0] * 3, truncate=4.0, cval=cval)
        a = sample(rng, (3, 4, 5, 20), dtype)
        b = ndimage.gaussian_filter(a, 0.9)
        out.case("gaussian", a, b, sigma=[0.9] * 4, mode="reflect", order=[0] * 4, truncate=4.0)
        a = sample(rng, (50,), dtype)
        b = ndimage.gaussian_filter(a, 2.0)
        out.case("gaussian", a, b, sigma=[2.0], mode="reflect", order=[0], truncate=4.0)


def correlations(out, rng):
    kernels = [[1.0], [0.5, 0.25], [1.0, 2.0, 1.0], [-1.0, 0.0, 1.0], [0.25, 0.5, 1.0, -0.125]]
    kernels += [[0.1, -0.7, 0.3, 0.2, 0.9], [0.1, 0.2, 0.3, 0.2, 0.1], rng.normal(size=11).tolist()]
    for dtype in (np.uint8, np.uint16, np.float32, np.float64):
        for shape in [(1, 1), (3, 8), (12, 11)]:
            a = sample(rng, shape, dtype)
            for axis in (0, 1):
                for mode in MODES:
                    b = ndimage.sobel(a, axis, mode=mode, cval=2.5)
                    out.case("sobel", a, b, axis=axis, mode=mode)
        a = sample(rng, (7, 9), dtype)
        for i, w in enumerate(kernels):
            for name in ("correlate1d", "convolve1d"):
                for axis in (0, 1):
                    origins = sorted({-(len(w) // 2), 0, (len(w) - 1) // 2})
                    for origin in origins:
                        if name == "convolve1d" and len(w) % 2 == 0 and origin == -(len(w) // 2):
                            origin += 1
                        mode = MODES[(i + axis + origin) % 5]
                        b = getattr(ndimage, name)(a, w, axis, mode=mode, cval=2.5, origin=origin)
                        out.case(name, a, b, weights=w, axis=axis, mode=mode, origin=origin)
        shapes = [((1, 1), (3, 3)), ((7, 9), (3, 3)), ((7, 9), (2, 4)), ((2, 3), (5, 7)), ((4, 3, 5), (3, 2, 3))]
        for shape, size in shapes:
            a = sample(rng, shape, dtype)
            w = np.round(rng.normal(size=size), 3)
            w[rng.random(size) < 0.2] = 0
            for name in ("correlate", "convolve"):
                for mode in MODES:
                    origin = [0] * len(shape)
                    if mode == "wrap":
                        origin = [s // 2 - 1 + s % 2 if s > 1 else 0 for s in size]
                    if mode == "mirror":
                        origin = [-((s - 1) // 2) for s in size]
                    b = getattr(ndimage, name)(a, w, mode=mode, cval=2.5, origin=origin)
                    out.case(name, a, b, kernel=out.array(w), mode=mode, origin=origin)


def resized(a, height, width, filter):
    """Rows first, then columns: Pillow 13 chooses the order by the shape, earlier ones did not."""
    rows = Image.fromarray(a).resize((width, a.shape[0]), filter)
    return np.asarray(rows.resize((width, height), filter)).astype(a.dtype)


def resizes(out, rng):
    filters = {"nearest": 0, "lanczos3": 1, "bilinear": 2, "bicubic": 3, "box": 4}
    sizes = [((1, 1), (3, 2)), ((7, 5), (7, 5)), ((7, 5), (3, 5)), ((7, 5), (7, 11)), ((23, 40), (9, 7))]
    sizes += [((9, 12), (31, 20)), ((40, 3), (11, 8)), ((33, 90), (2, 1))]
    for dtype in (np.uint8, np.uint16, np.float32):
        for (h, w), (p, q) in sizes:
            a = sample(rng, (h, w), dtype)
            for name, code in filters.items():
                out.case("resize", a, resized(a, p, q, code), filter=name, size=[p, q])
    for (h, w), (p, q) in sizes:
        a = sample(rng, (h, w, 3), np.uint8)
        for name, code in filters.items():
            out.case("resize", a, resized(a, p, q, code), filter=name, size=[p, q])
    # Rows longer than a block of the transposing pass.
    a = sample(rng, (3, 2500), np.uint8)
    for name, code in filters.items():
        out.case("resize", a, resized(a, 2, 611, code), filter=name, size=[2, 611])


def greys(out, rng):
    for shape in [(1, 1, 3), (17, 19, 3)]:
        a = sample(rng, shape, np.uint8)
        out.case("grey", a, np.asarray(Image.fromarray(a).convert("L")))
    a = sample(rng, (6, 7, 4), np.uint8)
    out.case("grey", a, np.asarray(Image.fromarray(a[..., :3]).convert("L")))


def pictures(out, rng, folder):
    def write(name, image, expected, **options):
        image.save(folder / name, **options)
        out.case("picture", name, expected)

    grey, rgb, rgba = (sample(rng, (5, 7) + c, np.uint8) for c in ((), (3,), (4,)))
    smooth = np.add.outer(np.arange(16), np.arange(24)).astype(np.uint8) * 5
    words = sample(rng, (5, 7), np.uint16)
    floats = sample(rng, (5, 7), np.float32)
    bits = sample(rng, (5, 11), np.uint8) > 127
    for a, mode in ((grey, "grey"), (rgb, "rgb"), (rgba, "rgba")):
        write(f"{mode}.png", Image.fromarray(a), a)
        write(f"{mode}.tif", Image.fromarray(a), a)
    write("grey16.png", Image.fromarray(words), words)
    write("grey16.tif", Image.fromarray(words), words)
    write("float.tif", Image.fromarray(floats), floats)
    write("lzw.tif", Image.fromarray(rgb), rgb, compression="tiff_lzw")
    write("deflate.tif", Image.fromarray(words), words, compression="tiff_adobe_deflate")
    write("bits.png", Image.fromarray(bits), bits.astype(np.uint8) * 255)
    palette = Image.fromarray(rgb).quantize(8)
    write("palette.png", palette, np.asarray(palette.convert("RGB")))
    la = sample(rng, (5, 7, 2), np.uint8)
    write("grey-alpha.png", Image.fromarray(la, "LA"), la)
    for a, mode in ((rgb, "rgb"), (rgba, "rgba")):
        write(f"{mode}.webp", Image.fromarray(a), a, lossless=True, exact=True)
    write("grey.jpg", Image.fromarray(smooth), smooth, quality=95)
    colour = np.stack([smooth, smooth[::-1], 255 - smooth], -1)
    write("rgb.jpg", Image.fromarray(colour), colour, quality=95, subsampling=0)
    write("progressive.jpg", Image.fromarray(colour), colour, quality=95, subsampling=0, progressive=True)


def make(folder):
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    out, rng = Fixtures(), np.random.default_rng(20240607)
    gaussians(out, rng)
    correlations(out, rng)
    resizes(out, rng)
    greys(out, rng)
    pictures(out, rng, folder / "pictures")
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
