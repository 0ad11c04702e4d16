//! What is tried. Each kind makes one random case; the number before it is its weight.

use super::layout::Laid;
use super::random::Random;
use super::record::{Outcome, Recorder};
use super::value::Value;
use nd::View;
use serde_json::json;

/// Kinds that pick one of some element types.
macro_rules! of_types {
    ($($(#[$doc:meta])* $name:ident, $of:ident: $($T:ty)*;)*) => {$(
        $(#[$doc])*
        pub(super) fn $name(random: &mut Random, recorder: &mut Recorder) {
            const TYPES: &[Kind] = &[$($of::<$T>),*];
            random.pick(TYPES)(random, recorder);
        }
    )*};
}

/// The elementary functions that real and complex numbers have, and some more, with their names.
macro_rules! analytic_and {
    ($($more:ident)*) => {
        analytic_and!(@all exp exp2 expm1 log log2 log10 log1p sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh $($more)*)
    };
    (@all $($name:ident)*) => {
        &[$((stringify!($name), |a| nd::$name(a))),*]
    };
}

mod arithmetic;
mod assignment;
mod bases;
mod bins;
mod business;
mod calendars;
mod closeness;
mod complex;
mod convolved;
mod cosines;
mod created;
mod dates;
mod diagonals;
mod edited;
mod elementary;
mod elementwise;
mod files;
mod filters;
mod gaps;
mod groups;
mod joined;
mod long;
mod masked;
mod matched;
mod moved;
mod operations;
mod ordered;
mod peaks;
mod pictures;
mod places;
mod polynomials;
mod products;
mod ranks;
mod reductions;
mod rolled;
mod selection;
mod sets;
mod signals;
mod spectra;
mod splines;
mod statistics;
mod strides;
mod tapers;
mod texts;
mod transforms;
mod views;
mod whole;

/// Makes one case and writes it down.
pub type Kind = fn(&mut Random, &mut Recorder);

/// All kinds with their weights: about the number of functions that a kind has.
pub const KINDS: &[(usize, Kind)] = &[
    (6, views::chain),
    (2, views::reshape),
    (12, arithmetic::binary),
    (3, arithmetic::in_place),
    (3, arithmetic::with_scalar),
    (3, arithmetic::divide),
    (3, arithmetic::bitwise),
    (2, arithmetic::negate),
    (6, arithmetic::compare),
    (3, arithmetic::fused),
    (3, assignment::through_slice),
    (5, elementwise::numbers),
    (3, elementwise::classes),
    (7, elementwise::rounded),
    (6, elementwise::quotients),
    (6, elementwise::extremes),
    (3, elementwise::choices),
    (1, elementwise::roots),
    (1, elementwise::reciprocals),
    (8, elementwise::stored),
    (4, elementwise::stored_pairs),
    (26, elementary::real),
    (6, elementary::real_pairs),
    (1, elementary::float_powers),
    (24, complex::analytic),
    (9, complex::parts),
    (7, complex::wide),
    (5, closeness::close),
    (90, operations::folds),
    (40, operations::tables),
    (5, whole::whole),
    (4, whole::bits),
    (4, whole::logical),
    (3, whole::packed),
    (2, whole::digits),
    (9, created::constants),
    (2, created::ranges),
    (2, created::lines),
    (2, created::factors),
    (1, created::indices),
    (3, created::grids),
    (5, created::windows),
    (7, diagonals::matrices),
    (6, diagonals::places),
    (3, diagonals::traces),
    (3, places::found),
    (5, places::masked),
    (3, places::along),
    (4, places::chosen),
    (3, places::numbered),
    (6, joined::stacked),
    (2, joined::blocks),
    (7, joined::split),
    (3, joined::broadcast),
    (7, edited::edited),
    (9, edited::turned),
    (3, edited::seen),
    (2, statistics::averages),
    (3, statistics::covariances),
    (5, statistics::percentiles),
    (9, statistics::accumulated),
    (3, statistics::spreads),
    (3, statistics::other_sums),
    (3, statistics::nan_places),
    (6, statistics::ordered),
    (1, statistics::weighed),
    (4, long::ordered),
    (2, long::ranked),
    (6, sets::sets),
    (5, sets::orders),
    (5, signals::slid),
    (2, signals::interpolated),
    (3, signals::areas),
    (2, signals::unwrapped),
    (1, signals::unwrapped_integers),
    (3, signals::differences),
    (7, polynomials::whole),
    (4, polynomials::divided),
    (2, polynomials::solved),
    (12, products::products),
    (2, products::crossed),
    (3, texts::floats),
    (2, texts::printed),
    (3, texts::types),
    (5, reductions::sums),
    (2, reductions::extremes),
    (3, reductions::truths),
    (3, reductions::moments),
    (2, reductions::positions),
    (2, reductions::cumulative),
    (2, files::written),
    (2, files::to_read),
    (3, files::printed),
    (4, selection::select),
    (3, selection::cast),
    (5, ordered::sorted),
    (3, ordered::partitioned),
    (5, ordered::distinct),
    (3, ordered::members),
    (4, ranks::quantiles),
    (7, ranks::without_nan),
    (6, bins::histograms),
    (2, bins::places),
    (4, bins::points),
    (6, moved::arranged),
    (3, moved::padded),
    (2, moved::differences),
];

/// As [`KINDS`], of transforms, signals, curves, series, masked arrays, groups, windows and times: what SciPy, pandas and
/// cftime judge beside NumPy.
pub const SERIES: &[(usize, Kind)] = &[
    (14, transforms::whole),
    (8, transforms::halved),
    (8, transforms::joined),
    (8, transforms::whole_over),
    (6, transforms::halved_over),
    (6, transforms::joined_over),
    (3, transforms::shifted),
    (4, transforms::lengths),
    (14, cosines::cosines),
    (8, cosines::cosines_over),
    (5, cosines::hankel),
    (14, convolved::convolved),
    (6, convolved::planes),
    (1, convolved::lags),
    (12, filters::filtered),
    (10, filters::sections),
    (10, filters::smoothed),
    (4, filters::medians),
    (7, filters::resampled),
    (8, filters::rated),
    (10, filters::coefficients),
    (6, filters::designs),
    (16, spectra::spectra),
    (4, spectra::back),
    (6, peaks::extremes),
    (10, peaks::found),
    (5, peaks::measured),
    (5, peaks::waves),
    (12, tapers::windows),
    (14, splines::curves),
    (12, splines::lines),
    (5, splines::grids),
    (9, splines::areas),
    (9, gaps::filled),
    (8, gaps::between),
    (48, bases::series),
    (16, bases::solved),
    (12, masked::elements),
    (12, masked::sums_of_two),
    (18, masked::reduced),
    (14, masked::ordered),
    (8, masked::conditions),
    (12, masked::wide),
    (26, groups::grouped),
    (10, groups::rows),
    (6, groups::labelled),
    (6, groups::bins),
    (30, rolled::windows),
    (8, rolled::expanding),
    (12, rolled::decayed),
    (6, matched::joined),
    (5, matched::nearest),
    (14, dates::cast),
    (18, dates::arithmetic),
    (12, dates::parts),
    (12, dates::texts),
    (4, dates::printed),
    (8, dates::rounded),
    (4, dates::ranges),
    (12, dates::ordered),
    (12, business::business),
    (12, business::frequencies),
    (6, business::zones),
    (12, calendars::dates),
    (8, calendars::numbers),
];

pub use pictures::PICTURES;

/// A function of one array, by its name in NumPy.
type Unary<T, O> = (&'static str, for<'a> fn(View<'a, T>) -> O);
/// A function of two arrays, by its name in NumPy.
type Binary<T, O> = (&'static str, for<'a> fn(View<'a, T>, View<'a, T>) -> O);

/// One of some functions, of an array of any shape.
fn single<T: Value, O: Outcome>(
    random: &mut Random,
    recorder: &mut Recorder,
    functions: &[Unary<T, O>],
    element: fn(&mut Random) -> T,
) {
    let (name, f) = *random.pick(functions);
    let shape = random.shape();
    let a = Laid::<T>::filled(random, &shape, element);
    let inputs = vec![recorder.input(&a)];
    recorder.case(name, inputs, json!({}), || f(a.view()));
}

/// One of some functions, of two arrays that broadcast.
fn pair<T: Value, O: Outcome>(
    random: &mut Random,
    recorder: &mut Recorder,
    functions: &[Binary<T, O>],
    [left, right]: [fn(&mut Random) -> T; 2],
) {
    let (name, f) = *random.pick(functions);
    let [left_shape, right_shape] = broadcastable(random);
    let a = Laid::<T>::filled(random, &left_shape, left);
    let b = Laid::<T>::filled(random, &right_shape, right);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    recorder.case(name, inputs, json!({}), || f(a.view(), b.view()));
}

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
