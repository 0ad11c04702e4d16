#!/usr/bin/env bash
# SciPy's median_filter, rank_filter and percentile_filter of one axis take no notice of which elements a footprint holds:
# the same samples as a picture of one row give other, right, results.
#
# Seen with scipy 1.18.1 and numpy 2.5.5, Linux x86-64, with samples 5 1 4 2 3 9 8 7 and the footprint 1 1 1 0 0, whose
# windows are the sample and the two before it:
#     one axis     1 2 2 2 3 3 7 7
#     one row      5 5 4 2 3 3 8 8     (the medians)
#
# Why: arrays of one axis go another, faster way, which keeps the length of the footprint and the rank among its set
# elements, and takes that rank of all elements along the length.
#
# Why it matters: footprints are how one leaves out a sample (its own, the future, a known bad one). The numbers look
# like medians, and the greatest and least ranks are right, which go yet another way. As one row it is right.
#
# Needs python3.12 or later with venv, and a package index. Fails if it changes.
set -euo pipefail
python=
for name in python3.12 python3.13 python3.14; do
    if "$name" -c "import venv" 2>/dev/null; then python=$name; break; fi
done
[ -n "$python" ] || { echo "scipy 1.18 needs Python 3.12"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.5.5 scipy==1.18.1

"$folder/venv/bin/python" - <<'PY'
import numpy as np
import scipy
from scipy import ndimage

samples = np.array([5.0, 1, 4, 2, 3, 9, 8, 7])
footprint = np.array([1, 1, 1, 0, 0], bool)
alone = ndimage.median_filter(samples, footprint=footprint)
row = ndimage.median_filter(samples[None], footprint=footprint[None])[0]
wanted = ndimage.generic_filter(samples, np.median, footprint=footprint)
print(f"scipy {scipy.__version__}\n  one axis {alone}\n  one row  {row}\n  medians  {wanted}")
assert np.array_equal(row, wanted)
assert alone.tolist() == [1, 2, 2, 2, 3, 3, 7, 7]
assert ndimage.rank_filter(samples, 1, footprint=footprint).tolist() == alone.tolist()
PY
