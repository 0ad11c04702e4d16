//! `zip` against a loop over `get`, for any mixture of layouts and element types.

use crate::laid::{Draw, Laid, draws, shapes};
use crate::model::indices;
use nd_core::{Array, Element, View, zip};
use proptest::prelude::*;

/// Element types to mix: a value can be made from a number and boiled down to one.
trait Probe: Element + PartialEq + std::fmt::Debug {
    fn make(seed: usize) -> Self;
    fn boil(self) -> u64;
}

macro_rules! probes {
    ($($T:ty: $make:expr, $boil:expr;)*) => {$(
        impl Probe for $T {
            fn make(seed: usize) -> Self { ($make)(seed) }
            fn boil(self) -> u64 { ($boil)(self) }
        }
    )*};
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Rgb([u8; 3]);
/// More bytes than the engine's buffers hold.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Big([u64; 640]);
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
struct Aligned(u8);
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(128))]
struct Wider(u8);
#[derive(Clone, Copy, Debug, PartialEq)]
struct Nothing;

impl Element for Rgb {}
impl Element for Big {}
impl Element for Aligned {}
impl Element for Wider {}
impl Element for Nothing {}

probes! {
    u8: |s| (s * 7) as u8, |x: u8| x.into();
    i16: |s| (s * 31) as i16, |x: i16| x as u64;
    f64: |s| s as f64 * 0.5, |x: f64| x.to_bits();
    u128: |s| (s as u128) << 70 | 5, |x: u128| (x >> 70) as u64 ^ x as u64;
    bool: |s| s % 3 == 0, |x: bool| x.into();
    char: |s| char::from(b'a' + (s % 26) as u8), |x: char| x as u64;
    Rgb: |s: usize| Rgb([s as u8, (s >> 3) as u8, 9]), |x: Rgb| {
        u64::from_le_bytes([x.0[0], x.0[1], x.0[2], 0, 0, 0, 0, 0])
    };
    Big: |s| Big([s as u64; 640]), |x: Big| x.0[0] ^ x.0[639].rotate_left(7);
    Aligned: |s| Aligned(s as u8), |x: Aligned| {
        assert_eq!(std::ptr::from_ref(&x).align_offset(64), 0);
        x.0.into()
    };
    Wider: |s| Wider(s as u8), |x: Wider| x.0.into();
    Nothing: |_| Nothing, |_| 3;
}

fn mix(h: u64, x: u64) -> u64 {
    (h ^ x).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// One value of a stretched view.
fn pick<T: Probe>(view: View<'_, T>, shape: &[usize], index: &[usize]) -> T {
    *view.broadcast_to(shape).get(index).unwrap()
}

/// Compares `map` and `map_into` of some operands with the naive loop.
macro_rules! check_maps {
    ($shape:expr, $draws:expr, $out:expr; $($name:ident: $T:ty),+) => {{
        let shape: &[usize] = &$shape;
        let mut draws = $draws.iter();
        $(
            let laid = Laid::unstretched(shape, draws.next().unwrap());
            let $name = (laid.array(<$T>::make), laid);
        )+
        $( let $name = $name.1.view(&$name.0); )+
        let views = [$($name.shape()),+];
        let common = nd_core::broadcast_shapes(&views).unwrap();
        let f = |($($name,)+): ($($T,)+)| {
            let mut h = 0;
            $( h = mix(h, $name.boil()); )+
            h
        };
        let expect: Vec<u64> = indices(&common)
            .iter()
            .map(|index| f(($(pick($name, &common, index),)+)))
            .collect();
        let got = zip(($($name,)+)).map(f);
        prop_assert_eq!(got.shape(), common.as_slice());
        prop_assert_eq!(got.iter().copied().collect::<Vec<_>>(), expect.clone());
        let threaded = zip(($($name,)+)).parallel_from(0).map(f);
        prop_assert_eq!(&threaded, &got);

        // Into a strided output, whose gaps stay as they are.
        let laid = Laid::new(&common, $out);
        let mut whole = laid.array(|_| 0u64);
        zip(($($name,)+)).map_into(|x| f(x) | 1, laid.view_mut(&mut whole));
        let wanted: Vec<u64> = expect.iter().map(|h| h | 1).collect();
        prop_assert_eq!(laid.view(&whole).iter().copied().collect::<Vec<_>>(), wanted);
        let written = whole.iter().filter(|&&x| x != 0).count();
        prop_assert_eq!(written, expect.len());

        // Read-only walks.
        let fold = zip(($($name,)+)).fold(|| 0u64, |h, x| h.wrapping_add(f(x)), u64::wrapping_add);
        prop_assert_eq!(fold, expect.iter().fold(0u64, |h, x| h.wrapping_add(*x)));
        for sought in [expect.last().copied().unwrap_or(0), 1] {
            let any = zip(($($name,)+)).any(|x| f(x) == sought);
            prop_assert_eq!(any, expect.contains(&sought));
            let all = zip(($($name,)+)).all(|x| f(x) == sought);
            prop_assert_eq!(all, expect.iter().all(|&h| h == sought));
        }
    }};
}

fn layouts(n: usize) -> impl Strategy<Value = (Vec<usize>, Vec<Vec<Draw>>, Vec<Draw>)> {
    (shapes(), prop::collection::vec(draws(3), n), draws(3))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn one((shape, d, out) in layouts(1)) {
        check_maps!(shape, d, &out; a: f64);
        check_maps!(shape, d, &out; a: Rgb);
        check_maps!(shape, d, &out; a: Nothing);
    }

    #[test]
    fn two((shape, d, out) in layouts(2)) {
        check_maps!(shape, d, &out; a: u8, b: f64);
        check_maps!(shape, d, &out; a: Rgb, b: u128);
    }

    #[test]
    fn three((shape, d, out) in layouts(3)) {
        check_maps!(shape, d, &out; a: bool, b: i16, c: Aligned);
    }

    #[test]
    fn four((shape, d, out) in layouts(4)) {
        check_maps!(shape, d, &out; a: f64, b: Wider, c: char, d: Rgb);
    }

    #[test]
    fn five((shape, d, out) in layouts(5)) {
        check_maps!(shape, d, &out; a: u8, b: f64, c: f64, d: u128, e: bool);
    }

    #[test]
    fn six((shape, d, out) in layouts(6)) {
        check_maps!(shape, d, &out; a: i16, b: f64, c: u8, d: Rgb, e: Nothing, f: u128);
    }
}

fn small_layouts(n: usize) -> impl Strategy<Value = (Vec<usize>, Vec<Vec<Draw>>, Vec<Draw>)> {
    (prop::collection::vec(0usize..4, 0..3), prop::collection::vec(draws(3), n), draws(3))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn big_records((shape, d, out) in small_layouts(2)) {
        check_maps!(shape, d, &out; a: Big, b: u8);
        let laid = Laid::new(&shape, &d[0]);
        let whole = laid.array(Big::make);
        let view = laid.view(&whole);
        let same = view.map(|x| x);
        prop_assert_eq!(same.view(), view);
        let laid = Laid::new(&shape, &out);
        let mut target = laid.array(Big::make);
        laid.view_mut(&mut target).assign(view);
        prop_assert_eq!(laid.view(&target), view);
    }
}

/// What a walk that writes must leave in the whole array: `f` where the view reaches, the old
/// elements in the gaps.
fn expected<T: Probe>(
    laid: &Laid,
    shape: &[usize],
    fill: impl FnMut(usize) -> T + Copy,
    f: impl Fn(&[usize], T) -> T,
) -> Array<T> {
    let mut whole = laid.array(fill);
    for index in indices(shape) {
        let mut view = laid.view_mut(&mut whole);
        let slot = view.get_mut(&index).unwrap();
        *slot = f(&index, *slot);
    }
    whole
}

macro_rules! check_writes {
    ($T:ty, $shape:expr, $d:expr, $e:expr) => {{
        let shape: &[usize] = &$shape;
        let laid = Laid::new(shape, $d);
        let other = Laid::unstretched(shape, $e);
        let source = other.array(|i| i as u32);
        let source = other.view(&source).broadcast_to(shape);
        let step = |x: $T, s: u32| <$T>::make((x.boil() as usize).wrapping_add(s as usize) % 999);
        let wanted = expected(&laid, shape, <$T>::make, |i, x| step(x, *source.get(i).unwrap()));

        let mut whole = laid.array(<$T>::make);
        let mut view = laid.view_mut(&mut whole);
        zip((&mut view, source)).for_each(|(x, s)| *x = step(*x, s));
        prop_assert_eq!(&whole, &wanted);

        let mut whole = laid.array(<$T>::make);
        zip((laid.view_mut(&mut whole), source)).apply(|(x, s)| step(*x, s));
        prop_assert_eq!(&whole, &wanted);

        let mut whole = laid.array(<$T>::make);
        let mut second = source.to_array();
        // A second array that is written, and an output: all three strided differently.
        let mut third = other.array(|_| 0u32);
        if other.view(&third).shape() == shape {
            let out = other.view_mut(&mut third);
            zip((laid.view_mut(&mut whole), &mut second)).map_into(
                |(x, s)| {
                    *x = step(*x, *s);
                    std::mem::replace(s, 7)
                },
                out,
            );
            prop_assert_eq!(&whole, &wanted);
            prop_assert_eq!(other.view(&third), source);
            prop_assert!(second.iter().all(|&s| s == 7));
        }

        let mut whole = laid.array(<$T>::make);
        let mut view = laid.view_mut(&mut whole);
        view.map_in_place(|x| step(x, 1));
        prop_assert_eq!(&whole, &expected(&laid, shape, <$T>::make, |_, x| step(x, 1)));

        let mut whole = laid.array(<$T>::make);
        laid.view_mut(&mut whole).fill(<$T>::make(5));
        let five = expected(&laid, shape, <$T>::make, |_, _| <$T>::make(5));
        prop_assert_eq!(&whole, &five);
    }};
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn writes(shape in shapes(), d in draws(3), e in draws(3)) {
        check_writes!(f64, shape, &d, &e);
        check_writes!(Rgb, shape, &d, &e);
        check_writes!(bool, shape, &d, &e);
        check_writes!(Aligned, shape, &d, &e);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn writes_of_big_records(
        shape in prop::collection::vec(0usize..4, 0..3),
        d in draws(3),
        e in draws(3),
    ) {
        check_writes!(Big, shape, &d, &e);
    }
}

/// Sizes on both sides of where the engine changes its way of working.
#[test]
fn thresholds() {
    for exponent in [14, 16, 18] {
        for size in [(1 << exponent) - 1, 1 << exponent, (1 << exponent) + 1] {
            let a: Array<u32> = (0..size as u32).collect();
            let wanted: Vec<u32> = (0..size as u32).map(|x| x * 3 + 1).collect();
            assert_eq!(a.map(|x| x * 3 + 1).into_vec(), wanted, "flat, {size}");

            let wide: Array<u32> = (0..2 * size as u32).collect();
            let strided = wide.slice(nd_core::s![..;2]);
            let got = zip((strided, &a)).map(|(x, y)| x - y);
            assert_eq!(got, a, "strided, {size}");

            let mut back = Array::<u32>::zeros([size]);
            zip((&a,)).map_into(|(x,)| x, back.flip_mut(0));
            assert!(back.iter().rev_eq(&a), "reversed, {size}");

            let sum = zip((&a,)).fold(|| 0u64, |s, (x,)| s + u64::from(x), |s, t| s + t);
            assert_eq!(sum, (size as u64) * (size as u64 - 1) / 2);
            let last = size as u32 - 1;
            assert!(zip((&a,)).any(|(x,)| x == last));
            assert!(!zip((&a,)).any(|(x,)| x > last));
        }
    }
}

/// Two iterables equal from opposite ends.
trait RevEq {
    fn rev_eq(self, other: &Array<u32>) -> bool;
}
impl<'a, I: Iterator<Item = &'a u32>> RevEq for I {
    fn rev_eq(self, other: &Array<u32>) -> bool {
        let mut mine: Vec<u32> = self.copied().collect();
        mine.reverse();
        mine == other.iter().copied().collect::<Vec<_>>()
    }
}

/// Planes and tiles of transposed operands that do not divide evenly.
#[test]
fn transposes() {
    for [d, h, w] in [[1, 700, 500], [3, 129, 257], [70, 65, 9], [2, 1, 40000], [5, 8, 8]] {
        let a = Array::from_fn([d, h, w], |i| (i[0] * h + i[1]) * w + i[2]);
        for axes in [[0, 2, 1], [1, 0, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
            let view = a.permute_dims(&axes);
            let copy = view.to_array();
            assert!(copy.iter().eq(view.iter()), "{axes:?} of {:?}", a.shape());
            let sum = zip((&copy, view)).map(|(x, y)| x ^ y);
            assert!(sum.iter().all(|&x| x == 0));
            let mut out = Array::<usize>::zeros(copy.shape());
            zip((view,)).map_into(|(x,)| x + 1, out.view_mut());
            assert!(zip((&out, &copy)).all(|(x, y)| x == y + 1));
        }
    }
}

/// Blocks that registers turn round, and the edges that they leave, for every width of element.
#[test]
fn transposes_of_every_width() {
    fn check<T: Probe>(h: usize, w: usize) {
        let a = Array::from_fn([h, w], |i| T::make(i[0] * w + i[1]));
        let (t, mut out) = (a.t().to_array(), Array::from_fn([w, h], |_| T::make(1)));
        out.t_mut().assign(&a);
        let sums = zip((&t, out.view())).map(|(x, y)| (x == y) as u8);
        assert!(sums.iter().all(|&same| same == 1), "assigned: {h} × {w}");
        for j in 0..w {
            let column = t.slice(nd_core::s![j as isize]);
            assert!(column.iter().eq(a.slice(nd_core::s![.., j as isize]).iter()), "{h} × {w}");
        }
    }
    for side in [8, 15, 16, 17, 63, 64, 65, 130] {
        for other in [9, 16, 31, 64, 67, 128, 200] {
            check::<u8>(side, other);
            check::<i16>(side, other);
            check::<char>(side, other);
            check::<f64>(side, other);
            check::<u128>(side, other);
            check::<Rgb>(side, other);
        }
    }
    // Past the caches: lines that are whole, and lines that are not.
    check::<u128>(1448, 1452);
    check::<f64>(2048, 2056);
    check::<f64>(2047, 2051);
    check::<u8>(5824, 5826);
}

#[test]
#[should_panic(expected = "an array that is written cannot be stretched")]
fn an_operand_is_not_written_through_a_larger_output() {
    let mut row = nd_core::array![1, 2, 3];
    let mut out = Array::<i32>::zeros([2, 3]);
    zip((&mut row,)).map_into(
        |(x,)| {
            *x += 1;
            *x
        },
        out.view_mut(),
    );
}
