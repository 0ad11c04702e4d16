//! Watersheds: basins that grow from markers, lowest ground first.

mod flood;
pub(super) mod frame;
mod ranks;

use crate::labels::statistics::same_shapes;
use crate::measured::{Floats, Label, Labels, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike, ShapeError};

/// How [`watershed_with`] floods.
///
/// # Examples
/// ```
/// use nd_image::segmentation::WatershedOptions;
///
/// let options = WatershedOptions::default().connectivity(2).watershed_line(true);
/// assert_eq!((options.connectivity, options.compactness), (2, 0.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WatershedOptions {
    /// Along how many axes at once a neighbour may lie; 1, faces only, by default.
    pub connectivity: usize,
    /// Where there is ground to flood; everywhere by default.
    pub mask: Option<Array<bool>>,
    /// What a step away from a marker costs, which makes basins round; 0 by default.
    pub compactness: f64,
    /// Whether a line of label 0 is left between basins; not by default.
    pub watershed_line: bool,
}

impl Default for WatershedOptions {
    fn default() -> WatershedOptions {
        WatershedOptions { connectivity: 1, mask: None, compactness: 0.0, watershed_line: false }
    }
}

impl WatershedOptions {
    /// Sets along how many axes at once a neighbour may lie.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{WatershedOptions, watershed_with};
    ///
    /// let markers = [[1, 0], [0, 0]];
    /// let diagonal = WatershedOptions::default().connectivity(2);
    /// let basins = watershed_with([[0, 9], [9, 0]], markers, &diagonal);
    /// assert_eq!(basins.into_vec(), [1, 1, 1, 1]);
    /// ```
    #[must_use]
    pub fn connectivity(self, connectivity: usize) -> WatershedOptions {
        WatershedOptions { connectivity, ..self }
    }

    /// Sets where there is ground to flood.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{WatershedOptions, watershed_with};
    ///
    /// let ground = WatershedOptions::default().mask([true, true, false, true]);
    /// let basins = watershed_with([0, 0, 0, 0], [1, 0, 0, 0], &ground);
    /// assert_eq!(basins.into_vec(), [1, 1, 0, 0]);
    /// ```
    #[must_use]
    pub fn mask(self, mask: impl ArrayLike<Elem = bool>) -> WatershedOptions {
        WatershedOptions { mask: Some(mask.view().to_array()), ..self }
    }

    /// Sets what a step away from a marker costs.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{WatershedOptions, watershed_with};
    ///
    /// let round = WatershedOptions::default().compactness(10.0);
    /// let basins = watershed_with([0, 1, 1, 1, 0, 0], [1, 0, 0, 0, 0, 2], &round);
    /// assert_eq!(basins.into_vec(), [1, 1, 1, 2, 2, 2]);
    /// ```
    #[must_use]
    pub fn compactness(self, compactness: f64) -> WatershedOptions {
        WatershedOptions { compactness, ..self }
    }

    /// Sets whether a line of label 0 is left between basins.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{WatershedOptions, watershed_with};
    ///
    /// let lines = WatershedOptions::default().watershed_line(true);
    /// let basins = watershed_with([0, 1, 2, 1, 0], [1, 0, 0, 0, 2], &lines);
    /// assert_eq!(basins.into_vec(), [1, 1, 0, 2, 2]);
    /// ```
    #[must_use]
    pub fn watershed_line(self, watershed_line: bool) -> WatershedOptions {
        WatershedOptions { watershed_line, ..self }
    }
}

/// The basins that grow from markers when an array is flooded: `(…), (…) -> (…)`, any rank.
///
/// Elements are ground of that height, NaN the highest; markers are labels other than 0, with faces as
/// neighbours. Whatever lies lowest is flooded next, of equals what was reached first, of markers those
/// that come first in C order. What no marker reaches is 0. An empty array gives an empty array.
///
/// # Panics
/// If the shapes differ, or there are 2³² elements or more.
///
/// # scikit-image
/// `skimage.segmentation.watershed(image, markers)`. There, which of several markers of the same height
/// is first is up to how its heap happens to lie, so single elements at equal distances may differ.
/// Without markers: label the local minima first.
///
/// # Examples
/// ```
/// use nd_image::segmentation::watershed;
///
/// let basins = watershed([3, 1, 2, 5, 2, 0], [0, 1, 0, 0, 0, 2]);
/// assert_eq!(basins.into_vec(), [1, 1, 1, 2, 2, 2]);
/// ```
/// ```should_panic
/// nd_image::segmentation::watershed([1, 2, 3], [1, 2]); // 3 and 2 elements
/// ```
#[track_caller]
pub fn watershed<A, L>(a: A, markers: L) -> Array<L::Elem>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    watershed_with(a, markers, &WatershedOptions::default())
}

/// [`watershed`] with other neighbours, within a mask, with rounder basins or lines between them.
///
/// With lines, markers that touch each other may keep touching. With compactness, the height that counts
/// is the element's plus compactness times the Euclidean distance from the marker it is reached from; the
/// lines are then not drawn.
///
/// # Panics
/// As [`watershed`]; also if the mask has another shape, the connectivity is 0 or more than there are
/// axes, or the compactness is negative or not finite.
///
/// # scikit-image
/// `skimage.segmentation.watershed(image, markers, connectivity, mask=..., compactness=...,
/// watershed_line=...)`.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{WatershedOptions, watershed_with};
///
/// let ground = WatershedOptions::default().mask([[true, true, true], [false, false, true]]);
/// let basins = watershed_with([[1, 2, 1], [0, 0, 0]], [[1, 0, 0], [0, 0, 2]], &ground);
/// assert_eq!(basins.into_vec(), [1, 1, 2, 0, 0, 2]);
/// ```
/// ```should_panic
/// use nd_image::segmentation::{WatershedOptions, watershed_with};
/// watershed_with([1, 2], [1, 2], &WatershedOptions::default().connectivity(2)); // one axis
/// ```
#[track_caller]
pub fn watershed_with<A, L>(a: A, markers: L, options: &WatershedOptions) -> Array<L::Elem>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    try_watershed_with(a, markers, options).unwrap_or_else(|e| panic!("{e}"))
}

/// [`watershed`] for shapes that come from users.
///
/// # Errors
/// If the shapes differ.
///
/// # Panics
/// If there are 2³² elements or more.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{try_watershed, watershed};
///
/// let (heights, markers) = ([3, 1, 2, 5, 2, 0], [0, 1, 0, 0, 0, 2]);
/// assert_eq!(try_watershed(heights, markers), Ok(watershed(heights, markers)));
/// assert!(try_watershed(heights, [1]).is_err());
/// ```
#[track_caller]
pub fn try_watershed<A, L>(a: A, markers: L) -> Result<Array<L::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    try_watershed_with(a, markers, &WatershedOptions::default())
}

/// [`watershed_with`] for shapes that come from users.
///
/// # Errors
/// If the shapes differ, of the markers or of the mask.
///
/// # Panics
/// If the connectivity is 0 or more than there are axes, the compactness is negative or not finite, or
/// there are 2³² elements or more.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{WatershedOptions, try_watershed_with};
///
/// let error = try_watershed_with([1, 2], [1], &WatershedOptions::default()).unwrap_err();
/// assert_eq!(error.to_string(), "watershed: shapes [2] and [1] differ");
/// ```
#[track_caller]
pub fn try_watershed_with<A, L>(
    a: A,
    markers: L,
    options: &WatershedOptions,
) -> Result<Array<L::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let (a, markers) = (a.view(), markers.view());
    same_shapes("watershed", a.shape(), markers.shape())?;
    if let Some(mask) = &options.mask {
        same_shapes("watershed", a.shape(), mask.shape())?;
    }
    check("watershed", options.connectivity, a.ndim());
    let compactness = options.compactness;
    assert!(
        compactness >= 0.0 && compactness.is_finite(),
        "watershed: compactness {compactness} is not a finite number from 0 on"
    );
    if a.is_empty() {
        return Ok(markers.to_array());
    }
    let labels = Labels(contiguous(markers));
    let heights = Floats(contiguous(a));
    let flooded = flood::flood(&heights, &read_all(&labels), a.shape(), options);
    let labels = flooded.into_iter().map(L::Elem::of_wide).collect();
    Ok(Array::from_shape_vec(a.shape(), labels))
}

/// Checks that neighbours along so many axes at once exist.
#[track_caller]
pub(crate) fn check(op: &str, connectivity: usize, ndim: usize) {
    assert!(
        (1..=ndim.max(1)).contains(&connectivity),
        "{op}: connectivity {connectivity} of an array of {ndim} axes"
    );
}
