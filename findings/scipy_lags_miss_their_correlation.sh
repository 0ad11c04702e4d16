#!/usr/bin/env bash
# SciPy's correlation_lags(n, m, "same") does not name the lags of correlate(a, b, "same"): they are off by one where the
# second signal is shorter and of even length, and by much where it is longer.
#
# Seen with scipy 1.18.1 and numpy 2.5.5, Linux x86-64. Two signals with one impulse each, at the same place, whose
# lag is 0; the lag at the largest correlation is said to be
#     lengths 8, 3      full 0   same 0     valid 0
#     lengths 5, 2      full 0   same 1     valid 0
#     lengths 5, 4      full 0   same 1     valid 0
#     lengths 100, 30   full 0   same 0     valid 0
#     lengths 30, 100   full 0   same -27   valid 0
#
# Why: "same" cuts the middle out of the correlation and out of the lags, each by a rule of its own: one counts the place of the
# middle from the first signal, the other from the lags' middle.
#
# Why it matters: the lag at the peak of a correlation is what the two are called for together: delays come out wrong by a sample,
# or by nearly the length of a signal, with the mode that keeps a signal's length. Use "full", and cut afterwards.
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
from scipy.signal import correlate, correlation_lags


def lag(n, m, mode):
    a, b = np.zeros(n), np.zeros(m)
    a[min(n, m) // 2] = b[min(n, m) // 2] = 1.0
    return int(correlation_lags(n, m, mode)[np.argmax(correlate(a, b, mode))])


print(f"scipy {scipy.__version__}")
seen = {}
for n, m in [(8, 3), (5, 2), (5, 4), (100, 30), (30, 100)]:
    seen[n, m] = [lag(n, m, mode) for mode in ("full", "same", "valid")]
    print(f"  lengths {n}, {m}: full {seen[n, m][0]}, same {seen[n, m][1]}, valid {seen[n, m][2]}")
assert list(seen.values()) == [[0, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0], [0, -27, 0]]
PY
