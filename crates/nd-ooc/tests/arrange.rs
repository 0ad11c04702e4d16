//! Arrangements of the same elements: in memory and in chunks, the same.

use nd_core::{Array, Complex, IndexItem, Slice, SliceItem, Typed, array, concat, ix, s, stack};
use nd_ooc::{AnyChunked, Chunked, Extent, RunOptions};
use nd_ops::{Averaged, EdgeOrder, GradientOptions, PadMode, Padded, pad};

/// Whole numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick<A: Copy>(&mut self, of: &[A]) -> A {
        of[self.below(of.len())]
    }

    /// A slice with a step of either sign, seldom an empty one.
    fn slice(&mut self, n: usize) -> SliceItem {
        let (a, b) = (self.below(n + 1), self.below(n + 1));
        let (start, stop) = (a.min(b) as isize, (a.max(b) + 1).min(n) as isize);
        let step = self.pick(&[1, 1, 1, 2, 3]);
        SliceItem::Range(match self.below(3) {
            0 => Slice { start: Some(start), stop: Some(stop), step },
            1 => Slice { start: Some(stop - 1), stop: None, step: -step },
            _ => Slice { start: None, stop: None, step },
        })
    }

    fn slices(&mut self, shape: &[usize]) -> Vec<SliceItem> {
        shape.iter().map(|&n| self.slice(n)).collect()
    }
}

trait Sample: Typed + Padded + Averaged<Work: Typed, Mean: Typed> + PartialEq {
    fn sample(at: usize) -> Self;
}
macro_rules! samples {
    ($($T:ty, $of:expr;)*) => {$(
        impl Sample for $T {
            fn sample(at: usize) -> $T {
                let of: fn(usize) -> $T = $of;
                of((at * 7919 + 13) % 1009)
            }
        }
    )*};
}
samples! {
    bool, |at| at % 3 == 0;
    i32, |at| at as i32 - 500;
    f32, |at| at as f32 / 8.0 - 60.0;
    f64, |at| at as f64 / 7.0;
    Complex<f64>, |at| Complex::new(at as f64, -((at % 10) as f64));
}

fn sample<T: Sample>(shape: &[usize]) -> Array<T> {
    let mut at = 0;
    Array::from_fn(shape, |_| {
        at += 1;
        T::sample(at)
    })
}

/// How often elements are repeated.
fn counts(n: usize) -> Vec<usize> {
    (0..n).map(|k| k % 3).collect()
}

/// A value for either side of three axes.
fn values<T: Sample>() -> [(T, T); 3] {
    [1, 3, 5].map(|at| (T::sample(at), T::sample(at + 1)))
}

type InMemory<T> = Box<dyn Fn(&Array<T>) -> Array<T>>;
type InChunks<T> = Box<dyn Fn(&Chunked<T>) -> Chunked<T>>;
type Op<T> = (&'static str, InMemory<T>, InChunks<T>);

/// One body for both: `a` is an array, or a chunked one.
macro_rules! ops {
    ($($name:literal, |$a:ident| $memory:expr, |$x:ident| $chunks:expr;)*) => {
        vec![$((
            $name,
            Box::new(|$a: &Array<T>| $memory) as InMemory<T>,
            Box::new(|$x: &Chunked<T>| $chunks) as InChunks<T>,
        )),*]
    };
}

/// Arrangements of arrays of three axes, of any length.
fn arrangements<T: Sample>() -> Vec<Op<T>> {
    ops! {
        "reshape -1", |a| a.reshape(-1).to_array(), |x| x.reshape(-1);
        "ravel", |a| a.view().flatten(), |x| x.ravel();
        "merge front", |a| { let [n, m, k] = a.view().dims(); a.reshape([n * m, k]).to_array() },
            |x| { let s = x.shape(); x.reshape([s[0] * s[1], s[2]]) };
        "merge back", |a| { let [n, m, k] = a.view().dims(); a.reshape([n, m * k]).to_array() },
            |x| { let s = x.shape(); x.reshape([s[0], s[1] * s[2]]) };
        "recut", |a| { let [n, m, k] = a.view().dims(); a.reshape([k, n, m]).to_array() },
            |x| { let s = x.shape(); x.reshape([s[2], s[0], s[1]]) };
        "recut with ones", |a| { let [n, m, k] = a.view().dims(); a.reshape([1, m, 1, k * n]).to_array() },
            |x| { let s = x.shape(); x.reshape([1, s[1], 1, s[2] * s[0]]) };
        "expand_dims", |a| a.view().expand_dims(1).to_array(), |x| x.expand_dims(1);
        "squeeze", |a| a.view().expand_dims(0).squeeze().to_array(), |x| x.expand_dims(0).squeeze();
        "squeeze_axes", |a| a.to_owned(), |x| x.expand_dims(-1).squeeze_axes(&[-1]);
        "permute_dims", |a| a.view().permute_dims(&[2, 0, 1]).to_array(), |x| x.permute_dims(&[2, 0, 1]);
        "t", |a| a.view().t().to_array(), |x| x.t();
        "swapaxes", |a| a.view().swapaxes(0, -1).to_array(), |x| x.swapaxes(0, -1);
        "moveaxis", |a| a.view().moveaxis(0, 1).to_array(), |x| x.moveaxis(0, 1);
        "broadcast_to",
            |a| { let [n, m, k] = a.view().dims(); a.view().expand_dims(1).broadcast_to([2, n, 3, m, k]).to_array() },
            |x| { let s = x.shape(); x.expand_dims(1).broadcast_to([2, s[0], 3, s[1], s[2]]) };
        "flip", |a| a.view().flip(1).to_array(), |x| x.flip(1);
        "flip_all", |a| a.view().flip_all().to_array(), |x| x.flip_all();
        "concat 0", |a| concat(&[a.view(), a.view().flip(0), a.view()], 0), |x| nd_ooc::concat(&[x, &x.flip(0), x], 0);
        "concat 1", |a| concat(&[a.view().slice(s![.., ..;2, ..]), a.view()], 1),
            |x| nd_ooc::concat(&[x.slice(s![.., ..;2, ..]), x.clone()], 1);
        "concat -1", |a| concat(&[a.view(), a.view().slice(s![.., .., ..0]), a.view()], -1),
            |x| nd_ooc::concat(&[x.clone(), x.slice(s![.., .., ..0]), x.clone()], -1);
        "stack 0", |a| stack(&[a.view(), a.view().flip(2)], 0), |x| nd_ooc::stack(&[x.clone(), x.flip(2)], 0);
        "stack -1", |a| stack(&[a.view(), a.view().flip(2)], -1), |x| nd_ooc::stack(&[x.clone(), x.flip(2)], -1);
        "roll", |a| a.view().roll(2, 0), |x| x.roll(2, 0);
        "roll back", |a| a.view().roll(-7, 2), |x| x.roll(-7, 2);
        "roll_axes", |a| a.view().roll(1, 0).view().roll(-2, 1).view().roll(4, 0),
            |x| x.roll_axes(&[(1, 0), (-2, 1), (4, 0)]);
        "repeat", |a| a.view().repeat(3, 1), |x| x.repeat(3, 1);
        "repeat last", |a| a.view().repeat(2, -1), |x| x.repeat(2, -1);
        "repeat 0", |a| a.view().repeat(0, 0), |x| x.repeat(0, 0);
        "repeat_each", |a| a.view().repeat_each(counts(a.shape()[1]), 1),
            |x| x.repeat_each(counts(x.shape()[1]), 1);
        "tile", |a| a.view().tile([2, 1, 3]), |x| x.tile([2, 1, 3]);
        "tile fewer", |a| a.view().tile(2), |x| x.tile(2);
        "tile more", |a| a.view().tile([2, 1, 1, 2]), |x| x.tile([2, 1, 1, 2]);
        "pad constant", |a| pad(a, [(1, 2), (0, 3), (2, 0)], PadMode::constant(values())),
            |x| x.pad([(1, 2), (0, 3), (2, 0)], PadMode::constant(values()));
        "pad empty", |a| pad(a, 1, PadMode::Empty), |x| x.pad(1, PadMode::Empty);
        "rechunk", |a| a.to_owned(), |x| x.rechunk([Extent::Auto, Extent::Whole, 2.into()]);
    }
}

/// Arrangements that need elements along each axis.
fn of_elements<T: Sample>() -> Vec<Op<T>> {
    ops! {
        "take", |a| a.view().take([2, -1, 0, 2, 2], 0), |x| x.take([2, -1, 0, 2, 2], 0);
        "take run", |a| a.view().take([1, 2], 1), |x| x.take([1, 2], 1);
        "take square", |a| a.view().take([[0, 1], [-1, 0]], 1), |x| x.take([[0, 1], [-1, 0]], 1);
        "take none", |a| a.view().take([0usize; 0], 2), |x| x.take([0usize; 0], 2);
        "index one list", |a| a.view().index(ix![1.., [0, -1, 0], ..;-2]), |x| x.index(ix![1.., [0, -1, 0], ..;-2]);
        "index lists", |a| a.view().index(ix![[2, 0, 1], .., [-1, 0, 1]]), |x| x.index(ix![[2, 0, 1], .., [-1, 0, 1]]);
        "index side by side", |a| a.view().index(ix![.., [[2], [0]], [1, 0]]), |x| x.index(ix![.., [[2], [0]], [1, 0]]);
        "index position and list", |a| a.view().index(ix![0, .., [0, 1]]), |x| x.index(ix![0, .., [0, 1]]);
        "index mask", |a| { let m = Array::from_fn([a.shape()[0], a.shape()[1]], |at| (at[0] + at[1]) % 3 == 0);
            a.view().index([IndexItem::from(&m)]) },
            |x| { let m = Array::from_fn([x.shape()[0], x.shape()[1]], |at| (at[0] + at[1]) % 3 == 0);
            x.index([IndexItem::from(&m)]) };
        "pad edge", |a| pad(a, 2, PadMode::Edge), |x| x.pad(2, PadMode::Edge);
        "pad reflect", |a| pad(a, (9, 7), PadMode::Reflect), |x| x.pad((9, 7), PadMode::Reflect);
        "pad symmetric", |a| pad(a, (9, 7), PadMode::Symmetric), |x| x.pad((9, 7), PadMode::Symmetric);
        "pad wrap", |a| pad(a, (9, 7), PadMode::Wrap), |x| x.pad((9, 7), PadMode::Wrap);
        "pad reflect odd", |a| pad(a, [(9, 7), (0, 1), (2, 0)], PadMode::ReflectOdd),
            |x| x.pad([(9, 7), (0, 1), (2, 0)], PadMode::ReflectOdd);
        "pad symmetric odd", |a| pad(a, [(9, 17), (0, 1), (2, 0)], PadMode::SymmetricOdd),
            |x| x.pad([(9, 17), (0, 1), (2, 0)], PadMode::SymmetricOdd);
        "pad ramp", |a| pad(a, [(3, 2), (0, 0), (1, 4)], PadMode::linear_ramp((T::sample(1), T::sample(2)))),
            |x| x.pad([(3, 2), (0, 0), (1, 4)], PadMode::linear_ramp((T::sample(1), T::sample(2))));
        "pad maximum", |a| pad(a, (2, 1), PadMode::Maximum(None)), |x| x.pad((2, 1), PadMode::Maximum(None));
        "pad minimum", |a| pad(a, (2, 1), PadMode::Minimum(Some(2.into()))),
            |x| x.pad((2, 1), PadMode::Minimum(Some(2.into())));
        "pad mean", |a| pad(a, (2, 1), PadMode::Mean(Some((2, 3).into()))),
            |x| x.pad((2, 1), PadMode::Mean(Some((2, 3).into())));
        "pad median", |a| pad(a, (2, 1), PadMode::Median(None)), |x| x.pad((2, 1), PadMode::Median(None));
    }
}

/// Runs that differ in threads, and the same array in several chunkings.
fn same<T: Sample>(name: &str, want: &Array<T>, got: &Chunked<T>, dice: &mut Dice) {
    assert_eq!(got.shape(), want.shape(), "{name}");
    for options in [RunOptions::default(), RunOptions::default().threads(1)] {
        assert_eq!(&got.compute_with(&options).unwrap(), want, "{name}");
    }
    for _ in 0..4 {
        let items = dice.slices(want.shape());
        let part = got.slice(&items).compute().unwrap();
        assert_eq!(part, want.slice(&items), "{name} {:?} {items:?}", T::DTYPE);
    }
}

fn every_arrangement<T: Sample>() {
    let dice = &mut Dice(7);
    for shape in [[6, 5, 4], [4, 3, 3], [3, 7, 2], [7, 3, 5]] {
        let a = sample::<T>(&shape);
        for chunks in [[3, 5, 2], [4, 2, 3], [1, 1, 1], [7, 7, 7]] {
            let x = Chunked::from(a.clone()).rechunk(chunks);
            for (name, memory, chunked) in arrangements().into_iter().chain(of_elements()) {
                same(name, &memory(&a), &chunked(&x), dice);
            }
        }
    }
    for shape in [[0, 3, 2], [2, 0, 3], [3, 2, 0], [1, 1, 1]] {
        let a = sample::<T>(&shape);
        for (name, memory, chunked) in arrangements() {
            // In memory, -1 stands for nothing where the other lengths are 0.
            same(name, &memory(&a), &chunked(&Chunked::from(a.clone())), dice);
        }
    }
}

#[test]
fn arrangements_of_booleans_are_those_of_memory() {
    every_arrangement::<bool>();
}

#[test]
fn arrangements_of_integers_are_those_of_memory() {
    every_arrangement::<i32>();
}

#[test]
fn arrangements_of_single_floats_are_those_of_memory() {
    every_arrangement::<f32>();
}

#[test]
fn arrangements_of_floats_are_those_of_memory() {
    every_arrangement::<f64>();
}

#[test]
fn arrangements_of_complex_numbers_are_those_of_memory() {
    every_arrangement::<Complex<f64>>();
}

/// A folder that is gone afterwards.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over is in a folder for what is left over.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Stored in small chunks, so that small regions are made one by one, of a source in packed chunks.
#[test]
fn arrangements_from_file_to_file_are_those_of_memory() {
    let folder = Folder::new("arranged");
    let a = sample::<f64>(&[6, 5, 4]);
    for (number, chunks) in [[3, 5, 2], [4, 2, 3]].into_iter().enumerate() {
        let packed =
            nd_io::CreateOptions::default().chunks(chunks).compression(nd_io::Compression::Gzip(1));
        let source = folder.path(&format!("source-{number}.zarr"));
        nd_io::save_with(&source, &a, &packed).unwrap();
        let x = nd_ooc::open::<f64>(&source).unwrap();
        for (at, (name, memory, chunked)) in
            arrangements().into_iter().chain(of_elements()).enumerate()
        {
            let (want, got) = (memory(&a), chunked(&x));
            if want.is_empty() {
                continue;
            }
            let target = folder.path(&format!("{number}-{at}.zarr"));
            let cut: Vec<usize> = want.shape().iter().map(|n| (n / 2 + 1).min(3)).collect();
            let layout = nd_io::CreateOptions::default().chunks(&cut[..]);
            got.save_with(&target, &RunOptions::default().layout(layout)).unwrap();
            assert_eq!(nd_io::load::<f64>(&target).unwrap(), want, "{name}");
        }
    }
}

/// Arrays of many strips.
#[test]
fn arrangements_of_larger_arrays_are_those_of_memory() {
    let (a, dice) = (sample::<i32>(&[90, 70, 64]), &mut Dice(3));
    let x = Chunked::from(a.clone());
    for (name, memory, chunked) in arrangements().into_iter().chain(of_elements()) {
        same(name, &memory(&a), &chunked(&x), dice);
    }
    let line = sample::<f64>(&[300_000]);
    let x = Chunked::from(line.clone());
    same("roll", &line.view().roll(-12_345, 0), &x.roll(-12_345, 0), dice);
    same("split", &line.reshape([600, 500]).to_array(), &x.reshape([600, 500]), dice);
    let columns = line.reshape([600, 500]).view().t().to_array();
    same("columns", &columns, &x.reshape([600, 500]).t(), dice);
    let lanes = line.reshape([3, 100_000]).view().t().to_array();
    same("lanes", &lanes, &x.reshape([3, 100_000]).t(), dice);
    same("pad", &pad(&line, 100_001, PadMode::Reflect), &x.pad(100_001, PadMode::Reflect), dice);
    let places: Vec<usize> = (0..100_000).map(|at| at * 7919 % 300_000).collect();
    same("take", &line.view().take(&places, 0), &x.take(&places, 0), dice);
}

/// The same number of elements in other lengths.
fn recut(size: usize, dice: &mut Dice) -> Vec<usize> {
    let mut lengths = vec![1; 1 + dice.below(4)];
    let (mut left, mut factor) = (size, 2);
    if size == 0 {
        lengths[0] = 0;
        return lengths;
    }
    while left > 1 {
        while left % factor == 0 {
            let at = dice.below(lengths.len());
            (lengths[at], left) = (lengths[at] * factor, left / factor);
        }
        factor += 1;
    }
    lengths
}

type Pair = (Array<i32>, Chunked<i32>);

/// A random arrangement of both, and what it is.
fn step((a, x): &Pair, dice: &mut Dice) -> (String, Pair) {
    let ndim = a.ndim();
    let at = if ndim > 0 { dice.below(ndim) } else { 0 };
    let (axis, by) = (at as isize, dice.below(9) as isize - 4);
    let (name, pair): (&str, Pair) = match if ndim == 0 { 14 } else { dice.below(15) } {
        0 | 1 => {
            let shape = recut(a.size(), dice);
            ("reshape", (a.reshape(&shape[..]).to_array(), x.reshape(&shape[..])))
        }
        2 => ("flip", (a.view().flip(axis).to_array(), x.flip(axis))),
        3 => ("roll", (a.view().roll(by, axis), x.roll(by, axis))),
        4 => {
            let items = dice.slices(a.shape());
            ("slice", (a.slice(&items).to_array(), x.slice(&items)))
        }
        5 => ("t", (a.view().t().to_array(), x.t())),
        6 => {
            let to = dice.below(ndim) as isize;
            ("moveaxis", (a.view().moveaxis(axis, to).to_array(), x.moveaxis(axis, to)))
        }
        7 if a.shape()[at] > 0 => {
            let list: Vec<usize> =
                (0..1 + dice.below(8)).map(|_| dice.below(a.shape()[at])).collect();
            ("take", (a.view().take(&list, axis), x.take(&list, axis)))
        }
        8 => ("repeat", (a.view().repeat(2, axis), x.repeat(2, axis))),
        9 => {
            let both = concat(&[a.view(), a.view().flip(axis)], axis);
            ("concat", (both, nd_ooc::concat(&[x, &x.flip(axis)], axis)))
        }
        10 if ndim < 5 => ("stack", (stack(&[a, a], axis), nd_ooc::stack(&[x, x], axis))),
        11 if !a.is_empty() => {
            let modes = [
                PadMode::constant(-1),
                PadMode::Edge,
                PadMode::Reflect,
                PadMode::Symmetric,
                PadMode::Wrap,
                PadMode::Maximum(None),
                PadMode::ReflectOdd,
            ];
            let mode = modes[dice.below(modes.len())].clone();
            let width = (dice.below(4), dice.below(4));
            ("pad", (pad(a, width, mode.clone()), x.pad(width, mode)))
        }
        12 => ("diff", (nd_ops::diff(a, 1, axis), x.diff(1, axis))),
        13 if ndim < 6 => ("tile", (a.view().tile(2), x.tile(2))),
        14 if ndim < 6 => {
            ("expand_dims", (a.view().expand_dims(axis).to_array(), x.expand_dims(axis)))
        }
        _ => ("squeeze", (a.view().squeeze().to_array(), x.squeeze())),
    };
    (format!("{name} -> {:?}", pair.0.shape()), pair)
}

#[test]
fn chains_of_arrangements_are_those_of_memory() {
    for seed in 0..600 {
        let dice = &mut Dice(seed);
        let shape: Vec<usize> = (0..1 + dice.below(3)).map(|_| 1 + dice.below(9)).collect();
        let a = sample::<i32>(&shape);
        let mut pair = (a.clone(), Chunked::from(a));
        let mut chain = vec![format!("{shape:?}")];
        for _ in 0..3 + dice.below(4) {
            let (said, next) = step(&pair, dice);
            if next.0.size() > 100_000 {
                break;
            }
            chain.push(said);
            pair = next;
        }
        let (want, got) = pair;
        assert_eq!(got.compute().unwrap(), want, "{seed} {chain:?}");
        let items = dice.slices(want.shape());
        let part = got.slice(&items).compute().unwrap();
        assert_eq!(part, want.slice(&items), "{seed} {chain:?} {items:?}");
    }
}

#[test]
fn differences_and_slopes_are_those_of_memory() {
    let dice = &mut Dice(5);
    let a = sample::<f64>(&[40, 300, 7]);
    let x = Chunked::from(a.clone());
    let uneven: Vec<f64> =
        (0..300).map(|at| if at == 150 { 150.5 } else { f64::from(at) }).collect();
    let even: Vec<f64> = (0..300).map(|at| f64::from(at) / 4.0).collect();
    for axis in 0..3 {
        for n in [0, 1, 2, 5, 400] {
            same("diff", &nd_ops::diff(&a, n, axis), &x.diff(n, axis), dice);
        }
        for order in [EdgeOrder::First, EdgeOrder::Second] {
            let options = GradientOptions::default().edge_order(order);
            let want = nd_ops::gradient_axis_with(&a, axis, 0.3, &options);
            same("gradient", &want, &x.gradient_axis_with(axis, 0.3, &options), dice);
        }
    }
    for coordinates in [uneven, even] {
        for order in [EdgeOrder::First, EdgeOrder::Second] {
            let options = GradientOptions::default().edge_order(order);
            let want = nd_ops::gradient_axis_with(&a, 1, &coordinates[..], &options);
            let got = x.gradient_axis_with(1, &coordinates[..], &options);
            for _ in 0..10 {
                same("gradient", &want, &got, dice);
            }
        }
    }
    let integers = sample::<i32>(&[50]);
    let y = Chunked::from(integers.clone());
    same("gradient", &nd_ops::gradient_axis(&integers, 0, 1.0), &y.gradient_axis(0, 1.0), dice);
    let (low, high) = (array![7, 8], Array::scalar(-1));
    let options = nd_ops::DiffOptions::default().prepend(low.view()).append(high.view());
    let want = nd_ops::diff_with(&integers, 2, 0, &options);
    let ends = nd_ooc::DiffOptions::default().prepend(&low.into()).append(&high.into());
    let got = y.diff_with(2, 0, &ends);
    same("diff", &want, &got, dice);
}

#[test]
fn arrays_of_unknown_types_are_joined_as_the_type_that_holds_all() {
    let (a, b) =
        (AnyChunked::from(&nd_ooc::full([2], 1u8)), AnyChunked::from(&nd_ooc::full([1], -1i8)));
    let joined: Chunked<i16> = nd_ooc::concat(&[a, b], 0).try_into().unwrap();
    assert_eq!(joined.compute().unwrap(), array![1i16, 1, -1]);
}

/// Far apart in a packed file: only what is near is read.
#[test]
fn a_few_far_positions_are_not_read_with_all_between() {
    let folder = Folder::new("far");
    let path = folder.path("long.zarr");
    let packed =
        nd_io::CreateOptions::default().chunks([1000]).compression(nd_io::Compression::Gzip(1));
    nd_io::save_with(&path, sample::<f64>(&[1_000_000]), &packed).unwrap();
    let x = nd_ooc::open::<f64>(&path).unwrap().take([999_999, 3, 500_000, 3], 0);
    let got = x.compute_with(&RunOptions::default().budget(1 << 20)).unwrap();
    let want = [999_999usize, 3, 500_000, 3].map(|at| f64::sample(at + 1));
    assert_eq!(got.into_vec(), want);
}

#[test]
fn what_does_not_fit_is_refused_as_in_memory() {
    let x = nd_ooc::full([4, 6], 1.0);
    assert!(x.try_reshape([5, -1]).is_err());
    assert!(x.try_broadcast_to([4, 7]).is_err());
    assert!(x.try_take([4], 0).is_err() && x.try_take([-5], 0).is_err());
    assert!(x.try_index(ix![[0, 1], [0, 1, 2]]).is_err());
    assert!(x.try_pad([(1, 1)], PadMode::Edge).is_err());
    assert!(x.try_pad(usize::MAX, PadMode::Edge).is_err());
    assert!(x.try_rechunk([0, 1]).is_err());
    assert!(x.slice(s![..0, ..]).try_pad(1, PadMode::Edge).is_err());
    assert!(nd_ooc::try_concat::<Chunked<f64>>(&[], 0).is_err());
    assert!(nd_ooc::try_stack(&[x.clone(), x.t()], 0).is_err());
}

/// A new axis of what is stretched lies where it was asked for, not where the elements are.
#[test]
fn new_axes_of_stretched_arrays_are_those_of_memory() {
    let column = Array::from_fn([3, 1], |at| at[0] as i32);
    let row = Array::from_fn([5], |at| at[0] as i32);
    let square = Chunked::from(column.clone()).broadcast_to([3, 3]);
    let wide = Chunked::from(row.clone()).broadcast_to([3, 5]);
    for axis in [0, 1, 2, -1] {
        let got = square.expand_dims(axis).compute().unwrap();
        assert_eq!(got, column.broadcast_to([3, 3]).expand_dims(axis), "{axis}");
        let got = wide.expand_dims(axis).compute().unwrap();
        assert_eq!(got, row.broadcast_to([3, 5]).expand_dims(axis), "{axis}");
    }
    let got = nd_ooc::stack(&[&square, &square.t()], 2).compute().unwrap();
    let whole = column.broadcast_to([3, 3]);
    assert_eq!(got, nd_core::stack(&[whole, whole.t()], 2));
}

/// At the ends, coordinates decide by more neighbours than the formula has.
#[test]
fn a_slice_of_a_gradient_is_that_of_the_whole() {
    let at = [0.0, 1.0, 3.0, 4.0, 5.0];
    let f = Array::from_vec(at.iter().map(|x| x * x).collect::<Vec<f64>>());
    let options = nd_ops::GradientOptions::default().edge_order(nd_ops::EdgeOrder::Second);
    let whole = nd_ops::gradient_axis_with(&f, 0, at.to_vec(), &options);
    let got = Chunked::from(f).gradient_axis_with(0, at.to_vec(), &options);
    for k in 0..5 {
        let one = got.slice(s![k..k + 1]).value().unwrap();
        assert_eq!(one.to_bits(), whole[[k as usize]].to_bits(), "{k}");
    }
}
