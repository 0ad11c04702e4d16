"""Writes crates/nd-ops/tests/golden/interpolate.txt: curves through points as SciPy has them, and gaps as pandas fills them.

    python golden/interpolate.py FOLDER

One case a line, in fields between "|": function, arguments, and the result or "error". Arrays are shape=elements.
"""

import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
from scipy import integrate
from scipy.interpolate import (
    Akima1DInterpolator, BarycentricInterpolator, CubicHermiteSpline, CubicSpline, KroghInterpolator, PchipInterpolator, PPoly,
    RegularGridInterpolator, interp1d, make_interp_spline,
)

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "interpolate.txt"
rng = np.random.default_rng(47)
lines = []


def array(a):
    a = np.asarray(a, dtype=float)
    return f"{','.join(map(str, a.shape))}={','.join(f'{float(x):.13g}' for x in a.ravel())}"


def case(name, arguments, call):
    try:
        result = array(call())
    except ValueError:
        result = "error"
    lines.append("|".join([name, *(x if isinstance(x, str) else array(x) for x in arguments), result]))


def points(n, kind):
    x = np.cumsum(rng.uniform(0.2, 2.0, n)) if kind != "even" else np.arange(n, dtype=float)
    y = rng.normal(size=n) if kind != "steps" else np.round(rng.normal(size=n))
    return np.round(x, 3), np.round(y, 3)


BOUNDARIES = ["not-a-knot", "natural", "clamped", "periodic", ((1, 0.5), (1, -0.25)), ((2, 0.5), (2, -1.5)), ("natural", (1, 2.0)), ("not-a-knot", "clamped")]
for n in (2, 3, 4, 5, 9):
    for kind in ("even", "uneven", "steps"):
        x, y = points(n, kind)
        at = np.round(np.r_[x, x[:-1] + np.diff(x) * 0.3, x[0] - 0.7, x[-1] + 1.1, np.nan], 4)
        for boundary in BOUNDARIES:
            closed = np.r_[y[:-1], y[0]] if boundary == "periodic" else y
            spline = CubicSpline(x, closed, bc_type=boundary)
            name = boundary if isinstance(boundary, str) else ";".join(b if isinstance(b, str) else f"{b[0]}:{b[1]}" for b in boundary)
            case("cubic", [x, closed, name, at], lambda: spline(at))
            if n == 5:
                case("cubic_slope", [x, closed, name, at], lambda: spline(at, 1))
                case("cubic_bend", [x, closed, name, at[:-1]], lambda: spline(at[:-1], 2))
                ends = np.array([[x[0], x[-1]], [x[0] + 0.3, x[2] + 0.1], [x[-1], x[1]], [x[0] - 1.0, x[-1] + 2.5], [x[1], x[1]]])
                case("cubic_area", [x, closed, name, ends], lambda: [spline.integrate(a, b) for a, b in ends])
                case("cubic_integral", [x, closed, name, x], lambda: spline.antiderivative(2)(x))
                case("cubic_coefficients", [x, closed, name], lambda: spline.c)
        case("pchip", [x, y, at], lambda: PchipInterpolator(x, y)(at))
        case("pchip_slope", [x, y, at], lambda: PchipInterpolator(x, y)(at, 1))
        case("akima", [x, y, at], lambda: Akima1DInterpolator(x, y)(at))
        case("makima", [x, y, at], lambda: Akima1DInterpolator(x, y, method="makima")(at))
        case("hermite", [x, y, np.cos(y), at], lambda: CubicHermiteSpline(x, y, np.cos(y))(at))
        case("barycentric", [x, y, at[:-1]], lambda: BarycentricInterpolator(x, y)(at[:-1]))
        case("barycentric_slope", [x, y, at[:-1]], lambda: BarycentricInterpolator(x, y).derivative(at[:-1], 1))
        case("krogh", [x, y, at], lambda: KroghInterpolator(x, y)(at))
        case("krogh_bend", [x, y, at], lambda: KroghInterpolator(x, y).derivative(at, 2))
        for k in (0, 1, 2, 3, 4, 5):
            if n > k:
                spline = make_interp_spline(x, y, k)
                case("bspline", [x, y, str(k), at], lambda: spline(at))
                case("bspline_coefficients", [x, y, str(k)], lambda: spline.c)
                case("bspline_knots", [x, y, str(k)], lambda: spline.t)
        holes = y.copy()
        holes[n // 2] = np.nan
        for name in ("linear", "nearest", "nearest-up", "previous", "next", "zero"):
            inside = at[(at >= x[0]) & (at <= x[-1])]
            middle = np.round((x[:-1] + x[1:]) / 2, 4)
            case("interp1d", [x, y, name, np.r_[inside, middle]], lambda: interp1d(x, y, name)(np.r_[inside, middle]))
            case("interp1d", [x, holes, name, inside], lambda: interp1d(x, holes, name)(inside))
            case("interp1d", [x, y, name, at[:-1]], lambda: interp1d(x, y, name)(at[:-1]))
            case("interp1d_on", [x, y, name, at[:-1]], lambda: interp1d(x, y, name, fill_value="extrapolate")(at[:-1]))
case("krogh", [[0.0, 0.0, 0.0, 1.0, 1.0], [1.0, 2.0, 3.0, 0.5, -1.0], [-0.5, 0.0, 0.3, 1.0, 2.0]],
     lambda: KroghInterpolator([0, 0, 0, 1, 1], [1.0, 2.0, 3.0, 0.5, -1.0])([-0.5, 0.0, 0.3, 1.0, 2.0]))

# Lanes: values of three axes, along each of them.
for axis in range(3):
    shape = [2, 3, 2]
    shape[axis] = 5
    x = np.array([0.0, 1.0, 1.5, 3.0, 4.0])
    y = np.round(rng.normal(size=shape), 3)
    at = np.array([[0.5, 3.5, 1.0], [2.0, 4.0, 0.0]])
    for name, curve in (("cubic", CubicSpline), ("pchip", PchipInterpolator), ("akima", Akima1DInterpolator), ("krogh", KroghInterpolator), ("barycentric", BarycentricInterpolator), ("interp1d", interp1d)):
        case("lanes", [name, x, y, str(axis), at], lambda: curve(x, y, axis=axis)(at))
        case("lanes", [name, x, y, str(axis - 3), at.ravel()], lambda: curve(x, y, axis=axis - 3)(at.ravel()))
    case("lanes", ["bspline", x, y, str(axis), at], lambda: make_interp_spline(x, y, 3, axis=axis)(at))

for c, x in (
    ([[1.0], [0.0], [-4.0]], [-3.0, 3.0]), ([[1.0, 0.0], [0.0, 0.0], [-0.25, 0.0]], [0.0, 1.0, 2.0]), ([[1.0, 3.0]], [0.0, 1.0, 2.0]),
    ([[1.0, -1.0], [-6.0, 0.5], [11.0, 0.25], [-6.0, 1.0]], [0.0, 4.0, 5.0]), ([[2.0, -3.0, 1.0], [-1.0, 2.0, -0.5]], [0.0, 1.0, 2.0, 4.0]),
    ([[1.0], [-5.0], [5.0], [5.0], [-6.0]], [0.0, 5.0]), ([[1.0], [0.0], [1.0]], [0.0, 5.0]), ([[1.0, 1.0], [-1.0, 0.0]], [0.0, 1.0, 2.0]),
):
    for y in (0.0, 2.0, -1.0):
        for on in (True, False):
            case("solve", [c, x, str(y), str(on)], lambda: PPoly(np.array(c), x).solve(y, extrapolate=on))

GRID = [np.array([0.0, 1.0, 2.5, 3.0]), np.array([5.0, 4.0, 2.0]), np.array([-1.0, 1.0])]
for d in (1, 2, 3):
    for lanes in ((), (2,)):
        shape = tuple(len(p) for p in GRID[:d]) + lanes
        values = np.round(rng.normal(size=shape), 3)
        low, high = [min(p) for p in GRID[:d]], [max(p) for p in GRID[:d]]
        inside = np.round(rng.uniform(low, high, (2, 5, d)), 2)
        inside[0, 0] = [p[0] for p in GRID[:d]]
        inside[0, 1] = [p[-1] for p in GRID[:d]]
        inside[0, 2] = [(p[0] + p[1]) / 2 for p in GRID[:d]]
        outside = inside + np.round(rng.normal(size=inside.shape), 1) * 2
        for method in ("linear", "nearest"):
            given = [";".join(map(array, GRID[:d])), values, method]
            case("grid", [*given, "error", inside], lambda: RegularGridInterpolator(GRID[:d], values, method)(inside))
            case("grid", [*given, "error", outside], lambda: RegularGridInterpolator(GRID[:d], values, method)(outside))
            case("grid", [*given, "nan", outside], lambda: RegularGridInterpolator(GRID[:d], values, method, bounds_error=False)(outside))
            case("grid", [*given, "on", outside], lambda: RegularGridInterpolator(GRID[:d], values, method, bounds_error=False, fill_value=None)(outside))

for n in (1, 2, 3, 4, 5, 8, 9):
    for shape, axis in (((n,), 0), ((2, n), -1), ((n, 3), 0)):
        y = np.round(rng.normal(size=shape), 3)
        x = np.round(np.cumsum(rng.uniform(0.2, 2.0, n)), 3)
        for spacing in (np.array(0.5), x):
            by = {"dx": 0.5} if spacing.ndim == 0 else {"x": x}
            case("cumulative_trapezoid", [y, spacing, str(axis), "-"], lambda: integrate.cumulative_trapezoid(y, axis=axis, **by))
            case("cumulative_trapezoid", [y, spacing, str(axis), "0"], lambda: integrate.cumulative_trapezoid(y, axis=axis, initial=0, **by))
            case("cumulative_simpson", [y, spacing, str(axis), "-"], lambda: integrate.cumulative_simpson(y, axis=axis, **by))
            case("cumulative_simpson", [y, spacing, str(axis), "1.5"], lambda: integrate.cumulative_simpson(y, axis=axis, initial=1.5, **by))
            if n > 1:
                case("simpson", [y, spacing, str(axis)], lambda: integrate.simpson(y, axis=axis, **by))
        if n > 1:
            case("romb", [y, "0.5", str(axis)], lambda: integrate.romb(y, 0.5, axis))
for n in (1, 2, 3, 5, 8, 20, 33):
    case("fixed_quad", [str(n)], lambda: integrate.fixed_quad(lambda x: np.exp(x) / (1 + x * x), -1.0, 2.5, n=n)[0])
for n in (1, 2, 3, 4, 5, 6, 7, 8, 11, 14):
    case("newton_cotes", [str(n)], lambda: np.r_[integrate.newton_cotes(n)])
for at in ([0.0, 0.5, 2.0], [0.0, 0.7, 2.5, 3.0], [0.0, 1.0, 2.0, 3.0]):
    case("newton_cotes_at", [at], lambda: np.r_[integrate.newton_cotes(np.array(at))])

nan = np.nan
GAPS = [
    [nan, nan, 1.0, nan, nan, nan, 5.0, 2.0, nan, nan], [1.0, nan, 3.0, nan, nan, nan, 7.5, 8.0, 3.0, 1.0], [nan] * 4, [1.0, 2.0], [nan, 1.0, nan],
    [nan, 2.0, nan, nan, 1.0, 0.5, nan, 4.0, nan, nan, nan],
]
for gaps in GAPS:
    a = pd.Series(gaps, dtype=float)
    for limit in (None, 1, 2):
        text = str(limit)
        for area in (None, "inside", "outside"):
            case("fill", [gaps, "forward", text, str(area)], lambda: a.ffill(limit=limit, limit_area=area))
            case("fill", [gaps, "backward", text, str(area)], lambda: a.bfill(limit=limit, limit_area=area))
            for direction in ("forward", "backward", "both"):
                case("between", [gaps, "linear", text, direction, str(area)], lambda: a.interpolate(limit=limit, limit_direction=direction, limit_area=area))
        case("fill", [gaps, "9", text, "None"], lambda: a.fillna(9.0, limit=limit))
    if a.notna().sum() >= 4:
        for method in ("nearest", "previous", "next", "cubic", "cubicspline", "pchip", "akima"):
            if method in ("previous", "next"):
                known = a.dropna()
                call = lambda: a.where(a.notna(), interp1d(known.index, known, method, bounds_error=False)(a.index))
            else:
                call = lambda: a.interpolate(method, limit_direction="both")
            case("between", [gaps, method, "None", "both", "None"], call)
OUT.write_text("\n".join(dict.fromkeys(lines)) + "\n")
