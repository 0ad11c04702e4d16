"""Files, as NumPy, pandas, h5py and zarr-python load and save them.

What is read was written by nd (benches/src/ours/files.rs), so that both sides read the same bytes.
"""

import os
import pathlib
import shutil
import tempfile

import numpy as np

LONG = 100_000_000
CUBE = (50, 1000, 1000)
LARGE = (100, 1000, 1000)
CHUNKS = (4, 500, 500)
TABLE = (560_000, 10)
FOLDER = pathlib.Path(tempfile.gettempdir()) / "nd-bench-files"


def save_atomically(path, a):
    """np.save beside the old file, flushed and put in its place, as nd.save does."""
    with open(path + ".part", "wb") as file:
        np.save(file, a)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


def read_tiff(path):
    """Tiles decoded by imagecodecs on two threads."""
    import tifffile

    with tifffile.TiffFile(path) as file:
        return file.pages[0].asarray(maxworkers=2)


def write_pyramid(path, a):
    """Levels by means of two by two, tiles by Deflate on two threads, as nd writes them."""
    import tifffile

    options = {"tile": (256, 256), "compression": "zlib", "predictor": True, "maxworkers": 2}
    levels = 6
    with tifffile.TiffWriter(path) as file:
        file.write(a, subifds=levels, **options)
        for _ in range(levels):
            a = np.pad(a, [(0, n % 2) for n in a.shape], mode="edge")
            wide = a.astype("u4")
            a = ((wide[::2, ::2] + wide[::2, 1::2] + wide[1::2, ::2] + wide[1::2, 1::2] + 2) // 4).astype("u2")
            file.write(a, subfiletype=1, **options)


def workloads(bits, fill, floats):
    """Name → (function that makes the names the statement uses, statement to time)."""

    def names(**more):
        import h5py
        import pandas as pd
        import polars as pl
        import zarr

        return {
            "F": str(FOLDER) + "/", "h5py": h5py, "pd": pd, "pl": pl, "zarr": zarr, "shutil": shutil,
            "save_atomically": save_atomically, "write_hdf5": write_hdf5, "write_zarr": write_zarr,
            "read_tiff": read_tiff,
        } | more

    def picture():
        return names(a=read_tiff(f"{FOLDER}/deflate.tif"), write_pyramid=write_pyramid)

    def field(shape):
        def make(start, stop):
            i = np.arange(start, stop, dtype=np.uint64)
            smooth = (i % np.uint64(4096)).astype(np.float32) / np.float32(64)
            return smooth + (bits(1, start, stop) >> np.uint64(52)).astype(np.float32) / np.float32(4096)

        return fill(np.empty(int(np.prod(shape)), np.float32), make).reshape(shape)

    def table():
        def make(start, stop):
            i = np.arange(start, stop)
            even = (bits(1, start, stop) >> np.uint64(44)).astype(float) / 1000
            odd = (bits(2, start, stop) >> np.uint64(11)).astype(float) * 2.0**-53
            return np.where(i % 2 == 0, even, odd)

        return fill(np.empty(TABLE[0] * TABLE[1]), make).reshape(TABLE)

    def write_hdf5(path, a):
        import h5py

        with h5py.File(path, "w") as file:
            file.create_dataset("x", data=a, chunks=CHUNKS, compression="gzip", compression_opts=4, shuffle=True)

    def write_zarr(path, a):
        import zarr

        z = zarr.create_array(
            path, shape=a.shape, chunks=CHUNKS, dtype=a.dtype, overwrite=True, fill_value=0,
            compressors=zarr.codecs.ZstdCodec(level=3),
        )
        z[...] = a

    long = lambda: names(a=floats(1, LONG, -1.0, 1.0))
    cube = lambda: names(a=field(CUBE))
    large = lambda: names(a=field(LARGE))
    slab = "[10:20, 300:500, 350:600]"
    return {
        "numpy/npy_load": (names, "np.load(F + 'long.npy')"),
        "numpy/npy_save": (long, "np.save(F + 'numpy.npy', a)"),
        "atomic/npy_save": (long, "save_atomically(F + 'numpy.npy', a)"),
        "copy/npy_save": (names, "shutil.copyfile(F + 'long.npy', F + 'copied.npy')"),
        "numpy/npz_load": (names, "np.load(F + 'cube.npz')['x']"),
        "numpy/npz_save": (cube, "np.savez_compressed(F + 'numpy.npz', x=a)"),
        "numpy/csv_load": (names, "np.loadtxt(F + 'table.csv', delimiter=',')"),
        "pandas/csv_load": (names, "pd.read_csv(F + 'table.csv', header=None).to_numpy()"),
        "polars/csv_load": (names, "pl.read_csv(F + 'table.csv', has_header=False).to_numpy()"),
        "numpy/csv_save": (lambda: names(a=table()), "np.savetxt(F + 'numpy.csv', a, delimiter=',')"),
        "pandas/csv_save": (
            lambda: names(a=table()), "pd.DataFrame(a).to_csv(F + 'pandas.csv', header=False, index=False)",
        ),
        "h5py/hdf5_load": (names, "h5py.File(F + 'cube.h5')['x'][()]"),
        "h5py/hdf5_slab": (names, f"h5py.File(F + 'cube.h5')['x']{slab}"),
        "h5py/hdf5_plain": (names, "h5py.File(F + 'plain.h5')['x'][()]"),
        "h5py/hdf5_save": (cube, "write_hdf5(F + 'h5py.h5', a)"),
        "h5py/hdf5_many": (names, "h5py.File(F + 'many.h5')['x'][77777]"),
        "zarr/zarr_load": (names, "zarr.open_array(F + 'large.zarr', mode='r')[...]"),
        "zarr/zarr_save": (large, "write_zarr(F + 'python.zarr', a)"),
        "zarr/zarr_slab": (names, "zarr.open_array(F + 'shards.zarr', mode='r')[10:30, 300:500, 350:600]"),
        "tifffile/tiff_deflate": (names, "read_tiff(F + 'deflate.tif')"),
        "tifffile/tiff_lzw": (names, "read_tiff(F + 'lzw.tif')"),
        "tifffile/tiff_zstd": (names, "read_tiff(F + 'zstd.tif')"),
        "tifffile/tiff_pyramid": (picture, "write_pyramid(F + 'python-pyramid.tif', a)"),
        "zarr/zarr_many": (names, "zarr.open_array(F + 'many.zarr', mode='r')[77777]"),
    }
