//! Segments of lines in pictures, by votes of pixels drawn at random.

use super::hough_line::{hough_angles, pixels, reach};
use nd_core::{Array, ArrayLike};

/// Which segments [`probabilistic_hough_line_with`] finds.
///
/// # Examples
/// ```
/// let options = nd_image::HoughSegmentsOptions::default();
/// assert_eq!((options.threshold, options.line_length, options.line_gap), (10, 50, 10));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HoughSegmentsOptions {
    /// The votes from which a line is followed; 10 by default.
    pub threshold: u64,
    /// The least length of a segment, along the rows or the columns; 50 by default.
    pub line_length: usize,
    /// The longest gap within a segment; 10 by default.
    pub line_gap: usize,
    /// Angles in radians; those of [`hough_angles`] by default. What is not finite is left out.
    pub theta: Option<Vec<f64>>,
    /// The seed of the order in which pixels are drawn; 0 by default.
    pub seed: u64,
}

impl Default for HoughSegmentsOptions {
    fn default() -> HoughSegmentsOptions {
        HoughSegmentsOptions { threshold: 10, line_length: 50, line_gap: 10, theta: None, seed: 0 }
    }
}

impl HoughSegmentsOptions {
    /// Sets the votes from which a line is followed.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughSegmentsOptions::default().threshold(5).threshold, 5);
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: u64) -> HoughSegmentsOptions {
        HoughSegmentsOptions { threshold, ..self }
    }

    /// Sets the least length of a segment.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughSegmentsOptions::default().line_length(5).line_length, 5);
    /// ```
    #[must_use]
    pub fn line_length(self, line_length: usize) -> HoughSegmentsOptions {
        HoughSegmentsOptions { line_length, ..self }
    }

    /// Sets the longest gap within a segment.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughSegmentsOptions::default().line_gap(3).line_gap, 3);
    /// ```
    #[must_use]
    pub fn line_gap(self, line_gap: usize) -> HoughSegmentsOptions {
        HoughSegmentsOptions { line_gap, ..self }
    }

    /// Sets the angles in radians.
    ///
    /// # Examples
    /// ```
    /// let options = nd_image::HoughSegmentsOptions::default().theta([0.0]);
    /// assert_eq!(options.theta, Some(vec![0.0]));
    /// ```
    #[must_use]
    pub fn theta(self, theta: impl Into<Vec<f64>>) -> HoughSegmentsOptions {
        HoughSegmentsOptions { theta: Some(theta.into()), ..self }
    }

    /// Sets the seed of the order in which pixels are drawn.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::HoughSegmentsOptions::default().seed(7).seed, 7);
    /// ```
    #[must_use]
    pub fn seed(self, seed: u64) -> HoughSegmentsOptions {
        HoughSegmentsOptions { seed, ..self }
    }
}

/// Segments of lines in the true pixels of a picture `(h, w)`, as two ends `(x, y)` each.
///
/// Pixels are drawn in an order that the seed decides; when one makes a line have enough votes, the
/// line is followed from it both ways, and its pixels are taken away (C. Galamhos, J. Matas, J. Kittler:
/// Progressive probabilistic Hough transform for line detection, CVPR 1999). The same picture and seed
/// give the same segments.
///
/// # Panics
/// If the picture has not 2 axes.
///
/// # scikit-image
/// `skimage.transform.probabilistic_hough_line(a)`, whose order of pixels is another.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::probabilistic_hough_line;
///
/// let row = Array::from_fn([20, 100], |i| i[0] == 7 && i[1] >= 20);
/// let mut ends = probabilistic_hough_line(&row)[0];
/// ends.sort();
/// assert_eq!(ends, [[20, 7], [99, 7]]);
/// ```
#[track_caller]
pub fn probabilistic_hough_line<A>(a: A) -> Vec<[[usize; 2]; 2]>
where
    A: ArrayLike<Elem = bool>,
{
    probabilistic_hough_line_with(a, &HoughSegmentsOptions::default())
}

/// [`probabilistic_hough_line`] for shorter segments, other gaps, or another seed.
///
/// # Panics
/// As [`probabilistic_hough_line`].
///
/// # scikit-image
/// `skimage.transform.probabilistic_hough_line(a, threshold, line_length, line_gap, theta, rng)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{HoughSegmentsOptions, probabilistic_hough_line_with};
///
/// let slope = Array::from_fn([30, 30], |i| i[0] == i[1]);
/// let options = HoughSegmentsOptions::default().line_length(20);
/// assert_eq!(probabilistic_hough_line_with(&slope, &options).len(), 1);
/// ```
#[track_caller]
pub fn probabilistic_hough_line_with<A>(
    a: A,
    options: &HoughSegmentsOptions,
) -> Vec<[[usize; 2]; 2]>
where
    A: ArrayLike<Elem = bool>,
{
    let a = a.view();
    assert!(a.ndim() == 2, "probabilistic_hough_line: shape {:?} is no picture (h, w)", a.shape());
    let mut left = pixels(a);
    let mut theta = options.theta.clone().unwrap_or_else(hough_angles);
    theta.retain(|angle| angle.is_finite());
    let mut search = Search::new(a.to_array(), &theta);
    let (mut random, mut segments) = (Random(options.seed), Vec::new());
    while !left.is_empty() {
        let drawn = random.below(left.len());
        let [x, y] = left.swap_remove(drawn);
        if !search.set(y as isize, x as isize) {
            continue;
        }
        let Some(angle) = search.vote([x, y], options.threshold) else { continue };
        let walk = Walk::new([x as isize, y as isize], theta[angle]);
        let ends = [1, -1].map(|way| search.follow(&walk, way, options.line_gap as isize));
        let long = |k: usize| ends[0].place[k].abs_diff(ends[1].place[k]) >= options.line_length;
        if long(0) || long(1) {
            for (way, end) in [1, -1].into_iter().zip(&ends) {
                search.take_away(&walk, way, end.steps);
            }
            segments.push(ends.map(|end| end.place));
        }
    }
    segments
}

/// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): enough to draw from a list.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(z ^ (z >> 31)) * n as u128) >> 64) as usize
    }
}

/// Pixels that are left, and the votes of those drawn.
struct Search {
    left: Array<bool>,
    drawn: Array<bool>,
    turns: Vec<(f64, f64)>,
    /// A row of votes for each angle.
    votes: Vec<u64>,
    reach: usize,
}

impl Search {
    fn new(left: Array<bool>, theta: &[f64]) -> Search {
        let reach = reach(left.shape());
        Search {
            drawn: Array::full(left.shape(), false),
            turns: theta.iter().map(|angle| angle.sin_cos()).collect(),
            votes: vec![0; (2 * reach + 1) * theta.len()],
            left,
            reach,
        }
    }

    fn inside(&self, y: isize, x: isize) -> bool {
        let within = |k: isize, n: usize| (0..n as isize).contains(&k);
        within(y, self.left.shape()[0]) && within(x, self.left.shape()[1])
    }

    fn set(&self, y: isize, x: isize) -> bool {
        self.left[[y as usize, x as usize]]
    }

    fn place(&self, angle: usize, [x, y]: [f64; 2]) -> usize {
        let (s, c) = self.turns[angle];
        let distance = (c * x + s * y).round() as isize + self.reach as isize;
        angle * (2 * self.reach + 1) + distance as usize
    }

    /// Lets a pixel vote; the angle of the line with the most votes, if there are enough.
    fn vote(&mut self, pixel: [f64; 2], threshold: u64) -> Option<usize> {
        self.drawn[[pixel[1] as usize, pixel[0] as usize]] = true;
        let (mut most, mut best) = (threshold.saturating_sub(1), None);
        for angle in 0..self.turns.len() {
            let place = self.place(angle, pixel);
            self.votes[place] += 1;
            if self.votes[place] > most {
                (most, best) = (self.votes[place], Some(angle));
            }
        }
        best
    }

    /// The last pixel on a walk before a gap that is too long or the edge.
    fn follow(&self, walk: &Walk, way: isize, longest: isize) -> End {
        let mut end = End { place: walk.at(0).map(|k| k as usize), steps: 0 };
        let mut gap = 0;
        for steps in 0.. {
            let [x, y] = walk.at(way * steps);
            if !self.inside(y, x) {
                break;
            }
            gap += 1;
            if self.set(y, x) {
                gap = 0;
                end = End { place: [x as usize, y as usize], steps };
            } else if gap > longest {
                break;
            }
        }
        end
    }

    /// Takes the pixels of a walk, and their votes, away.
    fn take_away(&mut self, walk: &Walk, way: isize, steps: isize) {
        for step in 0..=steps {
            let [x, y] = walk.at(way * step);
            let index = [y as usize, x as usize];
            if !self.left[index] {
                continue;
            }
            self.left[index] = false;
            if self.drawn[index] {
                for angle in 0..self.turns.len() {
                    let place = self.place(angle, [x as f64, y as f64]);
                    self.votes[place] -= 1;
                }
            }
        }
    }
}

/// The end of a segment, and how many steps away it is.
#[derive(Clone, Copy)]
struct End {
    place: [usize; 2],
    steps: isize,
}

/// A way along a line, a pixel at a time along its longer side.
struct Walk {
    start: [isize; 2],
    /// What a step adds to `x` and `y`: one of the two is ±1.
    step: [f64; 2],
}

impl Walk {
    fn new(start: [isize; 2], angle: f64) -> Walk {
        let (s, c) = angle.sin_cos();
        let longer = s.abs().max(c.abs());
        Walk { start, step: [-s / longer, c / longer] }
    }

    fn at(&self, steps: isize) -> [isize; 2] {
        [0, 1].map(|k| {
            let moved = self.start[k] as f64 + steps as f64 * self.step[k];
            (moved + 0.5).floor() as isize
        })
    }
}
