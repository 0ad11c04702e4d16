//! Reading a part of a file takes memory for the part, and a chunk for each thread.
//!
//! Measured in processes of their own.

use std::process::Command;

use nd_core::{Array, DType, s};
use nd_io::{Compression, CreateOptions};

const SHAPE: [usize; 2] = [4096, 4096];
const CHUNKS: [usize; 2] = [512, 512];

/// A line of `/proc/self/status`, in bytes.
fn status(line: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|other| other.starts_with(line)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

/// Over several chunks, 672 KB.
const PART: usize = 410;

/// Reads the part, in a process that has done nothing else, and prints what memory that took.
#[test]
fn child_reads() {
    let Some(path) = std::env::var_os("ND_IO_PARTIAL") else { return };
    let before = status("VmRSS:");
    let ds = nd_io::open(path).unwrap();
    let part = ds.read::<f32>(s![1000..1000 + PART, 2000..2000 + PART]).unwrap();
    let peak = status("VmHWM:");
    assert_eq!(part[[PART - 1, PART - 1]], ((999 + PART) * SHAPE[1] + 1999 + PART) as f32);
    println!("took {} bytes", peak.saturating_sub(before));
}

#[test]
fn a_part_takes_memory_for_the_part() {
    let folder = std::env::temp_dir().join(format!("nd-io-partial-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let a = Array::from_shape_vec(SHAPE, (0..SHAPE[0] * SHAPE[1]).map(|i| i as f32).collect());
    let chunked = CreateOptions::default().chunks(CHUNKS);
    let packed = chunked.clone().compression(Compression::Gzip(1));
    let fortran = CreateOptions::default().fortran_order(true);
    let formats = [
        ("plain.npy", CreateOptions::default()),
        ("fortran.npy", fortran),
        ("plain.h5/x", CreateOptions::default()),
        ("packed.h5/x", packed.clone().shuffle(true)),
        ("packed.zarr", packed),
        ("shards.zarr", chunked.shards([2048, 2048])),
    ];
    for (name, options) in &formats {
        let out = nd_io::create(folder.join(name), SHAPE, DType::F32, options).unwrap();
        out.write(s![], &a).unwrap();
        out.finish().unwrap();
    }
    drop(a);
    let asked = PART * PART * 4;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // A chunk packed and a chunk unpacked for each thread; eight megabytes are for code that is loaded,
    // the state of the unpackers and stacks. With four it was 2 % over in some runs.
    let allowed = 2 * asked + 2 * threads * CHUNKS[0] * CHUNKS[1] * 4 + (8 << 20);
    for (name, _) in &formats {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["partial::child_reads", "--exact", "--nocapture"]);
        let output = child.env("ND_IO_PARTIAL", folder.join(name)).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let took = said
            .lines()
            .find_map(|line| line.split_once("took "))
            .unwrap_or_else(|| panic!("{said}"));
        let took: usize = took.1.trim_end_matches(" bytes").parse().unwrap();
        println!("{name}: {took} bytes for {asked}, of {}", SHAPE[0] * SHAPE[1] * 4);
        assert!(took <= allowed, "{name}: {took} bytes for {asked}, {allowed} are allowed");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
