#!/usr/bin/env bash
# h5py gives big-endian lists of varying length back with their bytes the wrong way round: what was
# written as 1 is read as 16777216, in an array that says its order is this machine's.
#
# Seen with h5py 3.16.0 (HDF5 2.0.0), numpy 2.4.6, Linux x86-64, a data set of
# h5py.vlen_dtype('>i4'): [16777216 33554432], dtype int32. Plain data sets of '>i4' are read right.
# The file is right: the bytes of the lists are big-endian, as its type says, and other readers give 1 and 2.
#
# Why it matters: instruments and PyTables files have such lists; whoever holds a reader against h5py
# sees two answers and no error, and the wrong one is the reference's.
#
# Needs python3 with venv and a package index, on a little-endian machine. Fails if it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install numpy==2.4.6 h5py==3.16.0

cat > "$folder/lists.py" <<'PY'
"""What comes back of big-endian 1 and 2: in a list, and in a plain data set; and the bytes in the file."""
import sys

import h5py
import numpy as np

path = sys.argv[1]
numbers = np.array([1, 2], ">i4")
with h5py.File(path, "w") as file:
    lists = file.create_dataset("lists", (1,), dtype=h5py.vlen_dtype(np.dtype(">i4")))
    lists[0] = numbers
    file.create_dataset("plain", data=numbers)
with h5py.File(path) as file:
    got = file["lists"][0]
    print(got.tolist(), got.dtype.isnative, file["plain"][...].tolist())
print(open(path, "rb").read().count(numbers.tobytes()))
PY

seen=$("$folder/venv/bin/python" "$folder/lists.py" "$folder/a.h5" | tr '\n' ' ')
echo "in a list, whether native, plain; how often 00000001 00000002 stands in the file: $seen"
[ "$seen" = "[16777216, 33554432] True [1, 2] 2 " ]
