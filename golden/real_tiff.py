"""Small TIFF files, one a codec and a layout, as tifffile, imagecodecs and Pillow write them, and what tifffile reads.

    real_tiff.py FOLDER    writes FOLDER/NAME.tif and FOLDER/NAME.npy, channels last

Needs tifffile, imagecodecs and Pillow; made with tifffile 2026.3.3, imagecodecs 2026.3.6, Pillow 13.0. The tests cut
these files at every byte and flip bytes in them.
"""

import pathlib
import struct
import sys

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(16)
y, x = np.mgrid[0:21, 0:18]
ramp = (7 * y + 3 * x).astype("u1")
colours = np.stack([ramp, ramp // 2, 255 - ramp], -1)
wave = np.sin(y / 5) * np.cos(x / 4)


def expect(name, index=0):
    with tifffile.TiffFile(folder / f"{name}.tif") as file:
        a = file.pages[index].asarray(squeeze=False)
    a = np.moveaxis(a, 0, -1).reshape(a.shape[1:4] + (-1,)) if a.shape[0] > 1 else a[0]
    a = a[..., 0] if a.shape[-1] == 1 else a
    np.save(folder / f"{name}.npy", np.ascontiguousarray(a[0] if a.shape[0] == 1 else a))


def save(name, a, **options):
    options.setdefault("metadata", None)
    tifffile.imwrite(folder / f"{name}.tif", a, software=False, **options)
    expect(name)


save("plain_strips", ramp.astype("u2") * 100, byteorder=">", rowsperstrip=4)
save("planes_tiled", np.moveaxis(colours, -1, 0), planarconfig="separate", tile=(16, 16), photometric="rgb")
save("lzw_differences", colours, compression="lzw", predictor=True, tile=(16, 16), photometric="rgb")
save("deflate_floats", wave.astype("f4"), compression="zlib", predictor=True, rowsperstrip=10)
save("deflate_f64_big", wave, compression="zlib", predictor=True, bigtiff=True, byteorder=">")
save("packbits", ramp // 40, compression="packbits", rowsperstrip=5)
save("zstd", (wave * 1000).astype("i2"), compression="zstd", predictor=True)
save("lzma", ramp, compression="lzma")
save("jpeg", colours, compression="jpeg", photometric="rgb", tile=(16, 16))
save("jpeg_ycbcr", colours, compression="jpeg", photometric="ycbcr", subsampling=(2, 2))
save("webp", colours, compression="webp", compressionargs={"lossless": True}, photometric="rgb")
save("bits", (ramp > 90), compression="zlib")
save("complex", (wave + 1j).astype("c8"))
save("pages_nodata", ramp, tile=(16, 16), extratags=[(42113, 2, 0, "7", True)], byteorder=">")
with tifffile.TiffWriter(folder / "subs.tif") as file:
    file.write(colours, photometric="rgb", subifds=1, metadata=None, software=False)
    file.write(colours[::2, ::2].copy(), photometric="rgb", subfiletype=1, metadata=None, software=False)
    file.write(ramp, metadata=None, software=False)
expect("subs")
save("palette", ramp % 4, photometric="palette", colormap=(np.arange(3 * 256).reshape(3, 256) * 37 % 256 * 257).astype("u2"))

bits = Image.fromarray((ramp // 16) % 3 == 0)
for name, packing, options in [("fax_rle", "tiff_ccitt", {}), ("fax_3", "group3", {}),
                               ("fax_3_two", "group3", {"tiffinfo": {292: 1}}), ("fax_4", "group4", {})]:
    bits.save(folder / f"{name}.tif", compression=packing, **options)
    expect(name)


def by_hand(name, entries, data):
    """One strip after the head, and the tags behind it."""
    at = 8 + len(data) + len(data) % 2
    file = struct.pack("<2sHI", b"II", 42, at) + data + b"\0" * (len(data) % 2) + struct.pack("<H", len(entries))
    for tag, kind, value in sorted(entries):
        file += struct.pack("<HHII", tag, kind, 1, value)
    (folder / f"{name}.tif").write_bytes(file + b"\0" * 4)


def strip(bits, compression, data, more=()):
    return [(256, 4, 18), (257, 4, 21), (258, 3, bits), (259, 3, compression), (262, 3, 1), (273, 4, 8), (277, 3, 1),
            (278, 4, 21), (279, 4, len(data)), *more]


def low_bit_first(data):
    """LZW as writers of the eighties had it: the low bit of a byte first, and no code early."""
    table, codes, width, string = {bytes([k]): k for k in range(256)}, [(256, 9)], 9, b""
    following = 258
    for byte in data:
        longer = string + bytes([byte])
        if longer in table:
            string = longer
            continue
        codes.append((table[string], width))
        table[longer] = following
        width += following == 1 << width
        following += 1
        string = bytes([byte])
    codes += [(table[string], width), (257, width)]
    text = "".join(format(code, f"0{width}b")[::-1] for code, width in codes)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[k : k + 8][::-1], 2) for k in range(0, len(text), 8))


packed = low_bit_first(ramp.tobytes())
by_hand("lzw_old", strip(8, 5, packed), packed)
np.save(folder / "lzw_old.npy", ramp)
twelve = b"".join(int("".join(f"{9 * int(n):012b}" for n in row), 2).to_bytes(27, "big") for row in ramp)
by_hand("twelve_bits", strip(12, 1, twelve), twelve)
expect("twelve_bits")
turned = imagecodecs.lzw_encode(ramp.tobytes())
turned = imagecodecs.bitorder_encode(turned)
by_hand("lzw_reversed", strip(8, 5, turned, [(266, 3, 2)]), turned)
expect("lzw_reversed")
