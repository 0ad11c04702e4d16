#!/usr/bin/env bash
# Dask takes the whole axis, backwards, where NumPy takes nothing: a slice with a negative step whose start lies
# before the first element. The shape is wrong already when the expression is made; no error, no warning.
#
# Seen with dask 2026.8.0, numpy 2.4.6, Linux x86-64, Python 3.11: of five elements, x[-9::-1] and x[-6::-1] are
# [4 3 2 1 0], and x[-9:-20:-2] is [4 2 0]; NumPy's are empty. x[-5::-1], the first start inside, is right: [0].
# Any chunks.
#
# Why it matters: "the last n, backwards" with an n that is longer than the axis is a common expression; whoever
# holds chunked slices against Dask sees another array, not an error.
#
# Needs python3 with venv and a package index. Fails if it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.4.6 "dask[array]==2026.8.0"

cat > "$folder/slices.py" <<'PY'
"""Backward slices of five elements, by NumPy and by Dask."""
import dask.array
import numpy as np

whole = np.arange(5)
for chunk in (5, 2):
    chunked = dask.array.from_array(whole, chunks=chunk)
    for slice_ in (slice(-9, None, -1), slice(-6, None, -1), slice(-9, -20, -2), slice(-5, None, -1)):
        print(whole[slice_].tolist(), chunked[slice_].compute().tolist(), chunked[slice_].shape)
PY

seen=$("$folder/venv/bin/python" "$folder/slices.py")
echo "NumPy, Dask, the shape that Dask says:"
echo "$seen"
want='[] [4, 3, 2, 1, 0] (5,)
[] [4, 3, 2, 1, 0] (5,)
[] [4, 2, 0] (3,)
[0] [0] (1,)'
[ "$seen" = "$want
$want" ]
