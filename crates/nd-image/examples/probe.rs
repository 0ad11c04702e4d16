//! Probe.
use std::time::Instant;
fn main() {
    let (h, w) = (10000usize, 10000usize);
    let a: Vec<f32> = (0..h * w).map(|i| ((i as u64).wrapping_mul(2654435761) % 1000) as f32 / 1000.0).collect();
    let rows: Vec<&[f32]> = a.chunks(w).collect();
    let mut out = vec![0f32; h * w];
    for _ in 0..4 {
        let t = Instant::now();
        nd_image::probe(&rows, 3.0, &mut out);
        println!("warm {:?}", t.elapsed());
    }
    let t = Instant::now();
    let mut fresh = vec![0f32; h * w];
    nd_image::probe(&rows, 3.0, &mut fresh);
    println!("fresh {:?} {}", t.elapsed(), fresh[12345]);
    let b: Vec<u8> = a.iter().map(|x| (x * 255.0) as u8).collect();
    let rows: Vec<&[u8]> = b.chunks(w).collect();
    let mut out = vec![0u8; h * w];
    for _ in 0..2 {
        let t = Instant::now();
        nd_image::probe(&rows, 3.0, &mut out);
        println!("u8 {:?}", t.elapsed());
    }
}
