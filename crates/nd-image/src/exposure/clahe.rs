//! Equalisation by tiles with limited contrast, in the arithmetic of OpenCV.

use crate::axes::with_rows;
use crate::canvas::canvas;
use crate::level::plane;
use crate::mode::Mode;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, View, threads};

/// Levels of `u8`.
const LEVELS: usize = 256;

/// How [`clahe_with`] equalises.
///
/// # Examples
/// ```
/// use nd_image::exposure::ClaheOptions;
/// assert_eq!(ClaheOptions::default().tiles, [8, 8]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClaheOptions {
    /// How much more often than on average a level may be counted; 40 by default. 0: no limit.
    pub clip_limit: f64,
    /// How many tiles there are along the axes; 8 and 8 by default.
    pub tiles: [usize; 2],
}

impl Default for ClaheOptions {
    fn default() -> ClaheOptions {
        ClaheOptions { clip_limit: 40.0, tiles: [8, 8] }
    }
}

impl ClaheOptions {
    /// Sets how much more often than on average a level may be counted.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::exposure::{ClaheOptions, clahe_with};
    /// let a = Array::from_fn([64, 64], |i| 100 + (i[1] % 4) as u8);
    /// let spread = |limit| {
    ///     let b = clahe_with(&a, &ClaheOptions::default().clip_limit(limit));
    ///     b.iter().max().unwrap() - b.iter().min().unwrap()
    /// };
    /// assert!(spread(2.0) < spread(100.0));
    /// ```
    #[must_use]
    pub fn clip_limit(self, clip_limit: f64) -> ClaheOptions {
        ClaheOptions { clip_limit, ..self }
    }

    /// Sets how many tiles there are along the axes.
    ///
    /// # Examples
    /// ```
    /// use nd_image::exposure::{ClaheOptions, clahe_with};
    /// let whole = ClaheOptions::default().tiles([1, 1]).clip_limit(0.0);
    /// assert_eq!(clahe_with([[10u8, 11], [12, 13]], &whole).into_vec(), [64, 128, 191, 255]);
    /// ```
    #[must_use]
    pub fn tiles(self, tiles: [usize; 2]) -> ClaheOptions {
        ClaheOptions { tiles, ..self }
    }
}

/// Equalises each part of a picture by the levels around it: `(h, w) -> (h, w)`, contrast limited
/// (CLAHE: Zuiderveld, Graphics Gems IV, 1994).
///
/// The picture is cut into 8 by 8 tiles, each of which has its histogram; what it has above the limit
/// is spread over all levels. Between the middles of four tiles their curves are interpolated. A picture
/// that is no multiple of the tiles is mirrored beyond its end. An empty picture gives an empty one.
///
/// # Panics
/// If the picture is not `(h, w)`.
///
/// # OpenCV
/// `cv2.createCLAHE().apply(a)`, the same bits. [`equalize_adapthist`](super::equalize_adapthist) is
/// scikit-image's, for every type.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let dark = Array::from_fn([64, 64], |i| (20 + (i[0] * i[1]) % 7) as u8);
/// let clear = nd_image::exposure::clahe(&dark);
/// assert!(*clear.iter().max().unwrap() > 200);
/// ```
#[track_caller]
pub fn clahe<A: ArrayLike<Elem = u8>>(a: A) -> Array<u8> {
    clahe_with(a, &ClaheOptions::default())
}

/// [`clahe`] with another limit or other tiles.
///
/// # Panics
/// If the picture is not `(h, w)`, if there are no tiles or more than 65,536 or more along an axis than
/// its length, or if the limit is negative or NaN.
///
/// # OpenCV
/// `cv2.createCLAHE(clipLimit, tileGridSize).apply(a)`; its grid is (columns, rows), ours rows first.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::exposure::{ClaheOptions, clahe_with};
/// let a = Array::<u8>::full([9, 7], 3);
/// let options = ClaheOptions::default().tiles([2, 3]).clip_limit(1.0);
/// assert_eq!(clahe_with(&a, &options).shape(), [9, 7]);
/// ```
#[track_caller]
pub fn clahe_with<A: ArrayLike<Elem = u8>>(a: A, options: &ClaheOptions) -> Array<u8> {
    let a = a.view();
    let [h, w] = plane("clahe", a.shape());
    let [down, across] = options.tiles;
    let limit = options.clip_limit;
    assert!(limit >= 0.0, "clahe: clip_limit is {limit}, must not be negative");
    let fits = down > 0 && across > 0 && down.saturating_mul(across) <= 1 << 16;
    assert!(fits, "clahe: {down} by {across} tiles");
    if a.is_empty() {
        return Array::zeros(a.shape());
    }
    assert!(down <= h && across <= w, "clahe: {down} by {across} tiles of a picture {h} by {w}");
    equalized(a, options)
}

#[inline(never)]
fn equalized(a: View<'_, u8>, options: &ClaheOptions) -> Array<u8> {
    let [h, w] = a.dims();
    let [down, across] = options.tiles;
    // OpenCV pads an axis that needs nothing by a tile's share if the other one is padded.
    let whole = h.is_multiple_of(down) && w.is_multiple_of(across);
    let size = |n: usize, tiles: usize| if whole { n / tiles } else { n / tiles + 1 };
    let grid = Grid { tiles: options.tiles, size: [size(h, down), size(w, across)] };
    let mut out = canvas::<u8>([h, w]);
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, 1, |rows| {
        let curves = threads::collect(down * across, &|tile| {
            grid.curve(rows, tile / across, tile % across, options.clip_limit)
        });
        let columns = grid.columns(w);
        // Rows between the middles of two rows of tiles share their tables.
        threads::chunks(samples, 64 * w, &|start, out| {
            let mut tables = Tables::default();
            for (y, out) in (start / w..).zip(out.chunks_mut(w)) {
                let (upper, lower, share) = between(y, grid.size[0], down);
                tables.set(&curves, &columns, across, [upper, lower]);
                for (column, table) in columns.iter().zip(&tables.packed) {
                    let part = column.start..column.start + column.shares.len();
                    let (row, out) = (&rows[y][part.clone()], &mut out[part]);
                    dispatch(Blend { row, table, shares: &column.shares, down: share, out });
                }
            }
        });
    });
    out
}

struct Grid {
    tiles: [usize; 2],
    size: [usize; 2],
}

/// The tiles before and behind a position, and how far it is on the way between their middles.
fn between(position: usize, size: usize, tiles: usize) -> (usize, usize, f32) {
    let place = position as f32 * (1.0 / size as f32) - 0.5;
    let before = place.floor();
    let behind = (before as isize + 1).min(tiles as isize - 1) as usize;
    (before.max(0.0) as usize, behind, place - before)
}

/// Neighbouring pixels of a row that lie between the same two tiles.
struct Column {
    start: usize,
    tiles: [usize; 2],
    shares: Vec<f32>,
}

impl Grid {
    fn columns(&self, w: usize) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for x in 0..w {
            let (left, right, share) = between(x, self.size[1], self.tiles[1]);
            match columns.last_mut() {
                Some(last) if last.tiles == [left, right] => {
                    last.shares.push(share);
                }
                _ => {
                    columns.push(Column { start: x, tiles: [left, right], shares: vec![share] });
                }
            }
        }
        columns
    }

    /// The levels that a tile turns levels into.
    fn curve(&self, rows: &[&[u8]], i: usize, j: usize, limit: f64) -> [u8; LEVELS] {
        let [height, width] = self.size;
        let mut counts = self.counts(rows, i, j);
        let area = height * width;
        if limit > 0.0 {
            let most = (limit * area as f64 / LEVELS as f64).min(i32::MAX as f64) as u32;
            spread(&mut counts, most.max(1));
        }
        let scale = (LEVELS - 1) as f32 / area as f32;
        let mut sum = 0;
        counts.map(|count| {
            sum += count;
            (sum as f32 * scale).round_ties_even() as u8
        })
    }

    fn counts(&self, rows: &[&[u8]], i: usize, j: usize) -> [u32; LEVELS] {
        let [height, width] = self.size;
        let w = rows[0].len();
        // Neighbours are often alike: four tables, so that no count waits for the one before.
        let mut parts = [[0u32; LEVELS]; 4];
        for y in i * height..(i + 1) * height {
            let y = Mode::Mirror.index(y as isize, rows.len()).expect("mirrored");
            let (start, end) = (j * width, (j + 1) * width);
            let inside = &rows[y][start.min(w)..end.min(w)];
            let (fours, rest) = inside.as_chunks::<4>();
            for four in fours {
                (0..4).for_each(|k| parts[k][four[k] as usize] += 1);
            }
            rest.iter().for_each(|&x| parts[0][x as usize] += 1);
            for x in start.max(w)..end {
                let x = Mode::Mirror.index(x as isize, w).expect("mirrored");
                parts[0][rows[y][x] as usize] += 1;
            }
        }
        std::array::from_fn(|level| parts.iter().map(|part| part[level]).sum())
    }
}

/// Spreads what is above the limit over all levels.
fn spread(counts: &mut [u32; LEVELS], limit: u32) {
    let mut above = 0;
    for count in counts.iter_mut() {
        above += count.saturating_sub(limit);
        *count = (*count).min(limit);
    }
    let each = above / LEVELS as u32;
    let rest = above as usize % LEVELS;
    counts.iter_mut().for_each(|count| *count += each);
    if let Some(step) = LEVELS.checked_div(rest) {
        counts.iter_mut().step_by(step).take(rest).for_each(|count| *count += 1);
    }
}

/// For two rows of tiles and each pair of neighbours in them: the four results of each level, in
/// one word, which one load brings.
#[derive(Default)]
struct Tables {
    rows: Option<[usize; 2]>,
    packed: Vec<[u32; LEVELS]>,
}

impl Tables {
    fn set(
        &mut self,
        curves: &[[u8; LEVELS]],
        columns: &[Column],
        across: usize,
        [upper, lower]: [usize; 2],
    ) {
        if self.rows == Some([upper, lower]) {
            return;
        }
        self.rows = Some([upper, lower]);
        let pack = |column: &Column| {
            let [left, right] = column.tiles;
            let corners = [(upper, left), (upper, right), (lower, left), (lower, right)];
            let corners = corners.map(|(i, j)| &curves[i * across + j]);
            std::array::from_fn(|level| u32::from_le_bytes(corners.map(|curve| curve[level])))
        };
        self.packed = columns.iter().map(pack).collect();
    }
}

/// A part of a row through its tables.
struct Blend<'a> {
    row: &'a [u8],
    table: &'a [u32; LEVELS],
    shares: &'a [f32],
    down: f32,
    out: &'a mut [u8],
}

impl Kernel for Blend<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        const STRIP: usize = 256;
        let mut words = [0u32; STRIP];
        let (down, up) = (self.down, 1.0 - self.down);
        let strips = self.row.chunks(STRIP).zip(self.shares.chunks(STRIP));
        for ((row, shares), out) in strips.zip(self.out.chunks_mut(STRIP)) {
            let words = &mut words[..row.len()];
            words.iter_mut().zip(row).for_each(|(word, &x)| *word = self.table[x as usize]);
            for ((out, &word), &right) in out.iter_mut().zip(words.iter()).zip(shares) {
                let corner = |k: u32| ((word >> (8 * k)) & 255) as i32 as f32;
                let left = 1.0 - right;
                let upper = corner(0) * left + corner(1) * right;
                let lower = corner(2) * left + corner(3) * right;
                let level = upper * up + lower * down;
                // Rounds to nearest, ties to even: what is added leaves no room for fractions.
                *out = (level + 12_582_912.0).to_bits() as u8;
            }
        }
    }
}
