//! The first half of every walk: one shape, one order, a plan, and how it is cut.

use crate::engine::cut::Cut;
use crate::engine::plan::{MAX_OPERANDS, PerOperand, Plan};
use crate::error::ShapeError;
use crate::layout::Layout;
use crate::shape::{Shape, Strides};

/// How many elements a walk should have before threads pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parallel {
    /// Never more than the calling thread.
    Never,
    /// From this many elements on.
    From(usize),
}

/// Where work with a handful of instructions an element begins to gain from threads.
pub(crate) const CHEAP: Parallel = Parallel::From(1 << 16);

/// Where work with tens of instructions an element does.
pub(crate) const COSTLY: Parallel = Parallel::From(1 << 14);

/// So few contiguous elements are one block, without a plan.
pub(crate) const SMALL: usize = 1 << 14;

/// Two operands of few elements that lie alike, without gaps: most of what is small.
pub(crate) struct Alike<'l> {
    layouts: [&'l Layout; 2],
    size: usize,
}

impl<'l> Alike<'l> {
    /// Compiled once, not with every operator of a user's.
    #[inline(never)]
    pub(crate) fn of(a: &'l Layout, b: &'l Layout) -> Option<Alike<'l>> {
        let size = if a == b { a.gapless_size()? } else { return None };
        (1..=SMALL).contains(&size).then_some(Alike { layouts: [a, b], size })
    }

    /// How many elements there are.
    ///
    /// # Panics
    /// If this was said of other layouts.
    #[inline]
    pub(crate) fn size(&self, a: &Layout, b: &Layout) -> usize {
        let [one, other] = self.layouts;
        assert!(std::ptr::eq(one, a) && std::ptr::eq(other, b));
        self.size
    }
}

/// An array that takes part: its layout, and whether it is written.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) writes: bool,
}

/// The order in which all operands are contiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    C,
    F,
}

/// How operands lie under an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// All are contiguous over it in one order, or single elements.
    pub(crate) flat: bool,
    /// None is a single element that is stretched; told only of operands that are flat.
    pub(crate) whole: bool,
}

/// Sets the layout of a new result, contiguous, and returns how the operands fill it: in C order,
/// or in Fortran order if all operands do, unless `c_order` is asked for.
///
/// Small arrays notice every copy of a layout, so this one is made where it will be.
pub(crate) fn result(
    op: &'static str,
    parts: &[Part<'_>],
    c_order: bool,
    layout: &mut Layout,
) -> Result<Fit, ShapeError> {
    let Some((leader, whole)) = leader(parts) else {
        layout.set_gapless(&stretched(op, parts)?);
        return Ok(Fit { flat: false, whole: false });
    };
    let order = order(parts, leader, whole);
    if order == Some(Order::F) && !c_order {
        *layout = Layout::f_order(leader.shape);
    } else {
        layout.set_gapless(&leader.shape);
    }
    let flat = order == Some(Order::C) || order == Some(Order::F) && !c_order;
    Ok(Fit { flat, whole })
}

/// The operands' common shape, and the order in which all of them that are not single elements
/// fill it without gaps.
pub(crate) fn common(
    op: &'static str,
    parts: &[Part<'_>],
) -> Result<(Shape, Option<Order>), ShapeError> {
    match leader(parts) {
        Some((leader, whole)) => Ok((leader.shape, order(parts, leader, whole))),
        None => stretched(op, parts).map(|shape| (shape, None)),
    }
}

/// How the operands stretch to `to`, which is written, if they do.
pub(crate) fn into(op: &'static str, parts: &[Part<'_>], to: &Layout) -> Result<Fit, ShapeError> {
    let (shape, order) = common(op, parts)?;
    if to.shape != shape {
        let mismatch = |op: &str, left: &Shape, right: &Shape| ShapeError::Mismatch {
            op: op.into(),
            left: left.as_slice().into(),
            right: right.as_slice().into(),
        };
        let shapes: &[&[usize]] = &[&to.shape, &shape];
        if crate::broadcast_shapes(shapes) != Ok(to.shape) {
            return Err(mismatch(&format!("{op} (output first)"), &to.shape, &shape));
        }
        // An operand that is written has `shape`: stretched to more, it would hand out the
        // same element several times, to several threads.
        if parts.iter().any(|part| part.writes) {
            return Err(mismatch(&format!("{op}: {STRETCHED}"), &shape, &to.shape));
        }
        return Ok(Fit { flat: false, whole: false });
    }
    let flat = match order {
        Some(Order::C) => to.is_c_contiguous(),
        Some(Order::F) => to.is_f_contiguous(),
        None => false,
    };
    let whole = flat && parts.iter().all(|part| part.layout.shape == to.shape);
    Ok(Fit { flat, whole })
}

/// The layout whose shape all operands have that are not single elements to be stretched, and
/// whether none is.
#[inline(always)]
fn leader<'a>(parts: &[Part<'a>]) -> Option<(&'a Layout, bool)> {
    let mut leader = parts[0].layout;
    if parts[1..].iter().all(|part| part.layout.shape == leader.shape) {
        return Some((leader, true));
    }
    for part in &parts[1..] {
        if is_single(leader, part.layout) {
            leader = part.layout;
        }
    }
    let fits = |part: &Part<'_>| {
        part.layout.shape == leader.shape || !part.writes && is_single(part.layout, leader)
    };
    parts.iter().all(fits).then_some((leader, false))
}

/// Whether a layout is one element, to be stretched to another.
#[inline(always)]
fn is_single(layout: &Layout, other: &Layout) -> bool {
    layout.ndim() <= other.ndim() && layout.shape.iter().all(|&n| n == 1)
}

/// The order in which all layouts of the leader's shape, all if `whole`, are contiguous.
#[inline(always)]
fn order(parts: &[Part<'_>], leader: &Layout, whole: bool) -> Option<Order> {
    let layouts = parts.iter().map(|part| part.layout);
    let mut whole = layouts.filter(|layout| whole || layout.shape == leader.shape);
    if whole.clone().all(|layout| layout.is_c_contiguous()) {
        Some(Order::C)
    } else if whole.all(|layout| layout.is_f_contiguous()) {
        Some(Order::F)
    } else {
        None
    }
}

const STRETCHED: &str = "an array that is written cannot be stretched";

#[inline(never)]
fn stretched(op: &'static str, parts: &[Part<'_>]) -> Result<Shape, ShapeError> {
    let given: Vec<&Layout> = parts.iter().map(|part| part.layout).collect();
    let shape = Layout::broadcast(op, &given)?;
    match parts.iter().find(|part| part.writes && part.layout.shape != shape) {
        None => Ok(shape),
        Some(part) => Err(ShapeError::Mismatch {
            op: format!("{op}: {STRETCHED}").into(),
            left: part.layout.shape.as_slice().into(),
            right: shape.as_slice().into(),
        }),
    }
}

/// A walk that is planned: everything but pointers and what is computed.
pub(crate) struct Course {
    pub(crate) size: usize,
    /// Without a plan, the steps of the operands: 1, or 0 for a single element.
    pub(crate) steps: PerOperand,
    /// None for few elements that are contiguous everywhere, or single.
    pub(crate) plan: Option<(Plan, Cut)>,
}

impl Course {
    /// The walk of operands stretched to `shape`, the first of which decides the order; `flat`
    /// if all are contiguous over it in one order, or single elements.
    pub(crate) fn new<'a>(
        shape: &Shape,
        flat: bool,
        layouts: impl Iterator<Item = &'a Layout>,
    ) -> Course {
        let size = shape.iter().product();
        let mut steps = [1; MAX_OPERANDS];
        if flat || size == 0 {
            for (step, layout) in steps.iter_mut().zip(layouts) {
                *step = isize::from(layout.shape == *shape);
            }
            let plan = (size > SMALL).then(|| planned(Plan::flat(size, steps)));
            return Course { size, steps, plan };
        }
        let mut strides = [Strides::empty(); MAX_OPERANDS];
        let mut count = 0;
        for (strides, layout) in strides.iter_mut().zip(layouts) {
            *strides = layout.stretched(shape);
            count += 1;
        }
        let plan = Some(planned(Plan::new(shape, &strides[..count])));
        Course { size, steps, plan }
    }

    /// How many tasks there are; they depend on shapes and strides alone.
    pub(crate) fn tasks(&self) -> usize {
        match &self.plan {
            Some((_, cut)) => cut.tasks(),
            None => usize::from(self.size > 0),
        }
    }
}

#[inline(never)]
fn planned(plan: Plan) -> (Plan, Cut) {
    let cut = Cut::of(&plan);
    (plan, cut)
}
