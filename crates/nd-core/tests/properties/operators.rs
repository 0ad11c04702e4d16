//! Operators: every side, every shape, every type against one element at a time; `%`; division
//! by zero.

use nd_core::{AnyView, Array, Complex, Number, View, array, bf16, equal, f16, less, s, zip};

/// Shapes of the two sides: short and long, contiguous and not, scalars, stretched.
fn pairs<T: Number>(value: impl Fn(usize) -> T) -> Vec<(Array<T>, Array<T>)> {
    let make = |shape: &[usize]| {
        let mut n = 0;
        Array::from_fn(shape, |_| {
            n += 1;
            value(n)
        })
    };
    vec![
        (make(&[3]), make(&[3])),
        (make(&[1100]), make(&[])),
        (make(&[]), make(&[1100])),
        (make(&[40, 3]), make(&[3])),
        (make(&[40, 3]), make(&[40, 1])),
        (make(&[5, 700]), make(&[5, 1])),
        (make(&[70, 90]), make(&[90, 70]).into_transposed()),
        (make(&[2, 1, 7]), make(&[3, 1])),
        (make(&[0, 3]), make(&[3])),
    ]
}

/// `a op b` by walking indices.
fn slowly<T: Number>(a: View<'_, T>, b: View<'_, T>, f: impl Fn(T, T) -> T) -> Array<T> {
    let shape = nd_core::broadcast_shapes(&[a.shape(), b.shape()]).unwrap();
    let (a, b) = (a.broadcast_to(shape), b.broadcast_to(shape));
    Array::from_fn(shape, |index| f(*a.get(index).unwrap(), *b.get(index).unwrap()))
}

fn check<T: Number + nd_core::PrintElement>(value: impl Fn(usize) -> T)
where
    for<'a> &'a Array<T>: std::ops::Add<&'a Array<T>, Output = Array<T>>,
{
    for (a, b) in pairs(value) {
        assert_eq!(&a + &b, slowly(a.view(), b.view(), T::plus));
        assert_eq!(a.view() - &b, slowly(a.view(), b.view(), T::minus));
        assert_eq!(a.clone() * &b, slowly(a.view(), b.view(), T::times));
        assert_eq!(&a / b.view(), slowly(a.view(), b.view(), T::divided));
        assert_eq!(a.clone() % &b, slowly(a.view(), b.view(), T::remainder));
        assert_eq!(-&a, a.map(T::negated));
        assert_eq!(-a.clone(), a.map(T::negated));
        let shape = nd_core::broadcast_shapes(&[a.shape(), b.shape()]).unwrap();
        let mut c = a.broadcast_to(shape).to_array();
        c -= &b;
        assert_eq!(c, slowly(a.view(), b.view(), T::minus));
        // In place in every second row of something larger.
        if shape.ndim() == 2 {
            let mut large = Array::<T>::zeros([2 * shape[0], shape[1]]);
            large.slice_mut(s![..;2, ..]).assign(&a);
            let mut rows = large.slice_mut(s![..;2, ..]);
            rows *= &b;
            assert_eq!(large.slice(s![..;2, ..]), slowly(a.view(), b.view(), T::times));
            assert_eq!(large.slice(s![1..;2, ..]), Array::<T>::zeros(shape));
        }
    }
}

#[test]
fn every_type_and_shape() {
    check(|n| n as i8 | 1);
    check(|n| n as u16 | 1);
    check(|n| (n as i64 - 500) | 1);
    check(|n| n as u128 | 1);
    check(|n| n as f64 / 7.0 - 20.3);
    check(|n| n as f32 / 3.0);
    check(|n| f16::from_f32(n as f32 / 3.0 - 2.2));
    check(|n| bf16::from_f32(n as f32 + 0.5));
    check(|n| Complex::new(n as f64, 0.5));
}

#[test]
fn scalars_on_the_left() {
    let a = array![1.0, 2.0, 4.0];
    assert_eq!(8.0 - &a, array![7.0, 6.0, 4.0]);
    assert_eq!(8.0 / a.view(), array![8.0, 4.0, 2.0]);
    assert_eq!(8.0 - a.clone(), array![7.0, 6.0, 4.0]);
    assert_eq!(1.0 / Array::full([3000], 4.0), Array::full([3000], 0.25));
    assert_eq!(7i32 % array![2, -2, 3], array![1, -1, 1]);
    assert_eq!(6u8 & array![3u8, 4], array![2, 4]);
}

#[test]
fn what_reshape_returns_is_an_array() {
    let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    assert_eq!(a.reshape([3, -1]) + 1.0, array![[2.0, 3.0], [4.0, 5.0], [6.0, 7.0]]);
    assert_eq!(1.0 - a.t().reshape([6]), array![0.0, -3.0, -1.0, -4.0, -2.0, -5.0]);
    assert_eq!(&a.reshape([6]) * &a.reshape([6]), (&a * &a).reshape([6]));
    assert_eq!(-a.t().reshape([6]), -a.t().to_array().into_reshaped([6]));
    assert_eq!(a.reshape([3, 2])[[2, 1]], 6.0);
    assert_eq!(a.reshape([2, -1]).to_string(), a.to_string());
    assert_eq!((&a.reshape([6])).into_iter().sum::<f64>(), 21.0);
    assert_eq!(zip((&a.reshape([6]),)).map(|(x,)| x as i32), array![1, 2, 3, 4, 5, 6]);
    assert_eq!(&a + a.reshape([2, 3]), &a * 2.0);
}

/// The sign of the divisor, as NumPy and the Array API have it.
#[test]
fn remainder() {
    let (a, b) = (array![7, -7, 7, -7], array![3, 3, -3, -3]);
    let rest = array![1, 2, -2, -1];
    assert_eq!(&a % &b, rest);
    assert_eq!(a.view() % &b, rest);
    let any = AnyView::from(&a) % AnyView::from(&b);
    assert_eq!(Array::<i32>::try_from(any).unwrap(), rest);
    let truncated = zip((&a, &b)).map(|(x, y)| x.truncated_remainder(y));
    assert_eq!(truncated, array![1, -1, 1, -1]);

    let (a, b) = (array![5.5f64, -5.5, 5.5, -6.0], array![2.0, 2.0, -2.0, -3.0]);
    assert_eq!(&a % &b, array![1.5, 0.5, -0.5, 0.0]);
    assert!((&a % &b)[[3]].is_sign_negative());
    assert!((&array![1.0f64] % 0.0)[[0]].is_nan());
    let (a, b) = (a.cast::<f16>(), b.cast::<f16>());
    assert_eq!((&a % &b).cast::<f64>(), array![1.5, 0.5, -0.5, 0.0]);
}

/// Where a panic was, and what it said.
fn panic_of<R>(f: impl FnOnce() -> R) -> (String, String) {
    use std::cell::RefCell;
    use std::sync::Once;
    thread_local!(static PLACE: RefCell<String> = const { RefCell::new(String::new()) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let old = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let place = info.location().map(|l| format!("{}:{}", l.file(), l.line()));
            PLACE.with(|p| *p.borrow_mut() = place.unwrap_or_default());
            old(info);
        }));
    });
    let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(f())));
    let said = *error.expect_err("should have panicked").downcast::<String>().unwrap();
    (PLACE.with(|p| p.borrow().clone()), said)
}

#[test]
fn division_by_zero_names_the_users_line() {
    let (a, b) = (Array::full([300, 1000], 7), Array::full([300, 1000], 1));
    let mut zero = b.clone();
    zero[[299, 3]] = 0;
    let here = |offset: u32| format!("{}:{}", file!(), offset);
    let said = "divide: an integer divided by 0, at index [299, 3]; floats have infinity and NaN \
                for that";
    assert_eq!(panic_of(|| &a / &zero), (here(line!()), said.to_owned()));
    assert_eq!(panic_of(|| a.clone() / &zero), (here(line!()), said.to_owned()));
    assert_eq!(panic_of(|| a.clone().view_mut().div_assign_by(&zero)).1, said);
    assert_eq!(panic_of(|| 7 / &zero), (here(line!()), said.to_owned()));
    let by_scalar = "divide: an integer divided by 0; floats have infinity and NaN for that";
    assert_eq!(panic_of(|| &a / 0), (here(line!()), by_scalar.to_owned()));
    let said = said.replace("divide:", "remainder:");
    assert_eq!(panic_of(|| &a % &zero), (here(line!()), said.clone()));
    assert_eq!(panic_of(|| 7 % &zero), (here(line!()), said.clone()));
    let (a, zero) = (AnyView::from(&a), AnyView::from(&zero));
    assert_eq!(panic_of(|| a % zero), (here(line!()), said.clone()));
    let error = a.try_arithmetic(nd_core::Arithmetic::Remainder, zero).unwrap_err();
    assert_eq!(error.to_string(), said);
    assert_eq!(&array![1.0] / 0.0, array![f64::INFINITY]);
}

/// What divides nothing refuses nothing: NumPy's `np.zeros(0, int) // 0` is empty too.
#[test]
fn nothing_divided_by_zero_is_nothing() {
    let mut none = Array::<i32>::zeros([0, 3]);
    assert_eq!((&none / 0).shape(), [0, 3]);
    assert_eq!((none.clone() / array![1, 0, 2]).shape(), [0, 3]);
    none /= 0;
    let mut out = none.clone();
    nd_core::arithmetic_into(
        nd_core::Arithmetic::Divide,
        none.view(),
        View::from_ref(&0),
        out.view_mut(),
    );
    assert!(out.is_empty());
}

trait DivAssignBy<T> {
    fn div_assign_by(self, other: &Array<T>);
}
impl DivAssignBy<i32> for nd_core::ViewMut<'_, i32> {
    fn div_assign_by(mut self, other: &Array<i32>) {
        self /= other;
    }
}

/// Messages name the operation that the user wrote, and both shapes.
#[test]
fn messages_name_the_operation() {
    let (a, b) = (array![1, 2], array![1, 2, 3]);
    let broadcast = |op: &str| format!("{op}: shapes [2] and [3] do not broadcast together");
    assert_eq!(panic_of(|| &a + &b).1, broadcast("add"));
    assert_eq!(panic_of(|| a.clone() * &b).1, broadcast("multiply"));
    assert_eq!(panic_of(|| &a << &b).1, broadcast("left_shift"));
    assert_eq!(panic_of(|| equal(&a, &b)).1, broadcast("equal"));
    assert_eq!(
        panic_of(|| a.clone().view_mut().assign(&b)).1,
        "assign: the source (second) does not broadcast to the target: shapes [2] and [3] differ"
    );
    let mut one = array![1];
    assert_eq!(
        panic_of(|| one += &b).1,
        "add: an array that is written cannot be stretched: shapes [1] and [3] differ"
    );
    let inexact = array![1i64, 300].try_cast::<u8>().unwrap_err();
    assert_eq!(
        inexact.to_string(),
        "try_cast: 300 at index [1] is an int64 but not exactly a uint8"
    );
}

/// Comparisons of the listed types and of a type of the user.
#[test]
fn comparisons_of_any_type() {
    #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
    struct Age(u8);
    impl nd_core::Element for Age {}

    let ages = array![Age(3), Age(40)];
    assert_eq!(less(&ages, Age(18)), array![true, false]);
    assert_eq!(equal(&ages, &ages), array![true, true]);
    let a = Array::from_fn([50, 70], |i| (i[0] * i[1]) as f64);
    let b = Array::from_fn([70, 50], |i| (i[0] + i[1]) as f64);
    let (mine, theirs) = (less(&a, b.t()), zip((&a, b.t())).map(|(x, y)| x < y));
    assert_eq!(mine, theirs);
    assert_eq!(nd_core::greater_equal(&a, b.t()), !mine);
    let nan = array![f64::NAN];
    assert_eq!(nd_core::less_equal(&nan, &nan), array![false]);
    assert_eq!(nd_core::not_equal(&nan, &nan), array![true]);
    assert_eq!(equal(array![Complex::new(1.0, 2.0)], Complex::new(1.0, 2.0)), array![true]);
}
