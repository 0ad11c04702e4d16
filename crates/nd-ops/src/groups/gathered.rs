//! The walk that brings the values of each group together.

use super::{GroupOptions, Keyed, Label, NONE, labelled};
use crate::Wide;
use nd_core::{Array, Element, View, huge, threads};

/// Values that one thread takes at a time, at least.
const TASK: usize = 1 << 15;

/// Groups of an axis, and which values count.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Parted {
    pub(super) op: &'static str,
    pub(super) axis: usize,
    pub(super) groups: usize,
    pub(super) codes: Vec<usize>,
    pub(super) dropped: bool,
    pub(super) skip_nan: bool,
    pub(super) min_count: usize,
    pub(super) weights: Option<Vec<f64>>,
}

impl Parted {
    /// The groups of an axis of `shape`, and their labels.
    #[track_caller]
    pub(super) fn new<L: Label>(
        op: &'static str,
        shape: &[usize],
        labels: View<'_, L>,
        axis: isize,
        options: &GroupOptions,
    ) -> (Vec<L>, Parted) {
        let axis = labelled(op, shape, labels.shape(), axis);
        let weights = options.weights.as_ref().map(|weights| {
            let n = shape[axis];
            let given = weights.shape();
            assert!(given == [n], "{op}: weights of shape {given:?} for an axis of length {n}");
            weights.view().iter().copied().collect()
        });
        let Keyed { labels, codes, dropped } = Keyed::new(labels, options);
        let (groups, skip_nan, min_count) = (labels.len(), options.skip_nan, options.min_count);
        (labels, Parted { op, axis, groups, codes, dropped, skip_nan, min_count, weights })
    }

    /// Refuses weights, where they have no meaning.
    #[track_caller]
    pub(super) fn unweighted(self) -> Parted {
        let op = self.op;
        assert!(
            self.weights.is_none(),
            "{op}: weights have a meaning for sums, means and variances only"
        );
        self
    }

    /// Where in the order of positions each group begins, and the positions by groups.
    pub(super) fn order(&self) -> (Vec<usize>, Vec<usize>) {
        let mut starts = vec![0; self.groups + 1];
        for &code in self.codes.iter().filter(|&&code| code != NONE) {
            starts[code + 1] += 1;
        }
        for k in 0..self.groups {
            starts[k + 1] += starts[k];
        }
        let mut next = starts.clone();
        let mut order = huge::advised(vec![0; starts[self.groups]]);
        for (k, &code) in self.codes.iter().enumerate() {
            if code != NONE {
                order[next[code]] = k;
                next[code] += 1;
            }
        }
        (starts, order)
    }
}

/// The values of one group in one lane that count: with their positions along the axis, and their
/// weights, if there are any.
pub(super) struct Members<'a, W> {
    pub(super) values: &'a mut [W],
    pub(super) places: &'a [usize],
    pub(super) weights: Option<&'a [f64]>,
    /// The first position, whether it counts or not.
    pub(super) first: usize,
    /// The last one.
    pub(super) last: usize,
}

/// `f` of each group: `a: (…, n, …)` → `(…, groups, …)`.
pub(super) fn each_group<W: Wide, R: Element>(
    a: View<'_, W>,
    parted: &Parted,
    blank: R,
    f: &(dyn Fn(Members<'_, W>) -> R + Sync),
) -> Array<R> {
    let (mut shape, groups) = (a.shape().to_vec(), parted.groups);
    let n = std::mem::replace(&mut shape[parted.axis], groups);
    let inner: usize = shape[parted.axis + 1..].iter().product();
    let mut out = huge::filled(blank, shape.iter().product());
    if !out.is_empty() {
        let flat = a.ravel();
        let elements = flat.view().as_slice().expect("ravel is contiguous");
        let (starts, order) = parted.order();
        let len = (TASK / (n / groups + 1)).max(1);
        threads::chunks(&mut out, len, &|start, out| {
            let mut gather = Gather { parted, elements, order: &order, inner, ..Gather::EMPTY };
            for (k, out) in out.iter_mut().enumerate() {
                let (row, column) = ((start + k) / inner, (start + k) % inner);
                let group = row % groups;
                let positions = starts[group]..starts[group + 1];
                *out = f(gather.members(row / groups * n * inner + column, positions));
            }
        });
    }
    Array::from_shape_vec(shape, out)
}

/// What values are read from, and the rooms that they are brought to.
pub(super) struct Gather<'a, W> {
    pub(super) parted: &'a Parted,
    pub(super) elements: &'a [W],
    pub(super) order: &'a [usize],
    pub(super) inner: usize,
    pub(super) values: Vec<W>,
    pub(super) places: Vec<usize>,
    pub(super) weights: Vec<f64>,
}

/// No groups at all.
static NOTHING: Parted = Parted {
    op: "",
    axis: 0,
    groups: 0,
    codes: Vec::new(),
    dropped: false,
    skip_nan: false,
    min_count: 0,
    weights: None,
};

impl<W: Wide> Gather<'_, W> {
    pub(super) const EMPTY: Gather<'static, W> = Gather {
        parted: &NOTHING,
        elements: &[],
        order: &[],
        inner: 0,
        values: Vec::new(),
        places: Vec::new(),
        weights: Vec::new(),
    };

    /// Those of the group at `positions` of the order, in the lane that begins at `lane`.
    pub(super) fn members(
        &mut self,
        lane: usize,
        positions: std::ops::Range<usize>,
    ) -> Members<'_, W> {
        let order = &self.order[positions];
        self.values.clear();
        self.places.clear();
        self.weights.clear();
        for &place in order {
            let x = self.elements[lane + place * self.inner];
            if self.parted.skip_nan && x.is_unordered() {
                continue;
            }
            self.values.push(x);
            self.places.push(place);
            if let Some(weights) = &self.parted.weights {
                self.weights.push(weights[place]);
            }
        }
        Members {
            values: &mut self.values,
            places: &self.places,
            weights: self.parted.weights.as_ref().map(|_| &self.weights[..]),
            first: order.first().copied().unwrap_or(0),
            last: order.last().copied().unwrap_or(0),
        }
    }
}
