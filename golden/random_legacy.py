"""Writes crates/nd-random/tests/golden/legacy.txt: np.random.RandomState's numbers.

    python golden/random_legacy.py     (NumPy 2.4.6)

One method with its parameters a line: method, count, parameters (floats as hex of their bits,
arrays with / between), the first number for the first seed and the last for the last seed as
hex of their bits; then for each seed the seed (a comma after each word of a list), the FNV-1a hash of all numbers and 32 bits of
that of the final state: 624 words, the position and, if a normal number is kept, its bits.
Seeds that are odd draw one normal number before, so that half the cases begin with a kept one.
"""

import pathlib
import struct
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
HOME = pathlib.Path(__file__).parent.parent / "crates/nd-random/tests/golden"
OUT = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME) / "legacy.txt"
SEEDS = (0, 1, 42, 4294967295)
COUNT = 1000
INF, NAN = float("inf"), float("nan")
lines = {}


def fnv(data, hash=0xCBF29CE484222325):
    """FNV-1a over words of 64 bits (of what is shorter, extended by its sign)."""
    for word in data:
        hash = ((hash ^ word) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return hash


def words(numbers):
    a = np.ascontiguousarray(numbers).ravel()
    if a.dtype == np.float64:
        # NaN has many forms, of which the sign depends on the compiler.
        a = np.where(np.isnan(a), np.nan, a)
        return a.view(np.uint64).tolist()
    return a.astype(np.int64 if a.dtype != np.uint64 else np.uint64).astype(np.uint64).tolist()


def state(random):
    _, key, pos, has_gauss, gauss = random.get_state()
    (gauss,) = struct.unpack("<Q", struct.pack("<d", gauss))
    return fnv([*key.tolist(), pos, *([gauss] if has_gauss else [])])


def text(x):
    if isinstance(x, float):
        return f"{struct.unpack('<Q', struct.pack('<d', x))[0]:x}"
    return str(x)


def record(name, seed, count, parameters, call):
    random = np.random.RandomState(seed)
    if isinstance(seed, list) or seed % 2 == 1:
        random.standard_normal()
    out = words(call(random))
    seed = "".join(f"{word}," for word in seed) if isinstance(seed, list) else seed
    ends = (f"{out[0]:x}", f"{out[-1]:x}") if out else ("-", "-")
    row = lines.setdefault((name, str(count), *map(str, parameters)), [])
    row.append((*ends, f"{seed}:{fnv(out):x}:{state(random) & 0xFFFFFFFF:x}"))


def cases(name, *sets, seeds=SEEDS, count=COUNT):
    """`name` for every seed and set of numbers."""
    for parameters in sets:
        for seed in seeds:
            call = lambda random: getattr(random, name)(*parameters, size=count)
            record(name, seed, count, [text(x) for x in parameters], call)


def broadcast(name, *arrays):
    """`name` with the parameters as rows and columns of a table, of which each has the next
    `len(arrays[0])` numbers of its own: sizes of (50, 4) from parameters of (4,) and (50, 1)."""
    for seed in SEEDS[:3]:
        table = [np.array(a)[:, None] if k % 2 else np.array(a) for k, a in enumerate(arrays)]
        rows = max(len(a) for a in arrays[1::2]) if len(arrays) > 1 else 1
        size = (50, rows, len(arrays[0]))
        call = lambda random: getattr(random, name)(*table, size=size)
        flat = ["/".join(text(x) for x in a) for a in arrays]
        record(name, seed, "array", flat, call)


FLOATS = """
random_sample:
standard_normal:
standard_exponential:
standard_cauchy:
normal: 0 1; 10.5 2.25; -3 0; 1e300 1e300; 0 inf; nan 1
lognormal: 0 1; 2 0.25; 700 20; 0 0
exponential: 1; 0.1; 0; inf; 1e-320
standard_gamma: 1; 0.5; 0.001; 3; 2.5; 1000.25; 1e10; 0; 1e-300; inf; nan
gamma: 1 2; 0.3 5; 7.5 0.1; 0 0; 2 inf; 1 0
beta: 0.5 0.5; 1 1; 0.1 0.9; 2 3; 0.5 2; 1e-3 1e-4; 1e-200 1e-210; 1e-308 1e-308; 1e5 1e-5; 50 40; nan 1
chisquare: 1; 2; 0.5; 50; 1e-10; 1e12; inf
noncentral_chisquare: 1 1; 0.5 0.2; 5 5; 5 0; 1 0; 0.5 1000; 3 1e6; 0.5 nan; 2 nan; 0.1 1e17; 2 inf
f: 1 1; 12 77; 0.5 3; 2 2; 1e6 1e-2
noncentral_f: 5 2 1; 0.5 0.5 3; 1 1 0; 3 4 1e4; 5 2 nan
standard_t: 1; 10; 0.5; 2; 1e8; inf
vonmises: 0 1; 1.23 1.54; 0 1e-9; 0 1e-6; 3 1e-5; -7 100; 0 1e7; 2 1e12; 100 0; 0 nan; 1.5 0.3
pareto: 1; 0.5; 3; 100; 1e-2; 1e-4
weibull: 1; 0.5; 2.5; 0; 100; 1e-3; inf
power: 1; 0.5; 3; 100; 1e-3; inf
laplace: 0 1; 10 2.5; -3 0; 1e300 1e300
gumbel: 0 1; 10 2.5; -3 0
logistic: 0 1; 10 2.5; -3 0
rayleigh: 1; 10; 0; 1e-320
wald: 1 1; 1.23 1.54; 100 0.01; 0.001 1000; 1e10 1; 1e-300 1
triangular: 0 1 2; 5.12 10.23 20.34; 0 0 1; 0 1 1; -1e300 0 1e300
uniform: 0 1; -1 1; 1.23 10.54; 5 -5; 3 3; 0 1e308; 1e16 10000000000000002
negative_binomial: 1 0.5; 100 0.12345; 0.5 0.9; 10 1; 1e10 0.5; 3 1e-6; 1 0; 5 1e-19
poisson: 0; 0.123; 1; 9.99; 10; 30.5; 1000; 1e10; 9e18; 9.999999
zipf: 2; 1.23; 1.5; 4; 20; 700; 1024
geometric: 0.5; 0.1; 1; 0.33; 0.3333333333333333; 0.34; 1e-6; 1e-18; 1e-17; 1e-300
logseries: 0.5; 0.92; 0; 0.999; 0.9999999; 0.01; 1e-17
"""
for line in FLOATS.strip().splitlines():
    name, _, sets = line.partition(":")
    cases(name, *[[float(x) for x in one.split()] for one in sets.split(";")])

BINOMIAL = [(0, 0.5), (1, 0.5), (10, 0.5), (20, 0.0), (20, 1.0), (100, 0.456), (100, 0.9), (60, 0.5), (61, 0.5)]
BINOMIAL += [(1000, 0.3), (10000, 0.999), (1000000, 0.4), (10**12, 0.5), (10**18, 1e-17), (2**62, 0.25)]
BINOMIAL += [(5, 1e-300), (5, 0.5000000000000001)]
cases("binomial", *BINOMIAL)
# So many that the error terms of Stirling's formula decide about some.
cases("binomial", (300, 0.5), (1000, 0.3), (5000, 0.9), seeds=SEEDS[:2], count=200_000)
HYPERGEOMETRIC = [(10, 5, 14), (5, 0, 3), (15, 0, 12), (0, 5, 3), (0, 15, 12), (7, 9, 10), (9, 7, 10), (50, 50, 11)]
HYPERGEOMETRIC += [(1000, 20, 500), (20, 1000, 500), (20, 1000, 900), (1000, 20, 900), (10**9, 10**9, 10**8), (3, 3, 6)]
HYPERGEOMETRIC += [(2**61, 2**61, 100), (2**62, 2**62 - 1, 5), (12, 1, 13)]
cases("hypergeometric", *HYPERGEOMETRIC)
cases("tomaxint", ())

# As the methods above, of parameters that are arrays.
broadcast("normal", (0.0, 1.0, -5.0, 1e9), (0.0, 1.0, 2.5))
broadcast("exponential", (0.0, 1.0, 2.5))
broadcast("standard_gamma", (0.0, 0.3, 1.0, 1.5, 60.0))
broadcast("gamma", (0.0, 0.3, 1.0, 1.5, 60.0), (0.0, 1.0, 3.0))
broadcast("beta", (0.5, 1.0, 2.0), (0.25, 1.0, 3.0))
broadcast("noncentral_chisquare", (0.5, 1.0, 2.0), (0.0, 1.0, 30.0))
broadcast("noncentral_f", (0.5, 1.0, 2.0), (0.5, 3.0), (0.0, 1.0, 30.0))
broadcast("standard_t", (0.5, 1.0, 7.0))
broadcast("vonmises", (0.0, 2.0), (0.0, 1e-6, 1.0, 1e3))
broadcast("wald", (0.5, 1.0, 2.0), (0.25, 1.0))
broadcast("triangular", (0.0, 0.5), (1.0, 2.0, 3.0), (3.0, 4.0))
broadcast("uniform", (0.0, 0.5), (1.0, -2.0, 3.0))
broadcast("poisson", (0.0, 0.5, 9.0, 11.0, 1e5))
broadcast("zipf", (1.5, 2.0, 9.0))
broadcast("geometric", (0.5, 0.1, 0.01))
broadcast("logseries", (0.5, 0.1, 0.99))
broadcast("negative_binomial", (0.5, 10.0), (0.1, 0.9))
broadcast("binomial", (0, 1, 50, 1000), (0.0, 0.2, 0.5, 0.9, 1.0))
broadcast("hypergeometric", (5, 50, 500), (30, 60), (1, 10, 11))

# Integers: the type, then both bounds (the upper one included).
for kind in ("bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"):
    dtype = np.dtype(kind)
    least, most = (0, 1) if kind == "bool" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    pairs = [(least, most), (0, 1), (1, 1), (0, 0)]
    if kind != "bool":
        pairs += [(0, 99), (most - 4, most), (least, least + 31), (least // 2, most // 2 + 1)]
    if dtype.itemsize >= 4:
        pairs += [(0, 65535), (3, 2**30)]
    if dtype.itemsize == 8:
        pairs += [(0, 2**32 - 1), (0, 2**32), (7, 2**32 + 5), (1, 2**62)]
    for low, high in pairs:
        for seed in SEEDS:
            count = 1001
            call = lambda random: random.randint(low, high + 1, count, dtype)
            record("randint", seed, count, [kind, low, high], call)
    for seed in SEEDS[:3]:
        # Arrays of bounds: the draws of each number go on in what the last one left.
        highs = np.array([1, 1, 2, 2] if kind == "bool" else [1, 2, 3, 64, 100, 127], dtype=object)
        call = lambda random: random.randint(0, highs.astype(np.uint64 if kind == "uint64" else np.int64), (77, len(highs)), dtype)
        record("randint", seed, "array", [kind, 0, "/".join(map(str, highs))], call)

for n in (0, 1, 4, 5, 1001):
    for seed in SEEDS:
        record("bytes", seed, n, [], lambda random: np.frombuffer(random.bytes(n), np.uint8))
for n in (0, 1, 2, 10, 1000, 70000):
    for seed in SEEDS:
        record("permutation", seed, n, [], lambda random: random.permutation(n))
for rows, columns in ((10, 3), (100, 1), (5, 0), (1, 4)):
    table = np.arange(rows * columns, dtype=np.int64).reshape(rows, columns)
    for seed in SEEDS[:3]:
        def shuffled(random):
            a = table.copy()
            random.shuffle(a)
            return a

        record("shuffle", seed, rows, [columns], shuffled)
        record("permutation_rows", seed, rows, [columns], lambda random: random.permutation(table))

PROBABILITIES = {"even": [0.25] * 4, "skew": [0.1, 0.3, 0.5, 0.1], "holes": [0.0, 0.5, 0.0, 0.2, 0.3, 0.0]}
PROBABILITIES["many"] = [(k + 1) / 5050 for k in range(100)]
for n, count in ((1, 10), (4, 1000), (5000, 1000), (2**31 + 1, 100)):
    for seed in SEEDS:
        record("choice", seed, count, [n, 1, "-"], lambda random: random.choice(n, count))
for n, count in ((1, 1), (4, 3), (5000, 1000), (5, 0)):
    for seed in SEEDS:
        record("choice", seed, count, [n, 0, "-"], lambda random: random.choice(n, count, replace=False))
for name, p in PROBABILITIES.items():
    n, possible = len(p), sum(x > 0 for x in p)
    for count, replace in ((1000, True), (possible, False), (possible - 1, False), (possible // 2, False)):
        flat = "/".join(text(x) for x in p) if n < 10 else name
        for seed in SEEDS:
            call = lambda random: random.choice(n, count, replace=replace, p=p)
            record("choice", seed, count, [n, int(replace), flat], call)

PVALS = [[1 / 6] * 6, [0.5, 0.5], [1.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.1] * 10, [0.7, 0.2, 0.1, 0.0], [0.001, 0.002, 0.3]]
for n in (0, 1, 20, 1000, 10**9):
    for pvals in PVALS:
        flat = "/".join(text(x) for x in pvals)
        for seed in SEEDS[1:3]:
            record("multinomial", seed, 100, [n, flat], lambda random: random.multinomial(n, pvals, 100))
for alpha in ([1.0], [1.0, 1.0], [51.7, 39.7], [0.1, 0.2, 0.3, 10.0], [1e-3, 1e-3], [1e-300, 2.0]):
    flat = "/".join(text(x) for x in alpha)
    for seed in SEEDS:
        record("dirichlet", seed, 300, [flat], lambda random: random.dirichlet(alpha, 300))

# Seeds of several words.
for key in ([0], [1], [42], [1, 2, 3], [4294967295] * 5, list(range(700))):
    for name in ("random_sample", "standard_normal"):
        if len(key) < 10:
            record(name, key, 1000, [], lambda random: getattr(random, name)(1000))

def line(key, row):
    return " ".join([*key, "|", row[0][0], row[-1][1], *(case for _, _, case in row)])


OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("".join(line(*item) + "\n" for item in lines.items()))
