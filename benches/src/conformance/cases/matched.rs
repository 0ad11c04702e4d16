//! Joins of labels, and of the nearest of sorted ones.

use super::{Random, Recorder};
use nd::{Array, AsofDirection, AsofOptions, View};
use serde_json::json;

/// Positions, -1 for none.
fn places(found: Array<Option<usize>>) -> Array<i64> {
    found.view().map(|place| place.map_or(-1, |place| place as i64))
}

/// `merge` of integers or texts: inner, left, outer.
pub(super) fn joined(random: &mut Random, recorder: &mut Recorder) {
    let kinds = *random.pick(&[3, 8, 40]);
    let mut side = || -> Vec<i64> {
        let n = random.below(25);
        (0..n).map(|_| random.below(kinds) as i64 - 2).collect()
    };
    let [left, right] = [side(), side()];
    let inputs =
        vec![recorder.array(View::from_slice(&left)), recorder.array(View::from_slice(&right))];
    let none = json!({});
    match random.below(4) {
        0 => recorder.case("joins.inner", inputs, none, || {
            let (a, b) = nd::join_inner(&left, &right);
            (a, b)
        }),
        1 => recorder.case("joins.left", inputs, none, || {
            let (a, b) = nd::join_left(&left, &right);
            (a, places(b))
        }),
        2 => recorder.case("joins.outer", inputs, none, || {
            let (a, b) = nd::join_outer(&left, &right);
            (places(a), places(b))
        }),
        _ => {
            let words = |all: &[i64]| all.iter().map(|k| format!("k{k}")).collect::<Vec<String>>();
            let (left, right) = (words(&left), words(&right));
            recorder.case("joins.outer_words", inputs, none, || {
                let [l, r] = [&left, &right]
                    .map(|side| side.iter().map(String::as_str).collect::<Vec<&str>>());
                let (a, b) = nd::join_outer(l.as_slice(), r.as_slice());
                (places(a), places(b))
            });
        }
    }
}

/// `merge_asof`.
pub(super) fn nearest(random: &mut Random, recorder: &mut Recorder) {
    let whole = random.one_in(2);
    let mut side = || -> Vec<f64> {
        let n = random.below(20);
        let mut all: Vec<f64> = (0..n)
            .map(|_| match whole {
                true => random.below(14) as f64,
                false => (random.unit() * 40.0).round() / 4.0,
            })
            .collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let [mut left, right] = [side(), side()];
    if random.one_in(40) {
        left.reverse();
    }
    let (direction, told) = *random.pick(&[
        (AsofDirection::Backward, "backward"),
        (AsofDirection::Forward, "forward"),
        (AsofDirection::Nearest, "nearest"),
    ]);
    let exact = random.below(3) > 0;
    let tolerance = random.one_in(2).then(|| random.below(9) as f64 / 2.0);
    let inputs =
        vec![recorder.array(View::from_slice(&left)), recorder.array(View::from_slice(&right))];
    let parameters = json!({ "direction": told, "tolerance": tolerance, "exact": exact });
    recorder.case("joins.asof", inputs, parameters, || {
        let mut options = AsofOptions::default().direction(direction).exact(exact);
        options.tolerance = tolerance;
        nd::join_asof_with(&left, &right, &options).map(places)
    });
}
