//! What is asked of a field `(time, latitude, longitude)`. All but [`eofs`] is a chunked expression.

use nd::linalg::{Eigh, eigh};
use nd::ooc::Chunked;
use nd::prelude::*;

/// Slopes of the least-squares lines over `times (n,)`: `(n, h, w)` → `(h, w)`.
///
/// About their mean, times and values of a line need no more than one sum: Σ (t - t̄) x / Σ (t - t̄)².
pub(crate) fn trend(x: &Chunked<f64>, times: &Array<f64>) -> Chunked<f64> {
    let centred = times - times.mean();
    let weights = &centred / (&centred * &centred).sum();
    (x * weights.into_reshaped([times.shape()[0], 1, 1])).sum_axis(0)
}

/// Means over the area, which shrinks with the cosine of the latitude: `(n, h, w)`, `(h,)` → `(n,)`.
pub(crate) fn area_mean(x: &Chunked<f64>, latitude: &Array<f64>) -> Chunked<f64> {
    let weights = areas(latitude);
    let total = weights.sum();
    (x.mean_axis(2) * weights / total).sum_axis(1)
}

/// The area of a cell at each latitude, the equator's being 1.
fn areas(latitude: &Array<f64>) -> Array<f64> {
    latitude.map(|degrees| degrees.to_radians().cos().max(0.0))
}

/// Empirical orthogonal functions: the directions in which a field varies most.
pub(crate) struct Eofs {
    /// Shares of the variance, the largest first: `(n,)`.
    pub(crate) shares: Array<f64>,
    /// The first of them, of unit length among cells weighted by the root of their area: `(h, w)`.
    pub(crate) first: Array<f64>,
    /// How strong it is at each time: `(n,)`.
    pub(crate) series: Array<f64>,
    /// The roots of the areas: `(h, 1)`.
    pub(crate) weights: Array<f64>,
}

/// The functions of a small field `(n, h, w)` by the eigenvalues of its Gram matrix over the times, `(n, n)`.
///
/// # Errors
/// [`nd::Error::Linalg`] if an element is not finite.
pub(crate) fn eofs(x: &Array<f64>, latitude: &Array<f64>) -> Result<Eofs, nd::Error> {
    let [n, h, w] = [x.shape()[0], x.shape()[1], x.shape()[2]];
    let weights = areas(latitude).map(|area| area.sqrt()).into_reshaped([h, 1]);
    let weighted = ((x - x.mean_axis(0)) * &weights).into_reshaped([n, h * w]);
    let gram = nd::matmul(&weighted, weighted.view().t()) / (n.max(2) - 1) as f64;
    let Eigh { eigenvalues, eigenvectors } = eigh(&gram)?;
    let first = nd::matvec(weighted.view().t(), eigenvectors.slice(s![.., -1]));
    let length = (&first * &first).sum().sqrt() * first.sum().signum();
    let first = first / length;
    let series = nd::matvec(&weighted, &first);
    let shares = eigenvalues.slice(s![..;-1]) / eigenvalues.sum();
    Ok(Eofs { shares, first: first.into_reshaped([h, w]), series, weights })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::{golden, yearly};
    use crate::record::{Refinement, daily};
    use nd::time::{Calendar, CalendarDate, Frequency, calendar_range_periods};

    /// NumPy's are rounded to nine places.
    #[track_caller]
    fn near(found: &Array<f64>, wanted: &str, far: f64) {
        let wanted = golden::<f64>(wanted);
        assert_eq!(found.shape(), wanted.shape());
        let most = (found - wanted).abs().max();
        assert!(most < far, "{most}");
    }

    #[test]
    fn means_of_groups_are_what_numpy_finds() {
        let (yearly, latitude) = yearly();
        let thirty = Array::from_fn([240], |at| (at[0] / 30) as i64);
        let groups = Chunked::from(yearly.clone()).grouped_mean(&thirty, 0);
        near(&groups.values.compute().unwrap(), "normals", 1e-8);
        // All in one group: the mean over the times.
        let one = Chunked::from(yearly.clone()).grouped_mean(Array::full([240], 7i64), 0);
        let far = one.values.compute().unwrap().slice(s![0]) - yearly.mean_axis(0);
        assert!(one.labels == [7] && far.abs().max() < 1e-10);
        // 1961 to 1990: what differs from it, over the area.
        let base = Chunked::from(yearly.slice(s![101..131]).to_array()).mean_axis(0);
        let anomaly = area_mean(&(Chunked::from(yearly) - base), &latitude);
        near(&anomaly.compute().unwrap(), "anomaly", 1e-8);
    }

    #[test]
    fn months_of_the_daily_field_are_what_numpy_finds() {
        let (yearly, latitude) = yearly();
        let field = daily(yearly, &latitude, Refinement { finer: 1, season: 0.0, noise: 0.0 });
        let june = CalendarDate::new(Calendar::Day360, 1860, 6, 1).unwrap();
        let days = calendar_range_periods(june, field.shape()[0], &Frequency::day()).unwrap();
        let months = days.map(|day| day.month());
        let field = field.slice(s![.., ..;4, ..;4]).cast::<f64>();
        let groups = field.grouped_mean(&months, 0);
        assert_eq!(groups.labels, (1..=12).collect::<Vec<u8>>());
        near(&groups.values.compute().unwrap(), "months", 1e-6);
        let rest = (field - groups.spread_back()).grouped_mean(&months, 0);
        assert!(rest.values.abs().max().value().unwrap() < 1e-9);
    }

    #[test]
    fn trends_and_percentiles_are_what_numpy_finds() {
        let yearly = Chunked::from(yearly().0);
        let centuries = Array::from_fn([240], |at| at[0] as f64 / 100.0);
        near(&trend(&yearly, &centuries).compute().unwrap(), "trend", 1e-8);
        near(&yearly.quantile_axis(0.99, 0).compute().unwrap(), "p99", 1e-8);
    }

    #[test]
    fn functions_are_what_numpy_finds() {
        let (yearly, latitude) = yearly();
        let found = eofs(&yearly, &latitude).unwrap();
        near(&found.shares.slice(s![..5]).to_array(), "explained", 1e-8);
        near(&found.first, "eof", 1e-8);
        near(&found.series, "pc", 1e-6);
    }
}
