#!/usr/bin/env bash
# scikit-image's frangi gives other vessels for sigmas=[1, 3] than for sigmas=[3, 1]: the constant that is called
# "half of the maximum Hessian norm" is that of whichever scale comes first, and is used for all that follow.
#
# Seen with scikit-image 0.26.0, Linux x86-64, for two bright ridges, one of width 1 and one of width 3, on the line of each:
#     sigmas=[1, 3]                        0.865 (narrow)   0.141 (wide)
#     sigmas=[3, 1]                        1.0              1.0
#     each scale alone, the larger of both  0.865            0.865
#
# Why: gamma=None is replaced by the first scale's number inside the loop over scales, and is not None any more.
# Derivatives of a narrow scale are larger, so that after it the wide scale counts for little.
#
# Why it matters: the scales are a set to whoever passes them, and the default list begins with the narrowest: wide vessels
# come out several times too faint, by the contrast of the narrow ones beside them. gamma given as a number is not affected.
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
from skimage.filters import frangi

row, column = np.mgrid[:64, :64]
picture = np.exp(-((row - 16) ** 2) / 2) + np.exp(-(((row - 44) / 3) ** 2) / 2)
rising, falling = (frangi(picture, sigmas=s, black_ridges=False) for s in ([1, 3], [3, 1]))
alone = np.maximum(*(frangi(picture, sigmas=[s], black_ridges=False) for s in (1, 3)))
print(f"scikit-image {skimage.__version__}")
for name, found in (("[1, 3]", rising), ("[3, 1]", falling), ("each alone", alone)):
    print(f"  {name:10} narrow {found[16, 32]:.3f}  wide {found[44, 32]:.3f}")
assert np.round(rising[[16, 44], 32], 3).tolist() == [0.865, 0.141]
assert np.round(falling[[16, 44], 32], 3).tolist() == [1.0, 1.0]
assert np.round(alone[[16, 44], 32], 3).tolist() == [0.865, 0.865]
fixed = [frangi(picture, sigmas=s, gamma=0.1, black_ridges=False) for s in ([1, 3], [3, 1])]
assert np.array_equal(*fixed)
PY
