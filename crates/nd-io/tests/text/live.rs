//! For live runs against NumPy and pandas: text there and back by way of files.
//!
//! `ND_TEXT_LIVE=DIR cargo test -p nd-io --test text live::` writes each `NAME.npy` in DIR,
//! of rank 2, as `NAME.nd.csv` and, as `np.savetxt` does by default, as `NAME.nd.txt`; and reads each
//! `NAME.csv` as float64 to `NAME.csv.npy`. Whoever made the files compares.

use std::path::PathBuf;

use nd_core::with_dtype;
use nd_io::{
    Delimiter, FloatStyle, TextOptions, TextWriteOptions, load_any, load_text, save, save_text,
};

#[test]
fn there_and_back() {
    let Some(folder) = std::env::var_os("ND_TEXT_LIVE").map(PathBuf::from) else { return };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.contains(".nd.") || name.ends_with(".csv.npy") {
            continue;
        }
        if let Some(stem) = name.strip_suffix(".npy") {
            let any = load_any(&path).unwrap();
            let csv = TextWriteOptions::default();
            let txt = TextWriteOptions::default()
                .delimiter(Delimiter::Whitespace)
                .float_style(FloatStyle::Scientific(18));
            with_dtype!(&any, |a| {
                save_text(folder.join(format!("{stem}.nd.csv")), a, &csv).unwrap();
                save_text(folder.join(format!("{stem}.nd.txt")), a, &txt).unwrap();
            });
        } else if name.ends_with(".csv") {
            let a = load_text::<f64>(&path, &TextOptions::default()).unwrap();
            save(folder.join(format!("{name}.npy")), &a).unwrap();
        }
    }
}
