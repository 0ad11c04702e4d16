"""Writes crates/nd-ops/tests/golden/series.txt: series of polynomials in six bases as NumPy has them.

    python golden/series.py FOLDER

One case a line, in fields between "|": basis, function, arguments, and the result or "error". Arrays are type shape=elements,
complex numbers two words each.
"""

import pathlib
import sys
import warnings

import numpy as np
from numpy import polynomial as P

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "series.txt"
rng = np.random.default_rng(53)
lines = []


def array(a, digits=14):
    a = np.asarray(a)
    a = a.astype(complex) if a.dtype.kind == "c" else a.astype(float)
    parts = np.ascontiguousarray(a).view(float) if a.dtype.kind == "c" else a
    words = (f"{float(x):.{digits}g}" for x in parts.ravel())
    return f"{a.dtype.kind} {','.join(map(str, a.shape))}={','.join(words)}"


def case(basis, name, arguments, call):
    try:
        result = call()
        result = result if isinstance(result, str) else ";".join(map(array, result)) if isinstance(result, (tuple, list)) else array(result)
    except (ValueError, ZeroDivisionError, TypeError):
        result = "error"
    lines.append("|".join([basis, name, *(x if isinstance(x, str) else array(x) for x in arguments), result]))


MODULES = [("poly", P.polynomial, P.Polynomial), ("cheb", P.chebyshev, P.Chebyshev), ("leg", P.legendre, P.Legendre),
           ("lag", P.laguerre, P.Laguerre), ("herm", P.hermite, P.Hermite), ("herme", P.hermite_e, P.HermiteE)]
SERIES = [[1.0], [0.0], [1.0, 2.0], [2.0, -3.0, 1.0], [0.5, 0.0, 0.0, -2.0, 1.5], [1.0, 2.0, 0.0], [1.0, -1.0, 0.5, 0.25, 2.0, -0.75]]
COMPLEX = [[1 + 2j], [1j, 2 - 1j, 3.0 + 0j], [0.5 - 1j, 2j, 1 + 1j, -1 + 0.5j]]
X = np.array([-2.0, -0.7, 0.0, 0.3, 1.0, 1.9])
for basis, m, kind in MODULES:
    f = lambda name: getattr(m, basis + name)
    for c in SERIES + COMPLEX:
        case(basis, "val", [np.asarray(X, dtype=np.asarray(c).dtype), c], lambda: f("val")(X, c))
        case(basis, "mulx", [c], lambda: f("mulx")(c))
        case(basis, "roots", [c], lambda: f("roots")(c).astype(complex))
        case(basis, "companion", [c], lambda: f("companion")(c))
        for order in (0, 1, 2, 7):
            case(basis, "der", [c, str(order)], lambda: f("der")(c, order))
            if order < 3:
                case(basis, "int", [c, str(order)], lambda: f("int")(c, order))
        case(basis, "pow", [c, "3"], lambda: f("pow")(c, 3))
        case(basis, "trim", [c, "1.1"], lambda: f("trim")(c, 1.1))
        if basis != "poly":
            case(basis, "2poly", [c], lambda: getattr(m, basis + "2poly")(c))
            case(basis, "poly2", [c], lambda: getattr(m, "poly2" + basis)(c))
        for to, other, kind_to in MODULES:
            case(basis, "convert", [to, c], lambda: kind(c).convert(kind=kind_to).coef)
        for domain in ([-1.0, 1.0], [0.0, 2.0], [-3.0, 1.0]):
            p = kind(c, domain=domain, symbol="t")
            case(basis, "text", [c, np.array(domain)], lambda: f"{p:unicode}".replace("\n", "\\n"))
            case(basis, "ascii", [c, np.array(domain)], lambda: f"{p:ascii}".replace("\n", "\\n"))
    for a in SERIES:
        for b in SERIES:
            for name in ("add", "sub", "mul", "div"):
                case(basis, name, [a, b], lambda: f(name)(a, b))
    for a in COMPLEX:
        case(basis, "mul", [a, COMPLEX[1]], lambda: f("mul")(a, COMPLEX[1]))
        case(basis, "div", [COMPLEX[2], a], lambda: f("div")(COMPLEX[2], a))
    columns = np.round(rng.normal(size=(4, 2, 3)), 3)
    for axis in range(3):
        case(basis, "der_with", [columns, "1", "2.0", str(axis)], lambda: f("der")(columns, 1, 2.0, axis))
        case(basis, "int_with", [columns, "2", "0.5", str(axis), "-1.0", np.array([3.0, 1.0])], lambda: f("int")(columns, 2, [3.0, 1.0], -1.0, 0.5, axis))
    case(basis, "val", [X.reshape(2, 3), columns], lambda: f("val")(X.reshape(2, 3), columns))
    y, z = X[::-1] / 2, np.abs(X)
    case(basis, "val2d", [X, y, columns], lambda: f("val2d")(X, y, columns))
    case(basis, "val3d", [X, y, z, columns], lambda: f("val3d")(X, y, z, columns))
    case(basis, "grid2d", [X, y[:2], columns], lambda: f("grid2d")(X, y[:2], columns))
    case(basis, "grid3d", [X[:2], y[:3], z[:2], columns], lambda: f("grid3d")(X[:2], y[:3], z[:2], columns))
    case(basis, "vander", [X, "4"], lambda: f("vander")(X, 4))
    case(basis, "vander2d", [X, y, "1", "2"], lambda: f("vander2d")(X, y, [1, 2]))
    case(basis, "vander3d", [X, y, z, "1", "2", "1"], lambda: f("vander3d")(X, y, z, [1, 2, 1]))
    for r in ([], [1.5], [-1.0, 0.5], [2.0, -1.0, 0.0], [0.1, 0.2, 0.3, 0.4, 0.5], [1j, -1j], [1 + 1j, 2.0, -0.5j]):
        case(basis, "fromroots", [r], lambda: f("fromroots")(r))
        case(basis, "series_fromroots", [r], lambda: kind.fromroots(r).coef)
    if basis != "poly":
        for n in (1, 2, 3, 5, 10, 33):
            case(basis, "gauss", [str(n)], lambda: getattr(m, basis + "gauss")(n))
        inside = np.array([0.0, 0.3, 0.9])
        case(basis, "weight", [inside], lambda: getattr(m, basis + "weight")(inside))
    for n, degree in ((5, 2), (4, 3), (12, 5), (3, 4), (20, 0)):
        x = np.round(np.sort(rng.uniform(-1, 3, n)), 3)
        y = np.round(rng.normal(size=n), 3)
        w = np.round(rng.uniform(0.5, 2, n), 3)
        case(basis, "fit", [x, y, str(degree)], lambda: [f("fit")(x, y, degree, full=True)[i] if i == 0 else f("fit")(x, y, degree, full=True)[1][i - 1] for i in range(4)])
        case(basis, "fit_weights", [x, y, str(degree), w], lambda: f("fit")(x, y, degree, w=w))
        case(basis, "fit_columns", [x, np.c_[y, w], str(degree)], lambda: f("fit")(x, np.c_[y, w], degree))
        case(basis, "fit_these", [x, y, np.array([0, 2])], lambda: f("fit")(x, y, [2, 0]))
        case(basis, "series_fit", [x, y, str(degree), X], lambda: kind.fit(x, y, degree)(X))
    case(basis, "fit", [[1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 5.0], "3"], lambda: [np.atleast_1d(v) for v in (f("fit")([1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 5.0], 3, full=True)[0], *f("fit")([1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 5.0], 3, full=True)[1][:2])] + [f("fit")([1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 5.0], 3, full=True)[1][2]])
    p = kind([1.0, -2.0, 0.5, 3.0], domain=[0.0, 4.0])
    case(basis, "series_deriv", [p.coef, "1"], lambda: p.deriv().coef)
    case(basis, "series_deriv", [p.coef, "2"], lambda: p.deriv(2).coef)
    case(basis, "series_integ", [p.coef, "1", "2.5", "1.5"], lambda: p.integ(1, [2.5], 1.5).coef)
    case(basis, "series_roots", [p.coef], lambda: p.roots().astype(complex))
    case(basis, "series_values", [p.coef, X], lambda: p(X))
    case(basis, "series_linspace", [p.coef, "5"], lambda: p.linspace(5))
    for n in (12, 30):
        c = np.round(rng.normal(size=n), 4)
        case(basis, "roots", [c], lambda: f("roots")(c).astype(complex))
case("poly", "valfromroots", [X, [1.0, -2.0, 0.5]], lambda: P.polynomial.polyvalfromroots(X, [1.0, -2.0, 0.5]))
case("poly", "valfromroots", [X, np.array([[1.0, 2.0], [0.5, -1.0]])], lambda: P.polynomial.polyvalfromroots(X, [[1.0, 2.0], [0.5, -1.0]]))
for n in (1, 2, 5, 8):
    case("cheb", "pts1", [str(n)], lambda: P.chebyshev.chebpts1(n))
    case("cheb", "pts2", [str(n)], lambda: P.chebyshev.chebpts2(n))
    case("cheb", "interpolate", [str(n)], lambda: P.chebyshev.chebinterpolate(np.exp, n))
    case("cheb", "series_interpolate", [str(n)], lambda: P.Chebyshev.interpolate(np.exp, n, [0.0, 3.0]).coef)
case("poly", "text", [[1.5, -2.0, 3e9, 1e-5, np.nan, -np.inf], np.array([-1.0, 1.0])], lambda: f"{P.Polynomial([1.5, -2, 3e9, 1e-5, np.nan, -np.inf], symbol='t'):unicode}")
case("poly", "text", [np.arange(20.0), np.array([-1.0, 1.0])], lambda: f"{P.Polynomial(np.arange(20.0), symbol='t'):unicode}".replace("\n", "\\n"))
case("herme", "text", [[1.0, 2.0, 3.0] * 6, np.array([0.0, 5.0])], lambda: f"{P.HermiteE([1.0, 2.0, 3.0] * 6, domain=[0, 5], symbol='t'):unicode}".replace("\n", "\\n"))
OUT.write_text("\n".join(dict.fromkeys(lines)) + "\n")
