//! The distance transforms of nd-image, of arrays of any size.

mod passes;

use crate::chunked::Chunked;
use crate::node::Node;
use crate::windows::{Look, each};
use nd_core::{Array, Typed, View};
use nd_image::{
    EdtOptions, Metric, Mode, Ordinal, SquaredDistance, cdt_first, cdt_next, edt_first,
    edt_is_whole, edt_next, edt_root,
};
pub(crate) use passes::Pass;
use std::sync::Arc;

impl<T: Typed + Ordinal> Chunked<T> {
    /// The distance of each pixel to the nearest that is zero; the bits of
    /// [`nd_image::distance_transform_edt`] of the whole.
    ///
    /// One pass along each axis, of whole lanes, as many as fit at a time: 128 of them, or 2 MiB, each with its
    /// distances, have to fit the budget. Between passes squared distances stand in memory or, where there are too many,
    /// in the folder for [scratch](crate::RunOptions::scratch): 4 bytes for each pixel, or 8 if they do not fit. Infinite
    /// everywhere if nothing is zero. An array of one axis is worked on whole.
    ///
    /// # Panics
    /// If an axis has 2³² elements or more.
    ///
    /// # NumPy
    /// `scipy.ndimage.distance_transform_edt(a)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::Chunked::from(nd_core::array![[0, 1, 1], [1, 1, 1]]);
    /// let d = x.distance_transform_edt().compute()?;
    /// assert_eq!(d.into_vec(), [0.0, 1.0, 2.0, 1.0, 2f64.sqrt(), 5f64.sqrt()]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn distance_transform_edt(&self) -> Chunked<f64> {
        self.distance_transform_edt_with(&EdtOptions::default())
    }

    /// As [`distance_transform_edt`](Self::distance_transform_edt), of pixels that are not squares of side 1.
    ///
    /// # Panics
    /// As [`nd_image::distance_transform_edt_with`].
    ///
    /// # NumPy
    /// `scipy.ndimage.distance_transform_edt(a, sampling)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// use nd_image::EdtOptions;
    ///
    /// let x = nd_ooc::Chunked::from(nd_core::array![[0, 1], [1, 1]]);
    /// let tall = EdtOptions::default().sampling([3.0, 1.0]);
    /// let d = x.distance_transform_edt_with(&tall).compute()?;
    /// assert_eq!(d.into_vec(), [0.0, 1.0, 3.0, 10f64.sqrt()]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn distance_transform_edt_with(&self, options: &EdtOptions) -> Chunked<f64> {
        const OP: &str = "distance_transform_edt";
        // No elements, for options that do not fit to be refused.
        nd_image::distance_transform_edt_with(
            Array::<u8>::zeros(&vec![0; self.ndim()][..]),
            options,
        );
        let shape = self.shape();
        for (axis, &n) in shape.iter().enumerate() {
            assert!(n < u32::MAX as usize, "{OP}: axis {axis} of length {n}, must be below 2³²");
        }
        let set = self.set();
        let sampling = each(&options.sampling, self.ndim());
        if shape.is_empty() || shape.contains(&0) {
            let root = |set: Array<u8>| set.map(|set| if set == 0 { 0.0 } else { f64::INFINITY });
            return set.looked(set.pixel(OP), move |set| root(set.to_array()));
        }
        let node = if edt_is_whole(shape, &sampling) {
            squared::<u32>(&set.node, &sampling)
        } else {
            squared::<f64>(&set.node, &sampling)
        };
        Chunked::of(node)
    }

    /// The number of steps from each pixel to the nearest that is zero; the values of
    /// [`nd_image::distance_transform_cdt`] of the whole, and [`u32::MAX`] everywhere if nothing is zero.
    ///
    /// Passes and memory are those of [`distance_transform_edt`](Self::distance_transform_edt).
    ///
    /// # Panics
    /// If the metric is [`Metric::Euclidean`], or the sum of the lengths of all axes is 2³² or more.
    ///
    /// # NumPy
    /// `scipy.ndimage.distance_transform_cdt(a, metric)`, which is -1 everywhere if nothing is zero; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// use nd_image::Metric;
    ///
    /// let x = nd_ooc::Chunked::from(nd_core::array![[0, 1], [1, 1]]);
    /// let steps = |metric| x.distance_transform_cdt(metric).compute();
    /// assert_eq!(steps(Metric::Taxicab)?.into_vec(), [0, 1, 1, 2]);
    /// assert_eq!(steps(Metric::Chessboard)?.into_vec(), [0, 1, 1, 1]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn distance_transform_cdt(&self, metric: Metric) -> Chunked<u32> {
        const OP: &str = "distance_transform_cdt";
        let shape = self.shape();
        assert!(metric != Metric::Euclidean, "{OP}: Euclidean distances are not whole numbers");
        let longest = shape.iter().fold(0u64, |sum, &n| sum.saturating_add(n as u64));
        assert!(
            longest < u64::from(u32::MAX),
            "{OP}: shape {shape:?} has distances of 2³² and more"
        );
        let set = self.set();
        if shape.is_empty() || shape.contains(&0) {
            return set
                .looked(set.pixel(OP), |set| set.map(|set| if set == 0 { 0 } else { u32::MAX }));
        }
        let first = Pass::new(OP, "first".into(), |set: View<'_, u8>| cdt_first(set));
        let node = match shape.len() {
            1 => first.last(&set.node),
            ndim => {
                let f = move |steps: View<'_, u32>| cdt_next(steps, metric);
                let next = || Pass::new(OP, format!("{metric:?}"), f);
                let first = first.stage(&set.node);
                let steps = (2..ndim).fold(first, |steps, _| next().stage(&steps));
                next().last(&steps)
            }
        };
        Chunked::of(node)
    }

    /// Ones where elements are not zero.
    fn set(&self) -> Chunked<u8> {
        self.looked(self.pixel("set"), |block| Ordinal::set(block))
    }
}

impl<T: Typed> Chunked<T> {
    /// What a function of single elements looks at.
    fn pixel(&self, name: &'static str) -> Look {
        let ndim = self.ndim();
        let (modes, depth) = (vec![Mode::Reflect; ndim], vec![(0, 0); ndim]);
        Look { name, said: String::new(), modes, depth, bytes: 0 }
    }
}

/// Distances of ones to zeros, by squares that are held so.
fn squared<S: SquaredDistance + Typed>(set: &Arc<Node>, sampling: &[f64]) -> Arc<Node> {
    const OP: &str = "distance_transform_edt";
    let (first, last) = (sampling[0], sampling[sampling.len() - 1]);
    if sampling.len() == 1 {
        let f = move |set: View<'_, u8>| edt_root(edt_first::<S, _>(set, first));
        return Pass::new(OP, format!("{first}"), f).last(set);
    }
    let f = move |set: View<'_, u8>| edt_first::<S, _>(set, first);
    let squares = Pass::new(OP, format!("{first}"), f).stage(set);
    let between = &sampling[1..sampling.len() - 1];
    let squares = between.iter().fold(squares, |squares, &step| {
        let f = move |squares: View<'_, S>| edt_next(squares, step);
        Pass::new(OP, format!("{step}"), f).stage(&squares)
    });
    let f = move |squares: View<'_, S>| edt_root(edt_next(squares, last));
    Pass::new(OP, format!("{last}"), f).last(&squares)
}

macro_rules! isotropic {
    ($($what:literal $name:ident [$($kind:ident),*];)*) => {
        impl<T: Typed + Ordinal> Chunked<T> {$(
            #[doc = concat!($what, "; the bits of [`nd_image::", stringify!($name), "`] of the whole.")]
            ///
            /// Passes and memory are those of [`distance_transform_edt`](Self::distance_transform_edt), whatever the radius.
            ///
            /// # Panics
            /// If an axis has 2³² elements or more.
            ///
            /// # NumPy
            #[doc = concat!("`skimage.morphology.", stringify!($name), "(a, radius)`; not in dask-image.")]
            ///
            /// # Examples
            /// ```
            /// let a = nd_core::Array::from_fn([30, 20], |at| at[0] * at[1] % 7 > 1);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($name), "(1.5);")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($name), "(&a, 1.5));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self, radius: f64) -> Chunked<bool> {
                let set = self.set();
                $(let set = $kind(&set, radius);)*
                set.looked(set.pixel(stringify!($name)), |set| set.map(|set| set == 1))
            }
        )*}
    };
}
isotropic! {
    "The set pixels that are further than `radius` from every unset one" isotropic_erosion [eroded];
    "The pixels that are no further than `radius` from a set one" isotropic_dilation [dilated];
    "An isotropic erosion, then a dilation" isotropic_opening [eroded, dilated];
    "An isotropic dilation, then an erosion" isotropic_closing [dilated, eroded];
}

/// Ones that are further from every zero than `radius`.
#[track_caller]
fn eroded(set: &Chunked<u8>, radius: f64) -> Chunked<u8> {
    let distances = set.distance_transform_edt();
    let look = Look { said: format!("{radius}"), ..distances.pixel("isotropic_erosion") };
    distances.looked(look, move |d| d.map(|d| u8::from(d > radius)))
}

/// All that is no further from a one than `radius`.
#[track_caller]
fn dilated(set: &Chunked<u8>, radius: f64) -> Chunked<u8> {
    let not = |set: &Chunked<u8>| set.looked(set.pixel("not"), |set| set.map(|set| set ^ 1));
    not(&eroded(&not(set), radius))
}
