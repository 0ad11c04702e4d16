//! [`GroupKernels`]: what is made of the values of a group, compiled for three types.

use super::fold::{Carried, Carry, fold};
use super::gathered::{Members, Parted, each_group};
use super::rows::{self, RankMethod, Running};
use crate::{Averaged, Quantile, Ranked, Wide};
use nd_core::simd::Isa;
use nd_core::{Array, Element, Number, Reducer, View};

/// What is of the type of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Whole {
    Sum,
    Prod,
    Min,
    Max,
}

/// What is a real number.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub enum Measure {
    Mean,
    Var(f64),
    Std(f64),
    Sem(f64),
    Quantile(Quantile),
    Median,
}

/// What is a position.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub enum Position {
    First,
    Last,
    Nth(isize),
    Smallest,
    Largest,
}

/// What is a number of positions.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub enum Tally {
    All,
    Distinct,
    True,
    False,
}

/// The kernels.
#[doc(hidden)]
pub trait GroupKernels: Element {
    /// A float times a weight.
    fn weighed(self, weight: f64) -> Self;
    fn group_wholes_of(a: View<'_, Self>, parted: &Parted, what: Whole) -> Array<Self>;
    fn group_measures_of(a: View<'_, Self>, parted: &Parted, what: Measure) -> Array<f64>;
    fn group_places_of(a: View<'_, Self>, parted: &Parted, what: Position) -> Array<Option<usize>>;
    fn group_tallies_of(a: View<'_, Self>, parted: &Parted, what: Tally) -> Array<usize>;
    fn group_running_of(a: View<'_, Self>, parted: &Parted, what: Running) -> Array<Self>;
    fn group_ranks_of(a: View<'_, Self>, parted: &Parted, method: RankMethod) -> Array<f64>;
}

macro_rules! kernels {
    ($($T:ty)*) => {$(
        impl GroupKernels for $T {
            #[inline(always)]
            fn weighed(self, weight: f64) -> $T {
                self * weight as $T
            }
            #[inline(never)]
            #[track_caller]
            fn group_wholes_of(a: View<'_, Self>, parted: &Parted, what: Whole) -> Array<Self> {
                wholes(a, parted, what)
            }
            #[inline(never)]
            fn group_measures_of(a: View<'_, Self>, parted: &Parted, what: Measure) -> Array<f64> {
                measures(a, parted, what)
            }
            #[inline(never)]
            fn group_places_of(
                a: View<'_, Self>,
                parted: &Parted,
                what: Position,
            ) -> Array<Option<usize>> {
                let least = parted.min_count;
                each_group(a, parted, None, &|members| {
                    let known = members.values.len() >= least;
                    known.then(|| position(members, what)).flatten()
                })
            }
            #[inline(never)]
            fn group_tallies_of(a: View<'_, Self>, parted: &Parted, what: Tally) -> Array<usize> {
                each_group(a, parted, 0, &|members| tally(members.values, what))
            }
            #[inline(never)]
            fn group_running_of(a: View<'_, Self>, parted: &Parted, what: Running) -> Array<Self> {
                rows::running(a, parted, what)
            }
            #[inline(never)]
            fn group_ranks_of(
                a: View<'_, Self>,
                parted: &Parted,
                method: RankMethod,
            ) -> Array<f64> {
                rows::ranks(a, parted, method)
            }
        }
    )*};
}
kernels!(i64 u64 f64);

/// A sum with the error carried on, and how many it is of.
struct Counted {
    skip_nan: bool,
}

impl<W: Wide> Reducer<W> for Counted {
    type Acc = (Carry<W>, usize);

    #[inline(always)]
    fn identity(&self) -> Self::Acc {
        (Reducer::<W>::identity(&Carried::<W>::NEW), 0)
    }
    #[inline(always)]
    fn run<I: Isa>(&self, isa: I, run: &[W]) -> Self::Acc {
        let mut acc = [Reducer::<W>::identity(self)];
        run.iter().for_each(|&x| self.rows(isa, &mut acc, &[x]));
        acc[0]
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Self::Acc], row: &[W]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            if !(self.skip_nan && x.is_unordered()) {
                *acc = (acc.0.plus(x), acc.1 + 1);
            }
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: Self::Acc, later: Self::Acc) -> Self::Acc {
        (Carried::<W>::NEW.merge(earlier.0, later.0), earlier.1 + later.1)
    }
}

#[track_caller]
fn wholes<W: Wide>(a: View<'_, W>, parted: &Parted, what: Whole) -> Array<W> {
    let least = parted.min_count;
    let blank = W::not_a_number().unwrap_or_default();
    if parted.weights.is_some() && W::not_a_number().is_none() {
        panic!("{}: weighted sums are of floats: cast to them", parted.op);
    }
    if what == Whole::Sum && parted.weights.is_none() && !parted.dropped {
        let reducer = Counted { skip_nan: parted.skip_nan };
        let sums = fold(a, &parted.codes, parted.groups, parted.axis, &reducer);
        let all = sums.iter().all(|sum| sum.1 >= least);
        enough(parted.op, least, all, W::not_a_number().is_some());
        return mapped(&sums, |sum| if sum.1 < least { blank } else { sum.0.sum() });
    }
    let found = each_group(a, parted, None, &|members| {
        let known = members.values.len() >= least;
        known.then(|| whole(members, what, blank)).flatten()
    });
    let all = found.iter().all(Option::is_some);
    enough(parted.op, least, all, W::not_a_number().is_some());
    mapped(&found, |value| value.unwrap_or(blank))
}

/// Each of some results, which are few.
fn mapped<A: Copy, B: Element>(a: &Array<A>, f: impl Fn(A) -> B) -> Array<B> {
    Array::from_shape_vec(a.shape(), a.iter().map(|&x| f(x)).collect())
}

/// Refuses groups with too few values, where no NaN stands for what they have.
#[track_caller]
pub(super) fn enough(op: &str, least: usize, all: bool, has_nan: bool) {
    assert!(
        all || has_nan,
        "{op}: a group has fewer than {least} values, and integers have no NaN: cast to floats"
    );
}

fn whole<W: Wide>(members: Members<'_, W>, what: Whole, blank: W) -> Option<W> {
    let values = &members.values[..];
    match (what, members.weights) {
        (Whole::Sum, None) => Some(total(values)),
        (Whole::Sum, Some(weights)) => {
            let zero = Reducer::<W>::identity(&Carried::<W>::NEW);
            let pairs = values.iter().zip(weights);
            Some(pairs.fold(zero, |sum, (&x, &w)| sum.plus(x.weighed(w))).sum())
        }
        (Whole::Prod, _) => Some(values.iter().fold(W::one(), |product, &x| product.times(x))),
        // NaN of no number, for those that have it.
        (Whole::Min, _) => Some(values.iter().copied().reduce(W::smaller).unwrap_or(blank)),
        (Whole::Max, _) => Some(values.iter().copied().reduce(W::larger).unwrap_or(blank)),
    }
}

fn total<W: Number>(values: &[W]) -> W {
    let zero = Reducer::<W>::identity(&Carried::<W>::NEW);
    values.iter().fold(zero, |sum, &x| sum.plus(x)).sum()
}

fn measures<W: Wide>(a: View<'_, W>, parted: &Parted, what: Measure) -> Array<f64> {
    let least = parted.min_count;
    let plain = parted.weights.is_none() && !parted.dropped;
    if matches!(what, Measure::Mean) && plain {
        let reducer = Counted { skip_nan: parted.skip_nan };
        let floats = W::floats(a);
        let sums = fold(floats.view(), &parted.codes, parted.groups, parted.axis, &reducer);
        return mapped(
            &sums,
            |sum: (Carry<f64>, usize)| {
                if sum.1 < least { f64::NAN } else { sum.0.sum() / sum.1 as f64 }
            },
        );
    }
    each_group(a, parted, f64::NAN, &|members| {
        let known = members.values.len() >= least;
        if known { measure(members, what) } else { f64::NAN }
    })
}

/// The mean and the sum of squared distances from it, and what weighs as many values: measured from
/// the first value, so that equal ones are at no distance.
pub(super) fn spread<W: Wide>(values: &[W], weights: Option<&[f64]>) -> (f64, f64, f64) {
    let Some(&origin) = values.first() else { return (f64::NAN, f64::NAN, 0.0) };
    let weight = |k: usize| weights.map_or(1.0, |weights| weights[k]);
    let count = weights.map_or(values.len() as f64, total);
    let distances = || values.iter().enumerate().map(|(k, x)| (weight(k), x.distance(origin)));
    let zero = Reducer::<f64>::identity(&Carried::<f64>::NEW);
    let mean = distances().fold(zero, |sum, (w, x)| sum.plus(w * x)).sum() / count;
    let square = |sum: Carry<f64>, (w, x): (f64, f64)| sum.plus(w * (x - mean) * (x - mean));
    (mean + W::float(origin), distances().fold(zero, square).sum(), count)
}

fn measure<W: Wide>(members: Members<'_, W>, what: Measure) -> f64 {
    let variance = |ddof: f64| {
        let (_, squares, count) = spread(members.values, members.weights);
        if count > ddof { (squares / (count - ddof), count) } else { (f64::NAN, count) }
    };
    match what {
        Measure::Mean => mean(&members),
        Measure::Var(ddof) => variance(ddof).0,
        Measure::Std(ddof) => variance(ddof).0.sqrt(),
        Measure::Sem(ddof) => {
            let (variance, count) = variance(ddof);
            (variance / count).sqrt()
        }
        _ if members.values.is_empty() => f64::NAN,
        Measure::Quantile(q) => selected(members.values, q.place(members.values.len()), false),
        Measure::Median => {
            let middle = crate::Place::middle(members.values.len());
            selected(members.values, middle, true)
        }
    }
}

fn mean<W: Wide>(members: &Members<'_, W>) -> f64 {
    let Some(weights) = members.weights else {
        let floats = members.values.iter().map(|&x| W::float(x));
        let zero = Reducer::<f64>::identity(&Carried::<f64>::NEW);
        return floats.fold(zero, Carry::plus).sum() / members.values.len() as f64;
    };
    spread(members.values, Some(weights)).0
}

/// What lies at a place of the order of values; NaN if one is.
fn selected<W: Wide>(values: &mut [W], place: crate::Place, median: bool) -> f64 {
    if values.iter().any(|x| x.is_unordered()) {
        return f64::NAN;
    }
    let order = |a: &W, b: &W| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal);
    let (_, &mut low, rest) = values.select_nth_unstable_by(place.low, order);
    let next = rest.iter().copied().reduce(W::smaller);
    let high = if place.high == place.low { low } else { next.unwrap_or(low) };
    <W as Ranked>::at_place_of(low, high, &place, median)
}

fn position<W: Wide>(members: Members<'_, W>, what: Position) -> Option<usize> {
    let (values, places) = (&members.values[..], members.places);
    let nth = |k: isize| {
        let k = if k < 0 { k.checked_add_unsigned(places.len())? } else { k };
        places.get(usize::try_from(k).ok()?).copied()
    };
    let best = |beats: fn(&W, &W) -> bool| {
        let mut best = 0;
        for (k, x) in values.iter().enumerate().skip(1) {
            let lost = x.is_unordered() && !values[best].is_unordered();
            if beats(x, &values[best]) || lost {
                best = k;
            }
        }
        places.get(best).copied()
    };
    match what {
        // One that is NaN stands for a group without numbers.
        Position::First => Some(places.first().copied().unwrap_or(members.first)),
        Position::Last => Some(places.last().copied().unwrap_or(members.last)),
        Position::Nth(k) => nth(k),
        Position::Smallest => best(|a, b| a < b),
        Position::Largest => best(|a, b| a > b),
    }
}

fn tally<W: Wide>(values: &mut [W], what: Tally) -> usize {
    match what {
        Tally::All => values.len(),
        Tally::True => values.iter().filter(|&&x| x != W::zero()).count(),
        Tally::False => values.iter().filter(|&&x| x == W::zero()).count(),
        Tally::Distinct => {
            let later = |x: &W| x.is_unordered();
            let order = |a: &W, b: &W| a.partial_cmp(b).unwrap_or(later(a).cmp(&later(b)));
            values.sort_unstable_by(order);
            let fresh = |pair: &[W]| order(&pair[0], &pair[1]).is_ne();
            usize::from(!values.is_empty()) + values.windows(2).filter(|pair| fresh(pair)).count()
        }
    }
}

/// Values as floats.
trait Floats: Sized {
    fn floats(a: View<'_, Self>) -> nd_core::CowArray<'_, f64>;
    fn float(self) -> f64;
}

impl<W: Wide> Floats for W {
    fn floats(a: View<'_, W>) -> nd_core::CowArray<'_, f64> {
        <W as crate::AddedIn<f64>>::widened_of(a)
    }
    fn float(self) -> f64 {
        <W as Averaged>::distance(self, W::zero())
    }
}
