//! Transforms, signals, windows, groups and dates.

use super::{matrix, vector};
use crate::VECTOR_LEN;
use crate::data::{bits, f64s};
use crate::workload::{Digest, Prepared, Workload, digest_of};
use nd::signal::{Band, butter, find_peaks, savgol_filter, sosfilt, welch};
use nd::time::Second;
use nd::{Array, Datetime64};
use num_complex::Complex;

const MILLION: usize = 1_000_000;
/// A length with many factors of two, and a prime one.
const SMOOTH: usize = 1 << 20;
const PRIME: usize = 1_000_003;
/// Elements of a moving window.
const WINDOW: usize = 100;

pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/fft_1m", prepare: || transformed([SMOOTH], |a| nd::fft::fft(a)) },
    Workload { name: "nd/fft_prime", prepare: || transformed([PRIME], |a| nd::fft::fft(a)) },
    Workload { name: "nd/fft2_2048", prepare: || transformed([2048, 2048], |a| nd::fft::fft2(a)) },
    Workload { name: "nd/rfft_1m", prepare: rfft },
    Workload { name: "nd/rolling_sum", prepare: || windows(|a| nd::rolling_sum(a, WINDOW, 0)) },
    Workload { name: "nd/rolling_mean", prepare: || windows(|a| nd::rolling_mean(a, WINDOW, 0)) },
    Workload { name: "nd/rolling_min", prepare: || windows(|a| nd::rolling_min(a, WINDOW, 0)) },
    Workload { name: "nd/rolling_max", prepare: || windows(|a| nd::rolling_max(a, WINDOW, 0)) },
    Workload {
        name: "nd/rolling_median",
        prepare: || windows(|a| nd::rolling_median(a, WINDOW, 0)),
    },
    Workload { name: "nd/group_sum_1k", prepare: || groups(1_000) },
    Workload { name: "nd/group_sum_1m", prepare: || groups(1_000_000) },
    Workload { name: "nd/parse_dates", prepare: dates },
    Workload { name: "nd/cubic_spline", prepare: spline },
    Workload { name: "nd/sosfilt_lanes", prepare: filtered },
    Workload { name: "nd/welch_1m", prepare: || windows(|a| welch(a, -1).values) },
    Workload {
        name: "nd/savgol_1m",
        prepare: || windows(|a| savgol_filter(a, 51, 3, -1).expect("finite")),
    },
    Workload { name: "nd/find_peaks_1m", prepare: || windows(|a| find_peaks(a).peaks) },
];

impl Digest for Array<Complex<f64>> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|x| x.re - x.im))
    }
}

impl Digest for Array<Datetime64<Second>> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|t| t.count() as f64))
    }
}

fn transformed<const N: usize>(
    shape: [usize; N],
    f: fn(&Array<Complex<f64>>) -> Array<Complex<f64>>,
) -> Prepared {
    let n = shape.iter().product();
    let parts = f64s(1, n, -1.0, 1.0).into_iter().zip(f64s(2, n, -1.0, 1.0));
    let a = Array::from_shape_vec(shape, parts.map(|(re, im)| Complex::new(re, im)).collect());
    Prepared::new(move || f(&a))
}

fn rfft() -> Prepared {
    let a = vector(1, SMOOTH);
    Prepared::new(move || nd::fft::rfft(&a))
}

fn windows<D: Digest + 'static>(f: fn(&Array<f64>) -> D) -> Prepared {
    let a = vector(1, MILLION);
    Prepared::new(move || f(&a))
}

fn groups(keys: u64) -> Prepared {
    let values = vector(1, VECTOR_LEN);
    let keys: Vec<i64> = (0..VECTOR_LEN as u64).map(|i| (bits(2, i) % keys) as i64).collect();
    Prepared::new(move || nd::grouped_sum(&values, &keys, 0).values)
}

/// Seconds of this century as texts.
fn dates() -> Prepared {
    let seconds = (0..MILLION as u64).map(|i| (bits(1, i) % 3_000_000_000) as i64 + 946_684_800);
    let times: Array<_> = seconds.map(Datetime64::<Second>::new).collect::<Vec<_>>().into();
    let texts = Datetime64::to_strings(&times);
    Prepared::new(move || Datetime64::<Second>::parse_all(&texts).expect("they are dates"))
}

/// A spline through a thousandth of the points, and its values.
fn spline() -> Prepared {
    let x = Array::from_fn([MILLION / 10], |i| i[0] as f64);
    let y = vector(1, MILLION / 10);
    let at = Array::from_vec(f64s(2, MILLION, 0.0, (MILLION / 10 - 1) as f64));
    Prepared::new(move || {
        nd::interpolate::CubicSpline::new(&x, &y, 0).expect("points in order").eval(&at)
    })
}

/// A thousand signals of ten thousand elements.
fn filtered() -> Prepared {
    let a = matrix(1, 3_200);
    let sos = butter(8, Band::Lowpass(0.125)).sos();
    Prepared::new(move || sosfilt(&sos, &a, -1).expect("a filter"))
}
