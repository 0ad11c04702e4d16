//! `svd_one_pass`.

use super::beside;
use super::element::{MatrixElement, conjugated, grown};
use super::lowrank::{directions, orthonormal, turned};
use super::qr::two_axes;
use super::svd::ChunkedSvd;
use super::tall::{Cut, panels};
use super::whole::whole;
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage, Walk};
use crate::source::{full, random};
use crate::wire::{Wire, get_array, put_view};
use nd_core::{AnyArray, Array, Axes, CastTo, Shape, ShapeError, Typed, View, s, zip};
use nd_io::Region;
use nd_linalg::{lstsq, matmul, svd};
use std::marker::PhantomData;

/// Rows and columns of a cell.
const CELL: [usize; 2] = [512, 1024];
/// A panel has so many rows for each random direction: what is kept of its columns is so much less than it.
const TIMES: usize = 16;
/// And so many rows at least.
const ROWS: usize = 1024;

/// How [`Chunked::svd_one_pass_with`] sketches a matrix.
///
/// # Examples
/// ```
/// use nd_ooc::OnePassOptions;
///
/// let options = OnePassOptions::default().sketch(100).seed(1);
/// assert_eq!((options.sketch, options.seed), (Some(100), 1));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct OnePassOptions {
    /// Along how many random directions rows and columns are looked: four for each singular value and one more, unless
    /// told. Twice as many and one are taken for what connects them.
    pub sketch: Option<usize>,
    /// The seed of the random directions: 0 unless told.
    pub seed: u64,
}

impl OnePassOptions {
    /// Sets along how many random directions rows and columns are looked: more of them make errors smaller.
    #[must_use]
    pub fn sketch(self, sketch: usize) -> Self {
        Self { sketch: Some(sketch), ..self }
    }

    /// Sets the seed of the random directions.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }
}

/// What is kept of a panel.
struct Sketched<T> {
    /// Its rows along random directions: `(height, range)`.
    rows: Array<T>,
    /// Its columns along random directions: `(range, p)`.
    columns: Array<T>,
    /// Both: `(core, core)`.
    core: Array<T>,
}

/// A fold of `(panels, height, p, t)` over all but the first axis: of panels `(panels, height, p, 1)`, of directions that
/// rows are multiplied by, `(1, 1, p, t)`, and of those for columns, `(panels, height, 1, t)`. Of the `t` the first `range`
/// are for what is kept of rows and columns, the others for the core.
struct Sketch<T> {
    axes: Axes,
    cut: Cut,
    range: usize,
    core: usize,
    of: PhantomData<fn() -> T>,
}

fn add<T: MatrixElement>(to: nd_core::ViewMut<'_, T>, more: View<'_, T>) {
    zip((to, more)).for_each(|(a, b)| *a += b);
}

impl<T: MatrixElement> Folding for Sketch<T> {
    type State = Sketched<T>;

    fn name(&self) -> String {
        "svd_one_pass".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        let (range, dtype) = (self.range, T::DTYPE);
        let extras = [[self.cut.height, range], [range, self.cut.columns], [self.core; 2]];
        extras.map(|extra| Output { extra: Shape::from(extra), dtype }).into()
    }

    fn walk(&self) -> Walk {
        Walk::Chain
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        Some(Cells::of_extents(shape, &self.axes, &[1, CELL[0], CELL[1], shape[3]]))
    }

    fn absorb(
        &self,
        state: &mut Option<Sketched<T>>,
        inputs: &[Block],
        cell: &Cell<'_>,
    ) -> Result<()> {
        let (range, core, cut) = (self.range as isize, self.core, self.cut);
        let state = state.get_or_insert_with(|| Sketched {
            rows: Array::zeros([cut.height, self.range]),
            columns: Array::zeros([self.range, cut.columns]),
            core: Array::zeros([core; 2]),
        });
        let a = inputs[0].typed::<T>().squeeze_axes(&[0, 3]);
        let right = inputs[1].typed::<T>().squeeze_axes(&[0, 1]);
        let left = inputs[2].typed::<T>().squeeze_axes(&[0, 2]);
        let [start, stop] = [1, 2].map(|axis| cell.region.start()[axis] as isize);
        let [end, last] = [1, 2].map(|axis| cell.region.stop(axis) as isize);
        let along = matmul(a, right);
        add(state.rows.slice_mut(s![start..end, ..]), along.slice(s![.., ..range]));
        let across = matmul(left.slice(s![.., ..range]).t(), a);
        add(state.columns.slice_mut(s![.., stop..last]), across.view());
        let both = matmul(left.slice(s![.., range..]).t(), along.slice(s![.., range..]));
        add(state.core.view_mut(), both.view());
        Ok(())
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Sketched<T>> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.expect("just put there"))
    }

    fn merge(&self, earlier: &mut Sketched<T>, later: Sketched<T>) {
        add(earlier.rows.view_mut(), later.rows.view());
        add(earlier.columns.view_mut(), later.columns.view());
        add(earlier.core.view_mut(), later.core.view());
    }

    fn finish(&self, state: Option<Sketched<T>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let shapes = self
            .outputs()
            .into_iter()
            .map(|output| Shape::from(&[tile.shape(), &output.extra[..]].concat()[..]));
        let Some(Sketched { rows, columns, core }) = state else {
            return Ok(shapes.map(|shape| Array::<T>::zeros(shape).into()).collect());
        };
        let all = [rows, columns, core].into_iter().zip(shapes);
        Ok(all.map(|(of, shape)| of.into_reshaped(shape).into()).collect())
    }

    fn wire(&self) -> Wire<Sketched<T>> {
        let put = |of: &Sketched<T>, out: &mut Vec<u8>| {
            [&of.rows, &of.columns, &of.core].into_iter().for_each(|a| put_view(a.view(), out));
        };
        let get = |from: &mut &[u8]| {
            let (rows, columns, core) = (get_array(from)?, get_array(from)?, get_array(from)?);
            Some(Sketched { rows, columns, core })
        };
        Wire { put, get }
    }

    fn state_bytes(&self, places: usize) -> usize {
        let kept = self.range.saturating_mul(self.cut.height + self.cut.columns);
        let elements = kept.saturating_add(self.core * self.core).saturating_mul(places);
        elements.saturating_mul(size_of::<T>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        let [rows, columns] = [cell.shape()[1], cell.shape()[2]];
        let all = self.range + self.core;
        let made = all * rows + self.range * columns + self.core * self.core;
        made * size_of::<T>() + beside::<T>(rows + columns + 2 * all, 1)
    }

    fn identity(&self) -> String {
        format!("one pass {:?} {} {} {}", self.cut, self.range, self.core, T::DTYPE)
    }
}

impl<T: MatrixElement> Chunked<T>
where
    f64: CastTo<T>,
{
    /// About the `k` largest singular values and their vectors, of a matrix that is read once.
    ///
    /// `(n, p)` → `u: (n, k)`, `s: (k)`, `vh: (k, p)`; more `k` than there are singular values gives them all. For
    /// matrices that are dear to make or to read. Everything is made of three sketches: rows and columns along
    /// `4·k + 1` random directions each, and a core along twice as many on both sides. After Tropp, Yurtsever, Udell
    /// and Cevher, "Streaming low-rank matrix approximation" (2019).
    ///
    /// A matrix of rank `k` is found to rounding, up to the condition of what is looked along. Of others the expected
    /// square of the error (the sum of squares of all elements) is at most about 4 times that of the best approximation
    /// with half as many singular values as directions: less exact than [`svd_lowrank`](Self::svd_lowrank) with power
    /// iterations, most of all for singular values that fall slowly. Bits, memory, NaN and infinities are as there.
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # NumPy
    /// There is none; Dask's `da.linalg.svd_compressed(a, k, n_power_iter=0)` reads the matrix twice.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_ooc::random(1);
    /// let a = rng.normal(0.0, 1.0, [300, 2])?.matmul(rng.normal(0.0, 1.0, [2, 200])?); // of rank 2
    /// let svd = a.svd_one_pass(2);
    /// let (u, s, vh) = nd_ooc::compute((&svd.u, &svd.s, &svd.vh))?;
    /// let far = nd_linalg::matmul(u * s, vh) - a.compute()?;
    /// assert!(far.iter().all(|far| far.abs() < 1e-10));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn svd_one_pass(&self, k: usize) -> ChunkedSvd<T> {
        self.svd_one_pass_with(k, &OnePassOptions::default())
    }

    /// As [`svd_one_pass`](Self::svd_one_pass), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_svd_one_pass(1).is_err());
    /// ```
    pub fn try_svd_one_pass(&self, k: usize) -> Result<ChunkedSvd<T>, ShapeError> {
        self.try_svd_one_pass_with(k, &OnePassOptions::default())
    }

    /// As [`svd_one_pass`](Self::svd_one_pass), as told.
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::OnePassOptions;
    ///
    /// let a = nd_ooc::arange(0.0_f64, 600.0, 1.0).reshape([20, 30]); // of rank 2
    /// let s = a.svd_one_pass_with(2, &OnePassOptions::default().sketch(12)).s.compute()?;
    /// assert!((s[[0]].hypot(s[[1]]) - (a.clone() * &a).sum().value()?.sqrt()).abs() < 1e-8);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn svd_one_pass_with(&self, k: usize, options: &OnePassOptions) -> ChunkedSvd<T> {
        self.try_svd_one_pass_with(k, options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`svd_one_pass_with`](Self::svd_one_pass_with), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// let options = nd_ooc::OnePassOptions::default();
    /// assert!(nd_ooc::arange(0.0, 3.0, 1.0).try_svd_one_pass_with(1, &options).is_err());
    /// ```
    pub fn try_svd_one_pass_with(
        &self,
        k: usize,
        options: &OnePassOptions,
    ) -> Result<ChunkedSvd<T>, ShapeError> {
        two_axes("svd_one_pass", self)?;
        let short = self.shape()[0].min(self.shape()[1]);
        let k = k.min(short);
        let wanted = options.sketch.unwrap_or(4 * k + 1);
        let range = wanted.max(k).min(short);
        Ok(sketched(self, k, range, options.seed))
    }
}

/// The decomposition that is made of a sketch.
fn sketched<T: MatrixElement>(x: &Chunked<T>, k: usize, range: usize, seed: u64) -> ChunkedSvd<T>
where
    f64: CastTo<T>,
{
    let (n, p, core) = (x.shape()[0], x.shape()[1], 2 * range + 1);
    let all = range + core;
    let cut = Cut::into(n, p, ROWS.max(TIMES * all));
    let mut rng = random(seed);
    let right = directions::<T>(&mut rng, p, all);
    let left = directions::<T>(&mut rng, cut.count * cut.height, all);
    let inputs = [
        panels::of(x, cut).expand_dims(3),
        right.reshape([1, 1, p, all]),
        left.reshape([cut.count, cut.height, 1, all]),
    ];
    let fold = Sketch::<T> { axes: Axes::from([1, 2, 3]), cut, range, core, of: PhantomData };
    let shape = Shape::from([cut.count, cut.height, p, all]);
    let made = Stage::nodes(fold, inputs.map(|input| input.node).into(), Vec::new(), shape);
    let [rows, columns, cores] = <[_; 3]>::try_from(made)
        .unwrap_or_else(|_| unreachable!("three results"))
        .map(Chunked::<T>::of);
    let (last, from) = (n as isize, range as isize);
    let rows = rows.reshape([cut.count * cut.height, range]).slice(s![..last, ..]);
    let columns = together(&columns, [range, p]);
    let q = orthonormal("svd_one_pass", &rows);
    let v = orthonormal("svd_one_pass", &turned(&columns));
    let seen = left.slice(s![..last, from..]).t().matmul(&q);
    let across = right.slice(s![.., from..]).t().matmul(&v);
    let small = connected(&seen, &together(&cores, [core; 2]), &across, k);
    ChunkedSvd { u: q.matmul(small.u), s: small.s, vh: small.vh.matmul(turned(&v)) }
}

/// The sum of what is kept of all panels.
fn together<T: MatrixElement>(parts: &Chunked<T>, shape: [usize; 2]) -> Chunked<T> {
    let count = parts.shape()[0];
    let lanes = parts.reshape([count, shape[0] * shape[1]]);
    lanes.t().matmul(full([count], T::from_count(1))).reshape(shape)
}

/// The decomposition of `C`, where `core = seen · C · acrossᴴ`, up to `k` values.
fn connected<T: MatrixElement>(
    seen: &Chunked<T>,
    core: &Chunked<T>,
    across: &Chunked<T>,
    k: usize,
) -> ChunkedSvd<T> {
    let range = seen.shape()[1];
    let outputs = [
        (Shape::from([range, k]), T::DTYPE),
        (Shape::from([k]), <T::R as Typed>::DTYPE),
        (Shape::from([k, range]), T::DTYPE),
    ];
    let scratch = core.shape()[0] * core.shape()[0] * 20 * size_of::<T>();
    let inputs = [&seen.node, &core.node, &across.node];
    let made = whole("svd_one_pass", &inputs, &outputs, scratch, move |inputs| {
        let [seen, core, across] = [0, 1, 2].map(|at| inputs[at].typed::<T>());
        let op = "svd_one_pass";
        let left = lstsq(seen, core).map_err(|error| grown(error, op))?.x;
        let turned = conjugated(left).view().t().to_array();
        let inside = lstsq(across, turned).map_err(|error| grown(error, op))?.x;
        let found = svd(conjugated(inside).view().t()).map_err(|error| grown(error, op))?;
        let last = k as isize;
        let (u, vh) = (found.u.slice(s![.., ..last]), found.vh.slice(s![..last, ..]));
        Ok(vec![
            u.to_array().into(),
            found.s.slice(s![..last]).to_array().into(),
            vh.to_array().into(),
        ])
    });
    let [u, s, vh] = <[_; 3]>::try_from(made).unwrap_or_else(|_| unreachable!("three results"));
    ChunkedSvd { u: Chunked::of(u), s: Chunked::of(s), vh: Chunked::of(vh) }
}
