"""Writes streams.jsonl: what numpy.random.Generator draws, and where it leaves its bit generator.

    python golden/random_streams.py [FOLDER [CASES SEED DRAWS]]     (NumPy 2.4.6 or 2.5)

Without CASES: the committed fixture. With them: as many random cases, for the live comparison
of `cargo xtask conformance`. NumPy 2.5 corrected the binomial sampler for large expectations:
the fixture has none of those, and live cases have them from NumPy 2.5 on. One case a line: bit generator, seed, calls, and for each call the
shape, a 64-bit hash of the bytes, and the first and last number as hex bits; then the state.
crates/nd-random/tests/streams.rs replays the cases.
"""

import json
import pathlib
import random
import sys

import numpy as np

HOME = pathlib.Path(__file__).parent.parent / "crates/nd-random/tests/golden"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
LIVE = len(sys.argv) > 2
CASES = int(sys.argv[2]) if LIVE else 0
SEED = int(sys.argv[3]) if LIVE else 0
DRAWS = int(sys.argv[4]) if LIVE else 600

BITS = ["PCG64", "PCG64DXSM", "Philox", "SFC64", "MT19937"]
INTEGERS = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
K = np.uint64(0x9E3779B97F4A7C15)
chance = random.Random(SEED)
# Whether binomial numbers come from the corrected algorithm.
CORRECTED = LIVE and np.lib.NumpyVersion(np.__version__) >= "2.5.0"


def digest(a):
    """Sum of the mixed 64-bit words, each times an odd number of its own."""
    raw = a.tobytes()
    words = np.frombuffer(raw + bytes(-len(raw) % 8), np.uint64)
    odd = np.arange(words.size, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return f"{int(((words ^ (words >> np.uint64(29))) * (odd * K)).sum()):x}"


def hexed(x):
    return x.tobytes()[::-1].hex()


def plain(x):
    """Lists and integers for JSON, floats as words (not every parser rounds), long arrays in short."""
    if isinstance(x, np.ndarray):
        if x.size > 100 and np.array_equal(x.ravel(), np.arange(x.size)):
            return {"arange": list(x.shape)}
        times = x.shape[1] // 2 if x.ndim == 2 and x.size > 100 else 1
        if times > 1 and np.array_equal(x[:, ::times].repeat(times, axis=1), x):
            return {"repeat": plain(x[:, ::times]), "times": times}
        return [plain(y) for y in x]
    if isinstance(x, (list, tuple)):
        return [plain(y) for y in x]
    if isinstance(x, (float, np.floating)):
        return repr(float(x))
    if isinstance(x, (np.integer, np.bool_)):
        return int(x)
    return x


def state_of(bits):
    s = bits.state
    inner = s["state"]
    half = f"{s.get('has_uint32', 0)} {s.get('uinteger', 0):x}"
    if "inc" in inner:
        return f"{inner['state']:x} {inner['inc']:x} {half}"
    if "counter" in inner:
        words = [*inner["counter"], *inner["key"], *s["buffer"]]
        return " ".join(f"{int(w):x}" for w in words) + f" {s['buffer_pos']} {half}"
    if "pos" in inner:
        return f"{digest(inner['key'])} {inner['pos']}"
    return " ".join(f"{int(w):x}" for w in inner["state"]) + f" {half}"


def between(low, high):
    return float(np.exp(chance.uniform(np.log(low), np.log(high))))


def real():
    return chance.choice([0.0, 1.0, -2.5, chance.uniform(-100, 100), 1e300, -1e-300])


def positive(extreme=True):
    usual = [1.0, 2.0, between(1e-3, 1e3), between(0.05, 20), between(0.05, 20)]
    return chance.choice(usual + ([1e-5, 1e-12, 1e8, 1e15] if extreme else []))


def probability():
    return chance.choice([0.5, 0.1, 0.9, chance.random(), chance.random(), 1e-6, 1 - 1e-9])


def ordered():
    left, mode, right = sorted([real() % 1e6 - 5e5, chance.uniform(-1e3, 1e3), chance.uniform(-1e3, 1e3)])
    return left, mode, right + 1


def scales():
    return [real(), positive()]


def trials():
    n, p = chance.choice([0, 1, 10, 60, 100, 1000, 10**6, 10**12, chance.randrange(500)]), probability()
    p = chance.choice([0.0, 1.0, p, p, p])
    return [n if CORRECTED else min(n, 60), p]


def counts():
    good, bad = (chance.choice([0, 1, 9, 30, 1000, 10**6, 10**9 - 1, chance.randrange(10**5)]) for _ in "ab")
    return [good, bad, chance.choice([0, 1, 9, 10, 11, 100, good + bad]) % (good + bad + 1)]


PARAMETERS = {
    "random": lambda: [],
    "standard_normal": lambda: [],
    "standard_exponential": lambda: [],
    "standard_cauchy": lambda: [],
    "uniform": lambda: sorted([chance.uniform(-1e3, 1e3), chance.choice([0.0, chance.uniform(-1e9, 1e9)])]),
    "normal": scales,
    "lognormal": lambda: [chance.uniform(-5, 5), between(1e-3, 10)],
    "laplace": scales,
    "gumbel": scales,
    "logistic": scales,
    "exponential": lambda: [positive()],
    "rayleigh": lambda: [positive()],
    "pareto": lambda: [positive()],
    "weibull": lambda: [chance.choice([0.0, positive()])],
    "power": lambda: [positive()],
    "wald": lambda: [positive(), positive()],
    "vonmises": lambda: [chance.uniform(-4, 4), chance.choice([0.0, 1e-9, 5e-6, 0.5, 4.0, 1e3, 1e7])],
    "triangular": lambda: list(ordered()),
    "standard_gamma": lambda: [chance.choice([0.0, 0.3, 0.9, 1.0, 1.5, positive()])],
    "gamma": lambda: [chance.choice([0.0, 0.3, 0.9, 1.0, 1.5, positive()]), positive()],
    "beta": lambda: [chance.choice([1e-105, 0.3, 1.0, positive()]), chance.choice([1e-105, 0.7, 1.0, positive()])],
    "chisquare": lambda: [positive()],
    "noncentral_chisquare": lambda: [positive(), chance.choice([0.0, positive(False)])],
    "f": lambda: [positive(), positive()],
    "noncentral_f": lambda: [positive(), positive(), chance.choice([0.0, positive(False)])],
    "standard_t": lambda: [positive()],
    "binomial": trials,
    "poisson": lambda: [chance.choice([0.0, 0.1, 3.0, 9.99, 10.0, 50.0, 1e3, 1e6, 1e12, 9.2e18, between(0.01, 1e4)])],
    "geometric": lambda: [chance.choice([1.0, 0.34, 0.33, 0.01, 1e-6, 1e-17, probability()])],
    "logseries": lambda: [chance.choice([0.0, 0.1, 0.5, 0.9, 0.9999, chance.random()])],
    "zipf": lambda: [chance.choice([1.0001, 1.01, 1.5, 2.0, 4.0, 30.0, 1024.0, 1e6])],
    "negative_binomial": lambda: [positive(False), chance.choice([0.01, 0.5, 1.0, chance.uniform(0.01, 1)])],
    "hypergeometric": counts,
}
SINGLE = ["random", "standard_normal", "standard_exponential", "standard_gamma"]
WHOLE = {"binomial": [0], "hypergeometric": [0, 1, 2]}
OTHERS = ["integers", "integers", "bytes", "choice", "choice_of", "shuffle", "permutation", "permutation_of",
          "permuted", "multinomial", "multivariate_hypergeometric", "dirichlet", "multivariate_normal"]


def stacked(method, draws):
    """Arrays of parameters that broadcast to (rows, columns)."""
    sets = [PARAMETERS[method]() for _ in range(6)]
    rows, columns = 3, max(2, draws // 3 - (draws // 3) % 2)
    arguments = []
    for k in range(len(sets[0])):
        kind = np.int64 if k in WHOLE.get(method, []) else np.float64
        values = np.array([s[k] for s in sets], kind)
        arguments.append(values.reshape(3, 2).repeat(columns // 2, axis=1))
    if chance.random() < 0.3:  # one set for each column
        arguments = [a[:1] for a in arguments]
    return arguments, [rows, columns]


def call(method, draws):
    """Name, arguments, size, further arguments."""
    if method in PARAMETERS:
        size = chance.choice([[draws], [draws], [4, draws // 4], []]) if not LIVE else chance.choice([[draws], [4, draws // 4]])
        more = {}
        if method in SINGLE and chance.random() < 0.4:
            more["dtype"] = "float32"
        if method == "standard_exponential" and chance.random() < 0.3:
            more["method"] = "inv"
        if PARAMETERS[method]() and not more and chance.random() < 0.35:
            arguments, size = stacked(method, draws)
            if len(arguments[0].shape) == 2 and arguments[0].shape[0] == 3 and chance.random() < 0.3:
                size = None
            return method, arguments, size, more
        return method, PARAMETERS[method](), size, more
    return OTHER[method](draws)


def integers(draws):
    kind = chance.choice(INTEGERS)
    info = None if kind == "bool" else np.iinfo(kind)
    low, top = (0, 1) if info is None else (int(info.min), int(info.max))
    endpoint = chance.random() < 0.5
    pairs = []
    for _ in range(3):
        a, b = sorted(chance.choice([low, top, chance.randint(low, top), chance.randint(max(low, -100), min(top, 100))])
                      for _ in "ab")
        if chance.random() < 0.3:
            a, b = max(low, 0), min(top, 2 ** chance.randrange(1, 64) - 1 + (not endpoint))
        if not endpoint and a == b:
            a, b = (a - 1, b) if a > low else (a, b + 1)
        pairs.append((a, b))
    if chance.random() < 0.75:
        return "integers", list(pairs[0]), [draws], {"dtype": kind, "endpoint": endpoint}
    arrays = [np.array([p[k] for p in pairs], kind if kind != "bool" else "bool").reshape(3, 1) for k in (0, 1)]
    return "integers", arrays, [3, draws // 3], {"dtype": kind, "endpoint": endpoint}


def weights(n):
    p = np.array([chance.random() + 1e-3 for _ in range(n)])
    return p / p.sum()


def choice(draws):
    n = chance.choice([1, 2, 10, 1000, 9_999, 10_001, 60_000, 10**6, 10**12])
    more = {"replace": chance.random() < 0.4, "shuffle": chance.random() < 0.6}
    if n <= 1000 and chance.random() < 0.5:
        more["p"] = weights(n)
    size = min(draws, n) if not more["replace"] else draws
    if not more["replace"] and chance.random() < 0.3:
        size = chance.randint(0, size)
    return "choice", [n], [size], more


def choice_of(draws):
    a = np.arange(60).reshape(5, 12)
    axis = chance.randrange(2)
    more = {"axis": axis, "replace": True, "shuffle": True}
    return "choice", [a], [4, draws // 40], more


def matrix(n):
    rows = chance.choice([2, 7, 50])
    return np.arange(n - n % rows).reshape(rows, -1)


def shuffle(draws):
    if chance.random() < 0.5:
        return "shuffle", [np.arange(draws)], None, {"axis": 0}
    return "shuffle", [matrix(draws)], None, {"axis": chance.randrange(2)}


def permutation(draws):
    return "permutation", [chance.choice([0, 1, 2, draws])], None, {}


def permutation_of(draws):
    return "permutation", [matrix(draws)], None, {"axis": chance.randrange(2)}


def permuted(draws):
    return "permuted", [matrix(draws)], None, {"axis": chance.choice([None, 0, 1])}


def multinomial(draws):
    d = chance.choice([1, 2, 6, 40])
    if chance.random() < 0.6:
        return "multinomial", [chance.choice([0, 1, 20, 10**6 if CORRECTED else 40]), weights(d)], [draws // d], {}
    n = np.array([[0], [15], [3000 if CORRECTED else 50]])
    return "multinomial", [n, np.stack([weights(d) for _ in range(4)])], [3, 4], {}


def multivariate_hypergeometric(draws):
    colors = [chance.choice([0, 1, 5, 40, 300]) for _ in range(chance.choice([1, 3, 8]))]
    sample = chance.randint(0, sum(colors))
    method = chance.choice(["marginals", "count"])
    return "multivariate_hypergeometric", [colors, sample], [draws // len(colors) // 4], {"method": method}


def dirichlet(draws):
    small = chance.random() < 0.3
    alpha = [chance.choice([0.0, 0.01, 0.05]) if small else positive(False) for _ in range(chance.choice([1, 2, 9]))]
    return "dirichlet", [np.array(alpha)], [draws // len(alpha)], {}


def byte_string(draws):
    return "bytes", [draws * 4 + chance.randrange(4)], None, {}


def multivariate_normal(draws):
    # With the identity as the covariance the factor is exact, whoever computes it.
    n = chance.choice([1, 3])
    return "multivariate_normal", [np.arange(n) * 1.0, np.eye(n)], [draws // n], {"method": "cholesky"}


OTHER = {"integers": integers, "bytes": byte_string, "choice": choice, "choice_of": choice_of, "shuffle": shuffle,
         "permutation": permutation, "permutation_of": permutation_of, "permuted": permuted, "multinomial": multinomial,
         "multivariate_hypergeometric": multivariate_hypergeometric, "dirichlet": dirichlet,
         "multivariate_normal": multivariate_normal}


def run(rng, method, arguments, size, more):
    if method == "shuffle":
        a = arguments[0].copy()
        rng.shuffle(a, **more)
        return a
    kind = {k: (np.dtype(v) if k == "dtype" else v) for k, v in more.items()}
    if method == "bytes":
        return np.frombuffer(rng.bytes(*arguments), np.uint8)
    if method in ("permutation", "permuted"):
        return np.asarray(getattr(rng, method)(*arguments, **kind))
    if size is not None:
        kind["size"] = tuple(size)
    return np.asarray(getattr(rng, method)(*arguments, **kind))


def case(bits, methods, draws):
    seed = chance.choice([0, 42, chance.randrange(2**32), chance.randrange(2**128), [1, 2, 3]])
    generator = np.random.Generator(getattr(np.random, bits)(seed))
    calls = []
    for method in methods:
        name, arguments, size, more = call(method, draws)
        out = run(generator, name, arguments, size, more)
        flat = out.ravel()
        ends = [hexed(flat[0]), hexed(flat[-1])] if flat.size else []
        if out.dtype == bool:
            out = out.astype(np.uint8)
        written = {k: plain(v) for k, v in more.items()}
        calls.append({"method": name, "args": [plain(a) for a in arguments], "size": size, "more": written,
                      "shape": list(out.shape), "digest": digest(out), "ends": ends})
    words = seed if isinstance(seed, list) else [seed]
    return {"bits": bits, "seed": [str(w) for w in words], "calls": calls, "state": state_of(generator.bit_generator)}


def lines():
    everything = [*PARAMETERS, *OTHER]
    if not LIVE:
        for method in everything:
            for bits in BITS if method in ("random", "integers", "standard_normal", "bytes") else ["PCG64"]:
                for _ in range(6 if method == "integers" else 3):
                    yield case(bits, [method], DRAWS)
        for bits in BITS:
            for _ in range(8):
                yield case(bits, chance.choices(everything, k=4), 40)
            # Enough draws to be shared out between threads, from either half of a word.
            for methods in (["random"], ["integers", "random"], ["integers", "integers"], ["bytes"], ["uniform"]):
                yield case(bits, methods, 200_000 + chance.randrange(9))
        return
    for n in range(CASES):
        method = everything[n % len(everything)]
        before = chance.choices(["random", "integers", "standard_normal"], k=chance.choice([0, 0, 1]))
        yield case(BITS[n // len(everything) % len(BITS)], [*before, method], DRAWS)


np.seterr(all="ignore")
FOLDER.mkdir(parents=True, exist_ok=True)
with open(FOLDER / "streams.jsonl", "w") as out:
    count = calls = 0
    for entry in lines():
        out.write(json.dumps(entry, separators=(",", ":")) + "\n")
        count, calls = count + 1, calls + len(entry["calls"])
print(f"{FOLDER / 'streams.jsonl'}: {count} cases, {calls} calls")
