"""Reads with zarr-python what nd-io wrote: `read_back.py FOLDER`, after the test zarr_peer.

Prints the number of arrays compared, and exits with 1 if any differs.
"""

import pathlib
import sys

import numpy as np
import zarr


def main():
    folder = pathlib.Path(sys.argv[1])
    root = zarr.open_group(str(folder / "root.zarr"), mode="r")
    bad = 0
    files = sorted(folder.glob("*.npy"))
    for path in files:
        want = np.load(path)
        array = root[path.stem.replace("-", "/")]
        got = array[...]
        same = got.dtype == want.dtype and got.shape == want.shape and got.tobytes() == want.tobytes()
        if array.attrs.get("text", 'k "q"') != 'k "q"' or array.attrs.get("number", 0.5) != 0.5:
            same = False
        if not same:
            bad += 1
            print(f"{path.stem}: differs: {array.metadata.codecs}")
    bad += root["scalar"][()] != 2.5
    print(f"{len(files) + 1} arrays, {bad} differ")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
