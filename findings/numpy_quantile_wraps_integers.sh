#!/usr/bin/env bash
# NumPy's quantile of signed integers lies outside of its elements: neighbours are subtracted in their own type before
# they are interpolated, and the difference wraps where they are further apart than that type reaches.
#
# Seen with numpy 2.4.6, Linux x86-64, Python 3.11: np.quantile(int8 [-100, 100], 0.5) is 128.0, at 0.25 it is -114.0;
# as floats they are 0.0 and -50.0. np.median, which takes the mean of the two, is right: 0.0. With four elements and
# the middle one asked for, [-100, -90, 100, 110] gives 133.0, not 5.0. Unsigned integers are right. A quantile of one
# lane warns of an overflow; along an axis, where everything is arrays, nothing is said.
#
# Why it matters: 8- and 16-bit integers are how sensors and packed climate data come, and quantiles are how they are
# looked at first; int64 has the same fault beyond 2**63. Whoever holds quantiles against NumPy casts first.
#
# Needs python3 with venv and a package index. Fails if it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.4.6

cat > "$folder/quantiles.py" <<'PY'
"""Quantiles of small integers, beside those of the same numbers as floats."""
import warnings

import numpy as np

for values, dtype in (([-100, 100], "i1"), ([-100, -90, 100, 110], "i1"), ([10, 200], "u1")):
    a = np.array(values, dtype=dtype)
    column = np.stack([a, a], axis=1)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        columns = np.quantile(column, 0.5, axis=0)
    with warnings.catch_warnings(record=True):
        one = [float(np.quantile(a, q)) for q in (0.25, 0.5)]
    floats = [float(np.quantile(a.astype(float), q)) for q in (0.25, 0.5)]
    print(dtype, one, floats, float(np.median(a)), columns.tolist(), len(said))
PY

seen=$("$folder/venv/bin/python" "$folder/quantiles.py")
echo "type, quantiles of integers, of floats, the median, along an axis, warnings then:"
echo "$seen"
want='i1 [-114.0, 128.0] [-50.0, 0.0] 0.0 [128.0, 128.0] 0
i1 [-92.5, 133.0] [-92.5, 5.0] 5.0 [133.0, 133.0] 0
u1 [57.5, 105.0] [57.5, 105.0] 105.0 [105.0, 105.0] 0'
[ "$seen" = "$want" ]
