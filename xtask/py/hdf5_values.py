"""What h5py reads of a file, as JSON: every array, attribute and name, for nd to be compared with.

A value is one of
    {"k": "numbers", "dtype": …, "shape": […], "hex": …}     little-endian, in C order
    {"k": "texts", "shape": […], "hex": […]}                  the bytes of each, without what fills it up
    {"k": "record", "members": {name: value}}
    {"k": "lists", "shape": […], "dtype": …, "hex": […]}
    {"k": "references", "shape": […], "paths": […]}
    {"k": "empty"}                                           a type without elements
    {"k": "other", "why": …}                                 what h5py or this has no form for
"""

import h5py
import numpy as np
from h5py import h5t

PADS = {h5t.STR_NULLTERM: lambda b: b.split(b"\0")[0], h5t.STR_NULLPAD: lambda b: b.rstrip(b"\0"), h5t.STR_SPACEPAD: lambda b: b.rstrip(b" \0")}


def little(a):
    """The elements' bytes."""
    a = np.asarray(a, order="C")
    return a.astype(a.dtype.newbyteorder("<")).tobytes()


def numbers(a):
    return {"k": "numbers", "dtype": a.dtype.name, "shape": list(a.shape), "hex": little(a).hex()}


def texts(a, pad=lambda b: b):
    def bytes_of(x):
        return pad(x.encode("utf-8", "surrogateescape") if isinstance(x, str) else bytes(x))

    return {"k": "texts", "shape": list(a.shape), "hex": [bytes_of(x).hex() for x in a.ravel().tolist()]}


def lists(file, tid, a):
    base = tid.get_super()
    if base.get_class() == h5t.VLEN or base.get_class() in (h5t.STRING, h5t.COMPOUND, h5t.REFERENCE, h5t.ARRAY):
        if base.get_class() == h5t.REFERENCE:  # those of dimension scales
            return {"k": "other", "why": "lists of references"}
        return {"k": "other", "why": "lists of no numbers"}
    dtype = base.dtype
    parts = [np.asarray(x, dtype=dtype) if x is not None else np.zeros(0, dtype) for x in a.ravel()]
    name = np.dtype(dtype).name
    return {"k": "lists", "shape": list(a.shape), "dtype": name, "hex": [little(x).hex() for x in parts]}


def path_of(file, ref):
    return file[ref].name if ref else None


def value(file, tid, a):
    """Elements `a` of a type; in an array type the last axes are its own."""
    kind = tid.get_class()
    if kind == h5t.ARRAY:
        return value(file, tid.get_super(), a)
    if kind == h5t.COMPOUND:
        if a.dtype.fields is None:
            return numbers(a)  # complex
        if a.dtype.names == ("real", "imag") and a.dtype["real"] == a.dtype["imag"] and a.dtype["real"].kind == "f":
            parts = a["real"].astype(a.dtype["real"].newbyteorder("=")), a["imag"].astype(a.dtype["imag"].newbyteorder("="))
            both = np.stack(parts, -1)
            return numbers(both.view(f"c{2 * both.dtype.itemsize}")[..., 0])  # which MATLAB means by it
        members = {}
        for i in range(tid.get_nmembers()):
            name = tid.get_member_name(i)
            text = name.decode("utf-8", "replace")
            members[text] = value(file, tid.get_member_type(i), a[text])
        return {"k": "record", "members": members}
    if kind == h5t.STRING:
        if tid.is_variable_str():
            return texts(a)
        flat = np.ascontiguousarray(a).view("V%d" % a.dtype.itemsize) if a.dtype.itemsize else a
        raw = np.array([x.tobytes() for x in flat.ravel()], object).reshape(a.shape)
        return texts(raw, PADS[tid.get_strpad()])
    if kind == h5t.OPAQUE:
        size = a.dtype.itemsize
        return numbers(np.frombuffer(np.ascontiguousarray(a).tobytes(), "u1").reshape(*a.shape, size))
    if kind == h5t.VLEN:
        return lists(file, tid, a)
    if kind == h5t.REFERENCE:
        if not all(isinstance(ref, h5py.h5r.Reference) and not isinstance(ref, h5py.h5r.RegionReference) for ref in a.ravel()):
            return {"k": "other", "why": "references to regions"}
        return {"k": "references", "shape": list(a.shape), "paths": [path_of(file, ref) for ref in a.ravel()]}
    if kind == h5t.FLOAT and tid.get_precision() <= 32 and a.dtype == np.float64:
        a = a.astype("f4")  # of an odd width: h5py is more generous than it need be
    if a.dtype.kind in "biufc":
        if a.dtype.itemsize > 8 and a.dtype.kind == "f":
            return {"k": "other", "why": "long doubles"}
        return numbers(a)
    return {"k": "other", "why": f"elements of {a.dtype}"}


def array(file, thing, read):
    """The value of a data set or an attribute."""
    if thing.get_space().get_simple_extent_type() == h5py.h5s.NULL:
        return {"k": "empty"}
    try:
        a = read()
    except Exception as error:  # whatever h5py cannot read
        return {"k": "other", "why": f"h5py: {type(error).__name__}: {error}"[:200]}
    a = a if isinstance(a, (np.ndarray, np.generic)) else np.array(a, dtype=object)
    return value(file, thing.get_type(), np.asarray(a))


def attribute(file, obj, name):
    attr = h5py.h5a.open(obj.id, name)

    def read():
        tid = attr.get_type()
        if tid.get_class() == h5t.STRING and not tid.is_variable_str():
            out = np.zeros(attr.shape, tid.dtype)  # h5py cuts texts its own way
            attr.read(out, mtype=tid)
            return out
        return obj.attrs[name.decode("utf-8", "surrogateescape")]

    return array(file, attr, read)


def attributes(file, obj):
    names = [h5py.h5a.open(obj.id, index=i).name for i in range(h5py.h5a.get_num_attrs(obj.id))]
    return {name.decode("utf-8", "replace"): attribute(file, obj, name) for name in names}


def dataset(file, ds):
    def read():
        tid = ds.id.get_type()
        if tid.get_class() == h5t.STRING and not tid.is_variable_str():
            out = np.zeros(ds.shape, tid.dtype)
            ds.id.read(h5py.h5s.ALL, h5py.h5s.ALL, out, mtype=tid)
            return out
        return ds[()]

    labels = [dim.label for dim in ds.dims]
    result = {"value": array(file, ds.id, read), "attributes": attributes(file, ds)}
    if any(labels):
        result["labels"] = labels
    return result


def describe(path):
    """Everything in a file: what it has, by hard links once each, and what else leads to an array."""
    result = {"arrays": {}, "groups": {}, "links": []}
    with h5py.File(path, "r") as file:
        result["groups"][""] = {"names": sorted(file), "attributes": attributes(file, file)}

        def visit(name, obj):
            if isinstance(obj, h5py.Dataset):
                result["arrays"][name] = dataset(file, obj)
            elif isinstance(obj, h5py.Group):
                result["groups"][name] = {"names": sorted(obj), "attributes": attributes(file, obj)}

        file.visititems(visit)
        for group in list(result["groups"]):
            for name in file[group or "/"]:
                link = file[group or "/"].get(name, getlink=True)
                full = f"{group}/{name}".strip("/")
                if not isinstance(link, h5py.HardLink):
                    led = file.get(full)
                    if isinstance(led, h5py.Dataset):
                        result["links"].append({"path": full, "value": dataset(led.file, led)["value"]})
    return result
