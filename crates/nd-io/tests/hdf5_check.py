"""Reads with h5py what the test `samples_for_h5py` of hdf5_write.rs wrote: `hdf5_check.py FOLDER`.

Ends with an error where a value, a type, an attribute or a filter is not what was written.
"""

import pathlib
import sys

import h5py
import numpy as np


def dtypes(folder):
    count = 0
    with h5py.File(folder / "dtypes.h5") as f:
        for line in (folder / "dtypes.tsv").read_text().splitlines():
            path, dtype, shape, options, values = line.split("\t")
            d = f[path]
            assert d.dtype == np.dtype(dtype), (path, d.dtype)
            assert d.shape == tuple(map(int, shape.split(","))), (path, d.shape)
            assert d[()].tobytes() == bytes.fromhex(values), path
            assert d[3:20:2, 5].tobytes() == d[()][3:20:2, 5].tobytes(), path
            name = path.split("/")[1]
            assert (d.compression or "none") == ("gzip" if "gzip" in options else "lzf" if "lzf" in options else "none"), path
            assert d.shuffle == ("shuffle" in options), path
            assert d.fletcher32 == ("fletcher32" in options), path
            assert d.maxshape == ((None, None) if name in ("all", "growing") else d.shape), path
            assert (d.chunks is None) == (name in ("plain", "fill")), path
            count += 1
    # Growing an array that we made: the room beyond its old end has the fill value.
    with h5py.File(folder / "dtypes.h5", "r+") as f:
        d = f["float32/all"]
        old = d[()]
        d.resize((40, 20))
        assert d[:31, :13].tobytes() == old.tobytes()
        assert (d[31:] == 1).all() and (d[:, 13:] == 1).all()
        d[35, 15] = 5
        f.create_dataset("float32/new", data=old)
        f["float32"].attrs["new"] = "x"
    with h5py.File(folder / "dtypes.h5") as f:
        assert f["float32/all"][35, 15] == 5 and len(f["float32"]) == 11
    return count


def shapes(folder):
    with h5py.File(folder / "shapes.h5") as f:
        assert f["scalar"][()] == 2.5 and f["scalar"].shape == ()
        assert f["empty"].shape == (0, 3) and f["empty"][()].size == 0
        assert f["none_yet"].maxshape == (None, None) and f["none_yet"][()].shape == (0, 3)
        assert (f["unwritten"][()] == -1.5).all() and f["unwritten"].fillvalue == -1.5
        assert (f["edge"][()] == 7).all()
        assert f["soft/five"][()].tolist() == np.ones((2, 1, 3, 1, 2)).tolist()
        assert f["texts"].asstr()[()].tolist() == ["Zürich", "", "日本", "x" * 5000]
        assert f["many_texts"].asstr()[()].tolist() == [f"text {i}" for i in range(70000)]
        assert f["no_texts"].shape == (0,)
        assert [d.label for d in f["named"].dims] == ["y", "x"]
        for path, name in ("/", "root"), ("deep", "group"), ("texts", "texts"), ("scalar", "scalar"):
            at = f[path].attrs
            assert at[f"of {name}"] == "Grüße" and at["number"] == 1.5, path
            assert at["bool"] == True and at["bool"].dtype == bool, path
            assert at["matrix"].tolist() == [[1, 2], [3, 4]] and at["matrix"].dtype == "i2", path
            assert list(at["texts"]) == ["a", "", "c"], path
    with h5py.File(folder / "shapes.h5", "r+") as f:
        f["edge"].resize((5, 5))
        assert (f["edge"][3:] == -1.5).all() and (f["edge"][:, 3:] == -1.5).all()
        f["none_yet"].resize((3, 3))
        f["none_yet"][1] = 4
        assert f["none_yet"][()].tolist() == [[-1.5] * 3, [4] * 3, [-1.5] * 3]


def many(folder):
    with h5py.File(folder / "many.h5") as f:
        assert len(f["crowd"]) == 3000 and f["crowd/member 2999"][()] == 2999
        assert (f["chunks"][()] == np.arange(40000)).all()
    with h5py.File(folder / "many.h5", "r+") as f:
        f["crowd/one more"] = 1
        del f["crowd/member 7"]
        assert len(f["crowd"]) == 3000


def main():
    folder = pathlib.Path(sys.argv[1])
    count = dtypes(folder)
    shapes(folder)
    many(folder)
    print(f"h5py {h5py.version.version} read {count} arrays of ours, and changed them")


main()
