//! Where regions meet, and pictures in which that is drawn.

use super::watershed::check;
use super::watershed::frame::Frame;
use crate::measured::{Label, Labels, contiguous, read_all};
use nd_core::{Array, ArrayLike, Element};

/// Which elements at a boundary are marked.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{BoundaryMode, find_boundaries};
///
/// let inner = find_boundaries([0, 5, 5, 5, 0], 1, BoundaryMode::Inner);
/// assert_eq!(inner.into_vec(), [false, true, false, true, false]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BoundaryMode {
    /// Those on both sides.
    #[default]
    Thick,
    /// Those that are not background, 0.
    Inner,
    /// Those of the background, and both sides where two objects touch.
    Outer,
}

/// Which elements have a neighbour of another label: `(…) -> (…)`, any rank. `connectivity` says along how
/// many axes at once a neighbour may lie.
///
/// # Panics
/// If the connectivity is 0 or more than there are axes.
///
/// # scikit-image
/// `skimage.segmentation.find_boundaries(labels, connectivity, mode)`, without its mode `subpixel`.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{BoundaryMode, find_boundaries};
///
/// let labels = [0, 0, 5, 5, 2, 2];
/// let thick = find_boundaries(labels, 1, BoundaryMode::Thick);
/// assert_eq!(thick.into_vec(), [false, true, true, true, true, false]);
/// let outer = find_boundaries(labels, 1, BoundaryMode::Outer);
/// assert_eq!(outer.into_vec(), [false, true, false, true, true, false]);
/// ```
#[must_use]
#[track_caller]
pub fn find_boundaries<L>(labels: L, connectivity: usize, mode: BoundaryMode) -> Array<bool>
where
    L: ArrayLike<Elem: Label>,
{
    let labels = labels.view();
    check("find_boundaries", connectivity, labels.ndim());
    if labels.is_empty() {
        return Array::full(labels.shape(), false);
    }
    let wide = read_all(&Labels(contiguous(labels)));
    let found = boundaries(&wide, labels.shape(), connectivity, mode);
    Array::from_shape_vec(labels.shape(), found)
}

fn boundaries(
    labels: &[i64],
    shape: &[usize],
    connectivity: usize,
    mode: BoundaryMode,
) -> Vec<bool> {
    let frame = Frame::new(shape, connectivity);
    let all = Frame::new(shape, shape.len().max(1));
    let inside = frame.around(&vec![true; labels.len()], false);
    let framed = frame.around(labels, 0);
    let mut found = vec![false; frame.size];
    for at in (0..frame.size).filter(|&at| inside[at]) {
        let around = |steps: &[isize], differs: &dyn Fn(i64) -> bool| {
            let mut places = steps.iter().map(|&step| at.wrapping_add_signed(step));
            places.any(|to| inside[to] && differs(framed[to]))
        };
        let own = framed[at];
        found[at] = around(&frame.steps, &|other| other != own)
            && match mode {
                BoundaryMode::Thick => true,
                BoundaryMode::Inner => own != 0,
                BoundaryMode::Outer => {
                    own == 0 || around(&all.steps, &|other| other != own && other != 0)
                }
            };
    }
    frame.inside(&found, false)
}

/// How [`mark_boundaries_with`] draws.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{BoundaryMode, MarkOptions};
///
/// let options = MarkOptions::<u8>::default().mode(BoundaryMode::Inner);
/// assert_eq!((options.mode, options.outline), (BoundaryMode::Inner, None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct MarkOptions<T> {
    /// Which pixels are marked; [`BoundaryMode::Outer`] by default.
    pub mode: BoundaryMode,
    /// The colour of a line around the marked pixels; none by default.
    pub outline: Option<[T; 3]>,
}

impl<T> Default for MarkOptions<T> {
    fn default() -> MarkOptions<T> {
        MarkOptions { mode: BoundaryMode::Outer, outline: None }
    }
}

impl<T> MarkOptions<T> {
    /// Sets which pixels are marked.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{BoundaryMode, MarkOptions};
    /// let options = MarkOptions::<u8>::default().mode(BoundaryMode::Thick);
    /// assert_eq!(options.mode, BoundaryMode::Thick);
    /// ```
    #[must_use]
    pub fn mode(self, mode: BoundaryMode) -> MarkOptions<T> {
        MarkOptions { mode, ..self }
    }

    /// Sets the colour of a line around the marked pixels.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::MarkOptions;
    /// assert_eq!(MarkOptions::default().outline([0, 0, 0]).outline, Some([0, 0, 0]));
    /// ```
    #[must_use]
    pub fn outline(self, colour: [T; 3]) -> MarkOptions<T> {
        MarkOptions { outline: Some(colour), ..self }
    }
}

/// A picture in which the boundaries of regions have a colour: `(h, w) or (h, w, 3), (h, w) -> (h, w, 3)`.
///
/// The picture keeps its element type and its range: the colour is of the same.
///
/// # Panics
/// If the shapes do not fit.
///
/// # scikit-image
/// `skimage.segmentation.mark_boundaries(image, labels, color)`, which turns pictures into floats from 0 to 1
/// first.
///
/// # Examples
/// ```
/// let marked = nd_image::segmentation::mark_boundaries([[7u8, 7]], [[0, 1]], [255, 255, 0]);
/// assert_eq!(marked, nd_core::array![[[255, 255, 0], [7, 7, 7]]]);
/// ```
#[must_use]
#[track_caller]
pub fn mark_boundaries<A, L>(picture: A, labels: L, colour: [A::Elem; 3]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Element>,
    L: ArrayLike<Elem: Label>,
{
    mark_boundaries_with(picture, labels, colour, &MarkOptions::default())
}

/// [`mark_boundaries`] of another kind, or with a line around them.
///
/// # Panics
/// If the shapes do not fit.
///
/// # scikit-image
/// `skimage.segmentation.mark_boundaries(image, labels, color, outline_color, mode)`.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{MarkOptions, mark_boundaries_with};
///
/// let lined = MarkOptions::default().outline([0.0; 3]);
/// let marked = mark_boundaries_with([[0.5, 0.5]], [[0, 1]], [1.0; 3], &lined);
/// assert_eq!(marked.into_vec(), [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
/// ```
#[must_use]
#[track_caller]
pub fn mark_boundaries_with<A, L>(
    picture: A,
    labels: L,
    colour: [A::Elem; 3],
    options: &MarkOptions<A::Elem>,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Element>,
    L: ArrayLike<Elem: Label>,
{
    let (picture, labels) = (picture.view(), labels.view());
    let (shape, plane) = (picture.shape(), labels.shape());
    let grey = shape == plane;
    let fits =
        plane.len() == 2 && (grey || (shape.len() == 3 && shape[..2] == *plane && shape[2] == 3));
    assert!(fits, "mark_boundaries: a picture of shape {shape:?} and labels of shape {plane:?}");
    let mut colours: Vec<A::Elem> = if grey {
        picture.iter().flat_map(|&x| [x; 3]).collect()
    } else {
        picture.iter().copied().collect()
    };
    let found = find_boundaries(labels, 1, options.mode);
    if let Some(outline) = options.outline {
        // An element next to what is marked, or marked itself, is one at a boundary of the marks or inside.
        let near = find_boundaries(&found, 2, BoundaryMode::Thick);
        for (pixel, (&near, &marked)) in colours.chunks_mut(3).zip(near.iter().zip(found.iter())) {
            if near || marked {
                pixel.copy_from_slice(&outline);
            }
        }
    }
    for (pixel, &marked) in colours.chunks_mut(3).zip(found.iter()) {
        if marked {
            pixel.copy_from_slice(&colour);
        }
    }
    Array::from_shape_vec([plane[0], plane[1], 3], colours)
}
