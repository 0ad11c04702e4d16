"""What SciPy and scikit-image have to do for the measurements of `nd-conformance pictures`."""

import numpy as np
from scipy import ndimage
from skimage import filters, measure

from conformance_filters import largest

SUMS = {"i": "i8", "b": "i8", "u": "u8", "f": "f8"}
THRESHOLDS = ("otsu", "yen", "isodata", "triangle", "minimum", "mean", "li")


def there(labels, index):
    """The masks of the labels that are asked about, one for all positive ones."""
    return [labels > 0] if index is None else [labels == i for i in index]


def column(function, missing, dtype=float):
    """A number of each label, by the definition; what no element has is missing."""
    return lambda a, labels, index=None: np.array(
        [function(a[m]) if m.any() else missing for m in there(labels, index)], dtype
    )


def scipys(name):
    """SciPy's, where no label is missing: that gives 0 of them, or NaN, or something else."""
    function = getattr(ndimage, name)

    def run(a, labels, index=None):
        # SciPy adds up single precision in single precision.
        a = a.astype(float)
        found = np.full(len(there(labels, index)), np.nan)
        for k, m in enumerate(there(labels, index)):
            if m.any():
                found[k] = function(a, m, True)
        return found

    return run


def sums(a, labels, index=None):
    kind = np.dtype(SUMS[a.dtype.kind])
    return np.array([a[m].astype(kind).sum() for m in there(labels, index)], kind)


def ends(name):
    """NaN is both ends of what it is in."""
    function = getattr(np, name)
    return column(lambda x: function(x), np.nan)


def position(name):
    function = getattr(np, name)

    def run(a, labels, index=None):
        found = []
        for m in there(labels, index):
            flat = np.flatnonzero(m.ravel())
            place = np.unravel_index(flat[function(a.ravel()[flat])], a.shape) if len(flat) else [-1] * a.ndim
            found.append(place)
        return np.array(found, "i8").reshape(len(found), a.ndim)

    return run


def extrema(a, labels, index=None):
    return position("argmin")(a, labels, index), position("argmax")(a, labels, index)


def center(a, labels, index=None):
    found = []
    a = a.astype(float)
    for m in there(labels, index):
        found.append(ndimage.center_of_mass(a, m, True) if m.any() else [np.nan] * a.ndim)
    return np.array(found, float).reshape(len(found), a.ndim)


def histogram(a, labels, min, max, bins, index):
    if not index:
        return np.zeros((0, bins), "i8")
    rows = [np.histogram(a[m], bins, (min, max))[0] for m in there(labels, index)]
    return np.stack(rows).astype("i8")


def comprehension(a, labels, index):
    """Of the last element in C order: SciPy hands the elements of a label over in any order."""
    each = lambda values, at: float(values[np.argmax(at)]) + np.max(at)
    if a.size == 0 or not index:
        return np.full(len(index), -1.0)
    return np.asarray(ndimage.labeled_comprehension(a, labels, index, each, float, -1.0, True), float).reshape(-1)


def region(name):
    def run(labels, picture):
        found = [np.asarray(one[name], float) for one in measure.regionprops(labels, picture)]
        if found:
            return np.stack(found)
        one = measure.regionprops(np.ones_like(labels), picture)[0]
        return np.zeros((0, *np.shape(one[name])))

    return run


def threshold(name):
    """Of single precision in double, as here."""
    wide = lambda a: a.astype(float) if a.dtype.kind == "f" else a
    return lambda a, **keywords: np.asarray(getattr(filters, f"threshold_{name}")(wide(a), **keywords), float)


def local(a, block_size, method, offset, mode, cval):
    return filters.threshold_local(a, block_size, method, offset, mode, cval=cval)


def windowed(name):
    def run(a, window_size, **keywords):
        kind = a.dtype if a.dtype.kind == "f" else float
        return getattr(filters, f"threshold_{name}")(a.astype(kind), window_size, **keywords)

    return run


OPS = {
    "sum_labels": sums,
    "labels.mean": scipys("mean"),
    "labels.variance": scipys("variance"),
    "labels.standard_deviation": scipys("standard_deviation"),
    "labels.minimum": ends("min"),
    "labels.maximum": ends("max"),
    "labels.median": scipys("median"),
    "minimum_position": position("argmin"),
    "maximum_position": position("argmax"),
    "extrema": extrema,
    "center_of_mass": center,
    "labels.histogram": histogram,
    "labeled_comprehension": comprehension,
    **{f"regions.{name}": region(name) for name in (
        "area", "area_bbox", "area_convex", "area_filled", "axis_major_length", "axis_minor_length", "centroid",
        "centroid_local", "centroid_weighted", "centroid_weighted_local", "eccentricity", "equivalent_diameter_area",
        "extent", "feret_diameter_max", "inertia_tensor", "intensity_max", "intensity_mean", "intensity_median",
        "intensity_min", "intensity_std", "moments", "moments_central", "moments_hu", "moments_normalized",
        "moments_weighted", "moments_weighted_central", "perimeter", "perimeter_crofton", "solidity",
    )},
    "perimeter": lambda a, neighborhood: np.float64(measure.perimeter(a, neighborhood)),
    "perimeter_crofton": lambda a, directions: np.float64(measure.perimeter_crofton(a, directions)),
    "euler_number": lambda a, connectivity: np.int64(measure.euler_number(a, connectivity)),
    "find_contours": lambda a, level: measure.find_contours(a, level),
    "grid_points_in_poly": lambda corners, shape: measure.grid_points_in_poly(tuple(shape), corners),
    "measure.moments": lambda a, order: measure.moments(a, order),
    "moments_central": lambda a, order, center: measure.moments_central(a, tuple(center), order),
    "measure.centroid": lambda a: np.asarray(measure.centroid(a)),
    "measure.inertia_tensor": lambda a: measure.inertia_tensor(a),
    **{f"threshold_{name}": threshold(name) for name in THRESHOLDS},
    "threshold_multiotsu": threshold("multiotsu"),
    "apply_hysteresis_threshold": lambda a, low, high: filters.apply_hysteresis_threshold(a, low, high),
    "threshold_local": local,
    "threshold_niblack": windowed("niblack"),
    "threshold_sauvola": windowed("sauvola"),
}

MOMENTS = ("measure.moments", "moments_central", "regions.moments", "regions.moments_central",
           "regions.moments_weighted", "regions.moments_weighted_central", "regions.moments_normalized",
           "regions.moments_hu", "regions.inertia_tensor", "measure.inertia_tensor")

# Sums in another order.
UNITS = {
    **{name: 256 for name in (
        "sum_labels", "labels.mean", "labels.variance", "labels.standard_deviation", "labels.median",
        "center_of_mass", "find_contours", "measure.centroid", "threshold_mean", "threshold_li", "threshold_local",
        "perimeter", "perimeter_crofton", *(name for name in OPS if name.startswith("regions.")),
    )},
    "regions.axis_major_length": 1e6,
    "regions.axis_minor_length": 1e9,
    "regions.eccentricity": 1e9,
    **{name: 4096 for name in MOMENTS},
    # Variances that cancel.
    "threshold_niblack": 1e9,
    "threshold_sauvola": 1e9,
}


def of_samples(power):
    return lambda theirs, a, *_, **__: (largest(a.astype(float)) + 1) ** power * max(1, a.size) ** 0.5


def lengths(theirs, a, *_, order=3, **__):
    """Powers of places, and as many samples."""
    return (largest(theirs) + max(a.shape, default=1) ** min(order * a.ndim, 12) * 12.0) * max(a.size, 1)


SCALED = {
    **{name: of_samples(1) for name in ("sum_labels", "labels.mean", "labels.standard_deviation", "labels.median",
                                        "threshold_niblack", "threshold_sauvola", "threshold_local", "threshold_mean",
                                        "threshold_li")},
    "labels.variance": of_samples(2),
    "center_of_mass": lambda theirs, a, *_, **__: (largest(a.astype(float)) + 1) ** 2 * max(1, a.size),
    **{name: lengths for name in MOMENTS},
    "regions.moments_hu": lambda theirs, *_: 1.0 + largest(theirs),
    "regions.moments_normalized": lambda theirs, *_: 1.0,
    "regions.axis_minor_length": lambda theirs, a, *_: float(max(a.shape)),
    "regions.eccentricity": lambda theirs, *_: 1.0,
}
ZEROS = set(UNITS)


def spread(a, thresholds):
    """How far apart the classes between thresholds are."""
    a = a.astype(float).ravel()
    if np.any(a != np.rint(a)):
        # In the bins that both count.
        edges = np.histogram_bin_edges(a, 256)
        a = ((edges[1:] + edges[:-1]) / 2)[np.clip(np.digitize(a, edges) - 1, 0, 255)]
        thresholds = thresholds + 1e-9 * np.ptp(a)
    classes = np.digitize(a, thresholds, right=True)
    parts = [a[classes == k] for k in np.unique(classes)]
    return sum(len(part) * (part.mean() - a.mean()) ** 2 for part in parts)


def as_good(inputs, ours, theirs, **_):
    """scikit-image counts in single precision: of thresholds that are equally good but for that it takes another."""
    (a,) = inputs
    best = spread(a, np.atleast_1d(ours)) >= spread(a, np.atleast_1d(theirs)) * (1 - 1e-5)
    return np.broadcast_to(best, ours.shape)


def yens(a, level):
    """Yen's criterion of a level: of integers, or of floats in 256 bins."""
    if a.dtype.kind == "f":
        counts, edges = np.histogram(a.astype(float), 256)
        levels = (edges[1:] + edges[:-1]) / 2
        level = levels[np.abs(levels - level).argmin()]
    else:
        levels, counts = np.unique(a, return_counts=True)
    p = counts / a.size
    dark = levels <= level
    below, light = p[dark].sum(), ~dark
    with np.errstate(all="ignore"):
        return 2 * np.log(below * (1 - below)) - np.log((p[dark] ** 2).sum() * (p[light] ** 2).sum())


def as_good_for_yen(inputs, ours, theirs, **_):
    (a,) = inputs
    good = yens(a, ours) >= yens(a, theirs) - 1e-5
    return np.broadcast_to(good, ours.shape)


def one_level(inputs, ours, theirs, **_):
    return (np.ptp(inputs[0]) == 0) & (ours == inputs[0].flat[0])


def alone(inputs, ours, theirs, offset=0.0, method="gaussian", mode="reflect", **_):
    """The median of a sample and its own mirror images is the sample."""
    (a,) = inputs
    return np.broadcast_to(a.size == 1 and method == "median" and mode == "mirror", ours.shape) & (ours == a.flat[0] - offset)


ELEMENTS = {
    "threshold_local": [("one sample is its own mirror image; SciPy's median of it is zero", alone)],
    **{f"threshold_{name}": [("one level is the threshold itself", one_level)] for name in THRESHOLDS},
    "threshold_yen": [
        ("one level is the threshold itself", one_level),
        ("of thresholds that are equally good scikit-image takes the one that rounding says", as_good_for_yen),
    ],
    **{name: [("one level is the threshold itself", one_level), ("of thresholds that are equally good scikit-image takes the one that rounding says", as_good)]
       for name in ("threshold_otsu", "threshold_multiotsu")},
}


def whole_cases(case, problem, inputs, ours, theirs):
    if case["op"] == "threshold_isodata" and problem == "NumPy refuses" and np.ptp(inputs[0]) == 0:
        return "one level of floats is the threshold; scikit-image fails"
    return None
