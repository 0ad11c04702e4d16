//! Chunks of whole rows into chunks of whole columns, in one pass over each.

use super::npy::read_exact_at;
use super::{Paths, tasks};
use serde_json::{Value, json};
use std::fs::File;
use std::io;

/// Columns of a chunk of the result.
const COLUMNS: usize = 256;
/// Rows of a chunk of the result, at most.
const ROWS: usize = 16384;
/// Chunks of the result that a task makes: so many KiB are read in one piece.
const TOGETHER: usize = 4;

/// `rows.zarr`, chunks (256, 16384), as `out.zarr`, chunks (16384, 256), both uncompressed.
pub(super) fn rechunk(paths: &Paths) -> io::Result<Vec<f64>> {
    let source = paths.input("rows.zarr");
    let metadata: Value = serde_json::from_slice(&std::fs::read(source.join("zarr.json"))?)?;
    let lengths = |value: &Value| -> Option<[usize; 2]> {
        let mut lengths = value.as_array()?.iter().filter_map(Value::as_u64).map(|n| n as usize);
        Some([lengths.next()?, lengths.next()?])
    };
    let chunks = &metadata["chunk_grid"]["configuration"]["chunk_shape"];
    let shapes = lengths(&metadata["shape"]).zip(lengths(chunks));
    let ([height, width], [strip, _]) = shapes.ok_or(io::ErrorKind::InvalidData)?;
    let rows = ROWS.min(height);
    let out = paths.output("out.zarr");
    for at in 0..height / rows {
        std::fs::create_dir_all(out.join(format!("c/{at}")))?;
    }
    let of_strip = |at| File::open(source.join(format!("c/{at}/0")));
    let strips = (0..height / strip).map(of_strip).collect::<io::Result<Vec<File>>>()?;
    let piece = COLUMNS * TOGETHER;
    let buffers = || (vec![0_u8; 4 * piece], vec![vec![0_u8; 4 * rows * COLUMNS]; TOGETHER]);
    let task = |(line, chunks): &mut (Vec<u8>, Vec<Vec<u8>>), at: usize| {
        let (down, along) = (at / (width / piece), at % (width / piece));
        for row in 0..rows {
            let whole = down * rows + row;
            let offset = 4 * ((whole % strip) * width + along * piece);
            read_exact_at(&strips[whole / strip], line, offset as u64)?;
            for (chunk, part) in chunks.iter_mut().zip(line.chunks(4 * COLUMNS)) {
                chunk[4 * row * COLUMNS..][..4 * COLUMNS].copy_from_slice(part);
            }
        }
        for (which, chunk) in chunks.iter().enumerate() {
            std::fs::write(out.join(format!("c/{down}/{}", along * TOGETHER + which)), chunk)?;
        }
        Ok(())
    };
    tasks::run((height / rows) * (width / piece), buffers, task)?;
    std::fs::write(out.join("zarr.json"), changed(metadata, [rows, COLUMNS]).to_string())?;
    Ok(Vec::new())
}

/// The metadata of the result.
fn changed(mut metadata: Value, chunks: [usize; 2]) -> Value {
    metadata["chunk_grid"]["configuration"]["chunk_shape"] = json!(chunks);
    metadata
}
