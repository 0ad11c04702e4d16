//! What the functions of all bases do; `named.rs` gives them their names.

use super::PolynomialError;
use super::algebra::trimmed;
use super::coefficient::{Coefficient, Task};
use super::error::shaped;
use super::fit::{Degrees, Fit, FitOptions, fitted};
use super::kind::Kind;
use super::polyutils::series;
use crate::Binned;
use crate::bins::wide;
use nd_core::{Array, ArrayLike, Complex, Operand, ShapeError, View, normalize_axis};

/// The factor, the axis and the constants of derivatives and integrals.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::polynomial::{CalculusOptions, polynomial::polyder_with};
///
/// let columns = array![[1.0, 10.0], [2.0, 20.0]];
/// let options = CalculusOptions::default().axis(1).scale(3.0);
/// assert_eq!(polyder_with(&columns, 1, &options), array![[30.0], [60.0]]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CalculusOptions<C> {
    /// What each derivative or integral is multiplied with: 1 by default.
    pub scale: C,
    /// The axis of the coefficients: the first by default.
    pub axis: isize,
    /// The values of the integrals at the lower bound, in turn; 0 where there are none.
    pub constants: Vec<C>,
    /// Where integrals have those values: at 0 by default.
    pub lower_bound: C,
}

impl<C: Coefficient> Default for CalculusOptions<C> {
    fn default() -> CalculusOptions<C> {
        let (scale, lower_bound) = (C::of(1.0), C::default());
        CalculusOptions { scale, axis: 0, constants: Vec::new(), lower_bound }
    }
}

impl<C: Coefficient> CalculusOptions<C> {
    /// What each derivative or integral is multiplied with.
    ///
    /// # NumPy
    /// `scl`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::CalculusOptions::default().scale(2.0).scale, 2.0);
    /// ```
    #[must_use]
    pub fn scale(self, scale: C) -> Self {
        CalculusOptions { scale, ..self }
    }

    /// The axis of the coefficients.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::CalculusOptions::<f64>::default().axis(-1).axis, -1);
    /// ```
    #[must_use]
    pub fn axis(self, axis: isize) -> Self {
        CalculusOptions { axis, ..self }
    }

    /// The values of the integrals at the lower bound.
    ///
    /// # NumPy
    /// `k`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{CalculusOptions, polynomial::polyint_with};
    ///
    /// let options = CalculusOptions::default().constants([3.0]);
    /// assert_eq!(polyint_with(&[1.0], 1, &options), nd_core::array![3.0, 1.0]);
    /// ```
    #[must_use]
    pub fn constants(self, constants: impl Into<Vec<C>>) -> Self {
        CalculusOptions { constants: constants.into(), ..self }
    }

    /// Where integrals have the values of the constants.
    ///
    /// # NumPy
    /// `lbnd`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{CalculusOptions, polynomial::polyint_with};
    ///
    /// let options = CalculusOptions::default().lower_bound(1.0);
    /// assert_eq!(polyint_with(&[1.0], 1, &options), nd_core::array![-1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn lower_bound(self, lower_bound: C) -> Self {
        CalculusOptions { lower_bound, ..self }
    }
}

/// The elements of one axis, of which there may be none.
#[track_caller]
pub(crate) fn flat<C: Coefficient>(op: &'static str, c: View<'_, C>) -> Vec<C> {
    if c.ndim() != 1 {
        panic!("{}", ShapeError::Rank { op, expected: "one", shape: c.shape().into() });
    }
    c.to_array().into_vec()
}

/// What is to be computed from two series.
type OfTwo<C> = for<'a> fn(&'a [C], &'a [C]) -> Task<'a, C>;

/// Quotient and remainder.
type Divided<C> = (Array<C>, Array<C>);

#[track_caller]
pub(crate) fn two<A, B>(
    op: &'static str,
    kind: Kind,
    a: A,
    b: B,
    task: OfTwo<A::Elem>,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Coefficient>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (series(op, &a), series(op, &b));
    Array::from_vec(A::Elem::computed(kind, task(&a, &b)).0)
}

#[track_caller]
pub(crate) fn divided<A, B>(kind: Kind, a: A, b: B) -> Result<Divided<A::Elem>, PolynomialError>
where
    A: ArrayLike<Elem: Coefficient>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (series("div", &a), series("div", &b));
    if trimmed(&b).iter().all(|c| *c == A::Elem::default()) {
        return Err(PolynomialError::ZeroDivisor { op: "div" });
    }
    let (quotient, rest) = A::Elem::computed(kind, Task::Divide(&a, &b));
    Ok((Array::from_vec(quotient), Array::from_vec(rest)))
}

#[track_caller]
pub(crate) fn raised<A: ArrayLike<Elem: Coefficient>>(
    kind: Kind,
    c: A,
    n: usize,
) -> Array<A::Elem> {
    let c = series("pow", &c);
    let degree = (trimmed(&c).len() - 1).saturating_mul(n);
    assert!(degree <= 1 << 24, "pow: the power {n} has the degree {degree}, which is over 2^24");
    Array::from_vec(A::Elem::computed(kind, Task::Power(&c, n)).0)
}

#[track_caller]
pub(crate) fn by_x<A: ArrayLike<Elem: Coefficient>>(kind: Kind, c: A) -> Array<A::Elem> {
    Array::from_vec(A::Elem::computed(kind, Task::MultiplyX(&series("mulx", &c))).0)
}

#[track_caller]
pub(crate) fn from_roots<A: ArrayLike<Elem: Coefficient>>(kind: Kind, roots: A) -> Array<A::Elem> {
    let roots = flat("fromroots", roots.view());
    Array::from_vec(A::Elem::computed(kind, Task::FromRoots(&roots)).0)
}

#[track_caller]
pub(crate) fn roots<A: ArrayLike<Elem: Coefficient>>(
    kind: Kind,
    c: A,
) -> Result<Array<Complex<f64>>, PolynomialError> {
    Ok(Array::from_vec(super::roots::roots(kind, &series("roots", &c))?))
}

#[track_caller]
pub(crate) fn companion<A: ArrayLike<Elem: Coefficient>>(kind: Kind, c: A) -> Array<A::Elem> {
    let c = series("companion", &c);
    let n = trimmed(&c).len() - 1;
    assert!(n > 0, "companion: a constant has none");
    Array::from_shape_vec([n, n], A::Elem::computed(kind, Task::Companion(&c)).0)
}

#[track_caller]
pub(crate) fn converted<A: ArrayLike<Elem: Coefficient>>(
    from: Kind,
    c: A,
    to: Kind,
) -> Array<A::Elem> {
    let x = to.x().map(A::Elem::of);
    Array::from_vec(A::Elem::computed(from, Task::Compose(&series("convert", &c), to, &x)).0)
}

/// Coefficients with the axis first, as rows of a width; and the shape of the rest.
#[track_caller]
fn rows<C: Coefficient>(op: &'static str, c: View<'_, C>, axis: isize) -> (Vec<C>, Vec<usize>) {
    let axis = normalize_axis(op, axis, c.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let mut rest = c.shape().to_vec();
    if rest.remove(axis) == 0 {
        panic!("{}", ShapeError::Empty { op, what: "c" });
    }
    (c.moveaxis(axis as isize, 0).to_array().into_vec(), rest)
}

#[track_caller]
pub(crate) fn calculus<A: ArrayLike<Elem: Coefficient>>(
    kind: Kind,
    c: A,
    order: usize,
    options: &CalculusOptions<A::Elem>,
    integrate: bool,
) -> Array<A::Elem> {
    let op = if integrate { "int" } else { "der" };
    let given = options.constants.len();
    assert!(!integrate || given <= order, "int: {given} constants for {order} integrals");
    let (rows, rest) = rows(op, c.view(), options.axis);
    let width: usize = rest.iter().product();
    let scale = options.scale;
    let n = if width == 0 {
        let n = c.view().shape()[normalize_axis(op, options.axis, c.view().ndim()).unwrap_or(0)];
        if integrate { n + order } else { n.saturating_sub(order).max(1) }
    } else {
        0
    };
    let task = if integrate {
        let (constants, from) = (&options.constants[..], options.lower_bound);
        Task::Integral(&rows, width, order, constants, from, scale)
    } else {
        Task::Derivative(&rows, width, order, scale)
    };
    let (out, n) = match width {
        0 => (Vec::new(), n),
        _ => {
            let out = A::Elem::computed(kind, task).0;
            let n = out.len() / width;
            (out, n)
        }
    };
    let shape: Vec<usize> = std::iter::once(n).chain(rest).collect();
    Array::from_shape_vec(shape, out).view().moveaxis(0, options.axis).to_array()
}

/// The values of each column of `c` at all of `x`: the axes of columns, then those of `x`.
#[track_caller]
pub(crate) fn values<C: Coefficient>(
    op: &'static str,
    kind: Kind,
    x: View<'_, C>,
    c: View<'_, C>,
) -> Array<C> {
    let (rows, rest) = rows(op, c, 0);
    let width: usize = rest.iter().product();
    let shape: Vec<usize> = rest.iter().chain(x.shape()).copied().collect();
    if shape.len() > nd_core::MAX_NDIM {
        panic!("{}", ShapeError::TooManyAxes { op, ndim: shape.len() });
    }
    let mut out = Vec::new();
    for l in 0..width {
        let column: Vec<C> = rows[l..].iter().step_by(width).copied().collect();
        let values = C::values_of(kind, &column, x);
        if width == 1 {
            return Array::from_shape_vec(shape, values.into_vec());
        }
        out.extend(values.iter());
    }
    Array::from_shape_vec(shape, out)
}

/// The matrix of values at `x`: its axes, and one for the polynomials.
#[track_caller]
pub(crate) fn vander<C: Coefficient>(kind: Kind, x: View<'_, C>, degree: usize) -> Array<C> {
    let op = "vander";
    let shape: Vec<usize> = x.shape().iter().copied().chain([degree.saturating_add(1)]).collect();
    if shape.len() > nd_core::MAX_NDIM {
        panic!("{}", ShapeError::TooManyAxes { op, ndim: shape.len() });
    }
    let size = degree.checked_add(1).and_then(|n| n.checked_mul(x.size()));
    if size.is_none_or(|size| size > isize::MAX as usize / size_of::<C>()) {
        panic!("{}", ShapeError::Overflow { op, shape: shape.into() });
    }
    if x.is_empty() {
        return Array::from_shape_vec(shape, Vec::new());
    }
    let x = x.to_array().into_vec();
    Array::from_shape_vec(shape, C::computed(kind, Task::Vander(&x, degree)).0)
}

/// The products of polynomials in several variables at points: the axes of points, and one for all products.
#[track_caller]
pub(crate) fn vander_of<C: Coefficient>(
    kind: Kind,
    points: &[View<'_, C>],
    degrees: &[usize],
) -> Array<C> {
    same_shapes("vander", points);
    let shape = points[0].shape();
    let mut all: Vec<Vec<C>> = vec![vec![C::of(1.0)]; points[0].size()];
    for (x, &degree) in points.iter().zip(degrees) {
        let vander = vander(kind, *x, degree);
        let rows = vander.view().reshape([points[0].size() as isize, degree as isize + 1]);
        for (products, row) in all.iter_mut().zip(rows.view().outer_iter()) {
            let next = products.iter().flat_map(|&p| row.iter().map(move |&v| p.times(v)));
            *products = next.collect();
        }
    }
    let columns = degrees.iter().map(|degree| degree + 1).product();
    let shape: Vec<usize> = shape.iter().copied().chain([columns]).collect();
    Array::from_shape_vec(shape, all.concat())
}

#[track_caller]
fn same_shapes<C>(op: &'static str, points: &[View<'_, C>]) {
    for other in &points[1..] {
        if other.shape() != points[0].shape() {
            let (left, right) = (points[0].shape().into(), other.shape().into());
            panic!("{}", ShapeError::Mismatch { op: op.into(), left, right });
        }
    }
}

/// The values at points of several coordinates: the axes of columns of `c`, then those of points.
#[track_caller]
pub(crate) fn values_nd<C: Coefficient>(
    kind: Kind,
    points: &[View<'_, C>],
    c: View<'_, C>,
) -> Array<C> {
    let op = "valnd";
    if points.is_empty() {
        panic!("{}", ShapeError::NoArrays { op });
    }
    same_shapes(op, points);
    let d = points.len();
    if c.ndim() < d {
        panic!("{}", ShapeError::TooFewAxes { op, least: d, shape: c.shape().into() });
    }
    if c.shape()[..d].contains(&0) {
        panic!("{}", ShapeError::Empty { op, what: "c" });
    }
    let degrees: Vec<usize> = c.shape()[..d].iter().map(|n| n - 1).collect();
    let (vander, count) = (vander_of(kind, points, &degrees).into_vec(), points[0].size());
    let rest = c.shape()[d..].to_vec();
    let width: usize = rest.iter().product();
    let c = c.to_array().into_vec();
    let terms = c.len().checked_div(width).unwrap_or(0);
    let mut out = Vec::with_capacity(width * count);
    for l in 0..width {
        for row in vander.chunks(terms).take(count) {
            let products = row.iter().zip(c[l..].iter().step_by(width));
            out.push(products.fold(C::default(), |sum, (&v, &c)| sum.plus(v.times(c))));
        }
    }
    Array::from_shape_vec([rest.as_slice(), points[0].shape()].concat(), out)
}

/// The values on the grid of several axes: the axes of columns of `c`, then those of each coordinate in turn.
#[track_caller]
pub(crate) fn grid<C: Coefficient>(kind: Kind, points: &[View<'_, C>], c: View<'_, C>) -> Array<C> {
    let mut c = c.to_array();
    for x in points {
        c = values("grid", kind, *x, c.view());
    }
    c
}

#[track_caller]
pub(crate) fn fit(
    kind: Kind,
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    degrees: Degrees,
    options: &FitOptions,
) -> Result<Fit, PolynomialError> {
    let (x, y) = (wide(x.view()), wide(y.view()));
    let columns = (y.view().ndim() == 2).then(|| y.view().shape()[1]);
    let mut fit = shaped(fitted(kind, x.view(), y.view(), &degrees, options))?;
    if let Some(k) = columns {
        let rows = fit.coefficients.size().checked_div(k).unwrap_or(0);
        fit.coefficients = Array::from_shape_vec([rows, k], fit.coefficients.into_vec());
    }
    Ok(fit)
}

pub(crate) fn weight(kind: Kind, x: impl Operand<f64>) -> Array<f64> {
    nd_core::zip((&x.operand(),)).map(move |(x,)| kind.weight(x))
}
