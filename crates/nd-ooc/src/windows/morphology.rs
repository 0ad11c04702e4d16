//! The morphology of nd-image: of greys, and of masks.

use super::filters::{Look, each, reach};
use crate::chunked::Chunked;
use crate::digest::Digest;
use nd_core::{Array, ArrayLike, Typed};
use nd_image::{
    Axiswise, BinaryOptions, GreyOptions, Iterations, Mode, Ordinal, StructuringElement,
};

/// The lengths along each axis of the window around an element.
fn lengths(window: &StructuringElement, ndim: usize) -> Vec<usize> {
    match window {
        StructuringElement::Size(size) => each(size, ndim),
        StructuringElement::Footprint(set) => set.shape().to_vec(),
        StructuringElement::Heights(heights) => heights.shape().to_vec(),
    }
}

/// How far windows of those lengths, laid on so many times, look to either side: as far as the one turned
/// about its middle does.
///
/// Windows that do not fit the array are refused where they are laid on.
fn far(
    lengths: &[usize],
    origin: &Axiswise<isize>,
    times: usize,
    ndim: usize,
) -> Vec<(usize, usize)> {
    let one = |(&len, &origin): (&usize, &isize)| {
        let (before, after) = reach(len, origin);
        let far = before.max(after).saturating_mul(times);
        (far, far)
    };
    let mut depth: Vec<_> = lengths.iter().zip(&each(origin, ndim)).map(one).collect();
    depth.resize(ndim, (0, 0));
    depth
}

/// A window, for telling it from others.
fn said(window: &StructuringElement) -> String {
    match window {
        StructuringElement::Size(size) => format!("{size:?}"),
        StructuringElement::Footprint(set) => format!("set {:016x}", Digest::of_array(set.into())),
        StructuringElement::Heights(heights) => {
            format!("heights {:016x}", Digest::of_array(heights.into()))
        }
    }
}

/// Operations on greys: how often windows are laid on, one time after the other, and whether results are put together.
macro_rules! grey {
    ($($what:literal $name:ident $with:ident $times:literal $combined:literal;)*) => {
        impl<T: Typed + Ordinal> Chunked<T> {$(
            #[doc = concat!($what, "; the bits of [`nd_image::", stringify!($name), "`] of the whole.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($name), "`].")]
            ///
            /// # NumPy
            #[doc = concat!("`scipy.ndimage.", stringify!($name), "(a, size)`; not in dask-image, which has morphology of masks only.")]
            ///
            /// # Examples
            /// ```
            /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as u8);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($name), "([3, 5]);")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($name), "(&a, [3, 5]));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self, window: impl Into<StructuringElement>) -> Chunked<T> {
                self.$with(window, &GreyOptions::default())
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), with options.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($with), "`].")]
            ///
            /// # NumPy
            #[doc = concat!("`scipy.ndimage.", stringify!($name), "(a, size, footprint, structure, mode=…, cval=…, origin=…)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_image::{GreyOptions, Mode};
            ///
            /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as u8);
            /// let wrap = GreyOptions::default().mode(Mode::Wrap);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($with), "(3, &wrap);")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($with), "(&a, 3, &wrap));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $with(
                &self,
                window: impl Into<StructuringElement>,
                options: &GreyOptions,
            ) -> Chunked<T> {
                let (window, options, name) = (window.into(), options.clone(), stringify!($name));
                let look = self.greys(name, &window, &options, ($times, $combined));
                self.looked(look, move |block| nd_image::$with(block, window.clone(), &options))
            }
        )*}
    };
}
grey! {
    "The smallest element of the window around each" grey_erosion grey_erosion_with 1 false;
    "The greatest element of the window, turned about its middle, around each"
        grey_dilation grey_dilation_with 1 false;
    "An erosion, then a dilation: bright spots smaller than the window go" grey_opening grey_opening_with 2 false;
    "A dilation, then an erosion: dark spots smaller than the window go" grey_closing grey_closing_with 2 false;
    "The dilation less the erosion: how steep the picture is"
        morphological_gradient morphological_gradient_with 1 true;
    "The dilation and the erosion, less twice the picture" morphological_laplace morphological_laplace_with 1 true;
    "The picture less its opening: bright spots smaller than the window" white_tophat white_tophat_with 2 true;
    "The closing of a picture less the picture: dark spots smaller than the window"
        black_tophat black_tophat_with 2 true;
}

impl<T: Typed> Chunked<T> {
    /// What an operation on greys looks at.
    fn greys(
        &self,
        name: &'static str,
        window: &StructuringElement,
        options: &GreyOptions,
        (times, combined): (usize, bool),
    ) -> Look {
        let ndim = self.ndim();
        let floats = combined || matches!(window, StructuringElement::Heights(_));
        Look {
            name,
            said: format!("{} {options:?}", said(window)),
            modes: vec![options.mode; ndim],
            depth: far(&lengths(window, ndim), &options.origin, times, ndim),
            // Keys and what is between passes; sums of floats.
            bytes: 4 * size_of::<T>() + if floats { 3 * 8 } else { 0 },
        }
    }

    /// What operations on masks look at, so many of them one after the other.
    #[track_caller]
    fn masks(&self, name: &'static str, options: &BinaryOptions, kinds: usize) -> Look {
        let ndim = self.ndim();
        let Iterations::Times(times) = options.iterations else {
            panic!("{name}: until nothing changes any more, which is of arrays in memory only")
        };
        assert!(options.mask.is_none(), "{name}: a mask, which is of arrays in memory only");
        let faces = || vec![3; ndim];
        let structure = options.structure.as_ref();
        let lengths = structure.map_or_else(faces, |structure| structure.shape().to_vec());
        let digest = structure.map_or(0, |structure| Digest::of_array(structure.into()));
        let depth = far(&lengths, &options.origin, times.saturating_mul(kinds), ndim);
        let said = format!("{digest:016x} {times} {:?} {:?}", options.border, options.origin);
        // Two masks of a bit each, and one of bytes.
        Look { name, said, modes: vec![Mode::Constant(0.0); ndim], depth, bytes: 2 }
    }
}

/// Operations on masks: how many there are one after the other.
macro_rules! binary {
    ($($what:literal $name:ident $with:ident $kinds:literal;)*) => {
        impl<T: Typed + Ordinal> Chunked<T> {$(
            #[doc = concat!($what, "; the bits of [`nd_image::", stringify!($name), "`] of the whole.")]
            ///
            /// # NumPy
            #[doc = concat!("`dask_image.ndmorph.", stringify!($name), "(x)`; beyond the edges as [`nd_image::", stringify!($name), "`].")]
            ///
            /// # Examples
            /// ```
            /// let a = nd_core::Array::from_fn([30, 20], |at| at[0] * at[1] % 7 > 1);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($name), "();")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($name), "(&a));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            pub fn $name(&self) -> Chunked<bool> {
                self.$with(&BinaryOptions::default())
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), with a structure, repetitions, a border.")]
            ///
            /// Blocks grow with the repetitions, as far as the array goes.
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($with), "`]; also with a mask or [`Iterations::UntilStable`], which are of arrays")]
            /// in memory only.
            ///
            /// # NumPy
            #[doc = concat!("`dask_image.ndmorph.", stringify!($name), "(x, structure, iterations, border_value=…, origin=…)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_image::{BinaryOptions, Border};
            ///
            /// let a = nd_core::Array::from_fn([30, 20], |at| at[0] * at[1] % 7 > 1);
            /// let twice = BinaryOptions::default().iterations(2).border(Border::Set);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($with), "(&twice);")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($with), "(&a, &twice));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $with(&self, options: &BinaryOptions) -> Chunked<bool> {
                let options = options.clone();
                let look = self.masks(stringify!($name), &options, $kinds);
                self.looked(look, move |block| nd_image::$with(block, &options))
            }
        )*}
    };
}
binary! {
    "The pixels all of whose neighbours are set" binary_erosion binary_erosion_with 1;
    "The pixels that have a set neighbour, or are set" binary_dilation binary_dilation_with 1;
    "An erosion, then a dilation" binary_opening binary_opening_with 2;
    "A dilation, then an erosion" binary_closing binary_closing_with 2;
}

impl<T: Typed + Ordinal> Chunked<T> {
    /// Where all of one structure, and nothing of another, fits on what is set; the bits of
    /// [`nd_image::binary_hit_or_miss`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::binary_hit_or_miss`].
    ///
    /// # NumPy
    /// `scipy.ndimage.binary_hit_or_miss(a, structure1, structure2)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::Chunked::from(nd_core::array![1u8, 1, 0, 1]);
    /// let ends = x.binary_hit_or_miss(Some([false, true, false]), Some([false, false, true]));
    /// assert_eq!(ends.compute()?.into_vec(), [false, true, false, true]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn binary_hit_or_miss<H, M>(&self, hit: Option<H>, miss: Option<M>) -> Chunked<bool>
    where
        H: ArrayLike<Elem = bool>,
        M: ArrayLike<Elem = bool>,
    {
        let (name, ndim) = ("binary_hit_or_miss", self.ndim());
        let hit: Option<Array<bool>> = hit.map(|hit| hit.view().to_array());
        let miss: Option<Array<bool>> = miss.map(|miss| miss.view().to_array());
        let mut depth = vec![(0, 0); ndim];
        let mut said = String::new();
        for set in [&hit, &miss] {
            let shape = set.as_ref().map_or_else(|| vec![3; ndim], |set| set.shape().to_vec());
            let one = far(&shape, &Axiswise::All(0), 1, ndim);
            depth.iter_mut().zip(one).for_each(|(all, one)| *all = (*all).max(one));
            said += &set.as_ref().map_or(0, |set| Digest::of_array(set.into())).to_string();
            said.push(' ');
        }
        let modes = vec![Mode::Constant(0.0); ndim];
        let look = Look { name, said, modes, depth, bytes: 3 };
        self.looked(look, move |block| {
            nd_image::binary_hit_or_miss(block, hit.as_ref(), miss.as_ref())
        })
    }
}
