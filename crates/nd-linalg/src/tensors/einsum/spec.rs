//! [`Spec`]: the string language; [`Axes`]: a specification that met its operands.

use crate::tensors::einsum::error::EinsumError;
use nd_core::View;

/// A specification as written: labels of each operand, and of the output if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spec {
    operands: Vec<Term>,
    output: Option<Term>,
}

/// Labels of one operand, and after how many of them the ellipsis stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Term {
    labels: Vec<char>,
    ellipsis: Option<usize>,
}

/// What one axis is called: a letter, or an axis of the ellipsis, counted from the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Label {
    /// An axis of the ellipsis: the last is 0. Written `…`.
    Dots(usize),
    /// A letter.
    Letter(char),
}

impl Label {
    /// The letter of a report; axes of an ellipsis are shown as digits.
    pub(super) fn shown(self) -> char {
        match self {
            Label::Letter(letter) => letter,
            Label::Dots(axis) => char::from_digit(axis as u32, 36).unwrap_or('.'),
        }
    }
}

/// The labels of every operand's axes and of the output's, with their lengths.
#[derive(Clone, Debug)]
pub(super) struct Axes {
    /// Numbers of labels, for each operand's axes.
    pub(super) operands: Vec<Vec<usize>>,
    /// Numbers of labels, for the output's axes.
    pub(super) output: Vec<usize>,
    /// The labels by their number.
    pub(super) labels: Vec<Label>,
    /// Their lengths.
    pub(super) lengths: Vec<usize>,
}

impl Spec {
    /// Reads `text`. Spaces mean nothing.
    pub(super) fn parse(text: &str) -> Result<Spec, EinsumError> {
        let mut spec = Spec { operands: vec![Term::default()], output: None };
        let mut characters = text.chars().enumerate().peekable();
        while let Some((at, found)) = characters.next() {
            let operand = spec.output.is_none().then(|| spec.operands.len() - 1);
            let last = spec.operands.len() - 1;
            let term = spec.output.as_mut().unwrap_or(&mut spec.operands[last]);
            let mut next_is = |c| characters.next_if(|&(_, next)| next == c).is_some();
            match found {
                ' ' => {}
                ',' if operand.is_some() => spec.operands.push(Term::default()),
                '-' if next_is('>') => {
                    if operand.is_none() {
                        return Err(EinsumError::Output { found, at });
                    }
                    spec.output = Some(Term::default());
                }
                '.' if next_is('.') && next_is('.') => {
                    if term.ellipsis.is_some() {
                        return Err(EinsumError::TwoEllipses { operand });
                    }
                    term.ellipsis = Some(term.labels.len());
                }
                letter if letter.is_alphabetic() => term.labels.push(letter),
                ',' => return Err(EinsumError::Output { found, at }),
                _ => return Err(EinsumError::Character { found, at }),
            }
        }
        Ok(spec)
    }

    /// Fits the specification to operands of these shapes.
    pub(super) fn fit(&self, shapes: &[&[usize]]) -> Result<Axes, EinsumError> {
        if self.operands.len() != shapes.len() {
            let (expected, given) = (self.operands.len(), shapes.len());
            return Err(EinsumError::Operands { expected, given });
        }
        let mut axes = Axes { operands: vec![], output: vec![], labels: vec![], lengths: vec![] };
        for (operand, (term, shape)) in self.operands.iter().zip(shapes).enumerate() {
            let labels = term.labelled(operand, shape)?;
            let numbers = labels.iter().zip(*shape);
            let numbers = numbers.map(|(&label, &n)| axes.number(label, n));
            let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
            axes.same_within(&numbers, shape)?;
            axes.operands.push(numbers);
        }
        axes.output = self.output_of(&axes)?;
        Ok(axes)
    }

    /// The output's labels: those written, or the ellipsis and every letter that stands once,
    /// in the order of the alphabet.
    fn output_of(&self, axes: &Axes) -> Result<Vec<usize>, EinsumError> {
        let dots = axes.labels.iter().filter(|label| matches!(label, Label::Dots(_))).count();
        let dots_labels = (0..dots).rev().map(Label::Dots);
        let wanted: Vec<Label> = match &self.output {
            None => {
                let count = |letter: char| {
                    self.operands.iter().flat_map(|t| &t.labels).filter(|&&l| l == letter).count()
                };
                let mut letters: Vec<char> =
                    self.operands.iter().flat_map(|term| term.labels.iter().copied()).collect();
                letters.retain(|&letter| count(letter) == 1);
                letters.sort_unstable();
                dots_labels.chain(letters.into_iter().map(Label::Letter)).collect()
            }
            Some(term) => {
                if term.ellipsis.is_none() && dots > 0 {
                    return Err(EinsumError::MissingEllipsis { axes: dots });
                }
                let (before, after) = term.labels.split_at(term.ellipsis.unwrap_or(0));
                let dots_labels = dots_labels.filter(|_| term.ellipsis.is_some());
                let before = before.iter().copied().map(Label::Letter);
                before.chain(dots_labels).chain(after.iter().copied().map(Label::Letter)).collect()
            }
        };
        let mut output = Vec::with_capacity(wanted.len());
        for label in wanted {
            let letter = label.shown();
            let number = axes.labels.iter().position(|&known| known == label);
            let number = number.ok_or(EinsumError::UnknownOutput { label: letter })?;
            if output.contains(&number) {
                return Err(EinsumError::RepeatedOutput { label: letter });
            }
            output.push(number);
        }
        Ok(output)
    }
}

impl Term {
    /// The labels of an operand's axes.
    fn labelled(&self, operand: usize, shape: &[usize]) -> Result<Vec<Label>, EinsumError> {
        let spare = shape.len().checked_sub(self.labels.len());
        let (at, dots) = match (self.ellipsis, spare) {
            (Some(at), Some(dots)) => (at, dots),
            (None, Some(0)) => (0, 0),
            _ => {
                let (labels, ellipsis) = (self.labels.len(), self.ellipsis.is_some());
                return Err(EinsumError::Rank { operand, labels, ellipsis, shape: shape.into() });
            }
        };
        let (before, after) = self.labels.split_at(at);
        let before = before.iter().copied().map(Label::Letter);
        let dots = (0..dots).rev().map(Label::Dots);
        Ok(before.chain(dots).chain(after.iter().copied().map(Label::Letter)).collect())
    }
}

impl Axes {
    /// The number of a label that has length `n` somewhere; a length of 1 stretches.
    fn number(&mut self, label: Label, n: usize) -> Result<usize, EinsumError> {
        let Some(number) = self.labels.iter().position(|&known| known == label) else {
            self.labels.push(label);
            self.lengths.push(n);
            return Ok(self.labels.len() - 1);
        };
        let known = &mut self.lengths[number];
        if *known == 1 {
            *known = n;
        }
        if n != 1 && n != *known {
            return Err(differ(label, *known, n));
        }
        Ok(number)
    }

    /// Within one operand a label has one length: nothing is stretched to a diagonal.
    fn same_within(&self, numbers: &[usize], shape: &[usize]) -> Result<(), EinsumError> {
        for (axis, number) in numbers.iter().enumerate() {
            let first = numbers.iter().position(|n| n == number).unwrap_or(axis);
            if shape[first] != shape[axis] {
                return Err(differ(self.labels[*number], shape[first], shape[axis]));
            }
        }
        Ok(())
    }

    /// The shapes of operands, as [`Spec::fit`] takes them.
    pub(super) fn shapes<'s, T>(operands: &'s [View<'_, T>]) -> Vec<&'s [usize]> {
        operands.iter().map(|operand| operand.shape()).collect()
    }
}

fn differ(label: Label, first: usize, other: usize) -> EinsumError {
    match label {
        Label::Letter(label) => EinsumError::Length { label, first, other },
        Label::Dots(_) => EinsumError::Ellipsis { first, other },
    }
}
