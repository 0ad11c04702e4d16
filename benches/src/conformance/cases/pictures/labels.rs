//! Connected components, their boxes, the places of values.

use super::*;
use nd::image::{
    LabelOptions, Ordinal, find_objects, find_objects_up_to, generate_binary_structure, label_with,
    value_indices,
};

of_types! {
    /// `label`, of SciPy and of scikit-image.
    labelled, labelled_of: bool bool u8 i8 u16 i32 i64 f32 f64;
    /// `find_objects`.
    objects, objects_of: u8 i16 i32 i64;
    /// `value_indices`.
    values, values_of: u8 i16 i32 i64 u64;
}

fn labelled_of<T: Value + Ordinal + Default>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let (n, set) = (1 + random.below(3), random.below(11));
    let few: Vec<T> = (0..n).map(|_| T::random(random)).collect();
    let zero = T::default();
    let a = Laid::filled(random, &shape, |random| {
        if random.below(10) < set { *random.pick(&few) } else { zero }
    });
    let connectivity = 1 + random.below(shape.len());
    let mut structure = generate_binary_structure(shape.len(), connectivity);
    if random.one_in(4) {
        // Any that is symmetric.
        let size = structure.size();
        let picked: Vec<bool> = (0..size).map(|_| random.one_in(2)).collect();
        let flat: Vec<bool> =
            (0..size).map(|k| k == size / 2 || picked[k.min(size - 1 - k)]).collect();
        structure = shaped(flat, structure.shape());
    }
    if T::NUMPY != "<f4" && T::NUMPY != "<f8" && random.one_in(3) {
        let inputs = vec![recorder.input(&a)];
        let structure = generate_binary_structure(shape.len(), connectivity);
        let options = LabelOptions::default().structure(&structure).values_apart(true);
        return recorder.case(
            "measure.label",
            inputs,
            json!({ "connectivity": connectivity }),
            || label_with(a.view(), &options),
        );
    }
    let inputs = vec![recorder.input(&a), recorder.array(structure.view())];
    let options = LabelOptions::default().structure(&structure);
    recorder.case("label", inputs, json!({}), || label_with(a.view(), &options));
}

fn objects_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Ordinal + nd::Integer,
{
    let shape = shape(random, 1..=4);
    let few: Vec<T> = (0..1 + random.below(6)).map(|_| T::small(random)).collect();
    let a = Laid::filled(random, &shape, |random| *random.pick(&few));
    let inputs = vec![recorder.input(&a)];
    let ndim = shape.len();
    let boxes = |found: Vec<Option<Vec<std::ops::Range<usize>>>>| {
        let ends: Vec<Option<Vec<usize>>> = found
            .into_iter()
            .map(|one| Some(one?.into_iter().flat_map(|range| [range.start, range.end]).collect()))
            .collect();
        places(&ends, 2 * ndim)
    };
    if random.one_in(2) {
        let most = 1 + random.below(30);
        return recorder.case("find_objects", inputs, json!({ "max_label": most }), || {
            boxes(find_objects_up_to(a.view(), most))
        });
    }
    recorder.case("find_objects", inputs, json!({}), || find_objects(a.view()).map(boxes));
}

fn values_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Ordinal + nd::Integer + Ord,
{
    let shape = shape(random, 1..=4);
    let few: Vec<T> = (0..1 + random.below(6)).map(|_| T::small(random)).collect();
    let a = Laid::filled(random, &shape, |random| *random.pick(&few));
    let inputs = vec![recorder.input(&a)];
    let ignore = random.one_in(2).then(|| *random.pick(&few));
    let told = json!({ "ignore": ignore.map(|x| format!("{x:?}")) });
    recorder.case("value_indices", inputs, told, || {
        // Flat places of each value in turn.
        let found = value_indices(a.view(), ignore);
        found
            .into_iter()
            .flat_map(|(value, places)| {
                let place =
                    |k: usize| places.iter().zip(&shape).fold(0, |at, (axis, n)| at * n + axis[k]);
                let flat: Vec<usize> = (0..places[0].len()).map(place).collect();
                [Found::Value(Array::from_vec(vec![value])), Found::Places(Array::from_vec(flat))]
            })
            .collect::<Vec<Found<T>>>()
    });
}

/// A value, or where it is.
enum Found<T> {
    Value(Array<T>),
    Places(Array<usize>),
}

impl<T: Value> crate::conformance::record::Outcome for Found<T> {
    fn store(&self, recorder: &mut Recorder) -> Json {
        match self {
            Found::Value(value) => value.store(recorder),
            Found::Places(places) => places.store(recorder),
        }
    }
}
