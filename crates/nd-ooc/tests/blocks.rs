//! Functions of whole chunks, and of whole lanes.

use nd_core::{Array, View, array, s};
use nd_ooc::{BlockInfo, Chunked, ErrorKind, RunOptions, zip_blocks};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

mod stored;
use stored::{Folder, chunkings};

fn sample(shape: &[usize]) -> Array<f64> {
    Array::from_fn(shape, |at| at.iter().fold(3usize, |sum, &k| (sum * 31 + k * 7) % 101) as f64)
}

#[test]
fn functions_are_called_with_whole_chunks_and_told_which() {
    let folder = Folder::new("blocks");
    let a = sample(&[11, 7]);
    for chunks in chunkings(a.shape()) {
        let x: Chunked<f64> = folder.chunked(&a, &chunks);
        let (c, whole) = (chunks.clone(), a.clone());
        let y = x.map_blocks(move |block: View<'_, f64>, at: &BlockInfo| {
            for (axis, &len) in c.iter().enumerate() {
                let (start, n) = (at.index()[axis] * len, whole.shape()[axis]);
                assert_eq!(at.region().start()[axis], start);
                assert_eq!(at.region().shape()[axis], len.min(n - start));
                assert_eq!(at.counts()[axis], n.div_ceil(len));
            }
            assert_eq!(at.region(), at.result());
            let [i, j] = [at.region().start()[0], at.region().start()[1]];
            let [h, w] = [at.region().shape()[0], at.region().shape()[1]];
            assert_eq!(block, whole.slice(s![i..i + h, j..j + w]));
            Array::from_fn(block.shape(), |k| (block[[k[0], k[1]]] as i64) * 2)
        });
        let want = a.map(|v| v as i64 * 2);
        for threads in [1, 16] {
            let options = RunOptions::default().threads(threads);
            assert_eq!(y.compute_with(&options).unwrap(), want, "{chunks:?}");
        }
        assert_eq!(y.slice(s![2..9;3, ..;-2]).compute().unwrap(), want.slice(s![2..9;3, ..;-2]));
        assert_eq!(y.sum().value().unwrap(), nd_ops::sum(&want));
    }
}

#[test]
fn shapes_change_by_the_rule_that_is_said() {
    let folder = Folder::new("shapes");
    let a = sample(&[11, 7]);
    for chunks in [[4, 3], [11, 7], [1, 1], [5, 7]] {
        let x: Chunked<f64> = folder.chunked(&a, &chunks);
        // Each row twice, and the sum of each chunk's columns.
        let y = x.map_blocks_to(
            |axis, len| if axis == 0 { 2 * len } else { 1 },
            |block: View<'_, f64>, at: &BlockInfo| {
                assert_eq!(at.result().shape(), [2 * block.shape()[0], 1]);
                let sums = nd_ops::sum_axis(block, nd_ops::keepdims(1));
                Array::from_fn([2 * block.shape()[0], 1], |k| sums[[k[0] / 2, 0]])
            },
        );
        let columns = 7usize.div_ceil(chunks[1]);
        let want = Array::from_fn([22, columns], |k| {
            (k[1] * chunks[1]..((k[1] + 1) * chunks[1]).min(7))
                .map(|j| a[[k[0] / 2, j]])
                .sum::<f64>()
        });
        assert_eq!(y.compute().unwrap(), want, "{chunks:?}");
        assert_eq!(y.slice(s![3..;4, -1]).compute().unwrap(), want.slice(s![3..;4, -1]));
    }
}

#[test]
fn chunks_of_several_arrays_go_together() {
    let folder = Folder::new("several");
    let a = sample(&[11, 7]);
    let (row, column) = (sample(&[7]), sample(&[11, 1]));
    let x: Chunked<f64> = folder.chunked(&a, &[4, 3]);
    let (r, c) = (Chunked::from(row.clone()), Chunked::from(column.clone()));
    let y = zip_blocks((&x, &r)).map(|x: View<'_, f64>, r: View<'_, f64>, at: &BlockInfo| {
        assert_eq!(r.shape(), [at.region().shape()[1]]);
        x + r
    });
    assert_eq!(y.compute().unwrap(), &a + &row);
    let y = zip_blocks((&c, &x, &r))
        .map(|c: View<'_, f64>, x: View<'_, f64>, r: View<'_, f64>, _: &BlockInfo| x * c + r);
    assert_eq!(y.compute().unwrap(), &a * &column + &row);
}

#[test]
fn what_functions_return_is_checked_and_what_they_say_is_carried() {
    let x = Chunked::from(sample(&[6, 6]));
    let y = x.map_blocks(|block: View<'_, f64>, _: &BlockInfo| block.slice(s![1.., ..]).to_array());
    let error = y.compute().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::BlockShape { .. }), "{error}");
    let y = x.map_blocks(|_, at: &BlockInfo| -> Array<f64> { panic!("chunk {:?}", at.index()) });
    let error = y.compute().unwrap_err().to_string();
    assert!(error.contains("map_blocks") && error.contains("chunk [0, 0]"), "{error}");
}

#[test]
#[should_panic(expected = "the last one 3")]
fn a_last_chunk_does_not_become_longer() {
    let folder = Folder::new("last");
    let x: Chunked<f64> = folder.chunked(&sample(&[5]), &[2]);
    let rule = |_axis, len| if len == 1 { 3 } else { 1 };
    let _ = x.map_blocks_to(rule, |block: View<'_, f64>, _: &BlockInfo| block.to_array());
}

#[test]
fn lanes_are_whole_however_they_are_chunked() {
    let folder = Folder::new("lanes");
    let a = sample(&[9, 5, 7]);
    for chunks in chunkings(a.shape()) {
        let x: Chunked<f64> = folder.chunked(&a, &chunks);
        for axis in 0..3 {
            let last = |lane: View<'_, f64>| lane.iter().fold(0.0, |sum, v| sum * 0.5 + v);
            let got = x.apply_along_axis(axis as isize, last);
            let at = |k: &[usize]| k.to_vec();
            let want = Array::from_fn(got.shape(), |k| {
                let mut place = at(k);
                place.insert(axis, 0);
                (0..a.shape()[axis]).fold(0.0, |sum, n| {
                    place[axis] = n;
                    sum * 0.5 + a.get(&place).unwrap()
                })
            });
            assert_eq!(got.compute().unwrap(), want, "{chunks:?} {axis}");
            assert_eq!(
                got.slice(s![1..;2, ..;-1]).compute().unwrap(),
                want.slice(s![1..;2, ..;-1])
            );
            let back = |lane: View<'_, f64>| lane.slice(s![..;-1]).to_array();
            let got = x.apply_along_axis_to(axis as isize, a.shape()[axis], back);
            let want = a.flip(axis as isize).to_array();
            assert_eq!(got.compute().unwrap(), want, "{chunks:?} {axis}");
            assert_eq!(
                got.slice(s![1..;2, -2.., ..;-3]).compute().unwrap(),
                want.slice(s![1..;2, -2.., ..;-3])
            );
        }
    }
}

#[test]
fn heavy_lanes_are_read_in_strips() {
    let x = nd_ooc::from_fn([2000, 3000], |at| (at[0] % 7 + at[1]) as f32);
    let options = RunOptions::default().budget(48 << 20);
    let got =
        x.apply_along_axis(0, |lane: View<'_, f32>| lane[[3]]).compute_with(&options).unwrap();
    assert_eq!(got, Array::from_fn([3000], |at| (3 + at[0]) as f32));
    let mean = x.apply_along_axis(0, |lane: View<'_, f32>| lane[[3]]).mean();
    assert_eq!(mean.compute_with(&options).unwrap(), array![1502.5f32].into_reshaped([0; 0]));
}

#[test]
fn lanes_of_another_length_are_refused() {
    let x = Chunked::from(array![[1, 2], [3, 4]]);
    let error = x.apply_along_axis_to(0, 3, |lane: View<'_, i32>| lane.to_array()).compute();
    assert!(matches!(error.unwrap_err().kind(), ErrorKind::BlockShape { .. }));
}

#[test]
fn lanes_without_elements_are_lanes_too() {
    let x = nd_ooc::full([3, 0], 1.0).flip(1);
    let sums = x.apply_along_axis(1, |lane: View<'_, f64>| lane.iter().sum::<f64>());
    assert_eq!(sums.compute().unwrap().into_vec(), [0.0; 3]);
}

/// A chunk is made once, however small the pieces that are looked at afterwards.
#[test]
fn what_is_made_of_whole_chunks_is_made_once() {
    let a = sample(&[600, 500]);
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let x = Chunked::from(a.clone()).rechunk([200, 250]);
    let y = x.map_blocks(move |block: View<'_, f64>, _: &BlockInfo| {
        counted.fetch_add(1, Ordering::Relaxed);
        block * 2.0
    });
    let want = &a * 2.0;
    let far = (y.sum().value().unwrap() - nd_ops::sum(&want)).abs();
    assert!(far < 1e-6 * nd_ops::sum(&want).abs(), "{far}");
    assert!(calls.swap(0, Ordering::Relaxed) <= 12, "six chunks, some of which two pieces need");
    assert_eq!(y.t().compute().unwrap(), want.t());
    assert!(calls.swap(0, Ordering::Relaxed) <= 12);
    assert_eq!(y.max_axis(0).compute().unwrap(), nd_ops::max_axis(&want, 0));
    assert!(calls.load(Ordering::Relaxed) <= 12);
}
