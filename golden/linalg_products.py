"""Writes linalg_products.txt: what NumPy's products and einsum return for small whole numbers.

    python golden/linalg_products.py [FOLDER]     (NumPy 2.4.6)

One case a line: function and its argument, the operands' shapes, real or complex, then the
result's shape and values, or `error`. Element t of operand o is (7t + 3o + 1) mod 11 - 5, its
imaginary part (5t + o) mod 7 - 3: every result is exact, whatever the order of its sums.
crates/nd-linalg/tests/linalg/products.rs replays the cases.
"""

import pathlib
import random
import sys

import numpy as np

HOME = pathlib.Path(__file__).parent.parent / "crates/nd-linalg/tests/golden"
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
chance = random.Random(5)


def operand(number, shape, complexes):
    t = np.arange(int(np.prod(shape, dtype=int)))
    a = ((7 * t + 3 * number + 1) % 11 - 5).astype(float)
    if complexes:
        a = a + 1j * ((5 * t + number) % 7 - 3)
    return a.reshape(shape)


PAIRS = [
    ((), (3,)), ((3,), ()), ((3,), (3,)), ((3,), (4,)), ((2, 3), (3,)), ((3,), (3, 2)),
    ((2, 3), (3, 4)), ((2, 3), (2, 3)), ((2, 2, 3), (3, 4)), ((2, 3), (2, 3, 4)),
    ((2, 1, 2, 3), (3, 3, 2)), ((2, 2, 3), (3, 3, 4)), ((2, 2, 3), (2, 3)), ((2, 3), (2, 2, 3)),
    ((3,), (2, 3, 2)), ((2, 2, 3), (3,)), ((0, 3), (3, 2)), ((2, 0), (0, 2)), ((0,), (0,)),
    ((2, 0, 3), (3, 2)), ((1, 3), (3, 1)), ((3, 1), (1, 3)), ((2, 3, 3), (2, 3, 3)),
    ((4, 3), (4, 3)), ((2, 4, 3), (4, 3)), ((2, 1, 3), (4, 3)),
]
FUNCTIONS = {
    "matmul": np.matmul,
    "dot": np.dot,
    "inner": np.inner,
    "outer": np.outer,
    "vdot": np.vdot,
    "vecdot": np.vecdot,
    "matvec": np.matvec,
    "vecmat": np.vecmat,
    "kron": np.kron,
    "cross": np.linalg.cross,
}
TENSORDOT = [
    ("0", (2, 3), (2,)), ("1", (2, 3), (3, 4)), ("2", (4, 2, 3), (2, 3, 2)), ("2", (2,), (2, 3)),
    ("0,1;1,0", (2, 3, 4), (3, 2)), ("-1;0", (2, 3), (3, 2)), ("-1,0;0,-1", (2, 3), (3, 2)),
    ("0;0", (2, 3), (2, 4)), ("0;1", (2, 3), (2, 4)), ("0,0;0,1", (2, 3), (2, 2)), ("5;0", (2,), (2,)),
    ("1,0;0", (2, 3), (3, 2)), ("2;1", (2, 1, 3), (2, 3, 2)), ("1", (2, 0), (0, 3)),
]
SPECS = [
    ("ij,jk", (2, 3), (3, 4)), ("ij,jk", (2, 1), (3, 4)), ("ij,jk", (2, 2), (3, 4)),
    ("ii->i", (3, 3)), ("ii", (3, 3)), ("ii->i", (2, 1)), ("ii->i", (2, 3)), ("iii->i", (2, 2, 2)),
    ("iij->ji", (2, 2, 3)), ("ijij->ij", (2, 3, 2, 3)), ("i...,i...->...", (3, 2, 1), (3, 4)),
    ("i...->i", (3, 2, 1)), ("i...->i", (3,)), ("i...", (3, 2, 1)), ("ba", (3, 2)),
    ("ij->jj", (3, 3)), ("ij->k", (3, 3)), ("ij", (3, 3), (3, 3)), ("ij,", (2, 2), ()),
    (",", (), ()), ("->", ()), ("", ()), (" i j , j k -> i k ", (2, 3), (3, 2)),
    ("...ij,...jk", (2, 2), (3, 2, 2)), ("...ij,...jk", (2, 1, 2, 2), (3, 2, 2)),
    ("ij...,jk...->ik...", (2, 3, 4), (3, 2, 3, 1)), ("i->...i", (3,)), ("...i->i...", (2, 3)),
    ("i1", (3, 2)), ("i.j", (3, 2)), ("i..j", (3, 2)), ("......", (2,)), ("ijk", (3, 2)),
    ("i", (3, 2)), ("Ab->bA", (3, 2)), ("bA", (3, 2)), ("...,...", (3, 2), (3, 2)),
    ("...,...->...", (3, 1), (4,)), ("...,...->...", (3, 2), (4,)),
    ("i...,j...->ij", (3, 2), (3, 2)), ("i...,j...->ij", (3,), (2,)), ("ij->i->j", (3, 2)),
    ("ij-i", (3, 2)), ("ij>i", (3, 2)), ("ij->i,j", (3, 2)), ("i,j", (2,)),
    ("i,i->i", (3,), (3,)), ("i,i->", (3,), (3,)), ("i,j->ij", (2,), (3,)), ("i,j->ji", (2,), (3,)),
    ("i,j->", (2,), (3,)), ("i,i", (3,), (1,)), ("i,i->i", (1,), (1,)), ("ij,ij->ij", (2, 3), (1, 3)),
    ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)), ("ijk,ikl->jl", (2, 3, 2), (2, 2, 3)),
    ("ijk,ikl->jli", (2, 3, 2), (2, 2, 3)), ("ij,jk,kl->il", (2, 3), (3, 2), (2, 3)),
    ("ij,jk,kl,lm->mi", (2, 3), (3, 2), (2, 3), (3, 2)), ("ij,ij,ij->", (2, 3), (2, 3), (2, 3)),
    ("ea,fb,abcd,gc,hd->efgh", (2, 2), (2, 2), (2, 2, 2, 2), (2, 2), (2, 2)),
    ("a,b,c,d,e,f,g->g", (2,), (2,), (2,), (2,), (2,), (2,), (3,)),
    ("ij,j->i", (2, 0), (0,)), ("ij->", (0, 3)), ("ij->j", (0, 3)), ("ij->ji", (0, 3)),
    ("ij,jk->ik", (0, 2), (2, 3)), ("ii->i", (0, 0)), ("i,ij,j->", (2,), (2, 3), (3,)),
    ("ij,kl->ijkl", (2, 2), (2, 2)), ("ij,kl->ikjl", (2, 2), (2, 2)), ("ij,ji->", (2, 3), (3, 2)),
    ("ii,jj->ij", (2, 2), (3, 3)), ("ii,ij->j", (2, 2), (2, 3)), ("ijj,j->i", (2, 3, 3), (3,)),
    ("bhqd,bhkd->bhqk", (2, 2, 3, 2), (2, 2, 2, 2)), ("b...d,b...d->b...", (2, 3, 2), (2, 3, 2)),
]


def random_case():
    letters = "abcde"
    lengths = {letter: chance.choice([1, 2, 2, 3]) for letter in letters}
    dots = [chance.choice([1, 2, 3]) for _ in range(2)]
    terms, shapes, dotted = [], [], False
    for _ in range(chance.choice([1, 2, 2, 2, 3, 3, 4])):
        labels = [chance.choice(letters) for _ in range(chance.choice([0, 1, 2, 2, 3]))]
        shape = [lengths[label] for label in labels]
        for axis, label in enumerate(labels):
            if labels.count(label) == 1 and chance.random() < 0.1:
                shape[axis] = 1
        text = "".join(labels)
        if chance.random() < 0.2:
            at, count = chance.randint(0, len(labels)), chance.randint(0, 2)
            axes = [chance.choice([1, n]) for n in dots[2 - count :]]
            text, dotted = text[:at] + "..." + text[at:], True
            shape[at:at] = axes
        terms.append(text)
        shapes.append(tuple(shape))
    spec = ",".join(terms)
    if chance.random() < 0.85:
        used = sorted({c for c in spec if c.isalpha()})
        chance.shuffle(used)
        out = "".join(used[: chance.randint(0, len(used))])
        at = chance.randint(0, len(out))
        spec += "->" + (out[:at] + "..." + out[at:] if dotted else out)
    return (spec, *shapes)


def line(name, argument, shapes, complexes, function):
    operands = [operand(o, shape, complexes) for o, shape in enumerate(shapes)]
    words = ";".join(",".join(map(str, shape)) for shape in shapes)
    head = f"{name}|{argument}|{words}|{'complex' if complexes else 'real'}|"
    try:
        result = np.asarray(function(*operands))
    except (ValueError, IndexError):
        return head + "error"
    values = [result.real, result.imag] if complexes else [result]
    numbers = np.stack(values, axis=-1).ravel()
    assert np.all(numbers == np.round(numbers)) and np.abs(numbers).max(initial=0) < 2**53
    shape = ",".join(map(str, result.shape))
    return head + f"{shape}|" + " ".join(str(int(x)) for x in numbers)


lines = []
for name, function in FUNCTIONS.items():
    for left, right in PAIRS:
        for complexes in [False, True]:
            lines.append(line(name, "", [left, right], complexes, function))
for axes, left, right in TENSORDOT:
    lists = [[int(i) for i in part.split(",")] for part in axes.split(";")]
    meant = lists if ";" in axes else lists[0][0]
    lines.append(line("tensordot", axes, [left, right], False, lambda a, b: np.tensordot(a, b, meant)))
for number, (spec, *shapes) in enumerate(SPECS + [random_case() for _ in range(300)]):
    # NumPy without `optimize` is the judge: its other ways refuse some of what this takes.
    call = lambda *operands: np.einsum(spec, *operands)
    lines.append(line("einsum", spec, shapes, number % 3 == 0, call))
(FOLDER / "linalg_products.txt").write_text("\n".join(lines) + "\n")
