"""Random sparse matrices, their text, and comparisons: what xtask/py/sparse.py and its neighbours share.

A case is a line of fields between tabs: number, operation, dtype, then `name=value`. Values are
`format|rows,columns|rows of the entries|their columns|their bytes|block` for a sparse matrix, `shape|bytes` for a
dense array, numbers between blanks for a list. Bytes are hexadecimal, little endian.

A result is a line too: number, name, `sparse`, `dense` or `error`, dtype, shape, and what follows from these.
"""

import numpy as np
import scipy.sparse as sp

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64",
          "complex64", "complex128"]
NUMBERS = DTYPES[1:]
ORDERED = DTYPES[:11]
FLOATS = DTYPES[9:]
REALS = DTYPES[9:11]
INTEGERS = DTYPES[1:9]
FORMATS = ["csr", "csc", "coo", "bsr", "dia", "dok", "lil"]


def is_float(dtype):
    return np.issubdtype(dtype, np.inexact)


def is_complex(dtype):
    return np.issubdtype(dtype, np.complexfloating)


class Draw:
    """What a case is made from: everything follows from seed and number."""

    def __init__(self, seed, number):
        self.rng = np.random.default_rng([seed, number])
        self.dtype = np.dtype("float64")
        self.kind = "small"

    def pick(self, items, p=None):
        return items[int(self.rng.choice(len(items), p=p))]

    def chance(self, p):
        return self.rng.random() < p

    def size(self, low=0):
        top = self.pick([3, 6, 12, 30], [0.35, 0.35, 0.2, 0.1])
        return int(self.rng.integers(low, top + 1)) if self.chance(0.9) else low

    def shape(self, low=0):
        return self.size(low), self.size(low)

    def format(self):
        return self.pick(FORMATS, [0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])

    def values(self, n, dtype=None, kind=None):
        """Numbers, zeros among them: small ones, whose sums are exact; of any size; with NaN and infinities."""
        rng, dtype, kind = self.rng, np.dtype(dtype or self.dtype), kind or self.kind
        if dtype == bool:
            return rng.random(n) < 0.8
        if dtype.kind in "iu":
            info = np.iinfo(dtype)
            low, high = (max(info.min, -9), 9) if kind != "full" else (info.min, info.max)
            x = rng.integers(low, high, n, dtype=dtype, endpoint=True)
        else:
            parts = []
            for _ in range(2 if dtype.kind == "c" else 1):
                if kind == "full":
                    part = rng.standard_normal(n) * 10.0 ** rng.integers(-3, 4, n)
                else:
                    part = rng.integers(-8, 9, n) / 4
                parts.append(part)
            x = parts[0] if len(parts) == 1 else parts[0] + 1j * parts[1]
            if kind == "special" and n:
                special = np.array([np.nan, np.inf, -np.inf, -0.0])
                places = rng.integers(0, n, max(1, n // 5))
                x[places] = special[rng.integers(0, 4, len(places))]
            x = x.astype(dtype)
        x[rng.random(n) < 0.12] = 0
        return x

    def entries(self, shape, density=None):
        m, n = shape
        density = self.pick([0.0, 0.1, 0.3, 0.6, 1.0], [0.05, 0.3, 0.4, 0.2, 0.05]) if density is None else density
        places = np.flatnonzero(self.rng.random(m * n) < density)
        if len(places) and self.chance(0.35):
            places = np.concatenate([places, self.rng.choice(places, max(1, len(places) // 4))])
        self.rng.shuffle(places)
        return places // max(n, 1), places % max(n, 1)

    def block(self, shape):
        def divisor(n):
            return int(self.pick([k for k in (1, 2, 3) if n % k == 0])) if n else 1
        return divisor(shape[0]), divisor(shape[1])

    def sparse(self, shape=None, format=None, density=None, dtype=None, kind=None):
        shape = self.shape() if shape is None else shape
        format = format or self.format()
        if 0 in shape and format == "bsr":
            format = "csr"
        rows, columns = self.entries(shape, density)
        values = self.values(len(rows), dtype, kind)
        block = self.block(shape) if format == "bsr" else (1, 1)
        return sparse_text(format, shape, rows, columns, values, block)

    def dense(self, shape, dtype=None, kind=None):
        size = int(np.prod(shape, dtype=int))
        return dense_text(self.values(size, dtype, kind).reshape(shape))

    def list(self, low, high, n):
        """Whole numbers from `low` to below `high`."""
        return ints_text(self.rng.integers(low, high, n) if high > low else [])


def ints_text(numbers):
    return " ".join(str(int(x)) for x in numbers)


def sparse_text(format, shape, rows, columns, values, block=(1, 1)):
    parts = [format, f"{shape[0]},{shape[1]}", ints_text(rows), ints_text(columns), values.tobytes().hex(),
             f"{block[0]},{block[1]}"]
    return "|".join(parts)


def dense_text(a):
    return ",".join(str(n) for n in a.shape) + "|" + np.ascontiguousarray(a).tobytes().hex()


def ints(text):
    return [int(x) for x in text.split()]


def shape_of(text):
    return tuple(int(x) for x in text.split(",") if x)


class Case:
    """A line, read."""

    def __init__(self, line):
        self.number, self.op, dtype, *fields = line.split("\t")
        self.line, self.dtype = line, np.dtype(dtype)
        self.fields = dict(field.split("=", 1) for field in fields)
        self.kind = self.fields.get("kind", "small")
        self.format = self.fields["a"].split("|")[0] if "a" in self.fields else ""

    def has(self, name):
        return name in self.fields

    def text(self, name):
        return self.fields[name]

    def int(self, name):
        return int(self.fields[name])

    def ints(self, name):
        return ints(self.fields[name])

    def float(self, name):
        return float(self.fields[name])

    def entries(self, name, dtype=None):
        """Shape, rows, columns and values of the entries, as they were given."""
        _, shape, rows, columns, data, _ = self.fields[name].split("|")
        values = np.frombuffer(bytes.fromhex(data), dtype or self.dtype)
        return shape_of(shape), np.array(ints(rows), int), np.array(ints(columns), int), values

    def coo(self, name="a", dtype=None):
        shape, rows, columns, values = self.entries(name, dtype)
        return sp.coo_array((values.copy(), (rows, columns)), shape=shape)

    def csr(self, name="a", dtype=None):
        """Canonical rows: entries at one place are added in the order in which they were given, which SciPy's own sort
        of a long row does not keep."""
        shape, rows, columns, values = self.entries(name, dtype)
        places, which = np.unique(np.stack([rows, columns]), axis=1, return_inverse=True)
        sums = np.zeros(places.shape[1], values.dtype)
        first = np.zeros(len(sums), bool)
        for at, value in zip(which.reshape(-1), values):
            sums[at], first[at] = (sums[at] + value if first[at] else value), True
        return sp.csr_array((sums, (places[0], places[1])), shape=shape)

    def sparse(self, name="a", dtype=None):
        """In its own format."""
        format, *_, block = self.fields[name].split("|")
        a = self.coo(name, dtype)
        if format == "coo":
            return a
        if format == "bsr":
            return self.csr(name, dtype).tobsr(blocksize=shape_of(block))
        if format == "csc":
            return a.tocsc()
        return self.csr(name, dtype).asformat(format)

    def dense(self, name, dtype=None):
        shape, data = self.fields[name].split("|")
        return np.frombuffer(bytes.fromhex(data), dtype or self.dtype).reshape(shape_of(shape)).copy()

    def array(self, name="a", dtype=None):
        """Dense, with the signs of zeros, which SciPy's `toarray` loses."""
        a = self.csr(name, dtype)
        dense = np.zeros(a.shape, a.dtype)
        coo = a.tocoo()
        dense[coo.row, coo.col] = coo.data
        return dense

    def scalar(self, name):
        return self.dense(name)[()]


class Stored:
    """A matrix as its elements, where it has entries, and how far elements may be off."""

    def __init__(self, values, mask, bound=0):
        self.values, self.mask, self.bound = np.asarray(values), np.asarray(mask), bound


class Near:
    """Elements and how far each may be off."""

    def __init__(self, values, bound, dtype=None):
        self.values, self.bound = np.asarray(values), np.asarray(bound)
        self.dtype = np.dtype(dtype) if dtype is not None else self.values.dtype


class Judged:
    """A verdict of one's own: a function of the result that returns what is wrong."""

    def __init__(self, judge):
        self.judge = judge


class Raises:
    """An error, or a panic, is the answer."""


class Loose:
    """The values of a sparse matrix; where zeros are stored is free."""

    def __init__(self, values):
        self.values = np.asarray(values)


def mask_of(a):
    a = sp.csr_array(a)
    a.sum_duplicates()
    mask = np.zeros(a.shape, bool)
    coo = a.tocoo()
    mask[coo.row, coo.col] = True
    return mask


def same(x, y):
    """Equal, or both NaN; part by part of complex numbers."""
    if np.iscomplexobj(x) or np.iscomplexobj(y):
        return same(np.real(x), np.real(y)) & same(np.imag(x), np.imag(y))
    return (x == y) | ((x != x) & (y != y))


class Result:
    """A line of nd's results."""

    def __init__(self, fields):
        self.what, self.rest = fields[0], fields[1:]
        if self.what == "dense":
            dtype, shape, data = self.rest
            self.array = np.frombuffer(bytes.fromhex(data), dtype).reshape(shape_of(shape))
        elif self.what == "sparse":
            self.read_sparse()
        else:
            self.error = fields[1]

    def read_sparse(self):
        format, dtype, shape, starts, indices, data = self.rest
        self.shape = shape_of(shape)
        starts, indices = np.array(ints(starts), int), np.array(ints(indices), int)
        values = np.frombuffer(bytes.fromhex(data), dtype)
        lanes, across = self.shape if format == "csr" else self.shape[::-1]
        self.fault = canonical(starts, indices, values, lanes, across)
        self.array, self.mask = np.zeros((lanes, across), dtype), np.zeros((lanes, across), bool)
        if not self.fault:
            rows = np.repeat(np.arange(lanes), np.diff(starts))
            self.array[rows, indices] = values
            self.mask[rows, indices] = True
        if format == "csc":
            self.array, self.mask = self.array.T, self.mask.T

    def against(self, want):
        """None, or how it differs."""
        if isinstance(want, Raises):
            return None if self.what == "error" else "an answer, where there is none"
        if self.what == "error":
            return f"an error: {self.error}"
        if isinstance(want, Judged):
            return want.judge(self)
        if self.what == "sparse" and self.fault:
            return self.fault
        if sp.issparse(want):
            want = Stored(want.toarray(), mask_of(want))
        bare = want.values if isinstance(want, (Stored, Near, Loose)) else np.asarray(want)
        if self.array.shape != bare.shape:
            return f"shape {self.array.shape}, not {bare.shape}"
        if isinstance(want, Near):
            return self.near(want) if self.array.dtype == want.dtype else f"dtype {self.array.dtype}, not {want.dtype}"
        if self.array.dtype != bare.dtype:
            return f"dtype {self.array.dtype}, not {bare.dtype}"
        bound = want.bound if isinstance(want, Stored) else 0
        if not np.all(same(self.array, bare) | (np.abs(self.array ^ bare if bare.dtype == bool else self.array - bare) < bound)):
            return f"values\n{self.array}\nnot\n{bare}"
        if isinstance(want, Stored) and not np.array_equal(self.mask, want.mask):
            return f"entries at\n{self.mask.astype(int)}\nnot\n{want.mask.astype(int)}"
        if isinstance(want, (Stored, Loose)) and self.what != "sparse":
            return "dense, not sparse"
        return None

    def near(self, want):
        with np.errstate(all="ignore"):
            error = np.abs(self.array.astype(np.clongdouble) - want.values.astype(np.clongdouble))
            good = (error <= want.bound) | same(self.array, want.values.astype(self.array.dtype))
        if np.all(good):
            return None
        return f"off by {np.max(np.where(good, 0, error))}, allowed {np.max(want.bound)}:\n{self.array}\nnot\n{want.values}"


def canonical(starts, indices, values, lanes, across):
    """None, or what is not canonical of three arrays."""
    if len(starts) != lanes + 1 or starts[0] != 0 or np.any(np.diff(starts) < 0) or starts[-1] != len(indices):
        return f"starts {starts} of {lanes} lanes and {len(indices)} entries"
    if len(values) != len(indices):
        return "not as many values as indices"
    lane = np.repeat(np.arange(lanes), np.diff(starts))
    if np.any((indices < 0) | (indices >= across)):
        return "an index out of range"
    if np.any((np.diff(lane) == 0) & (np.diff(indices) <= 0)):
        return "indices that do not ascend"
    return None
