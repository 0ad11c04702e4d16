"""TIFF files of 10,000² u16 in tiles of 256² with differences, for both sides of the bench to read.

A picture as cameras give: something smooth, and noise in the low six bits. Run by `cargo xtask bench`.
"""

import numpy as np
import tifffile

from peer_files import FOLDER

SIDE = 10_000
FOLDER.mkdir(parents=True, exist_ok=True)
missing = [name for name in ("zlib", "lzw", "zstd") if not (FOLDER / f"{name.replace('zlib', 'deflate')}.tif").exists()]
if missing:
    noise = np.random.default_rng(0).integers(0, 64, (SIDE, SIDE), "u2")
    y, x = np.ogrid[:SIDE, :SIDE]
    picture = ((np.sin(y / 300) * np.cos(x / 200) + 1) * 20_000).astype("u2") + noise
    for name in missing:
        path = FOLDER / f"{name.replace('zlib', 'deflate')}.tif"
        tifffile.imwrite(path, picture, tile=(256, 256), compression=name, predictor=True, metadata=None)
