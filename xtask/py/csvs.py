"""Tables that pandas writes for nd to read, and nd's for pandas.

    csvs.py make FOLDER COUNT SEED    writes COUNT random tables, and what pandas reads in each
    csvs.py check FOLDER              reads what nd wrote of the same numbers, and compares

`make` writes FOLDER/cases.tsv: the path of a table, options of nd, and the path of a file that has a line for
each column: name, type, values as little-endian hex (texts joined by NUL bytes). nd is told whether there are
names only where its rule says that nobody can know. `check` reads FOLDER/written.tsv: the path of a table that
nd wrote, and that of a file of the same form.
"""

import csv
import gzip
import io
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd

WORDS = ["x", "y z", "time", "mass, kg", 'the "best"', "µm", "NA", "", "-1", "+3", "1", "2", "2024", "1.5",
         "2024-01-01", "#id", "a#b", "nan", "line\nend", "True", "x", "N/A", "null", "l'été"]
TEXTS = ["Ada", "Grace, H.", 'say "no"', "two\nlines", "", "NA", "naïve", "#5", "Flat #5", "2024-01-01", "x y", "-",
         "#N/A", "1st", "a;b", "tab\there", "'q'", "12:30", "<NA>", "#ff0000"]


def column(rng, rows):
    kind = rng.integers(9)
    if kind == 0:
        return rng.integers(-50, 50, rows)
    if kind == 1:
        return rng.integers(0, 2**64, rows, dtype=np.uint64)
    if kind == 2:
        return rng.integers(-(2**63), 2**63 - 1, rows)
    if kind == 3:
        return rng.standard_normal(rows) * 10.0 ** rng.integers(-300, 300, rows)
    if kind == 4:
        values = np.round(rng.standard_normal(rows), 2)
        values[rng.random(rows) < 0.3] = [np.nan, np.inf, -np.inf][rng.integers(3)]
        return values
    if kind == 5:
        return rng.random(rows) < 0.5
    if kind == 6:
        return pd.date_range("2024-01-01", periods=rows, freq=["D", "h", "s"][rng.integers(3)])
    if kind == 7:
        return pd.array([None if rng.random() < 0.2 else int(n) for n in rng.integers(0, 9, rows)], dtype="Int64")
    return [TEXTS[k] for k in rng.integers(0, len(TEXTS), rows)]


def some_frame(rng):
    rows = int(rng.integers(0, 12)) if rng.random() < 0.95 else 3000
    width = int(rng.integers(1, 7))
    columns = {k: column(rng, rows) for k in range(width)}
    frame = pd.DataFrame(columns)
    choice = rng.random()
    if choice < 0.5:
        frame.columns = [f"c{k}" for k in range(width)]
    elif choice < 0.85:
        frame.columns = [WORDS[k] for k in rng.integers(0, len(WORDS), width)]
    elif choice < 0.95:
        frame.columns = range(2000, 2000 + width)
    if rng.random() < 0.2:
        frame.index = pd.Index([f"r{k}" for k in range(rows)], name=[None, "key"][rng.integers(2)])
    elif rng.random() < 0.2:
        frame.index = pd.MultiIndex.from_arrays([range(rows), range(5, 5 + rows)])
    return frame


MISSING = {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
           "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}


def look(field):
    """number, truth, missing, begun (as a number begins) or word."""
    field = field.strip()
    if field in MISSING or not any(c.isalnum() for c in field):
        return "missing"
    if field.lower() in ("true", "false"):
        return "truth"
    try:
        float(field)
        return "number"
    except ValueError:
        return "begun" if field[0] in "0123456789+-." else "word"


def certain(first, second, named):
    """Whether nd's rule, as its documentation has it, knows that the first row holds names, or values."""
    looks = [look(field) for field in first]
    below = [look(field) for field in second] if second else None
    if "word" not in looks and "begun" not in looks:
        unnamed = next((k for k, field in enumerate(first) if field != ""), len(first))
        counted = 0 < unnamed < len(first) and first[unnamed:] == [str(k) for k in range(len(first) - unnamed)]
        if counted or "truth" in looks:
            return named and counted and (below is None or "missing" not in below[:unnamed])
        return not named
    if all(kind in ("word", "missing") for kind in looks):
        return named
    if not below or len(first) != len(second):
        return False
    odd = any(a in ("word", "begun") and b == "number" for a, b in zip(looks, below))
    if "word" in looks and odd:
        return named
    alike = all(a == b for a, b in zip(looks, below))
    whole = [field for field, kind in zip(first, looks) if kind == "number"]
    if alike and "number" in looks and not all(field.lstrip("+-").isdigit() for field in whole):
        return not named
    return False


def some_writing(rng):
    sep = [",", ",", ";", "\t", "|"][rng.integers(5)]
    decimal = "," if sep in ";\t" and rng.random() < 0.5 else "."
    how = {
        "sep": sep,
        "decimal": decimal,
        "index": bool(rng.random() < 0.5),
        "header": bool(rng.random() < 0.85),
        "lineterminator": ["\n", "\r\n", "\r"][rng.integers(3)],
        "quoting": [csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC][rng.integers(4)],
        "na_rep": ["", "", "NA", "nan", "N/A", "null", "<NA>", "#N/A"][rng.integers(8)],
    }
    encoding = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"][rng.integers(6)]
    return how, encoding


def records(text, sep):
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
    return [line for line in lines if line]


def table(rng, folder):
    """A table; its name and nd's options, or nothing where pandas itself loses something."""
    frame, (how, encoding) = some_frame(rng), some_writing(rng)
    text = frame.to_csv(**how)
    rows = records(text, how["sep"])
    if not rows or any(line == "" for line in text.split(how["lineterminator"])[:-1]):
        return None  # nothing in it, or a name that is an empty line
    if not any(rows[0]):
        return None  # an empty line
    if any(row[0][:1] == "#" and (len(row) == 1 or row[0][1:2] in ("", " ", "#")) for row in rows):
        return None  # a comment, as the documentation has it
    data = text.encode(encoding, errors="replace" if encoding == "cp1252" else "strict")
    if rng.random() < 0.2:
        data = gzip.compress(data)
        (folder / "a.csv.gz").write_bytes(data)
        path = "a.csv.gz"
    else:
        (folder / "a.csv").write_bytes(data)
        path = "a.csv"
    options = [f"decimal={how['decimal']}"] if how["decimal"] != "." else []
    options += ["cp1252"] if encoding == "cp1252" else []
    others = any(c in field for row in rows[:2] for field in row for c in ",;\t" if c != how["sep"])
    if how["sep"] == "|" or others or len(rows[0]) == 1 and how["sep"] != ",":  # which nobody can know
        options.append(f"delimiter={how['sep']}".replace(";", "semicolon").replace("\t", "tab"))
    named = how["header"]
    if not certain(rows[0], rows[1] if len(rows) > 1 else None, named):
        options.append(f"header={int(named)}")
    source = text.encode(encoding, errors="replace").decode(encoding.replace("-sig", ""))
    source = source.lstrip("\ufeff")
    return path, ";".join(options), columns(source, how, named)


def columns(text, how, named):
    """Each column as pandas reads it; texts as they stand."""
    arguments = {"sep": how["sep"], "header": 0 if named else None, "index_col": False}
    arguments["lineterminator"] = "\r" if how["lineterminator"] == "\r" else None
    raw = records(text, how["sep"])
    names = raw[0] if named else [""] * len(raw[0])
    rows = raw[1:] if named else raw
    frame = pd.read_csv(io.StringIO(text), decimal=how["decimal"], float_precision="round_trip", **arguments)
    assert len(frame) == len(rows) and len(frame.columns) == len(names), "pandas and the csv module differ"
    found = []
    for k, name in enumerate(names):
        values = frame.iloc[:, k]
        if len(values) == 0:
            found.append((name.strip(), "float64", b""))
        elif pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
            found.append((name.strip(), values.dtype.name, little(values.to_numpy())))
        else:
            found.append((name.strip(), "text", "\0".join(row[k] for row in rows).encode()))
    return found


def little(a):
    if a.dtype.kind == "f":
        a = np.where(np.isnan(a), np.nan, a)
    return a.astype(a.dtype.newbyteorder("<")).tobytes()


def make(folder, count, seed):
    rng = np.random.default_rng(seed)
    lines, made, skipped = [], 0, 0
    while made < count:
        case = folder / f"case_{made:05}"
        case.mkdir(parents=True, exist_ok=True)
        try:
            found = table(rng, case)
        except (pd.errors.ParserError, AssertionError):
            found = None  # pandas cannot read what it wrote
        if found is None:
            skipped += 1
            continue
        path, options, columns = found
        want = "".join(f"{name.encode().hex()}\t{dtype}\t{values.hex()}\n" for name, dtype, values in columns)
        (case / "want.tsv").write_text(want)
        lines.append(f"{case.name}/{path}\t{options}\t{case.name}/want.tsv\n")
        made += 1
    (folder / "cases.tsv").write_text("".join(lines))
    told = sum("header=" in line for line in lines)
    print(f"csv: pandas wrote {made}; {told} say of themselves whether they have names; {skipped} thrown away")


def check(folder):
    bad = count = 0
    for line in (folder / "written.tsv").read_text().splitlines():
        path, want = line.split("\t")
        names, values = [], []
        for row in (folder / want).read_text().splitlines():
            name, dtype, data = row.split("\t")
            names.append(bytes.fromhex(name).decode())
            values.append(np.frombuffer(bytes.fromhex(data), np.dtype(dtype)))
        got = pd.read_csv(folder / path, index_col=False, float_precision="round_trip", sep=None, engine="python") \
            if path.endswith(".tsv") else pd.read_csv(folder / path, index_col=False, float_precision="round_trip")
        with open(folder / path, newline="") as file:
            head = next(csv.reader(file, delimiter="\t" if path.endswith(".tsv") else ","))
        same = head == names and all(
            little(got.iloc[:, k].to_numpy().astype(values[k].dtype)) == little(values[k]) for k in range(len(names))
        )
        count += 1
        if not same:
            bad += 1
            if bad <= 10:
                print(f"csv: {path}: pandas reads something else")
    print(f"csv: pandas read {count} written by nd: {bad} mismatches")
    return bad == 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]))
    elif not check(folder):
        sys.exit(1)
