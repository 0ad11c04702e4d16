//! Order statistics of long lanes, each by all threads.

use super::lanes::{middle, value};
use super::method::Place;
use super::{Ranked, Wanted};
use crate::sorting::{gapless, nth};
use nd_core::{View, threads};
use num_traits::Zero;

/// Elements that one task looks at.
const TASK: usize = 1 << 16;
/// Quantiles from which on sorting is faster than looking for each.
const SEVERAL: usize = 6;

/// What is wanted of each lane of `n` elements, which are the last axes.
pub(super) fn results<T: Ranked>(
    lanes: View<'_, T>,
    n: usize,
    wanted: Wanted<'_>,
    skip_nan: bool,
) -> Vec<T::Mean> {
    let lanes = gapless(lanes);
    let lanes = lanes.view().as_slice().expect("without gaps").chunks_exact(n);
    lanes.flat_map(|lane| of_lane(lane, wanted, skip_nan)).collect()
}

fn of_lane<T: Ranked>(lane: &[T], wanted: Wanted<'_>, skip_nan: bool) -> Vec<T::Mean> {
    let parts = threads::map(lane.chunks(TASK).collect(), &|part: &[T]| {
        part.iter().filter(|x| !x.is_missing()).count()
    });
    // NaN come last in order: what is at a place before them does not ask for them.
    let numbers: usize = parts.into_iter().sum();
    if numbers == 0 || (numbers < lane.len() && !skip_nan) {
        return vec![T::mean(T::Work::zero(), 0); wanted.count()];
    }
    match wanted {
        Wanted::Median => {
            let place = Place::middle(numbers);
            let [low, high] =
                nth(lane, place.low, if place.whole { place.low } else { place.high });
            vec![middle(low, high, &place)]
        }
        Wanted::One(quantile) => vec![at(lane, &quantile.place(numbers))],
        Wanted::Several(quantiles) if quantiles.len() < SEVERAL => {
            quantiles.iter().map(|quantile| at(lane, &quantile.place(numbers))).collect()
        }
        Wanted::Several(quantiles) => {
            let mut sorted = lane.to_vec();
            T::sort_slice(&mut sorted);
            let places = quantiles.iter().map(|quantile| quantile.place(numbers));
            places.map(|place| value(sorted[place.low], sorted[place.high], &place)).collect()
        }
    }
}

fn at<T: Ranked>(lane: &[T], place: &Place) -> T::Mean {
    let [low, high] = nth(lane, place.low, place.high);
    value(low, high, place)
}
