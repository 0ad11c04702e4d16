//! [`fill_missing`]: the value before, the value after, or a given one.

use super::Missing;
use super::gaps::{Area, Rows, known};
use nd_core::{Array, ArrayLike, threads};

/// What [`fill_missing`] puts in the place of missing values.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::missing::{Fill, fill_missing};
///
/// let a = [f64::NAN, 1.0, f64::NAN];
/// assert_eq!(fill_missing(&a, Fill::Value(0.0), 0), array![0.0, 1.0, 0.0]);
/// assert_eq!(fill_missing(&a, Fill::Backward, 0)[[0]], 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fill<T> {
    /// The last known value before.
    Forward,
    /// The first known value after.
    Backward,
    /// This value.
    Value(T),
}

/// How many missing values [`fill_missing_with`] fills, and which.
///
/// # Examples
/// ```
/// use nd_ops::missing::{Area, FillOptions};
///
/// let options = FillOptions::default();
/// assert_eq!((options.limit, options.area), (None, Area::All));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FillOptions {
    /// The most that are filled: of each gap, or, with a given value, of each lane.
    pub limit: Option<usize>,
    /// Which gaps.
    pub area: Area,
}

impl FillOptions {
    /// The most that are filled: of each gap, or, with a given value, of each lane.
    ///
    /// # pandas
    /// `limit`; 0 fills nothing, which pandas refuses.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{Fill, FillOptions, fill_missing_with};
    ///
    /// let one = FillOptions::default().limit(1);
    /// let a = fill_missing_with(&[1.0, f64::NAN, f64::NAN], Fill::Forward, 0, &one);
    /// assert!(a[[1]] == 1.0 && a[[2]].is_nan());
    /// ```
    #[must_use]
    pub fn limit(self, limit: usize) -> FillOptions {
        FillOptions { limit: Some(limit), ..self }
    }

    /// Which gaps.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{Area, FillOptions};
    ///
    /// assert_eq!(FillOptions::default().area(Area::Outside).area, Area::Outside);
    /// ```
    #[must_use]
    pub fn area(self, area: Area) -> FillOptions {
        FillOptions { area, ..self }
    }
}

/// The elements, with missing ones filled along `axis`.
///
/// `a: (…, n, …)` → the same shape. What has no known value before (or after) stays missing.
///
/// # Panics
/// If there is no such axis.
///
/// # pandas
/// `a.ffill(axis)`, `a.bfill(axis)` and `a.fillna(value)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::missing::{Fill, fill_missing};
///
/// let a = array![[1.0, f32::NAN], [f32::NAN, 2.0]];
/// assert_eq!(fill_missing(&a, Fill::Value(0.0), 0), array![[1.0, 0.0], [0.0, 2.0]]);
/// assert_eq!(fill_missing(&a, Fill::Forward, 0)[[1, 0]], 1.0);
/// ```
#[track_caller]
pub fn fill_missing<A: ArrayLike<Elem: Missing>>(
    a: A,
    fill: Fill<A::Elem>,
    axis: isize,
) -> Array<A::Elem> {
    fill_missing_with(a, fill, axis, &FillOptions::default())
}

/// As [`fill_missing`], up to a limit, or in some gaps only.
///
/// # Panics
/// If there is no such axis.
///
/// # pandas
/// `a.ffill(axis, limit, limit_area)` and its neighbours; `a.fillna(value, limit)`.
///
/// # Examples
/// ```
/// use nd_ops::missing::{Fill, FillOptions, fill_missing_with};
///
/// let options = FillOptions::default().limit(1);
/// let a = fill_missing_with(&[f64::NAN, f64::NAN, 1.0], Fill::Backward, 0, &options);
/// assert!(a[[0]].is_nan() && a[[1]] == 1.0);
/// ```
#[track_caller]
pub fn fill_missing_with<A: ArrayLike<Elem: Missing>>(
    a: A,
    fill: Fill<A::Elem>,
    axis: isize,
    options: &FillOptions,
) -> Array<A::Elem> {
    let a = a.view();
    let rows = Rows::new("fill_missing", a, axis);
    Array::from_shape_vec(a.shape(), A::Elem::filled_of(rows, fill, options))
}

/// The body.
pub(crate) fn filled<T: Missing>(
    mut rows: Rows<T>,
    fill: Fill<T>,
    options: &FillOptions,
) -> Vec<T> {
    let (block, inner) = (rows.block(), rows.inner);
    // Several short blocks a task.
    if let Some(blocks) = (1usize << 16).checked_div(block) {
        let each = blocks.max(1) * block;
        threads::chunks(&mut rows.elements, each, &|_, part| {
            part.chunks_mut(block).for_each(|part| filled_block(part, inner, fill, options));
        });
    }
    rows.elements
}

fn filled_block<T: Missing>(block: &mut [T], inner: usize, fill: Fill<T>, options: &FillOptions) {
    let ends = match options.area {
        Area::All => vec![(0, 0); inner],
        _ => known(block, inner),
    };
    let n = block.len() / inner;
    let limit = options.limit.unwrap_or(usize::MAX);
    // How many were missing since the last known value, or have been filled; there is none at first.
    let mut count = vec![if matches!(fill, Fill::Value(_)) { 0 } else { usize::MAX }; inner];
    for k in 0..n {
        let row = if matches!(fill, Fill::Backward) { n - 1 - k } else { k };
        for j in 0..inner {
            let at = row * inner + j;
            if !block[at].missing() {
                count[j] = if matches!(fill, Fill::Value(_)) { count[j] } else { 0 };
                continue;
            }
            // Without a known value the count is past every limit; what is left out still makes gaps longer.
            let fills = count[j] < limit && options.area.covers(row, ends[j]);
            if !fills {
                let counts = !matches!(fill, Fill::Value(_));
                count[j] = count[j].saturating_add(usize::from(counts));
                continue;
            }
            count[j] = count[j].saturating_add(1);
            block[at] = match fill {
                Fill::Forward if row > 0 => block[at - inner],
                Fill::Backward if row + 1 < n => block[at + inner],
                Fill::Value(value) => value,
                _ => block[at],
            };
        }
    }
}
