//! Products of vectors and matrices, convolutions, and covariances.

use super::{Maskable, MaskedArray, MaskedLike, MaskedView};
use crate::{AddedIn, ConvolveMode, CovOptions, Signal, Summable};
use nd_core::{Array, CastTo, Element, Number, concat};

/// What an element that is masked adds to a product: nothing.
fn known<T: Maskable>(a: MaskedView<'_, T>) -> Array<T> {
    a.filled_with(T::default())
}

/// 1 where an element is not masked.
fn present<T: Element>(a: MaskedView<'_, T>) -> Array<f64> {
    (!a.mask_array()).cast()
}

/// The product of every element of `a` with every element of `b`, both in C order; masked where either is.
///
/// `a` of m elements, `b` of n → `(m, n)`. Integers wrap.
///
/// # Panics
/// If there are too many products for the memory.
///
/// # NumPy
/// `np.ma.outer(a, b)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2], [false, true]);
/// assert_eq!(ma::outer(&a, [3, 4]).to_string(), "[[3 4]\n [-- --]]");
/// ```
#[track_caller]
pub fn outer<A: MaskedLike<Elem: Maskable + Number>>(
    a: A,
    b: impl MaskedLike<Elem = A::Elem>,
) -> MaskedArray<A::Elem> {
    let (a, b) = (a.masked().ravel(), b.masked().ravel());
    super::multiply(a.expand_dims(1), b.view())
}

/// The product of two vectors, or two matrices, or one of each; pairs of which one is masked are left out, and a result
/// is masked where all pairs are.
///
/// `a: (m, k)` or `(k,)`, `b: (k, n)` or `(k,)` → `(m, n)`, without the axes that are not there. In the type that
/// [`sum`](crate::sum()) adds up in.
///
/// Row by row, in O(m k n); where nothing is masked, nd-linalg's `matmul` is faster.
///
/// # Panics
/// If the shapes are others.
///
/// # NumPy
/// `np.ma.dot(a, b)`, in the type of the elements; with `strict=True` a result is masked where one pair is. `np.ma.inner` of vectors fills with 0
/// and masks nothing.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2], [3, 4]], [[true, false], [true, true]]);
/// assert_eq!(ma::dot(&a, [5, 6]).to_string(), "[12 --]");
/// ```
#[track_caller]
pub fn dot<A, W>(
    a: A,
    b: impl MaskedLike<Elem = A::Elem>,
) -> MaskedArray<<A::Elem as Summable>::Sum>
where
    A: MaskedLike<Elem: Maskable + Summable<Work = W>>,
    W: Number + AddedIn<W> + Maskable,
{
    let (a, b) = (a.masked(), b.masked());
    let (left, right) = (a.data.ndim(), b.data.ndim());
    let fits = matches!(left, 1 | 2) && matches!(right, 1 | 2);
    if !fits || a.shape()[left - 1] != b.shape()[0] {
        panic!("dot: shapes {:?} and {:?} do not fit", a.shape(), b.shape());
    }
    let columns = if right == 1 { b.expand_dims(0) } else { b.t() };
    let rows = a.atleast_2d();
    let wide = [rows, columns].map(|a| <A::Elem as AddedIn<W>>::widened_of(a.data));
    let [x, y] = [&wide[0], &wide[1]].map(nd_core::CowArray::view);
    let (x, y) = (MaskedView::of(x, rows.mask, None), MaskedView::of(y, columns.mask, None));
    let data = <A::Elem as Summable>::narrow_all(product(x, y));
    let mask = (a.mask.is_some() || b.mask.is_some()).then(|| {
        let [rows, columns] = [present(rows), present(columns)];
        nd_core::equal(product(rows.masked(), columns.masked()), 0.0)
    });
    let (m, n) = (rows.shape()[0], columns.shape()[0]);
    let lengths = [(left == 2).then_some(m), (right == 2).then_some(n)];
    let shape: nd_core::Shape = lengths.into_iter().flatten().collect::<Vec<_>>().into();
    // Of no pairs there is nothing to be masked.
    let mask = mask.filter(|_| a.shape()[left - 1] > 0);
    MaskedArray::of(data.into_reshaped(shape), mask.map(|m| m.into_reshaped(shape)), None)
}

/// The sums of the products of rows of `a` with rows of `b`, pairs left out of which one is masked.
fn product<W: Number + AddedIn<W> + Maskable>(
    a: MaskedView<'_, W>,
    b: MaskedView<'_, W>,
) -> Array<W> {
    let over = crate::Over::from(1);
    let lengths = [a.shape()[0], b.shape()[0]];
    let rows: Vec<Array<W>> = (0..lengths[0] as isize)
        .map(|row| {
            let pairs = super::multiply(a.slice(nd_core::s![row]), b).filled_with(W::zero());
            <W as AddedIn<W>>::sum_axis_of("dot", pairs.view(), &over)
        })
        .collect();
    match rows.is_empty() {
        true => Array::zeros(lengths),
        false => concat(&rows, 0).into_reshaped(lengths),
    }
}

/// What becomes of a convolution where elements are masked.
///
/// # Examples
/// ```
/// assert_ne!(nd_ops::ma::Spread::Any, nd_ops::ma::Spread::All);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Spread {
    /// A result is masked if any element that it is of is masked.
    #[default]
    Any,
    /// A result is masked if all are; others are left out.
    All,
}

macro_rules! convolutions {
    ($($name:ident, $given:literal, $result:literal, $all:literal;)*) => {$(
        #[doc = concat!("[`crate::", stringify!($name), "`] of two vectors, masked as `spread` says.")]
        ///
        /// What is masked is 0 in sums, so beside NaN or infinity it makes them NaN.
        ///
        /// # Panics
        #[doc = concat!("As [`crate::", stringify!($name), "`].")]
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", stringify!($name), "(a, v, mode)`; `Spread::All` is `propagate_mask=False`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ConvolveMode::Full;
        /// use nd_ops::ma::{self, MaskedArray, Spread};
        ///
        /// let a = MaskedArray::new([1, 2, 3, 4], [false, true, false, false]);
        #[doc = concat!("let any = ma::", stringify!($name), "(&a, ", $given, ", Full, Spread::Any);")]
        #[doc = concat!("assert_eq!(any.to_string(), \"", $result, "\");")]
        #[doc = concat!("let all = ma::", stringify!($name), "(&a, ", $given, ", Full, Spread::All);")]
        #[doc = concat!("assert_eq!(all.to_string(), \"", $all, "\");")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Maskable + Signal>>(
            a: A,
            v: impl MaskedLike<Elem = A::Elem>,
            mode: ConvolveMode,
            spread: Spread,
        ) -> MaskedArray<A::Elem> {
            let (a, v) = (a.masked(), v.masked());
            let data = crate::$name(known(a), known(v), mode);
            if a.mask.is_none() && v.mask.is_none() {
                return MaskedArray::of(data, None, a.fill);
            }
            let both = crate::$name(present(a), present(v), mode);
            let mask = match spread {
                Spread::All => nd_core::less(both, 0.5),
                Spread::Any => {
                    let (of_a, of_v) = (Array::ones(a.shape()), Array::ones(v.shape()));
                    let pairs: Array<f64> = crate::$name(&of_a, &of_v, mode);
                    nd_core::greater(pairs - both, 0.5)
                }
            };
            MaskedArray::of(data, Some(mask), a.fill)
        }
    )*};
}
convolutions! {
    convolve, "[1, 1]", "[1 -- -- 7 4]", "[1 1 3 7 4]";
    correlate, "[1, 1]", "[1 -- -- 7 4]", "[1 1 3 7 4]";
}

/// The covariances of variables, each of the observations that both have; masked where the divisor is not above 0.
///
/// `a: (variables, observations)` → `(variables, variables)`; `(observations,)` is one variable, → `()`. In `f64`.
/// Distances are from the mean of all elements of a variable that are not masked.
///
/// # Panics
/// If `a` has no axes, or more than two.
///
/// # NumPy
/// `np.ma.cov(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[0, 1, 2, 9], [2, 1, 0, 1]], [[false, false, false, true], [false; 4]]);
/// assert_eq!(ma::cov(&a).item(&[0, 1]), Ok(Some(-1.0)));
/// ```
#[track_caller]
pub fn cov<A: MaskedLike<Elem: Maskable + CastTo<f64>>>(a: A) -> MaskedArray<f64> {
    cov_with(a, &CovOptions::default())
}

/// As [`cov`], with columns as variables, or another divisor.
///
/// # Panics
/// As [`cov`].
///
/// # NumPy
/// `np.ma.cov(a, rowvar=…, ddof=…)`.
///
/// # Examples
/// ```
/// use nd_ops::{CovOptions, ma};
///
/// let variance = ma::cov_with([1.0, 3.0], &CovOptions::default().ddof(0));
/// assert_eq!(variance.item(&[]), Ok(Some(1.0)));
/// ```
#[track_caller]
pub fn cov_with<A: MaskedLike<Elem: Maskable + CastTo<f64>>>(
    a: A,
    options: &CovOptions,
) -> MaskedArray<f64> {
    let a = a.masked();
    covariances("cov", a.to_owned().cast().view(), options)
}

#[track_caller]
fn covariances(op: &str, a: MaskedView<'_, f64>, options: &CovOptions) -> MaskedArray<f64> {
    let variables = match a.data.ndim() {
        1 => a.expand_dims(0),
        2 if options.rowvar => a,
        2 => a.t(),
        ndim => panic!("{op}: {ndim} axes, of variables and observations, should be 1 or 2"),
    };
    let distances = super::anom(variables, 1);
    let shown = present(variables);
    let sums = product(distances.view(), distances.view());
    let counts = product(shown.masked(), shown.masked()) - options.ddof as f64;
    let few = nd_core::less_equal(&counts, 0.0);
    let shape: nd_core::Shape = if a.data.ndim() == 1 { [].into() } else { sums.shape().into() };
    let few = super::array::kept(few.into_reshaped(shape));
    MaskedArray::of((sums / counts).into_reshaped(shape), few, None)
}

/// The correlation coefficients of variables: covariances divided by the standard deviations of each variable; masked
/// where a covariance is, or a deviation is 0.
///
/// `a: (variables, observations)` → `(variables, variables)`.
///
/// # Panics
/// As [`cov`].
///
/// # NumPy
/// `np.ma.corrcoef(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[0.0, 1.0, 9.0], [2.0, 1.0, 0.0]], [[false, false, true], [false; 3]]);
/// assert_eq!(ma::corrcoef(&a).item(&[0, 0]), Ok(Some(1.0)));
/// ```
#[track_caller]
pub fn corrcoef<A: MaskedLike<Elem: Maskable + CastTo<f64>>>(a: A) -> MaskedArray<f64> {
    corrcoef_with(a, &CovOptions::default())
}

/// As [`corrcoef`], with columns as variables.
///
/// # Panics
/// As [`cov`].
///
/// # NumPy
/// `np.ma.corrcoef(a, rowvar=…)`.
///
/// # Examples
/// ```
/// use nd_ops::{CovOptions, ma};
///
/// let options = CovOptions::default().rowvar(false);
/// assert_eq!(ma::corrcoef_with([[1.0, 2.0], [2.0, 4.0]], &options).shape(), [2, 2]);
/// ```
#[track_caller]
pub fn corrcoef_with<A: MaskedLike<Elem: Maskable + CastTo<f64>>>(
    a: A,
    options: &CovOptions,
) -> MaskedArray<f64> {
    let a = a.masked();
    let covariances = covariances("corrcoef", a.to_owned().cast().view(), options);
    if covariances.shape().is_empty() {
        return super::divide(&covariances, &covariances);
    }
    let variances = covariances.diagonal(0);
    let deviations = super::sqrt(variances);
    let rows = super::divide(&covariances, deviations.expand_dims(1));
    let mut result = super::divide(rows, deviations.view());
    // Exactly 1 (or NaN), which a root that is squared need not be.
    result.data.fill_diagonal(super::divide(variances, variances).data());
    result
}
