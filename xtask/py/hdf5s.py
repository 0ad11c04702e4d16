"""HDF5 and netCDF files of every layout there is, by h5py, netCDF4-python, PyTables, pandas and hdf5plugin.

    hdf5s.py make FOLDER COUNT SEED [FAMILY …]    writes COUNT random files, and what the libraries read of each
    hdf5s.py check FOLDER                        reads the files that nd wrote, and compares

`make` writes FOLDER/cases.jsonl, a line for each file: {"file", "family", "what": …}; see hdf5_values.py. `nd-real`
(in benches/) reads the files and writes others, which FOLDER/written.jsonl describes in the same way.
"""

import json
import os
import pathlib
import sys
import warnings

import h5py
import hdf5plugin
import netCDF4
import numpy as np
import pandas as pd
import tables
from h5py import h5d, h5p, h5s, h5t, h5z

import hdf5_values

NUMBERS = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
LIBVERS = ["earliest", "v108", "v110", "v112", "v114", "latest"]
WORDS = ["", "a", "Zürich", "Oslo", "  blanks ", "日本", "x" * 300, "tab\tline\n", "e\u0301"]


def elements(rng, code, shape):
    """Any bits, or long runs of equal numbers, so that there is something to pack."""
    dtype = np.dtype(code)
    size = int(np.prod(shape, dtype=int))
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(dtype)
    if rng.random() < 0.5:
        return np.sort(rng.integers(0, 50, shape), axis=None).reshape(shape).astype(dtype)
    return np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).reshape(shape).copy()


def chance(rng, p):
    return bool(rng.random() < p)


def pick(rng, things):
    return things[int(rng.integers(len(things)))]


def some_shape(rng, least=0, most=4):
    ndim = int(rng.integers(least, most + 1))
    limit = [600, 300, 30, 12, 7][ndim]
    return tuple(int(n) for n in rng.integers(0 if chance(rng, 0.05) else 1, limit + 1, ndim))


def some_chunks(rng, shape):
    return tuple(int(rng.integers(1, max(n, 1) + 1)) for n in shape)


def number_type(rng):
    dtype = np.dtype(pick(rng, NUMBERS))
    return dtype.newbyteorder(">") if chance(rng, 0.3) and dtype.kind in "iufc" else dtype


def member_type(rng, depth=0):
    kind = int(rng.integers(9 if depth < 2 else 6))
    if kind < 3:
        return number_type(rng)
    if kind == 3:
        return np.dtype((number_type(rng), tuple(max(n % 20, 1) for n in some_shape(rng, 1, 2))))
    if kind == 4:
        return np.dtype(f"S{int(rng.integers(1, 9))}")
    if kind == 5:
        return h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 7}, pick(rng, ["i1", "u2", ">i4", "i8"]))
    if kind == 6:
        return np.dtype(f"V{int(rng.integers(1, 9))}")
    return record_type(rng, depth + 1)


def record_type(rng, depth=0):
    count = int(rng.integers(1, 6))
    fields = [(f"{pick(rng, ['x', 'pos', 'Größe', 'id', 'a b'])}{i}", member_type(rng, depth)) for i in range(count)]
    dtype = np.dtype(fields)
    return np.dtype(fields, align=True) if chance(rng, 0.3) and not dtype.hasobject else dtype


def fill(rng, a):
    """Random elements of any type, in place."""
    if a.dtype.fields:
        for name in a.dtype.names:
            fill(rng, a[name])
    elif a.dtype.kind == "S":
        words = [word.encode()[: a.dtype.itemsize] for word in WORDS]
        a[...] = np.array([pick(rng, words) for _ in range(a.size)], a.dtype).reshape(a.shape)
    elif a.dtype.kind == "V":
        a[...] = np.frombuffer(rng.bytes(a.nbytes), a.dtype).reshape(a.shape)
    elif h5py.check_enum_dtype(a.dtype):
        a[...] = rng.choice(list(h5py.check_enum_dtype(a.dtype).values()), a.shape)
    else:
        a[...] = elements(rng, a.dtype.newbyteorder("="), a.shape)
    return a


def records(rng, shape):
    return fill(rng, np.zeros(shape, record_type(rng)))


def strings(rng, shape):
    size = int(np.prod(shape, dtype=int))
    return np.array([pick(rng, WORDS) for _ in range(size)], object).reshape(shape)


def lists(rng, shape):
    code = pick(rng, ["i4", "f8", "u1", "?", "i2"])  # h5py reads big-endian ones with their bytes reversed
    a = np.empty(shape, object)
    for index in np.ndindex(*shape):
        a[index] = elements(rng, np.dtype(code).newbyteorder("="), (int(rng.integers(0, 9)),)).astype(code)
    return a, h5py.vlen_dtype(np.dtype(code))


def attribute(rng, obj, name, file):
    """An attribute of any kind."""
    kind = int(rng.integers(12))
    shape = some_shape(rng, 0, 2)
    shape = tuple(min(n, 4) for n in shape)
    if kind < 3:
        dtype = number_type(rng)
        obj.attrs.create(name, elements(rng, dtype.newbyteorder("="), shape).astype(dtype), dtype=dtype)
    elif kind == 3:
        obj.attrs[name] = pick(rng, WORDS)
    elif kind == 4:
        obj.attrs[name] = np.bytes_(pick(rng, WORDS).encode("latin-1", "replace"))
    elif kind == 5:
        obj.attrs.create(name, strings(rng, shape or (2,)), dtype=h5py.string_dtype())
    elif kind == 6:
        obj.attrs.create(name, records(rng, shape))
    elif kind == 7:
        obj.attrs[name] = h5py.Empty(pick(rng, ["f4", "S3"]))
    elif kind == 8:
        data, dtype = lists(rng, shape or (2,))
        obj.attrs.create(name, data, dtype=dtype)
    elif kind == 9:
        obj.attrs[name] = obj.ref if chance(rng, 0.5) else file.ref
    elif kind == 10:
        obj.attrs.create(name, np.array(1), dtype=h5py.enum_dtype({"off": 0, "on": 1}, "u1"))
    elif chance(rng, 0.3):
        obj.attrs[name] = elements(rng, "f8", (pick(rng, [500, 3000, 20000]),))


def decorate(rng, obj, file):
    count = pick(rng, [0, 0, 1, 3, 8, 12, 40])
    for k in range(count):
        try:
            attribute(rng, obj, pick(rng, ["units", "Größe", "a b", "x/y"]) + str(k), file)
        except OSError:
            pass  # too large for the older ways to store one


def open_file(rng, path, **options):
    low = pick(rng, LIBVERS)
    high = "latest" if low == "earliest" and chance(rng, 0.5) else low
    if chance(rng, 0.15):
        options["userblock_size"] = pick(rng, [512, 1024, 4096])
    elif chance(rng, 0.15) and low not in ("earliest", "v108"):
        options.update(fs_strategy=pick(rng, ["page", "fsm", "aggregate", "none"]), fs_page_size=4096)
    if chance(rng, 0.2):
        options["track_order"] = True
    high = high if high != "earliest" else "v108"
    return h5py.File(path, "w", libver=(low, high), **options)


def storage(rng, a):
    """Layout and filters that h5py has itself."""
    options = {}
    if a.ndim and a.size and chance(rng, 0.75):
        options["chunks"] = some_chunks(rng, a.shape)
        options["shuffle"] = chance(rng, 0.4)
        simple = a.dtype.kind in "iuf"
        options["fletcher32"] = chance(rng, 0.3) and not a.dtype.hasobject
        options["compression"] = pick(rng, [None, "gzip", "lzf", "szip" if simple and a.dtype.itemsize < 9 else "gzip"])
        if options["compression"] == "szip":
            options["compression_opts"] = (pick(rng, ["nn", "ec"]), pick(rng, [4, 8, 16, 32]))
        if chance(rng, 0.5):
            options["maxshape"] = tuple(None if chance(rng, 0.5) else n + int(rng.integers(3)) for n in a.shape)
    return options


def put(rng, group, name, a, **options):
    """A data set, written whole, in parts, or never."""
    dtype, grow = options.pop("dtype", a.dtype), options.pop("grow", True)
    options = {**storage(rng, a), **options}
    if options.get("compression") == "szip" and np.prod(options["chunks"]) < options["compression_opts"][1]:
        options["compression"] = options["compression_opts"] = None
    if chance(rng, 0.3) and dtype.kind in "iuf":
        options["fillvalue"] = elements(rng, dtype.newbyteorder("="), ()).astype(dtype)[()]
    way = rng.random()
    if way < 0.7 or not a.ndim or not a.size:
        ds = group.create_dataset(name, data=a, dtype=dtype, **options)
    else:
        ds = group.create_dataset(name, shape=a.shape, dtype=dtype, **options)
        if way < 0.9:
            some = tuple(slice(0, int(rng.integers(n + 1))) for n in a.shape)
            ds[some] = a[some]
    if grow and ds.chunks and ds.maxshape != ds.shape and chance(rng, 0.4):
        grown = tuple(m if m is not None else n + int(rng.integers(5)) for n, m in zip(ds.shape, ds.maxshape))
        ds.resize(grown)
        if chance(rng, 0.3):
            ds.resize(tuple(max(n - 1, 0) for n in ds.shape))
    return ds


def values(rng):
    """Elements of any kind, and how h5py is told their type."""
    kind = rng.random()
    if kind < 0.5:
        dtype = number_type(rng)
        return elements(rng, dtype.newbyteorder("="), some_shape(rng)).astype(dtype), {}
    if kind < 0.7:
        return records(rng, some_shape(rng, 0, 2)), {}
    if kind < 0.8:
        if chance(rng, 0.3):
            plain = [word.encode() for word in WORDS if word.isascii()]
            shape = some_shape(rng, 0, 2)
            data = np.array([pick(rng, plain) for _ in range(int(np.prod(shape, dtype=int)))], object).reshape(shape)
            return data, {"dtype": h5py.string_dtype("ascii")}
        return strings(rng, some_shape(rng, 0, 2)), {"dtype": h5py.string_dtype("utf-8")}
    if kind < 0.87:
        return fill(rng, np.zeros(some_shape(rng), f"S{int(rng.integers(1, 12))}")), {}
    if kind < 0.93:
        data, dtype = lists(rng, some_shape(rng, 1, 1))
        return data, {"dtype": dtype}
    if kind < 0.97:
        return fill(rng, np.zeros(some_shape(rng), member_type(rng, 3).base)), {}
    return fill(rng, np.zeros(some_shape(rng, 0, 2), f"V{int(rng.integers(1, 20))}")), {}


def many_chunks(rng, path):
    """Indexes of chunks that are deep, in every kind of index."""
    with open_file(rng, path) as file:
        for k in range(2):
            shape = pick(rng, [(3000,), (50, 60), (1500, 3), (12, 13, 14)])
            chunks = tuple(1 if n < 500 else int(rng.integers(1, 4)) for n in shape)
            limits = [shape, (None, *shape[1:]), (None,) * len(shape)]
            options = dict(compression=pick(rng, [None, "gzip", "lzf"]), maxshape=pick(rng, limits))
            ds = file.create_dataset(f"x{k}", shape=shape, dtype=pick(rng, ["u1", "f4"]), chunks=chunks, fillvalue=3, **options)
            if chance(rng, 0.5):
                ds[...] = elements(rng, ds.dtype, shape)
            else:
                for _ in range(30):
                    index = tuple(int(rng.integers(n)) for n in shape)
                    ds[index] = 7


def odd_file(rng, path):
    """Files whose creation list is nobody's default: widths of addresses and lengths, blocks in front, links in order."""
    plist = h5p.create(h5p.FILE_CREATE)
    plist.set_sizes(*pick(rng, [(4, 4), (8, 8), (4, 8), (8, 4), (2, 2)]))
    if chance(rng, 0.3):
        plist.set_userblock(pick(rng, [512, 2048]))
    if chance(rng, 0.5):
        plist.set_link_creation_order(h5p.CRT_ORDER_TRACKED | h5p.CRT_ORDER_INDEXED)
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(pick(rng, [h5py.h5f.LIBVER_EARLIEST, h5py.h5f.LIBVER_V18, h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_LATEST]), h5py.h5f.LIBVER_LATEST)
    with h5py.File(h5py.h5f.create(str(path).encode(), h5py.h5f.ACC_TRUNC, plist, access)) as file:
        group = file.create_group("g") if chance(rng, 0.5) else file
        for k in range(int(rng.integers(1, 12))):
            try:
                a, options = values(rng)
                ds = put(rng, group, f"x{k}", a[:20] if a.ndim else a, **options)
                attribute(rng, ds, "a", file)
            except OSError:
                break  # addresses of two bytes do not reach further
        for k in range(pick(rng, [0, 3, 30])):
            try:
                group.attrs[f"n{k}"] = k
            except OSError:
                break


def plain(rng, path):
    with open_file(rng, path) as file:
        for k in range(int(rng.integers(1, 5))):
            a, options = values(rng)
            group = file.require_group("group/inner") if chance(rng, 0.4) else file
            ds = put(rng, group, f"x{k}", a, **options)
            decorate(rng, ds, file)
        decorate(rng, file, file)


def structure(rng, path):
    """Groups, links of all kinds, named types, references, scales."""
    with h5py.File(path.with_name("other.h5"), "w") as other:
        other["there/x"] = np.arange(5)
    with open_file(rng, path) as file:
        for k in range(pick(rng, [1, 5, 9, 40, 300])):
            file[f"many/{pick(rng, ['x', 'ü', 'long name ' * 5])}{k}"] = np.int16(k)
        deep = file.create_group("a/b/c/d", track_order=chance(rng, 0.5))
        deep["x"] = elements(rng, "f4", (3, 4))
        file["soft"] = h5py.SoftLink("/a/b/c/d/x")
        file["a/relative"] = h5py.SoftLink("b/c/d/x")
        file["soft group"] = h5py.SoftLink("/a/b")
        file["dangling"] = h5py.SoftLink("/no/such")
        file["external"] = h5py.ExternalLink("other.h5", "/there/x")
        file["no file"] = h5py.ExternalLink("missing.h5", "/x")
        file["many/hard"] = file["many"][next(iter(file["many"]))]
        file["type"] = record_type(rng)
        file.create_dataset("of type", data=fill(rng, np.zeros(3, file["type"].dtype)), dtype=file["type"])
        file.create_dataset("references", data=[deep.ref, deep["x"].ref, file.ref], dtype=h5py.ref_dtype)
        file.create_dataset("no references", (3,), dtype=h5py.ref_dtype)
        region = deep["x"].regionref[1:3, ::2]
        file.create_dataset("regions", data=[region], dtype=h5py.regionref_dtype)
        grid = file.create_dataset("grid", data=elements(rng, "f8", (3, 4)))
        for axis, name in enumerate(["lat", "lon"]):
            file[name] = np.arange(grid.shape[axis]) * 0.5
            file[name].make_scale(name if chance(rng, 0.5) else "")
            if chance(rng, 0.7):
                grid.dims[axis].attach_scale(file[name])
            if chance(rng, 0.3):
                grid.dims[axis].label = f"label {axis}"
        for obj in (deep, file, grid):
            decorate(rng, obj, file)


def low(rng, path):
    """What only the functions below h5py's make: creation lists and types by hand."""
    with open_file(rng, path) as file:
        for k in range(int(rng.integers(1, 6))):
            pick(rng, LOW)(rng, file, f"x{k}")


def low_strings(rng, file, name):
    tid = h5t.C_S1.copy()
    tid.set_size(int(rng.integers(1, 10)))
    tid.set_strpad(pick(rng, [h5t.STR_NULLTERM, h5t.STR_NULLPAD, h5t.STR_SPACEPAD]))
    tid.set_cset(pick(rng, [h5t.CSET_ASCII, h5t.CSET_UTF8]))
    shape = some_shape(rng, 0, 2)
    data = fill(rng, np.zeros(shape, f"S{tid.get_size()}"))
    if chance(rng, 0.3) and data.size:
        raw = rng.integers(0, 256, (data.size, tid.get_size())).astype("u1")
        raw[:, -1] = 0
        data = raw.view(data.dtype).reshape(shape)
    if tid.get_strpad() == h5t.STR_SPACEPAD:
        filled = [text.ljust(data.dtype.itemsize).replace(b"\0", b" ") for text in data.ravel().tolist()]
        data = np.array(filled, data.dtype).reshape(shape)
    ds = h5d.create(file.id, name.encode(), tid, h5s.create_simple(shape) if shape else h5s.create(h5s.SCALAR))
    if chance(rng, 0.8):
        ds.write(h5s.ALL, h5s.ALL, data, mtype=tid)


def odd_integer(rng):
    base = pick(rng, [h5t.STD_I16LE, h5t.STD_I32BE, h5t.STD_U32LE, h5t.STD_I64LE, h5t.STD_U16BE, h5t.STD_I8LE]).copy()
    # HDF5 2 refuses to write narrower ones: less than half is taken for a damaged file.
    bits = int(rng.integers(base.get_size() * 4 + 1, base.get_size() * 8 + 1))
    base.set_precision(bits)
    base.set_offset(int(rng.integers(0, base.get_size() * 8 - bits + 1)))
    return base, bits


def low_odd_integers(rng, file, name):
    """Numbers of odd widths, packed by n-bit or not."""
    tid, bits = odd_integer(rng)
    signed = tid.get_sign() == h5t.SGN_2
    half = bits - 1 if signed else bits
    low, high = (-(2**half) if signed else 0), 2**half - 1
    dtype = np.dtype("i8" if signed else "u8")
    shape = some_shape(rng, 1, 3)
    data = rng.integers(max(low, -(2**62)), min(high, 2**62), shape, endpoint=True).astype(dtype)
    plist = h5p.create(h5p.DATASET_CREATE)
    if data.size and chance(rng, 0.8):
        plist.set_chunk(some_chunks(rng, shape))
        if chance(rng, 0.7):
            plist.set_nbit() if hasattr(plist, "set_nbit") else plist.set_filter(h5z.FILTER_NBIT, h5z.FLAG_OPTIONAL)
        if chance(rng, 0.3):
            plist.set_deflate(4)
    ds = h5d.create(file.id, name.encode(), tid, h5s.create_simple(shape), plist)
    ds.write(h5s.ALL, h5s.ALL, data)


def low_nbit_float(rng, file, name):
    """Floats of odd widths: 20 bits of 32."""
    tid = h5t.IEEE_F32LE.copy()
    tid.set_fields(26, 20, 6, 7, 13)
    tid.set_offset(7)
    tid.set_precision(20)
    tid.set_ebias(31)
    shape = some_shape(rng, 1, 2)
    plist = h5p.create(h5p.DATASET_CREATE)
    if min(shape):
        plist.set_chunk(some_chunks(rng, shape))
        plist.set_filter(h5z.FILTER_NBIT, h5z.FLAG_OPTIONAL)
    ds = h5d.create(file.id, name.encode(), tid, h5s.create_simple(shape), plist)
    ds.write(h5s.ALL, h5s.ALL, (rng.integers(-500, 500, shape) / 8).astype("f4"))


def low_scale_offset(rng, file, name):
    shape = tuple(max(n, 1) for n in some_shape(rng, 1, 3))
    dtype = pick(rng, ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8", ">i4", ">f4"])
    kind = np.dtype(dtype).kind
    if kind == "f":
        data = np.round(rng.normal(size=shape) * 50, 2).astype(dtype)
        option = int(rng.integers(0, 5))
    else:
        data = rng.integers(0, 100, shape).astype(dtype)
        option = pick(rng, [0, 0, 7, 12])
        option = min(option, np.dtype(dtype).itemsize * 8)
    options = {"scaleoffset": option, "chunks": some_chunks(rng, shape), "shuffle": chance(rng, 0.2)}
    if chance(rng, 0.4):
        options["compression"] = "gzip"
    if chance(rng, 0.4):
        options["fillvalue"] = np.array(7, dtype)[()]
    ds = file.create_dataset(name, shape=shape, dtype=dtype, **options)
    ds[...] = data
    if chance(rng, 0.3):
        ds2 = file.create_dataset(name + "_part", shape=shape, dtype=dtype, **options)
        ds2[: shape[0] // 2] = data[: shape[0] // 2]


def low_layout(rng, file, name):
    """Compact, allocated early or late, fill values at all times, edges not packed."""
    dtype = number_type(rng)
    shape = tuple(max(n, 1) for n in some_shape(rng, 1, 3))
    data = elements(rng, dtype.newbyteorder("="), shape).astype(dtype)
    plist = h5p.create(h5p.DATASET_CREATE)
    kind = pick(rng, ["compact", "contiguous", "chunked", "chunked", "chunked"])
    most = shape
    if kind == "compact" and data.nbytes < 60000:
        plist.set_layout(h5d.COMPACT)
    elif kind == "chunked":
        plist.set_chunk(some_chunks(rng, shape))
        if chance(rng, 0.4):
            most = tuple(h5s.UNLIMITED if chance(rng, 0.5) else n for n in shape)
        if chance(rng, 0.5):
            plist.set_shuffle()
            plist.set_deflate(int(rng.integers(0, 10)))
        if chance(rng, 0.3) and hasattr(plist, "set_chunk_opts"):
            plist.set_chunk_opts(h5d.CHUNK_DONT_FILTER_PARTIAL_CHUNKS)
    plist.set_alloc_time(pick(rng, [h5d.ALLOC_TIME_DEFAULT, h5d.ALLOC_TIME_LATE, h5d.ALLOC_TIME_EARLY, h5d.ALLOC_TIME_INCR]) if kind != "compact" else h5d.ALLOC_TIME_EARLY)
    fill_time = pick(rng, [h5d.FILL_TIME_IFSET, h5d.FILL_TIME_ALLOC])
    plist.set_fill_time(fill_time)
    if chance(rng, 0.5) and dtype.kind in "iuf":
        plist.set_fill_value(elements(rng, dtype.newbyteorder("="), (1,)).astype(dtype))
    ds = h5d.create(file.id, name.encode(), h5t.py_create(dtype, logical=True), h5s.create_simple(shape, most), plist)
    if chance(rng, 0.7):
        rows = int(rng.integers(shape[0] + 1)) if chance(rng, 0.4) else shape[0]
        h5py.Dataset(ds)[:rows] = data[:rows]


def low_external(rng, file, name):
    """Elements in other files, in pieces."""
    data = elements(rng, "i4", (int(rng.integers(2, 60)),))
    raw = data.tobytes()
    cut = int(rng.integers(1, len(raw)))
    folder = pathlib.Path(file.filename).parent
    (folder / f"{name}.1").write_bytes(b"head" + raw[:cut])
    (folder / f"{name}.2").write_bytes(raw[cut:] + b"more")
    external = [(f"{name}.1", 4, cut), (f"{name}.2", 0, len(raw) - cut if chance(rng, 0.5) else h5py.h5f.UNLIMITED)]
    file.create_dataset(name, shape=data.shape, dtype="i4", external=external)


def low_types(rng, file, name):
    """Bit fields, times, opaque bytes with a tag, booleans of other widths, deep arrays."""
    kind = int(rng.integers(6))
    shape = (int(rng.integers(1, 5)),)
    space = h5s.create_simple(shape)
    if kind == 0:
        tid = pick(rng, [h5t.STD_B8LE, h5t.STD_B16LE, h5t.STD_B32BE, h5t.STD_B64LE])
        ds = h5d.create(file.id, name.encode(), tid, space)
        ds.write(h5s.ALL, h5s.ALL, np.frombuffer(rng.bytes(shape[0] * tid.get_size()), f"V{tid.get_size()}").copy(), mtype=tid)
    elif kind == 1:
        h5d.create(file.id, name.encode(), pick(rng, [h5t.UNIX_D32LE, h5t.UNIX_D64BE]), space)
    elif kind == 2:
        tid = h5t.create(h5t.OPAQUE, 5)
        tid.set_tag(b"a picture")
        ds = h5d.create(file.id, name.encode(), tid, space)
        ds.write(h5s.ALL, h5s.ALL, np.frombuffer(rng.bytes(5 * shape[0]), "V5").copy(), mtype=tid)
    elif kind == 3:
        base = pick(rng, [h5t.STD_I8LE, h5t.STD_U8LE, h5t.STD_I32BE, h5t.STD_I64LE])
        tid = h5t.enum_create(base)
        names = [(b"FALSE", 0), (b"TRUE", 1)]
        for text, number in names if chance(rng, 0.5) else names[::-1]:
            tid.enum_insert(text, number)
        ds = h5d.create(file.id, name.encode(), tid, space)
        ds.write(h5s.ALL, h5s.ALL, rng.integers(0, 2, shape).astype(tid.get_super().dtype), mtype=tid)
    elif kind == 4:
        tid = h5t.array_create(h5t.array_create(h5t.STD_I16BE, (2,)), (3,))
        ds = h5d.create(file.id, name.encode(), tid, space)
        ds.write(h5s.ALL, h5s.ALL, elements(rng, "i2", (*shape, 3, 2)).astype(">i2"), mtype=tid)
    else:
        real = pick(rng, ["<f4", ">f8"])
        names = pick(rng, [("real", "imag"), ("re", "im"), ("x", "y")])
        file.create_dataset(name, data=fill(rng, np.zeros(shape, [(names[0], real), (names[1], real)])))


LOW = [low_strings, low_odd_integers, low_nbit_float, low_scale_offset, low_layout, low_layout, low_external, low_types]


def virtual(rng, path):
    """Arrays made of parts of others."""
    folder = path.parent
    count, n = int(rng.integers(1, 5)), int(rng.integers(2, 20))
    dtype = number_type(rng)
    for k in range(count):
        if chance(rng, 0.85):  # a source may be missing
            with open_file(rng, folder / f"part_{k}.h5") as source:
                # Of one that shrank HDF5 itself reads this or that.
                data = elements(rng, dtype.newbyteorder("="), (n, 6)).astype(dtype)
                put(rng, source, "data", data, grow=False)
    with h5py.File(path, "w", libver=pick(rng, ["earliest", "v110", "latest"])) as file:
        layout = h5py.VirtualLayout(shape=(count, n, 6), dtype=dtype)
        flat = h5py.VirtualLayout(shape=(count * n, 3), dtype=dtype)
        for k in range(count):
            source = h5py.VirtualSource(f"part_{k}.h5", "data", shape=(n, 6))
            layout[k] = source
            flat[k * n : (k + 1) * n] = source[:, ::2]
        options = {"fillvalue": elements(rng, dtype.newbyteorder("="), ()).astype(dtype)[()]} if dtype.kind in "iuf" else {}
        file.create_virtual_dataset("v", layout, **options)
        file.create_virtual_dataset("flat", flat)
        file["own"] = elements(rng, "i4", (5,))
        same = h5py.VirtualLayout(shape=(10,), dtype="i4")
        same[2:7] = h5py.VirtualSource(".", "own", shape=(5,))
        file.create_virtual_dataset("same", same, fillvalue=-1)


def plugins(rng, path):
    """Every filter of hdf5plugin."""
    blosc = dict(cname=pick(rng, ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]), clevel=int(rng.integers(0, 10)))
    blosc2 = dict(cname=pick(rng, ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]), clevel=int(rng.integers(0, 10)))
    with open_file(rng, path) as file:
        for k in range(int(rng.integers(1, 5))):
            dtype = number_type(rng) if chance(rng, 0.8) else record_type(rng)
            shape = tuple(max(n, 1) for n in some_shape(rng, 1, 4))
            a = fill(rng, np.zeros(shape, dtype))
            options = pick(
                rng,
                [
                    hdf5plugin.Blosc(shuffle=int(rng.integers(3)), **blosc),
                    hdf5plugin.Blosc2(filters=int(rng.integers(4)), **blosc2),
                    hdf5plugin.Bitshuffle(cname=pick(rng, ["none", "lz4", "zstd"]), nelems=pick(rng, [0, 0, 64, 2048])),
                    hdf5plugin.LZ4(nbytes=pick(rng, [0, 0, 1024])),
                    hdf5plugin.Zstd(clevel=int(rng.integers(1, 20))),
                    hdf5plugin.BZip2(blocksize=int(rng.integers(1, 10))),
                ],
            )
            options = dict(options, chunks=some_chunks(rng, shape), shuffle=chance(rng, 0.2), fletcher32=chance(rng, 0.2))
            if a.dtype.itemsize > 255 and options["compression"] in (hdf5plugin.BLOSC_ID, hdf5plugin.BLOSC2_ID):
                continue
            put(rng, file, f"x{k}", a, **options)


def lossy(rng, path):
    """Filters that nd does not have: what is refused, and that the rest is read."""
    with open_file(rng, path) as file:
        a = rng.normal(size=(20, 24)).astype("f4")
        options = pick(rng, [hdf5plugin.Zfp(reversible=True), hdf5plugin.SZ3(absolute=0.1), hdf5plugin.Sperr(rate=4)])
        file.create_dataset("lossy", data=a, chunks=a.shape, **options)
        file["beside"] = a


def netcdf(rng, path):
    form = pick(rng, ["NETCDF4", "NETCDF4", "NETCDF4_CLASSIC", "NETCDF3_CLASSIC", "NETCDF3_64BIT_OFFSET", "NETCDF3_64BIT_DATA"])
    f = netCDF4.Dataset(path, "w", format=form)
    rich = form == "NETCDF4"
    codes = ["i1", "i2", "i4", "f4", "f8", "S1"] + (["u1", "u2", "u4", "i8", "u8"] if rich or "DATA" in form else [])
    f.createDimension("time", None)
    for name in ("y", "x"):
        f.createDimension(name, int(rng.integers(1, 9)))
    records = int(rng.integers(0, 6))
    places = [f, f.createGroup("group")] if rich and chance(rng, 0.5) else [f]
    if chance(rng, 0.5):
        places[-1].createDimension("own", 3)
    count = 0
    for name in ["time", "y", "scalar", *(f"v{k}" for k in range(int(rng.integers(0, 7))))]:
        place = pick(rng, places) if name.startswith("v") else f
        dims = {"time": ("time",), "y": ("y",), "scalar": ()}.get(name)
        if dims is None:
            dims = pick(rng, [("time", "y", "x"), ("time",), ("y", "x"), ("x",), ("time", "x"), ("x", "y")])
            dims = (*dims[:-1], "own") if chance(rng, 0.2) and "own" in place.dimensions else dims
        code = pick(rng, codes)
        options = {}
        if form.startswith("NETCDF4") and dims:
            options = dict(zlib=chance(rng, 0.5), shuffle=chance(rng, 0.5), fletcher32=chance(rng, 0.2), contiguous=False)
            options["endian"] = pick(rng, ["native", "little", "big"]) if code[1] != "1" else "native"
        if chance(rng, 0.3) and code != "S1":
            options["fill_value"] = np.array(9, code)
        if rich and chance(rng, 0.1):
            code, options = str, {}
        v = place.createVariable(name, code, dims, **options)
        v.set_auto_maskandscale(False)
        v.set_auto_chartostring(False)
        shape = tuple(records if d == "time" else n for d, n in zip(dims, v.shape))
        if chance(rng, 0.8) and 0 not in shape:
            if code is str:
                v[...] = strings(rng, shape) if shape else np.array("scalar", object)
            else:
                v[tuple(slice(n) for n in shape)] = elements(rng, code.replace("S1", "u1"), shape).view(code)
        for k in range(int(rng.integers(0, 12))):
            kind = int(rng.integers(4))
            value = [pick(rng, WORDS), np.array(k, pick(rng, ["i4", "f8"])), elements(rng, "f4", (3,)), np.int16(k)][kind]
            v.setncattr(f"att{k}", value)
        count += 1
    f.title = "Größe"
    f.close()


def of_netcdf(path):
    """What netCDF4-python reads; the file is described by h5py if it is HDF5."""
    result = {"netcdf": {}}
    f = netCDF4.Dataset(path)
    f.set_auto_maskandscale(False)
    f.set_auto_chartostring(False)
    form = f.data_model

    def walk(group, prefix):
        for name, v in group.variables.items():
            if form.startswith("NETCDF4"):
                # As HDF5 it may be shorter than its unlimited dimension is, and characters are texts.
                item = {"k": "other", "why": "compared as HDF5"}
            else:
                a = np.asarray(v[...])
                item = hdf5_values.numbers(a.view("u1") if a.dtype.kind == "S" else a)
            result["netcdf"][prefix + name] = {"value": item, "dims": list(v.dimensions), "attributes": sorted(v.ncattrs())}
        for name, inner in group.groups.items():
            walk(inner, f"{prefix}{name}/")

    walk(f, "")
    f.close()
    if form.startswith("NETCDF4"):
        result.update(hdf5_values.describe(path))
    return result


def pytables(rng, path):
    complib = pick(rng, ["zlib", "blosc", "blosc:lz4", "blosc:zstd", "blosc2", "blosc2:lz4", "blosc2:zstd", "bzip2"])
    filters = tables.Filters(int(rng.integers(0, 10)), complib, shuffle=chance(rng, 0.5), fletcher32=chance(rng, 0.2))
    with tables.open_file(str(path), "w", filters=filters, title="Größe") as f:
        group = f.create_group("/", "group", "a group")
        f.create_array(group, "array", elements(rng, pick(rng, NUMBERS), some_shape(rng, 1, 3)))
        f.create_array("/", "words", [b"a", b"bcd"])
        f.create_array("/", "scalar", 5)
        dtype = np.dtype([("id", "i4"), ("name", "S7"), ("ok", "?"), ("pos", "f4", (3,)), ("inner", [("a", "u2"), ("b", "c16")])])
        table = f.create_table("/", "table", fill(rng, np.zeros(int(rng.integers(0, 200)), dtype)))
        table.attrs.note = "text"
        table.attrs.pickled = {"a": 1}
        table.attrs.number = np.float32(2.5)
        f.create_carray("/", "carray", obj=elements(rng, pick(rng, NUMBERS), tuple(max(n, 1) for n in some_shape(rng, 1, 3))))
        earray = f.create_earray("/", "earray", tables.Float32Atom(), (0, 4))
        earray.append(elements(rng, "f4", (int(rng.integers(0, 30)), 4)))
        lists_take = tables.Filters(int(rng.integers(0, 10)), "zlib")  # and no others
        vlarray = f.create_vlarray("/", "vlarray", tables.Int16Atom(), filters=lists_take)
        for _ in range(int(rng.integers(0, 6))):
            vlarray.append(elements(rng, "i2", (int(rng.integers(0, 9)),)))
        texts = f.create_vlarray("/", "objects", tables.VLUnicodeAtom(), filters=lists_take)
        texts.append("Zürich")
        f.create_soft_link("/", "soft", "/group/array")
        enum = tables.Enum(["red", "green"])
        f.create_carray("/", "enum", tables.EnumAtom(enum, "red", "int32"), (3,))


def frames(rng, path):
    n = int(rng.integers(1, 50))
    frame = pd.DataFrame({"x": rng.normal(size=n), "n": rng.integers(0, 9, n), "word": [pick(rng, ["a", "ü", "long"]) for _ in range(n)], "ok": rng.integers(0, 2, n) > 0})
    frame["day"] = pd.date_range("2000-01-01", periods=n)
    form = pick(rng, ["fixed", "table"])
    frame.to_hdf(path, key="frame", format=form, complib=pick(rng, ["zlib", "blosc", "blosc:zstd", None]), complevel=5)
    frame["x"].to_hdf(path, key="series", format=form)


def matlab(rng, path):
    """As MATLAB 7.3 writes: a block before the file, characters as numbers, cells as references."""
    with h5py.File(path, "w", userblock_size=512, libver="earliest") as file:
        file["x"] = elements(rng, "f8", (3, 2))
        file["x"].attrs["MATLAB_class"] = np.bytes_("double")
        file["text"] = np.array([[ord(c)] for c in "Größe"], "u2")
        file["text"].attrs.create("MATLAB_class", np.bytes_("char"))
        file["text"].attrs["MATLAB_int_decode"] = np.int32(2)
        refs = file.create_group("#refs#")
        refs["a"], refs["b"] = elements(rng, "f8", (1, 3)), elements(rng, "?", (1, 1)).astype("u1")
        file.create_dataset("cell", data=[[refs["a"].ref], [refs["b"].ref]], dtype=h5py.ref_dtype)
        file["cell"].attrs["MATLAB_class"] = np.bytes_("cell")
        file["empty"] = np.zeros(2, "u8")
        file["empty"].attrs["MATLAB_empty"] = np.uint8(1)
        struct = file.create_group("struct")
        struct["field"] = fill(rng, np.zeros((2, 2), [("real", "f8"), ("imag", "f8")]))
        fields = np.empty(1, object)
        fields[0] = np.array(list("field"), "S1")
        struct.attrs.create("MATLAB_fields", fields, dtype=h5py.vlen_dtype(np.dtype("S1")))
    with open(path, "r+b") as f:
        f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\2IM")


FAMILIES = {
    "plain": (plain, 5),
    "structure": (structure, 2),
    "low": (low, 4),
    "many_chunks": (many_chunks, 0.5),
    "odd_file": (odd_file, 1),
    "virtual": (virtual, 1),
    "plugins": (plugins, 3),
    "lossy": (lossy, 0.2),
    "netcdf": (netcdf, 3),
    "pytables": (pytables, 1.5),
    "frames": (frames, 0.7),
    "matlab": (matlab, 0.3),
}
ENDINGS = {"netcdf": "a.nc", "matlab": "a.mat"}


def make(folder, count, seed, wanted):
    names = wanted or list(FAMILIES)
    weights = np.array([FAMILIES[name][1] for name in names])
    counts = {}
    arrays, unmade = 0, []
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    with open(folder / "cases.jsonl", "w") as out:
        for k in range(count):
            rng = np.random.default_rng([seed, k])
            name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
            case = folder / f"case_{k:05}"
            case.mkdir()
            path = case.resolve() / ENDINGS.get(name, "a.h5")
            os.chdir(case)  # where HDF5 looks for external files
            try:
                FAMILIES[name][0](rng, path)
                what = of_netcdf(path) if name == "netcdf" else hdf5_values.describe(path)
            except (OSError, KeyError, RuntimeError) as error:
                unmade.append(f"{name}: {error}")  # HDF5 does not read all that it writes, in files of two-byte lengths
                continue
            out.write(json.dumps({"file": f"{case.name}/{path.name}", "family": name, "what": what}) + "\n")
            counts[name] = counts.get(name, 0) + 1
            arrays += len(what.get("arrays", {}))
    for text in sorted(set(unmade))[:5]:
        print("hdf5s: not made:", text[:200])
    count -= len(unmade)
    print(f"hdf5s: made {count} files with {arrays} arrays in HDF5:", ", ".join(f"{n} {name}" for name, n in counts.items()))


def same(want, got):
    """Whether an array or attribute is what was asked for; texts have one shape, a row, in nd's files."""
    want = dict(want, shape=[len(want["hex"])]) if want["k"] == "texts" and want["shape"] != [] else want
    if want["k"] == "texts" and got["k"] == "texts" and want["shape"] == []:
        return want["hex"] == got["hex"]
    return want == got


def check(folder):
    """What h5py reads of the files that nd wrote."""
    cases = [json.loads(line)["what"] for line in open(folder / "cases.jsonl")]
    bad, arrays, attrs = [], 0, 0
    for line in open(folder / "written.jsonl"):
        written = json.loads(line)
        what, case = hdf5_values.describe(folder / written["file"]), cases[written["case"]]
        for inside, original in written["arrays"].items():
            place, want = f"{written['file']}/{inside}", case["arrays"][original]
            got = what["arrays"].get(inside)
            arrays += 1
            if got is None or not same(want["value"], got["value"]):
                bad.append(f"{place}: other elements, or none")
                continue
            for name, value in got["attributes"].items():
                attrs += 1
                if not same(want["attributes"].get(name), value):
                    bad.append(f"{place}@{name}: {value} is not {want['attributes'].get(name)}"[:300])
        strangers = set(what["arrays"]) - set(written["arrays"])
        bad += [f"{written['file']}: {strangers} too much"] if strangers else []
    for text in bad[:10]:
        print("hdf5s:", text)
    print(f"hdf5s: read back {arrays} arrays and {attrs} attributes written by nd: {len(bad)} mismatches")
    return not bad


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
    else:
        sys.exit(0 if check(folder) else 1)
