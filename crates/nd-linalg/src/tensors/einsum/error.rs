//! [`EinsumError`]: what can be wrong with a specification.

use nd_core::ShapeError;

/// A specification that is no specification, or one that does not fit the operands.
///
/// # Examples
/// ```
/// use nd_linalg::{EinsumError, try_einsum};
///
/// let error = try_einsum("ij->k", ([[1, 2]],)).unwrap_err();
/// assert_eq!(error, EinsumError::UnknownOutput { label: 'k' });
/// assert_eq!(error.to_string(), "einsum: the output has 'k', which no operand has");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EinsumError {
    /// Neither a letter, a comma, an ellipsis, an arrow nor a space.
    #[error("einsum: {found:?} at {at} is neither a letter, ',', '...' nor '->'")]
    Character {
        /// What was found.
        found: char,
        /// Where, in characters from 0.
        at: usize,
    },
    /// A second arrow, or a comma after the arrow.
    #[error("einsum: {found:?} at {at} stands in the output, which is one list of labels")]
    Output {
        /// What was found.
        found: char,
        /// Where, in characters from 0.
        at: usize,
    },
    /// More than one ellipsis in one operand.
    #[error("einsum: the labels of {} have two ellipses", place(operand))]
    TwoEllipses {
        /// The operand, from 0, or none for the output.
        operand: Option<usize>,
    },
    /// Another number of operands than the specification has.
    #[error("einsum: the specification is for {expected} operands, and {given} are given")]
    Operands {
        /// How many the specification has.
        expected: usize,
        /// How many there are.
        given: usize,
    },
    /// An operand with another number of axes than labels.
    #[error(
        "einsum: operand {operand} has {} labels{} and shape {shape:?}",
        labels,
        if *ellipsis { ", an ellipsis" } else { "" }
    )]
    Rank {
        /// The operand, from 0.
        operand: usize,
        /// How many labels it has.
        labels: usize,
        /// Whether it has an ellipsis besides.
        ellipsis: bool,
        /// The operand's shape.
        shape: Box<[usize]>,
    },
    /// One label stands for axes of different lengths.
    #[error("einsum: '{label}' is {first} long in one place and {other} in another")]
    Length {
        /// The label.
        label: char,
        /// The length it had first.
        first: usize,
        /// The other one.
        other: usize,
    },
    /// The axes of the ellipses do not broadcast.
    #[error("einsum: the axes of '...' do not broadcast: {first} and {other}")]
    Ellipsis {
        /// The length one operand has.
        first: usize,
        /// The other one.
        other: usize,
    },
    /// The output has a label twice.
    #[error("einsum: the output has '{label}' twice")]
    RepeatedOutput {
        /// The label.
        label: char,
    },
    /// The output has a label that no operand has.
    #[error("einsum: the output has '{label}', which no operand has")]
    UnknownOutput {
        /// The label.
        label: char,
    },
    /// Operands have axes for the ellipsis, and the output has no ellipsis.
    #[error("einsum: '...' stands for {axes} axes, and the output has no '...' to put them")]
    MissingEllipsis {
        /// How many axes the ellipsis stands for.
        axes: usize,
    },
    /// More labels than a path is sought for.
    #[error("einsum: {labels} labels are more than 128")]
    TooManyLabels {
        /// How many there are.
        labels: usize,
    },
    /// The result, or an intermediate, cannot be: too many axes or elements.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// How a message calls an operand.
fn place(operand: &Option<usize>) -> String {
    match operand {
        Some(operand) => format!("operand {operand}"),
        None => "the output".into(),
    }
}
