"""Writes what the example `climate` should find in its data: `climate.py FOLDER`.

The data are yearly means, `air_temperature` (240, 37, 49) in `a1b_north_america.nc`. All is computed in f64. Of them:

- `normals.npy` (8, 37, 49): means of each 30 years, 1860–1889 to 2070–2099.
- `anomaly.npy` (240,): the mean over the area, weighted by cos(latitude), of what differs from the years 1961–1990.
- `trend.npy` (37, 49): slope of the least-squares line of each cell, kelvin a century.
- `p99.npy` (37, 49): 99th percentile of each cell, linear between the neighbours.
- `explained.npy` (5,), `eof.npy` (37, 49), `pc.npy` (240,): shares of the variance of the first five empirical
  orthogonal functions; the first of them, and its series. The field is taken about its mean over time and multiplied by
  sqrt(cos(latitude)); the Gram matrix of the times, X Xᵀ / 239, has the eigenvalues. `eof` is of unit length in the
  weighted space and is *not* divided by the weights; its sum is positive. `pc = X · eof`.

The large field that the program makes of these is daily and R times finer, (86041, 36 R + 1, 48 R + 1), as f32:

    f(d, i, j) = (1 - t) g(d // 360, i, j) + t g(d // 360 + 1, i, j),  t = (d % 360) / 360
    g(k, i, j) = (1 - v) h(k, i // R, j) + v h(k, i // R + 1, j),      v = (i % R) / R
    h(k, y, j) = (1 - u) x(k, y, j // R) + u x(k, y, j // R + 1),      u = (j % R) / R

in f64, rounded at the end; a term of weight 0 is left out, so that the last index needs no neighbour. Day 0 is the stamp
of the first year, 1 June 1860 of a calendar of twelve months of 30 days: the month of day d is (5 + d // 30) % 12,
counted from January as 0. Of that:

- `points.npy` (200, 3) i8 and `values.npy` (200,) f4: some d, i, j, and the field there, for R = 8.
- `months.npy` (12, 10, 13): means over all days of each month, of the daily field with R = 1 at every fourth point.
"""

import pathlib
import sys

sys.path.pop(0)  # this folder has an hdf5.py and a zarr.py of its own

import h5py
import numpy as np

DATA = "crates/nd/examples/data/a1b_north_america.nc"
FIRST_YEAR = 1860
DAYS = 360


def at(x, axis, index, parts):
    """Linear between index // parts and its successor."""
    whole, rest = divmod(index, parts)
    here = x.take(whole, axis)
    if rest == 0:
        return here
    weight = rest / parts
    return (1 - weight) * here + weight * x.take(whole + 1, axis)


def fine(x, day, i, j, finer):
    """One element of the large field."""
    times = slice(day // DAYS, day // DAYS + 2)
    h = at(x[times], 2, j, finer)
    g = at(h, 1, i, finer)
    return np.float32(at(g, 0, day % DAYS, DAYS))


def daily(x):
    """Blocks of the daily field on the grid of the data: first day and values."""
    for year in range(len(x) - 1):
        t = (np.arange(DAYS) / DAYS)[:, None, None]
        yield year * DAYS, ((1 - t) * x[year] + t * x[year + 1]).astype(np.float32)
    yield (len(x) - 1) * DAYS, x[-1:].astype(np.float32)


def months(x):
    sums, counts = np.zeros((12, *x.shape[1:])), np.zeros(12)
    for first, block in daily(x):
        month = (5 + (first + np.arange(len(block))) // 30) % 12
        for m in range(12):
            sums[m] += block[month == m].sum(0, dtype=float)
            counts[m] += (month == m).sum()
    return sums / counts[:, None, None]


def eofs(x, weights):
    """Shares of the variance, the first function, its series."""
    weighted = ((x - x.mean(0)) * np.sqrt(weights)[:, None]).reshape(len(x), -1)
    values, vectors = np.linalg.eigh(weighted @ weighted.T / (len(x) - 1))
    first = weighted.T @ vectors[:, -1]
    first *= np.sign(first.sum()) / np.linalg.norm(first)
    singular = np.linalg.svd(weighted, full_matrices=False)
    assert np.allclose(singular[1][:5] ** 2 / (len(x) - 1), values[::-1][:5], rtol=1e-9)
    assert np.allclose(abs(singular[2][0]), abs(first), atol=1e-9)
    return values[::-1][:5] / values.sum(), first.reshape(x.shape[1:]), weighted @ first


def main(folder):
    # A copy of this script, below target/, makes the fixtures for comparison.
    above = pathlib.Path(__file__).resolve().parents
    with h5py.File(next(root / DATA for root in above if (root / DATA).exists())) as file:
        x, latitude = file["air_temperature"][()].astype(float), file["latitude"][()].astype(float)
        times = file["time"][()]
    assert np.array_equal(np.diff(times), np.full(239, 24.0 * DAYS)) and times[0] == 24 * ((FIRST_YEAR - 1970) * DAYS + 150)
    weights = np.cos(np.deg2rad(latitude))
    base = x[1961 - FIRST_YEAR : 1991 - FIRST_YEAR].mean(0)
    century = (np.arange(240) - 119.5) / 100
    explained, eof, pc = eofs(x, weights)
    rng = np.random.Generator(np.random.PCG64(1860))
    limits = [(len(x) - 1) * DAYS, 36 * 8, 48 * 8]
    points = np.array([[0, 0, 0], limits, *(rng.integers(0, limits, endpoint=True) for _ in range(198))])
    results = {
        "normals": x.reshape(8, 30, *x.shape[1:]).mean(1),
        "anomaly": ((x - base).mean(2) * weights).sum(1) / weights.sum(),
        "trend": np.tensordot(century, x - x.mean(0), (0, 0)) / (century**2).sum(),
        "p99": np.percentile(x, 99, axis=0),
        "explained": explained,
        "eof": eof,
        "pc": pc,
        "points": points,
        "values": np.array([fine(x, *point, 8) for point in points], np.float32),
        "months": months(x)[:, ::4, ::4],
    }
    for name, a in results.items():
        # LAPACK's last bits depend on the processor: rounded, the files are the same everywhere.
        a = np.round(a, 9) if a.dtype == float else a
        np.save(folder / f"{name}.npy", np.ascontiguousarray(a))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
