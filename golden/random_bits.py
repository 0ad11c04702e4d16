"""Writes crates/nd-random/tests/golden/bits.txt: bit generators and seeds as NumPy has them.

    python golden/random_bits.py     (NumPy 2.4.6)

Three kinds of lines, all numbers in hexadecimal:

    run GENERATOR ENTROPY step …         a generator and what is done to it, as name:arguments=result
    legacy ENTROPY pos,digest            the state of MT19937 after np.random.seed
    seed ENTROPY KEY POOL WORDS WORDS64  a SeedSequence and its generated state

ENTROPY is one integer, or several: [1,2]. The key of MT19937 is written as its digest, below.
"""

import ctypes
import pathlib
import random
import struct
import sys

import numpy as np
from numpy.random import MT19937, PCG64, PCG64DXSM, SFC64, Generator, Philox, RandomState, SeedSequence

HOME = pathlib.Path(__file__).parent.parent / "crates/nd-random/tests/golden"
OUT = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME) / "bits.txt"
GENERATORS = {c.__name__.lower(): c for c in (PCG64, PCG64DXSM, Philox, SFC64, MT19937)}
ENTROPY = [0, 1, 42, 2**32, 2**64 - 1, 2**128 - 1, [0], [0, 0], [1, 2, 3], [5, 2**40, 7]]
LONG = [2**200 + 12345, [], list(range(20)), [2**32 - 1] * 7]
lines = []
pick = random.Random(20240501).random  # `random` alone keeps its numbers between versions


def below(n):
    return int(pick() * n)


def text(entropy):
    if isinstance(entropy, (list, tuple)):
        return "[" + ",".join(f"{n:x}" for n in entropy) + "]"
    return f"{entropy:x}"


def digest(words):
    """FNV-1a, a word at a time."""
    h = 0xCBF29CE484222325
    for word in words:
        h = (h ^ int(word)) * 0x100000001B3 % 2**64
    return h


def state(bits):
    s = bits.state
    inner = s["state"]
    if "key" in inner and "pos" in inner:
        words = [inner["pos"], digest(inner["key"])]
    elif "counter" in inner:
        words = [*inner["counter"], *inner["key"], *s["buffer"], s["buffer_pos"], s["has_uint32"], s["uinteger"]]
    elif "inc" in inner:
        words = [inner["state"], inner["inc"], s["has_uint32"], s["uinteger"]]
    else:
        words = [*inner["state"], s["has_uint32"], s["uinteger"]]
    return ",".join(f"{int(w):x}" for w in words)


def draw(bits, name):
    interface = bits.ctypes
    if name == "u64":
        return f"{interface.next_uint64(interface.state):x}"
    if name == "u32":
        return f"{interface.next_uint32(interface.state):x}"
    if name == "f64":
        return struct.pack(">d", interface.next_double(interface.state)).hex()
    if name == "f32":
        return struct.pack(">f", Generator(bits).random(dtype=np.float32)).hex()
    if name == "raw":
        return f"{int(bits.random_raw()):x}"
    n = 1 + below(20)  # for 0 bytes NumPy throws a draw away
    return f"{n:x}," + Generator(bits).bytes(n).hex()


def move(bits, name):
    if name == "advance":
        n = [below(10), below(2**50), 2**64 + below(2**40), 2**128 - 1 - below(5)][below(4)]
        bits.advance(n)
        return bits, f"advance:{n:x}"
    if name == "advance_wide":
        n = [2**256 - 1 - below(5), 2**192 * below(2**50) + 2**128 - 1, below(2**40)][below(3)]
        bits.advance(n)
        return bits, f"advance_wide:{n:x}"
    if name == "jumped":
        n = below(4)
        return bits.jumped(n), f"jumped:{n:x}"
    n = 1 + below(3)
    i = below(n + 1)
    children = bits.spawn(n)
    return [*children, bits][i], f"spawn:{n:x}:{i:x}"


def run(name, entropy, steps):
    bits = GENERATORS[name](SeedSequence(entropy))
    moves = {"sfc64": [], "mt19937": ["jumped"], "philox": ["advance", "advance_wide", "jumped"]}
    moves = moves.get(name, ["advance", "jumped"])
    line = ["run", name, text(entropy), "state=" + state(bits)]
    seeded = True
    for _ in range(steps):
        if below(5):
            draws = ["u64", "u32", "u32", "f64", "f32", "raw", "bytes"]
            kind = draws[below(len(draws))]
            line.append(f"{kind}={draw(bits, kind)}")
            continue
        choice = moves + ["spawn"] * seeded
        if choice:
            kind = choice[below(len(choice))]
            bits, what = move(bits, kind)
            seeded = seeded and kind != "jumped"  # NumPy seeds it anew from the system
            line.append(f"{what}={state(bits)}")
    line.append("state=" + state(bits))
    lines.append(" ".join(line))


for name in GENERATORS:
    for entropy in ENTROPY + LONG:
        run(name, entropy, 25)
    for entropy in range(100, 105):
        run(name, entropy, 100)
for entropy in [0, 1, 42, 2**32 - 1, [0], [1, 2, 3], [2**32 - 1] * 3, list(range(1000))]:
    lines.append(f"legacy {text(entropy)} {state(RandomState(entropy)._bit_generator)}")
for entropy in ENTROPY + LONG:
    for key in [(), (0,), (3, 1), (2**32, 5), tuple(range(12))]:
        for pool in (4, 5, 8, 17):
            seed = SeedSequence(entropy, spawn_key=key, pool_size=pool)
            words = [text([int(w) for w in seed.generate_state(*of)]) for of in ((9,), (3, np.uint64))]
            lines.append(" ".join(["seed", text(entropy), text(key), f"{pool:x}", *words]))

OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("\n".join(lines) + "\n")
print(f"{OUT}: {len(lines)} cases")
