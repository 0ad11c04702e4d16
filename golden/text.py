"""Writes the fixtures of nd-io's text tests with NumPy and pandas: `text.py FOLDER`.

FOLDER/text/index.tsv has a line for each case: name, reader, dtype, options, the text in hex, the
shape, and the values as little-endian hex in C order, or `error` where the reader refuses.
Readers: `loadtxt`; `genfromtxt`; `savetxt`, whose text is what NumPy wrote and whose values are what
it wrote it from; `read_csv`, with a line for each column, text columns as hex of the texts joined by
NUL bytes.
"""

import io
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd

ROWS = []


def little(a):
    return a.astype(a.dtype.newbyteorder("<")).tobytes("C").hex()


def case(reader, name, dtype, options, text, result):
    if isinstance(result, Exception):
        shape, values = "", "error"
    else:
        shape, values = ",".join(map(str, result.shape)), little(result)
    ROWS.append([name, reader, dtype, options, text.hex(), shape, values])


def loadtxt(name, text, dtype="float64", **options):
    """What np.loadtxt makes of a text; options by NumPy's names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = np.loadtxt(io.BytesIO(text), dtype=dtype, ndmin=2, encoding="utf-8", **options)
        except Exception as error:  # refused, whatever NumPy calls it
            result = error
    words = ";".join(f"{key}={value}" for key, value in options.items())
    case("loadtxt", name, np.dtype(dtype).name, words, text, result)


def genfromtxt(name, text, dtype="float64", **options):
    result = np.genfromtxt(io.BytesIO(text), dtype=dtype, encoding="utf-8", **options)
    words = ";".join(f"{key}={value}" for key, value in options.items())
    case("genfromtxt", name, np.dtype(dtype).name, words, text, np.atleast_2d(result))


def savetxt(name, a, **options):
    text = io.BytesIO()
    np.savetxt(text, a, **options)
    words = ";".join(f"{key}={value}" for key, value in options.items()).replace("\n", "\\n")
    case("savetxt", name, a.dtype.name, words, text.getvalue(), a)


def read_csv(name, text):
    table = pd.read_csv(io.BytesIO(text))
    for i, column in enumerate(table.columns):
        values = table[column]
        if values.dtype.kind in "biuf":
            case("read_csv", f"{name}[{i}]", values.dtype.name, column, text, values.to_numpy())
        else:
            joined = b"\0".join(str(value).encode() for value in values)
            shape = str(len(values))
            ROWS.append([f"{name}[{i}]", "read_csv", "text", column, text.hex(), shape, joined.hex()])


def numbers():
    rng = np.random.Generator(np.random.PCG64(4))
    bits = np.frombuffer(rng.bytes(8 * 400), "<f8")
    finite = bits[np.isfinite(bits)][:360]
    for digits in (3, 9, 15, 17, 18, 25):
        lines = [",".join(f"{x:.{digits}e}" for x in row) for row in finite.reshape(-1, 6)[:12]]
        loadtxt(f"digits_{digits}", "\n".join(lines).encode(), delimiter=",")
    loadtxt("repr", " ".join(map(repr, map(float, finite))).encode())
    hard = "9007199254740993 2.2250738585072011e-308 4.9e-324 2.4703282292062327e-324 1e23 8.5e-20 " \
        "1.7976931348623158e308 1.7976931348623159e308 1e400 -1e400 1e-400 -0 -0.0 0.1 .5 5. 1e5 1E+5 " \
        "inf -inf Infinity nan NaN INF 1.00000000000000011102230246251565404236316680908203125"
    loadtxt("hard", hard.encode())
    for code in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        info = np.iinfo(code)
        loadtxt(f"{code}_limits", f"{info.min} {info.max} 0 1 +7".encode(), code)
        loadtxt(f"{code}_above", f"1 {info.max + 1}".encode(), code)
        loadtxt(f"{code}_below", f"1 {info.min - 1}".encode(), code)
    loadtxt("float32", b"0.1 1e39 1e-46 16777217 3.4028235e38", "float32")
    loadtxt("float16", b"0.1 65504 65520 6e-8 1e5", "float16")
    loadtxt("bool", b"0 1 1 0", "bool")
    loadtxt("complex", b"(1+2j) 1-2j 3 2j (1e5-1e-5j) (nan+infj)", "complex128")
    loadtxt("complex_bad", b"1+2", "complex128")


def forms():
    loadtxt("comma", b"1,2\n3,4\n", delimiter=",")
    loadtxt("no_end", b"1,2\n3,4", delimiter=",")
    loadtxt("crlf", b"1,2\r\n3,4\r\n", delimiter=",")
    loadtxt("blank_lines", b"\n1 2\n\n   \n3 4\n\n")
    loadtxt("blanks", b"  1 \t 2  \n\t3    4\t\n")
    loadtxt("padded", b" 1 , 2 \n3 ,4 \n", delimiter=",")
    loadtxt("comments", b"# head\n1 2 # tail\n3 4#tail\n# end\n")
    loadtxt("percent", b"% head\n1 2 % tail\n3 4\n", comments="%")
    loadtxt("slashes", b"// head\n1 2 // tail\n3 4\n", comments="//")
    loadtxt("skip", b"a\n\n# c\n1 2\n3 4\n", skiprows=2)
    loadtxt("max_rows", b"1 2\n\n# c\n3 4\nx y\n", max_rows=2)
    loadtxt("column", b"1 2 3\n4 5 6\n", usecols=-1)
    loadtxt("columns", b"1 2 3\n4 5 6\n", usecols=(2, 0))
    loadtxt("columns_bad", b"1 2 3\n4 5 6\n", usecols=(3,))
    loadtxt("quotes", b'"1","2"\n"3","4"\n', delimiter=",", quotechar='"')
    loadtxt("semicolon", b"1;2\n3;4\n", delimiter=";")
    loadtxt("ragged_short", b"1 2\n3\n")
    loadtxt("ragged_long", b"1 2\n3 4 5\n")
    loadtxt("word", b"1 x\n")
    loadtxt("hex", b"0x10\n")
    loadtxt("underscore", b"1_0\n")
    loadtxt("exponent", b"1e\n")
    loadtxt("two_points", b"1..2\n")
    loadtxt("two_signs", b"--1\n")
    loadtxt("nul", b"1\x002\n")
    loadtxt("int_float", b"1.5 2\n", "int64")
    genfromtxt("missing", b"1,,3\n,5,6\n", delimiter=",")
    genfromtxt("filled", b"1,,3\n,5,6\n", delimiter=",", filling_values=-1)
    genfromtxt("marked", b"1,NA,3\nNA,5,6\n", delimiter=",", missing_values="NA")


def writing():
    a = np.array([[0.1, -0.0, 1e300], [np.inf, 5e-324, 12345.678]])
    savetxt("default", a)
    savetxt("header", a, header="x y z\nsecond line", footer="end")
    savetxt("comma_g", a, delimiter=",", fmt="%.17g")
    savetxt("ints", np.array([[1, -2], [3, 2**62]]), fmt="%d")
    savetxt("complex_numbers", np.array([[1 + 2j, -1.5 - 0.25j]]))
    savetxt("one_column", np.array([1.5, 2.5])[:, None])


def tables():
    read_csv("types", b'i,f,b,t,u\n1,0.5,True,x,9223372036854775808\n-2,1e400,False,"y, z",1\n3,2,true,"a ""q"" b",2\n')
    read_csv("missing", b"i,f\n1,\n,2.5\n3,NA\n4,nan\n")
    read_csv("lines", b'a,b\r\n"one\ntwo",1\r\n"-",2\r\nthree,3')
    frame = pd.DataFrame({"k": [1, 2], "x": [0.1, 1e-300], "s": ["a,b", 'say "hi"'], "ok": [True, False]})
    read_csv("to_csv", frame.to_csv(index=False).encode())
    read_csv("widen", b"a,b\n1,1\n2,2\n3.5,x\n")


def main():
    numbers()
    forms()
    writing()
    tables()
    folder = pathlib.Path(sys.argv[1]) / "text"
    folder.mkdir(parents=True, exist_ok=True)
    head = ["name", "reader", "dtype", "options", "text", "shape", "values"]
    lines = ["\t".join(row) for row in [head, *ROWS]]
    (folder / "index.tsv").write_text("\n".join(lines) + "\n")


main()
