//! The equations of a walk on a grid, and how they are solved.

use super::RandomWalkerError;
use nd_core::threads;

/// Elements of which sums are made at once; the sums of blocks are added up in order.
const BLOCK: usize = 1 << 14;

/// What every edge weighs at least, so that nothing is cut off.
const LEAST: f64 = 1e-10;

/// How far elements that follow each other along an axis are apart.
fn strides(shape: &[usize]) -> Vec<usize> {
    let after = |axis: usize| shape[axis + 1..].iter().product();
    (0..shape.len()).map(after).collect()
}

/// Marks what has no label and cannot be reached from a seed as not walked on.
pub(super) fn isolate(labels: &mut [i64], shape: &[usize]) {
    if labels.iter().all(|&label| label >= 0) {
        return;
    }
    let strides = strides(shape);
    let mut reached: Vec<bool> = labels.iter().map(|&label| label > 0).collect();
    let mut waiting: Vec<usize> = (0..labels.len()).filter(|&at| reached[at]).collect();
    while let Some(at) = waiting.pop() {
        for (&stride, &len) in strides.iter().zip(shape) {
            let i = at / stride % len;
            let before = (i > 0).then(|| at - stride);
            let behind = (i + 1 < len).then(|| at + stride);
            for to in before.into_iter().chain(behind) {
                if labels[to] >= 0 && !reached[to] {
                    reached[to] = true;
                    waiting.push(to);
                }
            }
        }
    }
    let unreached =
        labels.iter_mut().zip(reached).filter(|(label, reached)| **label == 0 && !reached);
    unreached.for_each(|(label, _)| *label = -1);
}

/// For every axis, the weight of the edge from each element to the next; 0 at the end.
pub(super) fn weights(
    values: &[f64],
    depth: usize,
    shape: &[usize],
    spacing: &[f64],
    beta: f64,
) -> Vec<Vec<f64>> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let deviation = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
    let scale =
        if deviation > 0.0 { -beta / (10.0 * deviation * (depth as f64).sqrt()) } else { 0.0 };
    let size = shape.iter().product::<usize>();
    let axis = |(axis, stride): (usize, usize)| {
        let mut weights = vec![0.0; size];
        threads::chunks(&mut weights, BLOCK, &|start, weights| {
            for (weight, at) in weights.iter_mut().zip(start..) {
                if at / stride % shape[axis] + 1 < shape[axis] {
                    let (here, there) = (at * depth, (at + stride) * depth);
                    let slope = |c| (values[there + c] - values[here + c]) / spacing[axis];
                    let square: f64 = (0..depth).map(|c| slope(c) * slope(c)).sum();
                    *weight = (scale * square).exp() + LEAST;
                }
            }
        });
        weights
    };
    strides(shape).into_iter().enumerate().map(axis).collect()
}

/// The equations of the elements that have no label; all others are 0 in every vector.
pub(super) struct System {
    strides: Vec<usize>,
    /// The sum of the weights of each element's edges; 1 where there is no equation.
    diagonal: Vec<f64>,
    /// The weights of edges between elements that have no label.
    couplings: Vec<Vec<f64>>,
    free: Vec<bool>,
}

impl System {
    pub(super) fn new(weights: &[Vec<f64>], labels: &[i64], shape: &[usize]) -> System {
        let strides = strides(shape);
        let free: Vec<bool> = labels.iter().map(|&label| label == 0).collect();
        let mut diagonal = vec![0.0; labels.len()];
        let mut couplings = Vec::new();
        for (weights, &stride) in weights.iter().zip(&strides) {
            let mut coupling = vec![0.0; labels.len()];
            for at in 0..labels.len().saturating_sub(stride) {
                let to = at + stride;
                if weights[at] > 0.0 && labels[at] >= 0 && labels[to] >= 0 {
                    diagonal[at] += weights[at];
                    diagonal[to] += weights[at];
                    if free[at] && free[to] {
                        coupling[at] = weights[at];
                    }
                }
            }
            couplings.push(coupling);
        }
        for (diagonal, &free) in diagonal.iter_mut().zip(&free) {
            if !free || *diagonal == 0.0 {
                *diagonal = 1.0;
            }
        }
        System { strides, diagonal, couplings, free }
    }

    /// What flows into each element from the seeds of one label.
    pub(super) fn flow(&self, weights: &[Vec<f64>], seeds: &[u32], label: u32) -> Vec<f64> {
        let mut flow = vec![0.0; seeds.len()];
        for (weights, &stride) in weights.iter().zip(&self.strides) {
            for at in 0..seeds.len().saturating_sub(stride) {
                let to = at + stride;
                if self.free[at] && seeds[to] == label {
                    flow[at] += weights[at];
                }
                if self.free[to] && seeds[at] == label {
                    flow[to] += weights[at];
                }
            }
        }
        flow
    }

    /// The matrix times a vector.
    fn times(&self, x: &[f64], out: &mut [f64]) {
        threads::chunks(out, BLOCK, &|start, out| {
            let here = start..start + out.len();
            let own = self.diagonal[here.clone()].iter().zip(&x[here.clone()]);
            out.iter_mut().zip(own).for_each(|(out, (diagonal, x))| *out = diagonal * x);
            for (coupling, &stride) in self.couplings.iter().zip(&self.strides) {
                // Couplings at the end of a line are 0, so that lines need not be told apart.
                let behind = here.end.min(x.len().saturating_sub(stride));
                let forward = here.start..behind.max(here.start);
                let next = &x[(forward.start + stride).min(x.len())..];
                let pairs = coupling[forward].iter().zip(next);
                out.iter_mut().zip(pairs).for_each(|(out, (w, x))| *out -= w * x);
                let first = here.start.max(stride).min(here.end);
                if first < here.end {
                    let before = first - stride..here.end - stride;
                    let pairs = coupling[before.clone()].iter().zip(&x[before]);
                    let out = out[first - here.start..].iter_mut();
                    out.zip(pairs).for_each(|(out, (w, x))| *out -= w * x);
                }
            }
        });
    }

    /// Conjugate gradients with Jacobi's preconditioner, from zero, until the residual is `tol` of the
    /// right-hand side (Hestenes and Stiefel, 1952).
    pub(super) fn solve(&self, flow: &[f64], tol: f64) -> Result<Vec<f64>, RandomWalkerError> {
        let n = flow.len();
        let (mut x, mut residual) = (vec![0.0; n], flow.to_vec());
        let goal = tol * dot(flow, flow).sqrt();
        let (mut direction, mut image) = (vec![0.0; n], vec![0.0; n]);
        let mut before = 1.0;
        let limit = n.saturating_mul(10).max(100);
        for _ in 0..limit {
            if dot(&residual, &residual).sqrt() <= goal {
                return Ok(x);
            }
            let scaled = weighted(&residual, &self.diagonal);
            let factor = scaled / before;
            before = scaled;
            blocks(&mut direction, &|start, direction| {
                for (d, at) in direction.iter_mut().zip(start..) {
                    *d = residual[at] / self.diagonal[at] + factor * *d;
                }
            });
            self.times(&direction, &mut image);
            let step = scaled / dot(&direction, &image);
            blocks(&mut x, &|start, x| {
                x.iter_mut().zip(&direction[start..]).for_each(|(x, d)| *x += step * d);
            });
            blocks(&mut residual, &|start, residual| {
                residual.iter_mut().zip(&image[start..]).for_each(|(r, q)| *r -= step * q);
            });
        }
        Err(RandomWalkerError::NotConverged { iterations: limit })
    }
}

fn blocks(out: &mut [f64], body: &(dyn Fn(usize, &mut [f64]) + Sync)) {
    threads::chunks(out, BLOCK, body);
}

/// The sum of products, by blocks whose sums are added up in a fixed tree.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    summed(a, b, &|a, b| a * b)
}

/// The sum of squares divided by weights.
fn weighted(a: &[f64], weights: &[f64]) -> f64 {
    summed(a, weights, &|a, w| a * a / w)
}

#[inline(always)]
fn summed(a: &[f64], b: &[f64], term: &(impl Fn(f64, f64) -> f64 + Sync)) -> f64 {
    let work = |task: usize| {
        let range = task * BLOCK..((task + 1) * BLOCK).min(a.len());
        // Eight sums side by side, which vector registers hold.
        let mut sums = [0.0; 8];
        let (a, b) = (&a[range.clone()], &b[range]);
        for (a, b) in a.chunks(8).zip(b.chunks(8)) {
            sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (&a, &b))| *sum += term(a, b));
        }
        sums.iter().sum::<f64>()
    };
    threads::tree(a.len().div_ceil(BLOCK), &work, &|a, b| a + b).unwrap_or(0.0)
}
