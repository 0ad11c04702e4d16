//! How long reading and writing text take, beside NumPy and pandas: for the measured ratios.
//!
//! `ND_TEXT_FILES=DIR cargo test --release -p nd-io --test text_speed -- --ignored --nocapture`
//! reads `floats.csv` and `ints.csv` in DIR, writes beside them, and prints seconds.

use std::path::PathBuf;
use std::time::Instant;

use nd_core::Array;
use nd_io::{FloatStyle, TextOptions, TextWriteOptions, load_table, load_text, save_text};

/// The best time of five, and the processor time of an average one, which tells on a busy machine.
fn best<R>(what: &str, mut work: impl FnMut() -> R) -> R {
    const RUNS: u32 = 5;
    let mut result = None;
    let mut seconds = f64::INFINITY;
    let before = processor_seconds();
    for _ in 0..RUNS {
        let start = Instant::now();
        result = Some(work());
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    let processor = (processor_seconds() - before) / f64::from(RUNS);
    eprintln!("{what} {seconds:.3} (processor {processor:.3})");
    result.expect("it ran")
}

/// What all threads have used, where the system says so in ticks of 10 ms.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

#[test]
#[ignore = "needs large files, see above"]
fn seconds() {
    let files = PathBuf::from(std::env::var_os("ND_TEXT_FILES").expect("ND_TEXT_FILES is set"));
    let options = TextOptions::default();
    let path = files.join("floats.csv");
    let floats: Array<f64> = best("load_floats", || load_text(&path, &options).unwrap());
    best("table_floats", || load_table(&path, &options).unwrap());
    best("load_floats_f32", || load_text::<f32>(&path, &options).unwrap());
    let path = files.join("ints.csv");
    let ints: Array<i64> = best("load_ints", || load_text(&path, &options).unwrap());
    best("table_ints", || load_table(&path, &options).unwrap());
    best("load_ints_as_floats", || load_text::<f64>(&path, &options).unwrap());

    if std::env::var_os("ND_TEXT_READ_ONLY").is_some() {
        return;
    }
    let options = TextWriteOptions::default();
    let out = files.join("nd-out.csv");
    best("save_floats", || save_text(&out, &floats, &options).unwrap());
    best("save_ints", || save_text(&out, &ints, &options).unwrap());
    let options = options.float_style(FloatStyle::Scientific(18));
    best("save_floats_e18", || save_text(&out, &floats, &options).unwrap());
    std::fs::remove_file(&out).unwrap();
}
