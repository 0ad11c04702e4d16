"""What SciPy, pandas and NumPy have to do for curves, integrals, gaps and series of `nd-conformance series`."""

import warnings

import numpy as np
import pandas as pd
from numpy import polynomial
from scipy import integrate, interpolate

from conformance_transforms import greatest


def asked(curve, at, order, what):
    if what == "integral":
        return curve.antiderivative(order)(at)
    return curve.derivative(order)(at) if what == "derivative" else curve(at, order)


def curve(make):
    def run(x, y, at, *slopes, order, what, extrapolate, **keywords):
        return asked(make(x, y, *slopes, extrapolate=extrapolate, **keywords), at, order, what)

    return run


def akima(x, y, axis, extrapolate, method):
    if len(x) == 1:
        raise ValueError("one point")
    return interpolate.Akima1DInterpolator(x, y, axis, method=method, extrapolate=extrapolate)


def pchip(x, y, axis, extrapolate):
    return interpolate.PchipInterpolator(x, y, axis, extrapolate)


def interp1d(x, y, at, axis, kind, fill_value):
    # SciPy's compiled parts refuse arrays that are not to be written to.
    x, y, at = np.array(x), np.array(y), np.array(at)
    if not np.all(np.diff(x) > 0):
        # nd sorts nothing.
        raise ValueError("x does not rise")
    fill = tuple(fill_value) if isinstance(fill_value, list) else np.nan if fill_value is None else fill_value
    given = {} if fill_value is None else {"bounds_error": False}
    if fill_value is None:
        given["bounds_error"] = True
    elif fill_value == "extrapolate":
        given = {}
    return interpolate.interp1d(x, y, kind, axis, fill_value=fill, assume_sorted=True, **given)(at)


def regular_grid(values, at, points, method, fill_value, bounds_error):
    fill = np.nan if fill_value == "nan" else fill_value
    points = [np.array(p) for p in points]
    return interpolate.RegularGridInterpolator(points, values, method, bounds_error, fill)(at)


def spaced(spacing):
    return {"x": np.array(spacing)} if isinstance(spacing, list) else {"dx": spacing}


def moved(a, axis, function):
    """A function of frames, along the first of two axes."""
    one = pd.Series(a) if a.ndim == 1 else pd.DataFrame(a if axis == 0 else a.T)
    found = function(one).to_numpy()
    return found if a.ndim == 1 or axis == 0 else found.T


def dropna(a, axis, how, thresh):
    if a.ndim == 1:
        known = ~np.isnan(a)
        return a[known if thresh is None else known >= thresh]
    keywords = {"how": how} if thresh is None else {"thresh": thresh}
    return pd.DataFrame(a).dropna(axis=axis, **keywords).to_numpy().astype(a.dtype)


def filled(a, axis, how, limit, area):
    if how == "fillna":
        return moved(a, axis, lambda frame: frame.fillna(1.5))
    return moved(a, axis, lambda frame: getattr(frame, how)(limit=limit, limit_area=area))


def interpolated(a, axis, method, limit, direction, area, coordinates):
    index = None if coordinates is None else pd.Index(coordinates)
    name = "index" if method == "linear" and index is not None else method

    def one(series):
        if index is not None:
            series.index = index
        if series.notna().sum() == 0:
            return series.to_numpy()
        return series.interpolate(name, limit=limit, limit_direction=direction, limit_area=area).to_numpy()

    lanes = a[:, None] if a.ndim == 1 else a if axis == 0 else a.T
    found = [one(pd.Series(lane.copy())) for lane in lanes.T]
    found = np.array(found, float).reshape(lanes.shape[::-1]).T
    return found[:, 0] if a.ndim == 1 else found if axis == 0 else found.T


MODULES = {
    "polynomial": "Polynomial", "chebyshev": "Chebyshev", "legendre": "Legendre", "laguerre": "Laguerre",
    "hermite": "Hermite", "hermite_e": "HermiteE",
}
PREFIXES = {"polynomial": "poly", "chebyshev": "cheb", "legendre": "leg", "laguerre": "lag", "hermite": "herm", "hermite_e": "herme"}


def series(module, name):
    function = getattr(polynomial, module)
    named = PREFIXES[module] + name

    def run(*inputs, **keywords):
        whole = lambda: getattr(function, named)
        if name == "der":
            c, (scale, _) = inputs
            return whole()(c, scl=scale, **keywords)
        if name == "int":
            c, (scale, bound) = inputs
            return whole()(c, keywords["m"], lbnd=bound, scl=scale, axis=keywords["axis"])
        if name == "fit":
            w = inputs[2] if len(inputs) > 2 else None
            return whole()(*inputs[:2], keywords["deg"], w=w)
        if name == "roots":
            return np.asarray(whole()(*inputs)).astype(complex)
        if name == "trim":
            return polynomial.polyutils.trimcoef(*inputs, **keywords)
        if name == "vander2d":
            return whole()(*inputs, keywords["deg"])
        if name == "fromroots":
            return whole()(*inputs).astype(inputs[0].dtype)
        if name == "vander":
            return whole()(*inputs, **keywords).reshape(inputs[0].shape + (keywords["deg"] + 1,))
        if name == "pow":
            return whole()(inputs[0], keywords["pow"], maxpower=None)
        return whole()(*inputs, **keywords)

    return run


def of_type(module):
    kind = getattr(polynomial, MODULES[module])

    def run(c, x, domain, order, what):
        p = kind(c, domain=domain)
        p = {"deriv": p.deriv, "integ": p.integ, "trim": p.trim, "cutdeg": p.cutdeg}[what](order)
        return p.coef, np.asarray(p(x))

    return run


def converted(module):
    return lambda c, kind: getattr(polynomial, MODULES[module])(c).convert(kind=getattr(polynomial, kind)).coef


NAMES = (
    "add", "sub", "mul", "div", "mulx", "pow", "val", "val2d", "val3d", "grid2d", "vander", "vander2d", "der", "int",
    "fromroots", "companion", "trim", "roots", "fit", "gauss",
)

OPS = {
    "interpolate.CubicSpline": curve(lambda x, y, **k: interpolate.CubicSpline(x, y, **k)),
    "interpolate.PchipInterpolator": curve(pchip),
    "interpolate.Akima1DInterpolator": curve(akima),
    "interpolate.CubicHermiteSpline": curve(lambda x, y, slopes, **k: interpolate.CubicHermiteSpline(x, y, slopes, **k)),
    "interpolate.interp1d": interp1d,
    "interpolate.make_interp_spline": lambda x, y, at, axis, k, order: (
        interpolate.make_interp_spline(np.array(x), np.array(y), k, axis=axis)(np.array(at), order)
    ),
    "interpolate.BarycentricInterpolator": lambda x, y, at, axis: interpolate.BarycentricInterpolator(x, y, axis)(at),
    "interpolate.KroghInterpolator": lambda x, y, at, axis, order: (
        interpolate.KroghInterpolator(x, y, axis).derivative(at, order) if order else interpolate.KroghInterpolator(x, y, axis)(at)
    ),
    "interpolate.RegularGridInterpolator": regular_grid,
    "integrate.cumulative_trapezoid": lambda y, spacing, axis, initial: (
        integrate.cumulative_trapezoid(y, axis=axis, initial=initial, **spaced(spacing))
    ),
    "integrate.cumulative_simpson": lambda y, spacing, axis, initial: (
        integrate.cumulative_simpson(y, axis=axis, initial=initial, **spaced(spacing))
    ),
    "integrate.simpson": lambda y, spacing, axis: integrate.simpson(y, axis=axis, **spaced(spacing)),
    "integrate.romb": lambda y, dx, axis: integrate.romb(y, dx, axis),
    "integrate.newton_cotes": lambda rn: tuple(map(np.asarray, integrate.newton_cotes(rn))),
    "missing.isna": lambda a: pd.isna(a),
    "missing.count": lambda a, axis: np.asarray(np.isnan(a).sum(axis), np.int64),
    "missing.dropna": dropna,
    "missing.filled": filled,
    "missing.interpolated": interpolated,
    **{f"polynomial.{module}.{PREFIXES[module]}{name}": series(module, name)
       for module in MODULES for name in NAMES if (module, name) != ("polynomial", "gauss")},
    **{f"polynomial.{module}.{PREFIXES[module]}_series": of_type(module) for module in MODULES},
    **{f"polynomial.{module}.{PREFIXES[module]}_converted": converted(module) for module in MODULES},
}

UNITS = {
    **{name: 1e6 for name in OPS if name.startswith("interpolate.")},
    **{name: 1e3 for name in OPS if name.startswith("integrate.")},
    "integrate.newton_cotes": 1e7,
    "missing.interpolated": 1e6,
    **{name: 1e4 for name in OPS if name.startswith("polynomial.")},
    **{name: 1e8 for name in OPS if name.endswith(("roots", "fit", "_converted", "gauss"))},
}


def curved(theirs, x, y, at, *slopes, **_):
    """Far from the points powers of the distance count."""
    gaps = np.diff(x)
    least = np.min(gaps, initial=1.0)
    reach = max(greatest(at), greatest(x), 1.0) + 1
    return greatest(theirs) + greatest(y, *slopes) * reach / max(least, 1e-3) ** 2


def of_all(theirs, *inputs, **_):
    return greatest(theirs, *inputs)


def summed(theirs, y, spacing, **_):
    return greatest(theirs) + greatest(y) * np.max(np.abs(spacing), initial=1.0) * max(y.shape, default=1)


SCALED = {
    **{name: of_all for name in UNITS},
    **{name: curved for name in UNITS if name.startswith("interpolate.")},
    "interpolate.RegularGridInterpolator": of_all,
    **{name: summed for name in ("integrate.cumulative_trapezoid", "integrate.cumulative_simpson", "integrate.simpson")},
}


def missing_places(inputs, ours, theirs, **_):
    """NaN for NaN, along the axes of the places."""
    x, y, at, *_ = inputs
    if ours.ndim != at.ndim + y.ndim - 1:
        return np.zeros(ours.shape, bool)
    return np.isnan(ours) & np.any(np.isnan(at))


NAN = [("NaN for NaN, where SciPy takes an end of the points", missing_places)]
ELEMENTS = {f"interpolate.{name}": NAN for name in ("interp1d", "KroghInterpolator", "BarycentricInterpolator", "make_interp_spline")}


# How many points each method of pandas needs.
CURVES = {"cubic": 4, "cubicspline": 2, "pchip": 2, "akima": 2, "nearest": 2}


def whole_cases(case, problem, inputs, ours, theirs):
    """The reason why a whole result differs."""
    op = case["op"]
    if op == "missing.interpolated" and problem == "NumPy refuses" and case["parameters"]["method"] in CURVES:
        lanes = inputs[0] if inputs[0].ndim == 1 or case["parameters"]["axis"] == 0 else inputs[0].T
        if np.any(np.sum(~np.isnan(lanes), axis=0) < CURVES[case["parameters"]["method"]]):
            return "of few points the curve is one of a lower degree, or nothing; pandas has SciPy's error"
    if op == "interpolate.interp1d" and len(inputs[0]) == 1 and problem.startswith("values"):
        return "a single point has its own value"
    if op == "interpolate.make_interp_spline" and problem == "nd panics" and len(inputs[0]) <= case["parameters"]["k"]:
        return "too few points are an error for every degree"
    if op.endswith(".hermeder") and problem.startswith("shape"):
        c, m, axis = inputs[0], case["parameters"]["m"], case["parameters"]["axis"]
        if m >= c.shape[axis] and ours.shape == tuple(1 if k == axis % c.ndim else n for k, n in enumerate(c.shape)):
            return "NumPy forgets to move the axis back where no coefficient is left"
    if op.startswith("integrate.") and not problem.startswith("nd") and inputs and inputs[0].size == 0:
        return "the area under nothing is 0"
    return None
