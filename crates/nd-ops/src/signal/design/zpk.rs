//! Filters by zeros, poles and gain, and what they are as polynomials and sections.

use super::roots::{from_roots, real_roots};
use super::sections::{SectionOptions, cut};
use crate::signal::error::SignalError;
use crate::signal::filters::sections;
use crate::signal::sampled::sequence;
use nd_core::{Array, ArrayLike, Complex};

type C = Complex<f64>;

/// A filter by its zeros, poles and gain: what the designs give, and what keeps most digits.
///
/// Complex zeros and poles come in conjugate pairs, as those of filters with real coefficients do.
///
/// # SciPy
/// `output='zpk'`; [`sos`](Zpk::sos) and [`tf`](Zpk::tf) are the other two.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
/// use nd_ops::signal::Zpk;
///
/// let pole = Complex::new(0.0, 0.5);
/// let filter = Zpk::new(vec![], vec![pole, pole.conj()], 2.0).unwrap();
/// assert_eq!(filter.tf().b, array![2.0]);
/// assert_eq!(filter.tf().a, array![1.0, 0.0, 0.25]);
/// assert!(Zpk::new(vec![], vec![pole], 2.0).is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Zpk {
    zeros: Vec<C>,
    poles: Vec<C>,
    gain: f64,
}

/// A filter by the coefficients of its numerator and its denominator.
///
/// # SciPy
/// The tuple `(b, a)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Band, butter, lfilter};
///
/// let low = butter(2, Band::Lowpass(0.5)).tf();
/// let y = lfilter(&low.b, &low.a, &[1.0f64, 1.0], -1).unwrap();
/// assert!((y[[0]] - 0.2928932188134524).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TransferFunction {
    /// Of the numerator, `(m,)`.
    pub b: Array<f64>,
    /// Of the denominator, `(k,)`.
    pub a: Array<f64>,
}

impl Zpk {
    /// A filter with these zeros and poles.
    ///
    /// # Errors
    /// [`SignalError::Unpaired`] if a complex one has no conjugate, within 100 units in the last place.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::Zpk;
    ///
    /// assert_eq!(Zpk::new(vec![(-1.0).into()], vec![], 0.5).unwrap().gain(), 0.5);
    /// ```
    pub fn new(zeros: Vec<C>, poles: Vec<C>, gain: f64) -> Result<Zpk, SignalError> {
        if [&zeros, &poles].into_iter().all(|roots| pairs_and_reals(roots).is_some()) {
            return Ok(Zpk { zeros, poles, gain });
        }
        Err(SignalError::Unpaired { op: "Zpk::new" })
    }

    /// As [`new`](Zpk::new), of roots that are known to be in pairs.
    pub(crate) fn of(zeros: Vec<C>, poles: Vec<C>, gain: f64) -> Zpk {
        Zpk { zeros, poles, gain }
    }

    /// The zeros.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, butter};
    ///
    /// assert_eq!(butter(1, Band::Lowpass(0.5)).zeros(), [(-1.0).into()]);
    /// ```
    pub fn zeros(&self) -> &[C] {
        &self.zeros
    }

    /// The poles.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, butter};
    ///
    /// assert!(butter(5, Band::Lowpass(0.5)).poles().iter().all(|pole| pole.norm() < 1.0));
    /// ```
    pub fn poles(&self) -> &[C] {
        &self.poles
    }

    /// The gain.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, butter};
    ///
    /// assert!((butter(1, Band::Lowpass(0.5)).gain() - 0.5).abs() < 1e-15);
    /// ```
    pub fn gain(&self) -> f64 {
        self.gain
    }

    /// The filter as polynomials; those of high order lose digits, as [`sos`](Zpk::sos) does not.
    ///
    /// # SciPy
    /// `output='ba'`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, butter};
    ///
    /// assert_eq!(butter(3, Band::Lowpass(0.5)).tf().a.size(), 4);
    /// ```
    pub fn tf(&self) -> TransferFunction {
        let b = from_roots(&self.zeros).iter().map(|c| self.gain * c.re).collect::<Vec<_>>();
        let a = from_roots(&self.poles).iter().map(|c| c.re).collect::<Vec<_>>();
        TransferFunction { b: Array::from_vec(b), a: Array::from_vec(a) }
    }

    /// The filter as second-order sections, `(sections, 6)`, for [`sosfilt`](crate::signal::sosfilt).
    ///
    /// # SciPy
    /// `output='sos'`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::signal::{Band, butter};
    ///
    /// assert_eq!(butter(5, Band::Lowpass(0.5)).sos().shape(), [3, 6]);
    /// ```
    pub fn sos(&self) -> Array<f64> {
        cut(self, &SectionOptions::default())
    }
}

/// One of each conjugate pair, that above the axis, and the real ones, in order; none if one is without a partner.
pub(crate) fn pairs_and_reals(roots: &[C]) -> Option<(Vec<C>, Vec<C>)> {
    let tolerance = 100.0 * f64::EPSILON;
    let near_axis = |z: &C| z.im.abs() <= tolerance * z.norm();
    let mut reals: Vec<C> =
        roots.iter().filter(|z| near_axis(z)).map(|z| C::new(z.re, 0.0)).collect();
    reals.sort_by(|x, y| x.re.total_cmp(&y.re));
    let mut above: Vec<C> = roots.iter().filter(|z| !near_axis(z) && z.im > 0.0).copied().collect();
    let mut below: Vec<C> =
        roots.iter().filter(|z| !near_axis(z) && z.im <= 0.0).copied().collect();
    if roots.iter().any(|z| z.is_nan()) || above.len() != below.len() {
        return None;
    }
    let mut pairs = Vec::with_capacity(above.len());
    above.sort_by(|x, y| x.re.total_cmp(&y.re).then(x.im.total_cmp(&y.im)));
    for z in above {
        let distance = |w: &C| (w.conj() - z).norm();
        let nearest = (0..below.len())
            .min_by(|&i, &j| distance(&below[i]).total_cmp(&distance(&below[j])))?;
        let partner = below.swap_remove(nearest);
        if distance(&partner) > tolerance * partner.norm() {
            return None;
        }
        pairs.push((z + partner.conj()) / 2.0);
    }
    Some((sorted_in_runs(pairs, tolerance), reals))
}

/// Pairs whose real parts are the same but for rounding, by their imaginary parts.
fn sorted_in_runs(mut pairs: Vec<C>, tolerance: f64) -> Vec<C> {
    let mut start = 0;
    for k in 1..=pairs.len() {
        let ends =
            k == pairs.len() || pairs[k].re - pairs[k - 1].re > tolerance * pairs[k - 1].norm();
        if ends {
            pairs[start..k].sort_by(|x, y| x.im.total_cmp(&y.im));
            start = k;
        }
    }
    pairs
}

/// Zeros, poles and gain of a filter that is given by polynomials.
///
/// `b: (m,)`, `a: (k,)`. Zeros in front of both are left out. Roots that lie close together lose digits.
///
/// # Panics
/// If `b` or `a` has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`] if `b` has none, [`SignalError::LeadingZero`] if all of `a` are 0,
/// [`SignalError::NotFinite`].
///
/// # SciPy
/// `scipy.signal.tf2zpk(b, a)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::tf2zpk;
///
/// let filter = tf2zpk(&[2.0, -2.0], &[2.0, 1.0]).unwrap();
/// assert_eq!((filter.zeros(), filter.poles()), (&[1.0.into()][..], &[(-0.5).into()][..]));
/// assert_eq!(filter.gain(), 1.0);
/// ```
#[track_caller]
pub fn tf2zpk(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
) -> Result<Zpk, SignalError> {
    const OP: &str = "tf2zpk";
    let (b, a) = (sequence(OP, b), sequence(OP, a));
    polynomials_as_zpk(OP, &b, &a)
}

fn polynomials_as_zpk(op: &'static str, b: &[f64], a: &[f64]) -> Result<Zpk, SignalError> {
    if b.is_empty() {
        return Err(SignalError::NoCoefficients { op });
    }
    if b.iter().chain(a).any(|c| !c.is_finite()) {
        return Err(SignalError::NotFinite { op });
    }
    let first = |c: &[f64]| c.iter().copied().find(|&c| c != 0.0);
    let Some(leading) = first(a) else { return Err(SignalError::LeadingZero { op }) };
    let gain = first(b).map_or(0.0, |c| c / leading);
    Ok(Zpk::of(real_roots(b), real_roots(a), gain))
}

/// The polynomials of a filter: [`Zpk::tf`].
///
/// # SciPy
/// `scipy.signal.zpk2tf(z, p, k)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{Zpk, zpk2tf};
///
/// let filter = Zpk::new(vec![1.0.into(), 2.0.into()], vec![0.5.into()], 3.0).unwrap();
/// assert_eq!(zpk2tf(&filter).b, array![3.0, -9.0, 6.0]);
/// ```
pub fn zpk2tf(filter: &Zpk) -> TransferFunction {
    filter.tf()
}

/// The sections of a filter that is given by polynomials.
///
/// `b: (m,)`, `a: (k,)` → `(sections, 6)`.
///
/// # Panics
/// If `b` or `a` has not one axis.
///
/// # Errors
/// As [`tf2zpk`].
///
/// # SciPy
/// `scipy.signal.tf2sos(b, a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::tf2sos;
///
/// assert_eq!(tf2sos(&[1.0, 0.5], &[1.0, -0.5]).unwrap(), array![[1.0, 0.5, 0.0, 1.0, -0.5, 0.0]]);
/// ```
#[track_caller]
pub fn tf2sos(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
) -> Result<Array<f64>, SignalError> {
    const OP: &str = "tf2sos";
    let (b, a) = (sequence(OP, b), sequence(OP, a));
    Ok(polynomials_as_zpk(OP, &b, &a)?.sos())
}

/// The polynomials of a filter that is given by sections.
///
/// `sos: (sections, 6)` → `(m,)` and `(k,)`, without the zeros in front.
///
/// # Panics
/// If `sos` has not two axes, the second one of length 6.
///
/// # Errors
/// [`SignalError::NoCoefficients`] if there are no sections, [`SignalError::Section`] if the fourth coefficient of one
/// is not 1.
///
/// # SciPy
/// `scipy.signal.sos2tf(sos)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::sos2tf;
///
/// let tf = sos2tf(&[[1.0, 1.0, 0.0, 1.0, -0.5, 0.0], [2.0, 0.0, 0.0, 1.0, 0.0, 0.0]]).unwrap();
/// assert_eq!(tf.b, array![2.0, 2.0, 0.0, 0.0, 0.0]);
/// assert_eq!(tf.a, array![1.0, -0.5, 0.0, 0.0, 0.0]);
/// ```
#[track_caller]
pub fn sos2tf(sos: impl ArrayLike<Elem = f64>) -> Result<TransferFunction, SignalError> {
    let (mut b, mut a) = (vec![1.0], vec![1.0]);
    for section in sections("sos2tf", sos)? {
        b = product(&b, &section[..3]);
        a = product(&a, &section[3..]);
    }
    Ok(TransferFunction { b: Array::from_vec(b), a: Array::from_vec(a) })
}

pub(super) fn product(p: &[f64], q: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; p.len() + q.len() - 1];
    for (i, x) in p.iter().enumerate() {
        for (j, y) in q.iter().enumerate() {
            out[i + j] += x * y;
        }
    }
    out
}

/// Zeros, poles and gain of a filter that is given by sections.
///
/// `sos: (sections, 6)`; zeros and poles of a section without its last coefficients lie at 0.
///
/// # Panics
/// If `sos` has not two axes, the second one of length 6.
///
/// # Errors
/// [`SignalError::NoCoefficients`] if there are no sections, [`SignalError::Section`] if the fourth coefficient of one
/// is not 1, [`SignalError::NotFinite`].
///
/// # SciPy
/// `scipy.signal.sos2zpk(sos)`.
///
/// # Examples
/// ```
/// use nd_ops::signal::sos2zpk;
///
/// let filter = sos2zpk(&[[3.0, 3.0, 0.0, 1.0, -0.5, 0.0]]).unwrap();
/// assert_eq!(filter.zeros(), [(-1.0).into(), 0.0.into()]);
/// assert_eq!(filter.poles(), [0.5.into(), 0.0.into()]);
/// assert_eq!(filter.gain(), 3.0);
/// ```
#[track_caller]
pub fn sos2zpk(sos: impl ArrayLike<Elem = f64>) -> Result<Zpk, SignalError> {
    const OP: &str = "sos2zpk";
    let mut all = Zpk::of(vec![], vec![], 1.0);
    for section in sections(OP, sos)? {
        let one = polynomials_as_zpk(OP, &section[..3], &section[3..])?;
        all.zeros.extend(one.zeros);
        all.poles.extend(one.poles);
        all.gain *= one.gain;
    }
    Ok(all)
}
