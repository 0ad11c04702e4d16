//! Medians of 3 × 3 and 5 × 5: columns are sorted once for all windows that hold them.

use super::lines::{Job, Key, SPARE};
use nd_core::simd::{Isa, Kernel, dispatch_wide};

/// Places that are worked on at once.
const LANES: usize = SPARE;

/// Elements of one rank, or one place of a window, of many windows.
type Lanes<K> = [K; LANES];

pub(crate) fn strip<K: Key>(job: &mut Job<'_, K>, size: [usize; 2]) {
    let stride = job.frame().stride;
    let mut sorted = vec![vec![K::default(); stride + SPARE]; size[0]];
    let step = job.step();
    job.each_row(&mut |_, lines, out| {
        let sorted = &mut sorted;
        if lines.len() == 3 {
            dispatch_wide(Row::<_, 3> { lines, sorted, step, out });
        } else {
            dispatch_wide(Row::<_, 5> { lines, sorted, step, out });
        }
    });
}

/// An output row of windows of `N` × `N`. All lines have [`SPARE`] elements at their end.
struct Row<'a, K, const N: usize> {
    lines: &'a [Vec<K>],
    sorted: &'a mut [Vec<K>],
    step: usize,
    out: &'a mut [K],
}

impl<K: Key, const N: usize> Kernel for Row<'_, K, N> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Row { lines, sorted, step, out } = self;
        // What is found is kept on the stack, where the compiler sees that it overlaps with nothing.
        let mut columns = [[K::default(); LANES]; N];
        for x in (0..lines[0].len() - SPARE).step_by(LANES) {
            sort_columns(&std::array::from_fn(|k| lanes_of(&lines[k], x)), &mut columns);
            for (lane, line) in columns.iter().zip(sorted.iter_mut()) {
                line[x..x + LANES].copy_from_slice(lane);
            }
        }
        let mut found = [K::default(); LANES];
        for x in (0..out.len() - SPARE).step_by(LANES) {
            let ranks: [[&Lanes<K>; N]; N] = std::array::from_fn(|rank| {
                std::array::from_fn(|k| lanes_of(&sorted[rank], x + k * step))
            });
            if N == 3 {
                median9(&ranks, &mut found);
            } else {
                median25(&ranks, &mut found);
            }
            out[x..x + LANES].copy_from_slice(&found);
        }
    }
}

#[inline(always)]
fn lanes_of<K>(line: &[K], x: usize) -> &Lanes<K> {
    line[x..].first_chunk().expect("lines have spare elements")
}

#[inline(always)]
fn sort_columns<K: Key, const N: usize>(lines: &[&Lanes<K>; N], columns: &mut [Lanes<K>; N]) {
    for i in 0..LANES {
        if N == 3 {
            let [a, b, c] = sort3([lines[0][i], lines[1][i], lines[2][i]]);
            (columns[0][i], columns[1][i], columns[2][i]) = (a, b, c);
        } else {
            let [a, b, c, d, e] = sort5(std::array::from_fn(|k| lines[k][i]));
            (columns[0][i], columns[1][i], columns[2][i]) = (a, b, c);
            (columns[3][i], columns[4][i]) = (d, e);
        }
    }
}

/// Of sorted columns: the middle of the greatest of the least, the middle of the middle, and the least
/// of the greatest.
#[inline(always)]
fn median9<K: Key, const N: usize>(ranks: &[[&Lanes<K>; N]; N], found: &mut Lanes<K>) {
    let [low, middle, high] = [&ranks[0], &ranks[1], &ranks[2]];
    for (i, found) in found.iter_mut().enumerate() {
        let least = low[0][i].max(low[1][i]).max(low[2][i]);
        let most = high[0][i].min(high[1][i]).min(high[2][i]);
        let middle = median3(middle[0][i], middle[1][i], middle[2][i]);
        *found = median3(least, middle, most);
    }
}

/// Of sorted columns: their elements of each rank are sorted along the window, too. Then all but seven of
/// the 25 are no median, since 13 others lie on one side of them.
#[inline(always)]
fn median25<K: Key, const N: usize>(ranks: &[[&Lanes<K>; N]; N], found: &mut Lanes<K>) {
    for (i, found) in found.iter_mut().enumerate() {
        let at = |rank: usize| sort5(std::array::from_fn(|k| ranks[rank][k][i]));
        let [first, second, third, fourth, fifth] = [at(0), at(1), at(2), at(3), at(4)];
        // The three diagonals that are left, each in no order.
        let under = top2([first[3], second[2], third[1], fourth[0]]);
        let [_, b, c, d, _] = sort5([first[4], second[3], third[2], fourth[1], fifth[0]]);
        let over = bottom2([second[4], third[3], fourth[2], fifth[1]]);
        *found = median7(under, [b, c, d], over);
    }
}

#[inline(always)]
fn sort2<K: Ord + Copy>(a: K, b: K) -> (K, K) {
    (a.min(b), a.max(b))
}

#[inline(always)]
fn median3<K: Ord + Copy>(a: K, b: K, c: K) -> K {
    let (low, high) = sort2(a, b);
    low.max(high.min(c))
}

#[inline(always)]
fn sort3<K: Ord + Copy>([a, b, c]: [K; 3]) -> [K; 3] {
    let (b, c) = sort2(b, c);
    let (a, b) = (a.min(b), a.max(b));
    let (b, c) = sort2(b, c);
    [a, b, c]
}

/// Nine exchanges, the least that will do (Knuth, The Art of Computer Programming 3, 5.3.4).
#[inline(always)]
fn sort5<K: Ord + Copy>([a, b, c, d, e]: [K; 5]) -> [K; 5] {
    let ((a, d), (b, e)) = (sort2(a, d), sort2(b, e));
    let ((a, c), (b, d)) = (sort2(a, c), sort2(b, d));
    let ((a, b), (c, e)) = (sort2(a, b), sort2(c, e));
    let ((b, c), (d, e)) = (sort2(b, c), sort2(d, e));
    let (c, d) = sort2(c, d);
    [a, b, c, d, e]
}

/// The two greatest, in order.
#[inline(always)]
fn top2<K: Ord + Copy>([a, b, c, d]: [K; 4]) -> [K; 2] {
    let ((a, b), (c, d)) = (sort2(a, b), sort2(c, d));
    [b.min(d).max(a.max(c)), b.max(d)]
}

/// The two least, in order.
#[inline(always)]
fn bottom2<K: Ord + Copy>([a, b, c, d]: [K; 4]) -> [K; 2] {
    let ((a, b), (c, d)) = (sort2(a, b), sort2(c, d));
    [a.min(c), a.max(c).min(b.min(d))]
}

/// The median of seven that come as sorted parts. With `p` the two pairs merged, the fourth of
/// `p` and `m` together is `max(p₀, min(p₁, m₂), min(p₂, m₁), min(p₃, m₀))`.
#[inline(always)]
fn median7<K: Ord + Copy>([u0, u1]: [K; 2], [m0, m1, m2]: [K; 3], [l0, l1]: [K; 2]) -> K {
    let (p0, a) = sort2(u0, l0);
    let (b, p3) = sort2(u1, l1);
    let (p1, p2) = sort2(a, b);
    p0.max(p1.min(m2)).max(p2.min(m1)).max(p3.min(m0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the zero-one principle: what holds for zeros and ones holds for all.
    #[test]
    fn networks_sort_zeros_and_ones() {
        for bits in 0u32..128 {
            let bit = |i: u32| bits >> i & 1;
            let five = sort5(std::array::from_fn(|i| bit(i as u32)));
            assert!(five.is_sorted() && five.iter().sum::<u32>() == (bits & 31).count_ones());
            let three = sort3([bit(0), bit(1), bit(2)]);
            assert!(three.is_sorted() && three.iter().sum::<u32>() == (bits & 7).count_ones());
            assert_eq!(median3(bit(0), bit(1), bit(2)), three[1]);
            let mut four = [bit(0), bit(1), bit(2), bit(3)];
            let (top, bottom) = (top2(four), bottom2(four));
            four.sort_unstable();
            assert_eq!((top, bottom), ([four[2], four[3]], [four[0], four[1]]));
            let parts = ([bit(0), bit(1)], [bit(2), bit(3), bit(4)], [bit(5), bit(6)]);
            if parts.0.is_sorted() && parts.1.is_sorted() && parts.2.is_sorted() {
                let median = u32::from(bits.count_ones() >= 4);
                assert_eq!(median7(parts.0, parts.1, parts.2), median, "{bits:b}");
            }
        }
    }

    #[test]
    fn medians_of_25_zeros_and_ones() {
        // Sorted columns of zeros and ones are their numbers of ones: 6⁵ windows are all there are.
        for code in 0..6usize.pow(5) {
            let ones: [usize; 5] = std::array::from_fn(|i| code / 6usize.pow(i as u32) % 6);
            let column = |y: usize| {
                let mut line: Vec<u8> = ones.iter().map(|&n| u8::from(y < n)).collect();
                line.resize(5 + SPARE, 0);
                line
            };
            let lines: Vec<Vec<u8>> = (0..5).map(column).collect();
            let (mut sorted, mut out) = (lines.clone(), vec![0u8; 1 + SPARE]);
            let (sorted, out) = (&mut sorted[..], &mut out[..]);
            dispatch_wide(Row::<_, 5> { lines: &lines, sorted, step: 1, out });
            assert_eq!(out[0], u8::from(ones.iter().sum::<usize>() > 12), "{ones:?}");
        }
    }
}
