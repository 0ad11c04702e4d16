//! [`ResizePlan`]: a resize, of which parts can be made.

use super::Filter;
use super::nearest;
use super::passes;
use super::sample::Sample;
use super::weights::Weights;
use crate::axes::with_rows;
use crate::canvas::canvas;
use nd_core::{Array, ArrayLike, View};
use std::ops::Range;

/// How samples become others along one axis.
enum Way<S> {
    /// As they are.
    Same,
    /// Each is one of those that there are.
    Nearest(Vec<usize>),
    Weighed(Weights<S>),
}

impl<S: Copy> Way<S> {
    /// The samples that a part of the result is made of.
    fn needs(&self, part: &Range<usize>) -> Range<usize> {
        match self {
            _ if part.is_empty() => 0..0,
            Way::Same => part.clone(),
            Way::Nearest(sources) => sources[part.start]..sources[part.end - 1] + 1,
            Way::Weighed(weights) => weights.span(part.start, part.end),
        }
    }
}

/// A [`resize`](crate::resize) of a picture that is there in parts: which samples a part of the result is made of, and
/// the part.
///
/// Weights are made once, for both axes.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
/// use nd_image::{Filter, ResizePlan, resize};
///
/// let a = Array::from_fn([60, 40], |at| (at[0] * at[1] % 7) as f32);
/// let plan = ResizePlan::new([60, 40], [30, 90], Filter::Lanczos3);
/// let [rows, columns] = plan.needs([10..12, 20..45]);
/// let (rows, columns) = (rows.start as isize..rows.end as isize, columns.start as isize..columns.end as isize);
/// let part = plan.part(a.slice(s![rows, columns]), [10..12, 20..45]);
/// assert_eq!(part, resize(&a, [30, 90], Filter::Lanczos3).slice(s![10..12, 20..45]));
/// ```
pub struct ResizePlan<T: Sample> {
    size: [usize; 2],
    ways: [Way<T::Sum>; 2],
}

impl<T: Sample> ResizePlan<T> {
    /// The plan for pictures of `from` to become ones of `size`, each `[height, width]`.
    ///
    /// # Panics
    /// If there is nothing to make the result of.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Filter, ResizePlan};
    ///
    /// let plan = ResizePlan::<u8>::new([100, 100], [50, 50], Filter::Box);
    /// assert_eq!(plan.needs([3..5, 0..50]), [6..10, 0..100]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(from: [usize; 2], size: [usize; 2], filter: Filter) -> ResizePlan<T> {
        assert!(
            !from.contains(&0) || size.contains(&0),
            "resize: shape {from:?} has nothing to make {size:?} of"
        );
        let way = |axis: usize| match (from[axis], size[axis]) {
            (from, to) if filter == Filter::Nearest => Way::Nearest(nearest::sources(from, to)),
            (from, to) if from == to => Way::Same,
            (from, to) => Way::Weighed(Weights::new(from, to, filter, T::weight)),
        };
        ResizePlan { size, ways: [way(0), way(1)] }
    }

    /// Rows and columns of the picture that rows and columns of the result are made of.
    ///
    /// # Panics
    /// If the result has not so many.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Filter, ResizePlan};
    ///
    /// let plan = ResizePlan::<u8>::new([10, 10], [20, 10], Filter::Bilinear);
    /// assert_eq!(plan.needs([0..1, 2..3]), [0..1, 2..3]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn needs(&self, part: [Range<usize>; 2]) -> [Range<usize>; 2] {
        self.check(&part);
        [self.ways[0].needs(&part[0]), self.ways[1].needs(&part[1])]
    }

    /// Rows and columns of the result, of what they [need](Self::needs): `(h, w)` or `(h, w, c)`, with the bits that
    /// they have in the whole.
    ///
    /// # Panics
    /// If the array has not 2 or 3 axes or is not what is needed.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Filter, ResizePlan};
    ///
    /// let plan = ResizePlan::new([2, 2], [1, 2], Filter::Box);
    /// assert_eq!(plan.part([[0u8], [100]], [0..1, 1..2]).into_vec(), [50]);
    /// ```
    #[track_caller]
    pub fn part<A: ArrayLike<Elem = T>>(&self, a: A, part: [Range<usize>; 2]) -> Array<T> {
        let a = a.view();
        let needs = self.needs(part.clone());
        let shape = a.shape();
        let fits = matches!(shape.len(), 2 | 3)
            && shape.iter().zip(&needs).all(|(&len, needed)| len == needed.len());
        assert!(fits, "resize: a part of shape {shape:?}, made of {needs:?}");
        T::resized(a, self, part)
    }

    #[track_caller]
    fn check(&self, part: &[Range<usize>; 2]) {
        let inside =
            part.iter().zip(self.size).all(|(part, n)| part.start <= part.end && part.end <= n);
        assert!(inside, "resize: part {part:?} of a result of {:?}", self.size);
    }
}

/// A part of the result, of what it needs.
pub(super) fn resized<T: Sample>(
    a: View<'_, T>,
    plan: &ResizePlan<T>,
    part: [Range<usize>; 2],
) -> Array<T> {
    let channels = a.shape()[2..].iter().product::<usize>();
    let mut shape = vec![part[0].len(), part[1].len()];
    shape.extend_from_slice(&a.shape()[2..]);
    let mut out = canvas::<T>(&shape[..]);
    if out.is_empty() {
        return out;
    }
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, 1, |rows| {
        if let [Way::Nearest(down), Way::Nearest(along)] = &plan.ways {
            let places = |sources: &[usize], part: &Range<usize>| -> Vec<usize> {
                let first = sources[part.start];
                sources[part.clone()].iter().map(|&source| source - first).collect()
            };
            let (down, along) = (places(down, &part[0]), places(along, &part[1]));
            return nearest::run(rows, [&down, &along], channels, samples);
        }
        let weights = |axis: usize| match &plan.ways[axis] {
            Way::Weighed(weights) => Some(weights.part(part[axis].start, part[axis].end)),
            _ => None,
        };
        let (down, along) = (weights(0), weights(1));
        passes::run(
            rows,
            &passes::Plan { along, down, channels },
            part[1].len() * channels,
            samples,
        );
    });
    out
}
