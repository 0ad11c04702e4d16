//! The operations: types that hold nothing.

use super::BinaryOp;
use super::operation::kernels;
use crate::elementary::Elementary;
use crate::order::Ordered;
use crate::over::Over;
use crate::raised::Raised;
use crate::real::Real;
use crate::rounding::Rounded;
use crate::sums::{AddedIn, Summable};
use crate::truth::Truth;
use crate::whole::{Whole, common_divisor, common_multiple};
use half::{bf16, f16};
use nd_core::simd::Baseline;
use nd_core::{Arithmetic, Array, Complex, Integer, Number, View, ViewMut, arithmetic_into};

/// The type of results: that of the elements, or another.
macro_rules! out {
    (same $T:ty) => {
        $T
    };
    ($Out:ident $T:ty) => {
        $Out
    };
}

/// What an operation has of its own, besides one pair: loops that are compiled already.
macro_rules! own {
    ($T:ty;) => {};
    ($T:ty; operator $Op:ident $op:tt $($rest:tt)*) => {
        #[track_caller]
        fn apply_of(&self, a: View<'_, $T>, b: View<'_, $T>) -> Array<$T> {
            a $op b
        }
        #[track_caller]
        fn apply_into_of(&self, a: View<'_, $T>, b: View<'_, $T>, out: ViewMut<'_, $T>) {
            arithmetic_into(Arithmetic::$Op, a, b, out)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; plain $op:tt $($rest:tt)*) => {
        #[track_caller]
        fn apply_of(&self, a: View<'_, $T>, b: View<'_, $T>) -> Array<$T> {
            a $op b
        }
        own!($T; $($rest)*);
    };
    ($T:ty; public $name:ident $($rest:tt)*) => {
        #[track_caller]
        fn apply_of(&self, a: View<'_, $T>, b: View<'_, $T>) -> Array<$T> {
            crate::$name(a, b)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; body $Trait:ident $of:ident $($rest:tt)*) => {
        #[track_caller]
        fn apply_of(&self, a: View<'_, $T>, b: View<'_, $T>) -> Array<Self::Out> {
            <$T as $Trait>::$of(a, b)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; compared $of:ident $($rest:tt)*) => {
        #[track_caller]
        fn apply_of(&self, a: View<'_, $T>, b: View<'_, $T>) -> Array<bool> {
            nd_core::$of(a, b)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; powers $($rest:tt)*) => {
        #[track_caller]
        fn apply_of(&self, a: View<'_, $T>, b: View<'_, $T>) -> Array<$T> {
            crate::pow(a, b)
        }
        #[track_caller]
        fn apply_into_of(&self, a: View<'_, $T>, b: View<'_, $T>, out: ViewMut<'_, $T>) {
            crate::pow_into(a, b, out)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; sums $($rest:tt)*) => {
        #[track_caller]
        fn reduce_of(&self, a: View<'_, $T>, over: &Over) -> Array<$T> {
            <$T as AddedIn<$T>>::sum_axis_of("reduce", a, over)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; reduced $Trait:ident $of:ident $($rest:tt)*) => {
        #[track_caller]
        fn reduce_of(&self, a: View<'_, $T>, over: &Over) -> Array<$T> {
            <$T as $Trait>::$of(a, over)
        }
        own!($T; $($rest)*);
    };
    ($T:ty; compiled $($rest:tt)*) => {
        kernels!([] $T, $T);
        own!($T; $($rest)*);
    };
}

/// One operation of some types.
macro_rules! implemented {
    (
        [$($T:ty)*] $Name:ident $said:literal $reorders:literal $Out:ident
        $x:ident $y:ident $apply:block $identity:block $own:tt
    ) => {$(
        impl BinaryOp<$T> for $Name {
            type Out = out!($Out $T);
            fn name(&self) -> &'static str {
                $said
            }
            #[inline(always)]
            fn apply(&self, $x: $T, $y: $T) -> out!($Out $T) {
                $apply
            }
            fn identity(&self) -> Option<out!($Out $T)> {
                $identity
            }
            fn reorders(&self) -> bool {
                $reorders
            }
            implemented!(@own $T; $own);
        }
    )*};
    (@own $T:ty; [$($own:tt)*]) => { own!($T; $($own)*); };
}

/// One operation of some sets of types.
macro_rules! implemented_for {
    ([] $all:tt) => {};
    ([bool $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [bool] $all);
        implemented_for!([$($sets)*] $all);
    };
    ([integers $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [i8 i16 i32 i64 isize u8 u16 u32 u64 usize] $all);
        implemented_for!([$($sets)*] $all);
    };
    ([narrow $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [i8 i16 i32 isize u8 u16 u32 usize] $all);
        implemented_for!([$($sets)*] $all);
    };
    ([wide $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [i64 u64] $all);
        implemented_for!([$($sets)*] $all);
    };
    ([halves $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [f16 bf16] $all);
        implemented_for!([$($sets)*] $all);
    };
    ([floats $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [f32 f64] $all);
        implemented_for!([$($sets)*] $all);
    };
    ([complex $($sets:ident)*] $all:tt) => {
        implemented_for!(@types [Complex<f32> Complex<f64>] $all);
        implemented_for!([$($sets)*] $all);
    };
    (@types $types:tt {$($all:tt)*}) => { implemented!($types $($all)*); };
}

/// Operations with their names, whether they may be reordered, and for which types they are what.
macro_rules! operations {
    ($(
        $(#[$doc:meta])*
        $Name:ident $said:literal $reorders:literal {
            $($types:tt -> $Out:ident: $x:ident $y:ident $apply:tt $identity:tt $own:tt;)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $Name;
        $(implemented_for! {
            $types {$Name $said $reorders $Out $x $y $apply $identity $own}
        })*
    )*};
}

/// Refuses the exponent of an integer that is below 0.
#[track_caller]
#[inline(always)]
fn whole<T: Number + PartialOrd>(exponent: T) {
    assert!(exponent >= T::zero(), "pow: an integer to the power of {exponent:?}");
}

operations! {
    /// `x + y`; integers wrap.
    Add "add" true {
        [narrow halves] -> same: x y { x.plus(y) } { Some(Self::Out::default()) } [operator Add + compiled];
        [wide floats complex] -> same: x y { x.plus(y) } { Some(Self::Out::default()) } [operator Add + sums compiled];
    }
    /// `x - y`; integers wrap.
    Subtract "subtract" false {
        [integers halves floats complex] -> same: x y { x.minus(y) } { None } [operator Subtract -];
    }
    /// `x * y`; integers wrap.
    Multiply "multiply" true {
        [narrow halves] -> same: x y { x.times(y) } { Some(num_traits::One::one()) } [operator Multiply * compiled];
        [wide floats complex] -> same: x y { x.times(y) } { Some(num_traits::One::one()) } [operator Multiply * reduced Summable prod_axis_of compiled];
    }
    /// `x / y`; integers truncate, and panic for 0.
    Divide "divide" false {
        [integers halves floats complex] -> same: x y { x.divided(y) } { None } [operator Divide /];
    }
    /// The largest whole number that is not larger than `x / y`; panics for an integer by 0.
    FloorDivide "floor_divide" false {
        [integers halves floats] -> same: x y { x.quotient(y) } { None } [public floor_divide];
    }
    /// What the floored division leaves, with the sign of `y`; panics for an integer by 0.
    Remainder "remainder" false {
        [integers halves floats] -> same: x y { x.remainder(y) } { None } [operator Remainder %];
    }
    /// What the truncated division leaves, with the sign of `x`; panics for an integer by 0.
    Fmod "fmod" false {
        [integers halves floats] -> same: x y { x.truncated_remainder(y) } { None } [public fmod];
    }
    /// `x` to the power of `y`; panics for an integer with an exponent below 0.
    Pow "power" false {
        [integers] -> same: x y { whole(y); x.raised(y) } { None } [powers];
        [floats complex] -> same: x y { x.raised(y) } { None } [powers];
    }
    /// The larger one; NaN if either is.
    Maximum "maximum" true {
        [bool integers halves floats] -> same: x y { x.larger(y) } { None } [body Ordered maximum_of reduced Ordered max_axis_of compiled];
    }
    /// The smaller one; NaN if either is.
    Minimum "minimum" true {
        [bool integers halves floats] -> same: x y { x.smaller(y) } { None } [body Ordered minimum_of reduced Ordered min_axis_of compiled];
    }
    /// The larger one, or the one that is not NaN.
    Fmax "fmax" true {
        [bool integers halves floats] -> same: x y { x.or_number(y, x.larger(y)) } { None } [body Ordered fmax_of];
    }
    /// The smaller one, or the one that is not NaN.
    Fmin "fmin" true {
        [bool integers halves floats] -> same: x y { x.or_number(y, x.smaller(y)) } { None } [body Ordered fmin_of];
    }
    /// The length of the vector of `x` and `y`.
    Hypot "hypot" true {
        [floats] -> same: x y { x.hypot(y) } { Some(0.0) } [body Real hypot_of];
    }
    /// `ln(e^x + e^y)`, without overflow.
    LogAddExp "logaddexp" true {
        [floats] -> same: x y { Elementary::ln_add_exp(Baseline, x, y) } { Some(Self::Out::NEG_INFINITY) } [body Real logaddexp_of];
    }
    /// `log2(2^x + 2^y)`, without overflow.
    LogAddExp2 "logaddexp2" true {
        [floats] -> same: x y { Elementary::log2_add_exp2(Baseline, x, y) } { Some(Self::Out::NEG_INFINITY) } [body Real logaddexp2_of];
    }
    /// The greatest common divisor, which is not negative but for the smallest integer.
    Gcd "gcd" true {
        [integers] -> same: x y { common_divisor(x, y) } { Some(0) } [body Whole gcd_of];
    }
    /// The least common multiple; wraps.
    Lcm "lcm" false {
        [integers] -> same: x y { common_multiple(x, y) } { None } [body Whole lcm_of];
    }
    /// `x & y`.
    BitwiseAnd "bitwise_and" true {
        [bool] -> same: x y { x & y } { Some(true) } [plain &];
        [integers] -> same: x y { x & y } { Some(!0) } [plain &];
    }
    /// `x | y`.
    BitwiseOr "bitwise_or" true {
        [bool integers] -> same: x y { x | y } { Some(Self::Out::default()) } [plain |];
    }
    /// `x ^ y`.
    BitwiseXor "bitwise_xor" true {
        [bool integers] -> same: x y { x ^ y } { Some(Self::Out::default()) } [plain ^];
    }
    /// `x << y`; 0 from the width on.
    LeftShift "left_shift" false {
        [integers] -> same: x y { x.shifted_left(y) } { None } [plain <<];
    }
    /// `x >> y`; nothing but the sign from the width on.
    RightShift "right_shift" false {
        [integers] -> same: x y { x.shifted_right(y) } { None } [plain >>];
    }
    /// Whether both are true, which is to say not 0.
    LogicalAnd "logical_and" true {
        [bool integers halves floats complex] -> bool: x y { x.is_true() & y.is_true() } { Some(true) } [];
    }
    /// Whether one is true, which is to say not 0.
    LogicalOr "logical_or" true {
        [bool integers halves floats complex] -> bool: x y { x.is_true() | y.is_true() } { Some(false) } [];
    }
    /// Whether one alone is true, which is to say not 0.
    LogicalXor "logical_xor" true {
        [bool integers halves floats complex] -> bool: x y { x.is_true() != y.is_true() } { Some(false) } [];
    }
    /// Whether they are equal.
    Equal "equal" false {
        [bool integers halves floats complex] -> bool: x y { x == y } { None } [compared equal];
    }
    /// Whether they are different.
    NotEqual "not_equal" false {
        [bool integers halves floats complex] -> bool: x y { x != y } { None } [compared not_equal];
    }
    /// Whether `x < y`.
    Less "less" false {
        [bool] -> bool: x y { !x & y } { None } [compared less];
        [integers halves floats] -> bool: x y { x < y } { None } [compared less];
    }
    /// Whether `x <= y`.
    LessEqual "less_equal" false {
        [bool integers halves floats] -> bool: x y { x <= y } { None } [compared less_equal];
    }
    /// Whether `x > y`.
    Greater "greater" false {
        [bool] -> bool: x y { x & !y } { None } [compared greater];
        [integers halves floats] -> bool: x y { x > y } { None } [compared greater];
    }
    /// Whether `x >= y`.
    GreaterEqual "greater_equal" false {
        [bool integers halves floats] -> bool: x y { x >= y } { None } [compared greater_equal];
    }
}
