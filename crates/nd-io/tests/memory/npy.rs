//! How much memory reading and writing take, and what happens when there is none.

use crate::counting::{peak, refusing};
use nd_core::Array;

/// The most address space that the process has had, in bytes: what the kernel saw, mapped memory too.
#[cfg(target_os = "linux")]
fn address_space() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmPeak:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

#[cfg(not(target_os = "linux"))]
fn address_space() -> usize {
    0
}

fn header(shape: &str) -> Vec<u8> {
    let text = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}");
    let mut file = b"\x93NUMPY\x02\x00".to_vec();
    file.extend_from_slice(&u32::try_from(text.len()).unwrap().to_le_bytes());
    file.extend_from_slice(text.as_bytes());
    file
}

pub(crate) fn memory_is_bounded_by_the_file() {
    headers_that_lie_cost_nothing();
    streams_cost_what_arrives();
    writing_costs_a_small_buffer();
    running_out_is_an_error();
}

fn headers_that_lie_cost_nothing() {
    let mut long = b"\x93NUMPY\x02\x00\x00\x00\x01\x00".to_vec();
    long.resize(65_536 + 12, b'(');
    let dims = header(&format!("({})", "1,".repeat(30_000)));
    let lies = [header("(1099511627776,)"), header("(1152921504606846975,)"), long, dims];
    let mapped = address_space();
    for file in &lies {
        let (outcome, bytes) = peak(|| nd_io::npy_from_bytes::<f64>(file));
        assert!(outcome.is_err());
        assert!(bytes <= 2 * file.len() + 4096, "{bytes} bytes for a file of {}", file.len());
        let (outcome, bytes) = peak(|| nd_io::read_npy::<f64>(file.as_slice()));
        assert!(outcome.is_err());
        assert!(bytes <= 2 * file.len() + 70_000, "{bytes} bytes for a stream of {}", file.len());
    }
    let mapped = address_space() - mapped;
    assert!(mapped < 16 << 20, "{mapped} bytes of address space");
    // A length field of 4 GiB is refused before anything is read.
    let (outcome, bytes) =
        peak(|| nd_io::npy_from_bytes::<f64>(b"\x93NUMPY\x02\x00\xff\xff\xff\xff"));
    assert!(outcome.is_err() && bytes < 1024, "{bytes}");
}

fn streams_cost_what_arrives() {
    let mut file = header("(1099511627776,)");
    file.resize(file.len() + 30_000_000, 0);
    let mapped = address_space();
    let (outcome, bytes) = peak(|| nd_io::read_npy::<f64>(file.as_slice()));
    assert!(outcome.is_err());
    // Blocks of 256 KiB and more are mapped, and not seen by the allocator.
    assert!(bytes <= 3 * (256 << 10), "{bytes} bytes");
    // The block that the bytes did not fill, and the smaller ones copied into it.
    let mapped = address_space() - mapped;
    assert!(mapped <= 6 * file.len() + (32 << 20), "{mapped} bytes of address space");

    let mut whole = header("(30000,)");
    whole.resize(whole.len() + 240_000, 0);
    let (outcome, bytes) = peak(|| nd_io::npy_from_bytes::<f64>(&whole));
    assert!(outcome.is_ok() && bytes <= whole.len() + 4096, "{bytes}");
}

fn writing_costs_a_small_buffer() {
    let a = Array::<f64>::zeros([1000, 1000]);
    let mut sink = std::io::sink();
    let (outcome, bytes) = peak(|| nd_io::write_npy(&mut sink, &a));
    assert!(outcome.is_ok() && bytes < 4096, "contiguous: {bytes}");
    let (outcome, bytes) = peak(|| nd_io::write_npy(&mut sink, &a.view().t()));
    assert!(outcome.is_ok() && bytes < 4096, "transposed: {bytes}");
    let strided = a.view().slice(nd_core::s![.., ..;2]);
    let (outcome, bytes) = peak(|| nd_io::write_npy(&mut sink, &strided));
    assert!(outcome.is_ok() && bytes < 300_000, "strided: {bytes}");
}

fn running_out_is_an_error() {
    let mut file = header("(30000,)");
    file.resize(file.len() + 240_000, 0);
    let (sized, stream) = refusing(100_000, || {
        let sized = nd_io::npy_from_bytes::<f64>(&file).map(|_| ());
        (sized, nd_io::read_npy::<f64>(file.as_slice()).map(|_| ()))
    });
    assert_eq!(sized.unwrap_err().to_string(), "out of memory: 240000 bytes were refused");
    assert_eq!(stream.unwrap_err().to_string(), "out of memory: 240000 bytes were refused");
    assert!(nd_io::npy_from_bytes::<f64>(&file).is_ok());
}
