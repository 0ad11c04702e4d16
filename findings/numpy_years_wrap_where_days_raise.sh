#!/usr/bin/env bash
# NumPy compares the year 2500 with a time in 2000 and says that it is earlier: years and months that
# become nanoseconds wrap around in silence, where days raise OverflowError. And picoseconds become
# no days at all, not even 0 of them.
#
# Seen with numpy 2.5.5, Linux x86-64. Nanoseconds in 64 bits end in 2262. Of datetime64:
#     ["2500"] (Y) < ["2000-01-01"] (ns)             True
#     ["2500-01-01"] (D) < ["2000-01-01"] (ns)       OverflowError
#     ["3000"] (Y) astype ns                         1830-11-23T00:50:52.580896768
#     ["3000-01-01"] (D) astype ns                   OverflowError
#     concatenate(["2500"] (Y), a time in ns)        1915-06-14T00:25:26.290448384, ...
#     [0] (ps) astype D                              OverflowError: the factor between the units does not fit
#
# Why: conversions between units of fixed length are checked; years and months go by calendar code of
# their own, which is not. The factor between two units is kept in 64 bits, and a day has more
# picoseconds than 2**63.
#
# Why it matters: a column of years beside a column of nanoseconds (what pandas wrote for long) is an
# everyday pair, and the comparison, the join and the sort after it are wrong without a word. Convert
# years to days first: from there on NumPy says when it cannot.
#
# Needs python3.12 or later with venv, and a package index. Fails if it changes.
set -euo pipefail
python=
for name in python3.12 python3.13 python3.14; do
    if "$name" -c "import venv" 2>/dev/null; then python=$name; break; fi
done
[ -n "$python" ] || { echo "numpy 2.5 needs Python 3.12"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.5.5

"$folder/venv/bin/python" - <<'PY'
import numpy as np


def said(what):
    try:
        return str(what()[0])
    except OverflowError:
        return "OverflowError"


later = np.array(["2000-01-01"], "M8[ns]")
seen = {
    "year < ns": said(lambda: np.array(["2500"], "M8[Y]") < later),
    "month < ns": said(lambda: np.array(["2500-01"], "M8[M]") < later),
    "day < ns": said(lambda: np.array(["2500-01-01"], "M8[D]") < later),
    "year to ns": said(lambda: np.array(["3000"], "M8[Y]").astype("M8[ns]")),
    "day to ns": said(lambda: np.array(["3000-01-01"], "M8[D]").astype("M8[ns]")),
    "year and ns": said(lambda: np.concatenate([np.array(["2500"], "M8[Y]"), later])),
    "0 ps to D": said(lambda: np.array([0], "M8[ps]").astype("M8[D]")),
}
print(f"numpy {np.__version__}")
for what, result in seen.items():
    print(f"  {what:12} {result}")
assert list(seen.values()) == [
    "True",
    "True",
    "OverflowError",
    "1830-11-23T00:50:52.580896768",
    "OverflowError",
    "1915-06-14T00:25:26.290448384",
    "OverflowError",
]
PY
