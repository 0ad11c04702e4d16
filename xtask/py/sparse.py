"""Random cases of sparse matrices and graphs, and SciPy's opinion of what nd makes of them.

    python sparse.py make FOLDER COUNT SEED [FIRST]     writes COUNT cases, from number FIRST (0) on
    python sparse.py check FOLDER                       compares what nd made of them

Most are operations on all formats and element types (sparse_operations.py), the others systems, factors and
eigenvalues (sparse_systems.py) and graphs (sparse_graphs.py). A case follows from seed and number alone: the number
that a mismatch names makes it again, by itself.
"""

import collections
import pathlib
import sys
import warnings

import numpy as np

import sparse_graphs
import sparse_operations
import sparse_systems
from sparse_cases import Case, Draw, Result

# How many cases are of each kind, and what they are drawn from.
TABLES = [(0.8, sparse_operations.OPERATIONS), (0.12, sparse_systems.OPERATIONS), (0.08, sparse_graphs.OPERATIONS)]
RULES = sparse_operations.RULES | sparse_systems.RULES | sparse_graphs.RULES


def drawn(seed, number):
    d = Draw(seed, number)
    table = d.pick([table for _, table in TABLES], [share for share, _ in TABLES])
    names = sorted(table)
    weights = np.array([table[name].weight for name in names])
    name = d.pick(names, weights / weights.sum())
    operation = table[name]
    d.dtype = np.dtype(d.pick(operation.dtypes))
    kinds = [kind for kind in operation.kinds if kind != "special" or d.dtype.kind in "fc"]
    shares = np.array([{"small": 0.6, "full": 0.2, "special": 0.2}.get(kind, 1.0) for kind in kinds])
    d.kind = d.pick(kinds, shares / shares.sum())
    fields = operation.draw(d) | {"kind": d.kind}
    return "\t".join([str(number), name, str(d.dtype), *(f"{key}={value}" for key, value in fields.items())])


def make(folder, count, seed, first):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lines = [drawn(seed, number) for number in range(first, first + count)]
    (folder / "cases.txt").write_text("\n".join(lines) + "\n")
    (folder / "seed.txt").write_text(str(seed))


def results(folder):
    """What nd made, by case."""
    made = collections.defaultdict(dict)
    for line in (folder / "results.txt").read_text().splitlines():
        number, name, *fields = line.split("\t")
        made[number][name] = fields
    return made


def verdicts(case, made):
    """What is wrong with each result of one case; None if SciPy was not asked."""
    operation = next(table[case.op] for _, table in TABLES if case.op in table)
    case.notes, case.given = [], {name: Result(fields) for name, fields in made.items()}
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = operation.want(case)
        if wanted is None:
            return None
        wrong = []
        for name, want in wanted.items():
            found = case.given.get(name) or case.given.get("")
            verdict = found.against(want) if found else "no result"
            if verdict:
                wrong.append(f"{name or case.op}: {verdict}")
    wrong += [f"SciPy differs, and no rule says so: {what}" for rule, what in case.notes if rule is None]
    return wrong


def shown(case):
    """The operands, for people."""
    parts = []
    for name, text in case.fields.items():
        if text.count("|") == 5:
            shape, rows, columns, values = case.entries(name)
            parts.append(f"{name} = {text.split('|')[0]} {shape}: " + ", ".join(
                f"({r},{k}) {v}" for r, k, v in zip(rows, columns, values)))
        elif "|" in text:
            parts.append(f"{name} = {case.dense(name).tolist()}")
        else:
            parts.append(f"{name} = {text}")
    return "\n    ".join(parts)


def check(folder):
    seed, made = (folder / "seed.txt").read_text(), results(folder)
    counts, rules, formats = collections.Counter(), collections.Counter(), collections.Counter()
    wrong = unasked = compared = 0
    for line in (folder / "cases.txt").read_text().splitlines():
        case = Case(line)
        try:
            found = verdicts(case, made[case.number])
        except Exception as error:
            found = [f"the comparison itself: {type(error).__name__}: {error}"]
        counts[case.op] += 1
        if found is None:
            unasked += 1
            continue
        compared += 1
        formats[case.format] += 1
        rules.update({rule for rule, _ in case.notes if rule})
        if found:
            wrong += 1
            print(f"case {case.number}: {case.op} of {case.dtype}\n    {shown(case)}\n    " + "\n    ".join(found))
            print(f"    again: cargo xtask conformance --only sparse --sparse 1 --first {case.number} --seed {seed}")
    print("sparse: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    print("sparse: first operands: " + ", ".join(f"{name} {count}" for name, count in formats.most_common() if name))
    for rule, count in rules.most_common():
        print(f"sparse: {count} cases where SciPy differs by the rule {rule!r}: {RULES[rule]}")
    print(f"sparse: {compared} cases compared, {unasked} not; {wrong} mismatches")
    return wrong == 0


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]) if len(sys.argv) > 5 else 0)
    else:
        sys.exit(0 if check(folder) else 1)
