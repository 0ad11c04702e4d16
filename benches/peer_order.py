"""Orders, ranks, bins and sets, and what moves elements, as NumPy does them."""

import numpy as np

LENGTH = 10_000_000
MILLION = 1_000_000


def workloads(bits, floats):
    """Name → (function that makes the names the statement uses, statement), and if need be what is compared."""

    def integers(seed, n, bound, dtype=np.int64):
        return (bits(seed, 0, n) % np.uint64(bound)).astype(dtype)

    def numbers(n=LENGTH, dtype=np.float64):
        return lambda: {"a": floats(1, n, -1.0, 1.0, dtype)}

    def whole(bound, dtype=np.int64):
        return lambda: {"a": integers(1, LENGTH, bound, dtype)}

    def pair(n=LENGTH):
        return lambda: {"a": floats(1, n, -1.0, 1.0), "b": floats(2, n, -1.0, 1.0)}

    def masked():
        a = pair()()
        return a | {"mask": floats(3, LENGTH, -1.0, 1.0) > 0}

    def halved():
        a = numbers()()
        return a | {"mask": a["a"] > 0}

    def places():
        return numbers()() | {"places": floats(2, LENGTH, 0.0, float(LENGTH)).astype(np.int64)}

    def members():
        return {"a": integers(1, MILLION, 1 << 21), "b": integers(2, MILLION, 1 << 21)}

    def searched():
        ab = pair(MILLION)()
        return {"a": np.sort(ab["a"]), "x": ab["b"]}

    table = {
        "sort_f64": (numbers(), "np.sort(a)"),
        "sort_f32": (numbers(dtype=np.float32), "np.sort(a)"),
        "sort_i64": (whole(1 << 62), "np.sort(a)"),
        "sort_i32": (whole(1 << 31, np.int32), "np.sort(a)"),
        "argsort_f64": (numbers(), "np.argsort(a)", "a[result]"),
        "sort_rows": (lambda: {"a": floats(1, (10_000, 1_000), -1.0, 1.0)}, "np.sort(a)"),
        "partition_10m": (numbers(), "np.partition(a, 5_000_000)", "result[5_000_000]"),
        "median_10m": (numbers(), "np.median(a)"),
        "unique_few": (lambda: {"a": np.floor(floats(1, LENGTH, 0.0, 1000.0))}, "np.unique(a)"),
        "unique_all": (whole(1 << 62), "np.unique(a)"),
        "isin_1m": (members, "np.isin(a, b)"),
        "searchsorted_1m": (searched, "np.searchsorted(a, x)"),
        "histogram_10m": (numbers(), "np.histogram(a, 100)[0]"),
        "bincount_10m": (whole(1024), "np.bincount(a)"),
        "quantiles_axis0": (
            lambda: {"a": floats(1, (2000, 2000), -1.0, 1.0)},
            "np.quantile(a, [0.1, 0.5, 0.9], axis=0)",
        ),
        "cumsum_10m": (numbers(), "np.cumsum(a)"),
        "mask_half": (halved, "a[mask]"),
        "take_random": (places, "a[places]"),
        "where_10m": (masked, "np.where(mask, a, b)"),
        "diff_10m": (numbers(), "np.diff(a)"),
        "roll_10m": (numbers(), "np.roll(a, 1_234_567)"),
        "tile_10m": (numbers(MILLION), "np.tile(a, 10)"),
        "concat_10m": (pair(), "np.concatenate([a, b])"),
        "pad_10m": (lambda: {"a": floats(1, (3000, 3000), -1.0, 1.0)}, "np.pad(a, 10)"),
        "gradient_10m": (numbers(), "np.gradient(a)"),
        "nanmean_10m": (numbers(), "np.nanmean(a)"),
    }
    return {f"numpy/{name}": row for name, row in table.items()}
