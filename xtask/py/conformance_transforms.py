"""What SciPy has to do for the transforms and the signals of `nd-conformance series`."""

import numpy as np
import scipy.fft
from scipy import signal

WIDE = {"<f2": "f8", "<f4": "f8", "<c8": "c16", "<f8": "g", "<c16": "G"}


def tupled(keywords):
    """Lists of axes and lengths as SciPy takes them."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in keywords.items()}


def transform(name):
    """In the next wider type, rounded to the one that SciPy answers in."""
    function = getattr(scipy.fft, name)

    def run(a, **keywords):
        # The last two axes of transforms of planes are not `None`.
        keywords = {key: value for key, value in tupled(keywords).items() if value is not None or key != "axes"}
        kept = np.asarray(function(a, **keywords))
        wide = a.astype(WIDE.get(a.dtype.str, "g"))
        if wide.dtype.kind == "c" and ("dct" in name or "dst" in name):
            # By parts: SciPy does not hear of `orthogonalize` for complex numbers.
            found = function(wide.real, **keywords) + 1j * function(wide.imag, **keywords)
        else:
            found = function(wide, **keywords)
        return np.asarray(found).astype(kept.dtype)

    return run


def shifted(name):
    return lambda a, axes: getattr(scipy.fft, name)(a, tuple(axes))


def hankel(name):
    return lambda a, **keywords: getattr(scipy.fft, name)(a, **keywords)


# What nd keeps: single precision of single precision, double of anything else.
KEPT = {"<f2": "f4", "<f4": "f4", "<c8": "c8", "<c16": "c16"}


def kept(function, at=0, real=False):
    """In double precision, rounded to the type of the signal, which is input `at`."""

    def run(*inputs, **keywords):
        x = inputs[at]
        inputs = [a.astype("c16" if a.dtype.kind == "c" else "f8") for a in inputs]
        return function(np.dtype(KEPT.get(x.dtype.str, "f8")), *inputs, **keywords)

    return run


def single(function, at=0):
    return kept(lambda kind, *inputs, **keywords: np.asarray(function(*inputs, **keywords)).astype(kind), at)


def lfilter(kind, b, a, x, axis, zi=None):
    if x.size == 0 and np.atleast_1d(a)[0] != 0:
        return x.astype(kind) if zi is None else (x.astype(kind), zi)
    if zi is None:
        return signal.lfilter(b, a, x, axis).astype(kind)
    y, state = signal.lfilter(b, a, x, axis, zi)
    return y.astype(kind), state


def sosfilt(kind, sos, x, axis, zi=None):
    if x.size == 0:
        signal.sosfilt(sos, np.zeros(3))
        return x.astype(kind) if zi is None else (x.astype(kind), zi)
    if zi is None:
        return signal.sosfilt(sos, x, axis).astype(kind)
    y, state = signal.sosfilt(sos, x, axis, zi)
    return y.astype(kind), state


def spectrum(name):
    """Of frequencies in double precision, and values."""

    def run(kind, *signals, axis, window=None, average=None, boundary="", **keywords):
        if window is not None:
            keywords["window"] = tuple(window) if isinstance(window, list) else window
        if average is not None and name in ("welch", "csd"):
            keywords["average"] = average
        if boundary != "":
            keywords["boundary"] = boundary
        if name == "stft" and keywords.get("scaling") == "density":
            keywords["scaling"] = "psd"
        if name == "coherence":
            return coherence(kind, *signals, axis=axis, average=average, **keywords)
        *others, values = getattr(signal, name)(*signals, axis=axis, **keywords)
        real = np.dtype("f4" if kind.char in "fF" else "f8")
        values = values.astype(np.result_type(real, np.complex64) if values.dtype.kind == "c" else real)
        frequencies = [np.asarray(one, float) for one in others]
        return (frequencies[0], values) if len(frequencies) == 1 else (frequencies, values)

    return kept(run)


def coherence(kind, x, y, average, scaling=None, return_onesided=None, **keywords):
    """By the spectra of which it is made, which have the options that SciPy's own has not."""
    keywords |= {} if average is None else {"average": average}
    keywords |= {} if return_onesided is None else {"return_onesided": return_onesided}
    f, xx = signal.welch(x, **keywords)
    _, yy = signal.welch(y, **keywords)
    _, xy = signal.csd(x, y, **keywords)
    return f, (np.abs(xy) ** 2 / xx / yy).astype("f4" if kind.char in "fF" else "f8")


def find_peaks(x, rel_height=None, wlen=None, **keywords):
    limits = {key: tuple(value) if isinstance(value, list) else value for key, value in keywords.items()}
    if rel_height is not None:
        limits |= {"rel_height": rel_height, "wlen": wlen}
    peaks, found = signal.find_peaks(x.astype(float), **limits)
    order = ("peak_heights", "left_thresholds", "right_thresholds", "prominences", "left_bases", "right_bases",
             "widths", "width_heights", "left_ips", "right_ips", "left_edges", "right_edges")
    return [peaks, *(found[key] for key in order if key in found)]


def prominences(x, peaks, wlen):
    a, b, c = signal.peak_prominences(x, peaks, wlen)
    return a, (b, c)


def plane(name):
    return lambda a, b, fill, mode, boundary: getattr(signal, name)(a, b, mode, boundary, fill)


def window(window, M, sym):
    """Longer windows than none: SciPy's get_window refuses those, the functions do not."""
    name, *numbers = window
    if name == "exponential":
        numbers = [None, *numbers]
    return np.asarray(getattr(signal.windows, name)(M, *numbers, sym=sym), float)


def freqz(b, a, worN, whole):
    w, h = signal.freqz(b, a, worN, whole)
    return w, h


def designed(name, order, given, edges, btype):
    edges = edges if len(edges) > 1 else edges[0]
    sos = getattr(signal, name)(order, *given, edges, btype, output="sos")
    return sos, signal.freqz_sos(sos, 32)[1]


def firwin(numtaps, edges, pass_zero):
    return signal.firwin(numtaps, edges if len(edges) > 1 else edges[0], pass_zero=pass_zero)


def tf2sos_response(b, a):
    signal.tf2sos(b, a)
    return signal.freqz(b, a, 16)[1]


def detrend(x, axis, type, bp):
    n = x.shape[axis]
    if type == "linear" and bp and max(bp) > n:
        raise ValueError("break beyond the end")
    return signal.detrend(x, axis, type, bp if bp else 0)


def savgol(x, window_length, polyorder, **keywords):
    return signal.savgol_filter(x, window_length, polyorder, **keywords)


def medfilt(x, kernel_size):
    size = kernel_size if len(kernel_size) > 1 else kernel_size[0]
    return signal.medfilt(x, size)


def lombscargle(x, y, f, **keywords):
    return np.atleast_1d(signal.lombscargle(x, y, f, **keywords))


def resample(x, num, axis, window):
    return signal.resample(x, num, axis=axis, window=window)


def gausspulse(t, fc, bw):
    return signal.gausspulse(t, fc, bw, retquad=True, retenv=True)


def convolution(name):
    def run(a, b, mode, method="auto", axes=None):
        if name == "fftconvolve":
            return signal.fftconvolve(a, b, mode, axes)
        if name == "oaconvolve":
            return signal.oaconvolve(a, b, mode)
        return getattr(signal, name)(a, b, mode, method)

    return run


TRANSFORMS = [
    "fft", "ifft", "rfft", "irfft", "hfft", "ihfft", "fftn", "ifftn", "rfftn", "irfftn", "hfftn", "ihfftn", "fft2", "ifft2",
    "rfft2", "irfft2", "hfft2", "ihfft2", "dct", "idct", "dst", "idst", "dctn", "idctn", "dstn", "idstn",
]

OPS = {
    **{f"fft.{name}": transform(name) for name in TRANSFORMS},
    **{f"fft.{name}": shifted(name) for name in ("fftshift", "ifftshift")},
    "fft.fftfreq": lambda n, d: scipy.fft.fftfreq(n, d),
    "fft.rfftfreq": lambda n, d: scipy.fft.rfftfreq(n, d),
    "fft.next_fast_len": lambda target, real: np.int64(scipy.fft.next_fast_len(target, real)),
    "fft.prev_fast_len": lambda target, real: np.int64(scipy.fft.prev_fast_len(target, real)),
    "fft.fht": scipy.fft.fht,
    "fft.ifht": scipy.fft.ifht,
    "fft.fhtoffset": lambda **keywords: np.float64(scipy.fft.fhtoffset(**keywords)),
    **{f"signal.{name}": convolution(name) for name in ("convolve", "correlate", "fftconvolve", "oaconvolve")},
    **{f"signal.{name}": plane(name) for name in ("convolve2d", "correlate2d")},
    "signal.correlation_lags": signal.correlation_lags,
    "signal.lfilter": kept(lfilter, 2),
    "signal.lfilter_from": kept(lambda kind, b, a, x, zi, axis: lfilter(kind, b, a, x, axis, zi), 2),
    "signal.filtfilt": single(lambda b, a, x, **keywords: signal.filtfilt(b, a, x, **keywords), 2),
    "signal.sosfilt": kept(sosfilt, 1),
    "signal.sosfilt_from": kept(lambda kind, sos, x, zi, axis: sosfilt(kind, sos, x, axis, zi), 1),
    "signal.sosfiltfilt": single(lambda sos, x, **keywords: signal.sosfiltfilt(sos, x, **keywords), 1),
    "signal.detrend": single(detrend),
    "signal.savgol_filter": single(savgol),
    "signal.medfilt": medfilt,
    "signal.resample": single(resample),
    "signal.hilbert": kept(lambda kind, x, N, axis: signal.hilbert(x, N, axis).astype("c8" if kind.char in "fF" else "c16")),
    "signal.upfirdn": single(lambda h, x, up, down, axis: signal.upfirdn(h, x, up, down, axis), 1),
    "signal.resample_poly": single(lambda x, up, down, axis, padtype: signal.resample_poly(x, up, down, axis, padtype=padtype)),
    "signal.decimate": single(signal.decimate),
    "signal.lfilter_zi": signal.lfilter_zi,
    "signal.sosfilt_zi": signal.sosfilt_zi,
    "signal.lfiltic": signal.lfiltic,
    "signal.freqz": freqz,
    "signal.freqz_sos": lambda sos, worN: signal.freqz_sos(sos, worN),
    "signal.sos2tf": signal.sos2tf,
    "signal.deconvolve": lambda a, b: tuple(np.asarray(one, float) for one in signal.deconvolve(a, b)),
    "signal.savgol_coeffs": lambda window_length, polyorder, **k: signal.savgol_coeffs(window_length, polyorder, **k),
    "signal.tf2sos_response": tf2sos_response,
    "signal.firwin": firwin,
    "signal.designed": designed,
    **{f"signal.{name}": spectrum(name) for name in ("periodogram", "welch", "csd", "coherence", "spectrogram", "stft")},
    "signal.lombscargle": lombscargle,
    "signal.istft": lambda z, nperseg: signal.istft(z, nperseg=nperseg),
    "signal.find_peaks": find_peaks,
    "signal.argrelmax": lambda a, **keywords: list(signal.argrelmax(a, **keywords)),
    "signal.argrelmin": lambda a, **keywords: list(signal.argrelmin(a, **keywords)),
    "signal.peak_prominences": prominences,
    "signal.peak_widths": lambda x, peaks, wlen, rel_height: signal.peak_widths(x, peaks, rel_height, wlen=wlen),
    "signal.chirp": lambda t, **keywords: signal.chirp(t, **keywords),
    "signal.square": lambda t, duty: signal.square(t, duty),
    "signal.sawtooth": lambda t, width: signal.sawtooth(t, width),
    "signal.gausspulse": gausspulse,
    "signal.window": window,
}


def magnitude(a):
    """The root of the mean square."""
    a = np.asarray(a)
    a = np.abs(a[np.isfinite(a)].astype(np.clongdouble)).astype(float)
    return np.sqrt(np.mean(a**2)) if a.size else 0.0


def greatest(*arrays):
    finite = (np.abs(np.asarray(a)[np.isfinite(a)].astype(complex)) for a in arrays if np.asarray(a).dtype.kind in "fciub")
    return max((float(np.max(a, initial=0.0)) for a in finite), default=0.0)


def by_length(theirs, a, **_):
    """The rounding of each of the log2(n) steps, of the mean size of results; and of a result that is large."""
    n = max(theirs.size, a.size, 4)
    return magnitude(theirs) * np.log2(n) + np.abs(np.where(np.isfinite(theirs), theirs, 0))


def of_all(theirs, *inputs, **_):
    """The greatest of what goes in and comes out."""
    return greatest(theirs, *inputs)


def products(theirs, a, b, *_, **__):
    """Of sums of products, by transforms too: all of one array by all of the other."""
    return magnitude(a) * magnitude(b) * np.sqrt(a.size * b.size) + greatest(theirs)


UNITS = {
    # Of single elements: the root of their mean square keeps to half of that (crates/nd-ops/tests/fft/errors.rs).
    **{f"fft.{name}": 4 for name in TRANSFORMS},
    **{name: 1e5 for name in ("fft.fht", "fft.ifht", "fft.fhtoffset")},
    **{name: 64 for name in ("fft.fftfreq", "fft.rfftfreq")},
    **{f"signal.{name}": 64 for name in ("convolve", "correlate", "fftconvolve", "oaconvolve", "convolve2d", "correlate2d")},
    **{f"signal.{name}": 1e5 for name in (
        "lfilter", "lfilter_from", "filtfilt", "sosfilt", "sosfilt_from", "sosfiltfilt", "detrend", "savgol_filter",
        "resample", "hilbert", "upfirdn", "resample_poly", "decimate", "lfiltic", "sos2tf", "deconvolve",
        "savgol_coeffs", "firwin", "periodogram", "welch", "csd", "spectrogram", "stft", "istft", "peak_widths",
        "peak_prominences", "find_peaks", "window", "gausspulse", "lombscargle",
    )},
    **{f"signal.{name}": 1e7 for name in ("lfilter_zi", "sosfilt_zi", "freqz", "freqz_sos", "tf2sos_response", "designed", "coherence")},
    **{f"signal.{name}": 1e4 for name in ("chirp", "square", "sawtooth")},
}
SCALED = {
    **{name: by_length for name in UNITS if name.startswith("fft.")},
    **{name: of_all for name in UNITS if not name.startswith("fft.")},
    **{name: of_all for name in ("fft.fht", "fft.ifht", "fft.fhtoffset", "fft.fftfreq", "fft.rfftfreq")},
    **{f"signal.{name}": products for name in ("convolve", "correlate", "fftconvolve", "oaconvolve", "convolve2d", "correlate2d")},
}


def of_roundings(inputs, ours, theirs, **keywords):
    """Where there is no power, in which case a coherence is of what roundings leave."""
    x, y = inputs
    options = {key: value for key, value in keywords.items() if key != "average"}
    if isinstance(options.get("window"), list):
        options["window"] = tuple(options["window"])
    none = False
    for one in (x, y):
        power = signal.welch(one, **options)[1]
        whole = signal.welch(one, **options | {"detrend": False})[1]
        none = none | (power <= 1e-12 * np.max(whole, initial=0.0))
    return np.broadcast_to(none, ours.shape) if np.shape(none) == ours.shape else np.zeros(ours.shape, bool)


def zero_by_infinity(inputs, ours, theirs, **_):
    """A middle coefficient of 0, which is a rounding in SciPy, next to an infinity."""
    return np.isnan(ours) & np.isinf(theirs)


ELEMENTS = {
    "signal.savgol_filter": [("0 times infinity is NaN; SciPy's coefficient of 0 is 1e-17", zero_by_infinity)],
    "signal.coherence": [("of no power, what roundings leave is divided", of_roundings)],
}
SPECTRA = [f"signal.{name}" for name in ("periodogram", "welch", "csd", "coherence", "spectrogram", "stft")]
EMPTY = "SciPy makes nothing of nothing here, and refuses it there; nd refuses empty arrays as NumPy does"


def whole_cases(case, problem, inputs, ours, theirs):
    """The reason why a whole result differs."""
    op, parameters = case["op"], case["parameters"]
    if op.startswith("fft."):
        if parameters.get("axes") == [] or parameters.get("s") == []:
            return "a transform over no axis gives complex numbers here too, as over some"
        if problem == "nd panics" and op.startswith(("fft.irfft", "fft.hfft")) and "of 0 elements" in str(ours):
            return "one number is no half of an even length: SciPy refuses it along one axis, not over several"
    if problem == "nd panics" and op in ("signal.lfilter", "signal.lfilter_from") and inputs[1][0] == 0:
        return "SciPy divides by a first coefficient of 0 where it is the only one"
    if op in ("signal.convolve", "signal.correlate") and problem == "nd panics" and 0 in (inputs[0].size, inputs[1].size):
        return EMPTY
    if op in ("signal.fftconvolve", "signal.oaconvolve") and 0 in (inputs[0].size, inputs[1].size):
        return "nothing keeps its type and its axes; SciPy makes one flat array of float64 of it"
    if op in SPECTRA and inputs[0].size == 0:
        return "of nothing there are no frequencies; SciPy has those of the shape of the signal, or refuses it"
    if op in ("signal.fftconvolve", "signal.oaconvolve") and problem == "nd panics" and parameters["mode"] == "valid":
        if "neither lies within" in str(ours):
            return "SciPy leaves axes of length 1 out when it asks which array lies within the other"
    if op == "signal.lombscargle" and parameters["floating_mean"] and inputs[0].size <= 3:
        if np.allclose(ours, theirs, 1e-8):
            return "a wave and a mean through three points fit whatever they are: what is left is roundings"
    if op == "signal.correlation_lags" and parameters["mode"] == "same":
        n, m = parameters["in1_len"], parameters["in2_len"]
        if np.array_equal(ours, np.arange(n) + (m - 1) // 2 - (m - 1)):
            return "SciPy's lags are not those of the elements that its `correlate` takes from the middle"
    if op == "signal.find_peaks" and "distance" in parameters and not problem.startswith("NumPy"):
        heights = inputs[0][signal.find_peaks(inputs[0].astype(float))[0]]
        if np.unique(heights).size < heights.size:
            return "of peaks that are equally high the later stays; SciPy's sort of them is not stable"
    if op == "signal.correlate2d" and ours.dtype.kind == "c" and problem.startswith("values"):
        if np.allclose(ours, theirs.conj()):
            return "SciPy exchanges its arrays where the second is the larger, and conjugates the wrong one"
    if op in ("signal.oaconvolve", "signal.fftconvolve") and problem.startswith("dtype") and np.allclose(ours, theirs):
        return "floats, whatever the lengths; SciPy multiplies whole numbers where an array has one element"
    if op == "signal.resample_poly" and parameters["padtype"] == "line" and inputs[0].shape[parameters["axis"]] == 1:
        return "the line through one sample is level; SciPy has 0 / 0"
    if op in ("signal.upfirdn", "signal.resample_poly") and 0 in inputs[-1].shape:
        return "of no samples there are none; SciPy has one, or refuses them"
    if op in ("fft.fftshift", "fft.ifftshift") and problem == "nd panics" and "named twice" in str(ours):
        return "an axis that is named twice is an error, as of transforms; SciPy moves it twice"
    if op in ("fft.dct", "fft.idct") and problem == "nd panics" and theirs.size == 0 and "needs two elements" in str(ours):
        return "lengths are checked where there are no lanes, too"
    if op == "signal.detrend" and problem == "NumPy refuses" and inputs[0].size == 0:
        return "nothing has no trend; SciPy refuses it where there are breaks"
    if op == "signal.hilbert" and problem == "nd panics" and inputs[0].shape[parameters["axis"]] == 0:
        return "a signal without elements is refused, whatever its length is to become"
    if op == "signal.deconvolve" and problem == "NumPy refuses" and inputs[0].size == 0:
        return "the quotient of nothing is nothing"
    if op == "signal.decimate" and problem == "NumPy refuses" and parameters["q"] == 1:
        return "every element stays; SciPy designs no filter for that"
    return None
