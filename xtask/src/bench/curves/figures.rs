//! The times of all points, and where a line rises.

use super::table::{Line, TASKS, Task};
use crate::bench::time::Time;
use serde_json::{Value, json};

/// One size of one line.
#[derive(Clone)]
pub(super) struct Point {
    pub(super) task: String,
    pub(super) library: String,
    pub(super) threads: usize,
    pub(super) n: usize,
    pub(super) time: Time,
}

impl Point {
    fn is_of(&self, task: &Task, line: Line) -> bool {
        self.task == task.name && self.library == line.library && self.threads == line.threads
    }

    fn json(&self) -> Value {
        json!({
            "task": self.task, "library": self.library, "threads": self.threads, "n": self.n,
            "rounds_ns": self.time.rounds,
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let number = |key: &str| value[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let rounds = value["rounds_ns"].as_array()?.iter().filter_map(Value::as_f64);
        Some(Self {
            task: text("task")?,
            library: text("library")?,
            threads: number("threads")?,
            n: number("n")?,
            time: Time { rounds: rounds.collect() },
        })
    }
}

/// Everything that was measured in one run.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) conditions: String,
    pub(super) points: Vec<Point>,
}

impl Figures {
    /// Sizes and nanoseconds of the fastest rounds of one line, by size.
    pub(super) fn line(&self, task: &Task, line: Line) -> Vec<(usize, f64)> {
        let of = self.points.iter().filter(|point| point.is_of(task, line));
        let mut points: Vec<_> = of.map(|point| (point.n, point.time.best())).collect();
        points.sort_by_key(|&(n, _)| n);
        points
    }

    pub(super) fn json(&self) -> Value {
        let points: Vec<Value> = self.points.iter().map(Point::json).collect();
        json!({ "conditions": self.conditions, "points": points })
    }

    pub(super) fn from_json(value: &Value) -> Self {
        let points = value["points"].as_array().map_or(&[][..], Vec::as_slice);
        Self {
            conditions: value["conditions"].as_str().unwrap_or_default().to_owned(),
            points: points.iter().filter_map(Point::from_json).collect(),
        }
    }
}

/// Between two sizes of one line of nd an element begins to cost a quarter more.
pub(super) struct Kink {
    pub(super) task: &'static Task,
    pub(super) threads: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// How many times as much an element costs.
    pub(super) times: f64,
}

const RISE: f64 = 1.25;

/// Where the lines of nd rise.
pub(super) fn kinks(figures: &Figures) -> Vec<Kink> {
    let mut kinks = Vec::new();
    for task in TASKS {
        for line in task.lines.iter().filter(|line| line.library == "nd") {
            for pair in figures.line(task, *line).windows(2) {
                let cost = |(n, ns): (usize, f64)| ns / (task.work)(n);
                let times = cost(pair[1]) / cost(pair[0]);
                let ([(from, _), (to, _)], threads) = ([pair[0], pair[1]], line.threads);
                if times > RISE {
                    kinks.push(Kink { task, threads, from, to, times });
                }
            }
        }
    }
    kinks
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Points of one task in nd on one thread.
    pub(in super::super) fn figures(task: &str, points: &[(usize, f64)]) -> Figures {
        let point = |&(n, ns): &(usize, f64)| Point {
            task: task.into(),
            library: "nd".into(),
            threads: 1,
            n,
            time: Time::new(&[ns, 2.0 * ns]),
        };
        Figures { conditions: "a machine".into(), points: points.iter().map(point).collect() }
    }

    #[test]
    fn a_line_that_rises_is_found() {
        let figures = figures("add", &[(10, 50.0), (1, 40.0), (100, 900.0), (1000, 9000.0)]);
        let kinks = kinks(&figures);
        assert_eq!(kinks.len(), 1);
        let kink = &kinks[0];
        assert_eq!((kink.task.name, kink.from, kink.to, kink.times), ("add", 10, 100, 1.8));
    }

    #[test]
    fn json_there_and_back() {
        let figures = figures("sum", &[(1, 2.0)]);
        assert_eq!(Figures::from_json(&figures.json()).json(), figures.json());
    }
}
