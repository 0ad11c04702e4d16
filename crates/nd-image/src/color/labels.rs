//! Labels as colours.

use super::step::three;
use nd_core::{Array, ArrayLike, View};
use std::collections::HashMap;

/// The colours that labels have by default, from 0 to 1: red, blue, yellow, magenta, green, indigo, orange, cyan,
/// pink, yellow-green.
pub const LABEL_COLORS: [[f64; 3]; 10] = [
    [1.0, 0.0, 0.0],
    [0.0, 0.0, 1.0],
    [1.0, 1.0, 0.0],
    [1.0, 0.0, 1.0],
    [0.0, 128.0 / 255.0, 0.0],
    [75.0 / 255.0, 0.0, 130.0 / 255.0],
    [1.0, 140.0 / 255.0, 0.0],
    [0.0, 1.0, 1.0],
    [1.0, 192.0 / 255.0, 203.0 / 255.0],
    [154.0 / 255.0, 205.0 / 255.0, 50.0 / 255.0],
];

/// How [`label_to_rgb_with`] colours.
///
/// # Examples
/// ```
/// use nd_image::color::LabelColorOptions;
/// assert_eq!(LabelColorOptions::default().alpha, 0.3);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LabelColorOptions {
    /// The picture below the labels, `(…)` or `(…, 3)`, from 0 to 1; none by default.
    pub picture: Option<Array<f64>>,
    /// The colours, taken in turn; [`LABEL_COLORS`] by default.
    pub colors: Vec<[f64; 3]>,
    /// The share of the label's colour over a picture; 0.3 by default.
    pub alpha: f64,
    /// The colour of label 0, or none: the picture alone. Black by default.
    pub background: Option<[f64; 3]>,
    /// How much of its saturation a coloured picture keeps; 0, the default, makes it grey.
    pub saturation: f64,
}

impl Default for LabelColorOptions {
    fn default() -> LabelColorOptions {
        LabelColorOptions {
            picture: None,
            colors: LABEL_COLORS.to_vec(),
            alpha: 0.3,
            background: Some([0.0; 3]),
            saturation: 0.0,
        }
    }
}

impl LabelColorOptions {
    /// Sets the picture below the labels.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_image::color::{LabelColorOptions, label_to_rgb_with};
    /// let options = LabelColorOptions::default().picture(array![1.0, 0.0]).alpha(0.5);
    /// let rgb = label_to_rgb_with([0u32, 1], &options);
    /// assert_eq!(rgb.into_vec(), [0.5, 0.5, 0.5, 0.5, 0.0, 0.0]);
    /// ```
    #[must_use]
    pub fn picture(self, picture: Array<f64>) -> LabelColorOptions {
        LabelColorOptions { picture: Some(picture), ..self }
    }

    /// Sets the colours, taken in turn.
    ///
    /// # Examples
    /// ```
    /// use nd_image::color::{LabelColorOptions, label_to_rgb_with};
    /// let options = LabelColorOptions::default().colors(vec![[0.0, 0.5, 0.0]]);
    /// assert_eq!(label_to_rgb_with([4u32], &options).into_vec(), [0.0, 0.5, 0.0]);
    /// ```
    #[must_use]
    pub fn colors(self, colors: Vec<[f64; 3]>) -> LabelColorOptions {
        LabelColorOptions { colors, ..self }
    }

    /// Sets the share of the label's colour over a picture.
    ///
    /// # Examples
    /// ```
    /// use nd_image::color::LabelColorOptions;
    /// assert_eq!(LabelColorOptions::default().alpha(0.5).alpha, 0.5);
    /// ```
    #[must_use]
    pub fn alpha(self, alpha: f64) -> LabelColorOptions {
        LabelColorOptions { alpha, ..self }
    }

    /// Sets the colour of label 0, or none: the picture alone.
    ///
    /// # Examples
    /// ```
    /// use nd_image::color::{LabelColorOptions, label_to_rgb_with};
    /// let options = LabelColorOptions::default().background(Some([1.0, 1.0, 1.0]));
    /// assert_eq!(label_to_rgb_with([0u32], &options).into_vec(), [1.0, 1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn background(self, background: Option<[f64; 3]>) -> LabelColorOptions {
        LabelColorOptions { background, ..self }
    }

    /// Sets how much of its saturation a coloured picture keeps.
    ///
    /// # Examples
    /// ```
    /// use nd_image::color::LabelColorOptions;
    /// assert_eq!(LabelColorOptions::default().saturation(1.0).saturation, 1.0);
    /// ```
    #[must_use]
    pub fn saturation(self, saturation: f64) -> LabelColorOptions {
        LabelColorOptions { saturation, ..self }
    }
}

/// A colour for each label: `(…) -> (…, 3)`, from 0 to 1.
///
/// Label 0 is black; the others that are there take the colours in turn, in their order. An empty array
/// gives an empty one.
///
/// # scikit-image
/// `skimage.color.label2rgb(labels)`.
///
/// # Examples
/// ```
/// let rgb = nd_image::color::label_to_rgb([0u32, 7, 9]);
/// assert_eq!(rgb.into_vec(), [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
/// ```
pub fn label_to_rgb<A: ArrayLike<Elem = u32>>(labels: A) -> Array<f64> {
    label_to_rgb_with(labels, &LabelColorOptions::default())
}

/// [`label_to_rgb`] over a picture, or with other colours.
///
/// # Panics
/// If the picture's shape is neither that of the labels nor that and three channels, or there are
/// no colours.
///
/// # scikit-image
/// `skimage.color.label2rgb(labels, picture, colors, alpha, bg_color=..., saturation=...)`, which turns
/// integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::color::{LabelColorOptions, label_to_rgb_with};
/// let options = LabelColorOptions::default().picture(array![0.5, 0.5]).background(None).alpha(0.5);
/// let rgb = label_to_rgb_with([0u32, 2], &options);
/// assert_eq!(rgb.into_vec(), [0.5, 0.5, 0.5, 0.75, 0.25, 0.25]);
/// ```
#[track_caller]
pub fn label_to_rgb_with<A>(labels: A, options: &LabelColorOptions) -> Array<f64>
where
    A: ArrayLike<Elem = u32>,
{
    let labels = labels.view();
    assert!(!options.colors.is_empty(), "label_to_rgb: no colors");
    let mut shape = labels.shape().to_vec();
    let below = options.picture.as_ref().map(|picture| below(picture, &shape, options.saturation));
    let alpha = if below.is_some() { options.alpha } else { 1.0 };
    let colors = colors(labels, options);
    let mix = |(i, label): (usize, &u32)| {
        let under = below.as_ref().map_or([0.0; 3], |below| below[i]);
        match colors.get(label) {
            Some(over) => std::array::from_fn(|k| over[k] * alpha + under[k] * (1.0 - alpha)),
            None => under,
        }
    };
    let samples = labels.iter().enumerate().flat_map(|pixel| -> [f64; 3] { mix(pixel) }).collect();
    shape.push(3);
    Array::from_shape_vec(shape, samples)
}

/// The colours of labels; none of a background that has none.
fn colors(labels: View<'_, u32>, options: &LabelColorOptions) -> HashMap<u32, [f64; 3]> {
    let mut there: Vec<u32> = labels.iter().copied().filter(|&label| label != 0).collect();
    there.sort_unstable();
    there.dedup();
    let cycle = options.colors.iter().copied().cycle();
    there.into_iter().zip(cycle).chain(options.background.map(|color| (0, color))).collect()
}

/// The colours of the picture below the labels.
#[track_caller]
fn below(picture: &Array<f64>, labels: &[usize], saturation: f64) -> Vec<[f64; 3]> {
    let shape = picture.shape();
    if shape == labels {
        return picture.iter().map(|&grey| [grey; 3]).collect();
    }
    let fits = shape.split_last() == Some((&3, labels));
    assert!(fits, "label_to_rgb: a picture of shape {shape:?}, labels of shape {labels:?}");
    let mut hsv = super::rgb_to_hsv(picture).into_vec();
    hsv.iter_mut().skip(1).step_by(3).for_each(|s| *s *= saturation);
    super::hsv_to_rgb(Array::from_shape_vec(shape, hsv)).into_vec().as_chunks::<3>().0.to_vec()
}

/// Each pixel with the mean colour of its label: `(…), (…, 3) -> (…, 3)`; label 0 is black.
///
/// NaN spreads over its label.
///
/// # Panics
/// If the picture has another shape than the labels and three channels.
///
/// # scikit-image
/// `skimage.color.label2rgb(labels, picture, kind="avg")`.
///
/// # Examples
/// ```
/// let picture = [[0.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.7, 0.2, 0.2]];
/// let means = nd_image::color::label_means([1u32, 1, 0], picture);
/// assert_eq!(means.into_vec(), [0.25, 0.5, 0.0, 0.25, 0.5, 0.0, 0.0, 0.0, 0.0]);
/// ```
#[track_caller]
pub fn label_means<L, A>(labels: L, picture: A) -> Array<f64>
where
    L: ArrayLike<Elem = u32>,
    A: ArrayLike<Elem = f64>,
{
    let (labels, picture) = (labels.view(), picture.view());
    let shape = picture.shape();
    three("label_means", shape);
    let fits = &shape[..shape.len() - 1] == labels.shape();
    assert!(fits, "label_means: a picture of shape {shape:?}, labels of {:?}", labels.shape());
    let flat = picture.flatten().into_vec();
    let mut sums: HashMap<u32, ([f64; 3], f64)> = HashMap::new();
    for (&label, pixel) in labels.iter().zip(flat.as_chunks::<3>().0) {
        let (sum, count) = sums.entry(label).or_default();
        (0..3).for_each(|k| sum[k] += pixel[k]);
        *count += 1.0;
    }
    let mean = |label: u32| match sums[&label] {
        (sum, count) if label != 0 => sum.map(|x| x / count),
        _ => [0.0; 3],
    };
    let samples = labels.iter().flat_map(|&label| mean(label)).collect();
    Array::from_shape_vec(shape, samples)
}
