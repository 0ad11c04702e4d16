#!/usr/bin/env bash
# scikit-image's hough_circle_peaks treats the columns of a picture as an angle that closes into itself: a circle near the left
# edge suppresses one near the right edge, if their rows are mirrored. Top and bottom are not joined.
#
# Seen with scikit-image 0.26.0, Linux x86-64: votes for two circles of radius 5 in a space of 40 by 40, at least 4 apart:
#     centres (row 10, column 1) and (row 30, column 38): one circle, though they are 42 pixels apart
#     centres (row 10, column 1) and (row 30, column 36): both
#     centres (row 1, column 10) and (row 38, column 30): both
#
# Why: the peaks are found by the function made for straight lines, whose space has distances along one axis and angles
# along the other: at either end of the angles the same lines come back with the sign of the distance turned.
#
# Why it matters: min_xdistance and min_ydistance say pixels. Of circles at both edges the weaker is lost without a word, on
# some pictures and not on their crops.
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
from skimage.transform import hough_circle_peaks

def found(strong, weak):
    votes = np.zeros((1, 40, 40))
    votes[0][strong], votes[0][weak] = 1.0, 0.9
    _, x, y, _ = hough_circle_peaks(votes, [5], min_xdistance=4, min_ydistance=4)
    return sorted(zip(y.tolist(), x.tolist()))

print(f"scikit-image {skimage.__version__}")
for strong, weak, expected in (
    ((10, 1), (30, 38), [(10, 1)]),
    ((10, 1), (30, 36), [(10, 1), (30, 36)]),
    ((1, 10), (38, 30), [(1, 10), (38, 30)]),
):
    got = found(strong, weak)
    print(f"  {strong} and {weak}: {got}")
    assert got == expected
PY
