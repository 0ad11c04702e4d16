//! What the runs took: medians, agreement, JSON.

use crate::shell::Outcome;
use serde_json::{Value, json};

/// One process.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) wall: f64,
    pub(super) cpu: f64,
    pub(super) peak: f64,
    result: Vec<f64>,
}

impl Run {
    /// From the line that a process printed; `None` if its engine does not have the workload.
    pub(super) fn parse(line: &str) -> Outcome<Option<Self>> {
        let value: Value =
            serde_json::from_str(line).map_err(|e| format!("not JSON ({e}): {line}"))?;
        if value["missing"].as_bool() == Some(true) {
            return Ok(None);
        }
        Self::of(&value).map(Some).ok_or_else(|| format!("no result: {line}"))
    }

    fn of(value: &Value) -> Option<Self> {
        // `NaN`, of a machine that does not say, is `null`.
        let number = |key: &str| value[key].as_f64().unwrap_or(f64::NAN);
        let result = value["result"].as_array()?;
        let result = result.iter().map(|one| one.as_f64().unwrap_or(f64::NAN)).collect();
        Some(Self { wall: number("wall"), cpu: number("cpu"), peak: number("peak_mib"), result })
    }

    fn json(&self) -> Value {
        json!({ "wall": self.wall, "cpu": self.cpu, "peak_mib": self.peak, "result": self.result })
    }
}

/// All runs of one engine on one workload.
pub(super) struct Row {
    pub(super) workload: String,
    pub(super) what: String,
    pub(super) gib: f64,
    pub(super) engine: String,
    pub(super) runs: Vec<Run>,
}

/// A figure of a run.
pub(super) type Figure = fn(&Run) -> f64;

impl Row {
    /// The middle one of a figure; not a number without runs.
    pub(super) fn median(&self, figure: Figure) -> f64 {
        median(self.runs.iter().map(figure).collect())
    }

    fn of(value: &Value) -> Option<Self> {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Some(Row {
            workload: text("workload")?,
            what: text("what")?,
            gib: value["gib"].as_f64()?,
            engine: text("engine")?,
            runs: value["runs"].as_array()?.iter().map(Run::of).collect::<Option<_>>()?,
        })
    }

    fn json(&self) -> Value {
        let runs: Vec<Value> = self.runs.iter().map(Run::json).collect();
        json!({
            "workload": self.workload, "what": self.what, "gib": self.gib, "engine": self.engine, "runs": runs,
        })
    }
}

/// The middle value, or the mean of the middle two.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => (values[n / 2 - 1] + values[n / 2]) / 2.0,
    }
}

/// All rows, the engines of a workload beside each other.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) rows: Vec<Row>,
    /// GB/s that plain reading and copying of memory reached, a pair a round.
    pub(super) bandwidth: Vec<[f64; 2]>,
    pub(super) conditions: String,
}

impl Figures {
    /// The row that others are compared with: nd's, or the first while there is none of nd.
    pub(super) fn base(&self, row: &Row) -> &Row {
        let beside = || self.rows.iter().filter(|r| r.workload == row.workload && r.gib == row.gib);
        beside()
            .find(|r| r.engine == "nd")
            .or_else(|| beside().next())
            .expect("a row stands beside itself")
    }

    /// One line on the memory of the machine.
    pub(super) fn memory(&self) -> String {
        let of = |at: usize| median(self.bandwidth.iter().map(|pair| pair[at]).collect());
        format!(
            "the machine's memory in the same rounds: reading {:.1} GB/s, copying {:.1} GB/s",
            of(0),
            of(1)
        )
    }

    pub(super) fn json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        json!({ "conditions": self.conditions, "bandwidth_gb_s": self.bandwidth, "rows": rows })
    }

    /// Takes the rows of what was not run this time from what was saved, in the order of the names.
    pub(super) fn keep(&mut self, saved: &Value, names: &[&str]) {
        let is_new = |row: &Row| {
            self.rows.iter().all(|now| (&now.workload, now.gib) != (&row.workload, row.gib))
        };
        let saved = saved["rows"].as_array().into_iter().flatten().filter_map(Row::of);
        let kept: Vec<Row> = saved.filter(is_new).collect();
        self.rows.extend(kept);
        self.rows.sort_by_key(|row| names.iter().position(|name| *name == row.workload));
    }

    /// Speed of a wrong result is no speed: an error that names what differs.
    pub(super) fn disagreements(&self) -> Outcome {
        let mut all = Vec::new();
        for row in &self.rows {
            let Some(wanted) = self.base(row).runs.first() else { continue };
            for run in &row.runs {
                if !agree(&wanted.result, &run.result) {
                    let (ours, theirs) = (&wanted.result, &run.result);
                    all.push(format!(
                        "{}, {}: {theirs:?} instead of {ours:?}",
                        row.workload, row.engine
                    ));
                }
            }
        }
        if all.is_empty() { Ok(()) } else { Err(format!("results differ:\n{}", all.join("\n"))) }
    }
}

/// Sums of millions of single-precision numbers agree to five digits whatever their order.
fn agree(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-5 * a.abs() + 1e-3)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::bench::ooc) fn row(engine: &str, walls: &[f64], result: f64) -> Row {
        let run = |&wall: &f64| Run { wall, cpu: 2.0 * wall, peak: 8.0, result: vec![result] };
        Row {
            workload: "meanstd".into(),
            what: "mean & more".into(),
            gib: 1.0,
            engine: engine.into(),
            runs: walls.iter().map(run).collect(),
        }
    }

    #[test]
    fn what_was_not_run_is_kept() {
        let named =
            |name: &str, wall: f64| Row { workload: name.into(), ..row("nd", &[wall], 1.0) };
        let saved = Figures { rows: vec![named("a", 1.0), named("b", 1.0)], ..Figures::default() };
        let mut now = Figures { rows: vec![named("b", 2.0)], ..Figures::default() };
        now.keep(&saved.json(), &["b", "a"]);
        let rows: Vec<_> =
            now.rows.iter().map(|row| (&*row.workload, row.median(|run| run.wall))).collect();
        assert_eq!(rows, [("b", 2.0), ("a", 1.0)]);
    }

    #[test]
    fn lines_of_both_sides_are_read() {
        let line = r#"{"engine": "x", "wall": 1.5, "cpu": null, "peak_mib": 7, "result": [3.0]}"#;
        let run = Run::parse(line).unwrap().unwrap();
        assert_eq!((run.wall, run.peak, run.result.clone()), (1.5, 7.0, vec![3.0]));
        assert!(run.cpu.is_nan());
        assert!(Run::parse(r#"{"engine": "x", "missing": true}"#).unwrap().is_none());
        assert!(Run::parse("Traceback").is_err() && Run::parse("{}").is_err());
    }

    #[test]
    fn rows_are_compared_with_nd_where_it_is() {
        let rows = vec![
            row("ceiling", &[1.0], 5.0),
            row("nd", &[4.0, 2.0, 3.0], 5.0),
            row("dask", &[], 5.0),
        ];
        let figures = Figures { rows, ..Figures::default() };
        assert_eq!(figures.base(&figures.rows[0]).median(|run| run.wall), 3.0);
        assert!(figures.rows[2].median(|run| run.wall).is_nan());
        let alone = Figures { rows: vec![row("ceiling", &[1.0, 2.0], 5.0)], ..Figures::default() };
        assert_eq!(alone.base(&alone.rows[0]).median(|run| run.wall), 1.5);
    }

    #[test]
    fn other_results_are_named() {
        let figures = |result| Figures {
            rows: vec![row("nd", &[1.0], 5000.0), row("dask", &[1.0], result)],
            ..Figures::default()
        };
        assert_eq!(figures(5000.01).disagreements(), Ok(()));
        assert!(figures(5001.0).disagreements().unwrap_err().contains("meanstd, dask"));
        assert!(figures(f64::NAN).disagreements().is_err());
    }
}
