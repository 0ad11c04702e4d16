//! Writing through views.

use super::{Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::{Array, Slice, SliceItem};
use serde_json::json;

/// `a[::2, ::-1] = b`, with `b` broadcast.
pub(super) fn through_slice(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let mut a = Array::from_fn(shape.as_slice(), |_| i32::random(random));
    let steps: Vec<isize> = shape.iter().map(|_| *random.pick(&[1, 1, 2, -1, -3])).collect();
    let items: Vec<SliceItem> = steps
        .iter()
        .map(|&step| SliceItem::Range(Slice { start: None, stop: None, step }))
        .collect();
    let part = a.view().slice(&items).shape().to_vec();
    let cut = random.below(part.len() + 1);
    let b = Laid::<i32>::with_shape(random, &part[cut..]);
    let inputs = vec![recorder.array(a.view()), recorder.input(&b)];
    recorder.case("assign", inputs, json!({ "steps": steps }), || {
        a.slice_mut(&items).assign(b.view());
        a
    });
}
