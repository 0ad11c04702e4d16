//! Arrays read between their samples: `zoom`, `shift`, `affine_transform`, `rotate`.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::distance::Pass;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis};
use nd_core::{Array, ArrayLike, Shape, Typed, View};
use nd_image::{
    AffineOptions, Axiswise, Intensity, InterpolationOptions, InterpolationPlan, RotateOptions,
    ZoomOptions,
};
use nd_io::Region;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// Elements of a tile of what is turned: what it is made of is hardly more.
const TILE: usize = 1 << 18;
/// Bytes of the weights and places of a position along an axis.
const TABLE: usize = 128;

/// An array that is read between its samples, or the coefficients of its splines.
struct Read<S, T, F> {
    name: &'static str,
    plan: Arc<InterpolationPlan>,
    /// Whether each axis is read along one of the result.
    upright: bool,
    f: F,
    of: PhantomData<fn(S) -> T>,
}

/// The places along each axis of a region without gaps.
fn ranges(region: &Region) -> Vec<Range<usize>> {
    (0..region.ndim()).map(|axis| region.start()[axis]..region.stop(axis)).collect()
}

impl<S, T, F> Read<S, T, F> {
    fn needed(&self, region: &Region) -> Region {
        let needs = self.plan.needs(&ranges(&dense(region)));
        let start = per_axis(needs.len(), |axis| needs[axis].start);
        Region::new(start, per_axis(needs.len(), |axis| needs[axis].len()))
    }

    /// How many samples there are for each element of the result along an axis.
    fn scale(&self, node: &Node, axis: usize) -> f64 {
        node.inputs[0].shape[axis] as f64 / node.shape[axis].max(1) as f64
    }
}

impl<S: Typed, T: Typed, F> Pull for Read<S, T, F>
where
    F: Fn(&InterpolationPlan, View<'_, S>, &[Range<usize>]) -> Array<T> + Send + Sync,
{
    fn name(&self) -> String {
        self.name.into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, self.needed(region))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let whole = dense(region);
        let made = (self.f)(&self.plan, inputs[0].typed::<S>(), &ranges(&whole));
        if region.is_dense() {
            return Ok(made.into());
        }
        Ok(Block::from(made).part(inside(&whole, region)))
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        let (whole, needed) = (dense(region), self.needed(region));
        let longer = |axis: usize| if axis < needed.ndim() { needed.shape()[axis] } else { 1 };
        let between = (0..whole.ndim()).map(|axis| whole.shape()[axis].max(longer(axis)));
        // Samples in a row and as doubles, and what is between passes along axes.
        let doubles = 2 * needed.size() + 2 * between.fold(1, usize::saturating_mul);
        let tables: usize = whole.shape().iter().chain(needed.shape()).sum();
        doubles.saturating_mul(8) + whole.size().saturating_mul(size_of::<T>()) + tables * TABLE
    }

    fn reach(&self) -> Option<Shape> {
        // Of an axis that is not shortened much; others are cut by weight.
        self.upright.then(|| per_axis(self.plan.shape().len(), |_| 8))
    }

    fn pieces(&self) -> Option<Shape> {
        let shape = self.plan.shape();
        let side = (TILE as f64).powf(1.0 / shape.len() as f64).ceil() as usize;
        (!self.upright).then(|| per_axis(shape.len(), |axis| shape[axis].min(side).max(1)))
    }

    fn weight(&self, node: &Node) -> usize {
        let ndim = node.inputs[0].shape.ndim().min(node.shape.ndim());
        let samples = (0..ndim).map(|axis| self.scale(node, axis)).product::<f64>();
        (samples.ceil().max(1.0) as usize).saturating_mul(node.inputs[0].dtype.itemsize())
    }

    fn identity(&self) -> String {
        format!("{:?} {} {}", self.plan, S::DTYPE, T::DTYPE)
    }
}

impl<T: Typed + Intensity> Chunked<T> {
    /// What a plan makes of the array.
    fn interpolated(
        &self,
        name: &'static str,
        plan: InterpolationPlan,
        upright: bool,
    ) -> Chunked<T> {
        let (plan, shape) = (Arc::new(plan), self.shape());
        let made = Shape::from(plan.shape());
        let chunks = per_axis(made.ndim(), |axis| {
            self.chunks().get(axis).map_or(made[axis], |&chunk| chunk)
        });
        let empty = made.contains(&0) || shape.contains(&0);
        let mut axes = if empty { Vec::new() } else { plan.spline_axes() }.into_iter();
        let Some(first) = axes.next() else {
            let f = |plan: &InterpolationPlan, there: View<'_, T>, part: &[Range<usize>]| {
                plan.part(there, part)
            };
            let of = PhantomData;
            let op = Read::<T, T, _> { name, plan, upright, f, of };
            let inputs = vec![Arc::clone(&self.node)];
            return Chunked::of(Node::chunked(op, inputs, made, T::DTYPE, chunks));
        };
        let splines = axes.fold(splined(self, &plan, first), |x, axis| splined(&x, &plan, axis));
        let f = |plan: &InterpolationPlan, there: View<'_, f64>, part: &[Range<usize>]| {
            plan.part_of_splines(there, part)
        };
        let of = PhantomData;
        let op = Read::<f64, T, _> { name, plan, upright, f, of };
        Chunked::of(Node::chunked(op, vec![splines.node], made, T::DTYPE, chunks))
    }
}

/// Lanes along an axis as the coefficients that a plan reads.
fn splined<S: Typed + Intensity>(
    x: &Chunked<S>,
    plan: &Arc<InterpolationPlan>,
    axis: usize,
) -> Chunked<f64> {
    let ndim = x.ndim() as isize;
    let others = || (0..ndim).filter(|&other| other != axis as isize);
    let front: Vec<isize> = std::iter::once(axis as isize).chain(others()).collect();
    let mut back: Vec<isize> = (0..ndim - 1).collect();
    back.insert(axis, ndim - 1);
    let (plan, len) = (Arc::clone(plan), plan.spline_len(axis));
    let said = format!("{axis} {plan:?}");
    let f = move |lanes: View<'_, S>| plan.spline_lanes(axis, lanes);
    let pass = Pass::new("spline_filter", said, f);
    Chunked::of(pass.stage_of(&x.permute_dims(&front).node, len)).permute_dims(&back)
}

/// Operations: how their plans are made, and whether their axes stay upright.
macro_rules! interpolated {
    ($(
        $what:literal $numpy:literal $call:literal $options_said:literal
        $name:ident $with:ident ($given:ident: $Given:ty), $Options:ident,
        |$shape:ident, $options:ident| $plan:expr, $upright:expr;
    )*) => {$(
        impl<T: Typed + Intensity> Chunked<T> {
            #[doc = concat!($what, ", by cubic splines; the bits of [`nd_image::", stringify!($name), "`] of the whole.")]
            ///
            /// Coefficients of splines are made before, of whole lanes along one axis after the other: 128 lanes have to fit the
            /// budget, and all coefficients, of 8 bytes, stand in memory or in the folder for
            #[doc = concat!("[scratch](crate::RunOptions::scratch). Orders 0 and 1 need none: see [`", stringify!($with), "`](Self::", stringify!($with), ").")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($name), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($name), "(", $call, ");")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($name), "(&a, ", $call, "));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self, $given: $Given) -> Chunked<T> {
                self.$with($given, &$Options::default())
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), with options.")]
            ///
            /// A part of the result is made of the box that its places lie in. What wraps around has its ends made of whole
            /// axes.
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($with), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_image::", stringify!($Options), ";")]
            ///
            /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
            #[doc = concat!("let linear = ", stringify!($Options), "::default().order(1)", $options_said, ";")]
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($with), "(", $call, ", &linear);")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($with), "(&a, ", $call, ", &linear));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $with(&self, $given: $Given, options: &$Options) -> Chunked<T> {
                let ($shape, $options) = (self.shape(), options);
                self.interpolated(stringify!($name), $plan, $upright)
            }
        }
    )*};
}
interpolated! {
    "The array with another number of samples for the same extent"
        "`scipy.ndimage.zoom(a, zoom)`, by a shape instead of factors; not in dask-image." "[45, 35]" ""
        zoom zoom_with (shape: impl Into<Shape>), ZoomOptions,
        |from, options| InterpolationPlan::zoom(from, shape, options), true;
    "The array moved by any distance" "`scipy.ndimage.shift(a, shift)`; not in dask-image." "[1.5, -0.25]" ""
        shift shift_with (by: impl Into<Axiswise<f64>>), InterpolationOptions,
        |from, options| InterpolationPlan::shift(from, by, options), true;
    "The array read at `matrix · index + offset`"
        "`dask_image.ndinterp.affine_transform(x, matrix, offset, output_shape, order, mode, cval)`."
        "[[0.9, 0.2], [-0.1, 1.1]]" ".offset([1.0, 0.5])"
        affine_transform affine_transform_with (matrix: impl ArrayLike<Elem = f64>), AffineOptions,
        |from, options| InterpolationPlan::affine_transform(from, matrix, options), false;
    "The array turned about its middle, in degrees"
        "`scipy.ndimage.rotate(a, angle)`; not in dask-image." "30.0" ""
        rotate rotate_with (degrees: f64), RotateOptions,
        |from, options| InterpolationPlan::rotate(from, degrees, options), false;
}
