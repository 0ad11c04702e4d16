#!/usr/bin/env bash
# NumPy's OpenBLAS keeps its helper threads spinning after every threaded call: a program that
# multiplied two matrices and then sleeps goes on using a processor for tens of milliseconds.
#
# Seen with numpy 2.4.6 (its bundled OpenBLAS 0.3.x), Linux x86-64, two processors or more:
# about 40 to 110 ms of processor time after one product of order 512 that itself takes 5 ms;
# none with OPENBLAS_NUM_THREADS=1, none with OPENBLAS_THREAD_TIMEOUT=20 (2^20 cycles).
#
# Why it matters: whoever times two programs in turns, on the same processors, times the second
# one beside the first one's spinning. A matrix product of ours took 6.8 ms right after NumPy's
# turn and 3.2 ms after a pause. Let peers rest, or set the variable.
#
# Needs python3 with venv and a package index, and more than one processor. Fails if it changes.
set -euo pipefail
[ "$(nproc)" -gt 1 ] || { echo "one processor: OpenBLAS starts no helper thread"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.4.6

cat > "$folder/idle.py" <<'PY'
"""Mean processor time, in ms, that this process uses in the 300 ms after a product."""
import time
import numpy as np

a = np.ones((512, 512))
a @ a
time.sleep(0.5)
used = 0.0
for _ in range(10):
    a @ a
    before = time.process_time()
    time.sleep(0.3)
    used += time.process_time() - before
print(round(used / 10 * 1000))
PY

idle() { env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE "$@" "$folder/venv/bin/python" "$folder/idle.py"; }
default=$(idle)
single=$(idle OPENBLAS_NUM_THREADS=1)
short=$(idle OPENBLAS_THREAD_TIMEOUT=20)
echo "idle after a product: $default ms by default, $single ms on one thread, $short ms with a short time-out"
[ "$default" -ge 15 ] && [ "$single" -le 5 ] && [ "$short" -le 5 ]
