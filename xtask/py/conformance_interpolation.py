"""What SciPy has to do for the interpolation of `nd-conformance pictures`."""

import numpy as np
from scipy import ndimage

from conformance_filters import reach, tupled

NAMES = ("map_coordinates", "affine_transform", "shift", "rotate", "geometric_transform", "zoom")
WIDE = {"b": "f8", "i": "f8", "u": "f8", "f": "f8", "c": "c16"}


def exact(a, name, places, **keywords):
    """In double precision, of any type."""
    if name == "affine_transform" and places[0].ndim == 1:
        # SciPy's way with diagonal matrices reads outside of its arrays for some of them.
        places = [np.diag(places[0])]
    return getattr(ndimage, name)(a.astype(WIDE[a.dtype.kind]), *places, **tupled(keywords))


def cast(found, dtype):
    """Rounded, halves away from zero, and saturated."""
    if dtype.kind in "fc":
        return found.astype(dtype)
    if dtype.kind == "b":
        return found >= 0.5
    info = np.iinfo(dtype)
    found = np.nan_to_num(np.copysign(np.floor(np.abs(found) + 0.5), found), nan=0.0)
    whole = np.clip(found, float(info.min), float(info.max))
    if dtype.itemsize < 8:
        return whole.astype(dtype)
    return np.array([min(max(int(x), info.min), info.max) for x in whole.flat], dtype).reshape(whole.shape)


def zoom(a, to, grid_mode, **keywords):
    """Beyond the last sample by a rounding SciPy has the outside: a hair less of it."""
    factors = [m / n for m, n in zip(to, a.shape)]
    if a.dtype.kind == "c":
        # SciPy forgets the mode of the grid of complex numbers; a constant outside is real.
        real, imaginary = (zoom(part, to, grid_mode, **{**keywords, "cval": c})
                           for part, c in ((a.real, keywords["cval"]), (a.imag, 0.0)))
        return real + 1j * imaginary
    found = exact(a, "zoom", [factors], grid_mode=grid_mode, **keywords)
    return found


def geometric(a, output_shape, step, **keywords):
    mapping = lambda at: tuple(x * step - 0.25 for x in at[::-1])
    return ndimage.geometric_transform(
        a.astype(WIDE[a.dtype.kind]), mapping, tuple(output_shape), **tupled(keywords)
    )


def wide(name):
    """The result before it is rounded to the type."""
    if name == "zoom":
        return zoom
    if name == "geometric_transform":
        return geometric
    return lambda a, *places, **keywords: exact(a, name, places, **keywords)


def rounded(name):
    return lambda a, *places, **keywords: cast(wide(name)(a, *places, **keywords), a.dtype)


def coefficients(name):
    return lambda a, **keywords: getattr(ndimage, name)(a.astype(WIDE[a.dtype.kind]), **tupled(keywords))


OPS = {
    **{name: rounded(name) for name in NAMES},
    **{name: coefficients(name) for name in ("spline_filter", "spline_filter1d")},
}

# Places and weights are calculated in another order. Coefficients grow with the order and the rank.
UNITS = {name: 4096 for name in (*NAMES, "spline_filter", "spline_filter1d")}


def grown(theirs, a, *_, order=3, cval=0, **__):
    return reach(a, cval) * (1, 1, 2, 3, 5, 8)[order] ** max(a.ndim, 1)


SCALED = {name: grown for name in UNITS}
ZEROS = set(UNITS)


def half_way(name):
    def rule(inputs, ours, theirs, **keywords):
        """Whether a half is a little more or less than that."""
        a, *places = inputs
        if ours.dtype.kind in "fc":
            return np.zeros(ours.shape, bool)
        found = wide(name)(a, *places, **keywords)
        near = np.abs(np.abs(found - np.floor(found)) - 0.5) < 1e-6
        return near & (np.abs(ours.astype(float) - theirs.astype(float)) <= 1)

    return rule


def on_the_border(name):
    def rule(inputs, ours, theirs, mode="constant", order=3, **keywords):
        """Places that lie, but for a rounding, on the last sample or halfway between two: moved by a hair either way,
        SciPy has ours."""
        a, *places = inputs
        good = np.zeros(ours.shape, bool)
        for hair in (-1e-7, 1e-7, -1e-10, 1e-10):
            found = moved(name, a, places, hair, mode=mode, order=order, **keywords)
            if found is None:
                return good
            wanted = cast(found, a.dtype)
            scale = 1e-4 * reach(a, keywords.get("cval", 0)) * 8
            good |= np.abs(wanted.astype(complex) - ours.astype(complex)) <= (scale if ours.dtype.kind in "fc" else 1)
        return good

    return rule


def moved(name, a, places, hair, **keywords):
    """The transform at places a hair further."""
    n = len(places)
    if name == "map_coordinates":
        return wide(name)(a, places[0] + hair, **keywords)
    if name == "affine_transform":
        offset = [x + hair for x in keywords.pop("offset")]
        return wide(name)(a, *places, offset=offset, **keywords)
    if name == "shift":
        by = [x - hair for x in keywords.pop("shift")]
        return wide(name)(a, shift=by, **keywords)
    if name == "rotate":
        angle = keywords.pop("angle")
        return wide(name)(a, angle=angle + 1e3 * hair, **keywords)
    if name == "zoom":
        to, grid = keywords.pop("to"), keywords.pop("grid_mode")
        at = []
        for m, k in zip(to, a.shape):
            i = np.arange(m, dtype=float)
            at.append((i + 0.5) * k / m - 0.5 if grid else i * (k - 1) / (m - 1) if m > 1 else i * 0)
        grids = np.stack(np.meshgrid(*at, indexing="ij")) if at else np.zeros((0,))
        ends = np.array([k - 1.0 for k in a.shape]).reshape((-1,) + (1,) * a.ndim)
        # Corners stay: the last place is the last sample.
        grids = grids + hair if grid else np.clip(grids + hair, 0, ends)
        return exact(a, "map_coordinates", [grids], **keywords)
    return None


def halfway(inputs, ours, theirs, mode, order, **_):
    """Halfway between two samples beyond the last one, either is as near; SciPy rounds before it folds, sometimes."""
    return np.broadcast_to(mode == "mirror" and order == 0, ours.shape) & (np.mean(ours != theirs) < 0.5)


def on_a_line(inputs, ours, theirs, axes=(), mode="constant", **_):
    """Turned in a plane with an axis of one sample: whether a place is on that line."""
    return np.broadcast_to(mode == "constant" and any(inputs[0].shape[k] == 1 for k in axes), ours.shape)


def short_reflections(inputs, ours, theirs, mode, **_):
    """SciPy's coefficients for reflect are off by a term that dies out with the length of the axis."""
    a = inputs[0]
    near = np.abs(ours - theirs) <= 2e-2 * reach(a, 0)
    return near & (mode in ("reflect", "nearest"))


ELEMENTS = {
    **{name: [
        ("halfway between two samples beyond the last one either is as near", halfway),
        ("a half is one by a rounding", half_way(name)),
        ("a place on a border is beyond it by a rounding", on_the_border(name)),
    ] for name in NAMES},
    "rotate": [
        ("halfway between two samples beyond the last one either is as near", halfway),
        ("a half is one by a rounding", half_way("rotate")),
        ("a place on a border is beyond it by a rounding", on_the_border("rotate")),
        ("a line of one sample's width is left by a rounding", on_a_line),
    ],
    **{name: [("SciPy's coefficients for reflect are off near the ends", short_reflections)]
       for name in ("spline_filter", "spline_filter1d")},
}


def whole_cases(case, problem, inputs, ours, theirs):
    if case["op"] == "affine_transform" and problem == "NumPy refuses" and "wrong number of columns" in theirs:
        return "a matrix with one column more than axes may be one to an array of one axis more"
    return None
