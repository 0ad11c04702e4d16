"""Writes Zarr stores as zarr-python and numcodecs make them: `real_zarr.py FOLDER`.

FOLDER/index.tsv says what zarr-python reads in each: path (which goes on inside a store), type, shape,
values as little-endian hex, texts joined by NUL bytes, as hex.
"""

import json
import pathlib
import shutil
import sys
import warnings
import zipfile

sys.path.pop(0)  # a script here is called as the library is

import numcodecs
import numpy as np
import zarr
from zarr.codecs import numcodecs as v3

warnings.simplefilter("ignore")
FOLDER = pathlib.Path(sys.argv[1])
shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
ROWS = []
A = np.arange(77).reshape(7, 11)


def record(path, found=None):
    found = np.asarray(zarr.open_array(FOLDER / path, mode="r")[...]) if found is None else found
    if found.dtype.kind in "OUST":
        flat = [x.decode() if isinstance(x, bytes) else str(x) for x in np.asarray(found, dtype=object).ravel()]
        ROWS.append([path, "text", ",".join(map(str, found.shape)), "\0".join(flat).encode().hex()])
    else:
        little = np.ascontiguousarray(found.astype(found.dtype.newbyteorder("<")))
        dtype = found.dtype.newbyteorder("=").name
        ROWS.append([path, dtype, ",".join(map(str, found.shape)), little.tobytes().hex()])


def array(path, values, chunks=(4, 8), version=2, **options):
    made = zarr.create_array(FOLDER / path, shape=values.shape, chunks=chunks, dtype=options.pop("dtype", values.dtype),
                             zarr_format=version, **{"compressors": None, **options})
    made[...] = values
    record(path)


def version_2():
    raw = [{"id": 0x21, "preset": 1}]
    for name, packer in [("bz2", numcodecs.BZ2(1)), ("lzma", numcodecs.LZMA()), ("alone", numcodecs.LZMA(format=2)),
                         ("raw", numcodecs.LZMA(format=3, filters=raw)), ("lz4", numcodecs.LZ4())]:
        array(f"v2_{name}", A.astype("<i4"), compressors=packer)
    for name, values, filters in [
        ("delta", A.astype("<i4"), [numcodecs.Delta("<i4", astype="<i2")]),
        ("delta_big", A.astype(">i2"), [numcodecs.Delta(">i2")]),
        ("delta_float", A.astype("<f4") / 3, [numcodecs.Delta("<f4")]),
        ("packbits", A % 3 == 0, [numcodecs.PackBits()]),
        ("scaled", A / 10 + 1, [numcodecs.FixedScaleOffset(offset=1, scale=10, dtype="<f8", astype="u1")]),
        ("astype", A.astype("<i4"), [numcodecs.AsType(encode_dtype="<f8", decode_dtype="<i4")]),
        ("quantize", A / 7, [numcodecs.Quantize(2, "<f8", astype="<f4")]),
        ("sums", A.astype("<i4"), [numcodecs.CRC32(), numcodecs.Adler32()]),
        ("shuffle", A.astype("<u2"), [numcodecs.Shuffle(2)]),
    ]:
        array(f"v2_{name}", values, filters=filters, order="F" if name == "packbits" else "C")
    array("v2_nested_keys", A.astype("<i2"), chunk_key_encoding={"name": "v2", "separator": "/"})
    array("v2_scalar", np.array(5.5), chunks=())
    for name, code, fill in [("fill_str", "<f4", "3.5"), ("fill_float", "|u1", 3.0), ("fill_bool_float", "|b1", 0.0),
                             ("fill_null", "<i4", None), ("fill_inf", "<f8", "-Infinity")]:
        made = zarr.create_array(FOLDER / name, shape=(7, 11), chunks=(3, 4), dtype=code, zarr_format=2, compressors=None)
        made[:3] = A[:3].astype(code)
        document = FOLDER / name / ".zarray"
        document.write_text(json.dumps({**json.loads(document.read_text()), "fill_value": fill}))
        found = np.asarray(zarr.open_array(FOLDER / name, mode="r")[...])
        if fill is None:
            found[3:] = 0  # as nd has it; to zarr-python it is anything
        record(name, found)
    (FOLDER / "v2_nested_keys/.zattrs").write_text(
        '{"_ARRAY_DIMENSIONS": ["y", "x"], "nan": NaN, "low": -Infinity, "u64": 18446744073709551615, '
        '"huge": 36893488147419103232, "matrix": [[1, 2], [3, 4]], "ragged": [[1], [2, 3]], "word": "NaN"}')


def version_3():
    for name, packer in [("bz2", v3.BZ2(level=1)), ("lzma", v3.LZMA()), ("zlib", v3.Zlib(level=1)),
                         ("lz4", v3.LZ4()), ("blosc", v3.Blosc(cname="zstd", clevel=1, shuffle=1)),
                         ("shuffle", [v3.Shuffle(elementsize=4), v3.GZip(level=1)]), ("crc32", v3.CRC32()),
                         ("adler32", v3.Adler32()), ("zstd", v3.Zstd(level=1))]:
        array(f"v3_{name}", A.astype("i4"), version=3, compressors=packer)
    array("v3_delta", A.astype("i4"), version=3, filters=[v3.Delta(dtype="<i4")])
    array("v3_packbits", A % 3 == 0, version=3, filters=[v3.PackBits()])
    array("v3_scaled", A / 10 + 1, version=3, filters=[v3.FixedScaleOffset(offset=1, scale=10, dtype="<f8", astype="<i2")])
    inner = zarr.codecs.ShardingCodec(chunk_shape=(1, 2), codecs=[zarr.codecs.BytesCodec(), zarr.codecs.GzipCodec()])
    array("v3_shards", A.astype("i2"), version=3, chunks=(4, 8),
          serializer=zarr.codecs.ShardingCodec(chunk_shape=(2, 4), codecs=[inner]))


def texts():
    words = np.array(["", "a", "Zürich", "日本", "two\nlines", " b ", "x" * 30], dtype=object)
    for version in (2, 3):
        array(f"texts{version}_any", words, chunks=(3,), version=version, dtype=str,
              compressors=numcodecs.GZip(1) if version == 2 else zarr.codecs.GzipCodec(level=1))
        array(f"texts{version}_wide", words.astype("U"), chunks=(3,), version=version)
        array(f"texts{version}_bytes", np.char.encode(words.astype("U"), "utf-8"), chunks=(3,), version=version)
    array("texts2_big", words[:6].astype("U").astype(">U9").reshape(2, 3), chunks=(2, 2), order="F")
    array("texts2_any_f", words[:6].reshape(2, 3), chunks=(2, 2), order="F", dtype=str)


def archives():
    group = zarr.open_group(FOLDER / "inside", mode="w", zarr_format=3)
    group.create_array("deep/x", data=A.astype("i2"), chunks=(3, 4))
    group.create_array("names", data=np.array(["one", "zwei"]), chunks=(2,))
    for name, method in [("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)]:
        with zipfile.ZipFile(FOLDER / f"{name}.zarr.zip", "w") as archive:
            for file in sorted(path for path in (FOLDER / "inside").rglob("*") if path.is_file()):
                info = zipfile.ZipInfo(file.relative_to(FOLDER / "inside").as_posix(), (2024, 2, 3, 4, 5, 6))
                info.compress_type = method
                archive.writestr(info, file.read_bytes())
        record(f"{name}.zarr.zip/deep/x", A.astype("i2"))
        record(f"{name}.zarr.zip/names", np.array(["one", "zwei"]))
    shutil.rmtree(FOLDER / "inside")


def refused():
    """Arrays that are known, and whose chunks nobody here reads."""
    group = zarr.open_group(FOLDER / "refused", mode="w", zarr_format=3)
    group.create_array("good", data=A.astype("i2"), chunks=(7, 11), compressors=None)
    group.create_array("dates", data=np.array(["2024-01-01"], dtype="M8[s]"), chunks=(1,), compressors=None)
    group.create_array("odd", data=A.astype("i2"), chunks=(7, 11), compressors=None)
    document = FOLDER / "refused/odd/zarr.json"
    document.write_text(document.read_text().replace('"codecs": [', '"codecs": [{"name": "numcodecs.zfpy", "configuration": {}},'))
    group.create_array("broken", data=A.astype("i2"), chunks=(7, 11), compressors=None)
    (FOLDER / "refused/broken/zarr.json").write_text('{"zarr_format": 3, "node_type": "array", "shape": [2')
    record("refused/good")


version_2()
version_3()
texts()
archives()
refused()
with open(FOLDER / "index.tsv", "w", newline="\n") as index:
    for row in ROWS:
        index.write("\t".join(row) + "\n")
