//! Sums and means in a type of choice, and element types that nd does not know.

use nd_core::{Array, Complex, Element, array, f16};
use nd_ops::{
    AddedIn, ArrayMath, Averaged, keepdims, mean_as, mean_axis_as, sum, sum_as, sum_axis,
    sum_axis_as,
};

#[test]
fn a_wider_accumulator_gives_the_bits_of_a_cast_copy() {
    let x: Vec<f32> = (0..300_000).map(|i| (i as f32 * 0.37).sin() + 0.1).collect();
    let a = Array::from_shape_vec([300, 1000], x);
    let wide = a.cast::<f64>();
    assert_eq!(sum_as::<f64>(&a).to_bits(), sum(&wide).to_bits());
    assert_eq!(a.mean_as::<f64>().to_bits(), wide.mean().to_bits());
    for axis in [0, 1] {
        assert_eq!(sum_axis_as::<f64>(&a, axis), sum_axis(&wide, axis));
        assert_eq!(a.sum_axis_as::<f64>(keepdims(axis)), wide.sum_axis(keepdims(axis)));
        assert_eq!(mean_axis_as::<f64>(a.t(), axis), wide.t().mean_axis(axis));
    }
    assert_eq!(sum_axis_as::<f64>(&a, ..)[[]], sum(&wide));
}

#[test]
fn accumulators_that_make_a_difference() {
    let many = Array::full([70_000], f16::from_f32(1.0));
    assert_eq!(many.sum(), f16::INFINITY); // 70,000 is not an f16
    assert_eq!(many.sum_as::<f32>(), 70_000.0);
    assert_eq!(mean_as::<f64>(&many), 1.0);
    let bytes = array![200u8, 100];
    assert_eq!((bytes.sum_as::<u64>(), bytes.sum_as::<f64>()), (300, 300.0));
    assert_eq!(array![true, true].sum_as::<u64>(), 2);
    let z = Array::full([3], Complex::new(1f32, -2.0));
    assert_eq!(z.sum_as::<Complex<f64>>(), Complex::new(3.0, -6.0));
    assert_eq!(z.mean_as::<Complex<f64>>(), Complex::new(1.0, -2.0));
}

#[test]
fn the_mean_divides() {
    // 3 · (1/3) is 1 only when divided.
    for n in [3usize, 7, 49, 1000, 99_999] {
        let a = Array::full([n], 5.0);
        assert_eq!(a.mean(), 5.0);
        assert_eq!(Array::full([n, 2], 5.0).mean_axis(0), array![5.0, 5.0]);
        let z = Array::full([2, n], Complex::new(5.0, -3.0));
        assert_eq!(z.mean_axis(1), Array::full([2], Complex::new(5.0, -3.0)));
    }
}

/// An element type of a user's: a temperature in tenths of a degree.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
struct Tenths(i16);

impl Element for Tenths {}

impl AddedIn<f64> for Tenths {
    fn widen(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl Averaged for Tenths {
    type Work = f64;
    type Real = f64;
    type Mean = f64;
    type Spread = f64;
    fn scale(work: f64, factor: f64) -> f64 {
        work * factor
    }
    fn share(work: f64, count: f64) -> f64 {
        work / count
    }
    fn square(work: f64) -> f64 {
        work * work
    }
    fn mean(sum: f64, count: usize) -> f64 {
        sum / count as f64
    }
    fn spread(variance: f64) -> f64 {
        variance
    }
    fn count(n: usize) -> f64 {
        n as f64
    }
}

impl nd_ops::Ordered for Tenths {
    const LARGEST: Tenths = Tenths(i16::MAX);
    const SMALLEST: Tenths = Tenths(i16::MIN);
}

#[test]
fn types_of_others_have_the_functions() {
    let a = array![[Tenths(10), Tenths(20)], [Tenths(30), Tenths(60)]];
    assert_eq!(a.mean(), 3.0);
    assert_eq!(a.mean_axis(0), array![2.0, 4.0]);
    assert_eq!(a.std_axis(1), array![0.5, 1.5]);
    assert_eq!(a.max(), Tenths(60));
    assert_eq!(a.argmin_axis(keepdims(1)), array![[0], [0]]);
    assert_eq!(a.maximum(Tenths(25)), array![[Tenths(25), Tenths(25)], [Tenths(30), Tenths(60)]]);
}
