//! Erosion, dilation and what is made of them, of masks.

use super::bits::Bits;
use super::element::Steps;
use super::erode::erode;
use super::spread::spread;
use super::structure::generate_binary_structure;
use crate::axiswise::Axiswise;
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike, View};

/// How often an operation on masks is repeated.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::Iterations::default(), nd_image::Iterations::Times(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iterations {
    /// So often; not at all for 0.
    Times(usize),
    /// Until nothing changes any more.
    UntilStable,
}

impl Default for Iterations {
    fn default() -> Self {
        Iterations::Times(1)
    }
}

impl From<usize> for Iterations {
    fn from(times: usize) -> Self {
        Iterations::Times(times)
    }
}

/// What lies beyond the edges of a mask.
///
/// # Examples
/// ```
/// use nd_image::{BinaryOptions, Border, binary_erosion, binary_erosion_with};
///
/// assert_eq!(binary_erosion([true; 4]).into_vec(), [false, true, true, false]);
/// let neutral = BinaryOptions::default().border(Border::Neutral);
/// assert_eq!(binary_erosion_with([true; 4], &neutral).into_vec(), [true; 4]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Nothing is set.
    Unset,
    /// Everything is set.
    Set,
    /// What changes nothing: set for erosions, unset for dilations.
    Neutral,
}

/// How binary morphology works: with which structure, how often, where.
///
/// # Examples
/// ```
/// use nd_image::{BinaryOptions, Iterations, disk};
///
/// let options = BinaryOptions::default().structure(disk(2)).iterations(3);
/// assert_eq!(options.iterations, Iterations::Times(3));
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BinaryOptions {
    /// The structuring element: of any size, its middle at `n / 2` along each axis. By default the
    /// pixel and those that share a face with it.
    pub structure: Option<Array<bool>>,
    /// How often; once by default.
    pub iterations: Iterations,
    /// Which pixels may change; all by default.
    pub mask: Option<Array<bool>>,
    /// What lies beyond the edges; by default what the function says.
    pub border: Option<Border>,
    /// By how much the middle of the structure is moved along all axes, or along each. 0 by default.
    pub origin: Axiswise<isize>,
}

impl BinaryOptions {
    /// Sets the structuring element.
    ///
    /// # SciPy
    /// `structure` of `scipy.ndimage.binary_*`; `footprint` of `skimage.morphology`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, binary_dilation_with};
    ///
    /// let right = BinaryOptions::default().structure([false, true, true]);
    /// let grown = binary_dilation_with([true, false, false], &right);
    /// assert_eq!(grown.into_vec(), [true, true, false]);
    /// ```
    #[must_use]
    pub fn structure(self, structure: impl ArrayLike<Elem = bool>) -> BinaryOptions {
        BinaryOptions { structure: Some(structure.view().to_array()), ..self }
    }

    /// Sets how often.
    ///
    /// # SciPy
    /// `iterations`; [`Iterations::UntilStable`] for less than one.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, Iterations, binary_dilation_with};
    ///
    /// let all = BinaryOptions::default().iterations(Iterations::UntilStable);
    /// assert_eq!(binary_dilation_with([0, 0, 1, 0], &all).into_vec(), [true; 4]);
    /// ```
    #[must_use]
    pub fn iterations(self, iterations: impl Into<Iterations>) -> BinaryOptions {
        BinaryOptions { iterations: iterations.into(), ..self }
    }

    /// Sets which pixels may change.
    ///
    /// # SciPy
    /// `mask`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, binary_dilation_with};
    ///
    /// let right = BinaryOptions::default().mask([false, false, true]);
    /// assert_eq!(binary_dilation_with([0, 1, 0], &right).into_vec(), [false, true, true]);
    /// ```
    #[must_use]
    pub fn mask(self, mask: impl ArrayLike<Elem = bool>) -> BinaryOptions {
        BinaryOptions { mask: Some(mask.view().to_array()), ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # SciPy
    /// `border_value`, 0 for [`Border::Unset`] and 1 for [`Border::Set`]; `skimage.morphology` has
    /// [`Border::Neutral`].
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, Border, binary_dilation_with};
    ///
    /// let set = BinaryOptions::default().border(Border::Set);
    /// assert_eq!(binary_dilation_with([0, 0, 0], &set).into_vec(), [true, false, true]);
    /// ```
    #[must_use]
    pub fn border(self, border: Border) -> BinaryOptions {
        BinaryOptions { border: Some(border), ..self }
    }

    /// Sets by how much the middle of the structure is moved.
    ///
    /// # SciPy
    /// `origin`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, binary_erosion_with};
    ///
    /// let back = BinaryOptions::default().origin(1);
    /// assert_eq!(binary_erosion_with([1, 1, 1, 0], &back).into_vec(), [false, false, true, false]);
    /// ```
    #[must_use]
    pub fn origin(self, origin: impl Into<Axiswise<isize>>) -> BinaryOptions {
        BinaryOptions { origin: origin.into(), ..self }
    }
}

/// Either of the two operations that all others are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Erosion,
    Dilation,
}

/// A picture and how it is changed.
struct Work<'a> {
    shape: &'a [usize],
    steps: Steps,
    iterations: Iterations,
    mask: Option<Bits>,
}

impl Work<'_> {
    fn leading(&self) -> &[usize] {
        &self.shape[..self.shape.len().saturating_sub(1)]
    }

    /// One of the two operations, as often as asked.
    fn run(&self, kind: Kind, mut bits: Bits, border: Border) -> Bits {
        // The complement of a dilation is the erosion of the complement by the steps the other way.
        let erosion = kind == Kind::Erosion;
        let outside = border == Border::Set || border == Border::Neutral && erosion;
        let steps = if erosion { self.steps.clone() } else { self.steps.reflected() };
        if !erosion {
            bits.invert();
        }
        let bits = match self.iterations {
            Iterations::Times(times) => self.eroded(bits, &steps, outside == erosion, times),
            Iterations::UntilStable => self.settled(bits, &steps, outside == erosion),
        };
        let mut bits = bits;
        if !erosion {
            bits.invert();
        }
        bits
    }

    fn eroded(&self, mut bits: Bits, steps: &Steps, border: bool, times: usize) -> Bits {
        bits.fill_all_ends(border);
        let mut next = bits.clone();
        for _ in 0..times {
            erode(&bits, self.leading(), steps, border, &mut next);
            if let Some(mask) = &self.mask {
                for ((next, old), mask) in next.words.iter_mut().zip(&bits.words).zip(&mask.words) {
                    *next = *next & mask | old & !mask;
                }
            }
            std::mem::swap(&mut bits, &mut next);
            if bits.words == next.words {
                break;
            }
        }
        bits
    }

    /// Erosion until nothing changes: what is unset spreads.
    fn settled(&self, mut bits: Bits, steps: &Steps, border: bool) -> Bits {
        let flat = |bits: &Bits| -> Vec<u8> {
            bits.to_array(self.shape).iter().map(|&set| u8::from(set)).collect()
        };
        bits.invert();
        let mut unset = flat(&bits);
        let open = self.mask.as_ref().map(flat);
        spread(&mut unset, open.as_deref(), self.shape, &steps.reflected(), !border);
        let view = View::from_shape_slice(self.shape, &unset);
        bits = Ordinal::bits(view, self.steps.reach());
        bits.invert();
        bits
    }
}

/// An array, as the bits it becomes when it is known how far they are looked at.
struct Source<'a> {
    shape: &'a [usize],
    bits: &'a dyn Fn(usize) -> Bits,
}

/// Does `kinds` one after the other, each with what lies beyond the edges.
#[track_caller]
fn chain(
    op: &str,
    a: &Source<'_>,
    options: &BinaryOptions,
    kinds: &[(Kind, Border)],
) -> Array<bool> {
    let (shape, ndim) = (a.shape, a.shape.len());
    let default = || generate_binary_structure(ndim, 1);
    let structure = options.structure.clone().unwrap_or_else(default);
    let steps = Steps::new(op, structure.view(), &options.origin, ndim);
    assert!(
        options.iterations != Iterations::UntilStable || steps.has_middle(),
        "{op}: until stable with a structure whose middle is not set"
    );
    if let Some(mask) = &options.mask {
        let given = mask.shape();
        assert!(given == shape, "{op}: a mask of shape {given:?} for an array of shape {shape:?}");
    }
    if shape.contains(&0) {
        return Array::zeros(shape);
    }
    let steps = steps.within(shape);
    let reach = steps.reach();
    let mask = options.mask.as_ref().map(|mask| Ordinal::bits(mask.view(), reach));
    let work = Work { shape, steps, iterations: options.iterations, mask };
    let start = (a.bits)(reach);
    let end = kinds.iter().fold(start, |bits, &(kind, border)| work.run(kind, bits, border));
    end.to_array(shape)
}

/// Writes a function of masks and its twin with options.
macro_rules! binary {
    ($plain:ident, $with:ident, $border:expr, [$($kind:expr),*], $(#[$doc:meta])*;
     $(#[$with_doc:meta])*) => {
        $(#[$doc])*
        #[track_caller]
        pub fn $plain<A>(a: A) -> Array<bool>
        where
            A: ArrayLike<Elem: Ordinal>,
        {
            $with(a, &BinaryOptions::default())
        }

        $(#[$with_doc])*
        #[track_caller]
        pub fn $with<A>(a: A, options: &BinaryOptions) -> Array<bool>
        where
            A: ArrayLike<Elem: Ordinal>,
        {
            let border = options.border.unwrap_or($border);
            let a = a.view();
            let bits = |reach| Ordinal::bits(a, reach);
            let source = Source { shape: a.shape(), bits: &bits };
            chain(stringify!($plain), &source, options, &[$(($kind, border)),*])
        }
    };
}

binary! { binary_erosion, binary_erosion_with, Border::Unset, [Kind::Erosion],
    /// Keeps the pixels all of whose neighbours are set: `(…) -> (…)`.
    ///
    /// Neighbours share a face; nothing is set outside. What is not zero is set, NaN included. Arrays of
    /// any rank; an empty one gives an empty one.
    ///
    /// # Panics
    /// Never; [`binary_erosion_with`] can.
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_erosion(a)`; `skimage.morphology.binary_erosion(a)` is that with
    /// [`Border::Neutral`].
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::binary_erosion([1, 1, 1, 0, 1]);
    /// assert_eq!(b.into_vec(), [false, true, false, false, false]);
    /// ```
    ;
    /// [`binary_erosion`] with a structure, repetitions, a mask, a border.
    ///
    /// The work is proportional to the rows of the structure and the logarithm of their lengths, for 64
    /// pixels at a time; [`Iterations::UntilStable`] looks at each pixel once.
    ///
    /// # Panics
    /// If the structure has another number of axes or is empty, the origin moves the middle off it or is of
    /// another length, the mask has another shape; or if [`Iterations::UntilStable`] meets a structure
    /// whose middle is not set, by which pictures can alternate for ever.
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_erosion(a, structure, iterations, mask, border_value=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, binary_erosion_with};
    ///
    /// let pair = BinaryOptions::default().structure([true, true]);
    /// assert_eq!(binary_erosion_with([1, 1, 0], &pair).into_vec(), [false, true, false]);
    /// ```
    /// ```should_panic
    /// use nd_image::{BinaryOptions, binary_erosion_with};
    /// binary_erosion_with([[true]], &BinaryOptions::default().structure([true]));
    /// ```
}

binary! { binary_dilation, binary_dilation_with, Border::Unset, [Kind::Dilation],
    /// Sets the pixels that have a set neighbour, or are set: `(…) -> (…)`.
    ///
    /// Neighbours share a face; nothing is set outside.
    ///
    /// # Panics
    /// Never; [`binary_dilation_with`] can.
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_dilation(a)`, `skimage.morphology.binary_dilation(a)`.
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::binary_dilation([0, 0, 0, 1]);
    /// assert_eq!(b.into_vec(), [false, false, true, true]);
    /// ```
    ;
    /// [`binary_dilation`] with a structure, repetitions, a mask, a border.
    ///
    /// A set pixel puts the structure around itself.
    ///
    /// # Panics
    /// As [`binary_erosion_with`].
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_dilation(a, structure, iterations, mask, border_value=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, binary_dilation_with};
    ///
    /// let pair = BinaryOptions::default().structure([true, true]);
    /// assert_eq!(binary_dilation_with([0, 1, 0], &pair).into_vec(), [true, true, false]);
    /// ```
}

binary! { binary_opening, binary_opening_with, Border::Unset, [Kind::Erosion, Kind::Dilation],
    /// Keeps the pixels that a structure inside the set ones covers: an erosion, then a dilation.
    ///
    /// # Panics
    /// Never; [`binary_opening_with`] can.
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_opening(a)`; `skimage.morphology.binary_opening(a)` is that with
    /// [`Border::Neutral`].
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::binary_opening([0, 1, 0, 1, 1, 1, 0]);
    /// assert_eq!(b.into_vec(), [false, false, false, true, true, true, false]);
    /// ```
    ;
    /// [`binary_opening`] with a structure, repetitions of each of the two, a mask, a border.
    ///
    /// # Panics
    /// As [`binary_erosion_with`].
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_opening(a, structure, iterations, origin=..., mask=..., border_value=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, binary_opening_with};
    ///
    /// let options = BinaryOptions::default().structure([true, true]);
    /// assert_eq!(binary_opening_with([1, 0, 1, 1], &options).into_vec(), [false, false, true, true]);
    /// ```
}

binary! { binary_closing, binary_closing_with, Border::Neutral, [Kind::Dilation, Kind::Erosion],
    /// Sets the pixels that no structure outside the set ones covers: a dilation, then an erosion.
    ///
    /// By default the erosion takes what is outside as set, so that a closing never unsets a pixel.
    ///
    /// # Panics
    /// Never; [`binary_closing_with`] can.
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_closing(a)` is that with [`Border::Unset`], and unsets pixels at the edge;
    /// `skimage.morphology.binary_closing(a)` is the same as this.
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::binary_closing([1, 0, 1, 0, 0, 0]);
    /// assert_eq!(b.into_vec(), [true, true, true, false, false, false]);
    /// ```
    ;
    /// [`binary_closing`] with a structure, repetitions of each of the two, a mask, a border.
    ///
    /// # Panics
    /// As [`binary_erosion_with`].
    ///
    /// # SciPy
    /// `scipy.ndimage.binary_closing(a, structure, iterations, origin=..., mask=..., border_value=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{BinaryOptions, Border, binary_closing_with};
    ///
    /// let scipys = BinaryOptions::default().border(Border::Unset);
    /// assert_eq!(binary_closing_with([1, 0, 0, 0, 1], &scipys).into_vec(), [false; 5]);
    /// ```
}

/// Sets what is not set of a picture that all of one structure, and nothing of another, fits on:
/// `(…) -> (…)`.
///
/// `hit` says which pixels around one must be set, `miss` which must not be; both are optional: faces
/// around the pixel, and what is not in `hit`. Nothing is set outside.
///
/// # Panics
/// If a structure has another number of axes, or is empty.
///
/// # SciPy
/// `scipy.ndimage.binary_hit_or_miss(a, structure1, structure2)`; its origins are those of structures
/// with more elements on one side.
///
/// # Examples
/// ```
/// // Ends of lines: set, and nothing to the right.
/// let hit = [false, true, false];
/// let miss = [false, false, true];
/// let ends = nd_image::binary_hit_or_miss([1, 1, 0, 1], Some(&hit[..]), Some(&miss[..]));
/// assert_eq!(ends.into_vec(), [false, true, false, true]);
/// ```
#[track_caller]
pub fn binary_hit_or_miss<A, H, M>(a: A, hit: Option<H>, miss: Option<M>) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
    H: ArrayLike<Elem = bool>,
    M: ArrayLike<Elem = bool>,
{
    let a = a.view();
    let faces = || generate_binary_structure(a.ndim(), 1);
    let hit = hit.map_or_else(faces, |hit| hit.view().to_array());
    let miss = miss.map_or_else(|| !&hit, |miss| miss.view().to_array());
    hit_or_miss(&Source { shape: a.shape(), bits: &|reach| Ordinal::bits(a, reach) }, &hit, &miss)
}

#[track_caller]
fn hit_or_miss(a: &Source<'_>, hit: &Array<bool>, miss: &Array<bool>) -> Array<bool> {
    const OP: &str = "binary_hit_or_miss";
    let hits = BinaryOptions::default().structure(hit).border(Border::Unset);
    let mut all = chain(OP, a, &hits, &[(Kind::Erosion, Border::Unset)]);
    // Something of a structure is set where the dilation by the structure reversed is.
    let shape = a.shape;
    let steps = Steps::new(OP, miss.view(), &Axiswise::All(0), shape.len()).within(shape);
    if shape.contains(&0) {
        return all;
    }
    let bits = (a.bits)(steps.reach());
    let work =
        Work { shape, steps: steps.reflected(), iterations: Iterations::Times(1), mask: None };
    let some = work.run(Kind::Dilation, bits, Border::Unset).to_array(shape);
    all.iter_mut().zip(some.iter()).for_each(|(all, &some)| *all &= !some);
    all
}

/// What is reached from the set pixels by steps between neighbours that stay in the mask.
///
/// Set pixels stay set, in the mask or not. Neighbours share a face; nothing is set outside.
///
/// # Panics
/// If the shapes differ.
///
/// # SciPy
/// `scipy.ndimage.binary_propagation(a, mask=mask)`: the same, looking at each pixel once.
///
/// # Examples
/// ```
/// let b = nd_image::binary_propagation([0, 1, 0, 0, 0], [false, true, true, false, true]);
/// assert_eq!(b.into_vec(), [false, true, true, false, false]);
/// ```
#[track_caller]
pub fn binary_propagation<A, M>(a: A, mask: M) -> Array<bool>
where
    A: ArrayLike<Elem: Ordinal>,
    M: ArrayLike<Elem = bool>,
{
    let options = BinaryOptions::default().mask(mask).iterations(Iterations::UntilStable);
    let kinds = [(Kind::Dilation, Border::Unset)];
    let a = a.view();
    let source = Source { shape: a.shape(), bits: &|reach| Ordinal::bits(a, reach) };
    chain("binary_propagation", &source, &options, &kinds)
}
