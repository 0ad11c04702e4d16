//! Missing numbers: found, dropped, filled, interpolated.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::Array;
use nd::missing::{
    self, Area, Direction, DropOptions, Fill, FillOptions, How, InterpMissingOptions, Method,
    Missing,
};
use serde_json::json;

of_types! {
    /// `isna`, `dropna`, `ffill`, `bfill`, `fillna`.
    filled, filled_of: f32 f64 f64;
}

/// A number that may be missing.
pub(super) fn holey(random: &mut Random) -> f64 {
    if random.one_in(3) { f64::NAN } else { (f64::small(random) * 8.0).round() / 8.0 }
}

fn area_of(random: &mut Random) -> (Area, Option<&'static str>) {
    *random.pick(&[
        (Area::All, None),
        (Area::All, None),
        (Area::Inside, Some("inside")),
        (Area::Outside, Some("outside")),
    ])
}

fn shape_of(random: &mut Random) -> (Vec<usize>, isize) {
    let shape = match random.one_in(2) {
        true => vec![random.below(20)],
        false => vec![1 + random.below(9), 1 + random.below(9)],
    };
    let axis = random.below(shape.len()) as isize;
    (shape, axis)
}

fn filled_of<T: Value + Missing>(random: &mut Random, recorder: &mut Recorder)
where
    f64: nd::CastTo<T>,
{
    let (shape, axis) = shape_of(random);
    let a = Laid::<f64>::filled(random, &shape, holey);
    let a = Laid { base: a.base.cast::<T>(), steps: a.steps };
    let inputs = vec![recorder.input(&a)];
    let along = json!({ "axis": axis });
    match random.below(6) {
        0 => recorder.case("missing.isna", inputs, json!({}), || missing::is_missing(a.view())),
        1 => recorder
            .case("missing.count", inputs, along, || missing::count_missing_axis(a.view(), axis)),
        2 => {
            let (how, told) = *random.pick(&[(How::Any, "any"), (How::All, "all")]);
            let known = random.one_in(2).then(|| random.below(6));
            let parameters = json!({ "axis": axis, "how": told, "thresh": known });
            recorder.case("missing.dropna", inputs, parameters, || {
                let mut options = DropOptions::default().how(how);
                options.known = known;
                missing::drop_missing_with(a.view(), axis, &options)
            });
        }
        _ => {
            let (area, told) = area_of(random);
            let limit = random.one_in(2).then(|| 1 + random.below(4));
            let fill = *random.pick(&["ffill", "bfill", "fillna"]);
            if fill == "fillna" && (told.is_some() || limit.is_some()) {
                return;
            }
            let value = Array::scalar(1.5).cast::<T>()[[]];
            let parameters = json!({ "axis": axis, "how": fill, "limit": limit, "area": told });
            recorder.case("missing.filled", inputs, parameters, || {
                let mut options = FillOptions::default().area(area);
                options.limit = limit;
                let how = match fill {
                    "ffill" => Fill::Forward,
                    "bfill" => Fill::Backward,
                    _ => Fill::Value(value),
                };
                missing::fill_missing_with(a.view(), how, axis, &options)
            });
        }
    }
}

/// `interpolate`.
pub(super) fn between(random: &mut Random, recorder: &mut Recorder) {
    let (shape, axis) = shape_of(random);
    let a = Laid::<f64>::filled(random, &shape, holey);
    let (method, told) = *random.pick(&[
        (Method::Linear, "linear"),
        (Method::Linear, "linear"),
        (Method::Nearest, "nearest"),
        (Method::Cubic, "cubic"),
        (Method::CubicSpline, "cubicspline"),
        (Method::Pchip, "pchip"),
        (Method::Akima, "akima"),
    ]);
    let (direction, way) = *random.pick(&[
        (Direction::Forward, "forward"),
        (Direction::Backward, "backward"),
        (Direction::Both, "both"),
    ]);
    let (area, named) = area_of(random);
    let limit = random.one_in(3).then(|| 1 + random.below(4));
    let coordinates = random.one_in(3).then(|| {
        let mut at = 0.0;
        let step = |_| {
            at += 0.25 + random.unit();
            at
        };
        (0..shape[axis as usize]).map(step).collect::<Vec<f64>>()
    });
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({
        "axis": axis, "method": told, "limit": limit, "direction": way, "area": named,
        "coordinates": coordinates,
    });
    recorder.case("missing.interpolated", inputs, parameters, || {
        let mut options = InterpMissingOptions::default().direction(direction).area(area);
        (options.limit, options.coordinates) = (limit, coordinates);
        missing::interp_missing_with(a.view(), method, axis, &options)
    });
}
