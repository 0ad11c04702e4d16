//! Means and variances of what is not masked.

use super::lanes::{axes_of, each_row, rows};
use super::sums::{gone, gone_axis, plain, sums_of};
use super::{Maskable, MaskedArray, MaskedLike, MaskedOperand, MaskedView};
use crate::{AddedIn, Averaged, Moments, Over, Ranked};
use nd_core::{Array, Complex, CowArray, Element, Number, View, equal};
use num_traits::{AsPrimitive, Zero};

/// The mean of the elements that are not masked; `None` if all are.
///
/// NaN of no elements. In the type of [`mean`](crate::mean()).
///
/// # NumPy
/// `a.mean()`; of float32 with a mask NumPy's is float64, without one float32.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// assert_eq!(ma::mean(MaskedArray::new([1, 9, 4], [false, true, false])), Some(2.5));
/// assert_eq!(ma::mean(MaskedArray::new([1.0], true)), None);
/// ```
pub fn mean<A: MaskedLike<Elem: Maskable + Averaged>>(a: A) -> Option<<A::Elem as Averaged>::Mean> {
    let a = a.masked();
    (!gone(a)).then(|| mean_axis(a, ..).data[[]])
}

/// The means over some axes of the elements that are not masked, masked where all are.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). NaN of no elements.
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `a.mean(axis)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 9], [4, 0]], [[false, true], [false, true]]);
/// assert_eq!(ma::mean_axis(&a, 0).to_string(), "[2.5 --]");
/// ```
#[track_caller]
pub fn mean_axis<A: MaskedLike<Elem: Maskable + Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> MaskedArray<<A::Elem as Averaged>::Mean> {
    let (a, over) = (a.masked(), axes.into());
    let gone = gone_axis("mean", a, &over);
    let sums = sums_of::<A::Elem, <A::Elem as Averaged>::Work>("mean", a, &over);
    let counts = super::count_axis(a, over);
    let means = A::Elem::number_means_of(sums.view(), counts.view());
    MaskedArray::of(means, gone, None)
}

/// The distances of elements from the mean over some axes of those that are not masked; masked where `a` is.
///
/// `a: (…, n, …)` → `(…, n, …)`, in the type that means are formed in.
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `a.anom(axis)`; `a.anom()` is over `..`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 9], [false, false, true]);
/// assert_eq!(ma::anom(&a, ..).to_string(), "[-0.5 0.5 --]");
/// ```
#[track_caller]
pub fn anom<A, W>(a: A, axes: impl Into<Over>) -> MaskedArray<W>
where
    A: MaskedLike<Elem: Maskable + Averaged<Work = W>>,
    W: Maskable + Number + Averaged<Work = W, Mean = W>,
{
    let (a, over) = (a.masked(), axes.into());
    let over = crate::keepdims(plain(&over, &axes_of("anom", &over, a.data.ndim())));
    let sums = sums_of::<A::Elem, W>("anom", a, &over);
    let means = W::number_means_of(sums.view(), super::count_axis(a, over).view());
    let wide: CowArray<'_, W> = <A::Elem as AddedIn<W>>::widened_of(a.data);
    MaskedArray::of(wide.view() - &means, a.mask.map(View::to_array), None)
}

/// Variances of what is not masked; public for the bounds of [`var`] and its kind.
///
/// # Examples
/// ```
/// fn spread<T: nd_ops::ma::Deviated>(a: &nd_ops::ma::MaskedArray<T>) -> Option<T::Spread> {
///     nd_ops::ma::std(a)
/// }
/// assert_eq!(spread(&nd_core::array![1.0, 3.0].into()), Some(1.0));
/// ```
pub trait Deviated: Maskable + Averaged {
    /// The variances of the rows, and their roots.
    #[doc(hidden)]
    fn deviations_of(a: MaskedView<'_, Self>, over: &Over, root: bool)
    -> MaskedArray<Self::Spread>;
}

macro_rules! deviated {
    ($($T:ty)*) => {$(
        impl Deviated for $T {
            #[inline(never)]
            #[track_caller]
            fn deviations_of(a: MaskedView<'_, $T>, over: &Over, root: bool) -> MaskedArray<Self::Spread> {
                let axes = over.resolve("var", a.data.ndim());
                let axes = axes.unwrap_or_else(|error| panic!("{error}"));
                let rows = rows(a, &axes);
                let moments = each_row(&rows, &|_, known| <$T as Averaged>::moments_of(known));
                let moments = Array::from_shape_vec(rows.shape, moments);
                let ddof = over.ddof();
                let few = super::array::kept(moments.map(|one| one.count() as f64 <= ddof));
                let finish = if root { Moments::std } else { Moments::var };
                let spread = <$T as Averaged>::finish_variances_of(moments.view(), ddof, finish);
                let few = few.map(|few| over.restore(few, a.shape(), &axes));
                MaskedArray::of(over.restore(spread, a.shape(), &axes), few, None)
            }
        }
    )*};
}
deviated!(i64 u64 f32 f64 Complex<f32> Complex<f64>);

/// As elements of a type that has the same ones.
macro_rules! deviated_as {
    ($($T:ty as $Wide:ty;)*) => {$(
        impl Deviated for $T {
            #[track_caller]
            fn deviations_of(a: MaskedView<'_, $T>, over: &Over, root: bool) -> MaskedArray<Self::Spread> {
                let wide = a.data.cast::<$Wide>();
                let wide = MaskedView::of(wide.view(), a.mask, None);
                <$Wide>::deviations_of(wide, over, root).cast()
            }
        }
    )*};
}
deviated_as! {
    bool as i64; i8 as i64; i16 as i64; i32 as i64; isize as i64;
    u8 as u64; u16 as u64; u32 as u64; usize as u64;
    half::f16 as f32; half::bf16 as f32;
}

macro_rules! spreads {
    ($($name:ident $name_ddof:ident $name_axis:ident, $root:literal, $what:literal, $all:literal, $axis:literal;)*) => {$(
        #[doc = concat!($what, " of the elements that are not masked; `None` if there are none.")]
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "()`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([1, 99, 5], [false, true, false]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a), Some(", $all, "));")]
        /// ```
        pub fn $name<A: MaskedLike<Elem: Deviated>>(a: A) -> Option<<A::Elem as Averaged>::Spread> {
            $name_axis(a, ..).view().iter().next().flatten()
        }

        #[doc = concat!($what, ", with something taken off the count; `None` if nothing is left of that.")]
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "(ddof=ddof)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("assert_eq!(nd_ops::ma::", stringify!($name_ddof), "([3.0, 3.0, 3.0], 3), None);")]
        #[doc = concat!("assert_eq!(nd_ops::ma::", stringify!($name_ddof), "([3.0, 3.0, 3.0], 1), Some(0.0));")]
        /// ```
        pub fn $name_ddof<A: MaskedLike<Elem: Deviated>>(
            a: A,
            ddof: impl AsPrimitive<f64>,
        ) -> Option<<A::Elem as Averaged>::Spread> {
            $name_axis(a, crate::ddof(ddof, ..)).view().iter().next().flatten()
        }

        #[doc = concat!($what, " over some axes of the elements that are not masked, masked where none is left after [`ddof`](crate::ddof()).")]
        ///
        /// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). Where nothing is masked the same
        #[doc = concat!("bits as [`", stringify!($name_axis), "`](crate::", stringify!($name_axis), "()) along the last axis.")]
        ///
        /// # Panics
        /// If an axis does not exist or is named twice.
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "(axis, ddof=ddof)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 9], [5, 0]], [[false, true], [false, true]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name_axis), "(&a, 0).to_string(), \"", $axis, "\");")]
        /// ```
        #[track_caller]
        pub fn $name_axis<A: MaskedLike<Elem: Deviated>>(
            a: A,
            axes: impl Into<Over>,
        ) -> MaskedArray<<A::Elem as Averaged>::Spread> {
            A::Elem::deviations_of(a.masked(), &axes.into(), $root)
        }
    )*};
}
spreads! {
    var var_ddof var_axis, false, "The variance", "4.0", "[4.0 --]";
    std std_ddof std_axis, true, "The standard deviation", "2.0", "[2.0 --]";
}

/// The median of the elements that are not masked; `None` if all are, NaN if one is NaN.
///
/// NaN of no elements. In the type of [`median`](crate::median()).
///
/// # NumPy
/// `np.ma.median(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// assert_eq!(ma::median(MaskedArray::new([1, 9, 4], [false, true, false])), Some(2.5));
/// ```
pub fn median<A: MaskedLike<Elem: Maskable + Ranked>>(a: A) -> Option<<A::Elem as Averaged>::Mean> {
    let a = a.masked();
    (!gone(a)).then(|| crate::median(a.compressed()))
}

/// The medians over some axes of the elements that are not masked, masked where all are.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.ma.median(a, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 3, 9], [5, 6, 7]], [[false, false, true], [true, true, true]]);
/// assert_eq!(ma::median_axis(&a, 1).to_string(), "[2.0 --]");
/// ```
#[track_caller]
pub fn median_axis<A: MaskedLike<Elem: Maskable + Ranked>>(
    a: A,
    axes: impl Into<Over>,
) -> MaskedArray<<A::Elem as Averaged>::Mean> {
    let (a, over) = (a.masked(), axes.into());
    if a.mask.is_none() {
        return MaskedArray::of(crate::median_axis(a.data, over), None, None);
    }
    let axes = axes_of("median", &over, a.data.ndim());
    let rows = rows(a, &axes);
    let medians = each_row(&rows, &|_, known| crate::median(known));
    let medians = Array::from_shape_vec(rows.shape, medians);
    let gone = gone_axis("median", a, &over);
    MaskedArray::of(over.restore(medians, a.shape(), &axes), gone, None)
}

/// Weights as many as the elements: given so, or one for each place of the axes that are averaged.
#[track_caller]
fn spread_out<'a, W: Element>(
    weights: MaskedView<'a, W>,
    shape: &[usize],
    axes: &[usize],
) -> MaskedView<'a, W> {
    if weights.shape() == shape {
        return weights;
    }
    let reduced = (0..shape.len()).filter(|axis| axes.contains(axis));
    let lengths: Vec<usize> = reduced.map(|axis| shape[axis]).collect();
    if weights.shape() != lengths {
        let given = weights.shape();
        panic!(
            "average: weights of shape {given:?} for elements of shape {shape:?} over axes {axes:?}"
        );
    }
    let kept = (0..shape.len()).filter(|axis| !axes.contains(axis));
    kept.fold(weights, |weights, axis| weights.expand_dims(axis as isize)).broadcast_to(shape)
}

/// The mean of the elements that are not masked, each as often as its weight says; `None` if the weights of those add
/// up to 0.
///
/// What a masked weight belongs to counts as masked.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `np.ma.average(a, weights=weights)`, which is NaN where the weights add up to 0.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 4], [false, false, true]);
/// assert_eq!(ma::average(&a, [1.0, 3.0, 5.0]), Some(1.75));
/// assert_eq!(ma::average(&a, [0.0, 0.0, 5.0]), None);
/// ```
#[track_caller]
pub fn average<A: MaskedLike<Elem: Maskable + Averaged<Work: Maskable>>>(
    a: A,
    weights: impl MaskedOperand<<A::Elem as Averaged>::Work>,
) -> Option<<A::Elem as Averaged>::Mean> {
    let all = average_axis(a, .., weights);
    let gone = all.mask.is_some_and(|mask| mask[[]]);
    (!gone).then(|| all.data[[]])
}

/// The means over some axes of the elements that are not masked, each as often as its weight says; masked where the
/// weights of those add up to 0.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). `weights` have the shape of `a`, or
/// only the axes that are averaged, in the order in which `a` has them.
///
/// # Panics
/// If an axis does not exist or is named twice, or the weights have another shape.
///
/// # NumPy
/// `np.ma.average(a, axis, weights)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1.0, 2.0], [4.0, 6.0]], [[false, false], [true, true]]);
/// assert_eq!(ma::average_axis(&a, 1, [1.0, 3.0]).to_string(), "[1.75 --]");
/// ```
#[track_caller]
pub fn average_axis<A: MaskedLike<Elem: Maskable + Averaged<Work: Maskable>>>(
    a: A,
    axes: impl Into<Over>,
    weights: impl MaskedOperand<<A::Elem as Averaged>::Work>,
) -> MaskedArray<<A::Elem as Averaged>::Mean> {
    type Work<T> = <T as Averaged>::Work;
    let (a, over) = (a.masked(), axes.into());
    let axes = axes_of("average", &over, a.data.ndim());
    let weights = spread_out(weights.masked_operand(), a.shape(), &axes);
    let mask = super::elementwise::joined(a.mask, weights.mask, a.shape());
    let mask = mask.as_ref().map(Array::view);
    let known = MaskedView::of(a.data, mask, None).filled_with(A::Elem::default());
    let zero = Work::<A::Elem>::zero();
    let weights = MaskedView::of(weights.data, mask, None).filled_with(zero);
    let over = plain(&over, &axes);
    let totals =
        <Work<A::Elem> as AddedIn<Work<A::Elem>>>::sum_axis_of("average", weights.view(), &over);
    let sums = A::Elem::weighted_sums_of("average", known.view(), weights.view(), &over);
    let none = equal(&totals, zero);
    MaskedArray::of(A::Elem::shares_of(sums.view(), totals.view()), super::array::kept(none), None)
}
