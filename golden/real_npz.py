"""Writes archives as other programs make them: `real_npz.py FOLDER`.

FOLDER/NAME.npz; what np.load finds in each is in FOLDER/index.tsv: file, member, type, shape, values as
little-endian hex; `bytes` for a member that is no array.
"""

import io
import pathlib
import sys
import zipfile

import numpy as np

FOLDER = pathlib.Path(sys.argv[1])
ROWS = []


def npy(a):
    out = io.BytesIO()
    np.save(out, np.asarray(a))
    return out.getvalue()


def info(name, method=zipfile.ZIP_STORED):
    made = zipfile.ZipInfo(name, (2024, 2, 3, 4, 5, 6))
    made.compress_type = method
    return made


class Stream(io.RawIOBase):
    """A file that cannot go back, so that sizes stand behind the data."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.bytes += bytes(data)
        return len(data)


def archive(name, members, comment=b"", before=b"", stream=False, zip64=False):
    out = Stream() if stream else io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for member, method, data in members:
            with file.open(info(member, method), "w", force_zip64=zip64) as inside:
                inside.write(data)
        file.comment = comment
    data = before + (bytes(out.bytes) if stream else out.getvalue())
    (FOLDER / f"{name}.npz").write_bytes(data)
    return data


def record(name):
    with np.load(FOLDER / f"{name}.npz") as arrays:
        for member in dict.fromkeys(arrays.files):
            if member.endswith("/"):
                continue
            value = arrays[member]
            if isinstance(value, bytes):
                ROWS.append([name, member, "bytes", "", value.hex()])
            else:
                ROWS.append([name, member, value.dtype.name, ",".join(map(str, value.shape)), value.tobytes().hex()])


STORED, DEFLATED, BZIP2, LZMA = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA
A, B = npy(np.arange(3)), npy(np.arange(12.0).reshape(3, 4))
FOLDER.mkdir(parents=True, exist_ok=True)
archive("packers", [("s.npy", STORED, A), ("d.npy", DEFLATED, B), ("b.npy", BZIP2, B), ("l.npy", LZMA, B)])
archive("streamed", [("a.npy", STORED, A), ("d.npy", DEFLATED, B)], stream=True)
archive("zip64", [("a.npy", STORED, A), ("d.npy", DEFLATED, B)], zip64=True)
archive("others", [("folder/", STORED, b""), ("folder/a.npy", STORED, A), ("README.txt", DEFLATED, b"read me")],
        comment=b"made by hand")
archive("behind", [("a.npy", STORED, A), ("d.npy", DEFLATED, B)], before=b"#!/bin/sh\nexit 1\n")
archive("unicode", [("λ.npy", STORED, A), ("b.npy", STORED, B)])
for name in ["packers", "streamed", "zip64", "others", "unicode"]:
    record(name)

# A name in code page 437, as MS-DOS wrote it; zipfile writes UTF-8 and says so.
data = archive("latin_name", [("?.npy", STORED, A), ("b.npy", STORED, B)])
data = data.replace(b"?.npy", b"\x81.npy")
(FOLDER / "latin_name.npz").write_bytes(data)
record("latin_name")

# One member of a method that nobody has, one encrypted, one that lies about its size: the others are read.
data = bytearray(archive("one_bad", [(f"{k}.npy", STORED, A) for k in "abcde"], comment=b"kept"))
places = [k for k in range(len(data)) if data[k : k + 4] == b"PK\x01\x02"]
data[places[0] + 10] = 97  # WavPack
data[data.index(b"PK\x03\x04") + 8] = 97
data[places[1] + 8] |= 1
data[places[2] + 24] += 1
(FOLDER / "one_bad.npz").write_bytes(bytes(data))
for member in ["d", "e"]:
    with np.load(FOLDER / "one_bad.npz") as arrays:
        ROWS.append(["one_bad", member, "int64", "3", arrays[member].tobytes().hex()])

with open(FOLDER / "index.tsv", "w", newline="\n") as index:
    for row in ROWS:
        index.write("\t".join(row) + "\n")
