//! A plan in words: what has to be the same for an interrupted run to be gone on with.

use super::options::RunOptions;
use super::plan::Target;
use crate::cx::{Id, id};
use crate::fold::Stage;
use crate::node::{Kind, Node};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::SystemTime;

/// The first line, which changes whenever what is in a run's folder does.
const VERSION: &str = "nd-run 1";
/// What follows stands for how a file was found, behind the operation that reads it.
pub(crate) const SEEN: &str = " | seen ";
/// The most lines of a difference that are shown of either side.
const SHOWN: usize = 4;

/// A plan in words, line by line: program, parameters, operations, results.
pub(super) fn described(targets: &[Target], options: &RunOptions) -> String {
    let mut words = Words {
        text: format!("{VERSION}\n{}\n", options.program.clone().unwrap_or_else(program)),
        ..Words::default()
    };
    for (name, value) in &options.params {
        words.line(&format!("parameter {name} = {value}"));
    }
    let numbers: Vec<usize> = targets.iter().map(|target| words.node(&target.node)).collect();
    for (at, (target, number)) in targets.iter().zip(numbers).enumerate() {
        match &target.file {
            None => words.line(&format!("result {at} = {number}, in memory")),
            Some((path, layout)) => {
                words.line(&format!("result {at} = {number}, in {} {layout:?}", path.display()));
            }
        }
    }
    words.text
}

/// All that an array is made of, in words.
pub(crate) fn of_node(node: &Arc<Node>) -> String {
    let mut words = Words::default();
    words.node(node);
    words.text
}

/// The running program, by its file.
fn program() -> String {
    let unknown = || "program unknown".to_owned();
    let Ok(path) = std::env::current_exe() else { return unknown() };
    let Ok(meta) = path.metadata() else { return unknown() };
    let since =
        meta.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let modified = since.map_or(0, |since| since.as_nanos());
    format!("program {} of {} bytes, modified {modified}", path.display(), meta.len())
}

/// Nodes and stages, numbered as they are first met.
#[derive(Default)]
struct Words {
    text: String,
    nodes: HashMap<Id, usize>,
    stages: HashMap<Id, usize>,
}

impl Words {
    fn line(&mut self, line: &str) {
        self.text.push_str(&line.replace('\n', "\\n"));
        self.text.push('\n');
    }

    /// The number of a node, described after all that it is made of. Without recursion: expressions may be long.
    fn node(&mut self, target: &Arc<Node>) -> usize {
        let mut todo = vec![(Arc::clone(target), false)];
        while let Some((node, parents_done)) = todo.pop() {
            if self.nodes.contains_key(&id(&node)) {
                continue;
            }
            if parents_done {
                self.describe(&node);
                continue;
            }
            let parents = node.parents();
            todo.push((node, true));
            todo.extend(parents.into_iter().rev().map(|parent| (parent, false)));
        }
        self.nodes[&id(target)]
    }

    fn describe(&mut self, node: &Arc<Node>) {
        let what = match &node.kind {
            Kind::Pull(op) => format!("{} of {:?}", op.identity(), self.numbers(&node.inputs)),
            Kind::Output(stage, output) => {
                format!("result {output} of stage {}", self.stage(stage))
            }
        };
        // What is seen of a file goes last, so that it can be told from what is done.
        let (what, seen) = what
            .split_once(SEEN)
            .map_or((&*what, String::new()), |(what, seen)| (what, format!("{SEEN}{seen}")));
        let (shape, number) = (&node.shape, self.nodes.len());
        let line = format!("{number} = {what} -> {} {shape:?}{seen}", node.dtype);
        self.line(&line);
        self.nodes.insert(id(node), number);
    }

    fn numbers(&self, nodes: &[Arc<Node>]) -> Vec<usize> {
        nodes.iter().map(|node| self.nodes[&id(node)]).collect()
    }

    fn stage(&mut self, stage: &Arc<Stage>) -> usize {
        if let Some(&number) = self.stages.get(&id(stage)) {
            return number;
        }
        let number = self.stages.len();
        let mut line = format!("stage {number} = {}", stage.fold.identity());
        let (inputs, wholes) = (self.numbers(&stage.inputs), self.numbers(&stage.wholes));
        let _ = write!(line, " of {inputs:?}, {wholes:?} over {:?}", stage.shape); // into a String
        self.line(&line);
        self.stages.insert(id(stage), number);
        number
    }
}

/// What changed between two plans; `None` if nothing did.
pub(crate) fn difference(before: &str, now: &str) -> Option<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    if same == old.len() && same == new.len() {
        return None;
    }
    let (old, new) = (&old[same..], &new[same..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut text = String::new();
    for (mark, lines) in [("before", old), ("now", new)] {
        for line in lines.iter().take(SHOWN) {
            let _ = write!(text, "\n  {mark}: {line}"); // into a String
        }
        if lines.len() > SHOWN {
            let _ = write!(text, "\n  {mark}: … and {} lines more", lines.len() - SHOWN);
        }
    }
    Some(text)
}

/// A plan in words without how its files were found.
pub(super) fn without_files(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.split(SEEN).next().unwrap_or(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_the_lines_that_differ() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n").unwrap(), "\n  before: b\n  now: x");
        assert_eq!(difference("a\nc\n", "a\nb\nc\n").unwrap(), "\n  now: b");
        assert_eq!(difference("a\n", "a\na\n").unwrap(), "\n  now: a");
    }

    #[test]
    fn what_is_seen_of_files_can_be_left_out() {
        assert_eq!(
            without_files("1 = read a -> f8 [2] | seen 5 bytes\nb\n"),
            "1 = read a -> f8 [2]\nb\n"
        );
    }
}
