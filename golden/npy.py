"""Writes the .npy fixtures of nd-io's tests with NumPy itself: `npy.py FOLDER`.

Beside the files in FOLDER/npy stands `index.tsv`: name, dtype, byte order,
fortran_order, version, shape, and the elements as little-endian hex in C
order, which no .npy reader has touched.
"""

import io
import pathlib
import sys
import warnings

import numpy as np
from numpy.lib import format as npy

CODES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
SHAPES = {"0d": (), "empty": (3, 0, 2), "1d": (5,), "3d": (2, 3, 4)}


def elements(code, shape):
    """Little-endian elements with every bit pattern likely, extremes first."""
    dtype = np.dtype("<" + code)
    rng = np.random.Generator(np.random.PCG64([ord(c) for c in code]))
    size = int(np.prod(shape))
    if dtype.kind == "b":
        flat = rng.integers(0, 2, size).astype(dtype)
    else:
        flat = np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).copy()
    special = []
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        special = [info.min, info.max, 1]
    elif dtype.kind == "f":
        info = np.finfo(dtype)
        special = [-0.0, info.max, info.smallest_subnormal, -np.inf, np.nan]
    elif dtype.kind == "c":
        special = [complex(-0.0, np.inf), complex(np.nan, 1.5)]
    for i, value in enumerate(special[:size]):
        flat[i] = value
    return flat.reshape(shape)


def swapped(a, order):
    """The same values in the given byte order, bit for bit."""
    if order == ">" and a.dtype.itemsize > 1:
        return a.byteswap().view(a.dtype.newbyteorder(">"))
    return a


def main():
    files, rows = {}, []

    def add(name, data, a, order, fortran, version):
        """Records a file, after NumPy has read it back to the same bits."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy's remark on files of Python 2
            back = np.load(io.BytesIO(data))
        little = back.byteswap().view(a.dtype) if back.dtype.byteorder == ">" else back
        assert little.tobytes("C") == a.tobytes("C") and back.shape == a.shape, name
        files[name] = data
        shape = ",".join(map(str, a.shape))
        order = "<" if a.dtype.itemsize == 1 else order
        rows.append([name, a.dtype.name, order, str(int(fortran)), version, shape, a.tobytes("C").hex()])

    for code in CODES:
        for order in "<" if code in ("b1", "i1", "u1") else "<>":
            mark = {"<": "le", ">": "be"}[order]
            for label, shape in SHAPES.items():
                a = elements(code, shape)
                stored = swapped(a, order)
                # Without a second axis or any element both orders are the same, and NumPy says C.
                for memory in "CF" if len(shape) > 1 and a.size > 0 else "C":
                    buffer = io.BytesIO()
                    np.save(buffer, np.asarray(stored, order=memory))
                    name = f"{code}_{mark}_{label}_{memory.lower()}.npy"
                    add(name, buffer.getvalue(), a, order, memory == "F", "1.0")

    for version in [(2, 0), (3, 0)]:
        for code in ["f8", "u2"]:
            a = elements(code, (2, 3, 4))
            for memory in "CF":
                buffer = io.BytesIO()
                npy.write_array(buffer, np.asarray(a, order=memory), version)
                name = f"{code}_v{version[0]}_{memory.lower()}.npy"
                add(name, buffer.getvalue(), a, "<", memory == "F", f"{version[0]}.0")

    # Headers that NumPy reads and does not write: other writers' and Python 2's.
    a = elements("f4", (2, 3))
    spellings = {
        "python2": b"{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }",
        "double_quotes": b'{"shape": (2, 3), "fortran_order": False, "descr": "<f4"}',
        "unicode_prefix": b"{u'descr': u'<f4', u'fortran_order': False, u'shape': (2, 3)}",
        "escapes": b"{'\\x64e\\163cr': '\\u003cf4', 'fortran_order': False, 'shape': (2, 3,)}",
        "native_mark": b"{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3)}",
        "no_mark": b"{'descr': 'f4', 'fortran_order': False, 'shape': (2, 3)}",
        "white_space": b"{ 'descr' :'<f4',\t'fortran_order'\n: False , 'shape':( 2,3 ) , }\n\n",
    }
    for label, text in spellings.items():
        data = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + a.tobytes("C")
        add(f"spelling_{label}.npy", data, a, "<", False, "1.0")

    header = "name dtype byte_order fortran_order version shape hex".split()
    index = "".join("\t".join(row) + "\n" for row in [header, *rows])
    files["index.tsv"] = index.encode()

    folder = pathlib.Path(sys.argv[1]) / "npy"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


main()
