//! Numbering the connected components of a picture of any size.

use super::bands::{line_in, lines};
use super::desk::Desk;
use super::numbers::{Numbers, Renumbered};
use super::runs::{Run, RunFile};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::digest::Digest;
use crate::elementwise::lift1;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{cover, dense, inside};
use crate::run::{RunOptions, fingerprint};
use nd_core::{Array, ArrayLike, DType, Typed};
use nd_image::{LabelError, LabelOptions, Ordinal, label_with};
use nd_io::Region;

/// Bytes that a pixel takes while a piece is labelled: in the worst of pictures, where every second is a component.
const EACH: usize = 30;
/// The part of the budget for what is known of the pieces before.
const KNOWN: usize = 8;

/// How [`Chunked::label_with`] tells neighbours, and how it is run.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::{Chunked, ChunkedLabelOptions, RunOptions};
///
/// let corners = ChunkedLabelOptions::default().structure([[true; 3]; 3]);
/// let options = corners.run(RunOptions::default().budget(64 << 20));
/// assert_eq!(Chunked::from(array![[1, 0], [0, 1]]).label_with(&options)?.1, 1);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ChunkedLabelOptions {
    /// Which pixels are neighbours, and whether those of different values are apart.
    pub label: LabelOptions,
    /// The budget, and whatever else runs are told.
    pub run: RunOptions,
}

impl ChunkedLabelOptions {
    /// Sets which pixels are neighbours, and whether those of different values are apart, as in memory.
    #[must_use]
    pub fn label(self, label: LabelOptions) -> Self {
        Self { label, ..self }
    }

    /// Sets which pixels are neighbours; those that share a face by default.
    ///
    /// # SciPy
    /// `structure` of `scipy.ndimage.label`.
    #[must_use]
    pub fn structure(self, structure: impl ArrayLike<Elem = bool>) -> Self {
        Self { label: self.label.structure(structure), ..self }
    }

    /// Sets whether neighbours of different values are apart. Not by default.
    ///
    /// # scikit-image
    /// `skimage.measure.label`, whose neighbours are all around unless `connectivity` says otherwise.
    #[must_use]
    pub fn values_apart(self, values_apart: bool) -> Self {
        Self { label: self.label.values_apart(values_apart), ..self }
    }

    /// Sets the budget, and whatever else runs are told.
    #[must_use]
    pub fn run(self, run: RunOptions) -> Self {
        Self { run, ..self }
    }
}

/// Where the lines of all labels and the names of components are.
struct Labels {
    file: RunFile,
    names: Renumbered,
    /// What they are the labels of.
    said: String,
}

impl Pull for Labels {
    fn name(&self) -> String {
        "labels".into()
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let whole = dense(region);
        let mut made = Array::<u32>::zeros(whole.shape());
        let out = made.as_slice_mut().expect("fresh arrays are contiguous");
        let width = lines(&whole)[1];
        let (mut line, mut last) = (0, whole.start().to_vec());
        let mut known = (0, 0);
        self.file.each_run(&whole, &mut |run: Run<'_>| {
            if run.index != last {
                let one = Region::new(run.index, vec![1; run.index.len()]);
                line = line_in(&whole, &one, 0) / width;
                last.copy_from_slice(run.index);
            }
            if known.0 != run.label {
                known = (run.label, self.names.of(run.label) as u32);
            }
            let first = line * width;
            let left = run.index.last().copied().unwrap_or(0);
            out[first + run.start - left..first + run.stop - left].fill(known.1);
        })?;
        if whole == *region {
            return Ok(made.into());
        }
        Ok(made.slice(inside(&whole, region)).to_array().into())
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        node.nbytes(&dense(region)).saturating_add(self.file.reading())
    }

    fn identity(&self) -> String {
        self.said.clone()
    }
}

/// Labels that are being made.
struct Labelling<'l, T> {
    x: &'l Chunked<T>,
    options: &'l LabelOptions,
    /// What stands for a pixel that is set; none where values tell components apart.
    set: Option<T>,
    desk: &'l Desk,
    numbers: Numbers,
    file: RunFile,
}

impl<T: Typed + Ordinal> Labelling<'_, T> {
    /// Labels a piece, together with what is next to it of those before.
    fn take(&mut self, piece: &Region) -> Result<()> {
        let before = self.file.bands.before(piece);
        let around = before.iter().fold(*piece, |all, part| cover(&all, part));
        let held = self.numbers.nbytes() + self.file.nbytes();
        let elements = {
            let mut all = Array::<T>::zeros(around.shape());
            // What is before has its values where these tell components apart; else it is enough that it is set.
            let parts = if self.set.is_none() { &before[..] } else { &[] };
            for part in [piece].into_iter().chain(parts) {
                let made = self.desk.piece(self.x, part, held + around.size() * size_of::<T>())?;
                all.slice_mut(inside(&around, part)).assign(&made);
            }
            all
        };
        self.join(elements, (piece, &before, &around))
    }

    fn join(
        &mut self,
        mut elements: Array<T>,
        (piece, before, around): (&Region, &[Region], &Region),
    ) -> Result<()> {
        let mut near = Vec::new();
        for part in before {
            self.file.each_run(part, &mut |run| {
                let one = Region::new(run.index, vec![1; run.index.len()]);
                let left = run.index.last().copied().unwrap_or(0);
                near.push((
                    line_in(around, &one, 0) + run.start - left,
                    run.stop - run.start,
                    run.label,
                ));
            })?;
        }
        if let Some(set) = self.set {
            let all = elements.as_slice_mut().expect("made without gaps");
            near.iter().for_each(|&(at, len, _)| all[at..at + len].fill(set));
        }
        let (labels, count) = label_with(&elements, self.options)?;
        drop(elements);
        let labels = labels.as_slice().expect("labels are contiguous");
        let mut names = vec![0; count as usize + 1];
        for (at, len, number) in near {
            for &label in &labels[at..at + len] {
                let name = &mut names[label as usize];
                *name = if *name == 0 {
                    self.numbers.find(number)
                } else {
                    self.numbers.join(*name, number)
                };
            }
        }
        for name in &mut names[1..] {
            *name = if *name == 0 { self.numbers.fresh() } else { self.numbers.find(*name) };
        }
        let [count, width] = lines(piece);
        let start = |line| line_in(around, piece, line);
        let rows: Vec<&[u32]> =
            (0..count).map(|line| &labels[start(line)..start(line) + width]).collect();
        self.file.push(&rows, &names)
    }
}

/// Goes through a picture and says what its labels are.
fn labelled<T: Typed + Ordinal>(
    op: &'static str,
    (x, set): (&Chunked<T>, Option<T>),
    options: &LabelOptions,
    run: &RunOptions,
) -> Result<(RunFile, Renumbered)> {
    // What is wrong with the structure is said of nothing.
    label_with(Array::<T>::zeros(&vec![0; x.ndim()][..]), options)?;
    let desk = Desk::new(op, run)?;
    let known = desk.bytes() / KNOWN;
    let bands = desk.bands_around(&[x.into()], EACH + 2 * size_of::<T>(), known)?;
    let file = RunFile::new(bands.clone(), desk.scratch()?)?;
    let mut work = Labelling { x, options, set, desk: &desk, numbers: Numbers::default(), file };
    for at in 0..bands.count() {
        work.take(&bands.region(at))?;
        // That much is kept free of pieces.
        let known = work.numbers.nbytes() + work.file.nbytes();
        desk.hold(known.saturating_mul(KNOWN))?;
    }
    Ok((work.file, work.numbers.finished()))
}

impl<T: Typed + Ordinal> Chunked<T> {
    /// Numbers the connected components of what is not zero: `(…) -> (…)`, with their number.
    ///
    /// The labels of [`nd_image::label`] of the whole, to the bit, whatever the chunks: `1, 2, …` in the order in which
    /// the components' first pixels come in C order; 0 is the background, and NaN is not zero. Any rank; of a picture
    /// without elements there are none.
    ///
    /// Labelled here, in one pass over the picture in C order under the default [`RunOptions`]: a piece of it is in
    /// memory with what is next to it, 32 bytes a pixel at most. The labels are stored as runs of pixels in the folder
    /// for [scratch](RunOptions::scratch), some bytes a run, until the last array made of them is gone, and read from
    /// there. What is kept in memory beside is where they stand (8 bytes for some 2¹⁸ pixels) and 40 bytes for each
    /// component that turned out to be one with an earlier one at the border of two pieces; where these take more than an
    /// eighth of the budget, that is an error. How many components there are does not matter to it. Where several processes
    /// run a program, they make the pieces together, and each labels all of them for itself.
    ///
    /// # Errors
    /// [`ErrorKind::Label`](crate::ErrorKind::Label) with [`LabelError::TooMany`] if there are more than `u32` has
    /// numbers; [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget); and as [`Plan::run`](crate::Plan::run).
    ///
    /// # SciPy
    /// `scipy.ndimage.label(a)`. `dask_image.ndmeasure.label(a)` finds the same components, and numbers them in the
    /// order of chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1, 1, 0, 7], [0, 0, 0, 7], [2, 0, 7, 0]]);
    /// let (labels, count) = x.label()?;
    /// assert_eq!(labels.compute()?, array![[1, 1, 0, 2], [0, 0, 0, 2], [3, 0, 4, 0]]);
    /// assert_eq!(count, 4);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn label(&self) -> Result<(Chunked<u32>, u32)> {
        self.label_with(&ChunkedLabelOptions::default())
    }

    /// As [`label`](Self::label), with other neighbours, run as told.
    ///
    /// # Panics
    /// If the structure is not 3 along each axis.
    ///
    /// # Errors
    /// As [`label`](Self::label); also [`LabelError::Asymmetric`] if the structure is not symmetric about its middle.
    ///
    /// # SciPy
    /// `scipy.ndimage.label(a, structure)`; `skimage.measure.label(a)` with
    /// [`values_apart`](ChunkedLabelOptions::values_apart) and all neighbours.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::{Chunked, ChunkedLabelOptions};
    ///
    /// let x = Chunked::from(array![3, 3, 5, 0, 3]);
    /// let (labels, count) = x.label_with(&ChunkedLabelOptions::default().values_apart(true))?;
    /// assert_eq!(labels.compute()?, array![1, 1, 2, 0, 3]);
    /// assert_eq!(count, 3);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn label_with(&self, options: &ChunkedLabelOptions) -> Result<(Chunked<u32>, u32)> {
        components("label", self, &options.label, &options.run)
    }
}

/// The labels of components and their number.
#[track_caller]
pub(super) fn components<T: Typed + Ordinal>(
    op: &'static str,
    x: &Chunked<T>,
    options: &LabelOptions,
    run: &RunOptions,
) -> Result<(Chunked<u32>, u32)> {
    let (file, names) = if options.values_apart {
        labelled(op, (x, None), options, run)?
    } else {
        let set = lift1("is nonzero", "", x, |a| T::set(a.view()));
        labelled::<u8>(op, (&set, Some(1)), options, run)?
    };
    let count = u32::try_from(names.count);
    let count = count.map_err(|_| LabelError::TooMany { count: names.count })?;
    let digest = Digest::of(fingerprint::of_node(&x.node).as_bytes());
    let said = format!("labels of {digest:016x}, {options:?}");
    let (shape, chunks) = (x.node.shape, x.node.chunks);
    let op = Labels { file, names, said };
    Ok((Chunked::of(Node::chunked(op, Vec::new(), shape, DType::U32, chunks)), count))
}
