"""Zarr stores that zarr-python writes for nd to read, and nd's for zarr-python.

    zarrs.py make FOLDER COUNT SEED    writes COUNT random stores, and what is in each
    zarrs.py check FOLDER              reads what nd wrote of the same arrays, and compares

`make` writes FOLDER/cases.tsv: the path to open (which goes on inside a store), and the path of a file of lines:
`type`, `shape`, `values` (little-endian hex; texts joined by NUL bytes, as hex), `axes` (names of axes), and
`attribute` with a name, a type, a shape and values. `check` reads FOLDER/written.tsv of the same form.
"""

import json
import pathlib
import shutil
import sys
import warnings
import zipfile

import numcodecs
import numpy as np
import zarr
from zarr.codecs import numcodecs as v3

NUMBERS = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]


def elements(rng, dtype, shape):
    size = int(np.prod(shape, dtype=int))
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(dtype)
    if rng.random() < 0.5:
        return np.sort(rng.integers(0, 50, shape), axis=None).reshape(shape).astype(dtype)
    return np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).reshape(shape).copy()


def texts(rng, shape):
    words = ["", "a", "Zürich", "x" * 40, "日本", "two\nlines", "0", " b "]
    return np.array([words[k] for k in rng.integers(0, len(words), int(np.prod(shape)))], dtype=object).reshape(shape)


def some_shape(rng):
    ndim = int(rng.integers(0, 4))
    most = [100, 20, 8][max(ndim, 1) - 1]
    return tuple(int(n) for n in rng.integers(1, most + 1, ndim))


def some_chunks(rng, shape):
    return tuple(int(rng.integers(1, n + 2)) for n in shape)


def packers2(rng, dtype):
    """A compressor of version 2."""
    raw = [{"id": 0x21, "preset": 1}]
    choices = [
        None, numcodecs.Zlib(1), numcodecs.GZip(1), numcodecs.BZ2(1), numcodecs.LZMA(), numcodecs.LZMA(format=2),
        numcodecs.LZMA(format=3, filters=raw), numcodecs.Zstd(1), numcodecs.LZ4(),
        numcodecs.Blosc(["lz4", "lz4hc", "zstd", "zlib", "blosclz"][rng.integers(5)], shuffle=int(rng.integers(-1, 3))),
    ]
    return choices[rng.integers(len(choices))]


def filters2(rng, dtype, values):
    """Filters of version 2 that lose nothing, or whose loss the expected values have."""
    name = dtype.str
    choices = [None, None, [numcodecs.Shuffle(dtype.itemsize)], [numcodecs.CRC32()], [numcodecs.Adler32()]]
    if dtype.kind in "iu":
        choices += [[numcodecs.Delta(name)], [numcodecs.Delta(name), numcodecs.Shuffle(dtype.itemsize)]]
        choices += [[numcodecs.AsType(encode_dtype="<i8", decode_dtype=name)]]
        small = np.sort(values.ravel())
        if dtype.itemsize > 1 and small.size and 0 <= int(small[0]) and int(small[-1]) < 50:
            choices += [[numcodecs.Delta(name, astype="<i2")]] * 3
    if dtype.kind == "f" and np.isfinite(values).all() and np.abs(values).max(initial=0) < 50:
        choices += [[numcodecs.FixedScaleOffset(offset=1, scale=10, dtype=name, astype="<i4")]] * 3
        choices += [[numcodecs.Quantize(2, name)], [numcodecs.AsType(encode_dtype="<f8", decode_dtype=name)]]
    if dtype.kind == "b":
        choices += [[numcodecs.PackBits()]] * 3
    return choices[rng.integers(len(choices))]


def packers3(rng, dtype):
    choices = [
        None, zarr.codecs.GzipCodec(level=1), zarr.codecs.ZstdCodec(level=1, checksum=True),
        zarr.codecs.BloscCodec(cname="lz4", shuffle="bitshuffle", typesize=dtype.itemsize), v3.BZ2(level=1),
        v3.LZMA(), v3.Zlib(level=1), v3.GZip(level=1), v3.Zstd(level=1), v3.LZ4(), v3.CRC32(), v3.Adler32(),
        v3.CRC32C(), v3.Blosc(cname="zstd", clevel=1, shuffle=1), v3.Shuffle(elementsize=dtype.itemsize),
        [v3.Shuffle(elementsize=dtype.itemsize), v3.Zlib(level=1)],
        [zarr.codecs.GzipCodec(level=1), zarr.codecs.Crc32cCodec()],
    ]
    return choices[rng.integers(len(choices))]


def filters3(rng, dtype, values):
    name = dtype.str
    choices = [None, None, None]
    if dtype.kind in "iu":
        choices += [[v3.Delta(dtype=name)]]
    if dtype.kind == "f" and np.isfinite(values).all() and np.abs(values).max(initial=0) < 50:
        choices += [[v3.FixedScaleOffset(offset=1, scale=10, dtype=name, astype="<i4")], [v3.Quantize(digits=2, dtype=name)]]
    if dtype.kind == "b":
        choices += [[v3.PackBits()]]
    return choices[rng.integers(len(choices))]


ATTRIBUTES = [
    ("units", "kelvin"), ("names", ["a", "b"]), ("big", 2**64 - 1), ("low", -(2**63)), ("nan", float("nan")),
    ("infinite", [1.5, float("inf"), float("-inf")]), ("matrix", [[1, 2, 3], [4, 5, 6]]), ("half", 0.5), ("yes", True),
    ("mixed", [1, 0.25]), ("many", [2**63, 1]), ("word", "NaN"), ("cube", [[[1.5], [2.5]]]), ("flags", [True, False]),
]


def numbers(rng, case):
    dtype = np.dtype(NUMBERS[rng.integers(len(NUMBERS))])
    shape = some_shape(rng)
    values = elements(rng, dtype, shape)
    version = int(rng.integers(2, 4))
    chunks = some_chunks(rng, shape)
    attributes = dict(ATTRIBUTES[k] for k in rng.permutation(len(ATTRIBUTES))[: rng.integers(0, 6)])
    if version == 2:
        stored = dtype.newbyteorder(">") if rng.random() < 0.25 and dtype.itemsize > 1 else dtype
        axes = [f"axis {k}" for k in range(len(shape))] if shape and rng.random() < 0.4 else None
        if axes:
            attributes["_ARRAY_DIMENSIONS"] = axes
        options = {
            "compressors": packers2(rng, dtype), "order": "CF"[rng.integers(2)],
            "filters": filters2(rng, stored, values),
            "chunk_key_encoding": {"name": "v2", "separator": "./"[rng.integers(2)]},
        }
    else:
        stored, axes = dtype, [f"axis {k}" for k in range(len(shape))] if rng.random() < 0.4 else None
        options = {"compressors": packers3(rng, dtype), "filters": filters3(rng, dtype, values), "dimension_names": axes}
        plain = options["filters"] is None
        if plain and rng.random() < 0.3 and dtype.itemsize > 1:
            options["serializer"] = zarr.codecs.BytesCodec(endian="big")
        if plain and rng.random() < 0.3 and len(shape) > 1:
            options["filters"] = [zarr.codecs.TransposeCodec(order=tuple(int(k) for k in rng.permutation(len(shape))))]
        if shape and rng.random() < 0.3:
            options["shards"] = tuple(c * int(rng.integers(1, 4)) for c in chunks)
        if shape and rng.random() < 0.15:
            inner = zarr.codecs.ShardingCodec(chunk_shape=chunks, codecs=[zarr.codecs.BytesCodec(), zarr.codecs.GzipCodec()])
            outer = tuple(2 * c for c in chunks)
            options = {"compressors": None, "dimension_names": axes, "serializer":
                       zarr.codecs.ShardingCodec(chunk_shape=outer, codecs=[inner])}
            chunks = tuple(2 * c for c in outer)
    return values, shape, stored, version, chunks, attributes, axes, options


def write(folder, array, values, rng):
    if rng.random() < 0.2 and values.ndim:  # some chunks stay unwritten
        part = tuple(slice(0, max(n // 2, 1)) for n in values.shape)
        array[part] = values[part]
    else:
        array[...] = values
    return array


def text_case(rng, folder):
    shape = some_shape(rng)
    values = texts(rng, shape)
    chunks, version = some_chunks(rng, shape), int(rng.integers(2, 4))
    if rng.random() < 0.5:
        values = values.astype("U") if rng.random() < 0.6 else np.char.encode(values.astype("U"), "utf-8")
        kind = values.dtype
        if version == 2 and kind.kind == "U" and rng.random() < 0.3:
            kind = kind.newbyteorder(">")
    else:
        kind = str
    packer = packers2(rng, np.dtype("u1")) if version == 2 else [None, zarr.codecs.ZstdCodec(level=1), v3.BZ2(level=1)][rng.integers(3)]
    options = {"order": "CF"[rng.integers(2)]} if version == 2 else {}
    array = zarr.create_array(folder / "a.zarr", name="deep/x", shape=shape, chunks=chunks, dtype=kind, zarr_format=version,
                              compressors=packer, **options)
    array[...] = values
    return "a.zarr/deep/x", array[...]


def number_case(rng, folder):
    values, shape, stored, version, chunks, attributes, axes, options = numbers(rng, folder)
    array = zarr.create_array(folder / "a.zarr", name="deep/x", shape=shape, chunks=chunks, dtype=stored, zarr_format=version,
                              fill_value=stored.type(0), attributes=attributes, **options)
    write(folder, array, values, rng)
    if version == 2 and rng.random() < 0.5:
        document = folder / "a.zarr/deep/x/.zarray"
        said = json.loads(document.read_text())
        fills = {"f": ["3.5", 2, "NaN", None, "-Infinity"], "i": [3.0, "7", 0], "u": [3.0, "7", None], "b": [0.0, 1, True]}
        if stored.kind in fills:
            said["fill_value"] = fills[stored.kind][rng.integers(len(fills[stored.kind]))]
            document.write_text(json.dumps(said))
    return "a.zarr/deep/x", attributes, axes


def described(found, attributes=None, axes=None):
    lines = []
    if found.dtype.kind in "OUST":
        flat = [x.decode() if isinstance(x, bytes) else str(x) for x in np.asarray(found, dtype=object).ravel()]
        lines.append("type\ttext")
        data = "\0".join(flat).encode()
    else:
        little = found.astype(found.dtype.newbyteorder("<"))
        lines.append(f"type\t{found.dtype.newbyteorder('=').name}")
        data = np.ascontiguousarray(little).tobytes()
    lines.append("shape\t" + ",".join(map(str, found.shape)))
    lines.append("values\t" + data.hex())
    if axes:
        lines.append("axes\t" + ",".join(axes))
    for name, value in (attributes or {}).items():
        if name == "_ARRAY_DIMENSIONS":
            continue
        if isinstance(value, str) or isinstance(value, list) and isinstance(value[0], str):
            items = [value] if isinstance(value, str) else value
            shape = "" if isinstance(value, str) else str(len(value))
            lines.append(f"attribute\t{name}\ttext\t{shape}\t" + "\0".join(items).encode().hex())
        else:
            whole = [n for n in np.asarray(value, dtype=object).ravel() if type(n) is int]
            a = np.array(value, np.uint64 if whole and max(whole) >= 2**63 else None)
            if a.dtype.kind == "f":
                a = np.where(np.isnan(a), np.nan, a)
            lines.append(f"attribute\t{name}\t{a.dtype.name}\t{','.join(map(str, a.shape))}\t{a.tobytes().hex()}")
    return "\n".join(lines) + "\n"


def zipped(folder, rng):
    """The store as an archive in place of the folder."""
    method = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED][rng.integers(2)]
    with zipfile.ZipFile(folder / "a.zarr.zip", "w", method) as archive:
        for file in sorted((folder / "a.zarr").rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder / "a.zarr").as_posix())
    shutil.rmtree(folder / "a.zarr")


def make(folder, count, seed):
    rng = np.random.default_rng(seed)
    lines, made, skipped = [], 0, {}
    while made < count:
        case = folder / f"case_{made:05}"
        shutil.rmtree(case, ignore_errors=True)
        case.mkdir(parents=True)
        try:
            if rng.random() < 0.2:
                path, found = text_case(rng, case)
                want = described(np.asarray(found, dtype=object) if found.dtype.kind == "T" else found)
            else:
                path, attributes, axes = number_case(rng, case)
                found = np.asarray(zarr.open_array(case / path, mode="r")[...])
                want = described(found, attributes, axes)
        except Exception as error:  # zarr-python cannot read or write it: nothing to compare with
            key = f"{type(error).__name__}: {str(error)[:60]}"
            skipped[key] = skipped.get(key, 0) + 1
            continue
        if rng.random() < 0.2:
            zipped(case, rng)
            path = path.replace("a.zarr", "a.zarr.zip")
        (case / "want.tsv").write_text(want)
        lines.append(f"{case.name}/{path}\t{case.name}/want.tsv\n")
        made += 1
    (folder / "cases.tsv").write_text("".join(lines))
    print(f"zarr: zarr-python wrote {made}; {sum(skipped.values())} it could not write or read itself")
    for key, n in sorted(skipped.items()):
        print(f"  {n} × {key}")


def check(folder):
    bad = count = 0
    for line in (folder / "written.tsv").read_text().splitlines():
        path, want = line.split("\t")
        lines = [row.split("\t") for row in (folder / want).read_text().splitlines()]
        wanted = {row[0]: row[1] for row in lines if row[0] != "attribute"}
        array = zarr.open_array(folder / path, mode="r")
        got = np.asarray(array[...])
        axes = wanted.get("axes")
        found = (got.dtype.name, ",".join(map(str, got.shape)), np.ascontiguousarray(got).tobytes().hex())
        same = found == (wanted["type"], wanted["shape"], wanted["values"])
        same &= axes is None or list(array.metadata.dimension_names or []) == axes.split(",")
        for _, name, dtype, shape, data in (row for row in lines if row[0] == "attribute"):
            value = array.attrs[name]
            if dtype == "text":
                items = bytes.fromhex(data).decode().split("\0")
                same &= value == (items if shape else items[0])
            else:
                wide = np.frombuffer(bytes.fromhex(data), dtype).reshape([int(n) for n in shape.split(",") if n])
                # What JSON has no number for is a string.
                value = json.loads(json.dumps(value).replace('"NaN"', "NaN").replace('"Infinity"', "Infinity").replace('"-Infinity"', "-Infinity"))
                same &= np.array_equal(np.array(value, dtype), wide, equal_nan=dtype.startswith("f"))
        count += 1
        if not same:
            bad += 1
            if bad <= 10:
                print(f"zarr: {path}: zarr-python reads something else")
    print(f"zarr: zarr-python read {count} written by nd: {bad} mismatches")
    return bad == 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]))
    elif not check(folder):
        sys.exit(1)
