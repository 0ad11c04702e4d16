//! Probe.
use std::time::Instant;
use nd_image::*;
fn main() {
    let (h, w) = (10000usize, 10000usize);
    let a: Vec<u8> = (0..h * w).map(|i| ((i as u64).wrapping_mul(2654435761) >> 13) as u8).collect();
    let rows: Vec<&[u8]> = a.chunks(w).collect();
    let mut out = vec![0u8; 2500 * 2500];
    for f in [Filter::Bilinear, Filter::Bicubic, Filter::Lanczos3] {
    for _ in 0..3 {
        let t = Instant::now();
        probe_resize(&rows, [2500, 2500], f, 1, &mut out);
        println!("{f:?} {:?}", t.elapsed());
    } }
    let a: Vec<f32> = a.iter().map(|&x| x as f32).collect();
    let rows: Vec<&[f32]> = a.chunks(w).collect();
    let mut out = vec![0f32; 2500 * 2500];
    for f in [Filter::Bilinear, Filter::Lanczos3] {
    for _ in 0..3 {
        let t = Instant::now();
        probe_resize(&rows, [2500, 2500], f, 1, &mut out);
        println!("f32 {f:?} {:?}", t.elapsed());
    } }
}
