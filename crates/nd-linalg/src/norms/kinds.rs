//! [`VectorNorm`] and [`MatrixNorm`]: which norm.

/// A norm of vectors.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum VectorNorm {
    /// The Euclidean length: the root of the sum of squares.
    #[default]
    Two,
    /// The sum of absolute values.
    One,
    /// The largest absolute value.
    Inf,
    /// The smallest absolute value. Not a norm.
    NegInf,
    /// How many elements are not zero. Not a norm.
    Zero,
    /// `(Σ |x|ᵖ)^(1/p)`, for any `p` but 0, negative ones too.
    P(f64),
}

/// A norm of matrices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatrixNorm {
    /// Frobenius': the root of the sum of squares of all elements.
    #[default]
    Frobenius,
    /// The sum of singular values.
    Nuclear,
    /// The largest singular value.
    Two,
    /// The smallest singular value. Not a norm.
    NegTwo,
    /// The largest sum of absolute values in a column.
    One,
    /// The smallest sum of absolute values in a column. Not a norm.
    NegOne,
    /// The largest sum of absolute values in a row.
    Inf,
    /// The smallest sum of absolute values in a row. Not a norm.
    NegInf,
}
