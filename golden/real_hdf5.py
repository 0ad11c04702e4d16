"""Writes the HDF5 fixtures of nd-io's tests that stand for other people's files, and what h5py reads of them:
`real_hdf5.py FOLDER`.

`index.tsv` says of each array and each member of records: file, path, kind (numbers, texts, lists, references, none),
element type, shape, values: the elements in C order as little-endian hex; of texts and lists one hex each, of references
one path each. Of a kind `none` h5py cannot show the elements either.
"""

import ctypes
import glob
import pathlib
import sys

import h5py
import numpy as np
from h5py import h5a, h5d, h5p, h5s, h5t


def space(*shape):
    return h5s.create_simple(shape) if shape else h5s.create(h5s.SCALAR)


def raw(f, name, datatype, shape, data):
    """An array of a type that h5py has no dtype for, from the bytes as they are stored."""
    d = h5d.create(f.id, name.encode(), datatype, space(*shape), dcpl=untimed())
    data = np.frombuffer(data, "u1").copy()
    assert len(data) == datatype.get_size() * int(np.prod(shape, dtype=int)), name
    d.write(h5s.ALL, h5s.ALL, data, mtype=datatype)
    return d


def raw_attribute(d, name, datatype, shape, data):
    a = h5a.create(d, name, datatype, space(*shape))
    a.write(np.frombuffer(data, "u1").copy(), mtype=datatype)


def compound(size, *members):
    t = h5t.create(h5t.COMPOUND, size)
    for name, offset, member in members:
        t.insert(name.encode() if isinstance(name, str) else name, offset, member)
    return t


def integer(base, precision, offset, size):
    t = base.copy()
    t.set_size(size) if size > base.get_size() else None
    t.set_precision(precision)
    t.set_offset(offset)
    t.set_size(size)
    return t


def opaque(size, tag):
    t = h5t.create(h5t.OPAQUE, size)
    t.set_tag(tag)
    return t


def noise(n, seed=0):
    return np.random.Generator(np.random.PCG64(seed)).bytes(n)


def records(f):
    """Members of every class, each with others behind it."""
    f["plain"] = np.arange(4.0)
    pos = h5t.array_create(h5t.IEEE_F32LE, (3,))
    first = compound(16, ("pos", 0, pos), ("id", 12, h5t.STD_I32LE))
    data = np.array([((k, k + 0.5, -k), k) for k in range(3)], [("pos", "<f4", 3), ("id", "<i4")])
    raw(f, "array_first", first, (3,), data.tobytes())
    raw(f, "opaque", compound(17, ("blob", 0, opaque(5, b"five bytes")), ("id", 5, h5t.STD_I32LE),
                              ("x", 9, h5t.IEEE_F64LE)), (2,), noise(34))
    raw(f, "time", compound(12, ("t", 0, h5t.UNIX_D32LE), ("id", 4, h5t.STD_I64BE)), (2, 2), noise(48))
    raw(f, "bits", compound(12, ("flags", 0, h5t.STD_B16LE), ("byte", 2, h5t.STD_B8LE), ("id", 4, h5t.STD_I64LE)),
        (2,), noise(24))
    # Gaps, an order of members that is not that of places, arrays of records of arrays, texts.
    text = h5t.C_S1.copy()
    text.set_size(6)
    text.set_strpad(h5t.STR_NULLPAD)
    inner = compound(16, ("m", 0, h5t.array_create(h5t.STD_I16BE, (2, 2))), ("u.v", 10, h5t.STD_U8LE))
    outer = compound(80, ("z", 70, h5t.IEEE_F64BE), ("in", 2, h5t.array_create(inner, (3,))), ("name", 52, text),
                     ("b", 60, h5t.NATIVE_INT8))
    data = bytearray(noise(80 * 5))
    for k in range(5):
        data[80 * k + 52 : 80 * k + 58] = [b"a", b"b\0c", b"sixsix", b"", b"e "][k].ljust(6, b"\0")
    raw(f, "nested", outer, (5,), bytes(data))
    f.create_dataset("chunked", data=np.array([(k, k / 3) for k in range(100)], [("a", "<i8"), ("b", ">f4")]),
                     chunks=(7,), compression="gzip", shuffle=True)
    dt = np.dtype([("word", h5py.string_dtype()), ("list", h5py.vlen_dtype("<i2")), ("to", h5py.ref_dtype), ("n", "<u2")])
    data = np.zeros(3, dt)
    for k in range(3):
        data[k] = ("wort" * k, np.arange(k, dtype="<i2"), [f["plain"].ref, f.ref, None][k], k)
    f.create_dataset("pointers", (3,), dt)[...] = data
    plain = f["plain"].id
    raw_attribute(plain, b"calib", compound(20, ("gain", 0, h5t.array_create(h5t.IEEE_F64LE, (2,))), ("n", 16, h5t.STD_I32LE)),
                  (), np.array([1.5, 2.5]).tobytes() + np.array(7, "<i4").tobytes())
    raw_attribute(plain, b"when", compound(8, ("t", 0, h5t.UNIX_D32LE), ("n", 4, h5t.STD_I32LE)), (), noise(8))
    raw_attribute(plain, b"time", h5t.UNIX_D64LE, (), noise(8))


def numbers(f):
    """Numbers in some bits of some bytes, booleans and complex numbers of every make, arrays and opaque bytes."""
    odd = {
        "u12_in_16": (integer(h5t.STD_U16LE, 12, 0, 2), 0x0FFF, "<u2"),
        "i12_at_2": (integer(h5t.STD_I16LE, 12, 2, 2), 0x3FFC, "<u2"),
        "i20_be": (integer(h5t.STD_I32BE, 20, 4, 4), 0x00FFFFF0, ">u4"),
        "u5_in_8": (integer(h5t.STD_U8LE, 5, 3, 1), 0xF8, "u1"),
        "i48_in_64": (integer(h5t.STD_I64LE, 48, 0, 8), (1 << 48) - 1, "<u8"),
    }
    for name, (t, mask, code) in odd.items():
        bits = np.frombuffer(noise(8 * 12), code)[:12] & np.array(mask, code)
        raw(f, name, t, (3, 4), bits.astype(code).tobytes())
    for size in 3, 5, 6, 7:
        t = h5t.STD_I32LE.copy() if size == 3 else h5t.STD_I64BE.copy()
        t.set_precision(8 * size)
        t.set_size(size)
        raw(f, f"i{8 * size}", t, (4,), noise(4 * size))
    for code in "B8LE", "B16BE", "B32LE", "B64BE":
        t = getattr(h5t, f"STD_{code}")
        raw(f, code, t, (3,), noise(3 * t.get_size()))
    # Floats: sign, exponent, mantissa, bias.
    for name, base, size, fields, bias in [
        ("f24", h5t.IEEE_F32LE, 3, (23, 15, 8, 0, 15), 127),
        ("f8_e4m3", h5t.IEEE_F16LE, 1, (7, 3, 4, 0, 3), 7),
        ("f8_e5m2", h5t.IEEE_F16LE, 1, (7, 2, 5, 0, 2), 15),
        ("f32_wide", h5t.IEEE_F32BE, 4, (31, 20, 11, 0, 20), 1023),
        ("f20_in_32", h5t.IEEE_F32LE, 4, (25, 17, 8, 6, 11), 127),
    ]:
        t = base.copy()
        spos, epos, esize, mpos, msize = fields
        t.set_fields(spos, epos, esize, mpos, msize)
        if name == "f20_in_32":
            t.set_offset(6)
            t.set_precision(20)
            t.set_size(4)
        elif size < base.get_size():
            t.set_precision(8 * size)
            t.set_size(size)
        t.set_ebias(bias)
        data = bytearray(noise(32 * size))
        for k in range(8):  # the extremes
            data[size * k : size * k + size] = [bytes(size), b"\xff" * size, b"\0" * (size - 1) + b"\x80"][k % 3]
        if name == "f20_in_32":
            data = (np.frombuffer(bytes(data), "<u4") & 0x03FFFFC0).tobytes()
        raw(f, name, t, (32,), bytes(data))
    for base, names in [(h5t.STD_I32LE, ["FALSE", "TRUE"]), (h5t.STD_U16BE, ["TRUE", "FALSE"]), (h5t.STD_I8LE, ["TRUE", "FALSE"])]:
        e = h5t.enum_create(base)
        for name in names:
            e.enum_insert(name.encode(), ["FALSE", "TRUE"].index(name))
        size = base.get_size()
        code = {1: "i1", 2: ">u2", 4: "<i4"}[size]
        raw(f, f"bool{8 * size}", e, (5,), np.array([0, 1, 1, 0, 1], code).tobytes())
    e = h5t.enum_create(h5t.STD_I16BE)
    for k, name in enumerate([b"RED", b"GREEN", b"Gr\xfcn"]):
        e.enum_insert(name, 3 * k)
    raw(f, "colours", e, (4,), np.array([0, 3, 6, 0], ">i2").tobytes())
    for a, b in ("r", "i"), ("real", "imag"):
        for base in h5t.IEEE_F32LE, h5t.IEEE_F64BE:
            size = base.get_size()
            code = ">f8" if size == 8 else "<f4"
            data = np.arange(8, dtype=code).tobytes()
            raw(f, f"{a}{b}{size}", compound(2 * size, (a, 0, base), (b, size, base)), (4,), data)
    for base in h5t.COMPLEX_IEEE_F32BE, h5t.COMPLEX_IEEE_F64LE:
        code = ">f4" if base.get_size() == 8 else "<f8"
        raw(f, f"complex{base.get_size()}", base, (4,), np.arange(8, dtype=code).tobytes())
    raw(f, "opaque", opaque(3, b""), (2, 2), noise(12))
    raw(f, "arrays", h5t.array_create(h5t.STD_I16BE, (2, 3)), (4,), noise(48))
    raw(f, "arrays_of_arrays", h5t.array_create(h5t.array_create(h5t.STD_U8LE, (2,)), (3,)), (2,), noise(12))
    f.create_dataset("arrays_chunked", data=np.arange(600, dtype="<i4").reshape(50, 3, 4), chunks=(8, 3, 4))
    d = h5d.create(f.id, b"arrays_packed", h5t.array_create(h5t.IEEE_F32LE, (5,)), space(30),
                   dcpl=packed(chunk=(4,)))
    d.write(h5s.ALL, h5s.ALL, np.arange(150, dtype="<f4"), mtype=h5t.array_create(h5t.IEEE_F32LE, (5,)))


def untimed():
    p = h5p.create(h5p.DATASET_CREATE)
    p.set_obj_track_times(False)
    return p


def packed(chunk):
    p = untimed()
    p.set_chunk(chunk)
    p.set_deflate(6)
    return p


def words(f):
    """Texts of every padding, not UTF-8, and never written."""
    values = [b"a\0b", b"a b  ", b"abcdef", b"a\0 ", b"", b"\0\0x"]
    for name, pad in ("terminated", h5t.STR_NULLTERM), ("zeros", h5t.STR_NULLPAD), ("blanks", h5t.STR_SPACEPAD):
        t = h5t.C_S1.copy()
        t.set_size(6)
        t.set_strpad(pad)
        fill = b" " if name == "blanks" else b"\0"
        raw(f, name, t, (6,), b"".join(v.ljust(6, fill) for v in values))
    f.create_dataset("latin1", data=np.array([b"Z\xfcrich", b"Bern"], "S8"))
    f.create_dataset("unwritten", (20_000,), "S20")
    f.create_dataset("unwritten_varying", (50,), h5py.string_dtype())
    f.create_dataset("filled_varying", (50,), h5py.string_dtype(), fillvalue="N/A")
    f.create_dataset("arrays", data=np.array([[b"a", b"bc"], [b"", b"def"]], "S3"))
    raw(f, "of_arrays", h5t.array_create(h5t.TypeID.copy(h5t.C_S1), (3,)), (2,), b"abcdef")
    log = [f"line {k}: " + "word " * 150 for k in range(12)]
    f.create_dataset("log", data=log, dtype=h5py.string_dtype())
    d = f.create_dataset("temp", data=np.arange(3.0))
    d.attrs["units"] = np.bytes_(b"\xb0C")
    d.attrs["several"] = np.array([b"\xb5m", b"s"], "S2")
    d.attrs["good"] = "grün"


def lists(f):
    """Lists of any length, references, and what refers to regions."""
    for name, code in ("f4", "<f4"), ("i2", ">i2"), ("bool", "?"):
        d = f.create_dataset(name, (2, 2), h5py.vlen_dtype(np.dtype(code)))
        for k in range(3):
            d[k // 2, k % 2] = np.arange(3 * k).astype(code)
    arrays = h5t.vlen_create(h5t.array_create(h5t.IEEE_F64LE, (2,)))
    h5d.create(f.id, b"unwritten_arrays", arrays, space(3), dcpl=untimed())
    g = f.create_group("#refs#")
    g["a"] = np.arange(3.0)
    g["b"] = np.array([[104, 105]], "<u2")
    g.create_group("c")["inner"] = 1
    cells = f.create_dataset("cells", (2, 2), h5py.ref_dtype)
    cells[0, 0], cells[0, 1], cells[1, 0] = g["a"].ref, g["b"].ref, g["c"].ref
    d = f.create_dataset("regions", (1,), h5py.regionref_dtype)
    d[0] = g["a"].regionref[1:]
    f["cells"].attrs["to"] = g["a"].ref
    t = h5t.vlen_create(h5t.STD_I32LE)
    a = h5a.create(f["cells"].id, b"lists", t, space(2))
    both = np.empty(2, object)
    both[:] = [np.arange(2, dtype="i4"), np.arange(3, dtype="i4")]
    a.write(both, mtype=h5t.py_create(h5py.vlen_dtype("i4")))
    f["cells"].attrs["empty"] = h5py.Empty("f8")


def crowds(f):
    """Many attributes of a named type, many links, a link that is not UTF-8, and an attribute as large as a heap's."""
    f["plain"] = np.arange(4.0)
    commit(f, b"type", h5t.py_create(np.dtype([(f"member with a rather long name, number {k}", "<f8") for k in range(8)])))
    for k in range(60):
        f["plain"].attrs.create(f"a{k}", np.zeros((), f["type"].dtype), dtype=f["type"])
    g = f.create_group("entry")
    for k in range(150):
        g[f"link {k:03}"] = h5py.SoftLink("/entry/data")
    g["data"] = np.arange(4)
    h5py.h5o.link(f["plain"].id, f.id, b"Kan\xe4le")


def shared(f):
    """Messages that objects share through a table of the file."""
    for k in range(4):
        d = f.create_dataset(f"x{k}", data=np.arange(6, dtype="<i4").reshape(2, 3))
        d.attrs["a text that is long enough to be shared by all of them"] = "and so is the value of it, word by word"
        d.attrs["numbers"] = np.arange(20.0)


def scales(f):
    """Dimension scales, as h5py and netCDF-4 make them."""
    f["time"] = np.arange(3.0)
    g = f.create_group("model")
    g["level"] = np.arange(2.0)
    f["time"].make_scale("time")
    g["level"].make_scale("")
    none = f.create_dataset("x", data=np.zeros(4, "f4"))
    none.make_scale("This is a netCDF dimension but not a netCDF variable         4")
    d = f.create_dataset("model/t", data=np.zeros((3, 2, 4)))
    for axis, scale in enumerate((f["time"], g["level"], none)):
        d.dims[axis].attach_scale(scale)
    half = f.create_dataset("half", data=np.zeros((3, 5)))
    half.dims[0].attach_scale(f["time"])
    half.dims[1].label = "station"
    f.create_group("elsewhere")["u"] = np.zeros(2)
    f["elsewhere/u"].dims[0].attach_scale(g["level"])


def sizes(f):
    f["x"] = np.arange(5)
    f["x"].attrs["u"] = "m"
    f.create_dataset("t", data=["a", "bb", ""], dtype=h5py.string_dtype())
    f.create_dataset("c", data=np.arange(600).reshape(20, 30), chunks=(7, 8))
    d = f.create_dataset("lists", (2,), h5py.vlen_dtype("i4"))
    d[1] = np.arange(4, dtype="i4")
    f.create_group("g")["inner"] = np.float32(2.5)


def little(a):
    a = np.asarray(a)
    return a.astype(a.dtype.newbyteorder("<")).tobytes("C").hex()


class Rows(list):
    def add(self, file, path, kind, dtype="", shape=(), values=""):
        self.append([file, path, kind, dtype, ",".join(map(str, shape)), values])

    def numbers(self, file, path, a):
        if a.dtype.kind == "V" and a.dtype.names is None:  # opaque bytes
            size = a.dtype.itemsize
            a = np.frombuffer(a.tobytes(), "u1").reshape(*a.shape, size)
        if a.size > 2000:
            a = a[:0]
        self.add(file, path, "numbers", a.dtype.name, a.shape, little(a))

    def elements(self, file, path, d, a):
        dtype = a.dtype if d is None else d.dtype
        base = dtype.base if dtype.subdtype else dtype
        if base.names:
            for name in base.names:
                part = None if a is None else a[name]
                self.elements_of(file, f"{path}/{name}", base[name], part)
        else:
            self.elements_of(file, path, dtype, a)

    def elements_of(self, file, path, dtype, a):
        base = dtype.base if dtype.subdtype else dtype
        if base.names and base.names != ("real", "imag"):
            return self.elements(file, path, None, a)
        if base.names:
            a = a["real"] + 1j * a["imag"]
            a = a.astype("c8" if base["real"].itemsize == 4 else "c16")
            return self.numbers(file, path, a)
        if h5py.check_ref_dtype(base) is h5py.Reference:
            paths = [self.file[r].name.strip("/") or "/" if r else "" for r in a.reshape(-1)]
            return self.add(file, path, "references", "", a.shape, ",".join(paths))
        if h5py.check_ref_dtype(base):
            return self.add(file, path, "none")
        if h5py.check_string_dtype(base):
            flat = [v.encode("utf-8") if isinstance(v, str) else bytes(v or b"") for v in a.reshape(-1)]
            if len(flat) > 2000:
                assert not any(flat)
                flat = []
            return self.add(file, path, "texts", "", a.shape, ",".join(v.hex() for v in flat))
        inner = h5py.check_vlen_dtype(base)
        if inner is not None:
            # h5py calls the bytes of lists in the other order numbers of this machine's.
            turned = inner.byteorder == ">"
            lists = [little(v.view(inner) if turned else np.asarray(v, inner)) for v in a.reshape(-1)]
            return self.add(file, path, "lists", inner.name, a.shape, ",".join(lists))
        self.numbers(file, path, a)


MEMORY = {  # types that h5py has no dtype for, as it would read them if it had
    "i24": "i4", "i40": "i8", "i48": "i8", "i56": "i8", "B8LE": "u1", "B16BE": "u2", "B32LE": "u4", "B64BE": "u8",
}


def rows_of(name, path, rows):
    with h5py.File(path, "r") as f:
        rows.file = f

        def visit(path, item):
            if not isinstance(item, h5py.Dataset):
                return
            if isinstance(path, bytes):
                path = path.decode("utf-8", "replace")
            if path in MEMORY and path.startswith("i"):
                a = np.zeros(item.shape, MEMORY[path])
                item.id.read(h5s.ALL, h5s.ALL, a, mtype=h5t.py_create(a.dtype))
                return rows.numbers(name, path, a)
            if path in MEMORY:
                a = np.zeros(item.shape, item.dtype)
                item.id.read(h5s.ALL, h5s.ALL, a, mtype=item.id.get_type())
                return rows.numbers(name, path, a.astype(a.dtype.newbyteorder("<")))
            if item.shape is None:
                return
            try:
                a = item[()]
            except (TypeError, OSError, ValueError):
                return members(name, path, item, rows)
            rows.elements(name, path, item, np.asarray(a))

        f.visititems(visit)


def members(name, path, item, rows):
    """Of records that h5py cannot show, the members that it can, one by one."""
    t = item.id.get_type()
    if not isinstance(t, h5t.TypeCompoundID):
        return rows.add(name, path, "none")
    for k in range(t.get_nmembers()):
        member, label = t.get_member_type(k), t.get_member_name(k)
        one = h5t.create(h5t.COMPOUND, member.get_size())
        one.insert(label, 0, member)
        data = np.zeros(int(np.prod(item.shape, dtype=int)) * member.get_size(), "u1")
        item.id.read(h5s.ALL, h5s.ALL, data, mtype=one)
        full = f"{path}/{label.decode()}"
        if isinstance(member, (h5t.TypeIntegerID, h5t.TypeFloatID, h5t.TypeBitfieldID)):
            a = data.view(member.dtype).reshape(item.shape)
            rows.numbers(name, full, a.astype(a.dtype.newbyteorder("<")))
        else:
            rows.add(name, full, "none")


def library():
    """The library that h5py brings, for what h5py has no function for."""
    [path] = glob.glob(str(pathlib.Path(h5py.__file__).parents[1] / "h5py.libs" / "libhdf5-*"))
    return ctypes.CDLL(path)


def commit(f, name, datatype):
    """A named type without the time of its making."""
    lib = library()
    number = ctypes.c_int64
    lib.H5Pcreate.restype, lib.H5Pcreate.argtypes = number, [number]
    lib.H5Pset_obj_track_times.argtypes = [number, ctypes.c_bool]
    lib.H5Tcommit2.argtypes = [number, ctypes.c_char_p] + 4 * [number]
    tcpl = lib.H5Pcreate(number.in_dll(lib, "H5P_CLS_DATATYPE_CREATE_ID_g").value)
    assert lib.H5Pset_obj_track_times(tcpl, False) == 0
    assert lib.H5Tcommit2(f.id.id, name, datatype.id, 0, tcpl, 0) == 0


def forget_times(path, lib):
    """Sets the times of the header that goes on with the superblock to zero, which nobody can turn off."""
    data = bytearray(path.read_bytes())
    at = data.index(b"OHDR\x02")
    data[at + 6 : at + 22] = bytes(16)
    end = at + 23 + data[at + 22]
    lib.H5_checksum_lookup3.restype = ctypes.c_uint32
    lib.H5_checksum_lookup3.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32]
    data[end : end + 4] = lib.H5_checksum_lookup3(bytes(data[at:end]), end - at, 0).to_bytes(4, "little")
    path.write_bytes(data)


def create(path, fcpl):
    fcpl.set_obj_track_times(False)
    return h5py.File(h5py.h5f.create(str(path).encode(), h5py.h5f.ACC_TRUNC, fcpl=fcpl))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rows = Rows()
    for make in records, numbers, words, lists, crowds, scales:
        for libver in "earliest", "latest":
            name = f"{make.__name__}_{libver}.h5"
            with h5py.File(folder / name, "w", libver=libver) as f:
                make(f)
            rows_of(name, folder / name, rows)
    for size in 2, 4:
        fcpl = h5p.create(h5p.FILE_CREATE)
        fcpl.set_sizes(size, size)
        name = f"sizes_{size}.h5"
        with create(folder / name, fcpl) as f:
            sizes(f)
        rows_of(name, folder / name, rows)
    fcpl = h5p.create(h5p.FILE_CREATE)
    lib = library()
    lib.H5Pset_shared_mesg_nindexes.argtypes = [ctypes.c_int64, ctypes.c_uint]
    lib.H5Pset_shared_mesg_index.argtypes = [ctypes.c_int64] + 3 * [ctypes.c_uint]
    assert lib.H5Pset_shared_mesg_nindexes(fcpl.id, 2) == 0
    assert lib.H5Pset_shared_mesg_index(fcpl.id, 0, 0x0F, 16) == 0
    assert lib.H5Pset_shared_mesg_index(fcpl.id, 1, 0x10, 16) == 0
    with create(folder / "shared.h5", fcpl) as f:
        shared(f)
    rows_of("shared.h5", folder / "shared.h5", rows)
    forget_times(folder / "shared.h5", lib)
    for name, block in ("user_block.mat", 512), ("user_block.sav", 4096):
        with h5py.File(folder / name, "w", userblock_size=block) as f:
            f["x"] = np.arange(6.0).reshape(2, 3)
        data = bytearray((folder / name).read_bytes())
        data[:32] = b"MATLAB 7.3 MAT-file, Platform: n"
        (folder / name).write_bytes(data)
        rows_of(name, folder / name, rows)
    for name, end in ("stale_short.h5", 200), ("stale_long.h5", 1 << 40):
        with h5py.File(folder / name, "w") as f:
            f["x"] = np.arange(6.0)
            f["t"] = ["a", "b"]
        rows_of(name, folder / name, rows)
        data = bytearray((folder / name).read_bytes())
        data[40:48] = end.to_bytes(8, "little")
        (folder / name).write_bytes(data)
    header = ["file", "path", "kind", "dtype", "shape", "values"]
    (folder / "index.tsv").write_text("\n".join("\t".join(row) for row in [header, *rows]) + "\n")


main()
