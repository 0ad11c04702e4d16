"""What SciPy and scikit-image have to do for morphology, labels and distances of `nd-conformance pictures`."""

import numpy as np
from scipy import ndimage
from skimage import measure, morphology, segmentation

from conformance_filters import beyond_doubles, reach, tupled

BINARY = ("binary_erosion", "binary_dilation", "binary_opening", "binary_closing")
GREY = ("grey_erosion", "grey_dilation", "grey_opening", "grey_closing", "morphological_gradient",
        "morphological_laplace", "white_tophat", "black_tophat")


def owned(function):
    return lambda *inputs, **keywords: function(*(np.array(a) for a in inputs), **keywords)


def binary(name):
    """Until nothing changes only where that comes to pass: SciPy goes on for ever where a structure without its middle
    moves what is set to and fro."""

    def run(a, structure, mask=None, **keywords):
        if keywords["iterations"] == 0 and not structure[tuple(n // 2 for n in structure.shape)]:
            raise RuntimeError("for ever")
        return getattr(ndimage, name)(a, structure, mask=mask, **tupled(keywords))

    return run


def fitted(a, hit, miss=None):
    return ndimage.binary_hit_or_miss(a, hit, miss)


def grey(name):
    def run(a, window=None, size=None, **keywords):
        if window is not None and window.dtype == bool:
            keywords["footprint"] = window
        elif window is not None:
            keywords["structure"] = window
        if a.dtype == bool and name in ("morphological_gradient", "morphological_laplace"):
            return getattr(ndimage, name)(a.astype(np.int8), size and tuple(size), **tupled(keywords)).astype(bool)
        return getattr(ndimage, name)(a, size and tuple(size), **tupled(keywords))

    return run


def label(a, structure):
    labels, count = ndimage.label(a, structure)
    return labels.astype("u4"), np.uint32(count)


def apart(a, connectivity):
    labels, count = measure.label(np.ascontiguousarray(a, "i8"), background=0, return_num=True, connectivity=connectivity)
    return labels.astype("u4"), np.uint32(count)


def objects(a, max_label=0):
    found = ndimage.find_objects(a.astype("i8"), max_label)
    ends = [[-1] * 2 * a.ndim if one is None else [x for s in one for x in (s.start, s.stop)] for one in found]
    return np.array(ends, "i8").reshape(len(found), 2 * a.ndim)


def values(a, ignore=None):
    found = ndimage.value_indices(a, ignore_value=None if ignore is None else int(ignore))
    parts = []
    for value, places in sorted(found.items()):
        flat = np.ravel_multi_index(places, a.shape) if a.size else np.zeros(0)
        parts += [np.array([value], a.dtype), flat.astype("i8")]
    return parts


def edt(a, sampling=None, return_indices=False):
    found = ndimage.distance_transform_edt(a, sampling, return_indices=return_indices)
    return (found[0], found[1].astype("u4")) if return_indices else found


def cdt(a, metric, return_indices=False):
    found = ndimage.distance_transform_cdt(a, metric, return_indices=return_indices)
    return (found[0].astype("u4"), found[1].astype("u4")) if return_indices else found.astype("u4")


def watershed(a, markers, mask=None, **keywords):
    return segmentation.watershed(a, markers, mask=mask, **keywords).astype("i4")


def watershed_ift(a, markers, connectivity):
    return ndimage.watershed_ift(a, markers, ndimage.generate_binary_structure(a.ndim, connectivity))


def reconstruction(seed, mask, method):
    return morphology.reconstruction(seed, mask, method).astype(seed.dtype)


def footprint(name):
    return lambda **keywords: getattr(morphology, name)(**keywords).astype(bool)


OPS = {
    **{name: binary(name) for name in BINARY},
    **{name: grey(name) for name in GREY},
    "binary_propagation": lambda a, mask: ndimage.binary_propagation(a, mask=mask),
    "binary_hit_or_miss": fitted,
    "binary_fill_holes": ndimage.binary_fill_holes,
    "remove_small_objects": morphology.remove_small_objects,
    "remove_small_holes": morphology.remove_small_holes,
    "skeletonize": lambda a, method=None: morphology.skeletonize(a, method=method).astype(bool),
    "thin": lambda a, max_num_iter: morphology.thin(a, max_num_iter),
    "medial_axis": lambda a: morphology.medial_axis(a, return_distance=True)[1],
    "convex_hull_image": lambda a: morphology.convex_hull_image(a) if a.any() else a,
    "generate_binary_structure": ndimage.generate_binary_structure,
    "iterate_structure": ndimage.iterate_structure,
    **{f"morphology.{name}": footprint(name)
       for name in ("disk", "ball", "diamond", "octahedron", "octagon", "star", "footprint_rectangle")},
    "reconstruction": reconstruction,
    "local_maxima": lambda a: morphology.local_maxima(a).astype(bool),
    "local_minima": lambda a: morphology.local_minima(a).astype(bool),
    "area_opening": lambda a, area_threshold: morphology.area_opening(a, area_threshold, connectivity=1),
    "area_closing": lambda a, area_threshold: morphology.area_closing(a, area_threshold, connectivity=1),
    "h_maxima": lambda a, h: morphology.h_maxima(a, h).astype(bool),
    "h_minima": lambda a, h: morphology.h_minima(a, h).astype(bool),
    "flood": lambda a, seed_point, tolerance: segmentation.flood(a.astype(float), tuple(seed_point), tolerance=tolerance),
    "label": label,
    "measure.label": apart,
    "find_objects": objects,
    "value_indices": values,
    "distance_transform_edt": edt,
    "distance_transform_cdt": cdt,
    "distance_transform_bf": lambda a, metric: ndimage.distance_transform_bf(a, metric).astype(float),
    "isotropic_erosion": lambda a, radius: morphology.isotropic_erosion(a, radius),
    "isotropic_dilation": lambda a, radius: morphology.isotropic_dilation(a, radius),
    "expand_labels": segmentation.expand_labels,
    "watershed": watershed,
    "watershed_ift": watershed_ift,
    "relabel_sequential": lambda a, offset: segmentation.relabel_sequential(a, offset)[0].astype("u4"),
    "join_segmentations": lambda a, b: segmentation.join_segmentations(a, b).astype("u4"),
    "clear_border": segmentation.clear_border,
    "find_boundaries": lambda a, **keywords: segmentation.find_boundaries(a, **keywords).astype(bool),
}

# The arrays of a run are read-only, which some loops of scikit-image refuse.
OPS = {name: owned(function) for name, function in OPS.items()}

# The square root of another order of sums, where pixels are not squares of side 1; SciPy's brute force adds in another
# order too.
UNITS = {"distance_transform_edt": 4, "distance_transform_bf": 4, **{name: 8 for name in GREY[4:]}}
SCALED = {name: lambda theirs, a, *_, cval=0, **__: reach(a, cval) for name in GREY[4:]}
ZEROS = set(GREY)


def nan_there(inputs, ours, theirs, **keywords):
    """Where NaN is about, ours is NaN."""
    if ours.dtype.kind != "f":
        return np.zeros(ours.shape, bool)
    return np.isnan(ours) | np.broadcast_to(np.isnan(inputs[0]).any(), ours.shape)


def wrapped(inputs, ours, theirs, **_):
    """Differences out of the type's range."""
    return np.broadcast_to(ours.dtype.kind in "iub", ours.shape)


def no_ground(inputs, ours, theirs, **_):
    return np.isinf(ours) & np.all(inputs[0])


def tied(inputs, ours, theirs, **_):
    """Markers of one height."""
    a, markers, *mask = inputs
    heights = a[(markers != 0) & (mask[0] if mask else True)]
    return np.broadcast_to(len(np.unique(heights)) < len(heights), ours.shape)


def inverted(inputs, ours, theirs, **_):
    return np.isclose(ours, theirs, 1e-5, 1e-5) & (ours.dtype.kind == "f")


def too_few(inputs, ours, theirs, area_threshold):
    a = inputs[0]
    return (a.size < area_threshold) & ((ours == a.min()) | (ours == a.max()))


def next_row(inputs, ours, theirs, **_):
    return np.ones(ours.shape, bool)


THIN = "scikit-image takes neighbours of axes of two samples for others, and fails along axes of one"

ELEMENTS = {
    **{name: [
        ("NaN in the window is NaN here; SciPy's depends on the order", nan_there),
        ("integers of 64 bits are compared exactly; SciPy's pass through float64", beyond_doubles),
    ] for name in GREY},
    **{name: [("without background distances are infinite; SciPy measures to a place outside", no_ground)]
       for name in ("medial_axis", "distance_transform_edt", "distance_transform_bf")},
    "isotropic_erosion": [("without background nothing goes; scikit-image measures to a place outside", lambda inputs,
                           ours, theirs, **_: ours & np.all(inputs[0]))],
    **{name: [
        ("scikit-image subtracts from the greatest, which rounds", inverted),
        (THIN, lambda inputs, ours, theirs, **_: np.broadcast_to(min(inputs[0].shape) == 2, ours.shape)),
        ("of fewer pixels than are asked for the level is the least, or greatest, there is", too_few),
    ] for name in ("area_opening", "area_closing")},
    "watershed": [("of markers of one height, which is first is left open in scikit-image", tied)],
    "watershed_ift": [("SciPy takes the last element of a row for a neighbour of the next row's first", next_row)],
}
for name in GREY[4:]:
    ELEMENTS[name].append(("SciPy's differences wrap, here they saturate", wrapped))


def whole_cases(case, problem, inputs, ours, theirs):
    if case["op"] in BINARY and problem == "NumPy refuses" and "for ever" in theirs:
        return "structures without their middle may never come to rest in SciPy"
    if problem == "NumPy refuses" and case["op"] == "measure.label" and inputs[0].ndim > 3:
        return "scikit-image labels up to three axes"
    if problem == "NumPy refuses" and case["op"] in ("area_opening", "area_closing") and min(inputs[0].shape) < 3:
        return THIN
    if problem == "NumPy refuses" and inputs and inputs[0].size == 0:
        return "nothing has no labels and no values; the others refuse it"
    return None
