//! Filters of what a window holds: extremes, ranks, means, functions of one's own.

use super::*;
use nd::image::{
    Pixel, Ranked, Window, WindowOptions, generic_filter_with, generic_filter1d_with,
    maximum_filter_with, maximum_filter1d_with, median_filter_with, minimum_filter_with,
    minimum_filter1d_with, percentile_filter_with, rank_filter_with, uniform_filter_with,
    uniform_filter1d_with, vectorized_filter_with,
};

of_types! {
    /// `minimum_filter`, `maximum_filter`.
    extremes, extremes_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64;
    /// `minimum_filter1d`, `maximum_filter1d`.
    extremes_along_axis, along_axis_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f64;
    /// `median_filter`, `rank_filter`, `percentile_filter`.
    ranks, ranks_of: bool i8 u8 u8 i16 u16 i32 u32 i64 u64 f32 f64;
    /// `uniform_filter`.
    means, means_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f64;
    /// `uniform_filter1d`.
    means_along_axis, means_along_axis_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f64;
    /// `generic_filter`, `generic_filter1d`, `vectorized_filter`.
    of_ones_own, of_ones_own_of: i8 u8 u16 i32 f64;
}

/// A window over some axes of as many, and how SciPy is told of it.
struct Drawn {
    window: Window,
    options: WindowOptions,
    sides: Vec<usize>,
    elements: usize,
    told: Json,
    footprint: Option<Array<bool>>,
}

impl Drawn {
    fn new(random: &mut Random, ndim: usize, boxes: bool) -> Drawn {
        let axes = some_axes(random, ndim);
        let k = axes.as_ref().map_or(ndim, Vec::len);
        let longest = [2, 9, 6, 4, 3][k];
        let sides: Vec<usize> = (0..k).map(|_| 1 + random.below(longest)).collect();
        let c = constant(random);
        let (mode, name) = beyond_each(random, k, c);
        let origin: Vec<isize> = sides.iter().map(|&n| origin(random, n)).collect();
        let mut told = json!({ "mode": name, "cval": c, "origin": origin, "axes": axes });
        let mut options = WindowOptions::default().mode(mode).origin(origin);
        if let Some(axes) = axes {
            options = options.axes(axes);
        }
        if !boxes && random.one_in(2) {
            let footprint = structure(random, &sides);
            let elements = footprint.iter().filter(|set| **set).count();
            let window = Window::from(&footprint);
            return Drawn { window, options, sides, elements, told, footprint: Some(footprint) };
        }
        told["size"] = json!(sides);
        let (window, elements) = (sides.clone().into(), sides.iter().product());
        Drawn { window, options, sides, elements, told, footprint: None }
    }

    /// The picture and, if there is one, the footprint.
    fn inputs<T: Value>(&self, recorder: &mut Recorder, a: &Laid<T>) -> Vec<Json> {
        let footprint = self.footprint.as_ref().map(|footprint| recorder.array(footprint.view()));
        [recorder.input(a)].into_iter().chain(footprint).collect()
    }
}

fn extremes_of<T: Value + Ranked>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = levels::<T>(random, &shape);
    let drawn = Drawn::new(random, shape.len(), false);
    let inputs = drawn.inputs(recorder, &a);
    let (window, options) = (drawn.window, drawn.options);
    if random.one_in(2) {
        recorder.case("minimum_filter", inputs, drawn.told, || {
            minimum_filter_with(a.view(), window, &options)
        });
    } else {
        recorder.case("maximum_filter", inputs, drawn.told, || {
            maximum_filter_with(a.view(), window, &options)
        });
    }
}

fn along_axis_of<T: Value + Ranked>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = levels::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    let size = 1 + random.below(12);
    let c = constant(random);
    let (mode, name) = beyond(random, c);
    let origin = origin(random, size);
    let options = WindowOptions::default().mode(mode).origin(origin);
    let told = json!({ "size": size, "axis": axis, "mode": name, "cval": c, "origin": origin });
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) {
        recorder.case("minimum_filter1d", inputs, told, || {
            minimum_filter1d_with(a.view(), size, axis, &options)
        });
    } else {
        recorder.case("maximum_filter1d", inputs, told, || {
            maximum_filter1d_with(a.view(), size, axis, &options)
        });
    }
}

fn ranks_of<T: Value + Ranked>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = levels::<T>(random, &shape);
    let drawn = Drawn::new(random, shape.len(), false);
    let inputs = drawn.inputs(recorder, &a);
    let (window, options, mut told) = (drawn.window, drawn.options, drawn.told);
    match random.below(3) {
        0 => recorder
            .case("median_filter", inputs, told, || median_filter_with(a.view(), window, &options)),
        1 => {
            let rank = random.below(2 * drawn.elements) as isize - drawn.elements as isize;
            told["rank"] = json!(rank);
            recorder.case("rank_filter", inputs, told, || {
                rank_filter_with(a.view(), rank, window, &options)
            });
        }
        _ => {
            let percentile =
                *random.pick(&[0.0, 10.0, 25.0, 33.4, 50.0, 75.0, 100.0, -30.0, -100.0]);
            told["percentile"] = json!(percentile);
            recorder.case("percentile_filter", inputs, told, || {
                percentile_filter_with(a.view(), percentile, window, &options)
            });
        }
    }
}

fn means_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let drawn = Drawn::new(random, shape.len(), true);
    let inputs = drawn.inputs(recorder, &a);
    let (sides, options) = (drawn.sides, drawn.options);
    recorder.case("uniform_filter", inputs, drawn.told, || {
        uniform_filter_with(a.view(), sides, &options)
    });
}

fn means_along_axis_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    let size = 1 + random.below(12);
    let c = constant(random);
    let (mode, name) = beyond(random, c);
    let origin = origin(random, size);
    let options = WindowOptions::default().mode(mode).origin(origin);
    let told = json!({ "size": size, "axis": axis, "mode": name, "cval": c, "origin": origin });
    let inputs = vec![recorder.input(&a)];
    recorder.case("uniform_filter1d", inputs, told, || {
        uniform_filter1d_with(a.view(), size, axis, &options)
    });
}

/// Sums with weights 1, 2, …: they depend on the order of elements, and are exact.
fn of_ones_own_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Ranked + nd::CastTo<f64>,
{
    let shape = shape(random, 1..=3);
    let few: Vec<T> = (0..6).map(|_| T::small(random)).collect();
    let a = Laid::filled(random, &shape, |random| *random.pick(&few));
    let weighed = |window: &mut dyn Iterator<Item = T>| -> f64 {
        window.zip(1..).map(|(x, k)| nd::CastTo::<f64>::cast_to(x) * f64::from(k)).sum()
    };
    let drawn = Drawn::new(random, shape.len(), false);
    let inputs = drawn.inputs(recorder, &a);
    let (window, options, told) = (drawn.window, drawn.options, drawn.told);
    match random.below(3) {
        0 => recorder.case("generic_filter", inputs, told, || {
            generic_filter_with(a.view(), window, |w| weighed(&mut w.iter().copied()), &options)
        }),
        1 => recorder.case("vectorized_filter", inputs, told, || {
            let each = |windows: View<'_, T>, out: &mut [f64]| {
                let mut all = windows.iter().copied();
                for out in out {
                    *out = weighed(&mut all.by_ref().take(drawn.elements));
                }
            };
            vectorized_filter_with(a.view(), window, each, &options)
        }),
        _ => {
            let axis = axis_of(random, shape.len());
            let size = 1 + random.below(6);
            let c = constant(random);
            let (mode, name) = beyond(random, c);
            let origin = origin(random, size);
            let options = WindowOptions::default().mode(mode).origin(origin);
            let told = json!({
                "size": size, "axis": axis, "mode": name, "cval": c, "origin": origin,
            });
            let inputs = vec![recorder.input(&a)];
            recorder.case("generic_filter1d", inputs, told, || {
                let each = |line: &[T], out: &mut [f64]| {
                    for (k, out) in out.iter_mut().enumerate() {
                        *out = weighed(&mut line[k..k + size].iter().copied());
                    }
                };
                generic_filter1d_with(a.view(), size, axis, each, &options)
            });
        }
    }
}
