//! Numbering the connected components of an array.

use super::error::LabelError;
use super::reach::Reach;
use super::runs::Rows;
use super::strips::numbered;
use crate::axes::with_rows;
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike, View};

/// How [`label_with`] tells neighbours.
///
/// # Examples
/// ```
/// use nd_image::{LabelOptions, generate_binary_structure};
///
/// let options = LabelOptions::default().structure(generate_binary_structure(2, 2));
/// assert_eq!(options.structure.unwrap().shape(), [3, 3]);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LabelOptions {
    /// Which of the pixels around one are its neighbours: 3 along each axis and symmetric about the
    /// middle, which is a neighbour of itself whatever it says. Those that share a face by default.
    pub structure: Option<Array<bool>>,
    /// Whether neighbours of different values are apart. Not by default.
    pub values_apart: bool,
}

impl LabelOptions {
    /// Sets which pixels are neighbours.
    ///
    /// # SciPy
    /// `structure` of `scipy.ndimage.label`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LabelOptions, generate_binary_structure, label_with};
    ///
    /// let corners = LabelOptions::default().structure(generate_binary_structure(2, 2));
    /// assert_eq!(label_with([[1, 0], [0, 1]], &corners)?.1, 1);
    /// # Ok::<(), nd_image::LabelError>(())
    /// ```
    #[must_use]
    pub fn structure(self, structure: impl ArrayLike<Elem = bool>) -> LabelOptions {
        LabelOptions { structure: Some(structure.view().to_array()), ..self }
    }

    /// Sets whether neighbours of different values are apart.
    ///
    /// # scikit-image
    /// `skimage.measure.label`, whose neighbours are those of `generate_binary_structure(n, n)` unless
    /// `connectivity` says otherwise.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LabelOptions, label_with};
    ///
    /// let apart = LabelOptions::default().values_apart(true);
    /// assert_eq!(label_with([3, 3, 5, 0, 3], &apart)?.0.into_vec(), [1, 1, 2, 0, 3]);
    /// # Ok::<(), nd_image::LabelError>(())
    /// ```
    #[must_use]
    pub fn values_apart(self, values_apart: bool) -> LabelOptions {
        LabelOptions { values_apart, ..self }
    }
}

/// Numbers the connected components of what is not zero: `(…) -> (…)`, with their number.
///
/// Pixels that share a face are connected; NaN is not zero. Labels are `1, 2, …` in the order in which
/// the components' first pixels come in C order, whatever the order in memory; 0 is the background.
/// Arrays of any rank, empty ones too.
///
/// Runs of rows are joined by union-find (Wu, Otoo and Suzuki, "Optimizing two-pass connected-component
/// labeling algorithms", 2009, on runs instead of pixels), in strips of rows at once.
///
/// # Errors
/// [`LabelError::TooMany`] if there are more components than `u32` has numbers.
///
/// # Panics
/// If the last axis has 2³² elements or more.
///
/// # SciPy
/// `scipy.ndimage.label(a)`: the same labels, of `u32`.
///
/// # Examples
/// ```
/// let (labels, count) = nd_image::label([[1, 1, 0, 7], [0, 0, 0, 7], [2, 0, 7, 0]])?;
/// assert_eq!(labels.into_vec(), [1, 1, 0, 2, 0, 0, 0, 2, 3, 0, 4, 0]);
/// assert_eq!(count, 4);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
#[track_caller]
pub fn label<A>(a: A) -> Result<(Array<u32>, u32), LabelError>
where
    A: ArrayLike<Elem: Ordinal>,
{
    label_with(a, &LabelOptions::default())
}

/// [`label`] with other neighbours.
///
/// # Errors
/// As [`label`]; also [`LabelError::Asymmetric`] if the structure is not symmetric about its middle.
///
/// # Panics
/// As [`label`]; also if the structure is not 3 along each axis of the array.
///
/// # SciPy
/// `scipy.ndimage.label(a, structure)`; `skimage.measure.label` with
/// [`values_apart`](LabelOptions::values_apart) and all neighbours.
///
/// # Examples
/// ```
/// use nd_image::{LabelOptions, generate_binary_structure, label_with};
///
/// let a = [[2, 0], [0, 1]];
/// let corners = LabelOptions::default().structure(generate_binary_structure(2, 2));
/// assert_eq!(label_with(a, &corners)?.1, 1);
/// assert_eq!(label_with(a, &corners.values_apart(true))?.1, 2);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
/// ```should_panic
/// use nd_image::{LabelOptions, label_with};
/// let _ = label_with([[true]], &LabelOptions::default().structure([true; 3]));
/// ```
#[track_caller]
pub fn label_with<A>(a: A, options: &LabelOptions) -> Result<(Array<u32>, u32), LabelError>
where
    A: ArrayLike<Elem: Ordinal>,
{
    let a = a.view();
    let structure = options.structure.as_ref().map(Array::view);
    let reach = Reach::new("label", structure, a.ndim())?;
    Ordinal::components(a, &reach, options.values_apart)
}

/// Numbers components, at most `most` of them.
#[track_caller]
pub(crate) fn components<T: Ordinal>(
    a: View<'_, T>,
    reach: &Reach,
    values_apart: bool,
    most: u32,
) -> Result<(Array<u32>, u32), LabelError> {
    if a.is_empty() {
        return Ok((Array::zeros(a.shape()), 0));
    }
    with_rows(a, a.ndim().saturating_sub(1), |rows| {
        numbered(&Elements { rows, values_apart }, a.shape(), reach, most)
    })
}

struct Elements<'a, T> {
    rows: &'a [&'a [T]],
    values_apart: bool,
}

impl<T: Ordinal> Rows for Elements<'_, T> {
    fn set(&self, y: usize, out: &mut [u8]) {
        T::set_row(self.rows[y], out);
    }

    fn values(&self, y: usize, out: &mut Vec<u64>) -> bool {
        if self.values_apart {
            out.clear();
            out.extend(self.rows[y].iter().map(|x| x.rising().into()));
        }
        self.values_apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_components_are_an_error() {
        let a = Array::from_fn([9], |i| i[0] % 2 == 0);
        let reach = Reach::full(1, 1);
        assert_eq!(components(a.view(), &reach, false, 5).unwrap().1, 5);
        let error = components(a.view(), &reach, false, 4).unwrap_err();
        assert_eq!(error.to_string(), "label: 5 components, labels are at most 4294967295");
    }
}
