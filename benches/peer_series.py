"""Transforms, signals, windows, groups and dates, as NumPy, SciPy, bottleneck, pandas and polars do them."""

import numpy as np

LENGTH = 10_000_000
MILLION = 1_000_000
SMOOTH = 1 << 20
PRIME = 1_000_003
SIDE = 3_200
WINDOW = 100


def workloads(bits, floats):
    """Name → (function that makes the names the statement uses, statement), and if need be what is compared."""

    def complexes(*shape):
        def make():
            import scipy.fft

            a = floats(1, shape, -1.0, 1.0) + 1j * floats(2, shape, -1.0, 1.0)
            return {"a": a, "fft": scipy.fft}

        return make

    def reals(n):
        def make():
            import scipy.fft

            return {"a": floats(1, n, -1.0, 1.0), "fft": scipy.fft}

        return make

    def moved():
        import bottleneck

        return {"a": floats(1, MILLION, -1.0, 1.0), "bn": bottleneck, "window": WINDOW}

    def signal():
        import scipy.signal

        return {"a": floats(1, MILLION, -1.0, 1.0), "signal": scipy.signal}

    def grouped(keys):
        def make():
            import pandas
            import polars

            values = floats(1, LENGTH, -1.0, 1.0)
            keys_ = (bits(2, 0, LENGTH) % np.uint64(keys)).astype(np.int64)
            frame = pandas.DataFrame({"k": keys_, "v": values})
            return {"frame": frame, "table": polars.DataFrame({"k": keys_, "v": values}), "pl": polars}

        return make

    def dates():
        seconds = (bits(1, 0, MILLION) % np.uint64(3_000_000_000)).astype(np.int64) + 946_684_800
        return {"texts": np.datetime_as_string(seconds.view("M8[s]"))}

    def spline():
        from scipy.interpolate import CubicSpline

        n = MILLION // 10
        x, y = np.arange(float(n)), floats(1, n, -1.0, 1.0)
        return {"x": x, "y": y, "at": floats(2, MILLION, 0.0, n - 1.0), "CubicSpline": CubicSpline}

    def lanes():
        import scipy.signal

        sos = scipy.signal.butter(8, 0.125, output="sos")
        return {"a": floats(1, (SIDE, SIDE), -1.0, 1.0), "sos": sos, "signal": scipy.signal}

    # A complex digest is one number an element.
    both = "result.real - result.imag"
    table = {
        "numpy/fft_1m": (complexes(SMOOTH), "np.fft.fft(a)", both),
        "scipy/fft_1m": (complexes(SMOOTH), "fft.fft(a, workers=2)", both),
        "numpy/fft_prime": (complexes(PRIME), "np.fft.fft(a)", both),
        "scipy/fft_prime": (complexes(PRIME), "fft.fft(a, workers=2)", both),
        "numpy/fft2_2048": (complexes(2048, 2048), "np.fft.fft2(a)", both),
        "scipy/fft2_2048": (complexes(2048, 2048), "fft.fft2(a, workers=2)", both),
        "numpy/rfft_1m": (reals(SMOOTH), "np.fft.rfft(a)", both),
        "scipy/rfft_1m": (reals(SMOOTH), "fft.rfft(a, workers=2)", both),
        "numpy/parse_dates": (dates, "texts.astype('M8[s]')", "result.astype(np.int64)"),
        "scipy/cubic_spline": (spline, "CubicSpline(x, y)(at)"),
        "scipy/sosfilt_lanes": (lanes, "signal.sosfilt(sos, a)"),
        "scipy/welch_1m": (signal, "signal.welch(a)[1]"),
        "scipy/savgol_1m": (signal, "signal.savgol_filter(a, 51, 3)"),
        "scipy/find_peaks_1m": (signal, "signal.find_peaks(a)[0]"),
    }
    for name in ("sum", "mean", "min", "max", "median"):
        compared = "result[window - 1:]"
        table[f"bottleneck/rolling_{name}"] = (moved, f"bn.move_{name}(a, window)", compared)
    for name, keys in (("1k", 1_000), ("1m", 1_000_000)):
        sums = "frame.groupby('k')['v'].sum()"
        table[f"pandas/group_sum_{name}"] = (grouped(keys), sums, "result.to_numpy()")
        sums = "table.group_by('k').agg(pl.col('v').sum())"
        compared = "result.sort('k')['v'].to_numpy()"
        table[f"polars/group_sum_{name}"] = (grouped(keys), sums, compared)
    return table
