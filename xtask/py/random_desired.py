"""Writes desired.jsonl: the numbers that NumPy's own tests of Generator want.

    python xtask/py/random_desired.py [FOLDER]     (NumPy 2.5, pytest, hypothesis)

Runs numpy/random/tests/test_generator_mt19937.py with a generator that writes its calls down,
and comparisons that write down what they want. A case is a generator's calls from its seed on;
crates/nd-random/tests/streams/desired.rs replays them. Not part of `cargo xtask golden`: the wanted
numbers are NumPy's source, not its results on this machine.
"""

import copy
import json
import pathlib
import sys

import numpy as np
import numpy.random.tests.test_generator_mt19937 as tests

HOME = pathlib.Path(__file__).parent.parent.parent / "crates/nd-random/tests/data"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
# The parameters of each method in their order, with the defaults that the tests rely on.
NAMES = {
    "beta": "a b", "binomial": "n p", "chisquare": "df", "choice": "a", "dirichlet": "alpha", "exponential": "scale",
    "f": "dfnum dfden", "gamma": "shape scale", "geometric": "p", "gumbel": "loc scale",
    "hypergeometric": "ngood nbad nsample", "integers": "low high", "laplace": "loc scale", "logistic": "loc scale",
    "lognormal": "mean sigma", "logseries": "p", "multinomial": "n pvals", "negative_binomial": "n p",
    "noncentral_chisquare": "df nonc", "noncentral_f": "dfnum dfden nonc", "normal": "loc scale", "pareto": "a",
    "permutation": "x", "permuted": "x", "poisson": "lam", "power": "a", "random": "", "rayleigh": "scale", "shuffle": "x",
    "standard_cauchy": "", "standard_exponential": "", "standard_gamma": "shape", "standard_normal": "",
    "standard_t": "df", "triangular": "left mode right", "uniform": "low high", "vonmises": "mu kappa",
    "wald": "mean scale", "weibull": "a", "zipf": "a",
}
WHOLE = {"binomial": [0], "hypergeometric": [0, 1, 2], "multinomial": [0]}
recorders, cases = [], []


class Recorder:
    """A generator that remembers what it was asked for."""

    def __init__(self, bits):
        self.real = np.random.Generator(bits)
        self.calls, self.results = [], []
        recorders.append(self)

    def __getattr__(self, method):
        def call(*args, **more):
            given = copy.deepcopy(list(args))
            out = getattr(self.real, method)(*args, **more)
            self.calls.append({"method": method, "args": given, "more": more})
            self.results.append(out if out is not None else args[0])
            return out

        return call if callable(getattr(self.real, method)) else getattr(self.real, method)


def wanted(actual, desired, decimal=None, **_):
    for recorder in recorders:
        for at, result in enumerate(recorder.results):
            if result is actual and "wanted" not in recorder.calls[at]:
                flat = np.asarray(desired)
                if flat.dtype.kind in "biuf" and flat.size:
                    recorder.calls[at]["wanted"] = {"shape": list(np.shape(actual)), "decimal": decimal,
                                                    "values": [repr(float(x)) if flat.dtype.kind == "f" else str(int(x))
                                                               for x in flat.ravel()]}


def almost(actual, desired, decimal=6, **_):
    wanted(actual, desired, decimal)


def plain(x):
    if isinstance(x, np.ndarray):
        return [plain(y) for y in x]
    if isinstance(x, (list, tuple)):
        return [plain(y) for y in x]
    if isinstance(x, (float, np.floating)):
        return repr(float(x))
    if isinstance(x, (bool, type(None), str)):
        return x
    return int(x)


def written(call):
    """A call as random_streams.py writes it."""
    method, args, more = call["method"], list(call["args"]), dict(call["more"])
    names = NAMES[method].split()
    size = more.pop("size", None)
    if len(args) > len(names) and method not in ("permutation", "permuted", "shuffle"):
        size = args.pop()
    args += [more.pop(name) for name in names[len(args):]]
    for k in WHOLE.get(method, []):
        args[k] = int(args[k])
    if method == "integers":
        more = {"dtype": np.dtype(more.get("dtype", np.int64)).name, "endpoint": more.get("endpoint", False)}
    elif method == "choice":
        more = {"replace": True, "shuffle": True, "axis": 0} | more
    elif "dtype" in more:
        more["dtype"] = np.dtype(more["dtype"]).name
    size = [size] if isinstance(size, int) else size
    entry = {"method": method, "args": plain(args), "size": plain(size), "more": {k: plain(v) for k, v in more.items()}}
    return entry | {"wanted": call.get("wanted")}


tests.Generator = Recorder
tests.assert_array_almost_equal = almost
tests.assert_array_equal = tests.assert_equal = wanted
tests.random = Recorder(np.random.MT19937(0))
for name in dir(tests.TestRandomDist):
    if not name.startswith("test_"):
        continue
    recorders.clear()
    test = tests.TestRandomDist()
    try:
        getattr(test, name)()
    except TypeError:  # parametrized
        continue
    except Exception as error:
        print(f"{name}: {error!r}", file=sys.stderr)
    for recorder in recorders:
        if "out" in str(recorder.calls) or "strides" in name:
            continue
        try:
            calls = [written(c) for c in recorder.calls]
        except (KeyError, TypeError, ValueError) as error:
            print(f"{name}: {error!r}", file=sys.stderr)
            continue
        while calls and not calls[-1]["wanted"]:
            calls.pop()
        if calls:
            cases.append({"test": name, "seed": str(tests.TestRandomDist.seed), "calls": calls})

FOLDER.mkdir(parents=True, exist_ok=True)
with open(FOLDER / "desired.jsonl", "w") as out:
    for entry in cases:
        out.write(json.dumps(entry, separators=(",", ":")) + "\n")
print(f"{FOLDER / 'desired.jsonl'}: {len(cases)} tests, {sum(len(c['calls']) for c in cases)} calls")
