//! Order statistics of lanes, by selection.

use super::method::{Place, Quantile};
use super::{Ranked, Wanted, long};
use crate::order::refuse_empty;
use crate::over::{Over, counts};
use crate::sorting::MANY;
use nd_core::{Array, Number, View, threads};
use num_traits::Zero;
use std::cmp::Ordering;

/// Elements that one thread looks through at a time, at least.
const TASK: usize = 1 << 15;

/// What is wanted of every lane: `(wanted, kept axes…)`, or without the first axis for one.
#[track_caller]
pub(super) fn over_lanes<T: Ranked>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    wanted: Wanted<'_>,
    skip_nan: bool,
) -> Array<T::Mean> {
    let axes = over.axes_only(op, a.ndim());
    let (n, lanes) = counts(a.shape(), &axes);
    if n == 0 && lanes > 0 && !skip_nan && !matches!(wanted, Wanted::Median) {
        refuse_empty(op, a.shape(), n);
    }
    let kept = (0..a.ndim()).filter(|axis| !axes.contains(axis));
    let reduced = (0..a.ndim()).filter(|axis| axes.contains(axis));
    let order: Vec<isize> = kept.clone().chain(reduced).map(|axis| axis as isize).collect();
    let turned = a.permute_dims(&order);
    let per = wanted.count();
    let results: Vec<T::Mean> = if n == 0 {
        vec![T::mean(T::Work::zero(), 0); lanes * per]
    } else if n >= MANY {
        long::results(turned, n, wanted, skip_nan)
    } else {
        let mut elements = turned.to_array().into_vec();
        let tasks: Vec<&mut [T]> = elements.chunks_mut(n * (TASK / n).max(1)).collect();
        let parts = threads::map(tasks, &|task: &mut [T]| {
            let mut results = Vec::with_capacity(task.len() / n * per);
            task.chunks_exact_mut(n).for_each(|lane| of_lane(lane, wanted, skip_nan, &mut results));
            results
        });
        parts.concat()
    };
    let shape: Vec<usize> = kept.map(|axis| a.shape()[axis]).collect();
    let one = |place: usize| {
        let results = results.iter().skip(place).step_by(per).copied().collect();
        over.restore(Array::from_shape_vec(shape.as_slice(), results), a.shape(), &axes)
    };
    match wanted {
        Wanted::One(_) | Wanted::Median => one(0),
        Wanted::Several([]) => {
            let none =
                Array::from_shape_vec(shape.as_slice(), vec![T::mean(T::Work::zero(), 0); lanes]);
            let none = over.restore(none, a.shape(), &axes);
            let shape: Vec<usize> = [&[0], none.shape()].concat();
            Array::from_shape_vec(shape.as_slice(), Vec::new())
        }
        Wanted::Several(_) => nd_core::stack(&(0..per).map(one).collect::<Vec<_>>(), 0),
    }
}

/// Appends what is wanted of a lane, which is put into another order.
fn of_lane<T: Ranked>(
    lane: &mut [T],
    wanted: Wanted<'_>,
    skip_nan: bool,
    results: &mut Vec<T::Mean>,
) {
    let numbers = lane.iter().filter(|x| !x.is_unordered()).count();
    let lane = match numbers {
        _ if numbers == lane.len() => lane,
        _ if skip_nan => numbers_first(lane, numbers),
        _ => &mut lane[..0],
    };
    if lane.is_empty() {
        return results.extend((0..wanted.count()).map(|_| T::mean(T::Work::zero(), 0)));
    }
    let n = lane.len();
    match wanted {
        Wanted::Median => {
            let place = Place::middle(n);
            let both = [place.low, place.high];
            select(lane, if place.whole { &both[..1] } else { &both }, 0);
            let (low, high) = (lane[place.low], lane[place.high]);
            results.push(middle(low, high, &place));
        }
        Wanted::One(quantile) => several(lane, &[quantile], results),
        Wanted::Several(quantiles) => several(lane, quantiles, results),
    }
}

fn several<T: Ranked>(lane: &mut [T], quantiles: &[Quantile], results: &mut Vec<T::Mean>) {
    let n = lane.len();
    let places: Vec<Place> = quantiles.iter().map(|q| q.place(n)).collect();
    let mut both = Vec::with_capacity(2 * places.len());
    for place in &places {
        both.extend_from_slice(&[place.low, place.high]);
    }
    both.sort_unstable();
    both.dedup();
    select(lane, &both, 0);
    results.extend(places.iter().map(|place| value(lane[place.low], lane[place.high], place)));
}

/// The median that lies between two elements.
pub(super) fn middle<T: Ranked>(low: T, high: T, place: &Place) -> T::Mean {
    match place.whole {
        true => T::mean(low.widened(), 1),
        false => T::mean(low.widened().plus(high.widened()), 2),
    }
}

/// The value of a place, measured from the nearer element.
pub(super) fn value<T: Ranked>(low: T, high: T, place: &Place) -> T::Mean {
    if place.whole {
        return T::mean(low.widened(), 1);
    }
    let apart = high.distance(low);
    let work = if place.share < 0.5 {
        low.widened().plus(T::scale(apart, T::real(place.share)))
    } else {
        high.widened().minus(T::scale(apart, T::real(1.0 - place.share)))
    };
    T::mean(work, 1)
}

/// The elements that are not NaN, moved to the front.
fn numbers_first<T: Ranked>(lane: &mut [T], numbers: usize) -> &mut [T] {
    let mut next = 0;
    for i in 0..lane.len() {
        if !lane[i].is_unordered() {
            lane[next] = lane[i];
            next += 1;
        }
    }
    &mut lane[..numbers]
}

/// Moves elements so that those at `places` are the ones that sorting would put there. Places
/// rise, and are counted from `start`, where the lane begins.
fn select<T: Ranked>(lane: &mut [T], places: &[usize], start: usize) {
    // One in the middle first: each of the others is then looked for on one side only.
    let (before, rest) = places.split_at(places.len().saturating_sub(1) / 2);
    let Some((&place, after)) = rest.split_first() else { return };
    let order = |a: &T, b: &T| a.partial_cmp(b).unwrap_or(Ordering::Equal);
    lane.select_nth_unstable_by(place - start, order);
    let (below, above) = lane.split_at_mut(place - start);
    select(below, before, start);
    select(&mut above[1..], after, place + 1);
}
