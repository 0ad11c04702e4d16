//! [`Step`]: an operation of a pass, as people are told of it.

use super::order::reached;
use crate::cx::{Id, id};
use crate::fold::Stage;
use crate::node::{Kind, Node};
use crate::source::stored;
use nd_core::{DType, Shape};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// What a step is to its pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Role {
    /// Where data come from: a file, an array in memory, a function.
    Source,
    /// A result of an earlier stage.
    Earlier,
    /// Done piece by piece, in one go with its neighbours.
    Operation,
    /// Folds everything into a result that later stages see as a whole.
    Fold,
    /// A result that stays in memory.
    Kept,
    /// A result that is stored in a file.
    Saved,
}

/// An operation of a pass: one array of a plan.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// What it is to the pass.
    pub role: Role,
    /// The extents of its result.
    pub shape: Vec<usize>,
    /// The element type of its result.
    pub dtype: DType,
    /// The extents of the chunks of what is stored in chunks.
    pub chunks: Option<Vec<usize>>,
    /// The steps of the same pass whose results it takes, by number.
    pub inputs: Vec<usize>,
    /// The pass and the step whose result it is, for those of [`Role::Earlier`].
    pub earlier: Option<(usize, usize)>,
}

/// Where a result goes.
pub(super) struct Goal<'a> {
    pub(super) node: &'a Arc<Node>,
    pub(super) path: Option<&'a Path>,
    pub(super) chunks: Option<Shape>,
}

/// The pass and the step that makes the results of a stage.
pub(super) type Places = HashMap<Id, (usize, usize)>;

impl Step {
    /// Bytes of all of its elements, saturating.
    #[must_use]
    pub fn nbytes(&self) -> usize {
        let bytes = self.shape.iter().fold(self.dtype.itemsize() as u128, |bytes, &length| {
            bytes.saturating_mul(length as u128)
        });
        bytes.min(usize::MAX as u128) as usize
    }

    fn of(node: &Node, inputs: Vec<usize>) -> Step {
        Step {
            name: node.name(),
            role: if inputs.is_empty() { Role::Source } else { Role::Operation },
            shape: node.shape.to_vec(),
            dtype: node.dtype,
            chunks: None,
            inputs,
            earlier: None,
        }
    }
}

/// The steps of a pass that stores, from sources to results.
pub(super) fn of_map(goals: &[Goal<'_>], places: &Places) -> Vec<Step> {
    let roots: Vec<Arc<Node>> = goals.iter().map(|goal| Arc::clone(goal.node)).collect();
    let (mut steps, numbers) = pulled(&roots, places);
    for goal in goals {
        let (name, role) = match goal.path {
            Some(path) => (format!("save {}", path.display()), Role::Saved),
            None => ("keep".into(), Role::Kept),
        };
        let chunks = goal.chunks.map(|chunks| chunks.to_vec());
        let step = Step::of(goal.node, vec![numbers[&id(goal.node)]]);
        steps.push(Step { name, role, chunks, ..step });
    }
    steps
}

/// The steps of a pass that folds, and where the results of its stages are.
pub(super) fn of_fold(stages: &[Arc<Stage>], number: usize, places: &mut Places) -> Vec<Step> {
    let roots: Vec<Arc<Node>> = stages.iter().flat_map(|stage| stage.parents().cloned()).collect();
    let (mut steps, numbers) = pulled(&roots, places);
    for stage in stages {
        places.insert(id(stage), (number, steps.len()));
        let output = &stage.fold.outputs()[0];
        let mut inputs: Vec<usize> = stage.parents().map(|node| numbers[&id(node)]).collect();
        inputs.dedup();
        steps.push(Step {
            name: format!(
                "{} over {}",
                stage.fold.name(),
                axes(stage.fold.axes(), stage.shape.ndim())
            ),
            role: Role::Fold,
            shape: stage.output_shape(output).to_vec(),
            dtype: output.dtype,
            chunks: None,
            inputs,
            earlier: None,
        });
    }
    steps
}

fn axes(axes: &[usize], ndim: usize) -> String {
    match axes {
        all if all.len() == ndim => "all axes".into(),
        [one] => format!("axis {one}"),
        some => format!("axes {some:?}"),
    }
}

/// Every node that is pulled, after those it pulls, and the number of each.
fn pulled(roots: &[Arc<Node>], places: &Places) -> (Vec<Step>, HashMap<Id, usize>) {
    let (mut steps, mut numbers) = (Vec::new(), HashMap::new());
    let (mut todo, mut open) = (roots.to_vec(), HashSet::new());
    todo.reverse();
    debug_assert!(reached(roots).len() >= roots.len().min(1));
    while let Some(node) = todo.last().cloned() {
        let inputs: &[Arc<Node>] = match node.kind {
            Kind::Pull(_) => &node.inputs,
            Kind::Output(..) => &[],
        };
        if open.insert(id(&node)) {
            todo.extend(inputs.iter().rev().filter(|input| !open.contains(&id(input))).cloned());
            continue;
        }
        todo.pop();
        if numbers.contains_key(&id(&node)) {
            continue;
        }
        let mut taken: Vec<usize> = inputs.iter().map(|input| numbers[&id(input)]).collect();
        taken.dedup();
        numbers.insert(id(&node), steps.len());
        steps.push(step(&node, taken, places));
    }
    (steps, numbers)
}

fn step(node: &Arc<Node>, inputs: Vec<usize>, places: &Places) -> Step {
    let step = Step::of(node, inputs);
    if let Kind::Output(stage, _) = &node.kind {
        let earlier = places.get(&id(stage)).copied();
        let number = earlier.map_or(0, |(pass, _)| pass + 1);
        let name = format!("{} of stage {number}", stage.fold.name());
        return Step { name, role: Role::Earlier, earlier, ..step };
    }
    let chunks = stored(node).and_then(|source| source.dataset.info().chunks);
    Step { chunks: chunks.map(|chunks| chunks.to_vec()), ..step }
}
