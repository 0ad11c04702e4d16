"""Makes the fixtures of the small picture formats of crates/nd-io: BMP, PNM, GIF and QOI.

    python golden/pictures.py            writes crates/nd-io/tests/golden
    python golden/pictures.py --check    makes them again elsewhere and compares the hashes

Files as Pillow writes them, and by hand what it does not write; beside each stands what Pillow reads
(samples as they are, black and white as bool, frames of GIF as RGBA with nothing where alpha is 0).
Made with NumPy 2.4.6 and Pillow 13.0.0.
"""

import hashlib
import io
import pathlib
import struct
import sys
import tempfile

import numpy as np
from PIL import Image, ImageSequence

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "crates" / "nd-io" / "tests" / "golden"


class Folder:
    def __init__(self, path):
        self.path = path / "pictures"
        self.path.mkdir(parents=True, exist_ok=True)

    def add(self, name, raw, expected):
        (self.path / name).write_bytes(raw)
        np.save(self.path / f"{name}.npy", np.ascontiguousarray(expected))

    def read(self, name, raw, mode=None):
        image = Image.open(io.BytesIO(raw))
        self.add(name, raw, np.asarray(image.convert(mode) if mode else image))


def encode(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def bmp(bits, width, height, pixels, packing=0, palette=b"", masks=b""):
    """A file of an old header of 40 bytes."""
    start = 14 + 40 + len(masks) + len(palette)
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, len(pixels), 0, 0, len(palette) // 4, 0)
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + head + masks + palette + pixels


def bitmaps(out, rng):
    grey = rng.integers(0, 256, (7, 10), dtype=np.uint8)
    colours = rng.integers(0, 256, (7, 10, 3), dtype=np.uint8)
    alpha = rng.integers(0, 256, (7, 10, 4), dtype=np.uint8)
    out.read("grey.bmp", encode(Image.fromarray(grey), "BMP"))
    out.read("rgb.bmp", encode(Image.fromarray(colours), "BMP"))
    out.read("rgba.bmp", encode(Image.fromarray(alpha), "BMP"))
    out.read("palette.bmp", encode(Image.fromarray(colours).quantize(9), "BMP"), "RGB")
    out.read("bit.bmp", encode(Image.fromarray(grey > 99), "BMP"), "L")
    palette = rng.integers(0, 256, (16, 4), dtype=np.uint8)
    palette[:, 3] = 0
    rows = rng.integers(0, 256, (5, 8), dtype=np.uint8)
    out.read("four.bmp", bmp(4, 13, 5, rows.tobytes(), palette=palette.tobytes()), "RGB")
    out.read("down.bmp", bmp(4, 13, -5, rows.tobytes(), palette=palette.tobytes()), "RGB")
    words = rng.integers(0, 1 << 15, (4, 6), dtype=np.uint16)
    out.read("555.bmp", bmp(16, 6, 4, words.tobytes()), "RGB")
    words = rng.integers(0, 1 << 16, (4, 6), dtype=np.uint16)
    fields = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    out.read("565.bmp", bmp(16, 6, 4, words.tobytes(), 3, masks=fields), "RGB")
    colours = rng.integers(0, 256, (256, 4), dtype=np.uint8)
    colours[:, 3] = 0
    # Runs, numbers as they are (padded), the end of a row, a jump, the end.
    runs = bytes([5, 7, 0, 3, 1, 2, 3, 0, 2, 9, 0, 0, 0, 2, 1, 1, 4, 200, 0, 0, 10, 3, 0, 0, 0, 1])
    out.read("runs8.bmp", bmp(8, 10, 4, runs, 1, colours.tobytes()), "RGB")
    runs = bytes([5, 0x12, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 10, 0xAB, 0, 0, 0, 1])
    out.read("runs4.bmp", bmp(4, 10, 2, runs, 2, palette.tobytes()), "RGB")
    core = struct.pack("<IHHHH", 12, 5, 2, 1, 8)
    pixels = bytes(range(5)) + b"\0" * 3 + bytes(range(100, 105)) + b"\0" * 3
    raw = b"BM" + struct.pack("<IHHI", 26 + 768 + 16, 0, 0, 26 + 768) + core + colours[:, :3].tobytes() + pixels
    out.read("core.bmp", raw, "RGB")


def maps(out, rng):
    grey = rng.integers(0, 256, (6, 11), dtype=np.uint8)
    out.read("bit.pbm", encode(Image.fromarray(grey > 99), "PPM"))
    out.read("grey.pgm", encode(Image.fromarray(grey), "PPM"))
    out.read("rgb.ppm", encode(Image.fromarray(rng.integers(0, 256, (6, 11, 3), dtype=np.uint8)), "PPM"))
    wide = rng.integers(0, 1 << 16, (6, 11), dtype=np.uint16)
    out.add("wide.pgm", b"P5\n11 6\n65535\n" + wide.astype(">u2").tobytes(), wide)
    out.add("few.pgm", b"P5 # levels\n11 6 # of each\n99\n" + (grey % 100).tobytes(), grey % 100)
    text = "P1\n# digits\n5 2\n10110\n 0 0 1 1 1\n"
    out.read("digits.pbm", text.encode())
    out.add("digits.pgm", b"P2\n3 2 255\n1 2 3\n# here too\n255 0 7\n", np.array([[1, 2, 3], [255, 0, 7]], np.uint8))
    colours = np.arange(12, dtype=np.uint16).reshape(2, 2, 3) * 5000
    text = "P3 2 2 60000\n" + " ".join(map(str, colours.ravel())) + "\n"
    out.add("digits.ppm", text.encode(), colours)
    four = rng.integers(0, 256, (3, 4, 4), dtype=np.uint8)
    head = b"P7\nWIDTH 4\nHEIGHT 3\nDEPTH 4\nMAXVAL 255\n# colours\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    out.add("rgba.pam", head + four.tobytes(), four)
    head = b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n"
    out.add("bit.pam", head + b"\1\0", np.array([[True, False]]))


def frames(raw):
    seen = [np.asarray(frame.convert("RGBA")).copy() for frame in ImageSequence.Iterator(Image.open(io.BytesIO(raw)))]
    all_frames = np.stack(seen)
    all_frames[all_frames[..., 3] == 0] = 0
    return all_frames


def moving(out, rng):
    still = Image.fromarray(rng.integers(0, 256, (19, 13), dtype=np.uint8))
    raw = encode(still, "GIF", interlace=1)
    out.add("interlaced.gif", raw, frames(raw))
    raw = encode(still, "GIF", interlace=0)
    out.add("rows.gif", raw, frames(raw))
    for disposal in range(4):
        pictures = []
        for k in range(5):
            a = np.zeros((16, 20, 4), np.uint8)
            a[k : k + 6, 3 * k : 3 * k + 5] = [40 * k, 255 - 30 * k, 90, 255]
            pictures.append(Image.fromarray(a))
        options = dict(save_all=True, append_images=pictures[1:], duration=[40, 50, 60, 70, 80], loop=3)
        raw = encode(pictures[0], "GIF", disposal=disposal, **options)
        out.add(f"moves{disposal}.gif", raw, frames(raw))
    opaque = [Image.fromarray(np.roll(np.asarray(still), k, 1)) for k in range(3)]
    raw = encode(opaque[0], "GIF", save_all=True, append_images=opaque[1:], duration=100)
    out.add("opaque.gif", raw, frames(raw))


def quick(out, rng):
    smooth = np.add.outer(np.arange(30), np.arange(40))[..., None] * np.array([1, 2, 3])
    for name, channels in [("rgb", 3), ("rgba", 4)]:
        a = smooth.astype(np.uint8)
        a[10:15] = rng.integers(0, 256, (5, 40, 3), dtype=np.uint8)
        a[20:, 20:] = 77
        if channels == 4:
            a = np.dstack([a, np.where(a[..., 0] > 50, 255, a[..., 1])]).astype(np.uint8)
        raw = encode(Image.fromarray(a), "QOI")
        out.read(f"{name}.qoi", raw)


def make(folder):
    rng = np.random.default_rng(20261201)
    out = Folder(pathlib.Path(folder))
    for part in [bitmaps, maps, moving, quick]:
        part(out, rng)


def sums(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted((folder / "pictures").iterdir())}


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        with tempfile.TemporaryDirectory() as temporary:
            make(temporary)
            same = sums(pathlib.Path(temporary)) == sums(TARGET)
        sys.exit(0 if same else "other fixtures than the committed ones")
    make(sys.argv[1] if len(sys.argv) > 1 else TARGET)
