//! [`Word`]: whole numbers that have the order of the elements they stand for, and are what is sorted.

/// A whole number that stands for an element, or for an element and its place.
///
/// Elements of many types become words of few, so that sorting is compiled for these only.
pub trait Word: Copy + Ord + Default + Send + Sync + 'static {
    /// Whether words of the same head are the same.
    const EXACT: bool;
    /// Whether a head has 32 bits at most.
    const SHORT: bool;
    /// A word with a place behind it: for short ones up to 2³² places.
    type Placed: Word;

    /// The first 64 bits, in the order of the words.
    fn head(self) -> u64;
    /// The word in the opposite order.
    fn opposite(self) -> Self;
    /// The word with a place behind it.
    fn at(self, place: usize) -> Self::Placed;
    /// The place in a word with one.
    fn place(placed: Self::Placed) -> usize;
    /// The word before the place in a word with one.
    fn unplaced(placed: Self::Placed) -> Self;
}

macro_rules! short_words {
    ($($W:ty)*) => {$(
        impl Word for $W {
            const EXACT: bool = true;
            const SHORT: bool = true;
            type Placed = u64;

            #[inline(always)]
            fn head(self) -> u64 {
                u64::from(self)
            }
            #[inline(always)]
            fn opposite(self) -> Self {
                !self
            }
            #[inline(always)]
            fn at(self, place: usize) -> u64 {
                u64::from(self) << 32 | place as u64
            }
            #[inline(always)]
            fn place(placed: u64) -> usize {
                placed as u32 as usize
            }
            #[inline(always)]
            fn unplaced(placed: u64) -> Self {
                (placed >> 32) as Self
            }
        }
    )*};
}
short_words!(u8 u16 u32);

impl Word for u64 {
    const EXACT: bool = true;
    const SHORT: bool = false;
    type Placed = u128;

    #[inline(always)]
    fn head(self) -> u64 {
        self
    }
    #[inline(always)]
    fn opposite(self) -> u64 {
        !self
    }
    #[inline(always)]
    fn at(self, place: usize) -> u128 {
        u128::from(self) << 64 | place as u128
    }
    #[inline(always)]
    fn place(placed: u128) -> usize {
        placed as usize
    }
    #[inline(always)]
    fn unplaced(placed: u128) -> u64 {
        (placed >> 64) as u64
    }
}

impl Word for u128 {
    const EXACT: bool = false;
    const SHORT: bool = false;
    type Placed = Pair;

    #[inline(always)]
    fn head(self) -> u64 {
        (self >> 64) as u64
    }
    #[inline(always)]
    fn opposite(self) -> u128 {
        !self
    }
    #[inline(always)]
    fn at(self, place: usize) -> Pair {
        Pair(self, place as u128)
    }
    #[inline(always)]
    fn place(placed: Pair) -> usize {
        placed.1 as usize
    }
    #[inline(always)]
    fn unplaced(placed: Pair) -> u128 {
        placed.0
    }
}

/// Two numbers in the order of the first, then of the second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Pair(pub u128, pub u128);

impl Word for Pair {
    const EXACT: bool = false;
    const SHORT: bool = false;
    type Placed = Pair;

    #[inline(always)]
    fn head(self) -> u64 {
        self.0.head()
    }
    #[inline(always)]
    fn opposite(self) -> Pair {
        Pair(!self.0, !self.1)
    }
    #[inline(always)]
    fn at(self, place: usize) -> Pair {
        // Of pairs the first number has all of the order; the second tells apart what is equal.
        Pair(self.0, place as u128)
    }
    #[inline(always)]
    fn place(placed: Pair) -> usize {
        placed.1 as usize
    }
    #[inline(always)]
    fn unplaced(placed: Pair) -> Pair {
        Pair(placed.0, 0)
    }
}
