"""Writes tables as people have them, and what pandas reads in them: `real_text.py FOLDER`.

FOLDER/NAME.csv is the table; FOLDER/index.tsv has a line for each of its columns: file,
options of nd, name of the column, type, number of rows, and the values as little-endian hex, texts as
hex of the texts joined by NUL bytes. Names are those in the file, not those that pandas makes of them
(`Unnamed: 0`, `a.1`). A text column has missing values as they stand in the file.
"""

import csv
import io
import pathlib
import sys

import numpy as np
import pandas as pd

ROWS = []
FOLDER = pathlib.Path(sys.argv[1])


def little(a):
    return a.astype(a.dtype.newbyteorder("<")).tobytes().hex()


def table(name, text, options="", names=True, drop=0, **arguments):
    """A table that pandas reads; `names` are those in its first line, or a list, or none."""
    data = text if isinstance(text, bytes) else text.encode()
    (FOLDER / f"{name}.csv").write_bytes(data)
    encoding = arguments.get("encoding", "utf-8-sig")
    frame = pd.read_csv(
        io.BytesIO(data), index_col=False, header=0 if names else None, skiprows=drop, **arguments
    )
    raw = pd.read_csv(
        io.BytesIO(data), index_col=False, header=0 if names else None, skiprows=drop,
        dtype=str, keep_default_na=False, na_filter=False, **arguments
    )
    if names is True:
        lines = io.StringIO(data.decode(encoding), newline="").readlines()[drop:]
        names = next(csv.reader(lines, delimiter=arguments.get("sep", ",")))
    names = names or [""] * len(frame.columns)
    assert len(names) == len(frame.columns), name
    for i, label in enumerate(names):
        column = frame.iloc[:, i]
        if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            dtype, values = column.dtype.name, little(column.to_numpy())
        else:
            dtype, values = "text", "\0".join(raw.iloc[:, i]).encode().hex()
        ROWS.append([f"{name}.csv", options, label, dtype, str(len(column)), values])


def frame(name, frame, options="", names=True, **arguments):
    """A frame that pandas writes, and reads again."""
    table(name, frame.to_csv(**arguments), options, names)


def headers():
    for name in ["b03_header_trailing", "b04_pandas_index", "b05_numeric_names", "b09_unnamed_mid",
                 "b15_header_na", "hash_error_words"]:
        # pandas knows the first of the words for an error alone.
        table(name, CASES[name], na_values=["#DIV/0!"])
    table("b07_year_header", CASES["b07_year_header"], names=None)
    table("b07_named", CASES["b07_year_header"], options="header")
    table("iris", "5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.4,0.2,Iris-setosa\n6.3,3.3,6.0,2.5,Iris-v\n",
          names=None)
    table("abalone", "M,0.455,0.365,15\nF,0.53,0.42,9\nM,0.44,0.365,10\n", names=None)
    table("logger", "2024-01-01 00:00,1.5\n2024-01-01 00:10,1.75\n", names=None)
    table("worldbank", "Country,Code,1960,1961,1962\nAruba,ABW,54211,55438,56225\nChad,TCD,3,4,7\n")
    table("rank", "#,name,points\n1,Ada,10\n2,Bob,9\n")
    table("colours", "name,colour,n\nred,#ff0000,1\n#00ff00,#00ff00,2\n#x,y,3\n")
    table("hash_names", "#id,x\n1,0.5\n2,0.25\n")
    table("flats", "name,n\nFlat #5,2\nNo # 6,3\n")


CASES = {
    "b03_header_trailing": "a,b,c,\n1,2,3,\n4,5,6,\n",
    "b04_pandas_index": ",x,y\n0,1.5,2\n1,2.5,3\n",
    "b05_numeric_names": "well,1,2,3\nA,0.1,0.2,0.3\nB,0.4,0.5,0.6\n",
    "b07_year_header": "2019,2020,2021\n1.5,2.5,3.5\n",
    "b09_unnamed_mid": "a,,c\n1,2,3\n4,5,6\n",
    "b15_header_na": "Na,K,NA\n1,2,3\n",
    "hash_error_words": "a,b\n1,2\n#DIV/0!,3\n4,#N/A\n5,6\n",
}


def frames():
    values = np.array([[0.5, 1.25], [2.0, -3.0]])
    frame("default_frame", pd.DataFrame(values))
    frame("default_series", pd.Series([1.5, 2.5]))
    frame("two_indices", pd.DataFrame(values, index=pd.MultiIndex.from_tuples([(0, 5), (1, 7)])))
    frame("named_index", pd.DataFrame(values, index=pd.Index([3, 4], name="id"), columns=["u", "v"]))
    frame("odd_names", pd.DataFrame([[1, 2, 3, 4, 5]], columns=["-1", "+2", "", "NA", "x"]), index=False)
    frame("quoted", pd.DataFrame([[1, "p, q"], [2, 'say "no"\nor yes']], columns=['a,"b"', "c\nd"]))
    frame("dates", pd.DataFrame({"t": pd.date_range("2024-01-01", periods=3), "x": [1, 2, 3]}))
    frame("pivot_dates", pd.DataFrame(values, columns=pd.to_datetime(["2024-01-01", "2024-02-01"])))
    frame("pivot_truth", pd.DataFrame(values, columns=[False, True]))
    frame("truth", pd.DataFrame({"a": [True, False], "b": [1, 0]}))
    frame("missing", pd.DataFrame({"a": [1.0, None, 3.0], "b": ["x", None, "z"], "c": [None] * 3}))
    frame("one_missing", pd.DataFrame({"a": [1.0, None, 3.0]}), index=False)
    frame("large", pd.DataFrame({"a": [2**64 - 1, 0], "b": [-(2**63), 2**63 - 1]}))
    frame("duplicates", pd.DataFrame([[1, 2, 3]], columns=["a", "a", "b"]), index=False)


def dialects():
    table("windows", "a,b\r\n1,2\r\n\r\n3,4\r\n")
    table("mac", "a,b\r1,2\r3,4\r", lineterminator="\r")
    table("marked", b"\xef\xbb\xbfa,b\n1,2\n")
    table("excel_sep", "sep=;\na;b\n1;2,5\n3;4,0\n", options="decimal=,", sep=";", decimal=",", drop=1)
    table("german", "a;b\n1.234,5;2\n-0,25;1.000\n", options="decimal=,;thousands=.", sep=";",
          decimal=",", thousands=".")
    table("thousands", 'a;b\n1,234;"5,000"\n7;8\n', options="thousands=,", sep=";", thousands=",")
    table("latin", "città,n\nForlì,1\n5 €,2\n".encode("cp1252"), options="cp1252", encoding="cp1252")
    words = ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
             "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"]
    table("words", "a,b\n" + "".join(f"{word},1\n" for word in words))
    table("exponents", "a,b,c\n1e5,-1E-3,+.5\n1.,inf,-Infinity\n")
    table("unicode_16", "a\tb\nü\t1\n".encode("utf-16"), encoding="utf-16", sep="\t")


FOLDER.mkdir(parents=True, exist_ok=True)
headers()
frames()
dialects()
with open(FOLDER / "index.tsv", "w", newline="\n") as index:
    for row in ROWS:
        cells = [cell.replace("\n", "\\n").replace("\t", "\\t") for cell in row]
        index.write("\t".join(cells) + "\n")
