//! What is asked of prices `(days, symbols)`: chunked expressions all.

use nd::ooc::Chunked;
use nd::{CovOptions, ddof};

/// Trading days of a year, by convention.
const YEAR: f64 = 252.0;

/// Logarithms of what a price is of the day before's: `(n, m)` → `(n - 1, m)`.
pub(crate) fn returns(prices: &Chunked<f64>) -> Chunked<f64> {
    prices.log().diff(1, 0)
}

/// Standard deviations of so many days' returns, for a year: `(n, m)` → `(n - window + 1, m)`.
pub(crate) fn volatility(returns: &Chunked<f64>, window: usize) -> Chunked<f64> {
    returns.rolling_std(window, ddof(1, 0)) * YEAR.sqrt()
}

/// What is lost since the highest price so far, as a part of it: at most 0.
pub(crate) fn drawdowns(prices: &Chunked<f64>) -> Chunked<f64> {
    prices / prices.cummax_axis(0) - 1.0
}

/// How symbols go together: `(n, m)` → `(m, m)`.
pub(crate) fn correlations(returns: &Chunked<f64>) -> Chunked<f64> {
    returns.corrcoef_with(&CovOptions::default().rowvar(false))
}

/// The mean of returns below a quantile: what a bad day costs.
///
/// # Errors
/// As [`nd::ooc::Plan::run`].
pub(crate) fn shortfall(returns: &Chunked<f64>, below: f64) -> nd::ooc::Result<Chunked<f64>> {
    Ok(returns.select(&returns.less(below))?.mean())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::real::Real;
    use nd::prelude::*;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/prices/golden");

    fn real() -> Chunked<f64> {
        Real::read().unwrap().closes.into()
    }

    /// NumPy's are rounded to twelve places.
    #[track_caller]
    fn near(found: &Chunked<f64>, wanted: &str) {
        let wanted: Array<f64> = nd::load(format!("{FOLDER}/{wanted}.npy")).unwrap();
        let found = found.compute().unwrap();
        assert_eq!(found.shape(), wanted.shape());
        let most = (found - wanted).abs().max();
        assert!(most < 1e-11, "{most}");
    }

    #[test]
    fn volatilities_are_what_numpy_finds() {
        near(&volatility(&returns(&real()), 21).slice(s![..;100, ..]), "volatility");
    }

    #[test]
    fn drawdowns_are_what_numpy_finds() {
        near(&drawdowns(&real()).slice(s![..;100, ..]), "drawdowns");
        near(&drawdowns(&real()).min_axis(0), "deepest");
    }

    #[test]
    fn correlations_are_what_numpy_finds() {
        near(&correlations(&returns(&real())), "correlations");
    }

    #[test]
    fn quantiles_and_what_is_below_are_what_numpy_finds() {
        let returns = returns(&real());
        near(&returns.quantiles([0.01, 0.5, 0.99]), "quantiles");
        let below = returns.quantile(0.01).value().unwrap();
        near(&shortfall(&returns, below).unwrap(), "shortfall");
    }
}
