"""Makes the inputs of `cargo xtask bench --ooc`: `ooc_data.py FOLDER [--gib N] [--only NAME,…]`.

| file      | shape, of N = 1         | type | what it stands for                                |
|-----------|-------------------------|------|---------------------------------------------------|
| cube.npy  | (256 N, 1024, 1024)     | f4   | a field over time, y, x                           |
| img.npy   | (16384 N, 16384)        | f4   | a picture                                         |
| a.npy     | (8192 N, 16384)         | f8   | any matrix                                        |
| mat.npy   | (262144 N, 384)         | f8   | many rows of few columns                          |
| tall.npy  | (2097152 N, 32)         | f8   | very many rows of very few columns                |
| rows.zarr | that of img.npy         | f4   | the picture as uncompressed chunks (256, 16384)   |

N is the GiB of each but mat, which has three quarters of that, and tall, which has half, and may be a power of two below 1, down to 1/32.
A file that is there is kept: each appears under its name when it is whole. The numbers are NumPy's PCG64, seeded by
the file's place in the table and the block, so that a file is the same in whatever order the files are made.
"""

import argparse
import os
import pathlib
import shutil

import numpy as np

BLOCK = 32 << 20

# Name → (rows of N = 1, the other lengths, type, lowest value, width of the range).
TABLE = {
    "cube": (256, (1024, 1024), "f4", 273.0, 30.0),
    "img": (16384, (16384,), "f4", 0.0, 1.0),
    "a": (8192, (16384,), "f8", 0.0, 1.0),
    "mat": (262144, (384,), "f8", -1.0, 2.0),
    "tall": (2097152, (32,), "f8", -1.0, 2.0),
}
STORE = "rows"
STORE_CHUNKS = (256, 16384)


def make_array(path, number, shape, dtype, low, width):
    part = path.with_suffix(".part")
    a = np.lib.format.open_memmap(part, "w+", dtype=dtype, shape=shape)
    step = max(1, BLOCK // a[0].nbytes)
    for block, start in enumerate(range(0, shape[0], step)):
        rows = a[start : start + step]
        rng = np.random.Generator(np.random.PCG64([number, block]))
        rows[...] = low + width * rng.random(rows.shape, dtype=np.dtype(dtype))
    a.flush()
    del a
    os.replace(part, path)


def make_store(path, source):
    import zarr

    part = path.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    a = np.load(source, mmap_mode="r")
    store = zarr.create_array(store=str(part), shape=a.shape, dtype=a.dtype, chunks=STORE_CHUNKS, compressors=None)
    for start in range(0, a.shape[0], STORE_CHUNKS[0]):
        store[start : start + STORE_CHUNKS[0]] = a[start : start + STORE_CHUNKS[0]]
    os.replace(part, path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--gib", type=float, default=1.0)
    parser.add_argument("--only", default=",".join([*TABLE, STORE]))
    options = parser.parse_args()
    wanted = options.only.split(",")
    unknown = set(wanted) - set(TABLE) - {STORE}
    if unknown:
        parser.error(f"no such input: {', '.join(sorted(unknown))}")
    if options.gib < 1 / 32 or not (options.gib * 32).is_integer():
        parser.error("--gib is a multiple of 1/32")
    options.folder.mkdir(parents=True, exist_ok=True)
    if STORE in wanted and "img" not in wanted:
        wanted.append("img")
    for number, (name, (rows, others, dtype, low, width)) in enumerate(TABLE.items()):
        path = options.folder / f"{name}.npy"
        if name in wanted and not path.exists():
            make_array(path, number, (int(rows * options.gib), *others), dtype, low, width)
    store = options.folder / f"{STORE}.zarr"
    if STORE in wanted and not store.exists():
        make_store(store, options.folder / "img.npy")


if __name__ == "__main__":
    main()
