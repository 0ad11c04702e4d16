//! Rates that change: `upfirdn`, `resample_poly`, `decimate`.

use super::both_ways::sosfiltfilt;
use super::sosfilt::sosfilt;
use crate::signal::design::{Band, FirOptions, cheby1, firwin, firwin_with};
use crate::signal::error::SignalError;
use crate::signal::sampled::{Rows, Sampled, Samples, elements, sequence};
use crate::signal::windows::Window;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, threads};

/// Outputs of a row that one task makes.
const PART: usize = 1 << 12;
/// The largest factor of a rate.
const LARGEST: usize = 1 << 24;

/// The coefficients of a filter, those of each phase together and backwards, beside which elements of the signal lie.
struct Phases {
    up: usize,
    taps: Vec<Vec<f64>>,
}

impl Phases {
    fn new(h: &[f64], up: usize) -> Phases {
        let phase = |p: usize| {
            let mut taps: Vec<f64> = h.iter().skip(p).step_by(up).copied().collect();
            taps.reverse();
            taps
        };
        Phases { up, taps: (0..up.min(h.len())).map(phase).collect() }
    }
}

/// Outputs at the places `first`, `first + step`, … of the signal with zeros between its elements.
struct Outputs<'a> {
    phases: &'a Phases,
    row: &'a [f64],
    first: usize,
    step: usize,
    out: &'a mut [f64],
}

impl Kernel for Outputs<'_> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Outputs { phases, row, first, step, out } = self;
        for (k, out) in out.iter_mut().enumerate() {
            let place = first + k * step;
            let (newest, phase) = (place / phases.up, place % phases.up);
            let Some(taps) = phases.taps.get(phase) else {
                *out = 0.0;
                continue;
            };
            // The last tap lies beside element `newest`.
            let end = (newest + 1).min(row.len());
            let start = (newest + 1).saturating_sub(taps.len()).min(end);
            let skipped = (taps.len() + start).saturating_sub(newest + 1);
            *out = dot(isa, &taps[skipped..][..end - start], &row[start..end]);
        }
    }
}

#[inline(always)]
fn dot<I: Isa>(isa: I, x: &[f64], y: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (xs, x_rest) = x.as_chunks::<8>();
    let (ys, y_rest) = y.as_chunks::<8>();
    for (x, y) in xs.iter().zip(ys) {
        for k in 0..8 {
            sums[k] = isa.mul_add(x[k], y[k], sums[k]);
        }
    }
    for (k, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
        sums[k] = isa.mul_add(x, y, sums[k]);
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

/// `count` outputs of each row, `step` places from each other.
fn outputs(
    rows: &Rows<'_>,
    h: &[f64],
    up: usize,
    step: usize,
    first: usize,
    count: usize,
) -> Array<f64> {
    let phases = Phases::new(h, up);
    let mut all = Array::zeros(rows.count() * count);
    if all.is_empty() || rows.n == 0 {
        return all;
    }
    let parts: Vec<(usize, usize, &mut [f64])> = elements(&mut all)
        .chunks_mut(count)
        .enumerate()
        .flat_map(|(row, out)| {
            out.chunks_mut(PART).enumerate().map(move |(k, out)| (row, k * PART, out))
        })
        .collect();
    threads::items(parts, &|_, (row, start, out)| {
        let first = first + start * step;
        dispatch(Outputs { phases: &phases, row: rows.row(row), first, step, out });
    });
    all
}

#[track_caller]
fn check(op: &str, up: usize, down: usize) {
    if !(1..=LARGEST).contains(&up) || !(1..=LARGEST).contains(&down) {
        panic!("{op}: factors of {up} and {down}, which have to lie between 1 and {LARGEST}");
    }
}

/// The signal with `up - 1` zeros after each element, filtered by `h`, of which every `down`-th element is kept.
///
/// `h: (m,)`, `x: (…, n, …)` → `(…, ((n - 1)·up + m - 1) / down + 1, …)`, rounded down; an empty signal gives an empty
/// one. Zeros are beyond the ends.
///
/// # Panics
/// If there is no such axis, `h` is empty or has not one axis, a factor is 0 or above 2^24, or the result is too long.
///
/// # SciPy
/// `scipy.signal.upfirdn(h, x, up, down, axis)`; of its modes `'constant'`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::upfirdn;
///
/// assert_eq!(upfirdn(&[1.0, 1.0], &[1.0, 2.0], 2, 1, -1), array![1.0, 1.0, 2.0, 2.0]);
/// assert_eq!(upfirdn(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0], 1, 2, -1), array![1.0, 6.0, 3.0]);
/// ```
#[track_caller]
pub fn upfirdn<A: ArrayLike<Elem: Sampled>>(
    h: impl ArrayLike<Elem = f64>,
    x: A,
    up: usize,
    down: usize,
    axis: isize,
) -> Samples<A> {
    let h = sequence("upfirdn", h);
    check("upfirdn", up, down);
    assert!(!h.is_empty(), "upfirdn: no coefficients");
    let rows = Rows::of::<A::Elem>("upfirdn", x.view(), axis);
    let count = match rows.n.checked_sub(1) {
        None => 0,
        Some(last) => match last.checked_mul(up).and_then(|places| places.checked_add(h.len() - 1))
        {
            Some(places) => places / down + 1,
            None => panic!("upfirdn: the result is too long for this machine's address space"),
        },
    };
    let out = outputs(&rows, &h, up, down, 0, count);
    rows.signal::<A::Elem>(count, out)
}

/// What a signal is taken to be beyond its ends when its rate changes.
///
/// # SciPy
/// `padtype`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResamplePad {
    /// Zeros.
    #[default]
    Zero,
    /// Its mean.
    Mean,
    /// Its median.
    Median,
    /// Its smallest element.
    Minimum,
    /// Its largest element.
    Maximum,
    /// The line through its first and its last element.
    Line,
    /// Its first and its last element.
    Edge,
}

/// How a rate is changed.
///
/// # Examples
/// ```
/// use nd_ops::signal::{ResamplePad, ResamplePolyOptions};
///
/// assert_eq!(ResamplePolyOptions::default().pad, ResamplePad::Zero);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResamplePolyOptions {
    /// The window of the filter, or, as [`Window::Values`], the filter itself.
    pub window: Window,
    /// What is beyond the ends.
    pub pad: ResamplePad,
}

impl Default for ResamplePolyOptions {
    fn default() -> Self {
        ResamplePolyOptions { window: Window::Kaiser(5.0), pad: ResamplePad::Zero }
    }
}

impl ResamplePolyOptions {
    /// The window of the filter, or, as [`Window::Values`], the filter itself.
    ///
    /// # SciPy
    /// `window`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::windows::Window;
    /// use nd_ops::signal::{ResamplePolyOptions, resample_poly_with};
    ///
    /// let lines = ResamplePolyOptions::default().window(Window::Values(vec![0.25, 0.5, 0.25]));
    /// let found = resample_poly_with(&[2.0, 4.0], 2, 1, -1, &lines);
    /// assert_eq!(found, array![2.0, 3.0, 4.0, 2.0]);
    /// ```
    pub fn window(self, window: Window) -> Self {
        ResamplePolyOptions { window, ..self }
    }

    /// What is beyond the ends.
    ///
    /// # SciPy
    /// `padtype`; the modes that mirror or repeat the signal are not here.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{ResamplePad, ResamplePolyOptions, resample_poly_with};
    ///
    /// let mean = ResamplePolyOptions::default().pad(ResamplePad::Mean);
    /// let found = resample_poly_with(&[3.0, 3.0, 3.0], 2, 1, -1, &mean);
    /// assert_eq!(found, nd_core::array![3.0; 6]);
    /// ```
    pub fn pad(self, pad: ResamplePad) -> Self {
        ResamplePolyOptions { pad, ..self }
    }
}

/// The signal at `up / down` times its rate along an axis, by a filter without feedback.
///
/// `x: (…, n, …)` → `(…, n·up / down, …)`, rounded up; `f32` stays `f32`.
///
/// # Panics
/// If there is no such axis, a factor is 0 or above 2^24, or the result is too long.
///
/// # SciPy
/// `scipy.signal.resample_poly(x, up, down, axis)`, whose axis is 0 by default.
///
/// # Examples
/// ```
/// use nd_ops::signal::resample_poly;
///
/// let found = resample_poly(&[1.0f64, 2.0, 3.0], 2, 4, -1);
/// assert!((found[[0]] - 1.1336594).abs() < 1e-7 && (found[[1]] - 2.1341769).abs() < 1e-7);
/// ```
#[track_caller]
pub fn resample_poly<A: ArrayLike<Elem: Sampled>>(
    x: A,
    up: usize,
    down: usize,
    axis: isize,
) -> Samples<A> {
    resample_poly_with(x, up, down, axis, &ResamplePolyOptions::default())
}

/// As [`resample_poly`], with another filter, or something beyond the ends.
///
/// # Panics
/// As [`resample_poly`], and if the filter has no coefficients.
///
/// # SciPy
/// `scipy.signal.resample_poly(x, up, down, axis, window, padtype)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{ResamplePad, ResamplePolyOptions, resample_poly_with};
///
/// let line = ResamplePolyOptions::default().pad(ResamplePad::Line);
/// let found = resample_poly_with(&[0.0f64, 1.0, 2.0], 2, 1, -1, &line);
/// assert!((found[[1]] - 0.5).abs() < 1e-3);
/// ```
#[track_caller]
pub fn resample_poly_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    up: usize,
    down: usize,
    axis: isize,
    options: &ResamplePolyOptions,
) -> Samples<A> {
    const OP: &str = "resample_poly";
    check(OP, up, down);
    let rows = Rows::of::<A::Elem>(OP, x.view(), axis);
    let common = num_common(up, down);
    let (up, down) = (up / common, down / common);
    let n = rows.n;
    let Some(places) = n.checked_mul(up) else {
        panic!("{OP}: the result is too long for this machine's address space");
    };
    let count = places.div_ceil(down);
    if up == down {
        return rows.signal::<A::Elem>(n, rows.each(n, &|row, out| out.copy_from_slice(row)));
    }
    let h: Vec<f64> = filter(OP, up, down, &options.window).iter().map(|h| h * up as f64).collect();
    let first = (h.len() - 1) / 2;
    if options.pad == ResamplePad::Zero || n == 0 {
        let out = outputs(&rows, &h, up, down, first, count);
        return rows.signal::<A::Elem>(count, out);
    }
    let phases = Phases::new(&h, up);
    let out = rows.each(count, &|row, out| {
        let Some(level) = background(row, options.pad) else {
            // As many elements on either side as the filter reaches over.
            let margin = h.len() / up + 1;
            let (row, first) = (continued(row, margin, options.pad), first + margin * up);
            return dispatch(Outputs { phases: &phases, row: &row, first, step: down, out });
        };
        let rest: Vec<f64> = row.iter().map(|x| x - level).collect();
        dispatch(Outputs { phases: &phases, row: &rest, first, step: down, out });
        out.iter_mut().for_each(|out| *out += level);
    });
    rows.signal::<A::Elem>(count, out)
}

fn num_common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { num_common(b, a % b) }
}

#[track_caller]
fn filter(op: &str, up: usize, down: usize, window: &Window) -> Vec<f64> {
    if let Window::Values(values) = window {
        assert!(!values.is_empty(), "{op}: no coefficients");
        return values.clone();
    }
    let most = up.max(down);
    let options = FirOptions::default().window(window.clone());
    firwin_with(20 * most + 1, Band::Lowpass(1.0 / most as f64), &options).into_vec()
}

/// What is taken off a row and put back; none where the row goes on in another way.
fn background(row: &[f64], pad: ResamplePad) -> Option<f64> {
    let n = row.len();
    let extreme = |better: fn(f64, f64) -> bool| {
        row.iter()
            .copied()
            .fold(row[0], |best, x| if better(x, best) || x.is_nan() { x } else { best })
    };
    match pad {
        ResamplePad::Zero => Some(0.0),
        ResamplePad::Mean => Some(row.iter().sum::<f64>() / n as f64),
        ResamplePad::Minimum => Some(extreme(|x, y| x < y)),
        ResamplePad::Maximum => Some(extreme(|x, y| x > y)),
        ResamplePad::Median => {
            let mut sorted = row.to_vec();
            sorted.sort_by(f64::total_cmp);
            let nan = row.iter().any(|x| x.is_nan());
            let middle = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
            Some(if nan { f64::NAN } else { middle })
        }
        ResamplePad::Line | ResamplePad::Edge => None,
    }
}

/// The row with `margin` elements on either side.
fn continued(row: &[f64], margin: usize, pad: ResamplePad) -> Vec<f64> {
    let (first, last) = (row[0], row[row.len() - 1]);
    let line = pad == ResamplePad::Line && row.len() > 1;
    let slope = if line { (last - first) / (row.len() - 1) as f64 } else { 0.0 };
    let before = (1..=margin).rev().map(|k| first - slope * k as f64);
    let after = (1..=margin).map(|k| last + slope * k as f64);
    before.chain(row.iter().copied()).chain(after).collect()
}

/// The filter before elements are left out.
///
/// # SciPy
/// `ftype` and `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Antialias {
    /// Chebyshev's of the first kind, of an order.
    Iir(usize),
    /// One without feedback, of one coefficient more than this.
    Fir(usize),
}

/// How elements are left out.
///
/// # Examples
/// ```
/// use nd_ops::signal::DecimateOptions;
///
/// assert!(DecimateOptions::default().zero_phase);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecimateOptions {
    /// The filter.
    pub filter: Antialias,
    /// Whether nothing is delayed.
    pub zero_phase: bool,
}

impl Default for DecimateOptions {
    fn default() -> Self {
        DecimateOptions { filter: Antialias::Iir(8), zero_phase: true }
    }
}

impl DecimateOptions {
    /// The filter.
    ///
    /// # SciPy
    /// `ftype` and `n`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Antialias, DecimateOptions, decimate_with};
    ///
    /// let fir = DecimateOptions::default().filter(Antialias::Fir(40));
    /// assert_eq!(decimate_with(&[1.0; 9], 2, -1, &fir).unwrap().size(), 5);
    /// ```
    pub fn filter(self, filter: Antialias) -> Self {
        DecimateOptions { filter, ..self }
    }

    /// Whether nothing is delayed.
    ///
    /// # SciPy
    /// `zero_phase`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{DecimateOptions, decimate_with};
    ///
    /// let delayed = DecimateOptions::default().zero_phase(false);
    /// assert!(decimate_with(&[1.0; 9], 3, -1, &delayed).unwrap()[[0]] < 0.1);
    /// ```
    pub fn zero_phase(self, zero_phase: bool) -> Self {
        DecimateOptions { zero_phase, ..self }
    }
}

/// Every `factor`-th element along an axis, after a filter for what these cannot hold.
///
/// `x: (…, n, …)` → `(…, n / factor, …)`, rounded up; `f32` stays `f32`. By Chebyshev's filter of order 8, forwards and
/// backwards, for which 28 elements are needed.
///
/// # Panics
/// If there is no such axis, or the factor is 0 or above 2^24.
///
/// # Errors
/// [`SignalError::TooShort`].
///
/// # SciPy
/// `scipy.signal.decimate(x, factor, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::decimate;
///
/// let line: Vec<f64> = (0..60).map(f64::from).collect();
/// let found = decimate(&line, 2, -1).unwrap();
/// assert_eq!(found.size(), 30);
/// assert!((found[[10]] - 20.0).abs() < 0.3);
/// ```
#[track_caller]
pub fn decimate<A: ArrayLike<Elem: Sampled>>(
    x: A,
    factor: usize,
    axis: isize,
) -> Result<Samples<A>, SignalError> {
    decimate_with(x, factor, axis, &DecimateOptions::default())
}

/// As [`decimate`], by another filter.
///
/// # Panics
/// As [`decimate`].
///
/// # Errors
/// As [`decimate`], by a filter with feedback that runs both ways.
///
/// # SciPy
/// `scipy.signal.decimate(x, factor, n, ftype, axis, zero_phase)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Antialias, DecimateOptions, decimate_with};
///
/// let options = DecimateOptions::default().filter(Antialias::Fir(40)).zero_phase(false);
/// assert_eq!(decimate_with(&[1.0, 2.0, 3.0], 2, -1, &options).unwrap().size(), 2);
/// ```
#[track_caller]
pub fn decimate_with<A: ArrayLike<Elem: Sampled>>(
    x: A,
    factor: usize,
    axis: isize,
    options: &DecimateOptions,
) -> Result<Samples<A>, SignalError> {
    const OP: &str = "decimate";
    check(OP, 1, factor);
    let share = 1.0 / factor as f64;
    match options.filter {
        Antialias::Iir(order) => {
            let sos = cheby1(order, 0.05, Band::Lowpass(0.8 * share)).sos();
            let slow = if options.zero_phase {
                sosfiltfilt(&sos, x, axis)?
            } else {
                sosfilt(&sos, x, axis)?
            };
            Ok(every(&slow, factor, axis))
        }
        Antialias::Fir(order) => {
            let h = if factor == 1 {
                vec![1.0]
            } else {
                firwin(order + 1, Band::Lowpass(share)).into_vec()
            };
            let rows = Rows::of::<A::Elem>(OP, x.view(), axis);
            let first = if options.zero_phase { (h.len() - 1) / 2 } else { 0 };
            let count = rows.n.div_ceil(factor);
            let out = outputs(&rows, &h, 1, factor, first, count);
            Ok(rows.signal::<A::Elem>(count, out))
        }
    }
}

fn every<T: nd_core::Element>(
    a: &nd_core::Array<T>,
    step: usize,
    axis: isize,
) -> nd_core::Array<T> {
    let axis = if axis < 0 { axis + a.ndim() as isize } else { axis } as usize;
    let mut items = vec![nd_core::SliceItem::Range(nd_core::Slice::ALL); axis];
    items.push(nd_core::Slice { step: step as isize, ..nd_core::Slice::ALL }.into());
    a.slice(items).to_array()
}
