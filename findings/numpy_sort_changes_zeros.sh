#!/usr/bin/env bash
# NumPy's default sort of floats is no permutation of its input: it turns some 0.0 into -0.0 or the
# other way round.
#
# Seen with numpy 2.4.6, Linux x86-64, a processor with AVX2 (AMD, no AVX-512): of 500 random arrays
# of 40 elements out of {0.0, -0.0, 1.0}, 471 came back with another number of negative zeros
# (float64; of float32 too). Of arrays of 5 elements about a quarter did. np.partition does it too.
# kind="stable" keeps every element.
#
# Why: vectors are sorted by minima and maxima of pairs, and of two zeros the processor's
# instructions for both return the same operand: one zero is there twice, the other is gone.
#
# Why it matters: "same elements as before, bit for bit" is no check of a sorted array, and what
# divides by its elements, or prints them, may see a sign that nobody put in. Sort by kind="stable", or
# compare with zeros as equals.
#
# Needs python3 with venv, a package index, and AVX2. Fails if it changes.
set -euo pipefail
grep -qw avx2 /proc/cpuinfo || { echo "no AVX2: NumPy sorts by other code"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.4.6

"$folder/venv/bin/python" - <<'PY'
import numpy as np

rng = np.random.default_rng(0)


def changed(sort, n):
    """Of 500 arrays, how many have another number of negative zeros afterwards."""
    count = lambda a: int(np.signbit(a[a == 0]).sum())
    arrays = [rng.choice([0.0, -0.0, 1.0], n) for _ in range(500)]
    return sum(count(a) != count(sort(a)) for a in arrays)


default, stable = changed(np.sort, 40), changed(lambda a: np.sort(a, kind="stable"), 40)
parts = changed(lambda a: np.partition(a, 20), 40)
print(f"numpy {np.__version__}: of 500 arrays, changed by sort {default}, by stable sort {stable}, by partition {parts}")
assert default > 100 and stable == 0 and parts > 0
PY
