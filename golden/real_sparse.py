"""Writes files of sparse matrices as other programs have them, each beside SciPy's .npz of what it holds.

    python golden/real_sparse.py [FOLDER]     (golden/requirements-real.txt)

Harwell-Boeing by SciPy, where it can, and by formats of Fortran; AnnData by anndata; 10x Genomics' layout by h5py,
with the types, chunks and compression that Cell Ranger has.
"""

import gzip
import pathlib
import sys

sys.path.pop(0)  # this folder has a zarr.py of its own

import anndata
import fortranformat
import h5py
import numpy as np
import pandas as pd
import scipy.io
import scipy.sparse as sp

HOME = pathlib.Path(__file__).parent.parent / "crates/nd-sparse/tests/cases"
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME


def expected(name, a):
    a = sp.csr_array(a)
    a.sort_indices()
    sp.save_npz(OUT / f"{name}.npz", a)


def records(form, numbers):
    """Lines by a format of Fortran's, as many as it takes."""
    writer = fortranformat.FortranRecordWriter(form)
    return [line for line in writer.write(list(numbers)).split("\n")]


def boeing(name, kind, a, formats, right=0):
    """The stored half of `a` as a Harwell-Boeing file."""
    pointers, rows, values = formats
    a = sp.csc_array(a)
    half = a if kind[1] in "UR" else sp.csc_array(sp.tril(a))
    half.sort_indices()
    lists = [records(pointers, (int(i) + 1 for i in half.indptr)), records(rows, (int(i) + 1 for i in half.indices))]
    if kind[0] == "P":
        lists.append([])
    elif kind[0] == "C":
        lists.append(records(values, (x for z in half.data for x in (float(z.real), float(z.imag)))))
    else:
        lists.append(records(values, half.data.tolist()))
    sides = records(values, [0.0] * (right * a.shape[0])) if right else []
    counts = [len(lines) for lines in lists] + [len(sides)]
    text = [f"{'made by real_sparse.py':72}{name:8.8}"]
    text.append("".join(f"{count:14d}" for count in [sum(counts), *counts]))
    text.append(f"{kind:14}" + "".join(f"{n:14d}" for n in [*a.shape, half.nnz, 0]))
    text.append(f"{pointers:16}{rows:16}{values:20}{values if right else '':20}")
    if right:
        text.append(f"{'F':14}{right:14d}{0:14d}")
    text += [line for lines in [*lists, sides] for line in lines]
    (OUT / f"{name}.hb").write_text("\n".join(text) + "\n")
    expected(f"{name}.hb", a)


def matrix(rng, shape, symmetry=None, dtype=float):
    """Quarters, which every format here writes exactly."""
    a = np.where(rng.random(shape) < 0.4, rng.integers(-400, 400, shape) / 4, 0.0)
    if dtype is complex:
        a = a + 1j * np.where(a != 0, rng.integers(-400, 400, shape) / 4, 0.0)
    if symmetry == "S":
        return np.tril(a) + np.tril(a, -1).T
    if symmetry == "Z":
        return np.tril(a, -1) - np.tril(a, -1).T
    if symmetry == "H":
        return np.tril(a, -1) + np.tril(a, -1).conj().T + np.diag(np.diag(a).real)
    return a.astype(dtype)


def harwell_boeing(rng):
    formats = {
        "exponents": ("(13I6)", "(16I5)", "(5E15.8)"),
        "doubles": ("(8I10)", "(8I10)", "(4D20.13)"),
        "scaled": ("(13I6)", "(13I6)", "(1P,5E15.8)"),
        "points": ("(20I4)", "(26I3)", "(10F8.2)"),
        "touching": ("(40I2)", "(80I1)", "(13F6.2)"),
        "spaced": ("(10(1X,I5))", "(10(1X,I5))", "(4(1X,E14.6))"),
        "wide": ("(6I12)", "(6I12)", "(3E26.16E3)"),
    }
    for name, form in formats.items():
        boeing(name, "RUA", matrix(rng, (9, 7)), form)
    form = formats["exponents"]
    for symmetry in "SZ":
        boeing(f"real_{symmetry}", f"R{symmetry}A", matrix(rng, (8, 8), symmetry), form)
        boeing(f"complex_{symmetry}", f"C{symmetry}A", matrix(rng, (8, 8), symmetry, complex), form)
    boeing("complex_U", "CUA", matrix(rng, (8, 8), None, complex), form)
    boeing("complex_H", "CHA", matrix(rng, (8, 8), "H", complex), form)
    boeing("real_R", "RRA", matrix(rng, (5, 11)), form)
    boeing("pattern_S", "PSA", (matrix(rng, (8, 8), "S") != 0), form)
    boeing("pattern_U", "PUA", (matrix(rng, (6, 8)) != 0), form)
    boeing("sides", "RUA", matrix(rng, (6, 6)), form, right=2)
    a = sp.csc_array(rng.random((7, 6)) * (rng.random((7, 6)) < 0.5))
    scipy.io.hb_write(OUT / "scipy.hb", a)
    expected("scipy.hb", a)
    assert (scipy.io.hb_read(OUT / "scipy.hb") != a).nnz == 0
    for name in ["wide", "scipy"]:  # SciPy reads E alone, and no numbers that touch
        assert (scipy.io.hb_read(OUT / f"{name}.hb") != sp.load_npz(OUT / f"{name}.hb.npz")).nnz == 0
    text = (OUT / "doubles.hb").read_bytes()
    (OUT / "doubles.hb.gz").write_bytes(gzip.compress(text, mtime=0))


def edges():
    text = "# a comment\n0 1 0.5\n2 0 1.5\n\n1 2 2\n2 2 -1e3\n"
    (OUT / "weighted.edges.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def annotated(rng):
    anndata.settings.allow_write_nullable_strings = True
    x = sp.random_array((6, 5), density=0.4, rng=rng, format="csr", dtype=np.float32)
    names = [pd.DataFrame(index=pd.Index(list(names), dtype=object)) for names in ("uvwxyz", "abcde")]
    data = anndata.AnnData(X=x, obs=names[0], var=names[1])
    data.layers["counts"] = sp.csc_array((x.toarray() * 100).astype(np.int64))
    data.obsp["near"] = sp.csr_array(rng.random((6, 6)) < 0.3)
    data.write_h5ad(OUT / "cells.h5ad", compression="gzip")
    with h5py.File(OUT / "cells.h5ad", "a") as file:
        unsorted = file.create_group("unsorted")
        unsorted.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": [2, 5]})
        unsorted["data"] = np.array([1, 2, 4, 3], np.int16)
        unsorted["indices"] = np.array([4, 0, 4, 1], np.int64)
        unsorted["indptr"] = np.array([0, 3, 4], np.int64)
        old = file.create_group("old")
        old.attrs.update({"h5sparse_format": b"csc", "h5sparse_shape": [3, 2]})
        old["data"], old["indices"], old["indptr"] = [1.5, 2.5], [2, 0], [0, 1, 2]
        huge = file.create_group("huge")
        huge.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": [2**40, 2]})
        for name, dtype in [("data", "f4"), ("indices", "i4"), ("indptr", "i8")]:
            huge.create_dataset(name, (2**40 + 1,), dtype, chunks=(2**20,), compression="gzip")
    expected("cells.X", x)
    expected("cells.counts", data.layers["counts"])
    expected("cells.near", data.obsp["near"])


def ten_x(rng):
    counts = sp.random_array((5, 4), density=0.5, rng=rng, format="csc")
    counts.data = rng.integers(1, 90, counts.nnz).astype(np.int32)
    counts = sp.csc_array((counts.data, counts.indices, counts.indptr), shape=(5, 4))
    packed = {"chunks": (80000,), "maxshape": (None,), "compression": "gzip", "shuffle": True}

    def arrays(group):
        group.create_dataset("data", data=counts.data, **packed)
        group.create_dataset("indices", data=counts.indices.astype(np.int64), **packed)
        group.create_dataset("indptr", data=counts.indptr.astype(np.int64), **packed)
        group.create_dataset("shape", data=np.array(counts.shape, np.int32), **packed)
        group.create_dataset("barcodes", data=np.array([f"AAC{i}-1" for i in range(4)], "S18"), **packed)

    ids, names = (np.array([f"{prefix}{i}" for i in range(5)], "S15") for prefix in ("ENSG0000", "GENE"))
    with h5py.File(OUT / "cells3.h5", "w") as file:
        file.attrs.update({"filetype": "matrix", "version": 2, "chemistry_description": "v3"})
        arrays(file.create_group("matrix"))
        features = file.create_group("matrix/features")
        kinds = np.array([b"Gene Expression"] * 4 + [b"Antibody Capture"])
        for name, texts in {"id": ids, "name": names, "feature_type": kinds, "genome": np.array([b"GRCh38"] * 5)}.items():
            features.create_dataset(name, data=texts, **packed)
        features.create_dataset("_all_tag_keys", data=np.array([b"genome"]))
    with h5py.File(OUT / "cells2.h5", "w") as file:
        group = file.create_group("hg19")
        arrays(group)
        group.create_dataset("genes", data=ids, **packed)
        group.create_dataset("gene_names", data=names, **packed)
    expected("cells.10x", counts)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    harwell_boeing(np.random.default_rng(31))
    edges()
    annotated(np.random.default_rng(37))
    ten_x(np.random.default_rng(41))


main()
