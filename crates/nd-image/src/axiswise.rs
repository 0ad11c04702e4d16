//! A parameter for each axis, or one for all.

use nd_core::normalize_axes;

/// One value for all axes, or one for each: what `sigma` and `order` are.
///
/// Made by `into()` from a value, an array or a vector.
///
/// # Examples
/// ```
/// use nd_image::Axiswise;
/// let all: Axiswise<f64> = 2.0.into();
/// let each: Axiswise<f64> = [2.0, 0.5].into();
/// assert_eq!(all, Axiswise::All(2.0));
/// assert_eq!(each, Axiswise::Each(vec![2.0, 0.5]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Axiswise<V> {
    /// The same for every axis.
    All(V),
    /// The first axis's, the second's, ...; as many as there are axes.
    Each(Vec<V>),
}

impl<V: Default> Default for Axiswise<V> {
    fn default() -> Self {
        Axiswise::All(V::default())
    }
}

impl<V> From<V> for Axiswise<V> {
    fn from(value: V) -> Self {
        Axiswise::All(value)
    }
}

impl<V, const N: usize> From<[V; N]> for Axiswise<V> {
    fn from(values: [V; N]) -> Self {
        Axiswise::Each(values.into())
    }
}

impl<V> From<Vec<V>> for Axiswise<V> {
    fn from(values: Vec<V>) -> Self {
        Axiswise::Each(values)
    }
}

impl<V: Clone> From<&[V]> for Axiswise<V> {
    fn from(values: &[V]) -> Self {
        Axiswise::Each(values.into())
    }
}

impl<V: Copy> Axiswise<V> {
    /// The values of `ndim` axes.
    #[track_caller]
    pub(crate) fn expand(&self, op: &str, what: &str, ndim: usize) -> Vec<V> {
        match self {
            Axiswise::All(value) => vec![*value; ndim],
            Axiswise::Each(values) => {
                let given = values.len();
                assert!(given == ndim, "{op}: {given} values of {what} for {ndim} axes");
                values.clone()
            }
        }
    }
}

/// The axes that a filter works along: those given, in their order, or all.
#[track_caller]
pub(crate) fn chosen(op: &'static str, axes: Option<&[isize]>, ndim: usize) -> Vec<usize> {
    match axes {
        None => (0..ndim).collect(),
        Some(axes) => {
            normalize_axes(op, axes, ndim).unwrap_or_else(|e| panic!("{e}")).as_slice().to_vec()
        }
    }
}
