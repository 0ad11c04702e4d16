//! Windows as callers give them.

use crate::axiswise::{Axiswise, chosen};
use crate::mode::Mode;
use crate::ranks::Footprint;
use crate::rounding::Rounding;
use crate::windows::Span;
use nd_core::{Array, View};

/// The longest window along one axis.
const LONGEST: usize = 1 << 20;

/// Which neighbours a filter looks at: a box, or what a mask says.
///
/// A window of `n` samples along an axis begins `n / 2` samples before the place it stands for: one of
/// even length reaches further back than ahead.
///
/// Made by `into()` from a length, lengths for each axis, or an array of `bool`.
///
/// # NumPy
/// `size` and `footprint` of `scipy.ndimage`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{Window, median_filter};
///
/// let a = array![[1, 2, 9], [4, 0, 6], [7, 8, 5]];
/// assert_eq!(median_filter(&a, 3)[[1, 1]], 5);
/// assert_eq!(median_filter(&a, [3, 1])[[1, 1]], 2);
///
/// let cross = array![[false, true, false], [true, true, true], [false, true, false]];
/// assert_eq!(median_filter(&a, cross)[[1, 1]], 4);
/// assert_eq!(Window::from(3), Window::Size(3.into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Window {
    /// A box of one length for all axes, or of one for each.
    Size(Axiswise<usize>),
    /// The neighbours where the mask is true.
    Footprint(Box<Array<bool>>),
}

impl From<usize> for Window {
    fn from(size: usize) -> Window {
        Window::Size(size.into())
    }
}

impl<const N: usize> From<[usize; N]> for Window {
    fn from(size: [usize; N]) -> Window {
        Window::Size(size.into())
    }
}

impl From<Vec<usize>> for Window {
    fn from(size: Vec<usize>) -> Window {
        Window::Size(size.into())
    }
}

impl From<Axiswise<usize>> for Window {
    fn from(size: Axiswise<usize>) -> Window {
        Window::Size(size)
    }
}

impl From<Array<bool>> for Window {
    fn from(footprint: Array<bool>) -> Window {
        Window::Footprint(footprint.into())
    }
}

impl From<&Array<bool>> for Window {
    fn from(footprint: &Array<bool>) -> Window {
        Window::Footprint(footprint.clone().into())
    }
}

impl From<View<'_, bool>> for Window {
    fn from(footprint: View<'_, bool>) -> Window {
        Window::Footprint(footprint.to_array().into())
    }
}

/// How filters over windows place them, and what lies beyond the edges.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions};
///
/// let options = WindowOptions::default().mode(Mode::Nearest).axes([0, 1]);
/// assert_eq!((options.mode, options.origin), (Mode::Nearest.into(), 0.into()));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct WindowOptions {
    /// What lies beyond the edges, of all axes or of each; [`Mode::Reflect`] by default.
    pub mode: Axiswise<Mode>,
    /// By how much the window is moved along all axes, or along each: positive values look further
    /// back. 0 by default.
    pub origin: Axiswise<isize>,
    /// The axes that have windows, all by default. Sizes, modes and origins are those of these axes,
    /// in this order.
    pub axes: Option<Vec<isize>>,
    /// How means become integers; nothing but means asks.
    pub rounding: Rounding,
}

impl WindowOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # NumPy
    /// `mode` and `cval` of `scipy.ndimage`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, WindowOptions, maximum_filter_with};
    ///
    /// let round = WindowOptions::default().mode(Mode::Wrap);
    /// assert_eq!(maximum_filter_with([1, 2, 7], 3, &round).into_vec(), [7, 7, 7]);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Axiswise<Mode>>) -> WindowOptions {
        WindowOptions { mode: mode.into(), ..self }
    }

    /// Sets by how much the window is moved.
    ///
    /// # NumPy
    /// `origin` of `scipy.ndimage`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{WindowOptions, maximum_filter_with};
    ///
    /// let back = WindowOptions::default().origin(1);
    /// assert_eq!(maximum_filter_with([5, 1, 1, 1], 3, &back).into_vec(), [5, 5, 5, 1]);
    /// ```
    #[must_use]
    pub fn origin(self, origin: impl Into<Axiswise<isize>>) -> WindowOptions {
        WindowOptions { origin: origin.into(), ..self }
    }

    /// Sets which axes have windows; negative ones count from the end.
    ///
    /// # NumPy
    /// `axes` of `scipy.ndimage`; axes of a footprint are taken in ascending order there.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{WindowOptions, maximum_filter_with};
    ///
    /// let down = WindowOptions::default().axes([0]);
    /// assert_eq!(maximum_filter_with([[1, 2], [4, 3]], 3, &down).into_vec(), [4, 3, 4, 3]);
    /// ```
    #[must_use]
    pub fn axes(self, axes: impl Into<Vec<isize>>) -> WindowOptions {
        WindowOptions { axes: Some(axes.into()), ..self }
    }

    /// Sets how means become integers.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Rounding, WindowOptions, uniform_filter, uniform_filter_with};
    ///
    /// assert_eq!(uniform_filter([3u8, 4, 4], 3)[[1]], 3);
    /// let nearest = WindowOptions::default().rounding(Rounding::Nearest);
    /// assert_eq!(uniform_filter_with([3u8, 4, 4], 3, &nearest)[[1]], 4);
    /// ```
    #[must_use]
    pub fn rounding(self, rounding: Rounding) -> WindowOptions {
        WindowOptions { rounding, ..self }
    }
}

/// The first sample of a window of `size` before the place it stands for.
#[track_caller]
pub(crate) fn before(op: &str, size: usize, origin: isize) -> isize {
    assert!(size > 0, "{op}: a window of 0 samples");
    assert!(size <= LONGEST, "{op}: a window of {size} samples, at most {LONGEST}");
    let middle = (size / 2) as isize + origin;
    assert!(
        (0..size as isize).contains(&middle),
        "{op}: origin {origin} moves the middle off a window of length {size}"
    );
    middle
}

/// The windows of a box along the axes where they are longer than one sample, in the order of the axes
/// given: integers are truncated after each.
#[track_caller]
pub(crate) fn spans(
    op: &'static str,
    size: &Axiswise<usize>,
    ndim: usize,
    options: &WindowOptions,
) -> Vec<Span> {
    let axes = chosen(op, options.axes.as_deref(), ndim);
    let sizes = size.expand(op, "size", axes.len());
    let modes = options.mode.expand(op, "mode", axes.len());
    let origins = options.origin.expand(op, "origin", axes.len());
    let mut spans = Vec::new();
    for (i, &axis) in axes.iter().enumerate() {
        let before = before(op, sizes[i], origins[i]);
        if sizes[i] > 1 {
            spans.push(Span { axis, size: sizes[i], before, mode: modes[i] });
        }
    }
    spans
}

/// The window as neighbours along all axes.
#[track_caller]
pub(crate) fn footprint(
    op: &'static str,
    window: &Window,
    ndim: usize,
    options: &WindowOptions,
) -> Footprint {
    let axes = chosen(op, options.axes.as_deref(), ndim);
    let (sizes, held) = match window {
        Window::Size(size) => (size.expand(op, "size", axes.len()), None),
        Window::Footprint(held) => {
            let (shape, given) = (held.shape(), axes.len());
            assert!(shape.len() == given, "{op}: a footprint of shape {shape:?} for {given} axes");
            let held: Vec<bool> = turned(held.view(), &axes).iter().copied().collect();
            assert!(held.contains(&true), "{op}: the footprint of shape {shape:?} holds nothing");
            (shape.to_vec(), held.contains(&false).then_some(held))
        }
    };
    let modes = options.mode.expand(op, "mode", axes.len());
    let origins = options.origin.expand(op, "origin", axes.len());
    let mut whole = Footprint {
        size: vec![1; ndim],
        before: vec![0; ndim],
        modes: vec![Mode::Reflect; ndim],
        held,
    };
    for (i, &axis) in axes.iter().enumerate() {
        whole.before[axis] = before(op, sizes[i], origins[i]);
        whole.size[axis] = sizes[i];
        whole.modes[axis] = modes[i];
    }
    let count = whole.size.iter().try_fold(1usize, |count, &size| count.checked_mul(size));
    assert!(
        count.is_some_and(|count| count <= LONGEST),
        "{op}: a window of shape {:?}, at most {LONGEST} samples",
        whole.size
    );
    whole
}

/// The footprint with its axes in the order of the array's.
fn turned<'a>(held: View<'a, bool>, axes: &[usize]) -> View<'a, bool> {
    let mut order: Vec<isize> = (0..axes.len() as isize).collect();
    order.sort_by_key(|&i| axes[i as usize]);
    held.permute_dims(&order)
}
