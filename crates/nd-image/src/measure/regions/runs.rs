//! The one pass over the picture: runs of pixels, sorted by region.

use super::Regions;
use crate::labels::slots::{NONE, Slots};
use crate::measured::Chunks;
use nd_core::threads;
use std::ops::Range;
use std::sync::OnceLock;

/// Pixels of one label beside each other on a line along the last axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The number of the line in C order.
    pub(crate) line: usize,
    pub(crate) start: u32,
    /// The first pixel behind the run.
    pub(crate) end: u32,
}

impl Run {
    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Lines for which one task is made: some ten thousand pixels.
const PIXELS: usize = 1 << 16;

/// The runs of positive labels on some lines, with their labels.
fn runs_of(labels: &dyn Chunks<i64>, lines: Range<usize>, width: usize) -> Vec<(i64, Run)> {
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    for line in lines {
        let row = labels.read(line * width..(line + 1) * width, &mut buffer);
        let mut start = 0;
        while start < width {
            let label = row[start];
            let len = row[start..].iter().take_while(|&&other| other == label).count();
            if label > 0 {
                let (from, to) = (start as u32, (start + len) as u32);
                found.push((label, Run { line, start: from, end: to }));
            }
            start += len;
        }
    }
    found
}

impl Regions {
    pub(super) fn new(labels: &dyn Chunks<i64>, shape: &[usize]) -> Regions {
        let width = shape[shape.len() - 1];
        let lines: usize = shape[..shape.len() - 1].iter().product();
        let block = (PIXELS / width.max(1)).max(1);
        let tasks = if width == 0 { 0 } else { lines.div_ceil(block) };
        let parts = threads::collect(tasks, &|task| {
            runs_of(labels, task * block..((task + 1) * block).min(lines), width)
        });
        let names = different(&parts);
        let slots = Slots::of(&names);
        let mut starts = vec![0; names.len() + 1];
        for (label, _) in parts.iter().flatten() {
            starts[slots.find(*label) as usize + 1] += 1;
        }
        for region in 0..names.len() {
            starts[region + 1] += starts[region];
        }
        let mut next = starts.clone();
        let mut runs = vec![Run { line: 0, start: 0, end: 0 }; starts[names.len()]];
        for (label, run) in parts.iter().flatten() {
            let row = slots.find(*label);
            debug_assert_ne!(row, NONE);
            runs[next[row as usize]] = *run;
            next[row as usize] += 1;
        }
        Regions::of_runs(shape, names, runs, starts)
    }

    /// Regions that consist of these runs.
    pub(super) fn of_runs(
        shape: &[usize],
        labels: Vec<i64>,
        runs: Vec<Run>,
        starts: Vec<usize>,
    ) -> Regions {
        let mut regions = Regions {
            shape: shape.to_vec(),
            spacing: vec![1.0; shape.len()],
            labels,
            runs,
            starts,
            boxes: Vec::new(),
            intensity: None,
            powers: OnceLock::new(),
            weighted: OnceLock::new(),
        };
        regions.boxes = regions.each(&|region| regions.box_of(region));
        regions
    }

    /// The indices of a line along all axes but the last.
    pub(super) fn outer(&self, line: usize) -> [usize; 2] {
        if self.shape.len() == 2 { [0, line] } else { [line / self.shape[1], line % self.shape[1]] }
    }

    fn box_of(&self, region: usize) -> (Vec<usize>, Vec<usize>) {
        let (mut low, mut high) = ([usize::MAX; 3], [0; 3]);
        for run in self.runs_of(region) {
            let [z, y] = self.outer(run.line);
            let (first, end) = ([z, y, run.start as usize], [z + 1, y + 1, run.end as usize]);
            for axis in 0..3 {
                low[axis] = low[axis].min(first[axis]);
                high[axis] = high[axis].max(end[axis]);
            }
        }
        let skip = 3 - self.shape.len();
        (low[skip..].to_vec(), high[skip..].to_vec())
    }
}

/// The labels that there are, ascending.
fn different(parts: &[Vec<(i64, Run)>]) -> Vec<i64> {
    let mut last = 0;
    let mut names = Vec::new();
    for part in parts {
        let before = names.len();
        for &(label, _) in part {
            if label != last {
                names.push(label);
                last = label;
            }
        }
        names[before..].sort_unstable();
        if names.len() > 1 << 16 {
            names.sort_unstable();
            names.dedup();
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
