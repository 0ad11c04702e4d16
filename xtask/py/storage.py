"""Files of the original libraries for nd to read, and nd's files for them to read.

    storage.py make FOLDER COUNT SEED    writes COUNT random files, and what is in each as .npy
    storage.py check FOLDER              reads what nd made of the same arrays, and compares

`make` writes FOLDER/cases.tsv: the path to open (which goes on inside a file), a tab, and the .npy file with
the same elements. `check` reads FOLDER/written.tsv of the same form, with the format before them.
"""

import json
import pathlib
import sys
import warnings

import h5py
import numcodecs
import numpy as np
import pandas as pd
import zarr

CODES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]


def elements(rng, code, shape):
    """Any bits, but for booleans; long runs of equal numbers in some, so that there is something to pack."""
    dtype = np.dtype(code)
    size = int(np.prod(shape, dtype=int))
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(dtype)
    if rng.random() < 0.5:
        return np.sort(rng.integers(0, 50, shape), axis=None).reshape(shape).astype(dtype)
    return np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).reshape(shape).copy()


def some_shape(rng, least=0):
    ndim = int(rng.integers(least, 5))
    return tuple(int(n) for n in rng.integers(0 if rng.random() < 0.1 else 1, [400, 40, 14, 8][max(ndim, 1) - 1] + 1, ndim))


def some_chunks(rng, shape):
    return tuple(int(rng.integers(1, n + 3)) for n in shape)


def swapped(a):
    return a.byteswap().view(a.dtype.newbyteorder(">")) if a.dtype.itemsize > 1 else a


def laid_out(rng, a):
    a = swapped(a) if rng.random() < 0.3 else a
    return np.asfortranarray(a) if rng.random() < 0.3 and a.ndim else a


def npy(rng, folder, a):
    np.save(folder / "a.npy", laid_out(rng, a))
    return "a.npy"


def npz(rng, folder, a):
    save = np.savez if rng.random() < 0.5 else np.savez_compressed
    save(folder / "a.npz", other=np.zeros(3), x=laid_out(rng, a))
    return "a.npz/x"


def hdf5(rng, folder, a):
    libver = ["earliest", "latest", "v110"][rng.integers(3)]
    a = swapped(a) if rng.random() < 0.3 and a.dtype.kind in "iuf" else a
    options = {}
    if a.ndim and a.size and rng.random() < 0.8:
        options["chunks"] = tuple(min(c, n) for c, n in zip(some_chunks(rng, a.shape), a.shape))
        options["compression"] = [None, "gzip", "lzf"][rng.integers(3)]
        options["shuffle"] = bool(rng.random() < 0.5)
        options["fletcher32"] = bool(rng.random() < 0.3) and a.dtype.kind not in "bc"
        if rng.random() < 0.5:
            options["maxshape"] = tuple(None if rng.random() < 0.5 else n for n in a.shape)
    with h5py.File(folder / "a.h5", "w", libver=libver, track_order=bool(rng.random() < 0.3)) as file:
        group = file.create_group("group") if rng.random() < 0.5 else file
        for k in range(int(rng.integers(0, 20))):
            group.attrs[f"attribute {k}"] = k
        ds = group.create_dataset("x", data=a, **options)
        ds.attrs["units"] = "kelvin"
        return "a.h5" + ds.name


def zarr3(rng, folder, a):
    codec = rng.integers(6)
    options = {"compressors": None}
    if codec == 1:
        options["compressors"] = zarr.codecs.GzipCodec(level=int(rng.integers(1, 10)))
    elif codec == 2:
        options["compressors"] = zarr.codecs.ZstdCodec(level=int(rng.integers(1, 10)), checksum=bool(rng.random() < 0.5))
    elif codec == 3:
        name = ["lz4", "lz4hc", "zstd", "zlib", "blosclz"][rng.integers(5)]
        shuffle = ["noshuffle", "shuffle", "bitshuffle"][rng.integers(3)]
        options["compressors"] = zarr.codecs.BloscCodec(cname=name, clevel=5, shuffle=shuffle, typesize=a.dtype.itemsize)
    elif codec == 4:
        options["compressors"] = [zarr.codecs.ZstdCodec(level=1), zarr.codecs.Crc32cCodec()]
    if rng.random() < 0.3 and a.dtype.itemsize > 1:
        options["serializer"] = zarr.codecs.BytesCodec(endian="big")
    if rng.random() < 0.3 and a.ndim > 1:
        options["filters"] = [zarr.codecs.TransposeCodec(order=tuple(int(k) for k in rng.permutation(a.ndim)))]
    chunks = some_chunks(rng, a.shape)
    if a.ndim and rng.random() < 0.4:
        options["shards"] = tuple(c * int(rng.integers(1, 4)) for c in chunks)
    if rng.random() < 0.4:
        options["dimension_names"] = [f"axis {k}" for k in range(a.ndim)]
    z = zarr.create_array(
        folder / "a.zarr", name="deep/x", shape=a.shape, chunks=chunks, dtype=a.dtype, fill_value=a.dtype.type(0),
        attributes={"units": "kelvin", "n": 3}, chunk_key_encoding={"name": ["default", "v2"][rng.integers(2)]}, **options,
    )
    z[...] = a
    return "a.zarr/deep/x"


def zarr2(rng, folder, a):
    compressor = [
        None,
        numcodecs.Zlib(1),
        numcodecs.GZip(1),
        numcodecs.Zstd(1),
        numcodecs.LZ4(),
        numcodecs.Blosc("lz4", shuffle=int(rng.integers(3))),
        numcodecs.Blosc("zstd", shuffle=int(rng.integers(3))),
    ][rng.integers(7)]
    z = zarr.create_array(
        folder / "a.zarr", shape=a.shape, chunks=some_chunks(rng, a.shape), dtype=(swapped(a) if rng.random() < 0.3 else a).dtype,
        zarr_format=2, compressors=compressor, order=["C", "F"][rng.integers(2)], fill_value=a.dtype.type(0),
        chunk_key_encoding={"name": "v2", "separator": ["/", "."][rng.integers(2)]},
    )
    z[...] = a
    return "a.zarr"


def csv(rng, folder, a):
    frame = pd.DataFrame(a)
    frame.to_csv(folder / "a.csv", header=False, index=False, sep=[",", ";", "\t"][rng.integers(3)], na_rep="nan")
    return "a.csv"


FORMATS = [npy, npz, hdf5, hdf5, zarr3, zarr3, zarr2, csv]


def make(folder, count, seed):
    rng = np.random.default_rng(seed)
    lines = []
    counts = {}
    for k in range(count):
        case = folder / f"case_{k:05}"
        case.mkdir(parents=True)
        form = FORMATS[k % len(FORMATS)]
        if form is csv:
            shape = (int(rng.integers(1, 60)), int(rng.integers(1, 9)))
            a = elements(rng, "f8", shape)
            a = np.where(np.isnan(a), np.nan, a) + 0.25  # one NaN, and no column of integers
        else:
            a = elements(rng, CODES[rng.integers(len(CODES))], some_shape(rng))
        path = form(rng, case, a)
        np.save(case / "expected.npy", np.array(a, order="C"))
        lines.append(f"{case.name}/{path}\t{case.name}/expected.npy\n")
        counts[form.__name__] = counts.get(form.__name__, 0) + 1
    (folder / "cases.tsv").write_text("".join(lines))
    print("storage: made", ", ".join(f"{n} {name}" for name, n in counts.items()))


def read(form, path):
    if form in ("npy", "raw"):
        return np.load(path)
    if form == "npz":
        return np.load(path)["x"]
    if form == "hdf5":
        with h5py.File(path) as file:
            assert file["x"].attrs["units"] == "kelvin", "an attribute"
            return file["x"][()]
    if form == "zarr":
        z = zarr.open_array(path, mode="r")
        assert z.attrs["units"] == "kelvin", "an attribute"
        return z[...]
    if form == "csv":
        return pd.read_csv(path, header=None, float_precision="round_trip").to_numpy(dtype=float)
    raise ValueError(form)


def check(folder):
    bad = 0
    counts = {}
    for line in (folder / "written.tsv").read_text().splitlines():
        form, path, expected = line.split("\t")
        want = np.load(folder / expected)
        try:
            got = np.asarray(read(form, folder / path))
            if form == "csv":  # text has one NaN
                want = np.where(np.isnan(want), np.nan, want)
            same = got.dtype == want.dtype and got.shape == want.shape and got.tobytes() == want.tobytes()
            why = "" if same else f"{got.dtype} {got.shape} where {want.dtype} {want.shape} was written, or other elements"
        except Exception as error:  # whatever it is, it is a finding
            why = f"{type(error).__name__}: {error}"
        if why:
            bad += 1
            if bad <= 10:
                print(f"storage: {path}: {why}")
        counts[form] = counts.get(form, 0) + 1
    print("storage: read back", ", ".join(f"{n} {name}" for name, n in counts.items()), f"written by nd: {bad} mismatches")
    return bad == 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]))
    elif not check(folder):
        sys.exit(1)
