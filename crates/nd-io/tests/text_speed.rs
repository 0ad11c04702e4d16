//! How long reading and writing text take, beside NumPy and pandas: for the measured ratios.
//!
//! `ND_TEXT_FILES=DIR cargo test --release -p nd-io --test text_speed -- --ignored --nocapture`
//! reads `floats.csv` and `ints.csv` in DIR, writes beside them, and prints the best of three, in seconds.

use std::path::PathBuf;
use std::time::Instant;

use nd_core::Array;
use nd_io::{FloatStyle, TextOptions, TextWriteOptions, load_table, load_text, save_text};

fn best<R>(what: &str, mut work: impl FnMut() -> R) -> R {
    let mut result = None;
    let mut seconds = f64::INFINITY;
    for _ in 0..3 {
        let start = Instant::now();
        result = Some(work());
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    eprintln!("{what} {seconds:.4}");
    result.expect("it ran")
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

    let options = TextWriteOptions::default();
    let out = files.join("nd-out.csv");
    best("save_floats", || save_text(&out, &floats, &options).unwrap());
    best("save_ints", || save_text(&out, &ints, &options).unwrap());
    let options = options.float_style(FloatStyle::Scientific(18));
    best("save_floats_e18", || save_text(&out, &floats, &options).unwrap());
    std::fs::remove_file(&out).unwrap();
}
