//! What is tried. Each kind makes one random case; the number before it is its weight.

mod arithmetic;
mod assignment;
mod bins;
mod elementwise;
mod files;
mod moved;
mod ordered;
mod ranks;
mod reductions;
mod selection;
mod views;

use super::random::Random;
use super::record::Recorder;

/// Makes one case and writes it down.
pub type Kind = fn(&mut Random, &mut Recorder);

/// All kinds with their weights.
pub const KINDS: &[(usize, Kind)] = &[
    (6, views::chain),
    (2, views::reshape),
    (8, arithmetic::binary),
    (2, arithmetic::in_place),
    (2, arithmetic::with_scalar),
    (2, arithmetic::divide),
    (2, arithmetic::bitwise),
    (1, arithmetic::negate),
    (4, arithmetic::compare),
    (2, arithmetic::fused),
    (3, assignment::through_slice),
    (4, elementwise::exact),
    (3, elementwise::elementary),
    (3, elementwise::choices),
    (5, reductions::sums),
    (2, reductions::extremes),
    (2, reductions::truths),
    (3, reductions::moments),
    (2, reductions::positions),
    (2, reductions::cumulative),
    (2, files::written),
    (2, files::to_read),
    (3, files::printed),
    (4, selection::select),
    (3, selection::cast),
    (5, ordered::sorted),
    (2, ordered::partitioned),
    (3, ordered::distinct),
    (3, ordered::members),
    (4, ranks::quantiles),
    (3, ranks::without_nan),
    (3, bins::histograms),
    (2, bins::places),
    (5, moved::arranged),
    (3, moved::padded),
    (2, moved::differences),
    (4, elementwise::pairs),
];

/// An axis of an array of that many, counted from either end.
fn axis_of(random: &mut Random, ndim: usize) -> isize {
    random.below(2 * ndim) as isize - ndim as isize
}

/// Two shapes that broadcast to a third: the third's axes, some cut to 1, some left away.
fn broadcastable(random: &mut Random) -> [Vec<usize>; 2] {
    let shape = random.shape();
    let mut one = || {
        let left_away = if random.one_in(3) { random.below(shape.len() + 1) } else { 0 };
        let kept = &shape[left_away..];
        kept.iter().map(|&n| if random.one_in(6) { 1 } else { n }).collect::<Vec<_>>()
    };
    let pair = [one(), one()];
    if random.one_in(40) {
        // Now and then two that do not.
        return [random.shape(), random.shape()];
    }
    pair
}
