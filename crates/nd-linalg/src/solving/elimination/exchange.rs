//! [`Exchange`]: rows that change places in some lanes and not in others.

use nd_core::Complex;

/// Numbers that change places by their bits: a choice for each lane would become stores of single
/// lanes, which the loads after them have to wait for.
pub trait Exchange: Sized {
    /// Exchanges `x` and `y` in the lanes where `second` is larger than `first`, by their sizes.
    fn exchange<const L: usize>(
        x: &mut [Self; L],
        y: &mut [Self; L],
        first: &[Self; L],
        second: &[Self; L],
    );
}

macro_rules! exchange {
    ($($T:ident as $Bits:ty,)*) => {$(
        impl Exchange for $T {
            #[inline(always)]
            fn exchange<const L: usize>(
                x: &mut [$T; L],
                y: &mut [$T; L],
                first: &[$T; L],
                second: &[$T; L],
            ) {
                for l in 0..L {
                    let more = <$Bits>::from(second[l].abs() > first[l].abs());
                    let (p, q) = (x[l].to_bits(), y[l].to_bits());
                    let different = (p ^ q) & more.wrapping_neg();
                    x[l] = $T::from_bits(p ^ different);
                    y[l] = $T::from_bits(q ^ different);
                }
            }
        }

        impl Exchange for Complex<$T> {
            #[inline(always)]
            fn exchange<const L: usize>(
                x: &mut [Self; L],
                y: &mut [Self; L],
                first: &[Self; L],
                second: &[Self; L],
            ) {
                for l in 0..L {
                    if second[l].l1_norm() > first[l].l1_norm() {
                        std::mem::swap(&mut x[l], &mut y[l]);
                    }
                }
            }
        }
    )*};
}
exchange! {
    f32 as u32,
    f64 as u64,
}
