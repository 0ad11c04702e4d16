"""Operations on sparse arrays with any number of axes as SciPy's coo_array does them, and as NumPy's einsum: tensors.txt.

A line is a case, an operation and its result, separated by tabs: for the arrays given `coo`, the shape, the coordinates
along all axes and the values; for results `dense`, shape and values. The numbers are small multiples of 1/4, so that
sums are exact in any order. Where SciPy's answer is not ours the operation is not among these.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import scipy.sparse as sp

warnings.simplefilter("ignore")
OUT = Path(sys.argv[1])
LINES = []


def number(x):
    if isinstance(x, (bool, np.bool_, int, np.integer)):
        return str(int(x))
    if isinstance(x, (complex, np.complexfloating)):
        return f"{float(x.real)!r}:{float(x.imag)!r}"
    return repr(float(x))


def numbers(a):
    return " ".join(number(x) for x in np.asarray(a).ravel())


def given(case, op, a):
    LINES.append("\t".join([case, op, "coo", numbers(a.shape), numbers(np.array(a.coords)), numbers(a.data)]))


def made(case, op, a):
    a = a.toarray() if sp.issparse(a) else np.asarray(a)
    LINES.append("\t".join([case, op, "dense", numbers(a.shape), numbers(a)]))


def tensor(rng, dtype, shape, nan=False):
    """A third of the places, zeros stored among them, in any order."""
    size = int(np.prod(shape))
    places = rng.permutation(np.flatnonzero(rng.random(size) < 1 / 3))
    n = len(places)
    if dtype == "bool":
        data = rng.integers(0, 4, n) > 0
    elif dtype.startswith("int"):
        data = rng.integers(-9, 10, n)
    else:
        data = rng.integers(-8, 9, n) / 4
        if nan and n:
            data[rng.integers(0, n, max(1, n // 8))] = np.nan
        if dtype.startswith("complex"):
            data = data + 1j * (rng.integers(-8, 9, n) / 4)
    coords = [np.array(axis, int) for axis in np.unravel_index(places, shape)]
    return sp.coo_array((data.astype(dtype), coords), shape=shape)


def products(rng, case, dtype):
    a, b = tensor(rng, dtype, (3, 4, 5)), tensor(rng, dtype, (5, 4, 2))
    given(case, "a", a)
    given(case, "b", b)
    for name, axes in {"last": 1, "both": ([1, 2], [1, 0]), "one": ([1], [1])}.items():
        made(case, f"tensordot.{name}", a.tensordot(b, axes))
        if dtype != "bool":
            made(case, f"dense.{name}", a.tensordot(b.toarray(), axes))
    for name, left, right in [("batch", (3, 4, 5), (3, 5, 2)), ("stretch", (3, 1, 4, 5), (2, 5, 2)),
                              ("matrix", (2, 3, 4), (4, 2)), ("none", (2, 0, 4), (4, 2))]:
        c, d = tensor(rng, dtype, left), tensor(rng, dtype, right)
        given(case, f"{name}.left", c)
        given(case, f"{name}.right", d)
        made(case, f"matmul.{name}", c @ d)


def sums_of_products(rng, case, dtype):
    shapes = {"a": (3, 4), "b": (4, 5), "c": (5, 3), "v": (4,), "t": (3, 4, 5), "s": (4, 4), "u": (3, 1, 5)}
    tensors = {name: tensor(rng, dtype, shape) for name, shape in shapes.items()}
    for name, a in tensors.items():
        given(case, name, a)
    for spec, names in [("ij,jk->ik", "ab"), ("ij,jk,ki->", "abc"), ("ij,jk,ki->j", "abc"), ("ij->ji", "a"),
                        ("ij->", "a"), ("ij->j", "a"), ("ii->i", "s"), ("ii", "s"), ("ij,j->i", "av"),
                        ("i,j->ij", "vv"), ("ijk,jk->i", "tb"), ("ijk,ijk->jk", "tt"), ("ijk,ij->kij", "ta"),
                        ("...j,j->...", "av"), ("ijk,ijk->ik", "tu"), ("ijk,jl", "ts"),
                        ("ij,jj,jk", "asb"), ("ij,kl->ijkl", "aa"), ("j,j", "vv")]:
        made(case, f"einsum.{spec}.{names}", np.einsum(spec, *[tensors[name].toarray() for name in names]))


def elementwise(rng, case, dtype, nan):
    shape = (3, 2, 4)
    a, b = tensor(rng, dtype, shape, nan), tensor(rng, dtype, shape, nan)
    given(case, "x", a)
    given(case, "y", b)
    made(case, "add", a + b)
    if not nan:  # SciPy multiplies NaN with what is not stored
        made(case, "multiply", a.multiply(b))
    if dtype != "bool":
        made(case, "subtract", a - b)
    if not dtype.startswith("complex") and not nan:  # SciPy loses a NaN beside what is not stored
        made(case, "maximum", a.maximum(b))
        made(case, "minimum", a.minimum(b))


def parts(case, a):
    given(case, "a", a)
    for name, index in {"number": np.s_[1], "ranges": np.s_[:, 1:3, ::2], "back": np.s_[::-1, ::-2],
                        "ellipsis": np.s_[..., -1], "new": np.s_[None, 1, ..., None], "none": np.s_[2:1]}.items():
        made(case, f"slice.{name}", a[index])
    made(case, "reshape", a.reshape((5, 12)))
    made(case, "transpose", a.transpose((2, 0, 1)))
    made(case, "swapaxes", sp.swapaxes(a, 0, 2))
    made(case, "expand_dims", sp.expand_dims(a, axis=1))
    small = np.zeros((2, 5, 3), a.dtype)  # SciPy's resize is for two axes
    small[:, :4] = a.toarray()[:2, :, :3]
    made(case, "resize", small)
    made(case, "concat", np.concatenate([a.toarray(), a.toarray()], 1))
    made(case, "stack", np.stack([a.toarray(), a.toarray()], -1))


def reductions(case, a, ordered, nan):
    given(case, "r", a)
    axes = {"all": None, "first": 0, "last": -1, "two": (0, 2)}
    for name, axis in axes.items():
        made(case, f"sum.{name}", a.sum(axis=axis))
        made(case, f"mean.{name}", a.mean(axis=axis))
        if ordered:
            for op in ["max", "min", "nanmax", "nanmin"]:
                made(case, f"{op}.{name}", getattr(a, op)(axis=axis))
        if ordered and not nan and name != "two":
            for op in ["argmax", "argmin"]:
                made(case, f"{op}.{name}", getattr(a, op)(axis=axis))
    made(case, "count.last", np.count_nonzero(a.toarray(), axis=-1))  # SciPy's has a list of another length


def main():
    rng = np.random.default_rng(43)
    for dtype in ["bool", "int8", "int64", "float32", "float64", "complex128"]:
        ordered = not dtype.startswith("complex")
        products(rng, f"{dtype}.products", dtype)
        if dtype != "bool":
            sums_of_products(rng, f"{dtype}.einsum", dtype)
        elementwise(rng, f"{dtype}.elements", dtype, False)
        parts(f"{dtype}.parts", tensor(rng, dtype, (3, 4, 5)))
        reductions(f"{dtype}.reduce", tensor(rng, dtype, (3, 4, 5)), ordered, False)
        if dtype.startswith("float"):
            elementwise(rng, f"{dtype}.nan.elements", dtype, True)
            reductions(f"{dtype}.nan.reduce", tensor(rng, dtype, (3, 4, 5), True), ordered, True)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "tensors.txt").write_text("\n".join(LINES) + "\n")


main()
