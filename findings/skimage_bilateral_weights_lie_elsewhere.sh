#!/usr/bin/env bash
# scikit-image's denoise_bilateral with a small even-handed window weighs a pixel's own value less than that of
# pixels beside it: with colours that count for nothing it ought to be a Gaussian blur, and is not even symmetric.
#
# Seen with scikit-image 0.26.0, Linux x86-64. One bright pixel, win_size=5, sigma_spatial=1, sigma_color=1e9
# gives, around the pixel in the middle (a Gaussian has 0.1621 there and 0.0030 in the corners):
#     0.0015 0.0309 0.1385 0.2283 0.1385
#     0.0309 0.0025 0.0187 0.0840 0.1385
#     0.0840 0.0187 0.0015 0.0042 0.0187
#     0.0309 0.0187 0.0042 0.0003 0.0003
#     0.0015 0.0025 0.0015 0.0003 0.0000
#
# Why: the table of spatial weights has one element more on each side than the window, and is read in rows of the
# window's length, so that every row is taken from one place further on.
#
# Why it matters: pictures come out shifted and streaked by up to half of the window, and what is compared with
# OpenCV's filter or with the formula differs without a reason that could be seen from outside.
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
from skimage.restoration import denoise_bilateral

picture = np.zeros((15, 15))
picture[7, 7] = 1.0
blurred = denoise_bilateral(picture, win_size=5, sigma_color=1e9, sigma_spatial=1.0, mode="constant")
around = blurred[5:10, 5:10]

steps = np.arange(-2, 3)
gaussian = np.exp(-(steps[:, None] ** 2 + steps**2) / 2)
gaussian /= gaussian.sum()

print(f"scikit-image {skimage.__version__}\nseen:\n{np.round(around, 4)}\na Gaussian:\n{np.round(gaussian, 4)}")
assert around[2, 2] < 0.01 < 0.1 < around.max(), "the middle has weight"
assert not np.allclose(around, around[::-1, ::-1]), "it is symmetric"
assert np.isclose(gaussian[2, 2], 0.1621, atol=1e-4)
PY
