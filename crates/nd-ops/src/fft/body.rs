//! The bodies of transforms along several axes: which part of the elements, and one axis after the other.

use super::halves::Halves;
use super::job::Job;
use super::lines::Line;
use super::numbers::{Input, Precision};
use super::weave::Apart;
use nd_core::simd::dispatch;
use nd_core::{Array, Complex, CowArray, Number, Shape, Slice, SliceItem, View};

/// The first elements along each axis, and zeros after them.
pub(super) fn fitted<E: Number>(a: CowArray<'_, E>, shape: &Shape) -> Array<E> {
    let view = a.view();
    if view.shape() == &shape[..] {
        return ordered(a.into_array());
    }
    let part: Vec<SliceItem> = view
        .shape()
        .iter()
        .zip(shape.iter())
        .map(|(&there, &wanted)| {
            let stop = there.min(wanted) as isize;
            Slice { start: None, stop: Some(stop), step: 1 }.into()
        })
        .collect();
    let part_of = view.slice(&part);
    if part_of.shape() == &shape[..] {
        return part_of.to_array();
    }
    let mut out = Array::zeros(*shape);
    out.slice_mut(&part).assign(part_of);
    out
}

fn complex_fitted<T: Precision>(a: Input<'_, T>, shape: &Shape) -> Array<Complex<T>> {
    match a {
        Input::Complex(a) => T::fitted(a, shape),
        Input::Real(a) if a.view().shape() == &shape[..] => widened(a.view()),
        Input::Real(a) => widened(fitted(a, shape).view()),
    }
}

fn widened<T: Precision>(a: View<'_, T>) -> Array<Complex<T>> {
    ordered(a.map(|x| Complex::new(x, T::zero())))
}

/// The same array in C order: functions of each element, and casts, keep that of Fortran.
fn ordered<E: Copy + Send + Sync>(a: Array<E>) -> Array<E> {
    if a.as_slice().is_some() { a } else { a.view().to_array() }
}

/// One axis of an array in C order.
fn along<T: Precision>(a: &mut Array<Complex<T>>, axis: usize, inverse: bool, scale: f64) {
    if a.is_empty() {
        return;
    }
    let n = a.shape()[axis];
    let inner = a.shape()[axis + 1..].iter().product();
    let elements = a.as_slice_mut().expect("a new array is in C order");
    Line::new(n, inverse, scale).along(elements, inner);
}

/// Complex to complex.
pub(super) fn complex<T: Precision>(a: Input<'_, T>, job: &Job) -> Array<Complex<T>> {
    let shape = job.shape(a.shape(), |n| n);
    let scale = |at: usize| if at == 0 { job.scale } else { 1.0 };
    let mut done = job.axes.len();
    let mut out = match job.axes.last() {
        Some(&axis) if axis + 1 == shape.ndim() && shape.size() > 0 => {
            done -= 1;
            let line = Line::new(shape[axis], job.inverse, scale(done));
            last_axis(a, shape, &line)
        }
        _ => complex_fitted(a, &shape),
    };
    for at in (0..done).rev() {
        along(&mut out, job.axes[at], job.inverse, scale(at));
    }
    out
}

/// The last axis, read where the elements are if they are in order.
fn last_axis<T: Precision>(a: Input<'_, T>, shape: Shape, line: &Line<T>) -> Array<Complex<T>> {
    match a {
        Input::Complex(a) => {
            let view = a.view();
            match view.as_slice().filter(|_| view.shape() == &shape[..]) {
                Some(all) => line.rows_of(shape, &of_complex(all)),
                None => {
                    let a = T::fitted(a, &shape);
                    line.rows_of(
                        shape,
                        &of_complex(a.as_slice().expect("a new array is in C order")),
                    )
                }
            }
        }
        Input::Real(a) => {
            let view = a.view();
            match view.as_slice().filter(|_| view.shape() == &shape[..]) {
                Some(all) => line.rows_of(shape, &of_real(all)),
                None => {
                    let a = fitted(a, &shape);
                    line.rows_of(shape, &of_real(a.as_slice().expect("a new array is in C order")))
                }
            }
        }
    }
}

fn of_complex<T: Precision>(all: &[Complex<T>]) -> impl Fn(usize, &mut [T], &mut [T]) + Sync {
    |from, re, im| {
        let s = re.len();
        dispatch(Apart { pieces: &[&all[from..][..s]], s, re, im });
    }
}

fn of_real<T: Precision>(all: &[T]) -> impl Fn(usize, &mut [T], &mut [T]) + Sync {
    |from, re, im| {
        re.copy_from_slice(&all[from..][..re.len()]);
        im.fill(T::zero());
    }
}

/// Real to half of the complex result.
pub(super) fn half<T: Precision>(a: CowArray<'_, T>, job: &Job) -> Array<Complex<T>> {
    let whole = job.shape(a.layout().shape(), |n| n);
    let shape = job.shape(a.layout().shape(), |n| n / 2 + 1);
    let last = job.axes.len() - 1;
    let axis = job.axes[last];
    let scale = if last == 0 { job.scale } else { 1.0 };
    let a = if a.layout().shape() == &whole[..] { a } else { CowArray::Owned(fitted(a, &whole)) };
    let mut out = written(moved(shape, axis), Complex::new(T::zero(), T::zero()));
    if !out.is_empty() {
        let halves = Halves::new(whole[axis], scale, job.inverse);
        let to = out.as_slice_mut().expect("a new array is in C order");
        with_rows(a.view(), axis, |rows| halves.forward(rows, to));
    }
    let mut out = moved_back(out, axis);
    for (at, &axis) in job.axes[..last].iter().enumerate().rev() {
        along(&mut out, axis, job.inverse, if at == 0 { job.scale } else { 1.0 });
    }
    out
}

/// Half of a complex transform to real.
pub(super) fn real<T: Precision>(a: Input<'_, T>, job: &Job) -> Array<T> {
    let whole = job.shape(a.shape(), |n| n);
    let shape = job.shape(a.shape(), |n| n / 2 + 1);
    let last = job.axes.len() - 1;
    let axis = job.axes[last];
    let a = match a {
        Input::Complex(a) if last == 0 && a.layout().shape() == &shape[..] => a,
        a => {
            let mut a = complex_fitted(a, &shape);
            for &axis in &job.axes[..last] {
                along(&mut a, axis, job.inverse, 1.0);
            }
            CowArray::Owned(a)
        }
    };
    let mut out = written(moved(whole, axis), T::zero());
    if !out.is_empty() {
        let halves = Halves::new(whole[axis], job.scale, !job.inverse);
        let to = out.as_slice_mut().expect("a new array is in C order");
        with_rows(a.view(), axis, |rows| halves.back(rows, to));
    }
    moved_back(out, axis)
}

/// Calls `with` with the elements in C order, that axis being the last one.
fn with_rows<E: Copy + Send + Sync, R>(
    a: View<'_, E>,
    axis: usize,
    with: impl FnOnce(&[E]) -> R,
) -> R {
    let rows = a.moveaxis(axis as isize, -1);
    match rows.as_slice() {
        Some(all) => with(all),
        None => with(rows.to_array().as_slice().expect("a new array is in C order")),
    }
}

/// An array of that element: written, because memory that was used before is faster than fresh zeros of the system's.
fn written<E: Copy + Send + Sync>(shape: Shape, x: E) -> Array<E> {
    Array::from_slots_parallel(shape, 1 << 16, |_, slots| slots.fill_with(|| x))
}

/// A shape whose axis has become the last one.
fn moved(shape: Shape, axis: usize) -> Shape {
    let mut all = shape;
    all[axis..].rotate_left(1);
    all
}

/// An array whose last axis becomes that one.
fn moved_back<E: Copy + Send + Sync>(a: Array<E>, axis: usize) -> Array<E> {
    if axis + 1 == a.ndim() { a } else { a.moveaxis(-1, axis as isize).to_array() }
}
