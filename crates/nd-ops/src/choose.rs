//! `where_`, `select_where` and `choose`: one of several, by conditions or by a number.

use nd_core::{
    Array, ArrayLike, Element, IndexElement, IndexMode, Operand, Shape, ShapeError, View,
    broadcast_shapes, zip,
};

/// Elements of `a` where `condition` holds, of `b` elsewhere.
///
/// `condition`, `a`, `b`: any shapes that broadcast; `a` and `b` arrays or single values.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.where(condition, a, b)`; `where` is a keyword of Rust.
///
/// # Examples
/// ```
/// use nd_core::{array, greater};
///
/// let a = array![-1.0, 2.0];
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), &a, 0.0), array![0.0, 2.0]);
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), 1.0, &a), array![-1.0, 1.0]);
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), 1.0, 0.0), array![0.0, 1.0]);
/// ```
/// ```should_panic
/// # use nd_core::array;
/// nd_ops::where_(&array![true, false], &array![1, 2, 3], 0);
/// ```
#[track_caller]
pub fn where_<T: Element>(
    condition: impl ArrayLike<Elem = bool>,
    a: impl Operand<T>,
    b: impl Operand<T>,
) -> Array<T> {
    zip((&condition.view(), &a.operand(), &b.operand()))
        .named("where_")
        .map(|(c, a, b)| if c { a } else { b })
}

/// Of each place, the element there of the choice that its index says.
///
/// `indices` of integers and `choices` of any shapes that broadcast → that shape.
///
/// # Panics
/// If there is no choice, the shapes do not broadcast together, or an index is negative or not less than the number
/// of choices.
///
/// # NumPy
/// `np.choose(indices, choices)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let choices = [array![0, 1, 2], array![10, 11, 12], array![20, 21, 22]];
/// assert_eq!(nd_ops::choose(&[2, 0, 1], &choices), array![20, 1, 12]);
/// ```
/// ```should_panic
/// nd_ops::choose(&[2], &[[1], [2]]);
/// ```
#[track_caller]
pub fn choose<I, A>(indices: I, choices: &[A]) -> Array<A::Elem>
where
    I: ArrayLike<Elem: IndexElement>,
    A: ArrayLike<Elem: Element>,
{
    try_choose(indices, choices).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`choose`], for indices that come from users or data.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Broadcast`], [`ShapeError::Index`] for the first index out of bounds.
///
/// # Examples
/// ```
/// let error = nd_ops::try_choose(&[0, -1], &[[1, 2], [3, 4]]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "choose: index -1 is out of bounds for axis 0 with length 2"
/// );
/// ```
pub fn try_choose<I, A>(indices: I, choices: &[A]) -> Result<Array<A::Elem>, ShapeError>
where
    I: ArrayLike<Elem: IndexElement>,
    A: ArrayLike<Elem: Element>,
{
    try_choose_with(indices, choices, IndexMode::Raise)
}

/// As [`choose`], told what an index means for which there is no choice.
///
/// # Panics
/// If there is no choice, the shapes do not broadcast together, or, with [`IndexMode::Raise`], an index is out of
/// bounds.
///
/// # NumPy
/// `np.choose(indices, choices, mode=mode)`.
///
/// # Examples
/// ```
/// use nd_core::{IndexMode, array};
/// use nd_ops::choose_with;
///
/// let choices = [[1, 2], [3, 4]];
/// assert_eq!(choose_with(&[-1, 2], &choices, IndexMode::Wrap), array![3, 2]);
/// assert_eq!(choose_with(&[-1, 2], &choices, IndexMode::Clip), array![1, 4]);
/// ```
#[track_caller]
pub fn choose_with<I, A>(indices: I, choices: &[A], mode: IndexMode) -> Array<A::Elem>
where
    I: ArrayLike<Elem: IndexElement>,
    A: ArrayLike<Elem: Element>,
{
    try_choose_with(indices, choices, mode).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`choose_with`], for indices that come from users or data.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Broadcast`], [`ShapeError::Index`].
///
/// # Examples
/// ```
/// use nd_core::IndexMode;
///
/// assert!(nd_ops::try_choose_with(&[0], &[[1, 2], [3, 4]], IndexMode::Clip).is_ok());
/// ```
pub fn try_choose_with<I, A>(
    indices: I,
    choices: &[A],
    mode: IndexMode,
) -> Result<Array<A::Elem>, ShapeError>
where
    I: ArrayLike<Elem: IndexElement>,
    A: ArrayLike<Elem: Element>,
{
    let (op, len) = ("choose", choices.len());
    let views: Vec<View<'_, A::Elem>> = choices.iter().map(|choice| choice.view()).collect();
    let indices = indices.view();
    let first = views.first().ok_or(ShapeError::NoArrays { op })?;
    let shapes: Vec<&[usize]> =
        std::iter::once(indices.shape()).chain(views.iter().map(View::shape)).collect();
    let shape = broadcast(op, &shapes)?;
    let place = |index: &I::Elem| {
        let index = index.to_index();
        mode.place(index, len).ok_or(ShapeError::Index { op, index, axis: 0, len })
    };
    let places = indices.iter().map(place).collect::<Result<Vec<usize>, _>>()?;
    let places = Array::try_from_shape_vec(*indices.layout().shape(), places)?;
    let mut out = first.try_broadcast_to(shape)?.to_array();
    for (k, view) in views.iter().enumerate().skip(1) {
        let here = places.map(move |place| place == k);
        out.try_assign_where(&here, view)?;
    }
    Ok(out)
}

fn broadcast(op: &'static str, shapes: &[&[usize]]) -> Result<Shape, ShapeError> {
    broadcast_shapes(shapes).map_err(|_| ShapeError::Broadcast {
        op,
        shapes: shapes.iter().map(|&shape| shape.into()).collect(),
    })
}

/// Of each place, the element there of the first choice whose condition holds, and `default` where none does.
///
/// `conditions`, `choices` and `default` of any shapes that broadcast → that shape.
///
/// # Panics
/// If there are not as many conditions as choices, or none, or the shapes do not broadcast together.
///
/// # NumPy
/// `np.select(conditions, choices, default)`; here `a.select(mask)` picks elements of one array.
///
/// # Examples
/// ```
/// use nd_core::{array, greater, less};
/// use nd_ops::select_where;
///
/// let a = array![0, 1, 2, 3, 4];
/// let conditions = [less(&a, 2), greater(&a, 2)];
/// assert_eq!(select_where(&conditions, &[-&a, &a * &a], 42), array![0, -1, 42, 9, 16]);
/// ```
/// ```should_panic
/// nd_ops::select_where(&[[true]], &[[1], [2]], 0);
/// ```
#[track_caller]
pub fn select_where<C, A>(
    conditions: &[C],
    choices: &[A],
    default: impl Operand<A::Elem>,
) -> Array<A::Elem>
where
    C: ArrayLike<Elem = bool>,
    A: ArrayLike<Elem: Element>,
{
    try_select_where(conditions, choices, default).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`select_where`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Size`] if there are not as many conditions as choices,
/// [`ShapeError::Broadcast`].
///
/// # Examples
/// ```
/// let error = nd_ops::try_select_where(&[[true]], &[[1], [2]], 0).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "select_where (a condition for each choice): 1 elements do not fill shape [2] of 2"
/// );
/// ```
pub fn try_select_where<C, A>(
    conditions: &[C],
    choices: &[A],
    default: impl Operand<A::Elem>,
) -> Result<Array<A::Elem>, ShapeError>
where
    C: ArrayLike<Elem = bool>,
    A: ArrayLike<Elem: Element>,
{
    if conditions.len() != choices.len() {
        let (given, shape) = (conditions.len(), [choices.len()].into());
        let op = "select_where (a condition for each choice)";
        return Err(ShapeError::Size { op, given, shape });
    }
    if choices.is_empty() {
        return Err(ShapeError::NoArrays { op: "select_where" });
    }
    let views: Vec<_> =
        conditions.iter().map(|c| c.view()).zip(choices.iter().map(|a| a.view())).collect();
    let default = default.operand();
    let mut shapes = vec![default.shape()];
    for (condition, choice) in &views {
        shapes.extend([condition.shape(), choice.shape()]);
    }
    let mut out = default.try_broadcast_to(broadcast("select_where", &shapes)?)?.to_array();
    // The first one that holds is written last.
    for (condition, choice) in views.iter().rev() {
        out.try_assign_where(condition, choice)?;
    }
    Ok(out)
}
