//! What is small goes.

use super::desk::Desk;
use super::label::components;
use crate::chunked::Chunked;
use crate::elementwise::lift1;
use crate::error::Result;
use crate::run::RunOptions;
use nd_core::{Typed, zip};
use nd_image::{LabelOptions, Ordinal};
use std::sync::Arc;

impl<T: Typed + Ordinal> Chunked<T> {
    /// Unsets the objects of at most `max_size` pixels: `(…) -> (…)`.
    ///
    /// Objects are connected by faces. What [`nd_image::remove_small_objects`] of the whole gives. They are labelled, as
    /// [`label`](Self::label) says, and counted when this is called; a byte is kept for each besides.
    ///
    /// # Errors
    /// As [`label`](Self::label).
    ///
    /// # scikit-image
    /// `skimage.morphology.remove_small_objects(a, max_size=max_size)` of a mask.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let kept = Chunked::from(array![1, 0, 1, 1, 0]).remove_small_objects(1)?;
    /// assert_eq!(kept.compute()?, array![false, false, true, true, false]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn remove_small_objects(&self, max_size: usize) -> Result<Chunked<bool>> {
        self.remove_small_objects_with(max_size, &RunOptions::default())
    }

    /// As [`remove_small_objects`](Self::remove_small_objects), run as told.
    ///
    /// # Errors
    /// As [`label`](Self::label).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// let kept = nd_ooc::full([5], 1u8).remove_small_objects_with(2, &run)?;
    /// assert_eq!(kept.compute()?.into_vec(), [true; 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn remove_small_objects_with(
        &self,
        max_size: usize,
        run: &RunOptions,
    ) -> Result<Chunked<bool>> {
        large("remove_small_objects", self, max_size, false, run)
    }

    /// Sets the holes of at most `max_size` pixels: `(…) -> (…)`.
    ///
    /// Holes are what is not set, connected by faces, at the edge too. What [`nd_image::remove_small_holes`] of the whole
    /// gives; otherwise as [`remove_small_objects`](Self::remove_small_objects).
    ///
    /// # Errors
    /// As [`label`](Self::label).
    ///
    /// # scikit-image
    /// `skimage.morphology.remove_small_holes(a, max_size=max_size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let filled = Chunked::from(array![1, 0, 1, 0, 0]).remove_small_holes(1)?;
    /// assert_eq!(filled.compute()?, array![true, true, true, false, false]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn remove_small_holes(&self, max_size: usize) -> Result<Chunked<bool>> {
        self.remove_small_holes_with(max_size, &RunOptions::default())
    }

    /// As [`remove_small_holes`](Self::remove_small_holes), run as told.
    ///
    /// # Errors
    /// As [`label`](Self::label).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// let filled = nd_ooc::full([5], 0u8).remove_small_holes_with(9, &run)?;
    /// assert_eq!(filled.compute()?.into_vec(), [true; 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn remove_small_holes_with(
        &self,
        max_size: usize,
        run: &RunOptions,
    ) -> Result<Chunked<bool>> {
        let unset = lift1("is zero", "", self, |a| zip((&T::set(a.view()),)).map(|(x,)| x ^ 1));
        large("remove_small_holes", &unset, max_size, true, run)
    }
}

/// The pixels of components of more than `most` pixels, or all others.
fn large<T: Typed + Ordinal>(
    op: &'static str,
    x: &Chunked<T>,
    most: usize,
    others: bool,
    run: &RunOptions,
) -> Result<Chunked<bool>> {
    let (labels, count) = components(op, x, &LabelOptions::default(), run)?;
    let sizes = sizes(op, &labels, count as usize + 1, run)?;
    // What is in no component is none of the large ones.
    let large = |(at, &size): (usize, &usize)| (at > 0 && size > most) != others;
    let kept: Arc<[bool]> = sizes.iter().enumerate().map(large).collect();
    let said = format!("{most} {others}");
    Ok(lift1(op, said, &labels, move |labels| zip((&labels,)).map(|(label,)| kept[label as usize])))
}

/// How many pixels each of so many labels, 0 among them, has.
fn sizes(
    op: &'static str,
    labels: &Chunked<u32>,
    count: usize,
    run: &RunOptions,
) -> Result<Vec<usize>> {
    let desk = Desk::new(op, run)?;
    let held = count.saturating_mul(2 * size_of::<usize>());
    desk.hold(held)?;
    let mut sizes = vec![0; count];
    let bands = desk.bands(&[labels.into()], 2 * size_of::<u32>(), held)?;
    for at in 0..bands.count() {
        let piece = desk.piece(labels, &bands.region(at), held)?;
        let labels = piece.as_slice().expect("results have no gaps");
        labels.chunk_by(|a, b| a == b).for_each(|run| sizes[run[0] as usize] += run.len());
    }
    Ok(sizes)
}
