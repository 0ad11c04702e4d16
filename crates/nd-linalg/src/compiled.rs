//! [`compiled`]: how the algorithms get into this crate, once for each type, so that crates
//! above hold calls alone.

/// A trait of functions over a bound, and for each type an implementation by functions that are not generic.
///
/// Those are compiled here. What is generic would be compiled again in every crate that uses
/// it, and so would small functions that are not, were they not kept from being inlined.
macro_rules! compiled {
    ($(#[$doc:meta])* trait $Trait:ident of $Bound:ident for $($T:ty),* => $functions:tt) => {
        compiled!(@trait $(#[$doc])* $Trait of $Bound $functions);
        $(compiled!(@field $Trait $T, $functions);)*
    };
    (
        @trait $(#[$doc:meta])* $Trait:ident of $Bound:ident
        {$(fn $name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*}
    ) => {
        $(#[$doc])*
        pub trait $Trait: Sized {
            $(
                #[doc = concat!("`", stringify!($body), "`.")]
                #[doc(hidden)]
                fn $name($($arg: $Arg),*) -> $Ret
                where
                    Self: crate::$Bound;
            )*
        }
    };
    (
        @field $Trait:ident $T:ty,
        {$(fn $name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*}
    ) => {
        impl $Trait for $T {
            $(
                #[inline(never)]
                fn $name($($arg: $Arg),*) -> $Ret {
                    $body($($arg),*)
                }
            )*
        }
    };
}

pub(crate) use compiled;
