"""The Python side of `cargo xtask bench`: NumPy, SciPy, numexpr, OpenCV, Pillow,
pandas, h5py and zarr-python.

Speaks the protocol of benches/src/bin/nd-bench.rs over standard input and output, one line a
message, answers in JSON:

    versions               what is being measured
    prepare NAME           makes the data, runs once, answers with a digest of the result and the most
                           memory, in bytes, that the run held beside the data
    run NAME CALLS         answers with the nanoseconds of one call, averaged over CALLS
    drop                   forgets the data

The data are functions of their index (splitmix64), the same to the bit on both sides.
"""

import ctypes
import json
import platform
import sys
import timeit

import numpy as np

import peer_curves
import peer_files
import peer_functions
import peer_linalg
import peer_order
import peer_series
import peer_shapes
import peer_sparse

MASK = (1 << 64) - 1
CHUNK = 1 << 20


def bits(seed, start, stop):
    """splitmix64 of start..stop: a hash of the index, so chunks can be made independently."""
    z = np.arange(start + 1, stop + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z += np.uint64(seed * 0xD1B54A32D192ED03 & MASK)
    z ^= z >> np.uint64(30)
    z *= np.uint64(0xBF58476D1CE4E5B9)
    z ^= z >> np.uint64(27)
    z *= np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return z


def fill(out, make):
    """Fills a flat array chunk by chunk: temporaries of a whole picture would not fit caches."""
    for start in range(0, out.size, CHUNK):
        stop = min(start + CHUNK, out.size)
        out[start:stop] = make(start, stop)
    return out


def floats(seed, shape, low, high, dtype=np.float64):
    def make(start, stop):
        unit = (bits(seed, start, stop) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return low + (high - low) * unit

    return fill(np.empty(int(np.prod(shape)), dtype), make).reshape(shape)


def picture(seed, height, width):
    def make(start, stop):
        return (bits(seed, start, stop) >> np.uint64(56)).astype(np.uint8)

    return fill(np.empty(height * width, np.uint8), make).reshape(height, width)


SIZES = {"10": 10, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
SIDE = 4_000
PICTURE = 10_000
SMALLER = 2_500


def vectors(n, count=2):
    names = "abc"[:count]
    return {name: floats(seed + 1, n, -1.0, 1.0) for seed, name in enumerate(names)}


def matrix():
    return {"a": floats(1, (SIDE, SIDE), -1.0, 1.0)}


def with_output(n):
    return vectors(n) | {"out": np.zeros(n), "n": n}


def workloads():
    """Name → (function that makes the names the statement uses, statement to time), and if need be
    an expression over `result` for what is compared."""
    table = {}
    for size in ("10", "100k", "1m", "10m"):
        table[f"numpy/add_{size}"] = (lambda n=SIZES[size]: vectors(n), "a + b")
    table["numpy/add_into_10m"] = (lambda: with_output(SIZES["10m"]), "np.add(a, b, out=out)[n // 3]")
    fused = lambda: vectors(SIZES["10m"], 3)
    table["numpy/fused_10m"] = (fused, "2.5*a + b*b - np.sqrt(np.abs(c))")
    table["numexpr/fused_10m"] = (fused, "ne.evaluate('2.5*a + b*b - sqrt(abs(c))')")
    row = lambda shape: matrix() | {"b": floats(2, shape, -1.0, 1.0)}
    table["numpy/add_row"] = (lambda: row((SIDE,)), "a + b")
    table["numpy/add_column"] = (lambda: row((SIDE, 1)), "a + b")
    table["numpy/transpose_copy"] = (matrix, "a.T.copy()")
    table["numpy/sum_strided"] = (matrix, "np.sum(a[::2, ::-3])")
    for size in ("1m", "10m"):
        for name in ("sum", "mean", "max", "std", "var", "argmax"):
            make = lambda n=SIZES[size]: vectors(n, 1)
            table[f"numpy/{name}_{size}"] = (make, f"np.{name}(a)")
    for axis in (0, 1):
        table[f"numpy/sum_axis{axis}"] = (matrix, f"np.sum(a, axis={axis})")
    for name, (low, high) in {
        "exp": (-10.0, 10.0), "log": (1e-3, 1e3), "tanh": (-5.0, 5.0),
        "sin": (-100.0, 100.0), "cos": (-100.0, 100.0),
    }.items():
        for dtype in ("f64", "f32"):
            kind = {"f64": np.float64, "f32": np.float32}[dtype]
            make = lambda low=low, high=high, kind=kind: {
                "a": floats(1, SIZES["10m"], low, high, kind)
            }
            table[f"numpy/{name}_{dtype}"] = (make, f"np.{name}(a)")
    rng = lambda: {"rng": np.random.default_rng(1), "n": SIZES["10m"], "m": SIZES["1m"]}
    for name, call in {
        "f64": "random(n)", "f32": "random(n, dtype=np.float32)", "integers": "integers(0, 1000, n)",
        "normal": "standard_normal(n)", "normal_f32": "standard_normal(n, dtype=np.float32)",
        "exponential": "standard_exponential(n)", "gamma": "standard_gamma(2.5, m)",
        "beta": "beta(2.0, 5.0, m)", "poisson": "poisson(4.0, m)", "binomial": "binomial(10, 0.3, m)",
        "permutation": "permutation(n)", "choice": "choice(n, m, replace=False)", "one": "random()",
    }.items():
        table[f"numpy/random_{name}"] = (rng, f"rng.{call}")
    table |= picture_workloads() | peer_files.workloads(bits, fill, floats)
    table |= peer_sparse.workloads(bits, floats) | peer_order.workloads(bits, floats)
    table |= peer_shapes.workloads(bits, picture, floats)
    table |= peer_functions.workloads(bits, floats) | peer_series.workloads(bits, floats)
    return table | peer_linalg.workloads(floats)


def picture_workloads():
    def grey():
        from scipy import ndimage
        import cv2

        a = floats(1, (PICTURE, PICTURE), 0.0, 1.0, np.float32)
        return {"a": a, "ndimage": ndimage, "cv2": cv2}

    def bytes_picture():
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = None
        pillow = Image.fromarray(picture(1, PICTURE, PICTURE))
        return {"a": pillow, "Image": Image, "size": (SMALLER, SMALLER)}

    # SciPy cuts the kernel at 4 sigma: 12 pixels to either side, and reflects at the border.
    blur = "cv2.GaussianBlur(a, (25, 25), 3.0, borderType=cv2.BORDER_REFLECT)"
    table = {
        "scipy/gaussian": (grey, "ndimage.gaussian_filter(a, 3.0)"),
        "opencv/gaussian": (grey, blur),
    }
    for name in ("bilinear", "lanczos"):
        statement = f"a.resize(size, Image.Resampling.{name.upper()})"
        table[f"pillow/resize_{name}"] = (bytes_picture, statement)
    return table


def digest(result):
    """The sum and eight elements: enough to see that both sides computed the same."""
    if result is None or isinstance(result, str):
        return []  # a file was written
    flat = np.asarray(result).reshape(-1)
    if flat.size == 1:
        return [float(flat[0])] * 9
    last = flat.size - 1
    picked = [float(flat[last * k // 7]) for k in range(8)]
    return [float(flat.sum(dtype=np.float64))] + picked


def versions():
    import bottleneck
    import cv2
    import h5py
    import numexpr
    import pandas
    import PIL
    import polars
    import scipy
    import skimage
    import tifffile
    import zarr

    return {
        "Python": platform.python_version(), "NumPy": np.__version__, "SciPy": scipy.__version__,
        "numexpr": numexpr.__version__, "OpenCV": cv2.__version__, "Pillow": PIL.__version__,
        "pandas": pandas.__version__, "h5py": h5py.__version__, "zarr-python": zarr.__version__, "tifffile": tifffile.__version__,
        "bottleneck": bottleneck.__version__, "polars": polars.__version__, "scikit-image": skimage.__version__,
    }


def resident(key):
    """A line of this process's own status, in bytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith(key))


def trim():
    """Has glibc give back what it keeps of freed memory: taken again, it would not be seen."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        pass


def watched(statement, names):
    """The value, and the most bytes above those at the start; `None` where the system does not tell."""
    trim()
    try:
        with open("/proc/self/clear_refs", "w") as marks:
            marks.write("5")  # the high-water mark becomes what is resident: proc(5)
    except OSError:
        return eval(statement, names), None
    before = resident("VmRSS:")
    value = eval(statement, names)
    return value, max(resident("VmHWM:") - before, 0)


def main():
    table = workloads()
    timers = {}

    def prepare(name):
        import numexpr

        make, statement, *compared = table.get(name) or peer_curves.workload(name, floats)
        names = {"np": np, "ne": numexpr} | make()
        timers[name] = timeit.Timer(statement, globals=names)
        names["result"], peak = watched(statement, names)
        seen = eval(compared[0] if compared else "result", names)
        return {"digest": digest(seen), "peak": peak}

    def run(name, calls):
        return {"ns": timers[name].timeit(int(calls)) * 1e9 / int(calls)}

    def drop():
        timers.clear()
        return {}

    commands = {"versions": versions, "prepare": prepare, "run": run, "drop": drop}
    for line in sys.stdin:
        command, *arguments = line.split()
        print(json.dumps(commands[command](*arguments)), flush=True)


if __name__ == "__main__":
    main()
