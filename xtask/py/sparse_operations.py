"""The operations on sparse matrices that xtask/py/sparse.py draws: how a case is drawn, and what its result is.

What SciPy makes of the operands as canonical rows is the answer, and it is also asked in the formats that the
operands are in. Where its answer is a trap, ours is NumPy's of the dense arrays or of the entries, and the line of
RULES that says so is named beside it; where SciPy differs and no line is named, the case is a mismatch.
"""

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sl

from sparse_cases import (DTYPES, FLOATS, INTEGERS, NUMBERS, ORDERED, REALS, Judged, Loose, Near, Raises, Stored,
                          dense_text, ints_text, is_complex, is_float, mask_of, same)

RULES = {
    "formats": "SciPy's answer depends on the format; ours is that of canonical rows",
    "shapes": "SciPy refuses what broadcasts, or answers with one truth value; ours broadcasts in all operators",
    "nan": "comparisons and extremes of two matrices with NaN are those of IEEE numbers",
    "argmax": "the place of the first NaN, as NumPy's argmax, which SciPy passes over",
    "division": "true division of the entries, where SciPy multiplies by a reciprocal",
    "implicit": "what is not stored is not multiplied or divided, whatever stands beside it",
    "sums": "sums of float32 are added up in float64; duplicates of integers in the accumulator",
    "empty": "means of nothing are NaN; extremes of nothing are an error where there are results only",
    "truth": "duplicates of truth values are one truth value in every sum",
    "signs": "zeros keep their signs in dense arrays, where SciPy adds them to zero",
    "trace": "the trace has the element type",
    "parts": "what is not in the part that is set is not stored afterwards",
    "zero": "a diagonal of zeros is stored",
    "one": "a matrix of one element keeps its element type, where SciPy multiplies by a wider number",
}

OPERATIONS = {}


class Operation:
    def __init__(self, want, draw, dtypes, kinds, weight):
        self.want, self.draw, self.dtypes, self.kinds, self.weight = want, draw, dtypes, kinds, weight


def operation(draw, dtypes=DTYPES, kinds=("small", "full", "special"), weight=1.0):
    def register(want):
        OPERATIONS[want.__name__.rstrip("_")] = Operation(want, draw, dtypes, kinds, weight)
        return want
    return register


def differs(c, rule, f, want):
    """Asks SciPy too, and notes the rule if it says something else."""
    try:
        got = f()
    except Exception as error:
        return c.notes.append((rule, f"SciPy has no answer: {type(error).__name__}: {error}"))
    got = got.toarray() if sp.issparse(got) else np.asarray(got)
    bound = getattr(want, "bound", None)
    want = want.values if isinstance(want, (Stored, Near, Loose)) else np.asarray(want)
    near = bound is not None and np.any(bound) and got.shape == want.shape and np.all(np.abs(got - want) <= bound)
    if not near and (got.shape != want.shape or not np.all(same(got, want))):
        c.notes.append((rule, f"SciPy has\n{got}\nand not\n{want}"))


def in_own_formats(c, f, want, names=("a",)):
    """The same operation in the formats of the operands, if they have it."""
    if all(c.fields[name].startswith("csr") for name in names):
        return want
    try:
        got = f(*(c.sparse(name) for name in names))
    except (NotImplementedError, TypeError, AttributeError, ValueError, IndexError, RuntimeError):
        return want
    got = got.toarray() if sp.issparse(got) else np.asarray(got)
    values = want.toarray() if sp.issparse(want) else np.asarray(want)
    if got.shape != values.shape or not np.all(same(got, values)):
        c.notes.append(("formats", "in its own format SciPy has other values"))
    return want


def rows(c, name="a"):
    """The operand in its own format, and from there canonical rows: what is stored in them is what ours stores."""
    a = c.sparse(name).tocsr()
    a.sum_duplicates()
    return a


def one(d):
    return {"a": d.sparse()}


def pair(d):
    shape = d.shape()
    return {"a": d.sparse(shape), "b": d.sparse(shape)}


def broadcast_pair(d):
    m, n = d.shape(1)
    shapes = [(m, n), (1, n), (m, 1), (1, 1)]
    first, second = (shapes[int(k)] for k in d.rng.choice(4, 2, p=[0.4, 0.2, 0.2, 0.2]))
    return {"a": d.sparse(first), "b": d.sparse(second)}


def with_scalar(d):
    return {"a": d.sparse(), "x": d.dense(())}


def with_dense(d):
    m, n = d.shape()
    shape = d.pick([(m, n), (m, n), (1, n), (m, 1), (n,), (1, 1)])
    return {"a": d.sparse((m, n)), "x": d.dense(shape)}


def axis(d):
    return {"a": d.sparse(), "axis": d.pick(["None", "0", "1", "-1"])}


def axis_of(c):
    return None if c.text("axis") == "None" else c.int("axis")


# Conversions.


@operation(one, weight=3)
def convert(c):
    a = rows(c)
    return {"csr": a, "csc": a.tocsc(), "coo": a, "dense": in_own_formats(c, lambda a: a.toarray(), a.toarray()),
            "dok": a, "lil": a, "dia": Stored(a.toarray(), a.toarray() != 0), "nnz": np.uint64(a.nnz)}


@operation(one)
def transpose(c):
    return {"": in_own_formats(c, lambda a: a.T, rows(c).T.tocsr())}


def draw_cast(d):
    return {"a": d.sparse(), "to": d.pick(["bool", "int32", "float64", "complex128"])}


@operation(draw_cast, dtypes=ORDERED, kinds=("small",))
def cast(c):
    return {"": rows(c).astype(c.text("to"))}


@operation(one)
def prune(c):
    a = rows(c)
    a.eliminate_zeros()
    return {"": a}


# One matrix and a number.


@operation(with_scalar)
def scale(c):
    if is_complex(c.dtype) and c.kind == "special":
        return None
    a, x = rows(c), c.scalar("x")
    want = a._with_data(a.data & x if c.dtype == bool else a.data * x)
    if c.dtype != bool:
        differs(c, "implicit", lambda: a * x, want.toarray())
    return {"": Stored(want.toarray(), mask_of(want), rounding(c, a.toarray(), x, np.multiply))}


@operation(one, dtypes=NUMBERS)
def negative(c):
    return {"": in_own_formats(c, lambda a: -a, -rows(c))}


@operation(lambda d: {"a": d.sparse(), "n": str(int(d.rng.integers(1, 6)))}, dtypes=NUMBERS, kinds=("small", "full"))
def power(c):
    a, n = rows(c), c.int("n")
    want = a.power(n)
    if not is_float(c.dtype):
        return {"": want}
    bound = 8 * n * np.finfo(c.dtype).eps * np.abs(want.toarray().astype(np.clongdouble))
    return {"": Near(want.toarray(), bound)}


def quotient(x, y):
    with np.errstate(all="ignore"):
        return x / y


@operation(with_scalar, dtypes=FLOATS)
def divide(c):
    if is_complex(c.dtype) and (c.kind == "special" or c.scalar("x") == 0):
        return None
    a, x = rows(c), c.scalar("x")
    want = a._with_data(quotient(a.data, x).astype(c.dtype))
    differs(c, "division", lambda: a / x, want.toarray())
    if is_complex(c.dtype):
        return {"": Near(want.toarray(), 8 * np.finfo(c.dtype).eps * np.abs(want.toarray()))}
    return {"": want}


# Two matrices, element by element.


def both(c, f, broadcast_rule="shapes"):
    a, b = rows(c), rows(c, "b")
    return in_own_formats(c, f, f(a, b), ("a", "b"))


@operation(pair, weight=2)
def add(c):
    return {"": both(c, lambda a, b: a + b)}


@operation(pair, dtypes=NUMBERS)
def subtract(c):
    return {"": both(c, lambda a, b: a - b)}


@operation(pair, weight=2)
def multiply(c):
    if is_complex(c.dtype) and c.kind == "special":
        return None
    return {"": both(c, lambda a, b: a.multiply(b))}


def elements(c, f):
    """NumPy's of the dense arrays, with entries where it is not zero."""
    with np.errstate(all="ignore"):
        want = f(c.array("a"), c.array("b"))
    return Stored(want, want != 0)


def has_nan(*arrays):
    return any(is_float(a.dtype) and np.isnan(a).any() for a in arrays)


def comparison(symbol, f, dtypes):
    def want(c):
        made = elements(c, f)
        a, b = rows(c), rows(c, "b")
        rule = "nan" if has_nan(a.data, b.data) else None if a.shape == b.shape else "shapes"
        differs(c, rule, lambda: f(a, b), made)
        return {"": made}
    want.__name__ = symbol
    operation(lambda d: pair(d) if d.chance(0.7) else broadcast_pair(d), dtypes=dtypes)(want)

    def scalar(c):
        a, x = rows(c), c.scalar("x")
        made = f(a.toarray(), x)
        if not (c.dtype == bool and symbol not in ("equal", "not_equal")):
            differs(c, "nan" if has_nan(a.data, x) else None, lambda: f(a, x), made)
        return {"": Stored(made, made)}
    scalar.__name__ = symbol + "_scalar"
    operation(with_scalar, dtypes=dtypes, weight=0.6)(scalar)


comparison("equal", lambda a, b: a == b, DTYPES)
comparison("not_equal", lambda a, b: a != b, DTYPES)
comparison("less", lambda a, b: a < b, ORDERED)
comparison("less_equal", lambda a, b: a <= b, ORDERED)
comparison("greater", lambda a, b: a > b, ORDERED)
comparison("greater_equal", lambda a, b: a >= b, ORDERED)


def extreme_of_two(name, f):
    def want(c):
        made = elements(c, f)
        a, b = rows(c), rows(c, "b")
        rule = "nan" if has_nan(a.data, b.data) else None if a.shape == b.shape else "shapes"
        differs(c, rule, lambda: getattr(a, name)(b), made)
        return {"": made}
    want.__name__ = name
    operation(lambda d: pair(d) if d.chance(0.7) else broadcast_pair(d), dtypes=ORDERED)(want)


extreme_of_two("maximum", np.maximum)
extreme_of_two("minimum", np.minimum)


@operation(broadcast_pair)
def add_broadcast(c):
    made = elements(c, lambda a, b: a + b)
    differs(c, "shapes", lambda: rows(c) + rows(c, "b"), made)
    return {"": made}


@operation(broadcast_pair, kinds=("small", "full"))
def multiply_broadcast(c):
    made = elements(c, lambda a, b: a * b)
    made.bound = rounding(c, c.array(), c.array("b"), np.multiply)
    one = (1, 1) in (rows(c).shape, rows(c, "b").shape)
    differs(c, "one" if one else None, lambda: rows(c).multiply(rows(c, "b")), made)
    return {"": Near(made.values, made.bound) if np.any(made.bound) else Loose(made.values)}


# Dense arrays beside.


def rounding(c, a, b, product):
    """NumPy may fuse multiplications of complex numbers with additions, which is in the last digit."""
    if not is_complex(c.dtype) or c.kind != "full":
        return 0
    return 4 * float(np.finfo(c.dtype).eps) * np.abs(product(np.abs(a), np.abs(b)))


def beside(c, f):
    """The entries and what stands beside them."""
    a, x = rows(c), c.dense("x")
    x = np.broadcast_to(x, a.shape)
    with np.errstate(all="ignore"):
        made = f(a.toarray(), x).astype(c.dtype)
    mask = mask_of(a)
    return Stored(np.where(mask, made, np.zeros((), c.dtype)), mask, rounding(c, a.toarray(), x, np.multiply))


@operation(with_dense)
def multiply_dense(c):
    if is_complex(c.dtype) and c.kind == "special":
        return None
    want = beside(c, lambda a, x: a * x)
    differs(c, "implicit", lambda: rows(c).multiply(c.dense("x")), want)
    return {"": want}


@operation(with_dense, dtypes=REALS)
def divide_dense(c):
    want = beside(c, lambda a, x: a / x)
    differs(c, "division", lambda: rows(c) / c.dense("x"), want)
    return {"": want}


@operation(with_dense)
def add_dense(c):
    want = c.array() + c.dense("x")
    differs(c, "shapes", lambda: rows(c) + c.dense("x"), want)
    return {"": want}


@operation(pair, dtypes=REALS)
def div_dense(c):
    with np.errstate(all="ignore"):
        want = c.array() / c.array("b")
    differs(c, "signs" if c.kind == "special" else "division", lambda: rows(c) / rows(c, "b"), want)
    return {"": want}


# Reductions.


def wide(dtype):
    return {"b": "int64", "i": "int64", "u": "uint64"}.get(dtype.kind, dtype)


def divided(x, divisor):
    """By a real number, part by part: a quotient of complex numbers makes NaN of an infinity beside a zero."""
    x = np.asarray(x)
    if x.dtype.kind != "c":
        return x / divisor
    parts = np.empty(np.broadcast_shapes(x.shape, np.shape(divisor)), x.dtype)
    parts.real, parts.imag = x.real / divisor, x.imag / divisor
    return parts


def near_sum(c, values, along, divisor=1.0, nan=False):
    """A sum in higher precision, and what rounding may do to it."""
    x = values.astype(np.clongdouble if is_complex(c.dtype) else np.longdouble)
    add = np.nansum if nan else np.sum
    with np.errstate(all="ignore"):
        exact, size = divided(add(x, axis=along), divisor), add(np.abs(x), axis=along) / np.abs(divisor)
    eps = float(np.finfo(c.dtype).eps if is_float(c.dtype) else np.finfo(float).eps)
    double = float(np.finfo(float).eps) * max(8, values.size)
    return exact, np.abs(exact) * 2 * eps + size * double


@operation(axis, weight=2)
def sum_(c):
    along, dtype = axis_of(c), wide(c.dtype)
    if not is_float(c.dtype):
        want = c.array().sum(axis=along, dtype=dtype)
        if c.format == "coo" and c.dtype != bool:
            shape, r, k, v = c.entries("a")
            want = np.zeros(shape, dtype)
            np.add.at(want, (r, k), v.astype(dtype))
            want = want.sum(axis=along, dtype=dtype)
        with np.errstate(all="ignore"):
            rule = {"coo": "truth" if c.dtype == bool else "sums"}.get(c.format, "formats")
            differs(c, rule, lambda: c.sparse().sum(axis=along), want)
        return {"": want}
    if c.kind == "special":
        with np.errstate(all="ignore"):
            return {"": Near(c.array().sum(axis=along), 0)}
    exact, bound = near_sum(c, c.array(), along)
    return {"": Near(exact, bound, c.dtype)}


@operation(axis, dtypes=REALS)
def nansum(c):
    exact, bound = near_sum(c, c.array(), axis_of(c), nan=True)
    return {"": Near(exact, bound, c.dtype)}


@operation(axis)
def mean(c):
    along, a = axis_of(c), c.array()
    count = a.size if along is None else a.shape[along]
    dtype = c.dtype if is_float(c.dtype) else np.dtype("float64")
    with np.errstate(all="ignore"):
        exact, bound = near_sum(c, a, along, np.longdouble(count))
    return {"": Near(exact, bound, dtype)}


@operation(axis, dtypes=REALS)
def nanmean(c):
    along, a = axis_of(c), c.array()
    with np.errstate(all="ignore"):
        exact, bound = near_sum(c, a, along, np.longdouble(1) * np.sum(~np.isnan(a), axis=along), nan=True)
    return {"": Near(exact, bound, c.dtype)}


def dense_extreme(name, a, along):
    """NumPy's, and no results where there are none to have."""
    if a.shape == (0, 0) and along is not None:
        return np.zeros(0, np.int64 if name.startswith("arg") else a.dtype)
    return getattr(np, name)(a, axis=along)


def extreme(name, dtypes=ORDERED):
    def want(c):
        along, a = axis_of(c), c.array()
        try:
            made = dense_extreme(name, a, along)
        except ValueError:
            return {"": Raises()}
        differs(c, "empty" if a.size == 0 else None, lambda: getattr(rows(c), name)(axis=along), made)
        return {"": in_own_formats(c, lambda a: getattr(a, name)(axis=along), made)}
    want.__name__ = name
    operation(axis, dtypes=dtypes)(want)


for name in ("max", "min", "nanmax", "nanmin"):
    extreme(name, ORDERED if not name.startswith("nan") else REALS)


def place(name):
    def want(c):
        along, a = axis_of(c), c.array()
        try:
            made = dense_extreme(name, a, along)
        except ValueError:
            return {"": Raises()}
        rule = "empty" if a.size == 0 else "argmax" if has_nan(a) else None
        differs(c, rule, lambda: getattr(rows(c), name)(axis=along), made)
        return {"": np.asarray(made).astype(np.uint64)}
    want.__name__ = name
    operation(axis, dtypes=ORDERED)(want)


place("argmax")
place("argmin")


@operation(axis)
def count_nonzero(c):
    want = np.count_nonzero(c.array(), axis=axis_of(c))
    differs(c, None, lambda: rows(c).count_nonzero(axis=axis_of(c)), want)
    return {"": np.asarray(want).astype(np.uint64)}


@operation(axis)
def nnz(c):
    want = np.asarray(mask_of(rows(c)).sum(axis=axis_of(c)))
    differs(c, None, lambda: sp.csr_matrix(rows(c)).getnnz(axis=axis_of(c)), want)
    return {"": want.astype(np.uint64)}


# Parts.


def draw_slice(d):
    def one():
        start, stop = (d.pick(["", str(int(d.rng.integers(-8, 9)))]) for _ in range(2))
        return f"{start},{stop},{d.pick([1, 1, 1, 2, 3, -1, -2])}"
    return {"a": d.sparse(), "rows": one(), "columns": one()}


def slice_of(text):
    start, stop, step = (int(x) if x else None for x in text.split(","))
    return slice(start, stop, step)


@operation(draw_slice, weight=2)
def slice_(c):
    at = slice_of(c.text("rows")), slice_of(c.text("columns"))
    return {"": in_own_formats(c, lambda a: a[at], rows(c)[at])}


def draw_take(d):
    m, n = d.shape()
    along = int(d.rng.integers(0, 2))
    length = (m, n)[along]
    return {"a": d.sparse((m, n)), "axis": str(along), "list": d.list(-length, length, int(d.rng.integers(0, 8)))}


@operation(draw_take)
def take(c):
    index, at = np.array(c.ints("list"), int), c.int("axis")
    f = (lambda a: a[index, :]) if at == 0 else (lambda a: a[:, index])
    return {"": in_own_formats(c, f, f(rows(c)))}


def draw_compress(d):
    m, n = d.shape()
    along = int(d.rng.integers(0, 2))
    return {"a": d.sparse((m, n)), "axis": str(along), "list": d.list(0, 2, (m, n)[along])}


@operation(draw_compress)
def compress(c):
    mask, at = np.array(c.ints("list"), bool), c.int("axis")
    return {"": rows(c)[mask, :] if at == 0 else rows(c)[:, mask]}


def draw_pick(d):
    m, n = d.shape(1)
    k = int(d.rng.integers(1, 8))
    return {"a": d.sparse((m, n)), "rows": d.list(-m, m, k), "columns": d.list(-n, n, k)}


@operation(draw_pick)
def pick(c):
    at = np.array(c.ints("rows")), np.array(c.ints("columns"))
    return {"": np.asarray(rows(c)[at]).ravel()}


def draw_mask(d):
    shape = d.shape()
    return {"a": d.sparse(shape), "list": d.list(0, 2, shape[0] * shape[1])}


@operation(draw_mask)
def pick_mask(c):
    a = rows(c)
    mask = np.array(c.ints("list"), bool).reshape(a.shape)
    return {"": c.array()[mask]}


def draw_place(d):
    m, n = d.shape(1)
    return {"a": d.sparse((m, n)), "row": str(int(d.rng.integers(0, m))), "column": str(int(d.rng.integers(0, n)))}


@operation(draw_place)
def single(c):
    a, i, j = rows(c), c.int("row"), c.int("column")
    return {"row": a[[i]], "column": a[:, [j]].T.tocsr(), "get": in_own_formats(c, lambda a: a[i, j], a[i, j])}


# Assignment.


def draw_set(d):
    m, n = d.shape(1)
    k = int(d.rng.integers(1, 9))
    return {"a": d.sparse((m, n)), "rows": d.list(0, m, k), "columns": d.list(0, n, k), "x": d.dense((k,))}


@operation(draw_set)
def set_(c):
    a = c.sparse() if c.format in ("dok", "lil") else rows(c)
    for i, j, x in zip(c.ints("rows"), c.ints("columns"), c.dense("x")):
        a[i, j] = x
    return {"": a.tocsr()}


@operation(draw_set)
def set_places(c):
    a = rows(c)
    a[c.ints("rows"), c.ints("columns")] = c.dense("x")
    dense = c.array()
    for i, j, x in zip(c.ints("rows"), c.ints("columns"), c.dense("x")):
        dense[i, j] = x
    mask = mask_of(rows(c))
    mask[c.ints("rows"), c.ints("columns")] = True
    differs(c, None, lambda: a, dense)
    return {"": Stored(dense, mask)}


@operation(draw_set, dtypes=NUMBERS, kinds=("small", "full"))
def add_at(c):
    """Additions, one after the other, in a map or rows that grow."""
    dense = c.array()
    for i, j, x in zip(c.ints("rows"), c.ints("columns"), c.dense("x")):
        with np.errstate(all="ignore"):
            dense[i, j] += x
    return {"": Loose(dense)}


def draw_set_slice(d):
    fields = draw_slice(d)
    shape = tuple(int(x) for x in fields["a"].split("|")[1].split(","))
    part = np.empty(shape, bool)[slice_of(fields["rows"]), slice_of(fields["columns"])].shape
    return fields | {"b": d.sparse(part)}


@operation(draw_set_slice)
def set_slice(c):
    at = slice_of(c.text("rows")), slice_of(c.text("columns"))
    dense, mask = c.array(), mask_of(rows(c))
    dense[at], mask[at] = c.array("b"), mask_of(rows(c, "b"))
    want = Stored(np.where(mask, dense, np.zeros((), c.dtype)), mask)

    def scipy():
        a = rows(c)
        a[at] = rows(c, "b")
        return a
    if 0 not in dense[at].shape:
        differs(c, "formats", scipy, want)
    return {"": want}


# Other shapes, triangles and diagonals.


def draw_reshape(d):
    m, n = d.shape()
    size = m * n
    divisors = [k for k in range(1, size + 1) if size % k == 0] or [d.size(1)]
    k = int(d.pick(divisors))
    return {"a": d.sparse((m, n)), "shape": f"{k},{size // k}" if d.chance(0.5) else f"{size // k},{k}"}


@operation(draw_reshape)
def reshape(c):
    shape = tuple(int(x) for x in c.text("shape").split(","))
    return {"": in_own_formats(c, lambda a: a.reshape(shape), rows(c).reshape(shape).tocsr())}


@operation(lambda d: {"a": d.sparse(), "shape": "{},{}".format(*d.shape())})
def resize(c):
    shape = tuple(int(x) for x in c.text("shape").split(","))
    a = rows(c)
    if 0 in shape:
        return {"": sp.csr_array(shape, dtype=c.dtype)}
    a.resize(shape)
    return {"": a}


def draw_diagonal(d):
    m, n = d.shape(1)
    return {"a": d.sparse((m, n)), "k": str(int(d.rng.integers(1 - m, n)))}


@operation(draw_diagonal)
def diagonal(c):
    k = c.int("k")
    return {"": in_own_formats(c, lambda a: a.diagonal(k), rows(c).diagonal(k))}


@operation(one)
def trace(c):
    diagonal = rows(c).diagonal() if 0 not in rows(c).shape else np.zeros(0, c.dtype)
    with np.errstate(all="ignore"):
        want = diagonal.any() if c.dtype == bool else np.add.reduce(diagonal, dtype=c.dtype)
    if is_float(c.dtype) and c.kind == "full":
        return {"": Near(want, np.abs(diagonal).sum() * len(diagonal) * np.finfo(c.dtype).eps, c.dtype)}
    differs(c, "trace", lambda: rows(c).trace(), want)
    return {"": np.asarray(want, c.dtype)}


def draw_setdiag(d):
    fields = draw_diagonal(d)
    shape = tuple(int(x) for x in fields["a"].split("|")[1].split(","))
    length = len(np.empty(shape).diagonal(int(fields["k"])))
    return fields | {"x": d.dense((d.pick([length, 1]),))}


@operation(draw_setdiag)
def with_diagonal(c):
    a, k = rows(c), c.int("k")
    dense, mask = c.array(), mask_of(a)
    i = np.arange(len(a.diagonal(k)))
    at = i + max(0, -k), i + max(0, k)
    dense[at], mask[at] = c.dense("x"), True
    want = Stored(dense, mask)
    differs(c, None, lambda: a.setdiag(c.dense("x") if len(c.dense("x")) > 1 else c.dense("x")[0], k) or a, want)
    return {"": want}


@operation(lambda d: {"a": d.sparse(), "k": str(int(d.rng.integers(-6, 7)))})
def triangles(c):
    a, k = rows(c), c.int("k")
    return {"tril": sp.tril(a, k).tocsr(), "triu": sp.triu(a, k).tocsr()}


@operation(one)
def filter_(c):
    a = rows(c)
    i, j = np.indices(a.shape)
    keep = (i + j) % 2 == 0
    return {"": Stored(np.where(keep, a.toarray(), np.zeros((), c.dtype)), mask_of(a) & keep)}


# Matrices from matrices.


def draw_stack(d):
    m, n = d.shape()
    format = d.pick(["csr", "csc"])
    return {"a": d.sparse((m, n), format), "b": d.sparse((d.size(), n), format), "c": d.sparse((m, d.size()), format)}


@operation(draw_stack)
def stack(c):
    a, b, k = rows(c), rows(c, "b"), rows(c, "c")
    return {"vstack": sp.vstack([a, b], format="csr"), "hstack": sp.hstack([a, k], format="csr"),
            "block_diag": sp.block_diag([a, b, k], format="csr"),
            "block_array": sp.block_array([[k, a], [None, b]], format="csr")}


def draw_kron(d):
    format = d.pick(["csr", "csc"])
    shapes = [tuple(min(x, 6) for x in d.shape(1)) for _ in range(2)]
    return {"a": d.sparse(shapes[0], format), "b": d.sparse(shapes[1], format)}


@operation(draw_kron, kinds=("small", "full"))
def kron(c):
    a, b = rows(c), rows(c, "b")
    bound = rounding(c, a.toarray(), b.toarray(), np.kron)
    want = Stored(np.kron(a.toarray(), b.toarray()).astype(c.dtype), np.kron(mask_of(a), mask_of(b)), bound)
    differs(c, None, lambda: sp.kron(a, b), want)
    return {"": want}


def draw_kronsum(d):
    format = d.pick(["csr", "csc"])
    m, n = (min(d.size(1), 6) for _ in range(2))
    return {"a": d.sparse((m, m), format), "b": d.sparse((n, n), format)}


@operation(draw_kronsum, kinds=("small", "full"), dtypes=NUMBERS)
def kronsum(c):
    a, b = c.array(), c.array("b")
    with np.errstate(all="ignore"):
        eyes = np.eye(len(b), dtype=c.dtype), np.eye(len(a), dtype=c.dtype)
        want = np.kron(eyes[0], a) + np.kron(b, eyes[1])
    differs(c, None, lambda: sp.kronsum(rows(c), rows(c, "b")), want)
    return {"": Stored(want, want != 0)}


def draw_diags(d):
    m, n = d.shape(1)
    offsets = sorted(int(k) for k in d.rng.choice(np.arange(1 - m, n), min(3, m + n - 1), replace=False))
    lengths = [len(np.empty((m, n)).diagonal(k)) for k in offsets]
    return {"shape": f"{m},{n}", "offsets": ints_text(offsets), "x": d.dense((sum(lengths),))}


@operation(draw_diags)
def diags(c):
    m, n = (int(x) for x in c.text("shape").split(","))
    lengths = [len(np.empty((m, n)).diagonal(k)) for k in c.ints("offsets")]
    parts = np.split(c.dense("x"), np.cumsum(lengths)[:-1])
    want = sp.diags_array(parts, offsets=c.ints("offsets"), shape=(m, n), dtype=c.dtype)
    return {"diags": Loose(want.toarray()), "eye": Loose(sp.eye_array(m, n, k=c.ints("offsets")[0], dtype=c.dtype).toarray())}


@operation(lambda d: {"shape": "{},{}".format(*d.shape(1)), "density": str(d.pick([0.0, 0.05, 0.2, 0.5, 1.0])),
                      "seed": str(int(d.rng.integers(0, 1000)))}, dtypes=["float64"], kinds=("small",))
def random(c):
    shape = tuple(int(x) for x in c.text("shape").split(","))
    rng = np.random.default_rng(c.int("seed"))
    return {"": sp.random_array(shape, density=c.float("density"), rng=rng).tocsr()}


# Products.


def near_product(c, a, b, product):
    """What rounding may do to a product of matrices."""
    if not is_float(c.dtype) or c.kind != "full":
        return product
    wider = np.clongdouble if is_complex(c.dtype) else np.longdouble
    a, b = (np.asarray(x.toarray() if sp.issparse(x) else x).astype(wider) for x in (a, b))
    return Near(a @ b, 4 * max(8, a.shape[-1]) * float(np.finfo(c.dtype).eps) * (np.abs(a) @ np.abs(b)), c.dtype)


def draw_matmul(d):
    m, k, n = d.size(), d.size(), d.size()
    return {"a": d.sparse((m, k)), "b": d.sparse((k, n))}


def clear(c):
    """Complex products of infinities differ by compiler."""
    return not (is_complex(c.dtype) and c.kind == "special")


@operation(draw_matmul, weight=3)
def matmul(c):
    if not clear(c):
        return None
    a, b = rows(c), rows(c, "b")
    product = a @ b
    product.sort_indices()
    return {"": near_product(c, a, b, in_own_formats(c, lambda a, b: a @ b, product, ("a", "b")))}


@operation(lambda d: {"a": d.sparse((m := d.size(), n := d.size())), "x": d.dense((n,)), "y": d.dense((n, d.size())),
                      "z": d.dense((d.size(), m))}, weight=3)
def matmul_dense(c):
    if not clear(c):
        return None
    a, x, y, z = rows(c), c.dense("x"), c.dense("y"), c.dense("z")
    return {"matvec": near_product(c, a, x, a @ x), "right": near_product(c, a, y, a @ y),
            "left": near_product(c, z, a, z @ a)}


@operation(one)
def gram(c):
    if not clear(c):
        return None
    a = rows(c)
    product = a.T.tocsr() @ a
    product.sort_indices()
    return {"": near_product(c, a.T, a, product)}


def draw_dot(d):
    n = d.size(1)
    return {"a": d.sparse((1, n), "csr"), "b": d.sparse((1, n), "csr")}


@operation(draw_dot)
def dot(c):
    if not clear(c):
        return None
    a, b = rows(c), rows(c, "b")
    product = (a @ b.T).toarray()[0, 0]
    want = near_product(c, a, b.T, np.asarray(product, c.dtype))
    return {"": want if not isinstance(want, Near) else Near(want.values[0, 0], want.bound[0, 0], c.dtype)}


@operation(draw_matmul, dtypes=["float64"], kinds=("small",))
def min_plus(c):
    a, b = rows(c), rows(c, "b")
    inf = np.where(mask_of(a), a.toarray(), np.inf), np.where(mask_of(b), b.toarray(), np.inf)
    paths = (inf[0][:, :, None] + inf[1][None, :, :])
    want = paths.min(axis=1, initial=np.inf) if paths.size else np.full((a.shape[0], b.shape[1]), np.inf)
    mask = mask_of(a).astype(int) @ mask_of(b).astype(int) > 0
    return {"": Stored(np.where(mask, want, 0.0), mask)}


def draw_masked(d):
    m, k, n = d.size(), d.size(), d.size()
    return {"a": d.sparse((m, k)), "b": d.sparse((k, n)), "c": d.sparse((m, n))}


@operation(draw_masked, kinds=("small",))
def matmul_masked(c):
    product = (rows(c) @ rows(c, "b")).toarray()
    want = np.where(mask_of(rows(c, "c")), product, np.zeros((), c.dtype))
    return {"": Stored(want, want != 0)}


# Coordinates of more axes.


def draw_coordinates(d):
    p, q, r = (int(x) for x in d.rng.integers(1, 5, 3))
    return {"a": d.sparse((p * q, r), "coo"), "shape": f"{p},{q},{r}", "list": ints_text(d.rng.permutation(3))}


@operation(draw_coordinates, kinds=("small",))
def coordinates(c):
    shape = tuple(int(x) for x in c.text("shape").split(","))
    dense = c.array().reshape(shape).transpose(c.ints("list"))
    a = c.coo().reshape(shape).transpose(c.ints("list"))
    differs(c, None, lambda: a.toarray(), dense)
    sums = c.array()
    if c.dtype.kind in "iu":
        _, r, k, v = c.entries("a")
        sums = np.zeros(sums.shape, wide(c.dtype))
        np.add.at(sums, (r, k), v)
    sums = sums.reshape(shape).transpose(c.ints("list"))
    dtype = wide(c.dtype)
    return {"dense": dense, "sum": sums.sum(axis=1, dtype=dtype), "total": sums.sum(dtype=dtype),
            "merged": np.uint64(mask_of(rows(c)).sum())}


@operation(lambda d: {"a": d.sparse()}, dtypes=FLOATS, kinds=("small", "full"))
def norms(c):
    a = rows(c)
    eps = 8 * float(np.finfo(c.dtype).eps) * max(8, a.nnz)
    wider = a.toarray().astype(np.complex128)
    made = {"fro": np.linalg.norm(wider) if a.size else 0.0, "one": np.abs(wider).sum(0).max(initial=0),
            "inf": np.abs(wider).sum(1).max(initial=0)}
    for name, order in (("fro", "fro"), ("one", 1), ("inf", np.inf)):
        if 0 not in a.shape:
            theirs = sl.norm(a, order)
            if abs(theirs - made[name]) > eps * (1 + made[name]):
                c.notes.append((None, f"SciPy's norm is {theirs}"))
    return {name: Near(x, eps * (x + 1e-300), np.dtype("float64")) for name, x in made.items()}
