//! [`EinsumPath`]: in which order pairs of operands are contracted, and what that costs.

use crate::tensors::einsum::error::EinsumError;
use crate::tensors::einsum::spec::Axes;
use std::fmt;

/// Up to so many operands every order is weighed.
const OPTIMAL: usize = 6;
/// A set of labels: a bit for each.
type Set = u128;

/// The order of the contractions of an [`einsum`](crate::einsum), as [`einsum_path`] finds it.
///
/// Printed, it is a report like NumPy's.
///
/// [`einsum_path`]: crate::einsum_path
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EinsumPath {
    /// For each step the operands that meet, by their places in the list of those that are
    /// left: they are taken out of it and their product is put at its end.
    pub contractions: Vec<Vec<usize>>,
    /// Operations if all operands met at once, one index after the other.
    pub naive_flops: f64,
    /// Operations in this order.
    pub flops: f64,
    /// The most elements that the product of a step has.
    pub largest_intermediate: f64,
    /// What the steps are called in a report.
    report: Report,
}

#[derive(Clone, Debug, PartialEq)]
struct Report {
    whole: String,
    naive_scaling: usize,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
struct Step {
    scaling: usize,
    current: String,
    remaining: String,
}

/// Sets of labels and their costs.
struct Costs<'a> {
    lengths: &'a [usize],
    output: Set,
}

impl Costs<'_> {
    /// The elements of an array with these labels.
    fn size(&self, set: Set) -> f64 {
        members(set).map(|label| self.lengths[label] as f64).product()
    }

    /// The operations of a step: multiplications, and additions if labels go.
    fn flops(&self, operands: usize, together: Set, kept: Set) -> f64 {
        let each = operands - 1 + usize::from(together != kept);
        self.size(together) * each.max(1) as f64
    }
}

fn members(set: Set) -> impl Iterator<Item = usize> {
    (0..Set::BITS as usize)
        .filter(move |label| set >> label & 1 == 1)
        .take(set.count_ones() as usize)
}

fn set_of(labels: &[usize]) -> Set {
    labels.iter().fold(0, |set, &label| set | 1 << label)
}

/// The steps, best order first found.
pub(super) fn contractions(axes: &Axes) -> Result<Vec<Vec<usize>>, EinsumError> {
    if axes.labels.len() > Set::BITS as usize {
        return Err(EinsumError::TooManyLabels { labels: axes.labels.len() });
    }
    let operands: Vec<Set> = axes.operands.iter().map(|labels| set_of(labels)).collect();
    let costs = Costs { lengths: &axes.lengths, output: set_of(&axes.output) };
    Ok(match operands.len() {
        0..=2 => vec![(0..operands.len()).collect()],
        3..=OPTIMAL => optimal(&operands, &costs),
        _ => greedy(operands, &costs),
    })
}

/// Pair by pair, the one whose product is the smallest beside what it replaces. Pairs without
/// a common label wait until there is no other.
fn greedy(mut left: Vec<Set>, costs: &Costs<'_>) -> Vec<Vec<usize>> {
    let mut steps = Vec::new();
    while left.len() > 1 {
        let mut best = None;
        for i in 0..left.len() {
            for j in i + 1..left.len() {
                let others = (0..left.len()).filter(|&o| o != i && o != j);
                let needed = others.fold(costs.output, |set, o| set | left[o]);
                let together = left[i] | left[j];
                let kept = together & needed;
                let growth = costs.size(kept) - costs.size(left[i]) - costs.size(left[j]);
                let apart = left[i] & left[j] == 0;
                let key = (apart, growth, costs.flops(2, together, kept));
                if best.is_none_or(|(least, _, _)| key < least) {
                    best = Some((key, [i, j], kept));
                }
            }
        }
        let (_, [i, j], kept) = best.expect("two operands are a pair");
        left.remove(j);
        left.remove(i);
        left.push(kept);
        steps.push(vec![i, j]);
    }
    steps
}

/// The fewest operations of all orders: the best way to a set of operands is the best pair of
/// ways to two parts of it.
fn optimal(operands: &[Set], costs: &Costs<'_>) -> Vec<Vec<usize>> {
    let all = (1usize << operands.len()) - 1;
    let union = |group: usize| {
        let chosen = (0..operands.len()).filter(|i| group >> i & 1 == 1);
        chosen.fold(0, |set, i| set | operands[i])
    };
    let kept = |group: usize| match group.count_ones() {
        1 => union(group),
        _ => union(group) & (costs.output | union(all & !group)),
    };
    let kept: Vec<Set> = (0..=all).map(kept).collect();
    // For each group of operands: the least operations and the part that comes first.
    let mut best = vec![(0.0, 0usize); all + 1];
    for group in 1..=all {
        if group.count_ones() == 1 {
            continue;
        }
        let mut least = (f64::INFINITY, 0);
        let mut part = (group - 1) & group;
        while part > 0 {
            let rest = group & !part;
            if part > rest {
                let step = costs.flops(2, kept[part] | kept[rest], kept[group]);
                let total = best[part].0 + best[rest].0 + step;
                if total < least.0 || least.1 == 0 {
                    least = (total, part);
                }
            }
            part = (part - 1) & group;
        }
        best[group] = least;
    }
    let mut left: Vec<usize> = (0..operands.len()).map(|i| 1 << i).collect();
    let mut steps = Vec::new();
    unfold(all, &best, &mut left, &mut steps);
    steps
}

/// Writes down the steps to a group, parts first.
fn unfold(group: usize, best: &[(f64, usize)], left: &mut Vec<usize>, steps: &mut Vec<Vec<usize>>) {
    if group.count_ones() == 1 {
        return;
    }
    let part = best[group].1;
    let rest = group & !part;
    unfold(part, best, left, steps);
    unfold(rest, best, left, steps);
    let mut places: Vec<usize> =
        (0..left.len()).filter(|&i| left[i] == part || left[i] == rest).collect();
    places.sort_unstable();
    left.retain(|&other| other != part && other != rest);
    left.push(group);
    steps.push(places);
}

impl EinsumPath {
    pub(super) fn new(axes: &Axes) -> Result<EinsumPath, EinsumError> {
        let contractions = contractions(axes)?;
        let costs = Costs { lengths: &axes.lengths, output: set_of(&axes.output) };
        let mut left: Vec<Vec<usize>> = axes.operands.clone();
        let all = left.iter().fold(0, |set, labels| set | set_of(labels));
        let mut path = EinsumPath {
            naive_flops: costs.flops(left.len(), all, costs.output),
            flops: 0.0,
            largest_intermediate: 0.0,
            report: Report {
                whole: format!("{}->{}", axes.written(&left), axes.word(&axes.output)),
                naive_scaling: all.count_ones() as usize,
                steps: Vec::new(),
            },
            contractions,
        };
        for (number, places) in path.contractions.iter().enumerate() {
            let taken: Vec<Vec<usize>> = places.iter().map(|&i| left[i].clone()).collect();
            places.iter().rev().for_each(|&i| drop(left.remove(i)));
            let together = taken.iter().fold(0, |set, labels| set | set_of(labels));
            let needed = left.iter().fold(costs.output, |set, labels| set | set_of(labels));
            let kept = together & needed;
            let labels = match number + 1 == path.contractions.len() {
                true => axes.output.clone(),
                false => members(kept).collect(),
            };
            path.flops += costs.flops(taken.len(), together, kept);
            path.largest_intermediate = path.largest_intermediate.max(costs.size(kept));
            let current = format!("{}->{}", axes.written(&taken), axes.word(&labels));
            left.push(labels);
            let remaining = format!("{}->{}", axes.written(&left), axes.word(&axes.output));
            let scaling = together.count_ones() as usize;
            path.report.steps.push(Step { scaling, current, remaining });
        }
        Ok(path)
    }
}

impl Axes {
    fn word(&self, labels: &[usize]) -> String {
        labels.iter().map(|&label| self.labels[label].shown()).collect()
    }

    fn written(&self, operands: &[Vec<usize>]) -> String {
        let words: Vec<String> = operands.iter().map(|labels| self.word(labels)).collect();
        words.join(",")
    }
}

impl fmt::Display for EinsumPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { whole, naive_scaling, steps } = &self.report;
        let scaling = steps.iter().map(|step| step.scaling).max().unwrap_or(0);
        let speedup = if self.flops > 0.0 { self.naive_flops / self.flops } else { 1.0 };
        writeln!(f, "  Complete contraction:  {whole}")?;
        writeln!(f, "         Naive scaling:  {naive_scaling}")?;
        writeln!(f, "     Optimized scaling:  {scaling}")?;
        writeln!(f, "      Naive FLOP count:  {}", scientific(self.naive_flops))?;
        writeln!(f, "  Optimized FLOP count:  {}", scientific(self.flops))?;
        writeln!(f, "   Theoretical speedup:  {speedup:.3}")?;
        let largest = scientific(self.largest_intermediate);
        writeln!(f, "  Largest intermediate:  {largest} elements")?;
        let line = "-".repeat(74);
        writeln!(f, "{line}\n{:>6} {:>24} {:>40}\n{line}", "scaling", "current", "remaining")?;
        for (number, Step { scaling, current, remaining }) in steps.iter().enumerate() {
            let end = if number + 1 == steps.len() { "" } else { "\n" };
            write!(f, "{scaling:>4}    {current:>24} {remaining:>40}{end}")?;
        }
        Ok(())
    }
}

/// `1.500e+03`, as C prints it.
fn scientific(x: f64) -> String {
    let text = format!("{x:.3e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let exponent: i32 = exponent.parse().unwrap_or(0);
            format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
        }
        None => text,
    }
}
