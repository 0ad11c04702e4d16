"""The Python side of `cargo xtask bench --ooc`: `peer_ooc.py ENGINE WORKLOAD INPUTS OUTPUTS`.

Runs one workload once, in this process, and prints a line of JSON: wall and processor time in seconds, the peak of
anonymous memory in MiB and what it was at the start, and the result. `peer_ooc.py versions` prints those of the
libraries. Engines:

- numpy: what one writes without a library for it: a loop over blocks of a memory map.
- dask: `dask.array` on threads, as many as there are processors.
- dask-asis: the same with memory maps given to `from_array` as they are, which copies them whole.
- dask-cluster: the same on the workers of a cluster, whose scheduler ND_SCHEDULER names; of `cluster.py`.
- polars: what it has a function for, of all in memory.
- blosc2: lazy expressions over memory maps; what it has no function for is missing.

Inputs are those of `ooc_data.py`. What writes an array writes `out.npy`, or `out.zarr` of rechunk; some of its elements
are summed after the clock has stopped.
"""

import json
import os
import pathlib
import resource
import shutil
import sys
import threading
import time

import numpy as np

LOOK = 0.005
# What one task of Dask holds, near the 16 to 64 MiB that its guide advises.
CUBE_CHUNKS = (32, 512, 1024)
IMG_CHUNKS = (2048, 2048)
A_CHUNKS = (1024, 4096)
MAT_CHUNKS = (8192, 384)
TALL_CHUNKS = (65536, 32)
CHOLESKY_CHUNKS = (1024, 1024)
SMALL_CHUNKS = (256, 256)
COLUMNS = (16384, 256)

inputs = outputs = None


def mapped(name):
    return np.load(inputs / f"{name}.npy", mmap_mode="r")


def new_npy(like):
    return np.lib.format.open_memmap(outputs / "out.npy", "w+", dtype=like.dtype, shape=like.shape)


def new_zarr(like):
    import zarr

    chunks = (min(COLUMNS[0], like.shape[0]), COLUMNS[1])
    store = str(outputs / "out.zarr")
    return zarr.create_array(store=store, shape=like.shape, dtype=like.dtype, chunks=chunks, compressors=None)


def formula(x, library=np):
    return library.sqrt(x * x + 0.25) - 0.5 * x


class NumPy:
    """Blocks of some MiB along axis 0."""

    def meanstd(self):
        x = mapped("cube")
        total = squares = 0.0
        for i in range(0, len(x), 16):
            block = x[i : i + 16].astype(float)
            total += block.sum()
            squares += np.square(block, out=block).sum()
        mean = total / x.size
        return [mean, np.sqrt(squares / x.size - mean * mean)]

    def meantime(self):
        x = mapped("cube")
        total = np.zeros(x.shape[1:])
        for i in range(0, len(x), 16):
            total += x[i : i + 16].sum(axis=0, dtype=float)
        return [(total / len(x)).sum()]

    def elem(self):
        x = mapped("a")
        out = new_npy(x)
        for i in range(0, len(x), 256):
            out[i : i + 256] = formula(x[i : i + 256])

    def blur(self):
        from scipy.ndimage import gaussian_filter

        x = mapped("img")
        out = new_npy(x)
        for i in range(0, len(x), 1024):
            start = max(0, i - 8)
            band = gaussian_filter(x[start : i + 1024 + 8], 2.0)
            out[i : i + 1024] = band[i - start : i - start + 1024]

    def rechunk(self):
        import zarr

        x = zarr.open_array(str(inputs / "rows.zarr"), mode="r")
        out = new_zarr(x)
        for j in range(0, x.shape[1], 4096):
            for i in range(0, x.shape[0], COLUMNS[0]):
                out[i : i + COLUMNS[0], j : j + 4096] = x[i : i + COLUMNS[0], j : j + 4096]

    def standardise(self):
        x = mapped("cube")
        total, squares = np.zeros(x.shape[1:]), np.zeros(x.shape[1:])
        for i in range(0, len(x), 16):
            block = x[i : i + 16].astype(float)
            total += block.sum(axis=0)
            squares += np.square(block, out=block).sum(axis=0)
        mean = total / len(x)
        deviation = np.sqrt(squares / len(x) - mean * mean).astype("f4")
        mean = mean.astype("f4")
        out = new_npy(x)
        for i in range(0, len(x), 16):
            out[i : i + 16] = (x[i : i + 16] - mean) / deviation

    def gram(self):
        x = mapped("mat")
        total = np.zeros((x.shape[1], x.shape[1]))
        for i in range(0, len(x), 8192):
            total += x[i : i + 8192].T @ x[i : i + 8192]
        return [total.sum()]

    def qr(self):
        """All of it in memory."""
        x = mapped("tall")
        out = new_npy(x)
        out[:], r = np.linalg.qr(x)
        return [np.abs(np.diag(r)).sum()]

    def lowrank(self):
        """As scikit-learn's randomized_svd, by hand."""
        x = mapped("a")
        q = np.random.Generator(np.random.PCG64(0)).normal(size=(x.shape[1], 20))
        blocks = [slice(i, i + 1024) for i in range(0, len(x), 1024)]
        for _ in range(3):
            y = np.linalg.qr(np.concatenate([x[b] @ q for b in blocks]))[0]
            small = sum(x[b].T @ y[b] for b in blocks)
            q = np.linalg.qr(small)[0]
        return [np.linalg.svd(small, compute_uv=False)[0]]

    def cholesky(self):
        """All of it in memory."""
        x = mapped("a")
        n = min(x.shape)
        lower = np.linalg.cholesky(x[:n, :n] + n * np.eye(n))
        np.save(outputs / "out.npy", lower)

    def small(self):
        """By bands: a loop over tiles would be Python's time alone."""
        x = mapped("img")
        return [sum(float((x[i : i + 256] * 2 + 1).sum(dtype=float)) for i in range(0, len(x), 256))]

    def median(self):
        """There is no exact median in parts: all of it is copied."""
        return [float(np.median(mapped("cube")))]

    def sort(self):
        """All of it in memory, whatever the size."""
        x = mapped("a")
        out = np.lib.format.open_memmap(outputs / "out.npy", "w+", dtype=x.dtype, shape=(x.size,))
        out[:] = np.sort(x, axis=None)

    def picked(self):
        x = mapped("cube")
        total, count = 0.0, 0
        for i in range(0, len(x), 16):
            block = x[i : i + 16]
            some = block[block > 288]
            total += some.sum(dtype=float)
            count += some.size
        return [total / count]

    def distinct(self):
        x = mapped("a")
        found = np.empty(0, dtype=np.int64)
        for i in range(0, len(x), 256):
            found = np.union1d(found, np.unique((x[i : i + 256] * 1e6).astype(np.int64)))
        return [found.size]


class Lazy:
    """A memory map without `copy`, which Dask would call on all of it; opened anew where it is sent to."""

    def __init__(self, name, path=None):
        self.name, self.path = name, path or str(inputs / f"{name}.npy")
        self.map = np.load(self.path, mmap_mode="r")
        self.shape, self.dtype, self.ndim = self.map.shape, self.map.dtype, self.map.ndim

    def __getitem__(self, key):
        return np.asarray(self.map[key])

    def __dask_tokenize__(self):
        return self.name

    def __reduce__(self):
        return Lazy, (self.name, self.path)


class Dask:
    source = Lazy

    def __init__(self):
        import dask
        import dask.array

        dask.config.set(scheduler="threads", num_workers=len(os.sched_getaffinity(0)))
        self.da, self.dask = dask.array, dask

    def array(self, name, chunks):
        return self.da.from_array(self.source(name), chunks=chunks)

    def store(self, y, out):
        self.da.store(y, out, lock=False)

    def meanstd(self):
        x = self.array("cube", CUBE_CHUNKS)
        return self.dask.compute(x.mean(dtype="f8"), x.std(dtype="f8"))

    def meantime(self):
        return [self.array("cube", CUBE_CHUNKS).mean(axis=0, dtype="f8").compute().sum()]

    def elem(self):
        x = self.array("a", A_CHUNKS)
        self.store(formula(x, self.da), new_npy(x))

    def blur(self):
        from scipy.ndimage import gaussian_filter

        x = self.array("img", IMG_CHUNKS)
        y = x.map_overlap(gaussian_filter, depth=8, boundary="reflect", sigma=2.0, dtype=x.dtype)
        self.store(y, new_npy(x))

    def rechunk(self):
        x = self.da.from_zarr(str(inputs / "rows.zarr"))
        out = new_zarr(x)
        self.store(x.rechunk(out.chunks), out)

    def standardise(self):
        x = self.array("cube", CUBE_CHUNKS)
        mean, deviation = x.mean(axis=0, dtype="f8"), x.std(axis=0, dtype="f8")
        self.store((x - mean.astype("f4")) / deviation.astype("f4"), new_npy(x))

    def gram(self):
        x = self.array("mat", MAT_CHUNKS)
        return [(x.T @ x).compute().sum()]

    def qr(self):
        x = self.array("tall", TALL_CHUNKS)
        q, r = self.da.linalg.tsqr(x)
        out = new_npy(mapped("tall"))
        stored = self.da.store(q, out, lock=False, compute=False)
        _, r = self.dask.compute(stored, r)
        return [np.abs(np.diag(r)).sum()]

    def lowrank(self):
        x = self.array("a", A_CHUNKS)
        _, s, _ = self.da.linalg.svd_compressed(x, 10, n_power_iter=2, iterator="QR", seed=0)
        return [s.compute()[0]]

    def cholesky(self):
        x = self.array("a", A_CHUNKS)
        n = min(x.shape)
        lower = self.da.tril(x[:n, :n].rechunk(CHOLESKY_CHUNKS))
        square = lower + self.da.tril(lower, -1).T + n * self.da.eye(n, chunks=CHOLESKY_CHUNKS[0])
        out = np.lib.format.open_memmap(outputs / "out.npy", "w+", dtype="f8", shape=(n, n))
        self.store(self.da.linalg.cholesky(square, lower=True), out)

    def small(self):
        return [(self.array("img", SMALL_CHUNKS) * 2 + 1).sum(dtype="f8").compute()]

    def median(self):
        """Exact along an axis only, which has to be one chunk."""
        x = self.array("cube", CUBE_CHUNKS).ravel().rechunk(-1)
        return [float(self.da.median(x, axis=0).compute())]

    def picked(self):
        x = self.array("cube", CUBE_CHUNKS)
        return [float(x[x > 288].mean(dtype="f8").compute())]

    def distinct(self):
        x = (self.array("a", A_CHUNKS) * 1e6).astype("i8")
        return [self.da.unique(x).compute().size]


class DaskAsIs(Dask):
    source = staticmethod(mapped)


class DaskCluster(Dask):
    def __init__(self):
        super().__init__()
        import distributed

        self.client = distributed.Client(os.environ["ND_SCHEDULER"])

    def store(self, y, out):
        """Workers write into files, not into the memory of this process."""
        if isinstance(out, np.memmap):
            out = Mapped(str(outputs / "out.npy"), out.shape, out.dtype)
        self.da.store(y, out, lock=False)


class Mapped:
    """An `.npy` that every worker maps for itself."""

    def __init__(self, path, shape, dtype):
        self.path, self.shape, self.dtype, self.ndim = path, shape, dtype, len(shape)

    def __setitem__(self, key, block):
        np.load(self.path, mmap_mode="r+")[key] = block


class Polars:
    def distinct(self):
        import polars

        x = (mapped("a").reshape(-1) * 1e6).astype(np.int64)
        return [polars.Series(x).unique().len()]


class Blosc2:
    def __init__(self):
        import blosc2

        self.blosc2 = blosc2

    def expression(self, text, **names):
        return self.blosc2.lazyexpr(text, names)

    def meanstd(self):
        x = mapped("cube")
        mean = float(self.expression("x", x=x).mean(dtype=np.float64))
        return [mean, float(self.expression("x", x=x).std(dtype=np.float64))]

    def meantime(self):
        return [self.expression("x", x=mapped("cube")).mean(axis=0, dtype=np.float64)[...].sum()]

    def elem(self):
        x = mapped("a")
        out = new_npy(x)
        y = self.expression("sqrt(x * x + 0.25) - 0.5 * x", x=x)
        for i in range(0, len(x), 256):
            out[i : i + 256] = y[i : i + 256]

    def standardise(self):
        x = mapped("cube")
        mean = self.expression("x", x=x).mean(axis=0, dtype=np.float64)[...].astype("f4")
        deviation = self.expression("x", x=x).std(axis=0, dtype=np.float64)[...].astype("f4")
        out = new_npy(x)
        y = self.expression("(x - mean) / deviation", x=x, mean=mean, deviation=deviation)
        for i in range(0, len(x), 16):
            out[i : i + 16] = y[i : i + 16]

    def small(self):
        return [float(self.expression("x * 2 + 1", x=mapped("img")).sum(dtype=np.float64))]


ENGINES = {
    "numpy": NumPy, "dask": Dask, "dask-asis": DaskAsIs, "dask-cluster": DaskCluster, "polars": Polars, "blosc2": Blosc2,
}


def anonymous():
    """KiB of this process that no file is behind."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def sample():
    """As benches/src/ooc/figures.rs: the sum of elements far apart."""
    import zarr

    path = outputs / "out.npy"
    a = np.load(path, mmap_mode="r") if path.exists() else zarr.open_array(str(outputs / "out.zarr"), mode="r")
    some = {1: np.s_[::262144], 2: np.s_[::512, ::512], 3: np.s_[::16, ::64, ::64]}[a.ndim]
    return [a[some].sum(dtype=float)]


def run(work):
    """Figures of one call."""
    peak, done = 0, threading.Event()

    def watch():
        nonlocal peak
        while not done.wait(LOOK):
            peak = max(peak, anonymous())

    watcher, base = threading.Thread(target=watch), anonymous()
    watcher.start()
    start, used = time.perf_counter(), cpu()
    result = work()
    wall, used = time.perf_counter() - start, cpu() - used
    done.set()
    watcher.join()
    result = sample() if result is None else result
    figures = {"wall": wall, "cpu": used, "peak_mib": peak / 1024, "base_mib": base / 1024}
    return figures | {"result": [float(one) for one in result]}


def versions():
    import blosc2
    import dask
    import polars
    import scipy
    import zarr

    libraries = {"numpy": np, "scipy": scipy, "dask": dask, "polars": polars, "blosc2": blosc2, "zarr": zarr}
    return {name: library.__version__ for name, library in libraries.items()}


def main():
    global inputs, outputs
    if sys.argv[1:] == ["versions"]:
        print(json.dumps(versions()))
        return
    engine, workload = sys.argv[1:3]
    inputs, outputs = map(pathlib.Path, sys.argv[3:5])
    shutil.rmtree(outputs, ignore_errors=True)
    outputs.mkdir(parents=True)
    work = getattr(ENGINES[engine](), workload, None)
    figures = {"missing": True} if work is None else run(work)
    print(json.dumps({"engine": engine, "workload": workload} | figures))


if __name__ == "__main__":
    main()
