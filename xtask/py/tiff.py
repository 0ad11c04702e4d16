"""TIFF files of tifffile, Pillow and by hand for nd to read, and nd's files for tifffile to read.

    tiff.py make FOLDER COUNT SEED    writes COUNT random files, and what is in each as .npy
    tiff.py check FOLDER              reads what nd made of the same arrays, and compares

`make` writes FOLDER/cases.tsv, a line a picture: how to read it (`open`, `indices`, `stack`), the path to open (which goes
on inside a file), the .npy file with the same elements, how far off lossy ones may be. What is in a file is what
tifffile reads of it, with separate planes as the last axis. `check` reads FOLDER/written.tsv: a path, a .npy file, how far off, the layout;
it reads every fourth by libtiff's tiffcp, GDAL and libvips too, where they are installed.
"""

import logging
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import warnings

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

warnings.simplefilter("ignore")
logging.getLogger("tifffile").setLevel(logging.CRITICAL)

DTYPES = ["?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8", "c8", "c16"]


def elements(rng, code, shape):
    """Any bits but NaN's many, or long runs, so that there is something to pack."""
    dtype = np.dtype(code)
    size = int(np.prod(shape, dtype=int))
    kind = rng.integers(0, 3)
    if dtype.kind == "b":
        return (rng.integers(0, 2, shape) if kind else np.sort(rng.integers(0, 2, shape), axis=None).reshape(shape)).astype(dtype)
    if kind == 0:
        return np.sort(rng.integers(0, 50, shape), axis=None).reshape(shape).astype(dtype)
    if kind == 1:
        return rng.integers(0, 3, shape).astype(dtype)
    return np.frombuffer(rng.bytes(size * dtype.itemsize), dtype).reshape(shape).copy()


def as_ours(page):
    """What nd gives: the channels last, and no axis for one channel."""
    a = page.asarray(squeeze=False)  # (separate samples, planes, rows, columns, samples)
    a = np.moveaxis(a, 0, -1).reshape(a.shape[1:4] + (-1,)) if a.shape[0] > 1 else a[0]
    a = a[..., 0] if a.shape[-1] == 1 else a
    return a[0] if a.shape[0] == 1 else a


class Cases:
    def __init__(self, folder, rng):
        self.folder, self.rng = folder, rng
        self.lines, self.count, self.skipped = [], 0, {}
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, kind):
        self.count += 1
        return self.folder / f"{self.count:05}-{kind}.tif"

    def skip(self, reason, path=None):
        reason = re.sub(r"\d+", "N", str(reason))[:70]
        self.skipped[reason] = self.skipped.get(reason, 0) + 1
        if path:
            path.unlink(missing_ok=True)
            self.count -= 1

    def add(self, path, a, how="open", inside="", near=0):
        name = f"{path.stem}{inside.replace('/', '_')}{'' if how == 'open' else '-' + how}.npy"
        np.save(self.folder / name, np.ascontiguousarray(a))
        self.lines.append(f"{how}\t{path.name}{'/' + inside if inside else ''}\t{name}\t{near}")

    def pages(self, path, near=0):
        """All pages as tifffile reads them, those that hang on others too."""
        with tifffile.TiffFile(path) as file:
            several = len(file.pages) > 1
            for i, page in enumerate(file.pages):
                page = page.aspage() if hasattr(page, "aspage") else page
                try:
                    a = as_ours(page)
                except Exception as error:  # what tifffile does not read is not compared
                    self.skip(f"{type(error).__name__}: {error}")
                    continue
                how = "indices" if page.photometric == 3 else "open"
                self.add(path, a, how, str(i) if several or how == "indices" else "", near)
                if i == 0 and several and how == "open":
                    self.add(path, a, "open", "", near)
                if page.photometric == 3 and a.ndim == 2 and page.colormap is not None:
                    self.palette(path, page, a, i)
                for k, sub in enumerate(page.pages or []):
                    self.add(path, as_ours(sub), "open", f"{i}/{k}", near)

    def palette(self, path, page, a, i):
        colours = page.colormap.T[a.astype(int)]
        if (page.colormap % 257 == 0).all() or (page.colormap % 256 == 0).all():
            colours = (colours >> 8).astype("u1")
        elif (page.colormap < 256).all():
            colours = colours.astype("u1")
        self.add(path, colours, "open", str(i))


def some_layout(rng, a, options):
    """Strips or tiles, packing, byte order."""
    if rng.random() < 0.45:
        options["tile"] = tuple(int(16 * rng.integers(1, 5)) for _ in range(2))
    elif rng.random() < 0.7:
        options["rowsperstrip"] = int(rng.integers(1, 40))
    packing = rng.choice(["none", "zlib", "lzw", "packbits", "zstd", "lzma", "old", "zip"])
    number = {"zlib": 8, "lzw": 5, "packbits": 32773, "zstd": 50000, "lzma": 34925, "old": 32946, "zip": 8}.get(packing)
    if number:
        options["compression"] = number
        if rng.random() < 0.5 and a.dtype.kind in "uif" and packing != "packbits":
            options["predictor"] = 3 if a.dtype.kind == "f" and rng.random() < 0.7 else 2
    return options


def by_tifffile(cases):
    rng = cases.rng
    path = cases.path("tifffile")
    kind = rng.choice(["one", "one", "one", "pages", "stack", "subs", "imagej", "palette", "nodata", "volume"])
    h, w = (int(n) for n in rng.integers(1, 120, 2))
    writer = dict(byteorder=rng.choice(["<", ">"]), bigtiff=bool(rng.random() < 0.3))
    if kind == "imagej":
        code = rng.choice(["u1", "u2", "f4"])
        a = elements(rng, code, (int(rng.integers(1, 5)), h, w))
        tifffile.imwrite(path, a, imagej=True, byteorder=writer["byteorder"], metadata={"axes": "ZYX"})
        if rng.random() < 0.5 and len(a) > 1:
            sole(path)
            for i, page in enumerate(a):
                cases.add(path, page, "open", str(i))
            cases.add(path, a, "stack")
            return
        cases.pages(path)
        cases.add(path, a, "stack")
        return
    failed = None
    with tifffile.TiffWriter(path, **writer) as file:
        pages = int(rng.integers(2, 5)) if kind == "pages" else 1
        for _ in range(pages):
            code = rng.choice(["u1", "u2"] if kind == "palette" else DTYPES)
            samples = 1 if kind in ("palette", "volume") or code == "?" else int(rng.choice([1, 1, 2, 3, 4, 5, 7]))
            separate = samples > 1 and rng.random() < 0.4
            options = {"metadata": None}
            if kind == "volume":
                d = int(rng.integers(2, 20))
                options["volumetric"] = True
                a = elements(rng, code, (d, h, w))
                some_layout(rng, a, options)
                options.pop("rowsperstrip", None)
                if "tile" in options:
                    options["tile"] = (16 * int(rng.integers(1, 3)),) + options["tile"]
            elif kind == "palette":
                a = rng.integers(0, 256 if code == "u1" else 65536, (h, w)).astype(code)
                n = 256 if code == "u1" else 65536
                colours = rng.integers(0, 65536, (3, n)).astype("u2")
                style = rng.integers(0, 4)
                colours = [colours, colours >> 8, (colours >> 8) << 8, (colours >> 8) * 257][style].astype("u2")
                options.update(photometric="palette", colormap=colours)
                some_layout(rng, a, options)
            else:
                shape = (h, w) if samples == 1 else (samples, h, w) if separate else (h, w, samples)
                n = int(rng.integers(2, 4)) if kind == "stack" else 0
                a = elements(rng, code, (n,) + shape if n else shape)
                rgb = samples >= 3 and rng.random() < 0.6
                options["photometric"] = "rgb" if rgb else "miniswhite" if rng.random() < 0.3 else "minisblack"
                if samples > 1:
                    options["planarconfig"] = "separate" if separate else "contig"
                    extra = samples - (3 if rgb else 1)
                    if extra > 0:
                        options["extrasamples"] = [int(rng.integers(0, 3)) for _ in range(extra)]
                some_layout(rng, a, options)
                if rng.random() < 0.2:
                    options.update(resolution=(300, 150.5), resolutionunit="inch", software="s")
                if kind == "nodata" and a.dtype.kind in "uif":
                    options["extratags"] = [(42113, 2, 0, str(rng.integers(0, 100)), True)]
                    sub = a if a.ndim == 2 else None
                    if sub is not None and "tile" in options:
                        sub[: h // 2] = 0
            subs = 2 if kind == "subs" else 0
            if subs:
                options["subifds"] = subs
            try:
                file.write(a, **options)
            except Exception as error:
                failed = error
                break
            for k in range(subs):
                options.pop("subifds", None)
                options["subfiletype"] = 1
                step = 2 ** (k + 1)
                small = a[:, ::step, ::step] if separate else a[::step, ::step]
                file.write(np.ascontiguousarray(small), **options)
    if failed:
        return cases.skip(f"tifffile: {failed}", path)
    cases.pages(path)
    if kind == "stack":
        with tifffile.TiffFile(path) as file:
            if len(file.pages) > 1:
                cases.add(path, np.stack([as_ours(p.aspage() if hasattr(p, "aspage") else p) for p in file.pages]), "stack")


def sole(path):
    """Makes the first page of an ImageJ file the only one that is listed."""
    data = bytearray(path.read_bytes())
    order = "<" if data[:2] == b"II" else ">"
    at = struct.unpack_from(order + "I", data, 4)[0]
    count = struct.unpack_from(order + "H", data, at)[0]
    struct.pack_into(order + "I", data, at + 2 + 12 * count, 0)
    path.write_bytes(data)


def packed_bits(rows, bits):
    """Numbers as `bits` bits each, the high one first, every row from a new byte on."""
    out = []
    for row in rows:
        numbers = row.astype(object)
        text = "".join(format(int(x) & (1 << bits) - 1, f"0{bits}b") for x in numbers)
        text += "0" * (-len(text) % 8)
        out.append(int(text, 2).to_bytes(len(text) // 8, "big") if text else b"")
    return b"".join(out)


def reversed_bits(data):
    return np.packbits(np.unpackbits(np.frombuffer(data, "u1"), bitorder="little"), bitorder="big").tobytes()


PACK = {
    1: lambda data: data,
    5: imagecodecs.lzw_encode,
    8: imagecodecs.zlib_encode,
    32946: imagecodecs.zlib_encode,
    32773: lambda data: imagecodecs.packbits_encode(data),
    34925: imagecodecs.lzma_encode,
    50000: lambda data: imagecodecs.zstd_encode(data, level=3),
}


def tag_bytes(order, kind, values):
    code = {1: "B", 2: "c", 3: "H", 4: "I", 5: "I", 7: "B", 11: "f", 12: "d", 16: "Q"}[kind]
    if kind == 2:
        return values
    flat = [x for v in values for x in (v if isinstance(v, tuple) else (v,))]
    return struct.pack(f"{order}{len(flat)}{code}", *flat)


def write_by_hand(path, order, big, tags, chunks, place_tags):
    """A file of one picture: chunks of `None` are not stored, the two tags of places may be left out."""
    size, form, head = (8, "Q", 16) if big else (4, "I", 8)
    data = bytearray(struct.pack(order + "2sHHHQ", b"II" if order == "<" else b"MM", 43, 8, 0, 0) if big else
                     struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 0))
    places, lengths = [], []
    for chunk in chunks:
        places.append(len(data) if chunk is not None else 0)
        lengths.append(len(chunk) if chunk is not None else 0)
        data += chunk or b""
    kind = 16 if big else 4
    for tag, values in zip(place_tags, (places, lengths)):
        if tag:
            tags[tag] = (kind, values)
    entries = []
    for tag in sorted(tags):
        kind, values = tags[tag]
        packed = tag_bytes(order, kind, values)
        if len(packed) <= size:
            value = packed.ljust(size, b"\0")
        else:
            data += b"\0" * (len(data) % 2)
            value = struct.pack(order + form, len(data))
            data += packed
        entries.append(struct.pack(order + "HH" + form, tag, kind, len(values)) + value)
    data += b"\0" * (len(data) % 2)
    at = len(data)
    data += struct.pack(order + ("Q" if big else "H"), len(entries)) + b"".join(entries) + b"\0" * size
    struct.pack_into(order + form, data, head - size, at)
    path.write_bytes(data)


def by_hand(cases):
    rng = cases.rng
    path = cases.path("hand")
    order, big = rng.choice(["<", ">"]), bool(rng.random() < 0.3)
    h, w = (int(n) for n in rng.integers(1, 80, 2))
    depth = int(rng.integers(2, 5)) if rng.random() < 0.08 else 1
    samples = int(rng.choice([1, 1, 1, 2, 3, 4, 6]))
    separate = samples > 1 and rng.random() < 0.4
    style = rng.choice(["bits", "bits", "plain", "plain", "plain", "f24", "complex"])
    if style == "bits":
        bits = int(rng.choice([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 17, 20, 23, 25, 31]))
        form = 1
        a = rng.integers(0, 1 << bits, (samples, depth, h, w)).astype("u4")
    elif style == "f24":
        bits, form = 24, 3
        a = rng.integers(0, 1 << 24, (samples, depth, h, w)).astype("u4")
    elif style == "complex":
        bits, form = int(rng.choice([32, 64])), 5
        a = rng.integers(-100, 100, (samples, depth, h, w, 2)).astype(f"{order}i{bits // 16}")
    else:
        code = rng.choice(["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8", "c8", "c16"])
        a = elements(rng, code, (samples, depth, h, w))
        bits, form = 8 * a.dtype.itemsize, {"u": int(rng.choice([1, 4])), "i": 2, "f": 3, "c": 6}[a.dtype.kind]
    tiled = rng.random() < 0.5
    if tiled:
        rows, columns = (int(n) for n in rng.integers(1, 60, 2))
        if rng.random() < 0.5:
            rows, columns = 16 * -(-rows // 16), 16 * -(-columns // 16)
        planes = int(rng.integers(1, 4)) if depth > 1 else 1
    else:
        rows, columns, planes = int(rng.integers(1, h + 20)), w, 1
        if rng.random() < 0.3:
            rows = 2**32 - 1
    compression = int(rng.choice([1, 1, 5, 5, 8, 32946, 32773, 34925, 50000]))
    predictor = 1
    # What tifffile has wrong is left out: a predictor alone, 24 bits, GDAL's value for bits and for signed bytes.
    if style == "plain" and a.dtype.kind in "ui" and compression != 1 and rng.random() < 0.3:
        predictor = 2
    reverse = rng.random() < 0.25 and (compression != 1 or bits in (1, 2, 4, 8))
    step = min(rows, h) if not tiled else rows
    longer = not tiled and rng.random() < 0.2 and compression in (5, 8, 32946, 32773)
    chunks = []
    for s in range(samples if separate else 1):
        block = a[s : s + 1] if separate else a
        for z in range(0, depth, planes):
            for y in range(0, h, step):
                for x in range(0, w, columns):
                    part = block[:, z : z + planes, y : y + step, x : x + columns]
                    full = (planes if tiled else 1, rows if tiled else (step if longer else part.shape[2]), columns)
                    padded = np.zeros((part.shape[0],) + full + part.shape[4:], part.dtype)
                    padded[:, : part.shape[1], : part.shape[2], : part.shape[3]] = part
                    if rng.random() < 0.03:
                        chunks.append(None)
                        continue
                    pixels = np.moveaxis(padded, 0, 3)  # planes, rows, columns, samples
                    if predictor == 2:
                        pixels = np.ascontiguousarray(pixels).copy()
                        unsigned = pixels.view(f"{pixels.dtype.str[0].replace('|', '=')}u{pixels.dtype.itemsize}")
                        unsigned[:, :, 1:] = unsigned[:, :, 1:] - unsigned[:, :, :-1]
                    flat = np.ascontiguousarray(pixels.reshape(pixels.shape[0] * pixels.shape[1], -1))
                    if style == "bits":
                        data = packed_bits(flat, bits)
                    elif style == "f24":
                        big_end = flat.astype(">u4").view("u1").reshape(-1, 4)[:, 1:]
                        data = np.ascontiguousarray(big_end if order == ">" else big_end[:, ::-1]).tobytes()
                    else:
                        data = np.ascontiguousarray(flat).astype(flat.dtype.newbyteorder(order)).tobytes()
                    # Packing by rows, as the format asks of PackBits.
                    data = PACK[compression](data)
                    chunks.append(reversed_bits(data) if reverse else data)
    tags = {256: (4, [w]), 257: (3, [h]), 258: (3, [bits] * (1 if rng.random() < 0.2 else samples)),
            259: (3, [compression]), 262: (3, [int(rng.choice([0, 1]))]), 277: (3, [samples]), 339: (3, [form] * (1 if rng.random() < 0.2 else samples))}
    if samples == 1 and rng.random() < 0.05:
        tags[258] = (3, [bits] * 3)
    if form == 1 and rng.random() < 0.3:
        del tags[339]
    if samples > 1 or rng.random() < 0.3:
        tags[284] = (3, [2 if separate else 1])
        if samples > 1:
            tags[338] = (3, [0] * (samples - 1))
    if predictor == 2:
        tags[317] = (3, [2])
    if reverse:
        tags[266] = (3, [2])
    if depth > 1:
        tags[32997] = (4, [depth])
    places = (324, 325) if tiled and rng.random() < 0.9 else (273, 279)
    if tiled:
        tags[322], tags[323] = (4, [columns]), (3, [rows])
        if depth > 1:
            tags[32998] = (4, [planes])
    elif not (rows >= h and rng.random() < 0.5):
        tags[278] = (4, [rows])
    if rng.random() < 0.2 and form in (1, 2, 3) and bits > 1 and (form, bits) != (2, 8):
        text = str(rng.choice(["7", "-1", "nan", "1.5", "300", "0"])).encode() + b"\0"
        tags[42113] = (2, text)
    if len(chunks) == 1 and compression == 1 and not tiled and bits % 8 == 0 and rng.random() < 0.3:
        places = (places[0], 0)
    if len(chunks) == 1 and chunks[0] is None and 325 not in places and 279 not in places:
        chunks[0] = b""
    write_by_hand(path, order, big, tags, chunks, places)
    cases.pages(path)


def by_pillow(cases):
    rng = cases.rng
    path = cases.path("pillow")
    h, w = (int(n) for n in rng.integers(1, 100, 2))
    mode = str(rng.choice(["1", "1", "1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I", "F"]))
    packings = {"1": ["group3", "group4", "tiff_ccitt", "packbits", "tiff_lzw", None]}.get(
        mode, ["raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "lzma", "zstd", "jpeg", "webp"])
    packing = packings[int(rng.integers(0, len(packings)))]
    if mode == "1" and rng.random() < 0.3:
        w = int(rng.integers(100, 6000))
    base = {"1": "?", "I": "i4", "F": "f4", "I;16": "u2"}.get(mode, "u1")
    bands = {"LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4, "YCbCr": 3, "LAB": 3}.get(mode, 1)
    smooth = packing in ("jpeg", "webp")
    if smooth:
        y, x = np.mgrid[0:h, 0:w]
        a = np.stack([128 + 100 * np.sin(y / 17 + k) * np.cos(x / 13 - k) for k in range(bands)], -1).astype("u1")
        a = a[..., 0] if bands == 1 else a
    else:
        a = elements(rng, base, (h, w) if bands == 1 else (h, w, bands))
    if mode == "1" and rng.random() < 0.5:
        long = int(rng.choice([9, 90, 900]))
        a = np.repeat(np.repeat(rng.random((-(-h // 7), -(-w // long))) < 0.4, 7, 0), long, 1)[:h, :w]
    try:
        if mode == "P":
            image = Image.fromarray(a, "P")
            image.putpalette(rng.integers(0, 256, 768).astype("u1").tobytes())
        elif mode == "1":
            image = Image.fromarray(a)
        else:
            image = Image.fromarray(np.ascontiguousarray(a), mode)
        options = {}
        if packing == "jpeg":
            options["quality"] = int(rng.integers(60, 100))
        if packing == "group3" and rng.random() < 0.6:
            options["tiffinfo"] = {292: int(rng.choice([0, 1, 4, 5]))}
        if packing == "webp":
            options["quality"] = 100
        if rng.random() < 0.3:
            options["big_tiff"] = True
        if rng.random() < 0.2 and mode not in ("1",):
            options["save_all"] = True
            options["append_images"] = [image]
        image.save(path, compression=packing, **options)
    except Exception as error:
        return cases.skip(f"Pillow {mode} {packing}: {error}", path)
    if (mode, packing) == ("LAB", "jpeg"):
        # tifffile takes it for YCbCr.
        return cases.add(path, a, near=40)
    cases.pages(path, {"jpeg": 6, "webp": 4}.get(packing, 0))


def pictures_inside(cases):
    """JPEG and WebP strips and tiles by tifffile."""
    rng = cases.rng
    path = cases.path("inside")
    h, w = (int(n) for n in rng.integers(1, 150, 2))
    y, x = np.mgrid[0:h, 0:w]
    jpeg = rng.random() < 0.6
    samples = int(rng.choice([1, 3, 3, 4] if jpeg else [3, 4]))
    a = np.stack([128 + 100 * np.sin(y / 27 + k) * np.cos(x / 23 - k) for k in range(samples)], -1).astype("u1")
    a = a[..., 0] if samples == 1 else a
    options = {"metadata": None}
    if rng.random() < 0.6:
        options["tile"] = tuple(int(16 * rng.integers(1, 5)) for _ in range(2))
    elif rng.random() < 0.7:
        options["rowsperstrip"] = 8 * int(rng.integers(1, 6))
    separate = samples > 1 and jpeg and rng.random() < 0.2
    if separate:
        a, options["planarconfig"] = np.ascontiguousarray(np.moveaxis(a, -1, 0)), "separate"
    if jpeg:
        options["compression"], options["compressionargs"] = "jpeg", {"level": int(rng.integers(70, 100))}
        photometric = {1: "minisblack", 3: str(rng.choice(["rgb", "ycbcr"])), 4: str(rng.choice(["separated", "rgb"]))}[samples]
        if separate and photometric == "ycbcr":
            photometric = "rgb"
        options["photometric"] = photometric
        if photometric == "ycbcr" and rng.random() < 0.7:
            options["subsampling"] = tuple(int(n) for n in [(1, 1), (2, 1), (2, 2)][int(rng.integers(0, 3))])
    else:
        options["compression"], options["compressionargs"] = "webp", {"lossless": True}
        options["photometric"] = "rgb"
    try:
        tifffile.imwrite(path, a, byteorder=rng.choice(["<", ">"]), **options)
    except Exception as error:
        return cases.skip(f"inside: {error}", path)
    cases.pages(path, 6 if jpeg else 0)


def make(folder, count, seed):
    cases = Cases(folder, np.random.default_rng(seed))
    kinds = [by_tifffile] * 9 + [by_hand] * 8 + [by_pillow] * 3 + [pictures_inside] * 2
    while cases.count < count:
        kinds[int(cases.rng.integers(0, len(kinds)))](cases)
    (folder / "cases.tsv").write_text("".join(line + "\n" for line in cases.lines))
    for reason, n in sorted(cases.skipped.items()):
        print(f"tiff: not compared, {n}: {reason}")
    print(f"tiff: {cases.count} files of {len(cases.lines)} pictures")


def halved(a):
    """The mean of two by two pixels, as nd makes the smaller levels."""
    if a.dtype.kind == "b":
        return a[::2, ::2]
    a = np.pad(a, [(0, n % 2) for n in a.shape[:2]] + [(0, 0)] * (a.ndim - 2), mode="edge")
    four = [a[y::2, x::2] for y in (0, 1) for x in (0, 1)]
    if a.dtype.kind in "ui":
        if a.dtype.itemsize == 8:
            return ((sum(part.astype(object) for part in four) + 2) // 4).astype(a.dtype)
        return ((sum(part.astype("i8") for part in four) + 2) // 4).astype(a.dtype)
    if a.dtype.kind == "c":
        parts = np.stack([a.real, a.imag], -1)
        return halved(parts).view(a.dtype)[..., 0]
    if a.dtype == "f2":
        four = [part.astype("f4") for part in four]
    return (((four[0] + four[1]) + four[2] + four[3]) / four[0].dtype.type(4)).astype(a.dtype)


def same(got, want, near):
    if (got.dtype, got.shape) != (want.dtype, want.shape):
        return f"{got.dtype} {got.shape} is not {want.dtype} {want.shape}"
    if near:
        off = int(np.abs(got.astype(int) - want.astype(int)).max())
        return "" if off <= near else f"off by up to {off}"
    if want.dtype.kind in "fc":
        return "" if np.array_equal(got, want, equal_nan=True) else "other floats"
    return "" if got.tobytes() == want.tobytes() else "other elements"


def outsiders(folder, path, want, layout):
    """What libtiff's tiffcp, GDAL and libvips make of a file, as far as they are installed and know its elements."""
    kind, raw = want.dtype.str[1:], folder / "copied.raw"
    run = lambda *words: subprocess.run([str(word) for word in words], capture_output=True, text=True)
    # tiffcp mixes up planes of wide samples in tiles (4.5), and has no room for long rows.
    if shutil.which("tiffcp") and "separate true" not in layout:
        done = run("tiffcp", "-c", "none", path, raw)
        if done.returncode == 0:
            with tifffile.TiffFile(raw) as file:
                yield "tiffcp", same(as_ours(file.pages[0]), want, 0)
        elif "too large" not in done.stderr:
            yield "tiffcp", done.stderr.strip()[:80] or "no copy"
    if shutil.which("gdal_translate") and kind in ("u1", "u2", "u4", "i2", "i4", "f4", "f8", "c8", "c16"):
        done = run("gdal_translate", "-q", "-of", "ENVI", "-co", "INTERLEAVE=BSQ", path, raw)
        if done.returncode == 0:
            got = np.fromfile(raw, want.dtype)
            planes = want if want.ndim == 2 else np.moveaxis(want, -1, 0)
            yield "GDAL", same(got.reshape(planes.shape) if got.size == want.size else got, planes, 0)
        else:
            yield "GDAL", done.stderr.strip()[:80]
    # libvips takes separate planes for pages of their own width, and floats for their predictor's.
    if shutil.which("vips") and kind in ("u1", "u2", "f4") and "separate false" in layout:
        done = run("vips", "rawsave", path, raw)
        if done.returncode == 0:
            got = np.fromfile(raw, want.dtype)
            yield "libvips", same(got.reshape(want.shape) if got.size == want.size else got, want, 0)
        else:
            yield "libvips", done.stderr.strip()[:80]


def told(folder):
    """What files say of their pictures."""
    faults = []

    def equal(what, got, want):
        if got != want:
            faults.append(f"{what}: {got!r}, not {want!r}")

    def counts(what, a, shape):
        if a.shape != shape or not (a.ravel() == np.arange(a.size)).all():
            faults.append(f"{what}: other elements, {a.shape}")

    with tifffile.TiffFile(folder / "told.ome.tif") as file:
        series = file.series[0]
        equal("OME", (file.is_ome, series.axes, len(series.levels)), (True, "TCZYX", 2))
        counts("OME", series.asarray(), (2, 3, 4, 20, 30))
        pixels = tifffile.xml2dict(file.ome_metadata)["OME"]["Image"]
        equal("OME's name", pixels["Name"], "µ & <cells>")
        equal("OME's sizes", [pixels["Pixels"][f"PhysicalSize{axis}"] for axis in "XYZ"], [0.1, 0.2, 0.5])
        equal("OME's channels", [c["Name"] for c in pixels["Pixels"]["Channel"]], ["a", "b", "c"])
    with tifffile.TiffFile(folder / "told-imagej.tif") as file:
        equal("ImageJ", (file.is_imagej, file.series[0].axes), (True, "TZCYX"))
        counts("ImageJ", file.series[0].asarray(), (2, 3, 4, 20, 30))
        equal("ImageJ's spacing", file.imagej_metadata["spacing"], 0.5)
    with tifffile.TiffFile(folder / "told-geo.tif") as file:
        tags = file.geotiff_metadata
        equal("GeoTIFF", (int(tags["ProjectedCSTypeGeoKey"]), tags["ModelPixelScale"]), (32633, [10.0, 20.0, 0.0]))
        counts("GeoTIFF", file.pages[0].asarray(), (200, 300))
    if shutil.which("gdalinfo"):
        text = subprocess.run(["gdalinfo", folder / "told-geo.tif"], capture_output=True, text=True).stdout
        for line in ("LAYOUT=COG", "Origin = (500000.0", "Pixel Size = (10.0", "NoData Value=7", "Overviews: 150x100", "UTM zone 33N"):
            if line not in text:
                faults.append(f"gdalinfo: no {line}")
    for name in ("told.png", "told.jpg", "told.tif", "told.webp"):
        with Image.open(folder / name) as picture:
            profile = (np.arange(70000, dtype="u8") ** 2 >> 7).astype("u1").tobytes()
            equal(f"{name}: orientation", picture.getexif().get(274), 6)
            equal(f"{name}: ICC profile", picture.info.get("icc_profile") == profile, True)
            if name != "told.webp":
                dpi = picture.info.get("dpi") or (0, 0)
                equal(f"{name}: resolution", [round(float(n)) for n in dpi], [300, 150])
    try:
        import zarr
    except ImportError:
        zarr = None
    for name, version in (("told-04.zarr", 2), ("told-05.zarr", 3)) if zarr else ():
        group = zarr.open_group(folder / name, mode="r", zarr_format=version)
        about = group.attrs["multiscales"] if version == 2 else group.attrs["ome"]["multiscales"]
        equal(f"{name}: axes", [axis["name"] for axis in about[0]["axes"]], ["c", "y", "x"])
        steps = about[0]["datasets"][1]["coordinateTransformations"]
        equal(f"{name}: scale", steps[0], {"type": "scale", "scale": [1.0, 1.0, 0.5]})
        equal(f"{name}: translation", steps[1], {"type": "translation", "translation": [0.0, 0.25, 0.125]})
        counts(name, group["0"][:], (2, 40, 60))
        equal(f"{name}: level 1", group["1"][:].tolist(), group["0"][:, ::2, ::2].tolist())
    for fault in faults:
        print(f"tiff: {fault}")
    print(f"tiff: what is told: {len(faults)} mismatches")
    return len(faults)


def check(folder):
    """Reads nd's files by tifffile, levels and all, and by others where they are installed."""
    bad, count, tools = 0, 0, {}
    for number, line in enumerate((folder / "written.tsv").read_text().splitlines()):
        path, expected, near, layout = line.split("\t")
        near = int(near)
        want = np.load(folder / expected)
        want = want[..., 0] if want.ndim == 3 and want.shape[-1] == 1 else want
        faults = []
        with tifffile.TiffFile(folder / path) as file:
            cloud = "cloud true" in layout
            page = file.pages[0]
            levels = list(file.pages)[1:] if cloud else page.pages or []
            for level in [page, *levels]:
                level = level.aspage() if hasattr(level, "aspage") else level
                faults.append(same(as_ours(level), want, near * (1 if level is page else 3)))
                with np.errstate(all="ignore"):
                    want = halved(want)
        want = np.load(folder / expected)
        want = want[..., 0] if want.ndim == 3 and want.shape[-1] == 1 else want
        if near == 0 and number % 4 == 0:
            for name, fault in outsiders(folder, folder / path, want, layout):
                tools[name] = tools.get(name, 0) + 1
                faults.append(fault and f"{name}: {fault}")
        count += 1
        faults = [fault for fault in faults if fault]
        if faults:
            bad += 1
            if bad <= 20:
                print(f"tiff: {path} ({layout}): {'; '.join(faults)}")
    for name, n in sorted(tools.items()):
        print(f"tiff: {name} read {n} of nd's")
    print(f"tiff: tifffile read {count} of nd's: {bad} mismatches")
    return bad + told(folder)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(1 if check(pathlib.Path(sys.argv[2])) else 0)
