"""Writes index.txt: advanced indexing as NumPy does it.

    python golden/index.py FOLDER   # writes FOLDER/index.txt (NumPy 2.4.6)

One case a line: shape | items | result of reading | array after writing, or `error`.
The array holds 0, 1, 2, ...; writing puts 1000, 1001, ... in the shape of what was read.
Items: i3 an integer; s1:5:2 a slice; n a new axis; e the ellipsis; a2,1=0,-1 an integer array
with its shape; m2,2=1001 a mask with its shape. Arrays: shape=elements.
"""

import pathlib
import random
import sys

import numpy as np

OUT = pathlib.Path(sys.argv[1]) / "index.txt"
rng = random.Random(20250101)
lines = []


def dims(shape):
    return ",".join(map(str, shape))


def text(item):
    if item is None:
        return "n"
    if item is Ellipsis:
        return "e"
    if isinstance(item, int) and not isinstance(item, bool):
        return f"i{item}"
    if isinstance(item, slice):
        part = lambda x: "" if x is None else str(x)
        return f"s{part(item.start)}:{part(item.stop)}:{part(item.step)}"
    item = np.asarray(item)
    if item.dtype == bool:
        return f"m{dims(item.shape)}=" + "".join("01"[int(x)] for x in item.flat)
    return f"a{dims(item.shape)}=" + ",".join(str(x) for x in item.flat)


def array(a):
    return f"{dims(a.shape)}=" + ",".join(map(str, a.flat))


seen = set()


def case(shape, *items):
    line = f"{dims(shape)} | {' '.join(map(text, items))} | "
    if line in seen:
        return
    seen.add(line)
    a = np.arange(int(np.prod(shape))).reshape(shape)
    try:
        got = np.array(a[items])
        a[items] = 1000 + np.arange(got.size).reshape(got.shape)
        lines.append(line + f"{array(got)} | {array(a)}")
    except IndexError:
        lines.append(line + "error | error")


def ints(shape, n, bad=0.0):
    pick = lambda: rng.randrange(-n, n) if n and rng.random() >= bad else rng.choice([n, -n - 1])
    size = int(np.prod(shape))
    return np.array([pick() for _ in range(size)], dtype=np.int64).reshape(shape)


def mask(shape):
    p = rng.choice([0, 0.3, 0.7, 1])
    return np.array([rng.random() < p for _ in range(int(np.prod(shape)))], bool).reshape(shape)


def some_slice():
    end = lambda: rng.choice([None, None, rng.randrange(-5, 6)])
    return slice(end(), end(), rng.choice([None, 1, 2, -1, -2, 3]))


L, T, F = slice(None), True, False
A = np.array
# What the reference of NumPy explains, and its corners.
case((3,), [2, 0])
case((3,), A([], int))
case((3,), A(1))
case((3, 4), A(1))
case((3, 4), A(1), [0, 2])
case((3, 4), [0, 2], [1, 1])
case((3, 4), [[0], [2]], [1, 3])
case((3, 4), L, [1, 3])
case((3, 4), [1, 2], L)
case((2, 3, 4), L, [0, 1], [1, 2])
case((2, 3, 4), [0, 1], L, [1, 2])
case((2, 3, 4), 0, L, [1, 2])
case((2, 3, 4), [0, 1], L, 2)
case((2, 3, 4), 0, [1, 2])
case((2, 3, 4), 0, [1, 2], L)
case((2, 3, 4), L, 1, [1, 2])
case((2, 3, 4), 1, L, A(2))
case((2, 3, 4), [0, 1], Ellipsis, [1, 2])
case((2, 3), [0, 1], Ellipsis, [1, 2])
case((2, 3), Ellipsis, [0, 1], [1, 2])
case((2, 3), [0, 1], [1, 2], Ellipsis)
case((2, 3), [0, 1], None, [1, 2])
case((2, 3), None, [0, 1], [1, 2])
case((2, 3), [0, 1], [1, 2], None)
case((2, 3), L, None, [0, 1])
case((2, 3), None, 0, [0, 1])
case((2, 3), 0, None, [0, 1])
case((2, 3), [[0, 1], [1, 0]], None, L)
case((2, 3, 4), L, [[0, 1], [2, 2]], slice(None, None, -2))
case((3, 4), A([T, F, T]))
case((3, 4), A([T, F, T]), [0, 1])
case((3, 4), A([T, F, T]), [[0], [1]])
case((3, 4), A([T, F, T]), slice(1, 3))
case((3, 4), L, A([T, F, T, T]))
case((3, 4), A([T, T, T]), A([T, F, T, T]))
case((3, 4), A([T, F, F]), A([T, F, T, T]))
case((2, 3, 4), mask((2, 3)))
case((2, 3, 4), L, mask((3, 4)))
case((2, 3, 4), mask((2, 3)), 0)
case((2, 3, 4), 0, mask((3, 4)))
case((2, 3, 4), mask((2, 3, 4)))
case((2, 3, 4), A(T))
case((2, 3, 4), A(F))
case((2, 3), A(T), [0, 1])
case((2, 3), A(F), [0, 1])
case((2, 3), A(F), [1])
case((2, 3), [0, 1], A(T))
case((2, 3), L, A(T), [0, 1])
case((2, 3), A(T), L, [0, 1])
case((2, 3), A(T), A(F))
case((2, 3), A(T), None)
case((), A(T))
case((), A(F))
case((), A(T), A(T))
case((3,), 3)
case((3,), [3])
case((3,), [-4])
case((3, 0), [0, 1])
case((3, 0), [0, 3])
case((3, 0), L, [0])
case((0, 3), A([], int))
case((0, 3), A([], int), [5])
case((0, 3), 5, A([], int))
case((0, 3), [0])
case((3, 4), [0, 1], [0, 1, 2])
case((3, 4), [0], [0], [0])
case((3, 4), A([T, F]))
case((3, 4), A([T, F, T, T]))
case((3, 4), mask((3, 3)))
case((2, 3), [0, 0, 0], [1, 1, 1])
case((2, 3), [1, 1])
case((2, 3), L, [2, 2, 0])
case((4,), A([[0, 1], [2, 3]]))
case((4,), A([[]], int))
case((2, 2, 2, 2), L, [0, 1], L, [1, 0])
case((2, 2, 2, 2), L, [0, 1], [1, 0], L)
case((2, 2, 2, 2), [[0], [1]], L, [0, 1], 1)
case((2, 2, 2, 2), Ellipsis, [[0], [1]], [0, 1])

while len(seen) < 420:
    shape = tuple(rng.choice([1, 2, 3, 4, 0] if rng.random() < 0.1 else [1, 2, 3, 4])
                  for _ in range(rng.randrange(1, 5)))
    if np.prod(shape) > 40:
        continue
    common = [rng.choice([1, 2, 3]) for _ in range(rng.randrange(0, 3))]
    bad = 0.3 if rng.random() < 0.08 else 0.0
    items, axis, ellipsis = [], 0, rng.random() < 0.25
    while axis < len(shape):
        kind = rng.random()
        if rng.random() < 0.12:
            items.append(None)
        if kind < 0.35:
            cut = rng.randrange(0, len(common) + 1)
            s = tuple(1 if rng.random() < 0.2 else n for n in common[cut:])
            items.append(ints(s, shape[axis], bad))
            axis += 1
        elif kind < 0.45:
            m = rng.randrange(1, min(2, len(shape) - axis) + 1)
            items.append(mask(shape[axis:axis + m]))
            axis += m
        elif kind < 0.6:
            items.append(int(ints((), shape[axis], bad)))
            axis += 1
        elif kind < 0.85:
            items.append(some_slice())
            axis += 1
        elif ellipsis:
            ellipsis = False
            items.append(Ellipsis)
            axis += rng.randrange(0, len(shape) - axis + 1)
        elif rng.random() < 0.3:
            break
    if ellipsis:
        items.insert(rng.randrange(0, len(items) + 1), Ellipsis)
    # Indices were drawn for the axes before an ellipsis moved some of them: the rest of the
    # errors come from there, on purpose.
    case(shape, *items)
OUT.write_text("\n".join(lines) + "\n")
