"""Chunks that the szip filter of the HDF5 library made, and what is in them.

    real_szip.py FOLDER     writes FOLDER/szip.tsv: parameters, stored bytes, elements, in hex
"""

import io
import pathlib
import sys

import h5py
import numpy as np

EC, NN = 4, 32


def kinds(rng):
    """Elements for every way in which a block is coded."""
    yield "zeros", lambda n: np.zeros(n)
    yield "few ones", lambda n: rng.random(n) < 0.03
    yield "small", lambda n: rng.integers(0, 3, n)
    yield "steps", lambda n: np.cumsum(rng.integers(-2, 3, n)) + 100
    yield "ramp", lambda n: np.arange(n) * 7 % 251
    yield "noise", lambda n: rng.integers(0, 256, n)
    yield "mixed", lambda n: np.where(np.arange(n) // 37 % 3 == 0, rng.integers(0, 120, n), 5)


def chunk(a, shape, mask, block):
    """The first chunk of an array, as it is stored, and the filter's parameters."""
    with h5py.File(io.BytesIO(), "w") as file:
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk(shape)
        plan.set_szip(mask, block)
        space = h5py.h5s.create_simple(shape)
        ds = h5py.h5d.create(file.id, b"x", h5py.h5t.py_create(a.dtype), space, plan)
        ds.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(a))
        skipped, stored = ds.read_direct_chunk((0,) * len(shape))
        parameters = ds.get_create_plist().get_filter(0)[2]
        return None if skipped else (parameters, stored)


def main(folder):
    rng = np.random.default_rng(16)
    lines = []
    types = ["u1", "i1", "<u2", ">u2", "<i4", ">u4", "<f4", "<f8", ">f8", "<i8"]
    shapes = [(300,), (7, 33), (3, 64), (2, 5, 16)]
    turn = 0
    for name, make in kinds(rng):
        for code in types:
            shape, mask, block = shapes[turn % 4], [EC, NN, NN][turn % 3], [4, 8, 16, 32, 10][turn % 5]
            turn += 1
            a = make(int(np.prod(shape))).astype(code).reshape(shape)
            if block > shape[-1] or not (packed := chunk(a, shape, mask, block)):
                continue
            parameters, stored = packed
            lines.append("\t".join([" ".join(map(str, parameters)), stored.hex(), a.tobytes().hex()]))
    (pathlib.Path(folder) / "szip.tsv").write_text("\n".join(lines) + "\n")


main(sys.argv[1])
