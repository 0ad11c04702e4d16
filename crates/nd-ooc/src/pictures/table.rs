//! The table of regions.

use super::desk::Desk;
use super::measures::{first, same_shapes};
use crate::chunked::Chunked;
use crate::error::Result;
use crate::run::RunOptions;
use nd_core::{Array, Element, Typed, View, concat};
use nd_image::measure::{GatheredRegions, Regions};
use nd_image::{Label, Measured};
use std::collections::HashMap;

/// Bytes for each label while it is found where regions end.
const EACH: usize = 64;

mod sealed {
    pub trait Sealed {}
}

/// Columns of a table that have a row for each region: an array whose first axis is that of the regions, or a tuple of
/// up to eight.
///
/// # Examples
/// ```
/// fn is_columns<C: nd_ooc::Columns>(_: &C) {}
///
/// let table = nd_image::measure::regionprops([[1, 1, 2]]);
/// is_columns(&(table.label(), table.area(), table.centroid()));
/// ```
pub trait Columns: Sized + sealed::Sealed {
    /// The rows of all parts, in the order of their places.
    #[doc(hidden)]
    fn joined(parts: Vec<Self>, places: &Array<i64>) -> Self;
    #[doc(hidden)]
    fn nbytes(&self) -> usize;
}

impl<T: Element> sealed::Sealed for Array<T> {}

impl<T: Element> Columns for Array<T> {
    fn joined(parts: Vec<Self>, places: &Array<i64>) -> Self {
        let views: Vec<View<'_, T>> = parts.iter().map(Array::view).collect();
        concat(&views, 0).take(places, 0)
    }

    fn nbytes(&self) -> usize {
        self.size() * size_of::<T>()
    }
}

macro_rules! tuples {
    ($(($($C:ident $c:ident),*);)*) => {$(
        impl<$($C: Columns),*> sealed::Sealed for ($($C,)*) {}

        impl<$($C: Columns),*> Columns for ($($C,)*) {
            fn joined(parts: Vec<Self>, places: &Array<i64>) -> Self {
                $(let mut $c = Vec::with_capacity(parts.len());)*
                for part in parts {
                    #[allow(non_snake_case, reason = "as the types are called")]
                    let ($($C,)*) = part;
                    $($c.push($C);)*
                }
                ($(Columns::joined($c, places),)*)
            }

            fn nbytes(&self) -> usize {
                let ($($c,)*) = self;
                0 $(+ $c.nbytes())*
            }
        }
    )*};
}
tuples! {
    (A a);
    (A a, B b);
    (A a, B b, C c);
    (A a, B b, C c, D d);
    (A a, B b, C c, D d, E e);
    (A a, B b, C c, D d, E e, F f);
    (A a, B b, C c, D d, E e, F f, G g);
    (A a, B b, C c, D d, E e, F f, G g, H h);
}

impl<L: Typed + Label> Chunked<L> {
    /// Columns of the table of the regions of a picture of labels, `(h, w)` or `(d, h, w)`: a row for each label above
    /// zero, ascending.
    ///
    /// `columns` is given regions as [`regionprops`](nd_image::measure::regionprops) makes them, some at a time, and
    /// returns [`Columns`] of them; so every property there is can be asked for. They have the bits of the whole
    /// whatever the chunks.
    ///
    /// Labels are gone through twice: once to find where each region ends, and once to measure it there. What is kept of
    /// a region until then are its runs of pixels, 16 bytes each (and the brightness of its pixels, 8 bytes each, with
    /// [`regionprops_intensity`](Self::regionprops_intensity)) in lists that are up to half empty, 64 bytes for each label besides, and the columns; together
    /// they may take half of the budget. So regions that are small beside the picture can be as many as there is room for
    /// rows, and of a region that goes through all of the picture the runs must fit. What is needed of larger ones has
    /// to be asked for one by one: [`label_statistics`](Self::label_statistics),
    /// [`center_of_mass`](Self::center_of_mass) and [`find_objects`](Self::find_objects) keep nothing of pixels.
    ///
    /// # Panics
    /// If there are not 2 or 3 axes, or an axis has 2³² pixels or more; and if `columns` does.
    ///
    /// # Errors
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget) if what is kept does not fit; and as
    /// [`Plan::run`](crate::Plan::run).
    ///
    /// # scikit-image
    /// `skimage.measure.regionprops_table(labels, properties=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let labels = Chunked::from(array![[1, 1, 0], [0, 1, 0], [0, 0, 7]]);
    /// let (label, area, bbox) = labels.regionprops(|r| (r.label(), r.area(), r.bbox()))?;
    /// assert_eq!(label, array![1, 7]);
    /// assert_eq!(area, array![3.0, 1.0]);
    /// assert_eq!(bbox, array![[0, 0, 2, 2], [2, 2, 3, 3]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn regionprops<C: Columns>(&self, columns: impl Fn(Regions) -> C) -> Result<C> {
        self.regionprops_with(columns, &RunOptions::default())
    }

    /// As [`regionprops`](Self::regionprops), run as told.
    ///
    /// # Panics
    /// As [`regionprops`](Self::regionprops).
    ///
    /// # Errors
    /// As [`regionprops`](Self::regionprops).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// let area = nd_ooc::full([5, 4], 3u8).regionprops_with(|r| r.area(), &run)?;
    /// assert_eq!(area.into_vec(), [20.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn regionprops_with<C: Columns>(
        &self,
        columns: impl Fn(Regions) -> C,
        run: &RunOptions,
    ) -> Result<C> {
        let gathered = GatheredRegions::new(self.shape());
        let mut desk = Gathering::new(self, size_of::<L>(), gathered, run)?;
        while let Some(piece) = desk.piece() {
            let labels = desk.desk.piece(self, &piece, desk.held)?;
            desk.gathered.push(first(&desk.bands, &piece), &labels);
            desk.measure(&columns)?;
        }
        Ok(desk.finish(&columns))
    }

    /// As [`regionprops`](Self::regionprops), with columns of the brightness of a picture of the same shape.
    ///
    /// # Panics
    /// As [`regionprops`](Self::regionprops), and if the shapes differ.
    ///
    /// # Errors
    /// As [`regionprops`](Self::regionprops).
    ///
    /// # scikit-image
    /// `skimage.measure.regionprops_table(labels, intensity_image, properties)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let labels = Chunked::from(array![[1, 1, 2]]);
    /// let picture = Chunked::from(array![[5u8, 7, 9]]);
    /// let means = labels.regionprops_intensity(&picture, |r| r.intensity_mean())?;
    /// assert_eq!(means, array![6.0, 9.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn regionprops_intensity<T: Typed + Measured, C: Columns>(
        &self,
        picture: &Chunked<T>,
        columns: impl Fn(Regions) -> C,
    ) -> Result<C> {
        self.regionprops_intensity_with(picture, columns, &RunOptions::default())
    }

    /// As [`regionprops_intensity`](Self::regionprops_intensity), run as told.
    ///
    /// # Panics
    /// As [`regionprops_intensity`](Self::regionprops_intensity).
    ///
    /// # Errors
    /// As [`regionprops`](Self::regionprops).
    ///
    /// # Examples
    /// ```
    /// let run = nd_ooc::RunOptions::default().budget(1 << 20);
    /// let (labels, picture) = (nd_ooc::full([5, 4], 3u8), nd_ooc::full([5, 4], 0.5f32));
    /// let mean = labels.regionprops_intensity_with(&picture, |r| r.intensity_mean(), &run)?;
    /// assert_eq!(mean.into_vec(), [0.5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn regionprops_intensity_with<T: Typed + Measured, C: Columns>(
        &self,
        picture: &Chunked<T>,
        columns: impl Fn(Regions) -> C,
        run: &RunOptions,
    ) -> Result<C> {
        same_shapes("regionprops", self.shape(), picture.shape());
        let gathered = GatheredRegions::new(self.shape());
        let mut desk = Gathering::new(self, size_of::<L>() + size_of::<T>(), gathered, run)?;
        while let Some(piece) = desk.piece() {
            let (labels, picture) = desk.desk.both((self, picture), &piece, desk.held)?;
            desk.gathered.push_with(first(&desk.bands, &piece), &labels, &picture);
            drop((labels, picture));
            desk.measure(&columns)?;
        }
        Ok(desk.finish(&columns))
    }
}

/// The table while it is made.
struct Gathering<C> {
    desk: Desk,
    bands: super::bands::Bands,
    /// The part of the budget for what is kept.
    held: usize,
    gathered: GatheredRegions,
    /// The last piece of each label, ascending, and which of them come next.
    ends: Vec<(u32, i64)>,
    next: usize,
    /// The piece that comes next.
    at: usize,
    labels: Vec<i64>,
    parts: Vec<C>,
    made: usize,
}

impl<C: Columns> Gathering<C> {
    fn new<L: Typed + Label>(
        labels: &Chunked<L>,
        itemsize: usize,
        gathered: GatheredRegions,
        run: &RunOptions,
    ) -> Result<Gathering<C>> {
        let desk = Desk::new("regionprops", run)?;
        let held = desk.bytes() / 2;
        let bands = desk.bands(&[labels.into()], 2 * itemsize, held)?;
        let mut last = HashMap::new();
        let mut wide = Vec::new();
        for at in 0..bands.count() {
            let piece = desk.piece(labels, &bands.region(at), held)?;
            let elements = piece.as_slice().expect("results have no gaps");
            for part in elements.chunks(1 << 12) {
                for run in L::wide_labels(part, &mut wide).chunk_by(|a, b| a == b) {
                    if run[0] > 0 {
                        last.insert(run[0], at as u32);
                    }
                }
            }
            desk.hold(2 * EACH * last.len())?;
        }
        let mut ends: Vec<(u32, i64)> = last.into_iter().map(|(label, at)| (at, label)).collect();
        ends.sort_unstable();
        let (labels, parts) = (Vec::with_capacity(ends.len()), Vec::new());
        Ok(Gathering { desk, bands, held, gathered, ends, next: 0, at: 0, labels, parts, made: 0 })
    }

    fn piece(&self) -> Option<nd_io::Region> {
        (self.at < self.bands.count()).then(|| self.bands.region(self.at))
    }

    /// Measures the regions that end with this piece.
    fn measure(&mut self, columns: &impl Fn(Regions) -> C) -> Result<()> {
        let kept = self.gathered.nbytes() + self.made + EACH * self.ends.len();
        self.desk.hold(kept.saturating_mul(2))?;
        let from = self.next;
        while self.ends.get(self.next).is_some_and(|end| end.0 as usize == self.at) {
            self.next += 1;
        }
        let mut labels: Vec<i64> = self.ends[from..self.next].iter().map(|end| end.1).collect();
        labels.sort_unstable();
        if !labels.is_empty() {
            let part = columns(self.gathered.take(&labels));
            self.made += 2 * part.nbytes();
            self.parts.push(part);
            self.labels.append(&mut labels);
        }
        self.at += 1;
        Ok(())
    }

    fn finish(mut self, columns: &impl Fn(Regions) -> C) -> C {
        if self.parts.is_empty() {
            return columns(self.gathered.take(&[]));
        }
        let mut order: Vec<i64> = (0..self.labels.len() as i64).collect();
        order.sort_unstable_by_key(|&at| self.labels[at as usize]);
        C::joined(self.parts, &Array::from_vec(order))
    }
}
