//! Which stages there are, in which order, and which of them share a pass.

use super::strips;
use crate::cells::Cells;
use crate::cx::{Id, id};
use crate::fold::{Stage, Walk};
use crate::node::{Kind, Node};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Stages that walk over the same cells, and so share a pass.
pub(crate) struct Group {
    pub(crate) stages: Vec<Arc<Stage>>,
    pub(crate) cells: Cells,
}

/// The stages that nodes depend on, those first that others depend on.
pub(crate) fn groups(targets: &[Arc<Node>]) -> Vec<Group> {
    let mut levels: Vec<(usize, Arc<Stage>)> = Vec::new();
    let mut known = HashMap::new();
    for target in targets {
        level(target, &mut known, &mut levels);
    }
    levels.sort_by_key(|stage| stage.0);
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for (level, stage) in levels {
        let cells = cells_of(&stage);
        let same = |(other, group): &&mut (usize, Group)| {
            *other == level
                && group.cells == cells
                && group.stages[0].fold.axes() == stage.fold.axes()
                && (group.stages[0].fold.walk() == Walk::Chain)
                    == (stage.fold.walk() == Walk::Chain)
        };
        match groups.iter_mut().find(same) {
            Some((_, group)) => group.stages.push(stage),
            None => groups.push((level, Group { stages: vec![stage], cells })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The cells of a stage, by its shape, axes and element size alone; by what goes into an element where that is much,
/// and by how far neighbours are where it is made of them.
fn cells_of(stage: &Stage) -> Cells {
    let (shape, axes) = (&stage.shape, stage.fold.axes());
    let all = reached(&stage.inputs);
    let own = stage.inputs.iter().map(|input| input.dtype.itemsize()).max().unwrap_or(1);
    let weight = all.iter().map(strips::weight).max().unwrap_or(1);
    let itemsize = own.max(weight / strips::MANY);
    if let Some(cells) = stage.fold.cells(shape, itemsize) {
        return cells;
    }
    match strips::reach(&all, shape) {
        Some(reach) => {
            let extents = strips::extents(shape, &reach, own, strips::CELL);
            Cells::of_extents(shape, axes, &extents)
        }
        None => Cells::of_fold(shape, axes, itemsize),
    }
}

/// How many stages must be run, one after the other, before a node can be pulled.
///
/// Without recursion: expressions may be long.
fn level(
    target: &Arc<Node>,
    known: &mut HashMap<Id, usize>,
    stages: &mut Vec<(usize, Arc<Stage>)>,
) -> usize {
    let mut seen_stages: HashSet<Id> = stages.iter().map(|(_, stage)| id(stage)).collect();
    let mut todo = vec![(Arc::clone(target), false)];
    while let Some((node, parents_done)) = todo.pop() {
        if known.contains_key(&id(&node)) {
            continue;
        }
        if !parents_done {
            todo.push((Arc::clone(&node), true));
            todo.extend(node.parents().into_iter().map(|parent| (parent, false)));
            continue;
        }
        let below = node.parents().iter().map(|parent| known[&id(parent)]).max().unwrap_or(0);
        let own = match &node.kind {
            Kind::Pull(_) => below,
            Kind::Output(stage, _) => {
                if seen_stages.insert(id(stage)) {
                    stages.push((below, Arc::clone(stage)));
                }
                below + 1
            }
        };
        known.insert(id(&node), own);
    }
    known[&id(target)]
}

/// Every node that is pulled in one pass, and how many others of the pass pull it.
pub(crate) fn uses(roots: &[Arc<Node>]) -> HashMap<Id, usize> {
    let mut uses: HashMap<Id, usize> = HashMap::new();
    let mut todo: Vec<Arc<Node>> = roots.to_vec();
    while let Some(node) = todo.pop() {
        let count = uses.entry(id(&node)).or_default();
        *count += 1;
        if *count == 1
            && let Kind::Pull(_) = node.kind
        {
            todo.extend(node.inputs.iter().cloned());
        }
    }
    uses.retain(|_, count| *count > 1);
    uses
}

/// Every node that is pulled in one pass, once.
pub(crate) fn reached(roots: &[Arc<Node>]) -> Vec<Arc<Node>> {
    let (mut seen, mut all) = (HashSet::new(), Vec::new());
    let mut todo: Vec<Arc<Node>> = roots.to_vec();
    while let Some(node) = todo.pop() {
        if seen.insert(id(&node)) {
            if let Kind::Pull(_) = node.kind {
                todo.extend(node.inputs.iter().cloned());
            }
            all.push(node);
        }
    }
    all
}
