"""Writes HDF5 files in which addresses and lengths take unequal numbers of bytes: `real_hdf5_sizes.py FOLDER`.

All hold the same: `x` = 0 … 4 of i32, `g/names` = "a", "bb", `g/packed` = 0 … 19 of f8 in chunks, packed, and 20
attributes `n0` … on `g`.
"""

import pathlib
import sys

import h5py
import numpy as np
from h5py import h5f, h5p

SIZES = [(4, 8), (8, 4), (4, 4)]


def write(path, sizes, low):
    plist = h5p.create(h5p.FILE_CREATE)
    plist.set_sizes(*sizes)
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(low, h5f.LIBVER_LATEST)
    with h5py.File(h5f.create(str(path).encode(), h5f.ACC_TRUNC, plist, access)) as file:
        file.create_dataset("x", data=np.arange(5, dtype="i4"), track_times=False)
        g = file.create_group("g", track_order=False)
        g.create_dataset("names", data=["a", "bb"], dtype=h5py.string_dtype(), track_times=False)
        g.create_dataset("packed", data=np.arange(20.0), chunks=(7,), compression="gzip", maxshape=(None,), track_times=False)
        for k in range(20):
            g.attrs[f"n{k}"] = k


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for offset, length in SIZES:
        for name, low in [("earliest", h5f.LIBVER_EARLIEST), ("latest", h5f.LIBVER_LATEST)]:
            write(folder / f"sizes_{offset}_{length}_{name}.h5", (offset, length), low)
