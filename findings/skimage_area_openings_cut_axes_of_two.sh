#!/usr/bin/env bash
# scikit-image's area_opening and area_closing of an array with an axis of two samples remove spots that are as large as
# is asked for, or fail with an error about an index.
#
# Seen with scikit-image 0.26.0, Linux x86-64:
#     1 1                       1 1
#     9 9   opened by 3 gives   1 1    the three nines, which share sides, ought to stay
#     1 9                       1 1
# and the same picture lying on its side raises "ValueError: index ... is out of bounds" or "invalid entry".
#
# Why: neighbours are kept as distances in the flat array, which are made of places in an array of the lengths of the axes and
# need three of each; along two one of the neighbours comes out as another pixel.
#
# Why it matters: stacks of two planes, pictures of two channels and narrow strips are filtered wrongly without a word:
# of random pictures of 8 by 2 about two thirds come out wrong, those of 8 by 3 are right.
#
# Needs python3 (3.11 or later) with venv, and a package index. Fails if it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.4.6 scipy==1.17.1 scikit-image==0.26.0

"$folder/venv/bin/python" - <<'PY'
import numpy as np
import skimage
from skimage.morphology import area_opening

narrow = np.array([[1, 1], [9, 9], [1, 9]], np.uint8)
opened = area_opening(narrow, 3, connectivity=1)
wide = np.pad(narrow, ((0, 0), (0, 1)), constant_values=1)
print(f"scikit-image {skimage.__version__}\nof two columns\n{opened}\nwith a third of ones\n{area_opening(wide, 3, connectivity=1)}")
assert np.array_equal(area_opening(wide, 3, connectivity=1), wide), "the spot stays where there are three columns"
assert np.array_equal(opened, np.ones((3, 2))), "it goes where there are two"
try:
    area_opening(np.ones((2, 8), np.uint8), 3, connectivity=1)
except ValueError as error:
    print(f"two rows: {error}")
else:
    raise AssertionError("two rows are filtered")
PY
