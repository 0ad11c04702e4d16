"""Reads with h5py what the test `every_kind_of_file_takes_more_arrays_and_keeps_what_it_has` made, which
keeps it in the folder that ND_HDF5_ADDED names: `hdf5_check_added.py FOLDER FIXTURES`.

Ends with an error where something that was added is not there, or something that was there is another.
Then everything is changed by h5py itself, which must be possible too.
"""

import pathlib
import sys

import h5py
import numpy as np


def same(old, new, path):
    assert type(old) is type(new), path
    for name in old.attrs:
        try:
            want = old.attrs[name]
        except (OSError, TypeError):
            continue  # a kind that h5py does not read
        assert np.array_equal(np.asarray(want), np.asarray(new.attrs[name])), (path, name)
    if isinstance(old, h5py.Dataset):
        assert old.shape == new.shape and old.dtype == new.dtype, path
        if old.size and old.nbytes < 1 << 20 and old.dtype.kind in "iufcbSO":
            assert np.array_equal(old[()], new[()], equal_nan=old.dtype.kind in "fc"), path
        return
    for name in old:
        link = old.get(name, getlink=True)
        assert type(link) is type(new.get(name, getlink=True)), (path, name)
        if isinstance(link, h5py.HardLink) and path.count("/") < 4:
            same(old[name], new[name], f"{path}/{name}")


def main(folder, fixtures):
    count = 0
    for path in sorted(folder.glob("*.h5")):
        with h5py.File(fixtures / path.name) as old, h5py.File(path) as new:
            same(old, new, "")
            assert set(new) - set(old) == {"new top", "newer"}, list(new)
            assert new["new top"][()].tolist() == [9]
            assert new["newer/deep/x"][()].tolist() == [2.5] * 20
            assert new["newer/deep/x"].attrs["units"] == "kelvin"
            assert new["newer/deep/y"][()].tolist() == [True, False]
        with h5py.File(path, "r+") as again:
            again["by h5py"] = np.arange(5)
            again.create_group("newer/more")["z"] = 1.0
            del again["new top"]
        with h5py.File(path) as again:
            assert again["by h5py"][()].tolist() == [0, 1, 2, 3, 4]
            assert again["newer/more/z"][()] == 1.0
            assert "new top" not in again
            assert again["newer/deep/x"][()].tolist() == [2.5] * 20
        count += 1
    print(count, "files are as they should be")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
