"""Writes the HDF5 fixtures of nd-io's tests with h5py: `hdf5.py FOLDER`.

Beside the files in FOLDER/hdf5 stands `index.tsv`: file, path, what it is, element type, shape, and
the elements as h5py reads them: little-endian hex in C order for numbers, hex of UTF-8 divided by
commas for texts, `position:value` for arrays that are mostly unwritten.
"""

import pathlib
import sys

import h5py
import numpy as np

CODES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]


def elements(code, shape):
    """Elements with every bit pattern likely, extremes first."""
    dtype = np.dtype(code)
    rng = np.random.Generator(np.random.PCG64([ord(c) for c in code]))
    size = int(np.prod(shape))
    if dtype.kind == "b":
        return rng.integers(0, 2, size).astype(dtype).reshape(shape)
    flat = np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).copy()
    special = []
    if dtype.kind in "iu":
        special = [np.iinfo(dtype).min, np.iinfo(dtype).max, 1]
    elif dtype.kind == "f":
        info = np.finfo(dtype)
        special = [-0.0, info.max, info.smallest_subnormal, -np.inf, np.nan]
    elif dtype.kind == "c":
        special = [complex(-0.0, np.inf), complex(np.nan, 1.5)]
    for i, value in enumerate(special[:size]):
        flat[i] = value
    return flat.reshape(shape)


def dtypes(f):
    for code in CODES:
        for order in "<" if code in ("?", "i1", "u1") else "<>":
            a = elements(code, (2, 3))
            dtype = np.dtype(code) if code == "?" else np.dtype(order + code)
            # Bit for bit: a cast might quieten a NaN.
            raw = a if order == "<" else a.byteswap()
            f.create_dataset(f"{'le' if order == '<' else 'be'}_{code}".replace("?", "b1"), data=raw.view(dtype))


def shapes(f):
    f["scalar"] = np.float64(2.5)
    f["empty"] = np.zeros((0, 3), "f4")
    f["null"] = h5py.Empty("i4")
    f["five"] = np.arange(2 * 1 * 3 * 2 * 2, dtype="i2").reshape(2, 1, 3, 2, 2)
    f["color"] = np.array([1, 0, 2], "u1")
    f.create_dataset("enum", data=[1, 0, 1], dtype=h5py.enum_dtype({"RED": 0, "BLUE": 1}, "i2"))
    f["named"] = np.dtype(">i4")
    f.create_dataset("of_named", data=[3, -4, 5], dtype=f["named"])
    f["of_named"].attrs.create("same", [7], dtype=f["named"])
    other = f.create_group("other")
    other["record"] = np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
    other["ri_other"] = np.array([(1, 2)], dtype=[("r", "i4"), ("i", "i4")])
    other["opaque"] = np.array([b"abc"], dtype="V3")
    other.create_dataset("ref", data=[f["scalar"].ref], dtype=h5py.ref_dtype)
    other.create_dataset("list", shape=(1,), dtype=h5py.vlen_dtype("i4"))[0] = np.array([1, 2], "i4")
    other.create_dataset("array", data=np.zeros((1,), dtype=[("x", "f4", (2,))]))


def filters(f):
    a = (np.arange(10 * 7, dtype="i4").reshape(10, 7) * 1000) % 77777
    variants = {
        "plain": {},
        "gzip": dict(compression="gzip"),
        "gzip_shuffle": dict(compression="gzip", compression_opts=9, shuffle=True),
        "all": dict(compression="gzip", shuffle=True, fletcher32=True),
        "fletcher": dict(fletcher32=True),
        "lzf": dict(compression="lzf"),
        "lzf_shuffle": dict(compression="lzf", shuffle=True, fletcher32=True),
        "shuffle": dict(shuffle=True),
    }
    if f.libver[0] == "earliest":  # where every index is a tree of two kilobytes
        variants = {name: variants[name] for name in ("gzip", "all", "lzf_shuffle")}
    for name, options in variants.items():
        f.create_dataset(name, data=a, chunks=(4, 3), **options)
    if f.libver[0] != "earliest":
        f.create_dataset("bool", data=elements("?", (9,)), chunks=(4,), compression="gzip")
        f.create_dataset("c8", data=elements("c8", (5, 4)), chunks=(2, 4), compression="gzip", shuffle=True)
    f.create_dataset("odd_fletcher", data=np.arange(7, dtype="u1"), chunks=(7,), fletcher32=True)
    f.create_dataset("be_gzip", data=a.astype(">f8"), chunks=(10, 2), compression="gzip", shuffle=True)
    # LZF leaves out what does not get shorter, and says so chunk by chunk.
    noise = np.frombuffer(np.random.Generator(np.random.PCG64(1)).bytes(64), "u1").copy()
    noise[32:] = 5
    f.create_dataset("lzf_mixed", data=noise, chunks=(32,), compression="lzf")
    f.create_dataset("scaleoffset", data=a, chunks=(4, 3), scaleoffset=0)


def chunks(f):
    latest = f.libver[0] != "earliest"
    small = np.arange(90, dtype="u1").reshape(10, 9)
    if latest:
        f.create_dataset("single", data=small, chunks=(10, 9))
        f.create_dataset("single_gzip", data=small, chunks=(10, 9), compression="gzip")
    f.create_dataset("fixed", data=small, chunks=(1, 1) if not latest else (3, 2))
    f.create_dataset("fixed_gzip", data=small, chunks=(3, 2), compression="gzip")
    f.create_dataset("one_axis", data=small, chunks=(3, 2), maxshape=(None, 9))
    if latest:
        kinds_of_index(f, small)
    d = f.create_dataset("unwritten", shape=(10, 9), dtype="i2", chunks=(3, 2), fillvalue=-7)
    d[3:5, 3:8] = 1
    d = f.create_dataset("grown", shape=(4, 3), dtype="f4", chunks=(3, 2), maxshape=(None, 5), fillvalue=0.5)
    d[...] = 2
    d.resize((7, 5))
    d = f.create_dataset("shrunk", data=small, chunks=(3, 2), maxshape=(None, None))
    d.resize((4, 4))
    f.create_dataset("nothing", shape=(4, 3), dtype="f8", fillvalue=1.25)
    f.create_dataset("nothing_chunked", shape=(4, 3), dtype="f8", chunks=(2, 2))
    f.create_dataset("none_yet", shape=(0, 3), dtype="f8", chunks=(2, 2), maxshape=(None, 3))
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    plist.set_obj_track_times(False)
    space = h5py.h5s.create_simple((10, 9))
    d = h5py.Dataset(h5py.h5d.create(f.id, b"compact", h5py.h5t.STD_U8LE, space, plist))
    d[...] = small
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((3, 2))
    plist.set_obj_track_times(False)
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    d = h5py.Dataset(h5py.h5d.create(f.id, b"implicit", h5py.h5t.STD_U8LE, space, plist))
    d[...] = small


def kinds_of_index(f, small):
    f.create_dataset("last_axis", data=small, chunks=(3, 2), maxshape=(10, None))
    f.create_dataset("last_gzip", data=small, chunks=(2, 2), maxshape=(12, None), compression="gzip")
    f.create_dataset("two_axes", data=small, chunks=(3, 2), maxshape=(None, None))
    f.create_dataset("two_gzip", data=small, chunks=(3, 2), maxshape=(None, None), compression="gzip")
    f.create_dataset("room", data=small, chunks=(3, 2), maxshape=(20, 30))


def many(f):
    """Indexes of several levels and pages: chunks of one element."""
    def sparse(name, shape, at, **options):
        d = f.create_dataset(name, shape=shape, dtype="u1", chunks=(1,) * len(shape), **options)
        for i, position in enumerate(at):
            d[position] = i + 1
    spread = [(i,) for i in (0, 3, 4, 19, 20, 51, 52, 500, 1023, 1024, 2300)]
    if f.libver[0] == "earliest":
        a = np.arange(130, dtype="u1").reshape(13, 10)
        f.create_dataset("tree", data=a, chunks=(1, 1), maxshape=(None, None))
        sparse("fixed", (5000,), spread)
        return
    sparse("fixed", (1100,), spread[:-1])
    sparse("fixed_gzip", (1100,), spread[:-1], compression="gzip")
    sparse("growing", (5000,), spread[:-1], maxshape=(None,))
    sparse("growing_far", (150000,), [(140000,), (5,)], maxshape=(None,))
    sparse("growing_gzip", (5000,), spread[2:8], maxshape=(None,), compression="gzip")
    a = np.arange(300, dtype="u2").reshape(30, 10)
    f.create_dataset("tree", data=a, chunks=(1, 1), maxshape=(None, None))
    sparse("tree_gzip", (500, 500), [(0, 0), (499, 499), (250, 3), (250, 4)], maxshape=(None, None), compression="gzip")


def groups(f):
    f["x"] = np.arange(3, dtype="i8")
    f["a/b/c"] = np.arange(4, dtype="f4")
    f["a/back"] = h5py.SoftLink("/x")
    f["a/near"] = h5py.SoftLink("b/c")
    f["a/into"] = h5py.SoftLink("/a/b")
    f["nowhere"] = h5py.SoftLink("/not/there")
    f["round"] = h5py.SoftLink("/round")
    f["elsewhere"] = h5py.ExternalLink("other.h5", "/x")
    f["a/up"] = f["a"]
    crowd = f.create_group("crowd")
    for i in range(60):
        crowd[f"member {i:03d}"] = f["x"]
    ordered = f.create_group("ordered", track_order=True)
    for name in "zebra", "apple", "Ünï":
        ordered[name] = f["x"]
        ordered.attrs[name] = name
    many = f.create_group("attributes")
    for i in range(25):
        many.attrs[f"attribute {i:02d}"] = i * 1.5
    many.attrs["large"] = np.arange(700, dtype="f8")


def texts(f):
    utf8 = h5py.string_dtype()
    f.create_dataset("vlen", data=["Zürich", "", "a\u0301", "日本"], dtype=utf8)
    f.create_dataset("vlen_scalar", data="one", dtype=utf8)
    f.create_dataset("vlen_2d_gzip", data=np.array([["a", "bb"], ["ccc", "d" * 300]], dtype=object), dtype=utf8, chunks=(1, 2), compression="gzip")
    f.create_dataset("fixed", data=np.array([b"abc", b"de", b""], "S3"))
    f.create_dataset("fixed_utf8", data=["Ä".encode(), b"xyz"], dtype=h5py.string_dtype(length=4))
    space = h5py.h5t.C_S1.copy()
    space.set_size(5)
    space.set_strpad(h5py.h5t.STR_SPACEPAD)
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    d = h5py.h5d.create(f.id, b"blanks", space, h5py.h5s.create_simple((2,)), plist)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"ab   ", b"c d  "], "S5"), mtype=space)
    f.create_dataset("unwritten", shape=(3,), dtype=utf8)
    d = f.create_dataset("numbers", data=np.arange(6, dtype="f4").reshape(2, 3))
    d.dims[0].label, d.dims[1].label = "time", "station"
    at = d.attrs
    at["text"] = "grün"
    at["bytes"] = np.bytes_(b"ascii")
    at["texts"] = ["a", "bc", ""]
    at["number"] = 1.5
    at["bool"] = True
    at["complex"] = 1 + 2j
    at["big"] = np.array([[1, 2], [3, 4]], ">i2")
    at["half"] = np.float16(0.5)
    at["nothing"] = h5py.Empty("f4")
    at["ref"] = d.ref
    at["record"] = np.array((1, 2.0), dtype=[("a", "i4"), ("b", "f8")])


def lookup3(data):
    """Bob Jenkins' hash, which is HDF5's checksum of metadata."""
    mask = 0xFFFFFFFF
    rot = lambda x, k: (x << k | x >> (32 - k)) & mask
    a = b = c = (0xDEADBEEF + len(data)) & mask
    words = lambda block: [int.from_bytes(block[i : i + 4], "little") for i in (0, 4, 8)]
    while len(data) > 12:
        x, y, z = words(data)
        a, b, c = (a + x) & mask, (b + y) & mask, (c + z) & mask
        a = ((a - c) & mask) ^ rot(c, 4); c = (c + b) & mask
        b = ((b - a) & mask) ^ rot(a, 6); a = (a + c) & mask
        c = ((c - b) & mask) ^ rot(b, 8); b = (b + a) & mask
        a = ((a - c) & mask) ^ rot(c, 16); c = (c + b) & mask
        b = ((b - a) & mask) ^ rot(a, 19); a = (a + c) & mask
        c = ((c - b) & mask) ^ rot(b, 4); b = (b + a) & mask
        data = data[12:]
    x, y, z = words(data.ljust(12, b"\0"))
    a, b, c = (a + x) & mask, (b + y) & mask, (c + z) & mask
    c = ((c ^ b) - rot(b, 14)) & mask
    a = ((a ^ c) - rot(c, 11)) & mask
    b = ((b ^ a) - rot(a, 25)) & mask
    c = ((c ^ b) - rot(b, 16)) & mask
    a = ((a ^ c) - rot(c, 4)) & mask
    b = ((b ^ a) - rot(a, 14)) & mask
    return ((c ^ b) - rot(b, 24)) & mask


def forget_times(path):
    """Sets the times in object headers, which h5py cannot turn off for groups, to zero."""
    data = bytearray(path.read_bytes())
    at = data.find(b"OHDR\x02")
    while at >= 0:
        flags = data[at + 5]
        if flags & 0x20:
            data[at + 6 : at + 22] = bytes(16)
            width = 1 << (flags & 3)
            head = at + 22 + (4 if flags & 0x10 else 0)
            end = head + width + int.from_bytes(data[head : head + width], "little")
            data[end : end + 4] = lookup3(bytes(data[at:end])).to_bytes(4, "little")
        at = data.find(b"OHDR\x02", at + 1)
    path.write_bytes(data)


def value_rows(name, f):
    """What h5py reads of a file, array by array."""
    def visit(path, item):
        if not isinstance(item, h5py.Dataset) or path.startswith("other/"):
            return
        dtype, shape = item.dtype, item.shape
        if path == "scaleoffset":
            return
        if h5py.check_string_dtype(dtype):
            flat = np.asarray(item.asstr()[()], dtype=object).reshape(-1)
            stripped = [t.rstrip(" ") if path == "blanks" else t for t in flat]
            rows.append([name, path, "texts", "text", shape, ",".join(t.encode().hex() for t in stripped)])
            return
        if shape is None:
            shape, a = (0,), np.zeros(0, dtype)
        else:
            a = np.asarray(item[()])
        little = a.byteswap().view(a.dtype.newbyteorder("<")) if a.dtype.byteorder == ">" else a
        if a.size > 1000:
            flat = little.reshape(-1)
            data = " ".join(f"{i}:{flat[i]}" for i in np.nonzero(flat)[0])
            rows.append([name, path, "sparse", dtype.name, shape, data])
        else:
            rows.append([name, path, "numbers", dtype.name, shape, little.tobytes("C").hex()])
    rows = []
    f.visititems(visit)
    return [[r[0], r[1], r[2], r[3], ",".join(map(str, r[4])), r[5]] for r in rows]


def main():
    folder = pathlib.Path(sys.argv[1]) / "hdf5"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for make in dtypes, shapes, filters, chunks, many, groups, texts:
        for libver in "earliest", "latest":
            name = f"{make.__name__}_{libver}.h5"
            options = {"userblock_size": 1024} if make is shapes else {}
            with h5py.File(folder / name, "w", libver=libver, **options) as f:
                make(f)
            forget_times(folder / name)
            with h5py.File(folder / name, "r") as f:
                rows += value_rows(name, f)
    header = ["file", "path", "kind", "dtype", "shape", "values"]
    lines = ["\t".join(row) for row in [header, *rows]]
    (folder / "index.tsv").write_text("\n".join(lines) + "\n")


main()
