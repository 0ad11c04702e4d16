//! Ranks in large windows of bytes, in a time that does not depend on the window's size.
//!
//! Perreault and Hébert, Median Filtering in Constant Time, IEEE Transactions on Image Processing 16
//! (2007): each column keeps a histogram of the rows that the window sees, the window's is the sum
//! of its columns', and both follow by one addition and one subtraction. Histograms are cumulative
//! here, so that where a rank lies is the number of counts that are not above it, without a search.

use super::lines::Job;
use crate::windows::Frame;
use nd_core::simd::{Isa, Kernel, dispatch};

/// Counts of sixteen ranges of values, each with those before it; a vector of the processor's.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
struct Counts([u16; 16]);

/// Columns that are worked on together, so that their histograms stay in the caches.
const TILE: usize = 256;

/// What a byte adds to the counts: one from its range on.
const STEPS: [Counts; 16] = {
    let mut steps = [Counts([0; 16]); 16];
    let mut i = 0;
    while i < 16 {
        let mut j = i;
        while j < 16 {
            steps[i].0[j] = 1;
            j += 1;
        }
        i += 1;
    }
    steps
};

/// Whether the window is large enough, and its counts fit.
pub(crate) fn worth([height, width]: [usize; 2], rank: usize) -> bool {
    let count = height.saturating_mul(width);
    (100..=usize::from(u16::MAX)).contains(&count) && height > 2 && width > 2 && rank < count
}

#[inline(always)]
fn sum(a: Counts, b: Counts) -> Counts {
    Counts(std::array::from_fn(|i| a.0[i].wrapping_add(b.0[i])))
}

#[inline(always)]
fn difference(a: Counts, b: Counts) -> Counts {
    Counts(std::array::from_fn(|i| a.0[i].wrapping_sub(b.0[i])))
}

/// How many of the cumulative counts are not above `rank`: the range that holds it.
#[inline(always)]
fn range_of(counts: Counts, rank: u16) -> usize {
    let mut below = 0u16;
    for count in counts.0 {
        below += u16::from(count <= rank);
    }
    usize::from(below)
}

/// The histograms of columns: counts of the upper four bits, and for each of these of the lower.
struct Columns {
    coarse: Vec<Counts>,
    fine: Vec<[Counts; 16]>,
}

impl Columns {
    fn new(count: usize) -> Columns {
        Columns {
            coarse: vec![Counts::default(); count],
            fine: vec![[Counts::default(); 16]; count],
        }
    }

    fn clear(&mut self) {
        self.coarse.fill(Counts::default());
        self.fine.fill([Counts::default(); 16]);
    }

    #[inline(always)]
    fn change(&mut self, column: usize, x: u8, change: impl Fn(Counts, Counts) -> Counts) {
        let (coarse, fine) = (usize::from(x >> 4), usize::from(x & 15));
        self.coarse[column] = change(self.coarse[column], STEPS[coarse]);
        let lower = &mut self.fine[column][coarse];
        *lower = change(*lower, STEPS[fine]);
    }
}

pub(crate) fn strip(job: &mut Job<'_, u8>, [taps, size]: [usize; 2]) {
    let ([height, width], step) = (job.size(), job.step());
    let frame = job.frame();
    let tile = TILE.max(4 * size);
    let mut out = vec![0; width * height];
    let mut lines = vec![vec![0; frame.stride]; taps];
    // Columns of one channel lie `step` apart; each channel is a picture of its own.
    for channel in 0..step {
        for left in (0..width / step).step_by(tile) {
            let columns = tile.min(width / step - left);
            let mut walk = Walk {
                columns: Columns::new(columns + size - 1),
                first: left * step + channel,
                step,
                size,
                rank: job.rank as u16,
                age: 0,
            };
            for y in 0..height {
                walk.advance(job, &frame, y, &mut lines);
                let row = &mut out[y * width + walk.first..];
                dispatch(Row { walk: &walk, out: row, columns });
            }
        }
    }
    for (y, row) in out.chunks(width).enumerate() {
        job.store(y, row);
    }
}

struct Walk {
    columns: Columns,
    /// The element of a line that is the first column's.
    first: usize,
    step: usize,
    size: usize,
    rank: u16,
    /// How many rows have been taken in since the last plane began.
    age: usize,
}

impl Walk {
    /// Moves the columns' histograms to what the windows of output row `y` see. `lines` is a ring
    /// of the rows in view.
    fn advance(&mut self, job: &Job<'_, u8>, frame: &Frame, y: usize, lines: &mut [Vec<u8>]) {
        let taps = lines.len();
        let Walk { first, step, .. } = *self;
        if y > 0 && job.follows(y) {
            let line = &mut lines[self.age % taps];
            let columns = &mut self.columns;
            dispatch(Change::<false> { columns, line, first, step });
            job.load(y, taps - 1, frame, line);
            dispatch(Change::<true> { columns, line, first, step });
            self.age += 1;
            return;
        }
        self.age = 0;
        self.columns.clear();
        for (r, line) in lines.iter_mut().enumerate() {
            job.load(y, r, frame, line);
            dispatch(Change::<true> { columns: &mut self.columns, line, first, step });
        }
    }
}

/// A row that comes into the columns' view, or leaves it.
struct Change<'a, const COMES: bool> {
    columns: &'a mut Columns,
    line: &'a [u8],
    first: usize,
    step: usize,
}

impl<const COMES: bool> Kernel for Change<'_, COMES> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let samples = self.line[self.first..].iter().step_by(self.step);
        for (column, &x) in (0..self.columns.coarse.len()).zip(samples) {
            self.columns.change(column, x, if COMES { sum } else { difference });
        }
    }
}

/// One output row: `columns` windows, whose results lie `step` apart.
struct Row<'a> {
    walk: &'a Walk,
    out: &'a mut [u8],
    columns: usize,
}

impl Kernel for Row<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Walk { columns: Columns { coarse: columns, fine }, size, rank, step, .. } = self.walk;
        let first = columns[..size - 1].iter();
        let mut coarse = first.fold(Counts::default(), |coarse, column| sum(coarse, *column));
        // The window's lower histograms, and the first column of the window that each stands for.
        let mut lower = [(Counts::default(), usize::MAX); 16];
        for x in 0..self.columns {
            coarse = sum(coarse, columns[x + size - 1]);
            let upper = range_of(coarse, *rank) & 15;
            let below = if upper == 0 { 0 } else { coarse.0[upper - 1] };
            let (mut counts, at) = lower[upper];
            if at == usize::MAX || at + size / 2 < x {
                counts = Counts::default();
                for column in &fine[x..x + size] {
                    counts = sum(counts, column[upper]);
                }
            } else {
                for moved in at..x {
                    let comes = sum(counts, fine[moved + size][upper]);
                    counts = difference(comes, fine[moved][upper]);
                }
            }
            lower[upper] = (counts, x);
            self.out[x * step] = ((upper << 4) | (range_of(counts, rank - below) & 15)) as u8;
            coarse = difference(coarse, columns[x]);
        }
    }
}
