"""Zarr stores as zarr-python writes them, for nd-io's tests of reading.

usage: python golden/zarr.py crates/nd-io/tests/golden

Makes zarr/stores.json: every store of every case as a mapping from file name to the file's bytes
in base64, packed so that hundreds of small files are one. Beside each array lie the elements that
are to be read, as little-endian bytes in C order, and its shape and dtype.
"""

# The folder of this script must not hide the zarr package: this file has its name.
import sys

HERE = sys.path.pop(0)

import base64
import json
import pathlib
import shutil
import tempfile
import time
import warnings

import ml_dtypes  # noqa: F401  (registers bfloat16)
import numcodecs
import numpy as np
import zarr
from zarr.codecs import (
    BloscCodec,
    BytesCodec,
    Crc32cCodec,
    GzipCodec,
    ShardingCodec,
    TransposeCodec,
    ZstdCodec,
)

warnings.simplefilter("ignore")
DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float16", "float32", "float64", "complex64", "complex128"]


def field(shape, dtype, seed=0):
    """Numbers of any type: smooth, so that they can be packed, with a few special ones."""
    rng = np.random.default_rng(seed)
    n = int(np.prod(shape))
    a = np.cumsum(rng.integers(-3, 4, size=n)).astype(np.float64)
    kind = np.dtype(dtype).kind
    if kind == "b":
        a = a > 0
    elif kind == "c":
        a = a + 1j * rng.integers(-5, 6, size=n)
    elif kind == "u":
        a = np.abs(a)
    a = a.astype(dtype)
    if n > 4 and kind in "fc":
        a[1], a[2], a[3] = np.nan, np.inf, -0.0
    if n > 4 and kind in "iu":
        a[1], a[2] = np.iinfo(dtype).max, np.iinfo(dtype).min
    return a.reshape(shape)


def packed(path):
    files = sorted(p for p in path.rglob("*") if p.is_file())
    return {str(p.relative_to(path)): content(p) for p in files}


def content(path):
    """A file in base64; metadata as JSON without its white space."""
    data = path.read_bytes()
    if path.name in ("zarr.json", ".zarray", ".zgroup"):
        return json.loads(data)
    return base64.b64encode(data).decode()


class Cases:
    def __init__(self, root):
        self.root = root
        self.cases = []

    def add(self, name, array, write=True, attributes=None, part=None, **options):
        """An array written with these options; `part` writes a slice of it only."""
        path = self.root / name
        array = np.asarray(array)
        options.setdefault("fill_value", 0)
        z = zarr.create_array(str(path), shape=array.shape, dtype=array.dtype, **options)
        if part is not None:
            z[part] = array[part]
        elif write:
            z[...] = array
        if attributes:
            z.attrs.update(attributes)
        self.keep(name, z)

    def keep(self, name, z):
        want = z[...]
        want = np.asarray(want, order="C")
        little = want.astype(want.dtype.newbyteorder("<")) if want.dtype.kind != "V" else want
        self.cases.append({
            "name": name,
            "dtype": want.dtype.newbyteorder("=").name,
            "shape": list(want.shape),
            "want": base64.b64encode(little.tobytes()).decode(),
            "files": packed(self.root / name),
        })


def version_3(cases):
    for dtype in DTYPES:
        cases.add(f"v3-{dtype}", field((5, 7), dtype), chunks=(3, 4), compressors=None)
    codecs = {
        "gzip": GzipCodec(level=5),
        "zstd": ZstdCodec(level=3),
        "zstd-checksum": ZstdCodec(level=1, checksum=True),
    }
    for cname in ["lz4", "lz4hc", "blosclz", "zstd", "zlib"]:
        for shuffle in ["noshuffle", "shuffle", "bitshuffle"]:
            codecs[f"blosc-{cname}-{shuffle}"] = BloscCodec(cname=cname, clevel=5, shuffle=shuffle)
    for name, codec in codecs.items():
        cases.add(f"v3-{name}", field((12, 31), "float32"), chunks=(8, 31), compressors=codec)
        cases.add(f"v3-small-{name}", field((3,), "int16"), chunks=(3,), compressors=codec)
    # Blocks of blosc: several, split into streams, of items of every size.
    for dtype in ["int16", "float64", "complex128"]:
        for cname, shuffle in [("lz4", "shuffle"), ("blosclz", "bitshuffle"), ("blosclz", "noshuffle")]:
            codec = BloscCodec(cname=cname, clevel=9, shuffle=shuffle, blocksize=1024 if dtype == "int16" else 2048)
            n = {"int16": 1203, "float64": 603, "complex128": 331}[dtype]
            cases.add(f"v3-blocks-{dtype}-{cname}-{shuffle}", field((n,), dtype), chunks=(n,),
                      compressors=codec)
    both = [Crc32cCodec()]
    cases.add("v3-crc32c", field((6, 5), "int32"), chunks=(4, 5), compressors=both)
    both = [ZstdCodec(level=1), Crc32cCodec()]
    cases.add("v3-zstd-crc32c", field((6, 5), "int32"), chunks=(4, 5), compressors=both)
    both = [Crc32cCodec(), GzipCodec(level=1), ZstdCodec(level=1), Crc32cCodec()]
    cases.add("v3-four", field((6, 5), "int32"), chunks=(4, 5), compressors=both)
    for dtype in ["int16", "float64", "complex64"]:
        cases.add(f"v3-big-{dtype}", field((6, 5), dtype), chunks=(4, 2),
                  serializer=BytesCodec(endian="big"), compressors=None)
    for order in [(0, 2, 1), (2, 0, 1), (2, 1, 0)]:
        name = "".join(map(str, order))
        cases.add(f"v3-transpose-{name}", field((4, 5, 6), "int32"), chunks=(3, 5, 4),
                  filters=TransposeCodec(order=order), compressors=ZstdCodec(level=1))
    cases.add("v3-transpose-twice", field((4, 5, 6), "int32"), chunks=(3, 2, 4),
              filters=[TransposeCodec(order=(1, 2, 0)), TransposeCodec(order=(0, 2, 1))],
              compressors=None)
    for name, encoding in [("dot", {"name": "default", "separator": "."}),
                           ("v2", {"name": "v2", "separator": "."}),
                           ("v2-slash", {"name": "v2", "separator": "/"})]:
        cases.add(f"v3-keys-{name}", field((5, 3), "uint8"), chunks=(2, 2), compressors=None,
                  chunk_key_encoding=encoding)
        cases.add(f"v3-keys-{name}-0d", field((), "uint8"), compressors=None,
                  chunk_key_encoding=encoding)
    cases.add("v3-0d", field((), "float64"), compressors=None)
    cases.add("v3-empty", field((0, 3), "float64"), chunks=(1, 3), compressors=None)
    cases.add("v3-five-axes", field((2, 3, 2, 3, 2), "int16"), chunks=(1, 2, 2, 2, 1), compressors=None)
    fills = {"nan": ("float32", np.nan), "inf": ("float64", np.inf), "minus": ("float16", -np.inf),
             "third": ("float64", 1 / 3), "complex": ("complex64", complex(1.5, np.nan)),
             "max": ("uint64", 2**64 - 1), "min": ("int64", -2**63), "true": ("bool", True),
             "i8": ("int8", -7)}
    for name, (dtype, fill) in fills.items():
        cases.add(f"v3-fill-{name}", field((7, 6), dtype), chunks=(2, 4), fill_value=fill,
                  part=np.s_[2:5, 1:3], compressors=None)
    cases.add("v3-attributes", field((4, 2), "int8"), chunks=(2, 2), compressors=None,
              dimension_names=["time", None],
              attributes={"units": "kelvin", "scale": 0.5, "count": 3, "valid": [0, 9],
                          "names": ["a", "b"], "deep": {"a": [1, {"b": None}]}, "flag": True})
    sharded(cases)


def sharded(cases):
    a = field((13, 17), "float32")
    for location in ["start", "end"]:
        codec = ShardingCodec(chunk_shape=(2, 3), codecs=[BytesCodec(), ZstdCodec(level=1)],
                              index_location=location)
        cases.add(f"v3-shard-{location}", a, chunks=(6, 9), serializer=codec, compressors=None)
    cases.add("v3-shard-plain", a, chunks=(2, 3), shards=(6, 9), compressors=None)
    cases.add("v3-shard-part", a, chunks=(2, 3), shards=(6, 9), part=np.s_[5:9, 4:10], fill_value=9,
              compressors=GzipCodec(level=1))
    codec = ShardingCodec(chunk_shape=(2, 3), codecs=[BytesCodec(endian="big"), Crc32cCodec()],
                          index_codecs=[BytesCodec(endian="big")])
    cases.add("v3-shard-big", a, chunks=(4, 6), serializer=codec, compressors=None)
    codec = ShardingCodec(chunk_shape=(2, 3),
                          codecs=[TransposeCodec(order=(1, 0)), BytesCodec(), BloscCodec()])
    cases.add("v3-shard-transpose", a, chunks=(4, 6), serializer=codec, compressors=None)


def version_2(cases):
    for dtype in ["|b1", "<i2", ">i4", "<u8", ">f4", "<f8", "<f2", ">c8", "<c16", "|i1"]:
        name = np.dtype(dtype).name + ("-big" if dtype[0] == ">" else "")
        cases.add(f"v2-{name}", field((5, 7), dtype), chunks=(3, 4), zarr_format=2, compressors=None)
    codecs = {
        "zlib": numcodecs.Zlib(level=1), "gzip": numcodecs.GZip(level=1),
        "zstd": numcodecs.Zstd(level=3), "lz4": numcodecs.LZ4(),
        "blosc": numcodecs.Blosc(), "blosc-bits": numcodecs.Blosc(cname="zstd", shuffle=2),
    }
    for name, codec in codecs.items():
        cases.add(f"v2-{name}", field((12, 31), "float32"), chunks=(8, 20), zarr_format=2,
                  compressors=codec)
    cases.add("v2-fortran", field((5, 7, 3), "int32"), chunks=(3, 4, 2), zarr_format=2, order="F",
              compressors=None)
    cases.add("v2-fortran-blosc", field((5, 7), ">f8"), chunks=(3, 4), zarr_format=2, order="F",
              compressors=numcodecs.Blosc())
    cases.add("v2-shuffle", field((50,), "int32"), chunks=(20,), zarr_format=2,
              filters=[numcodecs.Shuffle(elementsize=4)], compressors=numcodecs.Zlib())
    cases.add("v2-slash", field((5, 7), "int32"), chunks=(3, 4), zarr_format=2, compressors=None,
              chunk_key_encoding={"name": "v2", "separator": "/"})
    cases.add("v2-0d", field((), "int32"), zarr_format=2, compressors=None)
    cases.add("v2-fill-nan", field((7,), "float32"), chunks=(2,), zarr_format=2, fill_value=np.nan,
              part=np.s_[2:3], compressors=None)
    cases.add("v2-fill-null", field((7,), "int32"), chunks=(2,), zarr_format=2, fill_value=None,
              part=np.s_[0:7], compressors=None,
              attributes={"_FillValue": float("nan"), "units": "NaN m"})


def group(cases, version):
    """A hierarchy; the array to read is `a/b/x`."""
    name = f"group-v{version}"
    root = zarr.create_group(str(cases.root / name), zarr_format=version,
                             attributes={"title": "a hierarchy"})
    root.create_group("a").create_group("b")
    root.create_array("top", data=field((3,), "int16"), compressors=None)
    x = root.create_array("a/b/x", data=field((4, 3), "float64"), compressors=None)
    if version == 3:
        zarr.consolidate_metadata(str(cases.root / name))
    want = np.asarray(x[...], order="C")
    cases.cases.append({
        "name": name, "dtype": want.dtype.name, "shape": list(want.shape),
        "want": base64.b64encode(want.tobytes()).decode(), "files": packed(cases.root / name),
    })


def bfloat16(cases):
    """zarr-python has no bfloat16: the metadata of a uint16 array under the registered name."""
    a = np.array([1.5, -2.0, 0.25, 3.0], dtype=ml_dtypes.bfloat16)
    path = cases.root / "v3-bfloat16"
    z = zarr.create_array(str(path), shape=(4,), chunks=(2,), dtype="uint16", fill_value=0,
                          compressors=None)
    z[...] = a.view(np.uint16)
    text = (path / "zarr.json").read_text().replace('"uint16"', '"bfloat16"')
    (path / "zarr.json").write_text(text)
    cases.cases.append({
        "name": "v3-bfloat16", "dtype": "bfloat16", "shape": [4],
        "want": base64.b64encode(a.tobytes()).decode(), "files": packed(path),
    })


def main():
    out = pathlib.Path(sys.argv[1]) / "zarr"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    numcodecs.blosc.set_nthreads(1)
    time.time = lambda: 0.0  # gzip writes it into its header
    with tempfile.TemporaryDirectory() as root:
        cases = Cases(pathlib.Path(root))
        version_3(cases)
        version_2(cases)
        group(cases, 3)
        group(cases, 2)
        bfloat16(cases)
        lines = ",\n".join(json.dumps(case) for case in cases.cases)
    (out / "stores.json").write_text(f"[\n{lines}\n]\n")
    print(f"{out}: {len(cases.cases)} stores")


if __name__ == "__main__":
    main()
