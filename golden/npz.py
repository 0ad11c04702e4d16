"""Writes the .npz fixtures of nd-io's tests, and .npy files of records and strings: `npz.py FOLDER`.

Element k (in C order) of every numeric array is k - 2 in its type (true where odd for bool;
k - 2 + 0.5j k for complex), so that the tests know the values without reading them from anywhere.
"""

import pathlib
import sys
import warnings

import numpy as np
import scipy.sparse

CODES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]


def numbers(code, shape):
    k = np.arange(int(np.prod(shape, dtype=int)))
    dtype = np.dtype(code)
    if dtype.kind == "b":
        flat = k % 2 == 1
    elif dtype.kind == "c":
        flat = (k - 2) + 0.5j * k
    elif dtype.kind == "u":
        flat = k.astype(dtype) - np.array(2, dtype)  # wraps
    else:
        flat = k - 2
    return flat.astype(dtype).reshape(shape)


def main():
    folder = pathlib.Path(sys.argv[1]) / "npz"
    folder.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")

    arrays = {code: numbers(code, (3, 4)) for code in CODES}
    arrays["scalar"] = numbers("f8", ())
    arrays["empty"] = numbers("f4", (0, 3))
    arrays["fortran"] = np.asfortranarray(numbers("i4", (3, 4)))
    arrays["big"] = numbers(">i4", (3, 4))
    arrays["folder/inner"] = numbers("u1", (5,))
    arrays["bytes"] = np.array([b"one", b"", b"three"])
    arrays["text"] = np.array(["één", "", "日本"])
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)
    np.savez_compressed(folder / "zeros.npz", zeros=np.zeros((300, 1000)))
    np.savez(folder / "none.npz")
    matrix = scipy.sparse.csr_array(np.array([[0, 1.5, 0], [2.5, 0, 3.5]]))
    scipy.sparse.save_npz(folder / "csr.npz", matrix)

    for order, name in [("<", "little"), (">", "big")]:
        plain = np.dtype([("x", order + "f4"), ("id", order + "u8"), ("tag", "S4"), ("pos", order + "i2", (3,))])
        a = np.zeros(3, plain)
        for k in range(3):
            a[k] = (k + 0.5, k * 10**12, b"ab"[: k + 1], [k, -k, 300 * k])
        np.save(folder / f"record_{name}.npy", a)
    aligned = np.dtype([("flag", "u1"), ("value", "<f8")], align=True)
    a = np.zeros(4, aligned)  # field by field: what lies between the fields stays 0
    a["flag"], a["value"] = range(4), np.arange(4) / 4
    np.save(folder / "record_aligned.npy", a.reshape(2, 2))
    inner = np.dtype([("re", "<f4"), ("im", "<f4")])
    nested = np.dtype([("z", inner, (2,)), ("n", "<i4")])
    np.save(folder / "record_nested.npy", np.array([([(1, 2), (3, 4)], 5), ([(6, 7), (8, 9)], 10)], nested))
    np.save(folder / "record_unicode.npy", np.array([(7,), (8,)], np.dtype([("größe", "<i4")])))
    np.save(folder / "record_title.npy", np.array([(7,), (8,)], np.dtype([(("a title", "n"), "<i4")])))

    np.save(folder / "text_big.npy", np.array(["één", "", "日本"]).astype(">U4"))
    np.save(folder / "text_fortran.npy", np.asfortranarray(np.array([["a", "bc", "d"], ["e", "f", "ghi"]])))
    np.save(folder / "bytes_latin.npy", np.array([b"ok", b"\xe9"]))
    np.save(folder / "text_scalar.npy", np.array("alone"))


if __name__ == "__main__":
    main()
