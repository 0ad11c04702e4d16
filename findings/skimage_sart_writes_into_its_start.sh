#!/usr/bin/env bash
# scikit-image's iradon_sart(radon, image=start) writes into the start and returns it, though the documentation calls
# the parameter an initial estimate and says nothing of that.
#
# Seen with scikit-image 0.26.0, Linux x86-64, after one iteration from zeros:
#     the start afterwards is not zero, and `result is start` is True
#     two iterations kept for comparison, b = iradon_sart(…, image=a): a and b are the same array, their difference is 0
#
# Why it matters: one iterates until the picture changes little. Written as a comparison of the new
# picture with the one before, that stops after the first iteration, and a start that is used twice is not what it was.
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
from skimage.transform import iradon_sart

theta = np.linspace(0, 180, 6, endpoint=False)
projections = np.ones((8, 6))
start = np.zeros((8, 8))
first = iradon_sart(projections, theta, image=start)
second = iradon_sart(projections, theta, image=first)
change = np.abs(second - first).max()
print(f"scikit-image {skimage.__version__}\n  start: {start.any()}, the same array: {second is start}, change: {change}")
assert first is start and second is start and start.any()
assert change == 0
copied = iradon_sart(projections, theta, image=second.copy())
assert np.abs(copied - second).max() > 0
PY
