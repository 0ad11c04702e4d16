//! Labels by random walks from seeds.

mod system;

use crate::labels::slots::{Slots, different};
use crate::labels::statistics::same_shapes;
use crate::measured::{Floats, Label, Labels, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike};
use std::fmt;
use system::System;

/// How [`random_walker_with`] walks.
///
/// # Examples
/// ```
/// use nd_image::segmentation::RandomWalkerOptions;
///
/// let options = RandomWalkerOptions::default().beta(10.0).tol(1e-6);
/// assert_eq!((options.beta, options.tol, options.channels), (10.0, 1e-6, false));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RandomWalkerOptions {
    /// How hard it is to walk across an edge of the picture; 130 by default.
    pub beta: f64,
    /// By what factor the residuals of the probabilities are brought down; 1e-3 by default.
    pub tol: f64,
    /// How far elements are from each other along each axis; 1 by default.
    pub spacing: Option<Vec<f64>>,
    /// Whether the last axis of the picture is one of channels; not by default.
    pub channels: bool,
}

impl Default for RandomWalkerOptions {
    fn default() -> RandomWalkerOptions {
        RandomWalkerOptions { beta: 130.0, tol: 1e-3, spacing: None, channels: false }
    }
}

impl RandomWalkerOptions {
    /// Sets how hard it is to walk across an edge of the picture.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::RandomWalkerOptions;
    /// assert_eq!(RandomWalkerOptions::default().beta(1.0).beta, 1.0);
    /// ```
    #[must_use]
    pub fn beta(self, beta: f64) -> RandomWalkerOptions {
        RandomWalkerOptions { beta, ..self }
    }

    /// Sets by what factor the residuals of the probabilities are brought down.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::RandomWalkerOptions;
    /// assert_eq!(RandomWalkerOptions::default().tol(1e-9).tol, 1e-9);
    /// ```
    #[must_use]
    pub fn tol(self, tol: f64) -> RandomWalkerOptions {
        RandomWalkerOptions { tol, ..self }
    }

    /// Sets how far elements are from each other along each axis.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::RandomWalkerOptions;
    /// assert_eq!(RandomWalkerOptions::default().spacing([2.0]).spacing, Some(vec![2.0]));
    /// ```
    #[must_use]
    pub fn spacing(self, spacing: impl Into<Vec<f64>>) -> RandomWalkerOptions {
        RandomWalkerOptions { spacing: Some(spacing.into()), ..self }
    }

    /// Sets whether the last axis of the picture is one of channels.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::RandomWalkerOptions;
    /// assert!(RandomWalkerOptions::default().channels(true).channels);
    /// ```
    #[must_use]
    pub fn channels(self, channels: bool) -> RandomWalkerOptions {
        RandomWalkerOptions { channels, ..self }
    }
}

/// Why there is no walk.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{RandomWalkerError, random_walker};
///
/// let error = random_walker([1.0, 2.0], [0, 0]).unwrap_err();
/// assert_eq!(error, RandomWalkerError::NoSeeds);
/// assert_eq!(error.to_string(), "random_walker: no label is above zero");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RandomWalkerError {
    /// No label is above zero.
    NoSeeds,
    /// An element of the picture is NaN or infinite.
    NotFinite,
    /// The probabilities did not settle.
    NotConverged {
        /// How many iterations were made.
        iterations: usize,
    },
}

impl fmt::Display for RandomWalkerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RandomWalkerError::NoSeeds => write!(f, "random_walker: no label is above zero"),
            RandomWalkerError::NotFinite => {
                write!(f, "random_walker: the picture has a NaN or an infinite element")
            }
            RandomWalkerError::NotConverged { iterations } => {
                write!(f, "random_walker: not converged after {iterations} iterations")
            }
        }
    }
}

impl std::error::Error for RandomWalkerError {}

/// For every element without a label, the label of the seeds that a random walk from it most likely meets
/// first: `(…), (…) -> (…)`, any rank. Walks prefer steps between similar elements: the weight of a step is
/// `exp(-beta · difference² / (10 · standard deviation))`, made for pictures whose values are from 0 to 1.
///
/// Labels above zero are seeds, 0 is to be found out, and what is below is not walked on. Elements from which
/// no seed can be reached become -1.
///
/// # Panics
/// If the shapes differ.
///
/// # Errors
/// If there is no seed, the picture is not finite, or the iterations do not converge.
///
/// # scikit-image
/// `skimage.segmentation.random_walker(data, labels)` on floats; integers are turned into floats from 0 to 1
/// there and not here, where beta is to be divided by that factor instead. Labels are renumbered from 1
/// without gaps there, the seeds' too, and what no seed reaches is 0. A constant picture, whose weights
/// are NaN there, is walked evenly. The algorithm is Grady's (Random walks for image segmentation, 2006), the systems are solved by conjugate
/// gradients with Jacobi's preconditioner.
///
/// # Examples
/// ```
/// use nd_image::segmentation::random_walker;
///
/// let found = random_walker([0.0, 0.1, 0.0, 1.0, 0.9, 1.0], [1, 0, 0, 0, 0, 2]).unwrap();
/// assert_eq!(found.into_vec(), [1, 1, 1, 2, 2, 2]);
/// ```
#[track_caller]
pub fn random_walker<A, L>(picture: A, labels: L) -> Result<Array<L::Elem>, RandomWalkerError>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    random_walker_with(picture, labels, &RandomWalkerOptions::default())
}

/// [`random_walker`] with other weights, or of channels: `(…) or (…, c), (…) -> (…)`.
///
/// # Panics
/// If the shapes do not fit, beta is negative or not finite, or tol or spacing are not finite numbers above
/// zero.
///
/// # Errors
/// As [`random_walker`].
///
/// # scikit-image
/// `skimage.segmentation.random_walker(data, labels, beta, tol=..., spacing=..., channel_axis=-1)`.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{RandomWalkerOptions, random_walker_with};
///
/// let colours = [[0.0, 1.0], [0.0, 0.9], [1.0, 0.0]];
/// let options = RandomWalkerOptions::default().channels(true);
/// let found = random_walker_with(colours, [1, 0, 2], &options).unwrap();
/// assert_eq!(found.into_vec(), [1, 1, 2]);
/// ```
#[track_caller]
pub fn random_walker_with<A, L>(
    picture: A,
    labels: L,
    options: &RandomWalkerOptions,
) -> Result<Array<L::Elem>, RandomWalkerError>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let (picture, labels) = (picture.view(), labels.view());
    let (shape, space) = (picture.shape(), labels.shape());
    let last = shape.len().saturating_sub(usize::from(options.channels));
    same_shapes("random_walker", &shape[..last], space).unwrap_or_else(|e| panic!("{e}"));
    let depth = if options.channels { shape.get(last).copied().unwrap_or(1) } else { 1 };
    let spacing = options.spacing.clone().unwrap_or_else(|| vec![1.0; space.len()]);
    let above = |x: f64| x > 0.0 && x.is_finite();
    let fits = spacing.len() == space.len() && spacing.iter().all(|&s| above(s));
    assert!(fits, "random_walker: spacing {spacing:?} for {} axes", space.len());
    assert!(above(options.tol), "random_walker: tol {}", options.tol);
    let beta = options.beta;
    assert!(beta >= 0.0 && beta.is_finite(), "random_walker: beta {beta}");
    let values = read_all(&Floats(contiguous(picture)));
    let wide = read_all(&Labels(contiguous(labels)));
    let found = walked(&values, depth, wide, space, &spacing, options)?;
    Ok(Array::from_shape_vec(space, found.into_iter().map(L::Elem::of_wide).collect()))
}

fn walked(
    values: &[f64],
    depth: usize,
    mut labels: Vec<i64>,
    shape: &[usize],
    spacing: &[f64],
    options: &RandomWalkerOptions,
) -> Result<Vec<i64>, RandomWalkerError> {
    let names: Vec<i64> = different(&labels, true).into_iter().filter(|&name| name > 0).collect();
    if names.is_empty() {
        return Err(RandomWalkerError::NoSeeds);
    }
    if values.iter().any(|x| !x.is_finite()) {
        return Err(RandomWalkerError::NotFinite);
    }
    system::isolate(&mut labels, shape);
    let weights = system::weights(values, depth, shape, spacing, options.beta);
    let system = System::new(&weights, &labels, shape);
    let slots = Slots::of(&names);
    let seeds: Vec<u32> = labels.iter().map(|&label| slots.find(label)).collect();
    // The probabilities add up to 1: the last label's are what the others leave.
    let mut best = vec![f64::NEG_INFINITY; labels.len()];
    let mut left = vec![1.0; labels.len()];
    let mut found = labels.clone();
    for (k, &name) in names.iter().enumerate() {
        let chances = if k + 1 == names.len() {
            std::mem::take(&mut left)
        } else {
            let chances = system.solve(&system.flow(&weights, &seeds, k as u32), options.tol)?;
            left.iter_mut().zip(&chances).for_each(|(left, chance)| *left -= chance);
            chances
        };
        for (at, chance) in chances.into_iter().enumerate().filter(|(at, _)| labels[*at] == 0) {
            if chance > best[at] {
                (best[at], found[at]) = (chance, name);
            }
        }
    }
    Ok(found)
}
