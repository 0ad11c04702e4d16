//! How matrices are held and walked: stacks, outputs, scales.

pub(crate) mod dense;
pub(crate) mod exponents;
pub(crate) mod output;
pub(crate) mod prepare;
pub(crate) mod quotient;
pub(crate) mod scale;
pub(crate) mod stack;
pub(crate) mod walk;
