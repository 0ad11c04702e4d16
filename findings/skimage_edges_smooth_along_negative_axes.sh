#!/usr/bin/env bash
# scikit-image's sobel, prewitt, scharr and farid along an axis that is counted from the end (axis=-1) smooth along that
# axis too: the derivative is a fraction of that along the same axis counted from the front.
#
# Seen with scikit-image 0.26.0, Linux x86-64. The slope of a ramp of 1 a column, with its middle column raised by 1:
#     axis=1     1 2 2 3 2 1 2 2 1
#     axis=-1    0.25 0.5 0.5 0.75 0.5 0.25 0.5 0.5 0.25
# (at the ends the picture is reflected).
#
# Why: the axes to smooth along are all that are not in the list of axes, which holds -1 and not 1.
#
# Why it matters: axis=-1 is how one writes "along the rows" for pictures of any rank. The results look
# right, and are a quarter (sobel), a third (prewitt) or so of what they should be: thresholds miss the edges.
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
from skimage import filters

picture = np.arange(9.0) * np.ones((5, 1))
picture[:, 4] += 1
front, end = (filters.sobel(picture, axis=axis)[2] for axis in (1, -1))
print(f"scikit-image {skimage.__version__}\n  axis=1   {front}\n  axis=-1  {end}")
assert front.tolist() == [1, 2, 2, 3, 2, 1, 2, 2, 1]
assert end.tolist() == [0.25, 0.5, 0.5, 0.75, 0.5, 0.25, 0.5, 0.5, 0.25]
for name in ("sobel", "prewitt", "scharr", "farid"):
    function = getattr(filters, name)
    assert not np.allclose(function(picture, axis=1), function(picture, axis=-1)), name
    assert np.allclose(function(picture, axis=0), function(picture.T, axis=1).T), name
PY
