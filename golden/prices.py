"""Writes what the example `prices` should find in its data: `prices.py FOLDER`.

The data are closing prices, two columns of 5,031 days, `sp500.csv.gz` and `nasdaq.csv.gz`. All is computed in f64 and
rounded to twelve places. Returns are differences of natural logarithms, one less than days.

- `volatility.npy` (51, 2): every 100th of the standard deviations (n - 1) of 21 returns, times sqrt(252).
- `drawdowns.npy` (51, 2), `deepest.npy` (2,): every 100th of price / highest price so far - 1, and the least of all.
- `correlations.npy` (2, 2): of the returns.
- `quantiles.npy` (3,), `shortfall.npy` (): the 1st, 50th and 99th percentile of all returns of both, linear between the
  neighbours; the mean of those below the 1st.
"""

import csv
import gzip
import pathlib
import sys

import numpy as np

DATA = "crates/nd/examples/data/{}.csv.gz"


def closes(name):
    # A copy of this script lies deeper when what it writes is compared.
    above = pathlib.Path(__file__).resolve().parents
    path = next(root / DATA.format(name) for root in above if (root / DATA.format(name)).exists())
    with gzip.open(path, "rt") as file:
        return [float(row["Close"]) for row in csv.DictReader(file)]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    prices = np.stack([closes("sp500"), closes("nasdaq")], 1)
    returns = np.diff(np.log(prices), axis=0)
    windows = np.lib.stride_tricks.sliding_window_view(returns, 21, axis=0)
    volatility = windows.std(-1, ddof=1) * np.sqrt(252)
    drawdowns = prices / np.maximum.accumulate(prices, 0) - 1
    quantiles = np.quantile(returns, [0.01, 0.5, 0.99])
    results = {
        "volatility": volatility[::100],
        "drawdowns": drawdowns[::100],
        "deepest": drawdowns.min(0),
        "correlations": np.corrcoef(returns, rowvar=False),
        "quantiles": quantiles,
        "shortfall": returns[returns < quantiles[0]].mean(),
    }
    for name, result in results.items():
        np.save(folder / f"{name}.npy", np.round(result, 12))


main()
