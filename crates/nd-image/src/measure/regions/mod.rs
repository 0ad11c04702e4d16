//! The table of regions: what scikit-image calls `regionprops`.

mod brightness;
mod gathered;
mod hull;
mod inertia;
mod mask;
mod outline;
mod places;
mod runs;
mod sums;

pub use gathered::GatheredRegions;

pub(crate) use mask::Mask;

use crate::labels::statistics::same_shapes;
use crate::measured::{Floats, Label, Labels, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike, threads};
use runs::Run;
use std::sync::OnceLock;
use sums::Powers;

/// Regions for which one task is made.
const TASK: usize = 32;

/// The regions of a picture of labels, to be asked for their properties: a row for each, ascending by
/// label; a method for each column.
///
/// Made by [`regionprops`]. The picture is gone through once; what a column needs is calculated when it is
/// asked for, from the runs of pixels that each region consists of, and on all threads.
///
/// # scikit-image
/// `skimage.measure.regionprops_table(labels, intensity, properties)`: columns have the properties' names.
///
/// # Examples
/// ```
/// use nd_image::measure::regionprops;
///
/// let table = regionprops([[1, 1, 0], [0, 1, 0], [0, 0, 7]]);
/// assert_eq!(table.label().into_vec(), [1, 7]);
/// assert_eq!(table.area().into_vec(), [3.0, 1.0]);
/// assert_eq!(table.bbox(), nd_core::array![[0, 0, 2, 2], [2, 2, 3, 3]]);
/// ```
#[derive(Debug)]
pub struct Regions {
    shape: Vec<usize>,
    spacing: Vec<f64>,
    labels: Vec<i64>,
    /// The runs of all regions, those of each in C order.
    runs: Vec<Run>,
    /// Where the runs of each region start, and the end.
    starts: Vec<usize>,
    /// The first and the last index but one, along each axis, of each region.
    boxes: Vec<(Vec<usize>, Vec<usize>)>,
    intensity: Option<Brightness>,
    powers: OnceLock<Vec<Powers>>,
    weighted: OnceLock<Vec<Powers>>,
}

/// The brightness of the pixels of regions.
#[derive(Debug)]
enum Brightness {
    /// Of all pixels of the picture.
    Whole(Vec<f64>),
    /// Of the pixels of runs: the line and the place where each begins, ascending, and where its pixels are.
    Runs(Vec<(usize, u32, usize)>, Vec<f64>),
}

/// The regions of a picture of labels, `(h, w)` or `(d, h, w)`: pixels of the same label above zero, whether
/// they touch each other or not.
///
/// Labels of 64 bits count as signed. An empty picture has no regions.
///
/// # Panics
/// If there are not 2 or 3 axes, or an axis has 2³² pixels or more.
///
/// # scikit-image
/// `skimage.measure.regionprops(labels)`.
///
/// # Examples
/// ```
/// let table = nd_image::measure::regionprops([[2u8, 2], [2, 2]]);
/// assert_eq!(table.len(), 1);
/// assert_eq!(table.centroid().into_vec(), [0.5, 0.5]);
/// ```
/// ```should_panic
/// nd_image::measure::regionprops([1, 1]); // one axis
/// ```
#[track_caller]
pub fn regionprops<L>(labels: L) -> Regions
where
    L: ArrayLike<Elem: Label>,
{
    let labels = labels.view();
    check_shape(labels.shape());
    Regions::new(&Labels(contiguous(labels)), labels.shape())
}

#[track_caller]
fn check_shape(shape: &[usize]) {
    assert!(
        matches!(shape.len(), 2 | 3),
        "regionprops: a picture of shape {shape:?} has not 2 or 3 axes"
    );
    let small = shape.iter().all(|&len| len < u32::MAX as usize);
    assert!(small, "regionprops: shape {shape:?} has an axis of 2^32 pixels or more");
}

impl Regions {
    /// Sets how far pixels are from each other along each axis; 1 by default.
    ///
    /// # Panics
    /// If there are not as many as axes, or one is not a finite number above zero.
    ///
    /// # scikit-image
    /// `spacing` of `regionprops`.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1]]).spacing([2.0, 0.5]);
    /// assert_eq!(table.area().into_vec(), [2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn spacing(self, spacing: impl Into<Vec<f64>>) -> Regions {
        let spacing = spacing.into();
        let fits = spacing.len() == self.shape.len();
        let fits = fits && spacing.iter().all(|s| s.is_finite() && *s > 0.0);
        assert!(fits, "regionprops: spacing {spacing:?} for {} axes", self.shape.len());
        Regions { spacing, ..self }
    }

    /// Sets the picture whose brightness is measured: `(h, w)` or `(d, h, w)` as the labels are.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # scikit-image
    /// `intensity_image` of `regionprops`; of several channels one at a time.
    ///
    /// # Examples
    /// ```
    /// let table = nd_image::measure::regionprops([[1, 1, 2]]).intensity([[5u8, 7, 9]]);
    /// assert_eq!(table.intensity_mean().into_vec(), [6.0, 9.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn intensity<A>(self, picture: A) -> Regions
    where
        A: ArrayLike<Elem: Measured>,
    {
        let picture = picture.view();
        same_shapes("regionprops", &self.shape, picture.shape()).unwrap_or_else(|e| panic!("{e}"));
        let intensity = Some(Brightness::Whole(read_all(&Floats(contiguous(picture)))));
        Regions { intensity, weighted: OnceLock::new(), ..self }
    }

    /// How many regions there are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::measure::regionprops([[0, 3, 1, 3]]).len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::measure::regionprops([[0, 0]]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    fn ndim(&self) -> usize {
        self.shape.len()
    }

    fn runs_of(&self, region: usize) -> &[Run] {
        &self.runs[self.starts[region]..self.starts[region + 1]]
    }

    /// What `f` makes of each region.
    fn each<R: Send>(&self, f: &(dyn Fn(usize) -> R + Sync)) -> Vec<R> {
        let tasks = self.len().div_ceil(TASK);
        let parts = threads::collect(tasks, &|task| {
            (task * TASK..((task + 1) * TASK).min(self.len())).map(f).collect::<Vec<R>>()
        });
        parts.into_iter().flatten().collect()
    }

    /// A column with a number for each region.
    fn column<R: Send>(&self, f: &(dyn Fn(usize) -> R + Sync)) -> Array<R> {
        Array::from_vec(self.each(f))
    }

    /// A column with an array of shape `cell` for each region.
    fn cells(&self, cell: &[usize], f: &(dyn Fn(usize) -> Vec<f64> + Sync)) -> Array<f64> {
        let mut shape = vec![self.len()];
        shape.extend_from_slice(cell);
        Array::from_shape_vec(shape, self.each(f).into_iter().flatten().collect())
    }

    #[track_caller]
    fn plane(&self, op: &str) {
        assert!(self.ndim() == 2, "{op}: regions of {} axes, 2 are needed", self.ndim());
    }

    #[track_caller]
    fn brightness(&self, op: &str) -> &Brightness {
        let none = || panic!("{op}: no picture was given by `intensity`");
        self.intensity.as_ref().unwrap_or_else(none)
    }
}
