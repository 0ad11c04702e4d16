"""Random programs on chunked arrays, for nd-ooc, NumPy and Dask.

    chunked.py make FOLDER COUNT SEED [FIRST]   writes COUNT programs of 3 to 10 operations, from number FIRST (0) on
    chunked.py check FOLDER [DASK]              compares what nd made of them with NumPy, and DASK (0) of them with Dask

A program is the same for the same seed and number. `make` writes FOLDER/programs.jsonl and the inputs in
FOLDER/arrays.bin; `nd-chunked FOLDER` runs each several times, in memory, from .npy files and from Zarr stores of any
chunks, with other budgets and numbers of threads, wants the same bits each time, and writes FOLDER/results.*. Shapes
and types must be NumPy's, and values equal, or within the bound that `chunked_steps.py` works
out for each element where the order of a sum or a function's last bits are not promised. Zeros of either sign are
equal.
"""

import json
import pathlib
import sys
import time
import warnings
from collections import Counter

import numpy as np

sys.dont_write_bytecode = True

import chunked_arranged  # noqa: F401 - fills the table
import chunked_reduced  # noqa: F401
import chunked_windows  # noqa: F401
from chunked_steps import STEPS, TYPES, Unfit, require

# Elements of a result, at most.
LARGEST = 600_000


def operand(p, inputs, made, dtype):
    if "in" in p:
        return inputs[p["in"]]
    return made[p["v"]] if "v" in p else np.array(p["scalar"], dtype)


class Drawing:
    """A program while it is drawn: inputs, steps and their values so far."""

    def __init__(self, seed, number):
        self.rng = np.random.default_rng([seed, number])
        self.large = self.rng.random() < 0.15
        self.inputs, self.steps, self.values, self.bounds = [], [], [], []
        self.input(self.shape())

    def pick(self, choices):
        return choices[self.rng.integers(len(choices))]

    def shape(self):
        if self.large:
            # Several cells of a reduction, and several strips of a pass.
            ndim = int(self.rng.integers(1, 4))
            most = [300_000, 700, 80][ndim - 1]
            return tuple(int(n) for n in self.rng.integers(most // 8, most + 1, ndim))
        ndim = int(self.pick([0, 1, 1, 2, 2, 2, 3, 3, 4]))
        most = [1, 60, 20, 9, 6][ndim]
        return tuple(0 if self.rng.random() < 0.02 else int(self.rng.integers(1, most + 1)) for _ in range(ndim))

    def elements(self, dtype, shape):
        dtype, rng = np.dtype(dtype), self.rng
        if dtype.kind == "b":
            return rng.random(shape) < 0.5
        if dtype.kind in "iu":
            if rng.random() < 0.2:
                info = np.iinfo(dtype)
                return rng.integers(info.min, info.max, shape, dtype, endpoint=True)
            return rng.integers(0 if dtype.kind == "u" else -20, 21, shape).astype(dtype)
        # Mostly multiples of a unit, whose sums have no rounding: then every bit can be compared.
        a = rng.integers(-40, 41, shape) / 8 if rng.random() < 0.6 else rng.uniform(-10, 10, shape)
        a = np.array(a, dtype)
        if rng.random() < 0.2:
            a[rng.random(shape) < 0.05] = np.nan
        if rng.random() < 0.05:
            a[rng.random(shape) < 0.02] = np.inf
            a[rng.random(shape) < 0.02] = -np.inf
        return a

    def input(self, shape, dtype=None):
        dtype = dtype or self.pick(TYPES + ["float32", "float64", "float64", "int64"])
        self.inputs.append(np.asarray(self.elements(dtype, shape)))
        return {"in": len(self.inputs) - 1}

    def number(self, dtype):
        if dtype.kind == "b":
            return bool(self.rng.random() < 0.5)
        if dtype.kind == "f":
            return float(self.rng.integers(-16, 17)) / 4
        return int(self.rng.integers(0 if dtype.kind == "u" else -9, 10))

    def value(self, p, dtype):
        return operand(p, self.inputs, self.values, dtype)

    def all_values(self):
        return [{"in": k} for k in range(len(self.inputs))] + [{"v": k} for k in range(len(self.values))]

    def beside(self, a, dtype=None, scalars=True):
        """Another operand, which broadcasts: a number, a value there is, or a new input."""
        dtype, kind = np.dtype(dtype or a.dtype), self.rng.random()
        if kind < 0.3 and scalars:
            return {"scalar": self.number(dtype)}
        if kind < 0.75:
            found = [p for p in self.all_values() if fits(self.value(p, dtype), a, dtype)]
            if found:
                return self.pick(found)
        shape = [1 if self.rng.random() < 0.25 else n for n in a.shape]
        if self.rng.random() < 0.3:
            shape = shape[self.rng.integers(0, len(shape) + 1) :]
        return self.input(tuple(shape), dtype)

    def condition(self, a):
        return self.beside(a, "bool", scalars=False)

    def step(self, name):
        """Adds a step, if it can be drawn for a value that there is."""
        it = STEPS[name]
        last = [{"v": len(self.values) - 1}] if self.values else []
        on = last[0] if last and self.rng.random() < 0.85 else self.pick(self.all_values())
        a = self.value(on, None)
        require(a.dtype.name in TYPES and a.dtype.kind in it.kinds)
        p = it.draw(self, a)
        of = [on, *p.pop("of", [])]
        if "first" in p:
            of.insert(0, p.pop("first"))
        p = {"op": name, "of": of, **p}
        values = [self.value(o, a.dtype) for o in of]
        bounds = [self.bounds[o["v"]] if "v" in o else None for o in of]
        result, bound = evaluated(it, p, values, bounds)
        require(result.size <= LARGEST and result.ndim <= 6 and sum(v.size for v in self.values) < 6 * LARGEST)
        require(not it.zeros or not any(negative_zeros(v) for v in values[1:] or values))
        self.steps.append(p)
        self.values.append(result)
        self.bounds.append(bound)

    def finish(self):
        """Draws the steps, and what is wanted of them."""
        names = list(STEPS)
        weights = np.array([STEPS[name].weight for name in names], float)
        count = int(self.rng.integers(3, 11))
        for _ in range(400):
            if len(self.steps) == count:
                break
            there = len(self.inputs)
            try:
                self.step(names[self.rng.choice(len(names), p=weights / weights.sum())])
            except Unfit:
                del self.inputs[there:]
        wanted = [len(self.steps) - 1]
        if self.rng.random() < 0.3:
            wanted.append(int(self.rng.integers(len(self.steps))))
        return wanted

    def runs(self, wanted):
        """Where the inputs are, how they are cut, and what may be used: four ways to the same bits."""
        rng, runs = self.rng, []
        for number in range(4):
            sources = [self.source(a.shape, number) for a in self.inputs]
            save = None
            if rng.random() < 0.3:
                layouts = [self.layout(self.values[k].shape) for k in wanted]
                save = {"kind": self.pick(["npy", "zarr"]), "layouts": layouts}
                if save["kind"] == "npy":
                    save["layouts"] = [{} for _ in wanted]
            budget = None if number == 0 else int(2 ** rng.uniform(14, 27))
            threads = 1 if number == 1 else int(rng.integers(1, 5))
            runs.append({"sources": sources, "budget": budget, "threads": threads, "save": save})
        return runs

    def source(self, shape, number):
        kind = "memory" if number == 0 else self.pick(["npy", "zarr", "zarr"])
        return {"kind": kind, **(self.layout(shape) if kind == "zarr" else {})}

    def layout(self, shape):
        # Chunks of one element now and then, else no more than some hundred files.
        single = np.prod(shape) < 100 and self.rng.random() < 0.15
        chunk = lambda n: 1 if single else int(self.rng.integers(max(1, n // 8), n + 2))
        return {"chunks": [min(chunk(n), max(n, 1)) for n in shape], "gzip": bool(self.rng.random() < 0.5)}


def fits(b, a, dtype):
    if b.dtype != dtype or b.ndim > a.ndim:
        return False
    return all(n in (1, m) for n, m in zip(b.shape[::-1], a.shape[::-1]))


def negative_zeros(a):
    return a.dtype.kind == "f" and bool((np.signbit(a) & (a == 0)).any())


def evaluated(it, p, values, bounds):
    """What NumPy makes of a step, and how far from it ours may lie."""
    result = np.asarray(it.run(np, values, p))
    if it.error is None:
        require(all(bound is None for bound in bounds))
        return result, None
    bound = it.error(values, bounds, p, result)
    if bound is not None:
        # Near the ends of the range the order decides between a number and infinity.
        finite = result[np.isfinite(result)]
        require(result.dtype.kind == "f" and np.abs(finite).max(initial=0) < np.finfo(result.dtype).max ** 0.8)
        bound = np.broadcast_to(np.float64(bound), result.shape)
    return result, bound


def make(folder, count, seed, first):
    folder.mkdir(parents=True, exist_ok=True)
    at, used = 0, Counter()
    with open(folder / "arrays.bin", "wb") as arrays, open(folder / "programs.jsonl", "w") as programs:
        for number in range(first, first + count):
            drawing = Drawing(seed, number)
            wanted = drawing.finish()
            runs = drawing.runs(wanted)
            inputs = []
            for a in drawing.inputs:
                inputs.append({"dtype": a.dtype.name, "shape": list(a.shape), "at": at})
                at += arrays.write(a.tobytes())
            used.update(p["op"] for p in drawing.steps)
            program = {
                "id": number, "seed": seed, "inputs": inputs, "steps": drawing.steps, "outputs": wanted, "runs": runs,
            }  # fmt: skip
            programs.write(json.dumps(program) + "\n")
    print(f"chunked: {count} programs of {sum(used.values())} operations, {len(used)} kinds of them")
    never = sorted(set(STEPS) - set(used))
    if never and count >= 1000:
        print("chunked: never drawn:", *never)


def replayed(program, inputs, xp=np, wrap=lambda a: a):
    """The values of all steps, and their bounds."""
    values, bounds = [], []
    for p in program["steps"]:
        first = next(o for o in p["of"] if "scalar" not in o and (p["op"] != "where" or o is not p["of"][0]))
        dtype = operand(first, inputs, values, None).dtype
        of = [operand(o, inputs, values, dtype) for o in p["of"]]
        if xp is np:
            result, bound = evaluated(STEPS[p["op"]], p, of, [bounds[o["v"]] if "v" in o else None for o in p["of"]])
        else:
            how = STEPS[p["op"]].dask
            result, bound = (STEPS[p["op"]].run if how is True else how)(xp, of, p), None
        values.append(result)
        bounds.append(bound)
    return values, bounds


def differs(ours, theirs, bound):
    """What is wrong with a result; None if nothing is."""
    if ours.shape != theirs.shape:
        return f"shape {ours.shape}, not {theirs.shape}"
    if ours.dtype != theirs.dtype:
        return f"{ours.dtype}, not {theirs.dtype}"
    with np.errstate(all="ignore"):
        equal = (ours == theirs) | (ours != ours) & (theirs != theirs)
        if bound is not None:
            gap = np.abs(ours.astype(np.float64) - theirs.astype(np.float64))
            equal |= np.isfinite(ours) & np.isfinite(theirs) & (gap <= bound)
    if equal.all():
        return None
    place = tuple(int(i) for i in np.argwhere(~equal)[0])
    far = "" if bound is None else f" (may differ by {bound[place]:.3g})"
    return f"{(~equal).sum()} of {equal.size} elements, at {place}: {ours[place]!r}, not {theirs[place]!r}{far}"


def printed(program):
    """A program as it is read by people."""
    word = lambda o: f"a{o['in']}" if "in" in o else f"v{o['v']}" if "v" in o else repr(o["scalar"])
    lines = [f"  a{k} = {i['dtype']} {tuple(i['shape'])}" for k, i in enumerate(program["inputs"])]
    for k, p in enumerate(program["steps"]):
        rest = [f"{name}={value!r}" for name, value in p.items() if name not in ("op", "of")]
        lines.append(f"  v{k} = {p['op']}({', '.join([word(o) for o in p['of']] + rest)})")
    again = f"chunked.py make FOLDER 1 {program['seed']} {program['id']}"
    return "\n".join([*lines, f"  wanted: {', '.join(f'v{k}' for k in program['outputs'])}; again: {again}"])


class Arrays:
    def __init__(self, path):
        self.bytes = np.memmap(path, np.uint8, "r") if path.stat().st_size else np.zeros(0, np.uint8)

    def get(self, entry):
        dtype = np.dtype(entry["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        part = self.bytes[entry["at"] : entry["at"] + count * dtype.itemsize]
        return np.frombuffer(part.tobytes(), dtype).reshape(entry["shape"])


def by_dask(program, inputs, made):
    """The results by Dask, in the chunks of the program's second run; None if it has not every step, or there are no
    elements somewhere: there its shapes go wrong, as in min over one axis of (0, 5, 3)."""
    import dask
    import dask.array as da

    if not all(STEPS[p["op"]].dask for p in program["steps"]) or not all(a.size for a in inputs + made):
        return None
    chunks = [s.get("chunks") for s in program["runs"][1]["sources"]]
    chunked = [da.from_array(a, chunks=tuple(c) if c and a.size else a.shape) for a, c in zip(inputs, chunks)]
    values, _ = replayed(program, chunked, da)
    with dask.config.set(scheduler="synchronous"):
        return [np.asarray(a) for a in dask.compute(*[values[k] for k in program["outputs"]])]


class Tally:
    """What has been compared, and what came of it."""

    def __init__(self, dask):
        self.dask, self.asked, self.raised, self.bad = dask, 0, Counter(), Counter()
        self.exact = self.within = 0

    def beside_numpy(self, program, line, inputs, results):
        """The faults of one program, with whom they were found."""
        if "error" in line:
            return [("nd", line["error"])]
        faults = [("nd with itself", line["differs"])] if line["differs"] else []
        arrays = [inputs.get(entry) for entry in program["inputs"]]
        values, bounds = replayed(program, arrays)
        ours = [results.get(entry) for entry in line["outputs"]]
        for a, k in zip(ours, program["outputs"]):
            self.exact += bounds[k] is None
            self.within += bounds[k] is not None
            what = differs(a, values[k], bounds[k])
            faults += [("NumPy", f"v{k}: {what}")] if what else []
        if self.asked < self.dask and not faults:
            faults += self.beside_dask(program, arrays, ours, values, bounds)
        return faults

    def beside_dask(self, program, arrays, ours, values, bounds):
        """Nothing is to be learnt where Dask raises: NumPy has answered, and so have we."""
        try:
            theirs = by_dask(program, arrays, values)
        except Exception as error:  # noqa: BLE001 - whatever Dask raises
            self.raised[type(error).__name__] += 1
            return []
        if theirs is None:
            return []
        self.asked += 1
        found = [(k, differs(a, b, bounds[k])) for a, b, k in zip(ours, theirs, program["outputs"])]
        return [("Dask", f"v{k}: {what}") for k, what in found if what]

    def print(self, program, faults):
        for whom, what in faults:
            self.bad[whom] += 1
            if self.bad[whom] <= 20:
                print(f"chunked: program {program['id']} beside {whom}: {what}\n{printed(program)}")


def check(folder, dask):
    inputs, results = Arrays(folder / "arrays.bin"), Arrays(folder / "results.bin")
    tally, begun, count = Tally(dask), time.time(), 0
    with open(folder / "programs.jsonl") as programs, open(folder / "results.jsonl") as lines:
        for program, line in zip(map(json.loads, programs), map(json.loads, lines), strict=True):
            count += 1
            tally.print(program, tally.beside_numpy(program, line, inputs, results))
    print(
        f"chunked: {count} programs, {tally.exact + tally.within} results beside NumPy's, {tally.exact} of them to the "
        f"bit and {tally.within} within bounds; {tally.asked} programs beside Dask, and at others Dask raises "
        f"{dict(tally.raised)}; mismatches: {dict(tally.bad) or 0} ({time.time() - begun:.0f} s)"
    )
    return not tally.bad


def main():
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    match sys.argv[1:]:
        case ["make", folder, count, seed, *first]:
            make(pathlib.Path(folder), int(count), int(seed), int(*first or [0]))
        case ["check", folder, *dask]:
            sys.exit(not check(pathlib.Path(folder), int(*dask or [0])))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
