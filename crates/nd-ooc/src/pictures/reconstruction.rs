//! Morphological reconstruction, piece by piece until nothing changes.

use super::desk::Desk;
use super::measures::same_shapes;
use super::stored::{Pieces, common, stored};
use crate::chunked::Chunked;
use crate::digest::Digest;
use crate::error::{Error, ErrorKind, Result};
use crate::regions::inside;
use crate::run::{RunOptions, fingerprint};
use nd_core::{Array, Typed};
use nd_image::{Ordinal, SeedError, reconstruction_by_dilation, reconstruction_by_erosion};
use nd_io::Region;

/// Seed and mask in pieces, and which of these have to be looked at.
struct Raising<T> {
    level: Pieces<T>,
    mask: Pieces<T>,
    rises: bool,
    waits: Vec<bool>,
}

impl<T: Typed + Ordinal> Raising<T> {
    /// Goes through the pieces that wait, there and back, until none does.
    fn run(&mut self) -> Result<()> {
        let count = self.waits.len();
        while self.waits.contains(&true) {
            for at in (0..count).chain((0..count).rev()) {
                if std::mem::take(&mut self.waits[at]) {
                    self.raise(at)?;
                }
            }
        }
        Ok(())
    }

    /// Reconstructs a piece from what it holds and what is around; pieces that see what changed have to be looked at.
    fn raise(&mut self, at: usize) -> Result<()> {
        let bands = &self.level.bands;
        let piece = bands.region(at);
        let around = bands.around(&piece);
        let level = self.level.read(&around)?;
        // What is around stays as it is.
        let mut mask = level.clone();
        let own = inside(&around, &piece);
        mask.slice_mut(&own[..]).assign(&self.mask.read(&piece)?);
        let raised = match self.rises {
            true => reconstruction_by_dilation(&level, &mask),
            false => reconstruction_by_erosion(&level, &mask),
        };
        let raised = raised.map_err(|error| placed(error, &around))?;
        drop(mask);
        for near in bands.holding(&around).into_iter().filter(|&near| near != at) {
            let seen = common(&bands.around(&bands.region(near)), &piece);
            let seen = &inside(&around, &seen)[..];
            let (before, after) = (level.slice(seen), raised.slice(seen));
            let changed = before.iter().zip(after.iter()).any(|(a, b)| a.rising() != b.rising());
            self.waits[near] |= changed;
        }
        self.level.put(at, raised.slice(&own[..]))
    }
}

/// The same error, its place counted in the whole.
fn placed(error: SeedError, around: &Region) -> Error {
    let at = error.at.iter().zip(around.start()).map(|(at, start)| at + start).collect();
    ErrorKind::Seed(SeedError { at }).into()
}

#[track_caller]
fn reconstructed<T: Typed + Ordinal>(
    (seed, mask): (&Chunked<T>, &Chunked<T>),
    rises: bool,
    run: &RunOptions,
) -> Result<Chunked<T>> {
    const OP: &str = "reconstruction";
    same_shapes(OP, seed.shape(), mask.shape());
    let desk = Desk::new(OP, run)?;
    // Elements and keys of both, with a frame around them; the queue.
    let each = 9 * size_of::<T>() + 2 * size_of::<usize>();
    let bands = desk.bands_around(&[seed.into(), mask.into()], each, 0)?;
    let place = desk.scratch()?;
    let (level, limit) =
        (Pieces::new(&bands, "level", &place), Pieces::new(&bands, "mask", &place));
    for at in 0..bands.count() {
        let (seed, mask): (Array<T>, Array<T>) = desk.both((seed, mask), &bands.region(at), 0)?;
        level.put(at, seed.view())?;
        limit.put(at, mask.view())?;
    }
    let waits = vec![true; bands.count()];
    let mut raising = Raising { level, mask: limit, rises, waits };
    raising.run()?;
    let digest = |x: &Chunked<T>| Digest::of(fingerprint::of_node(&x.node).as_bytes());
    let (of, under) = (digest(seed), digest(mask));
    let said = format!("reconstruction of {of:016x} {under:016x}, rising {rises}");
    Ok(stored(raising.level, said, seed.node.chunks))
}

impl<T: Typed + Ordinal> Chunked<T> {
    /// The array as a seed, dilated under the mask until nothing changes: `(…), (…) -> (…)`.
    ///
    /// What [`nd_image::reconstruction_by_dilation`] of the whole gives, to the bit: the result is the only one there is,
    /// in whatever order it is found. Made here, under the default [`RunOptions`]: both arrays are stored in pieces in
    /// the folder for [scratch](RunOptions::scratch), and each piece is reconstructed from what is next to it, there and
    /// back, for as long as something beside it changed. A picture whose bright paths wind through it takes as many
    /// rounds as they have turns; others take two. Some 9 elements and 16 bytes for each element of a piece are in memory.
    /// What is stored stays until the last array made of it is gone.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// [`ErrorKind::Seed`](crate::ErrorKind::Seed) if the seed is greater than the mask anywhere;
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget); and as [`Plan::run`](crate::Plan::run).
    ///
    /// # scikit-image
    /// `skimage.morphology.reconstruction(seed, mask)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let mask = Chunked::from(array![1, 3, 2, 0, 5, 5]);
    /// let seed = Chunked::from(array![0, 3, 0, 0, 4, 0]);
    /// let b = seed.reconstruction_by_dilation(&mask)?;
    /// assert_eq!(b.compute()?, array![1, 3, 2, 0, 4, 4]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn reconstruction_by_dilation(&self, mask: &Chunked<T>) -> Result<Chunked<T>> {
        self.reconstruction_by_dilation_with(mask, &RunOptions::default())
    }

    /// As [`reconstruction_by_dilation`](Self::reconstruction_by_dilation), run as told.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// As [`reconstruction_by_dilation`](Self::reconstruction_by_dilation).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// let (seed, mask) = (nd_ooc::full([5], 4u8), nd_ooc::full([5], 9u8));
    /// assert_eq!(seed.reconstruction_by_dilation_with(&mask, &run)?.compute()?.into_vec(), [4; 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn reconstruction_by_dilation_with(
        &self,
        mask: &Chunked<T>,
        run: &RunOptions,
    ) -> Result<Chunked<T>> {
        reconstructed((self, mask), true, run)
    }

    /// The array as a seed, eroded above the mask until nothing changes: `(…), (…) -> (…)`.
    ///
    /// What [`nd_image::reconstruction_by_erosion`] of the whole gives; otherwise as
    /// [`reconstruction_by_dilation`](Self::reconstruction_by_dilation).
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// As [`reconstruction_by_dilation`](Self::reconstruction_by_dilation), if the seed is smaller than the mask
    /// anywhere.
    ///
    /// # scikit-image
    /// `skimage.morphology.reconstruction(seed, mask, method="erosion")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let mask = Chunked::from(array![2, 5, 1, 5, 2]);
    /// let seed = Chunked::from(array![2, 9, 9, 9, 2]);
    /// let b = seed.reconstruction_by_erosion(&mask)?;
    /// assert_eq!(b.compute()?, array![2, 5, 5, 5, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn reconstruction_by_erosion(&self, mask: &Chunked<T>) -> Result<Chunked<T>> {
        self.reconstruction_by_erosion_with(mask, &RunOptions::default())
    }

    /// As [`reconstruction_by_erosion`](Self::reconstruction_by_erosion), run as told.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Errors
    /// As [`reconstruction_by_erosion`](Self::reconstruction_by_erosion).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// let (seed, mask) = (nd_ooc::full([5], 4u8), nd_ooc::full([5], 1u8));
    /// assert_eq!(seed.reconstruction_by_erosion_with(&mask, &run)?.compute()?.into_vec(), [4; 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn reconstruction_by_erosion_with(
        &self,
        mask: &Chunked<T>,
        run: &RunOptions,
    ) -> Result<Chunked<T>> {
        reconstructed((self, mask), false, run)
    }
}
