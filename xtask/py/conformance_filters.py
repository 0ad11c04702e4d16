"""What SciPy and scikit-image have to do for the filters of `nd-conformance pictures`."""

import numpy as np
from scipy import ndimage
from skimage import filters

from conformance_rules import largest


def tupled(keywords):
    """Lists as SciPy takes them, without what is not said."""
    kept = {key: value for key, value in keywords.items() if value is not None}
    return {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}


def called(name):
    return lambda *inputs, **keywords: getattr(ndimage, name)(*inputs, **tupled(keywords))


def windowed(name):
    """With a footprint, if there is one."""

    def run(a, footprint=None, **keywords):
        if a.ndim > 1 or name.endswith("1d"):
            if footprint is not None:
                keywords["footprint"] = footprint
            return getattr(ndimage, name)(a, **tupled(keywords))
        # Of one axis SciPy's ranks are wrong, of footprints and of lines shorter than the window: as a plane of one row.
        if footprint is None:
            footprint = np.ones(keywords.pop("size"), bool)
        mode = np.atleast_1d(keywords["mode"]).tolist()[0]
        origin = (0, *np.atleast_1d(keywords["origin"]).tolist())
        keywords = tupled(keywords | {"axes": None, "origin": origin, "mode": mode})
        return getattr(ndimage, name)(a[None], footprint=footprint[None], **keywords)[0]

    return run


def weighed(window):
    return np.dot(window, np.arange(1, len(window) + 1))


def weighed_windows(windows, axis):
    flat = windows.reshape(windows.shape[: windows.ndim - len(np.atleast_1d(axis))] + (-1,))
    return flat @ np.arange(1, flat.shape[-1] + 1)


def generic(a, footprint=None, **keywords):
    if a.size == 0:
        return np.zeros(a.shape)
    return windowed("generic_filter")(a.astype(float), footprint, function=weighed, **keywords)


def vectorized(a, footprint=None, **keywords):
    # Footprints of axes in part are refused in places; the same through all elements.
    return generic(a, footprint, **keywords)


def generic1d(a, size, **keywords):
    def each(line, out):
        for k in range(len(out)):
            out[k] = weighed(line[k : k + size])

    if a.size == 0:
        return np.zeros(a.shape)
    return ndimage.generic_filter1d(a.astype(float), each, size, **keywords)


def correlated(kernel):
    return lambda a, axis, output, mode, cval: ndimage.correlate1d(a, kernel, axis, output, mode, cval, 0)


def spectrum(name):
    def run(a, n=-1, axis=-1, **keywords):
        wide = a.astype("c16") if a.dtype.kind == "c" else a
        return getattr(ndimage, name)(wide, n=n, axis=axis, **tupled(keywords)).astype(a.dtype)

    return run


def of_floats(name):
    """scikit-image rescales integers; floats it leaves."""

    def run(a, **keywords):
        a = a if a.dtype.kind == "f" else a.astype(float)
        if keywords.get("axis") is not None:
            # Along an axis that is counted from the end scikit-image smooths as well.
            keywords["axis"] %= a.ndim
        return getattr(filters, name)(a, **keywords)

    return run


def unsharp(a, **keywords):
    return of_floats("unsharp_mask")(a, preserve_range=True, **keywords)


KERNELS = ("correlate1d", "convolve1d")
PLANES = ("ndimage.correlate", "ndimage.convolve")
GAUSSIANS = ("gaussian_filter", "gaussian_filter1d", "gaussian_laplace", "gaussian_gradient_magnitude")
WINDOWS = ("minimum_filter", "maximum_filter", "median_filter", "rank_filter", "percentile_filter")
WINDOWS_1D = ("minimum_filter1d", "maximum_filter1d")
MEANS = ("uniform_filter", "uniform_filter1d")
FIXED = ("sobel", "prewitt", "laplace")
SPECTRA = ("fourier_gaussian", "fourier_uniform", "fourier_ellipsoid", "fourier_shift")
GRADIENTS = ("scharr", "farid", "roberts", "roberts_pos_diag", "roberts_neg_diag", "difference_of_gaussians")

OPS = {
    **{name: called(name.removeprefix("ndimage.")) for name in (*KERNELS, *PLANES, *GAUSSIANS, *FIXED, *MEANS)},
    **{name: windowed(name) for name in (*WINDOWS, *WINDOWS_1D)},
    **{name: spectrum(name) for name in SPECTRA},
    **{name: of_floats(name) for name in GRADIENTS},
    "unsharp_mask": unsharp,
    "generic_filter": generic,
    "vectorized_filter": vectorized,
    "generic_filter1d": generic1d,
    "generic_laplace": lambda a: ndimage.generic_laplace(a, correlated([1, -2, 1])),
    "generic_gradient_magnitude": lambda a: ndimage.generic_gradient_magnitude(a, correlated([-1, 0, 1])),
}

# `f32` is computed in `f32`, within 1e-6 of the sum of |weight × sample|; of `f64` only what has an exponential or a
# root of its own, or is a mean, is not to the bit. In units of the last place of the scale below.
UNITS = {name: 16 for name in (
    *KERNELS, *PLANES, *GAUSSIANS, *FIXED, *MEANS, *SPECTRA, *GRADIENTS, "unsharp_mask", "generic_laplace",
    "generic_gradient_magnitude", "generic_filter", "vectorized_filter", "generic_filter1d",
)}


def reach(a, cval):
    return max(largest(a.astype(float) if a.dtype.kind != "c" else a), abs(cval or 0), 1e-30)


def of_weights(theirs, a, w, cval=0, **_):
    return reach(a, cval) * np.sum(np.abs(w))


def of_samples(factor):
    return lambda theirs, a, *_, cval=0, **__: factor * reach(a, cval)


SCALED = {
    **{name: of_weights for name in (*KERNELS, *PLANES)},
    **{name: of_samples(40) for name in (*GAUSSIANS, *GRADIENTS, "unsharp_mask")},
    **{name: of_samples(64) for name in FIXED + ("generic_laplace", "generic_gradient_magnitude")},
    **{name: of_samples(8) for name in MEANS},
    **{name: of_samples(4096) for name in ("generic_filter", "vectorized_filter", "generic_filter1d")},
    # Phases are as large as shifts, and lose as many digits.
    **{name: of_samples(8) for name in SPECTRA},
}
ZEROS = {*KERNELS, *PLANES, *GAUSSIANS, *WINDOWS, *WINDOWS_1D, *MEANS, *FIXED, *SPECTRA, *GRADIENTS, "unsharp_mask"}


def seen(inputs, found, size=None, mode="reflect", origin=0, axes=None, axis=None, **_):
    """Where a window holds what is found."""
    a, *footprint = inputs
    if isinstance(mode, list) and footprint:
        # SciPy has one rule for all axes there.
        again = {"size": size, "origin": origin, "axes": axes, "axis": axis}
        return np.any([seen(inputs, found, mode=one, **again) for one in set(mode)], axis=0)
    keywords = tupled({"mode": mode, "origin": origin, "axes": axes})
    if axis is not None:
        return ndimage.maximum_filter1d(found.astype(np.uint8), size, axis, mode=mode, origin=origin) > 0
    if footprint:
        keywords["footprint"] = footprint[0]
    else:
        keywords["size"] = tuple(size)
    return ndimage.maximum_filter(found.astype(np.uint8), **keywords) > 0


def with_nan(inputs, ours, theirs, **keywords):
    if ours.dtype.kind != "f":
        return np.zeros(ours.shape, bool)
    return np.isnan(ours) & seen(inputs, np.isnan(inputs[0]), **keywords)


def beyond_doubles(inputs, ours, theirs, **_):
    """Integers of 64 bits, or what is made of them, that float64 does not hold."""
    a = inputs[0]
    wide = a.dtype.itemsize == 8 and a.dtype.kind in "iu"
    return np.broadcast_to(wide and np.any(np.abs(a.astype(float)) >= 2**53), ours.shape)


def last_bits(inputs, ours, theirs, **_):
    """Integers that differ by the last bit of an exponential, once for each axis, round the type's range."""
    if ours.dtype.kind not in "iu":
        return np.zeros(ours.shape, bool)
    most = 2 * inputs[0].ndim + 1
    apart = ours - theirs
    return (apart <= ours.dtype.type(most)) | (theirs - ours <= ours.dtype.type(most))


def squared_bits(inputs, ours, theirs, **keywords):
    """As `last_bits`, of what is squared and may have wrapped before: of few elements."""
    return last_bits(inputs, ours, theirs) | ((ours.dtype.kind in "iu") & (np.mean(ours != theirs) < 0.6))


def running(inputs, ours, theirs, **keywords):
    """Where a running sum has met what is not finite: ours has what the window has."""
    if ours.dtype.kind != "f":
        return np.zeros(ours.shape, bool)
    return np.isnan(theirs) & np.broadcast_to(np.any(~np.isfinite(inputs[0])), ours.shape)


def behind_nan(extreme, least):
    """SciPy's queue has lost samples when a NaN leaves it. Ours is what SciPy finds where the NaN are what never wins:
    where ours is a number there was none in the window."""
    def found(inputs, ours, theirs, **keywords):
        if ours.dtype.kind != "f":
            return np.zeros(ours.shape, bool)
        a, *footprint = inputs
        if footprint:
            keywords["footprint"] = footprint[0]
        try:
            wanted = extreme(np.where(np.isnan(a), a.dtype.type(least), a), **keywords)
        except RuntimeError:  # a rule for each axis, of a window that is no box
            return np.zeros(ours.shape, bool)
        return ours == wanted
    return found


def out_of_range(inputs, ours, theirs, **_):
    return np.broadcast_to(ours.dtype == np.uint64, ours.shape)


def negative_frequencies(inputs, ours, theirs, **_):
    return np.broadcast_to(ours.ndim == 1, ours.shape)


LAST_BITS = ("weights differ by the last bit of an exponential, and sums are truncated", last_bits)
GONE_ON = ("weights differ by the last bit of an exponential, and sums are truncated, wrap and go on", squared_bits)
OUT_OF_RANGE = ("what a negative sum is in uint64 C leaves open", out_of_range)

EXTREMES = [(name, getattr(ndimage, name), np.inf if name.startswith("minimum") else -np.inf) for name in (*WINDOWS[:2], *WINDOWS_1D)]

ELEMENTS = {
    **{name: [
        ("NaN in the window is NaN here; SciPy's depends on the order", with_nan),
        ("integers of 64 bits are compared exactly; SciPy's pass through float64", beyond_doubles),
    ] for name in WINDOWS[2:]},
    **{name: [
        ("NaN in the window is NaN here; SciPy's depends on the order", with_nan),
        ("SciPy's queue forgets samples beside a NaN that has left the window", behind_nan(extreme, least)),
        ("integers of 64 bits are compared exactly; SciPy's pass through float64", beyond_doubles),
    ] for name, extreme, least in EXTREMES},
    **{name: [LAST_BITS, OUT_OF_RANGE] for name in GAUSSIANS[:2]},
    **{name: [GONE_ON, OUT_OF_RANGE] for name in GAUSSIANS[2:]},
    **{name: [("SciPy's running sum keeps NaN and infinities for the rest of a line", running)] for name in MEANS},
    "fourier_ellipsoid": [("SciPy leaves the negative frequencies of one axis as they are", negative_frequencies)],
}


def whole_cases(case, problem, inputs, ours, theirs):
    if problem == "NumPy refuses" and ("sequence of modes" in theirs or "boundary mode not supported" in theirs):
        return "SciPy has one rule beyond the edges for all axes of windows that are not boxes"
    return None
