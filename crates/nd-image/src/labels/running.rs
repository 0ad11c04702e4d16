//! Measures of pictures that do not fit memory, part by part.
//!
//! Parts come in C order and are cut anew where the functions of whole arrays cut: what is added to what does not depend
//! on the parts, so that results are those of the whole to the bit.

use super::centers;
use super::index::LabelIndex;
use super::slots::Slots;
use super::statistics::{self, Cell, LabelStatistics, parts};
use crate::measured::{CHUNK, Chunks, Floats, Label, Labels, Measured, Values, Wide, contiguous};
use nd_core::{Array, ArrayLike};
use std::marker::PhantomData;

/// What comes in order, in chunks as they are cut of the whole.
struct Course<W> {
    op: &'static str,
    slots: Slots,
    size: usize,
    /// How many parts the whole is cut into, how long they are, and how many ended.
    parts: usize,
    len: usize,
    ended: usize,
    /// Where the elements that wait for more begin.
    at: usize,
    values: Vec<W>,
    names: Vec<i64>,
}

/// What takes in values and labels that follow each other, and where they begin.
type TakeChunk<'f, W> = dyn FnMut(&Slots, (&[W], &[i64]), usize) + 'f;

impl<W: Copy> Course<W> {
    fn new(op: &'static str, slots: Slots, size: usize) -> Course<W> {
        let (parts, len) = parts(size, slots.count);
        let (values, names) = (Vec::new(), Vec::new());
        Course { op, slots, size, parts, len, ended: 0, at: 0, values, names }
    }

    /// Takes in elements and their labels; `chunk` is given those that belong together, and `end` how many later halves
    /// of parts ended with it.
    #[track_caller]
    fn push(
        &mut self,
        values: &dyn Chunks<W>,
        labels: &dyn Chunks<i64>,
        chunk: &mut TakeChunk<'_, W>,
        end: &mut dyn FnMut(usize),
    ) {
        let (given, room) = (values.size(), self.size - self.at - self.values.len());
        assert!(given <= room, "{}: {given} elements of a part where {room} are left", self.op);
        let (mut wide, mut labelled) = (Vec::new(), Vec::new());
        let mut from = 0;
        while from < given {
            let whole = CHUNK.min(self.size - self.at);
            let to = given.min(from + whole - self.values.len());
            self.values.extend_from_slice(values.read(from..to, &mut wide));
            self.names.extend_from_slice(labels.read(from..to, &mut labelled));
            from = to;
            if self.values.len() < whole {
                return;
            }
            chunk(&self.slots, (&self.values, &self.names), self.at);
            self.at += whole;
            self.values.clear();
            self.names.clear();
            // Where all is there, parts that have no elements end as well.
            while self.at >= ((self.ended + 1) * self.len).min(self.size) && self.ended < self.parts
            {
                end(self.merges());
            }
        }
    }

    /// How many pairs of neighbours in the tree of parts are complete with the next part; notes that it ended.
    fn merges(&mut self) -> usize {
        let (part, mut from, mut to) = (self.ended, 0, self.parts);
        self.ended += 1;
        let mut merges = 0;
        while to - from > 1 {
            merges += usize::from(to == part + 1);
            let middle = from + (to - from) / 2;
            if part < middle { to = middle } else { from = middle }
        }
        merges
    }

    #[track_caller]
    fn finish(&self) {
        let (op, seen, size) = (self.op, self.at + self.values.len(), self.size);
        assert!(seen == size, "{op}: {seen} elements of {size} were given");
    }
}

/// The accumulators of one part after the other.
struct Pile<C> {
    empty: C,
    now: C,
    ended: Vec<C>,
}

impl<C: Clone> Pile<C> {
    fn new(empty: C) -> Pile<C> {
        Pile { now: empty.clone(), empty, ended: Vec::new() }
    }

    /// The part ended, and so did so many later halves.
    fn end(&mut self, merges: usize, merge: impl Fn(&mut C, C)) {
        self.ended.push(std::mem::replace(&mut self.now, self.empty.clone()));
        for _ in 0..merges {
            let later = self.ended.pop().expect("a part for each that ended");
            merge(self.ended.last_mut().expect("an earlier half"), later);
        }
    }

    fn result(mut self) -> C {
        self.ended.pop().unwrap_or(self.empty)
    }
}

/// Vectors of accumulators that there are at once, at most.
const AT_ONCE: usize = 8;

/// [`label_statistics`](super::label_statistics) of a picture that comes part by part, to the bit.
///
/// # Examples
/// ```
/// use nd_image::labels::{RunningStatistics, label_statistics};
///
/// let (a, labels) = ([0.1, 0.7, 0.4, 0.2], [1u8, 2, 1, 1]);
/// let mut running = RunningStatistics::new(4, [1, 2]);
/// running.push(&a[..3], &labels[..3]);
/// running.push(&a[3..], &labels[3..]);
/// assert_eq!(running.finish(), label_statistics(a, labels, [1, 2]));
/// ```
pub struct RunningStatistics<T: Measured, L: Label> {
    course: Course<T::Wide>,
    pile: Pile<Vec<Cell<T::Wide>>>,
    of: PhantomData<fn(L) -> T>,
}

impl<T: Measured, L: Label> RunningStatistics<T, L> {
    /// Of a picture of `size` elements, for these labels.
    ///
    /// # Examples
    /// ```
    /// use nd_image::labels::RunningStatistics;
    ///
    /// let found = RunningStatistics::<f64, u8>::new(0, [1]).finish();
    /// assert_eq!(found.count.into_vec(), [0]);
    /// ```
    pub fn new(size: usize, index: impl Into<LabelIndex<L>>) -> Self {
        let course = Course::new("label_statistics", Slots::new(&index.into()), size);
        let pile = Pile::new(vec![Cell::default(); course.slots.count]);
        RunningStatistics { course, pile, of: PhantomData }
    }

    /// Bytes that measuring so many labels takes, at most.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::labels::RunningStatistics::<u8, u32>::nbytes(1000) > 100_000);
    /// ```
    #[must_use]
    pub fn nbytes(labels: usize) -> usize {
        labels.saturating_mul(AT_ONCE * size_of::<Cell<T::Wide>>() + 16)
    }

    /// Takes in the next elements in C order, and their labels.
    ///
    /// # Panics
    /// If the shapes differ, or there are more elements than the picture has.
    ///
    /// # Examples
    /// ```should_panic
    /// let mut running = nd_image::labels::RunningStatistics::<u8, u8>::new(1, [1]);
    /// running.push([1, 2], [1, 1]);
    /// ```
    #[track_caller]
    pub fn push<A, B>(&mut self, a: A, labels: B)
    where
        A: ArrayLike<Elem = T>,
        B: ArrayLike<Elem = L>,
    {
        let (a, labels) = (a.view(), labels.view());
        let same = statistics::same_shapes("label_statistics", a.shape(), labels.shape());
        same.unwrap_or_else(|e| panic!("{e}"));
        let (values, labels) = (Values(contiguous(a)), Labels(contiguous(labels)));
        let pile = std::cell::RefCell::new(&mut self.pile);
        self.course.push(
            &values,
            &labels,
            &mut |slots, chunk, start| {
                Wide::take_chunk(&mut pile.borrow_mut().now, slots, chunk, start, T::NARROW);
            },
            &mut |merges| pile.borrow_mut().end(merges, |a, b| statistics::merge(a, b)),
        );
    }

    /// What is known of all elements.
    ///
    /// # Panics
    /// If not all of them were given.
    ///
    /// # Examples
    /// ```should_panic
    /// let _ = nd_image::labels::RunningStatistics::<u8, u8>::new(1, [1]).finish();
    /// ```
    #[must_use]
    #[track_caller]
    pub fn finish(self) -> LabelStatistics<T> {
        self.course.finish();
        statistics::columns(&self.pile.result(), &self.course.slots.rows)
    }
}

/// [`center_of_mass`](super::center_of_mass) of a picture that comes part by part, to the bit.
///
/// # Examples
/// ```
/// use nd_image::labels::{RunningCenters, center_of_mass};
///
/// let (a, labels) = ([[0.1, 0.7], [0.4, 0.2]], [[1u8, 2], [1, 1]]);
/// let mut running = RunningCenters::new(&[2, 2], [1, 2]);
/// running.push([0.1, 0.7, 0.4], [1, 2, 1]);
/// running.push([0.2], [1]);
/// assert_eq!(running.finish(), center_of_mass(a, labels, [1, 2]));
/// ```
pub struct RunningCenters<L: Label> {
    course: Course<f64>,
    shape: Vec<usize>,
    pile: Pile<Vec<f64>>,
    of: PhantomData<fn(L)>,
}

impl<L: Label> RunningCenters<L> {
    /// Of a picture of this shape, for these labels.
    ///
    /// # Examples
    /// ```
    /// let found = nd_image::labels::RunningCenters::<u8>::new(&[0], [1]).finish();
    /// assert!(found[[0, 0]].is_nan());
    /// ```
    pub fn new(shape: &[usize], index: impl Into<LabelIndex<L>>) -> Self {
        let course =
            Course::new("center_of_mass", Slots::new(&index.into()), shape.iter().product());
        let pile = Pile::new(vec![0.0; course.slots.count * (shape.len() + 1)]);
        RunningCenters { course, shape: shape.to_vec(), pile, of: PhantomData }
    }

    /// Bytes that measuring so many labels of a picture of so many axes takes, at most.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::labels::RunningCenters::<u32>::nbytes(1000, 2) > 24_000);
    /// ```
    #[must_use]
    pub fn nbytes(labels: usize, ndim: usize) -> usize {
        labels.saturating_mul(AT_ONCE * (ndim + 1) * size_of::<f64>() + 16)
    }

    /// Takes in the next elements in C order, and their labels.
    ///
    /// # Panics
    /// If the shapes differ, or there are more elements than the picture has.
    ///
    /// # Examples
    /// ```should_panic
    /// let mut running = nd_image::labels::RunningCenters::<u8>::new(&[1], [1]);
    /// running.push([1, 2], [1, 1]);
    /// ```
    #[track_caller]
    pub fn push<A, B>(&mut self, a: A, labels: B)
    where
        A: ArrayLike<Elem: Measured>,
        B: ArrayLike<Elem = L>,
    {
        let (a, labels) = (a.view(), labels.view());
        let same = statistics::same_shapes("center_of_mass", a.shape(), labels.shape());
        same.unwrap_or_else(|e| panic!("{e}"));
        let (values, labels) = (Floats(contiguous(a)), Labels(contiguous(labels)));
        let (pile, shape) = (std::cell::RefCell::new(&mut self.pile), &self.shape);
        self.course.push(
            &values,
            &labels,
            &mut |slots, chunk, start| {
                centers::take_chunk(&mut pile.borrow_mut().now, slots, chunk, start, shape);
            },
            &mut |merges| pile.borrow_mut().end(merges, |a, b| centers::merge(a, b)),
        );
    }

    /// The centre of each label: `(n, ndim)`.
    ///
    /// # Panics
    /// If not all elements were given.
    ///
    /// # Examples
    /// ```should_panic
    /// let _ = nd_image::labels::RunningCenters::<u8>::new(&[1], [1]).finish();
    /// ```
    #[must_use]
    #[track_caller]
    pub fn finish(self) -> Array<f64> {
        self.course.finish();
        centers::divided(&self.pile.result(), &self.course.slots, self.shape.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::{center_of_mass, label_statistics};

    /// Parts of any lengths, of arrays that are cut into one part, several, and some that are empty.
    #[test]
    fn parts_give_the_bits_of_the_whole() {
        let mut state = 5u64;
        let mut noise = |below: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 33) as usize) % below
        };
        for (size, most) in [(0, 3), (1, 3), (5000, 1), (200_000, 9), (70_000 * 16, 30_000)] {
            let a: Vec<f32> = (0..size).map(|_| noise(1000) as f32 / 7.0 - 50.0).collect();
            let labels: Vec<u8> = (0..size).map(|_| noise(40) as u8 / 8).collect();
            let mut statistics = RunningStatistics::new(size, 0..=5);
            let mut centers = RunningCenters::new(&[size], 0..=5);
            let mut from = 0;
            while from < size {
                let to = (from + 1 + noise(most * 20)).min(size);
                statistics.push(&a[from..to], &labels[from..to]);
                centers.push(&a[from..to], &labels[from..to]);
                from = to;
            }
            let (got, want) = (statistics.finish(), label_statistics(&a[..], &labels[..], 0..=5));
            let bits = |x: &Array<f64>| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&got.variance), bits(&want.variance), "{size}");
            assert_eq!(bits(&got.sum), bits(&want.sum), "{size}");
            assert_eq!((got.count, got.minimum_position), (want.count, want.minimum_position));
            let (got, want) = (centers.finish(), center_of_mass(&a[..], &labels[..], 0..=5));
            assert_eq!(bits(&got), bits(&want), "{size}");
        }
    }
}
