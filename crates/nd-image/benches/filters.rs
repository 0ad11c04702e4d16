//! The filters and the resize on pictures of 4,000 × 4,000.

use criterion::{Criterion, criterion_group, criterion_main};
use nd_core::Array;
use nd_image::{Filter, gaussian_filter, resize, rgb_to_grey, sobel};
use std::hint::black_box;

const SIDE: usize = 4000;

fn noise(i: usize) -> u8 {
    ((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

fn filters(c: &mut Criterion) {
    let bytes: Vec<u8> = (0..SIDE * SIDE).map(noise).collect();
    let floats: Vec<f32> = bytes.iter().map(|&x| f32::from(x)).collect();
    let bytes = Array::from_shape_vec([SIDE, SIDE], bytes);
    let floats = Array::from_shape_vec([SIDE, SIDE], floats);
    let colours = Array::from_shape_vec([SIDE, SIDE, 3], (0..3 * SIDE * SIDE).map(noise).collect());

    let mut group = c.benchmark_group("filters");
    group.sample_size(10);
    group.bench_function("gaussian f32", |b| b.iter(|| gaussian_filter(black_box(&floats), 3.0)));
    group.bench_function("gaussian u8", |b| b.iter(|| gaussian_filter(black_box(&bytes), 3.0)));
    group.bench_function("sobel f32", |b| b.iter(|| sobel(black_box(&floats), 1)));
    group.bench_function("grey u8", |b| b.iter(|| rgb_to_grey(black_box(&colours))));
    for filter in [Filter::Bilinear, Filter::Bicubic, Filter::Lanczos3] {
        group.bench_function(format!("resize u8 {filter:?}"), |b| {
            b.iter(|| resize(black_box(&bytes), [SIDE / 4; 2], filter));
        });
    }
    group.finish();
}

criterion_group!(benches, filters);
criterion_main!(benches);
