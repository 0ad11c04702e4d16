"""Writes crates/nd-ops/tests/golden/scipy_signal.txt: filters, designs, spectra, peaks, windows and waves as SciPy has them.

    python golden/scipy_signal.py FOLDER

One case a line, in fields between "|": function, parameters between blanks, arrays given, and arrays that come out.
Arrays are type shape=elements, several of them between ";", complex numbers two words each.
"""

import pathlib
import sys
import warnings

import numpy as np
from scipy import signal
from scipy.signal import windows

warnings.simplefilter("ignore")
OUT = pathlib.Path(sys.argv[1]) / "scipy_signal.txt"
rng = np.random.default_rng(47)
lines = []


def array(a, digits=9):
    a = np.asarray(a)
    if a.dtype.kind == "f" and a.dtype.itemsize == 4 or a.dtype == np.complex64:
        digits = 8
    kind = {"b": "b", "i": "i", "u": "i", "f": "f", "c": "c"}[a.dtype.kind]
    parts = np.ascontiguousarray(a).view(a.real.dtype) if kind == "c" else a
    words = (str(int(x)) if kind in "bi" else f"{float(x):.{digits}g}" for x in parts.ravel())
    return f"{kind}{a.dtype.itemsize * 8} {','.join(map(str, a.shape))}={','.join(words)}"


def case(name, parameters, given, results):
    words = " ".join(map(str, parameters))
    lines.append("|".join([name, words, ";".join(map(array, given)), ";".join(map(array, results))]))


def noise(*shape):
    return np.round(rng.normal(size=shape), 4)


def waves(*shape):
    return noise(*shape) + np.round(np.sin(np.arange(shape[-1]) * 0.3), 4)


def complex_noise(*shape):
    return noise(*shape) + 1j * noise(*shape)


# Filters.
FILTERS = [([0.2, 0.3, 0.5], [1.0]), ([1.0], [2.0, -1.0, 0.5]), ([0.1, 0.2], [1.0, -0.7, 0.3, -0.1]), ([1.0, 0.5, 0.25], [4.0, 1.0])]
for b, a in FILTERS:
    for x, axis in ((noise(12), -1), (noise(3, 9), 1), (noise(4, 17), 0), (complex_noise(2, 7), -1), (np.float32(noise(4, 12)), 1)):
        kind = np.float32 if x.dtype == np.float32 else float
        case("lfilter", [axis], [np.array(b), np.array(a), x], [signal.lfilter(np.asarray(b, kind), np.asarray(a, kind), x, axis)])
    x = noise(3, 9)
    zi = noise(3, max(len(a), len(b)) - 1)
    case("lfilter_from", [1], [np.array(b), np.array(a), x, zi], signal.lfilter(b, a, x, 1, zi))
    case("lfilter_zi", [], [np.array(b), np.array(a)], [signal.lfilter_zi(b, a)])
    y, x = noise(3), noise(4)
    case("lfiltic", [], [np.array(b), np.array(a), y, x], [signal.lfiltic(b, a, y, x)])
    for padtype in ("odd", "even", "constant", "None") if b[0] < 1.5 else ("odd",):
        given = None if padtype == "None" else padtype
        x = waves(19)
        case("filtfilt", [-1, padtype], [np.array(b), np.array(a), x], [signal.filtfilt(b, a, x, -1, given)])
SOS = [signal.butter(3, 0.2, output="sos"), signal.ellip(4, 1, 40, [0.2, 0.4], "bandpass", output="sos")]
for sos in SOS:
    for x, axis in ((waves(30), -1), (waves(2, 30), 1), (waves(7, 18), 0), (complex_noise(2, 10), 1)):
        case("sosfilt", [axis], [sos, x], [signal.sosfilt(sos, x, axis)])
        if x.shape[axis] >= 30:
            case("sosfiltfilt", [axis], [sos, x], [signal.sosfiltfilt(sos, x, axis)])
    case("sosfilt_zi", [], [sos], [signal.sosfilt_zi(sos)])
    x, zi = waves(3, 12), noise(len(sos), 3, 2)
    case("sosfilt_from", [1], [sos, x, zi], signal.sosfilt(sos, x, 1, zi))
    x, zi = waves(12, 3), noise(len(sos), 2, 3)
    case("sosfilt_from", [0], [sos, x, zi], signal.sosfilt(sos, x, 0, zi))
for window, order, deriv in ((5, 2, 0), (7, 3, 1), (9, 4, 2), (4, 2, 0), (5, 1, 2), (3, 0, 0), (11, 5, 3)):
    case("savgol_coeffs", [window, order, deriv, 0.5], [], [signal.savgol_coeffs(window, order, deriv, 0.5)])
    for mode in ("interp", "mirror", "constant", "nearest", "wrap"):
        x = waves(12)
        case("savgol_filter", [window, order, deriv, 0.5, mode], [x], [signal.savgol_filter(x, window, order, deriv, 0.5, -1, mode, 1.5)])
for x, window in ((rng.integers(0, 50, 20), [5]), (rng.integers(0, 50, (4, 6)), [3, 5]), (noise(15), [7]), (rng.integers(0, 9, (3, 4, 5)), [3])):
    case("medfilt", window, [x], [signal.medfilt(x, window if len(window) > 1 else window[0])])
for x in (waves(12), waves(2, 13), complex_noise(9), np.float32(waves(8))):
    for count in (3, 4, 8, 9, 13, 20):
        case("resample", [count], [x], [signal.resample(x, count, axis=-1)])
    case("resample_hamming", [6], [x], [signal.resample(x, 6, axis=-1, window="hamming")])
    case("resample_hamming", [16], [x], [signal.resample(x, 16, axis=-1, window="hamming")])
for x in (waves(20), waves(2, 9)):
    for up, down in ((2, 1), (3, 2), (1, 3), (4, 6), (1, 1)):
        for pad in ("constant", "mean", "median", "minimum", "maximum", "line", "edge") if (up, down) in ((3, 2), (1, 3)) else ("constant",):
            case("resample_poly", [up, down, pad], [x], [signal.resample_poly(x, up, down, axis=-1, padtype=pad)])
for x, h in ((noise(10), noise(4)), (noise(2, 7), noise(9)), (complex_noise(5), noise(1))):
    for up, down in ((1, 1), (2, 3), (3, 2), (5, 1), (1, 4)):
        case("upfirdn", [up, down], [h, x], [signal.upfirdn(h, x, up, down)])
for factor in (2, 3, 5):
    x = waves(40)
    case("decimate", [factor, "iir", 8, 1], [x], [signal.decimate(x, factor)])
    case("decimate", [factor, "iir", 4, 0], [x], [signal.decimate(x, factor, 4, zero_phase=False)])
    case("decimate", [factor, "fir", 20 * factor, 1], [x], [signal.decimate(x, factor, ftype="fir")])
    case("decimate", [factor, "fir", 12, 0], [x], [signal.decimate(x, factor, 12, "fir", zero_phase=False)])
for x in (waves(8), waves(2, 9), np.float32(waves(7))):
    case("hilbert", [x.shape[-1]], [x], [signal.hilbert(x)])
    case("hilbert", [6], [x], [signal.hilbert(x, 6)])
    case("hilbert", [11], [x], [signal.hilbert(x, 11)])
    case("detrend", ["linear"], [x], [signal.detrend(x)])
    case("detrend", ["constant"], [x], [signal.detrend(x, type="constant")])
    case("detrend", ["linear", 3, 5], [x], [signal.detrend(x, bp=[3, 5])])
x = complex_noise(9)
case("detrend", ["linear"], [x], [signal.detrend(x)])
for n, m in ((8, 3), (5, 5), (2, 4)):
    x, d = noise(n), noise(m)
    case("deconvolve", [], [x, d], signal.deconvolve(x, d))

# Designs.
BANDS = [("lowpass", 0.3), ("highpass", 0.6), ("bandpass", [0.2, 0.5]), ("bandstop", [0.35, 0.4])]
FAMILIES = {"butter": [], "cheby1": [1.0], "cheby2": [40.0], "ellip": [0.5, 50.0], "bessel": []}
for family, numbers in FAMILIES.items():
    for kind, edges in BANDS:
        for order in (0, 1, 2, 5):
            arguments = [order, *numbers, edges, kind]
            design = getattr(signal, family)
            z, p, k = design(*arguments, output="zpk")
            parameters = [family, order, kind, *np.atleast_1d(edges), *numbers]
            case("design", [*parameters, "digital"], [], [np.array(z, complex), np.array(p, complex), np.array(k), design(*arguments, output="sos")])
            if order in (1, 2):
                z, p, k = design(*arguments, output="zpk", analog=True)
                case("design", [*parameters, "analog"], [], [np.array(z, complex), np.array(p, complex), np.array(k), np.zeros((0, 6))])
for norm in ("phase", "delay", "mag"):
    for order in (1, 2, 3, 6, 8, 14):
        _, p, k = signal.bessel(order, 1.0, analog=True, norm=norm, output="zpk")
        case("besselap", [order, norm], [], [np.array(p, complex), np.array(k)])
for order, rp, rs in ((9, 0.1, 80), (12, 1e-3, 120), (3, 3, 10)):
    z, p, k = signal.ellip(order, rp, rs, 0.4, output="zpk")
    case("design", ["ellip", order, "lowpass", 0.4, rp, rs, "digital"], [], [z, p, np.array(k), signal.ellip(order, rp, rs, 0.4, output="sos")])
for frequency, quality in ((0.2, 5.0), (0.7, 30.0)):
    case("iirnotch", [frequency, quality], [], signal.iirnotch(frequency, quality))
    case("iirpeak", [frequency, quality], [], signal.iirpeak(frequency, quality))
for b, a in (([1.0, 2.0, 1.0], [2.0, -0.4, 0.1]), ([0.0, 1.0, -3.0, 2.0], [1.0, 0.0, 0.0]), ([1.0, 0.3, -0.2, 0.7, 0.1], [1.0, -1.2, 0.9, -0.3, 0.05, 0.01])):
    z, p, k = signal.tf2zpk(b, a)
    case("tf2zpk", [], [np.array(b), np.array(a)], [np.array(z, complex), np.array(p, complex), np.array(k)])
    if b[0]:
        case("tf2sos", [], [np.array(b), np.array(a)], [signal.tf2sos(b, a)])
for sos in SOS:
    case("sos2tf", [], [sos], signal.sos2tf(sos))
z, p = [-1, 0.5 + 0.5j, 0.5 - 0.5j], [0.9, 0.8 + 0.3j, 0.8 - 0.3j]
for pairing in ("nearest", "keep_odd", "minimal"):
    case("zpk2sos", [pairing], [np.array(z, complex), np.array(p, complex)], [signal.zpk2sos(z, p, 0.5, pairing)])
    if pairing != "minimal":  # It does not get by without a real zero.
        case("zpk2sos", [pairing], [np.array(z[1:], complex), np.array(p, complex)], [signal.zpk2sos(z[1:], p, 0.5, pairing)])
for b, a in FILTERS:
    for whole in (0, 1):
        case("freqz", [9, whole, 0], [np.array(b), np.array(a)], signal.freqz(b, a, 9, bool(whole)))
        case("group_delay", [7, whole], [np.array(b), np.array(a)], signal.group_delay((b, a), 7, bool(whole)))
    case("freqz", [9, 0, 1], [np.array(b), np.array(a)], signal.freqz(b, a, 9, include_nyquist=True))
for sos in SOS:
    case("freqz_sos", [12], [sos], signal.freqz_sos(sos, 12))
PASS_ZERO = {"lowpass": True, "highpass": False, "bandpass": False, "bandstop": True}
for kind, edges in BANDS:
    for taps in (1, 5, 12):
        if taps % 2 or kind in ("lowpass", "bandpass"):
            case("firwin", [taps, kind, *np.atleast_1d(edges)], [], [signal.firwin(taps, edges, pass_zero=PASS_ZERO[kind])])
    case("firwin_kaiser", [21, kind, *np.atleast_1d(edges)], [], [signal.firwin(21, edges, pass_zero=PASS_ZERO[kind], width=0.1, scale=False)])

for taps, f, gain in ((9, [0, 0.3, 0.6, 1], [1, 1, 0, 0]), (16, [0, 0.5, 0.5, 1], [0, 1, 0.2, 0]), (1, [0, 1], [1, 1]), (25, [0, 0.25, 0.25, 1], [1, 2, 0, 1])):
    case("firwin2", [taps], [np.array(f, float), np.array(gain, float)], [signal.firwin2(taps, f, gain)])

# Spectra.
for x in (waves(40), waves(2, 25), complex_noise(25), np.float32(waves(36))):
    for window in ("hann", "tukey"):
        for nperseg, noverlap, nfft in ((16, 8, 16), (11, 3, 14)):
            nperseg = min(nperseg, x.shape[-1])
            nfft = max(nfft, nperseg)
            given = ("tukey", 0.25) if window == "tukey" else window
            for scaling in ("density", "spectrum"):
                if window == "hann" or scaling == "density":
                    how = dict(fs=4.0, window=given, nperseg=nperseg, noverlap=noverlap, nfft=nfft, scaling=scaling)
                    case("welch", [window, nperseg, noverlap, nfft, scaling, "constant", "mean"], [x], signal.welch(x, **how))
    how = dict(nperseg=12, noverlap=6, nfft=12)
    case("welch", ["hann", 12, 6, 12, "density", "constant", "median"], [x], signal.welch(x, 4.0, average="median", **how))
    case("welch", ["hann", 12, 6, 12, "density", "linear", "mean"], [x], signal.welch(x, 4.0, detrend="linear", **how))
    case("welch", ["hann", 12, 6, 12, "density", "none", "mean"], [x], signal.welch(x, 4.0, detrend=False, **how))
    for nfft in (x.shape[-1], 20):
        case("periodogram", [nfft], [x], signal.periodogram(x, 4.0, nfft=nfft))
    y = x[..., ::-1] + x[..., :1]
    case("csd", ["mean"], [x, y], signal.csd(x, y, 4.0, nperseg=16))
    case("csd", ["median"], [x, y], signal.csd(x, y, 4.0, nperseg=8, average="median"))
    case("csd", ["mean"], [x, y[..., :-3]], signal.csd(x, y[..., :-3], 4.0, nperseg=16))
    case("coherence", [], [x, y], signal.coherence(x, y, 4.0, nperseg=8))
    case("spectrogram", [16], [x], signal.spectrogram(x, 4.0, nperseg=16))
    for boundary, padded in (("zeros", 1), ("None", 0)) if x.ndim == 1 else (("zeros", 0), ("None", 1)):
        edge = None if boundary == "None" else boundary
        case("stft", [8, boundary, padded], [x], signal.stft(x, 4.0, nperseg=8, boundary=edge, padded=bool(padded)))
x = waves(3, 40)
case("welch_axis", [], [x.T], signal.welch(x.T, nperseg=16, axis=0))
case("spectrogram_axis", [], [x.T], signal.spectrogram(x.T, nperseg=16, axis=0))
t, y = np.sort(np.round(rng.uniform(0, 20, 40), 4)), waves(40)
w, f = np.round(rng.uniform(0.1, 1, 40), 4), np.linspace(0.1, 5, 12)
for floating in (0, 1):
    for normal in (0, 1):
        case("lombscargle", [floating, normal], [t, y, w, f], [signal.lombscargle(t, y, f, weights=w, floating_mean=bool(floating), normalize=bool(normal))])

# Peaks.
for x in (np.round(waves(50), 1), waves(70), rng.integers(0, 5, 60), np.float32(waves(40))):
    for how in (dict(), dict(height=0.5), dict(threshold=0.2), dict(distance=4), dict(distance=2.5, height=0), dict(prominence=0.7), dict(prominence=0.3, wlen=9), dict(width=1.5), dict(width=(1, 4), rel_height=0.8, prominence=(0.2, 3)), dict(plateau_size=1), dict(plateau_size=(2, 5))):
        if "distance" in how and len(set(x)) < len(x):
            continue  # Which of equal peaks stays depends on how NumPy sorts.
        peaks, found = signal.find_peaks(x, **how)
        words = [f"{key}={','.join(map(str, np.atleast_1d(value)))}" for key, value in how.items()]
        names = sorted(found)
        case("find_peaks", [*words, "names=" + ",".join(names)], [x], [peaks, *(found[name] for name in names)])
    some = np.sort(rng.choice(len(x), 9, replace=False))
    case("peak_prominences", [], [x, some], signal.peak_prominences(x, some))
    case("peak_widths", [0.4], [x, some], signal.peak_widths(x, some, 0.4))
    for order in (1, 2, 4):
        for mode in ("clip", "wrap"):
            case("argrelmax", [order, mode], [x], signal.argrelmax(x, order=order, mode=mode))
            case("argrelmin", [order, mode], [x], signal.argrelmin(x, order=order, mode=mode))
x = rng.integers(0, 6, (5, 7))
case("argrelmax_plane", [], [x], signal.argrelmax(x, axis=1))

# Windows.
SHAPES = ["boxcar", "triang", "bartlett", "barthann", "hann", "hamming", "blackman", "blackmanharris", "nuttall", "flattop", "cosine", "parzen", "bohman"]
SHAPES += [("tukey", 0.5), ("tukey", 0.1), ("gaussian", 1.5), ("general_hamming", 0.6), ("kaiser", 5.0), ("exponential", None, 2.0), ("dpss", 1.2)]
for shape in SHAPES:
    for n in (1, 2, 3, 5, 8):
        if shape[0] == "dpss" and n < 3:
            continue
        for periodic in (0, 1):
            name, number = (shape, 0) if isinstance(shape, str) else (shape[0], shape[-1])
            case("window", [name, number, n, periodic], [], [windows.get_window(shape, n, bool(periodic))])

# Waves.
t = np.linspace(-3, 12, 23)
for method in ("linear", "quadratic", "logarithmic", "hyperbolic"):
    case("chirp", [method, 1.5, 4.0, 0.5], [t], [signal.chirp(t, 1.5, 4.0, 0.5, method)])
case("chirp", ["vertex", 1.5, 4.0, 0.5], [t], [signal.chirp(t, 1.5, 4.0, 0.5, "quadratic", vertex_zero=False)])
for share in (0.0, 0.3, 0.5, 1.0, 1.5):
    case("square", [share], [t], [signal.square(t, share)])
    case("sawtooth", [share], [t], [signal.sawtooth(t, share)])
case("gausspulse", [0.3, 0.6], [t], signal.gausspulse(t, 0.3, 0.6, retquad=True, retenv=True))

# Convolutions.
PAIRS = [((7,), (3,)), ((3,), (7,)), ((5, 6), (2, 3)), ((2, 3), (5, 6)), ((4, 5), (3, 1)), ((3, 4, 2), (2, 2, 2)), ((), ())]
for n, m in PAIRS:
    for kind in (int, complex):
        a, b = (rng.integers(-5, 6, k).astype(kind) + (1j * rng.integers(-5, 6, k) if kind is complex else 0) for k in (n, m))
        for mode in ("full", "same", "valid"):
            case("convolve", [mode], [a, b], [signal.convolve(a, b, mode, "direct")])
            case("correlate", [mode], [a, b], [signal.correlate(a, b, mode, "direct")])
            if len(n) == 2:
                if kind is complex and mode == "valid" and n[0] < m[0]:
                    continue  # SciPy's planes are not conjugated then, as those of correlate are.
                for boundary in ("fill", "wrap", "symm") if kind is int else ("symm",):
                    case("convolve2d", [mode, boundary], [a, b], [signal.convolve2d(a, b, mode, boundary, 2)])
                    case("correlate2d", [mode, boundary], [a, b], [signal.correlate2d(a, b, mode, boundary, 2)])
for mode in ("full", "same", "valid"):
    a, b = noise(3, 9), noise(1, 4)
    case("fftconvolve_rows", [mode], [a, b], [signal.fftconvolve(a, b, mode, axes=1)])
    case("correlation_lags", [9, 5, mode], [], [signal.correlation_lags(9, 5, mode)])
    if mode != "same":
        case("correlation_lags", [3, 8, mode], [], [signal.correlation_lags(3, 8, mode)])
OUT.write_text("\n".join(dict.fromkeys(lines)) + "\n")
