//! Operators made of operators: closures, sums, products, multiples, adjoints, shifts.

use super::operator::LinearOperator;
use super::scalar::Scalar;
use super::vectors::{add_scaled, scale, zeros};
use crate::element::Entry;
use nd_core::ShapeError;

/// What a closure makes of a vector, as an operator.
///
/// # SciPy
/// `LinearOperator(shape, matvec=f, rmatvec=g)`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{FromFn, LinearOperator};
///
/// let double = FromFn::new([2, 2], |x: &[f64], y: &mut [f64]| {
///     y.iter_mut().zip(x).for_each(|(y, x)| *y = 2.0 * x);
/// });
/// let mut y = [0.0; 2];
/// double.apply(&[1.0, 3.0], &mut y);
/// assert_eq!(y, [2.0, 6.0]);
/// assert!(!double.has_adjoint());
/// ```
pub struct FromFn<T, F, G = fn(&[T], &mut [T])> {
    shape: [usize; 2],
    apply: F,
    adjoint: Option<G>,
    elements: std::marker::PhantomData<fn(T)>,
}

impl<T: Scalar, F: Fn(&[T], &mut [T]) + Sync> FromFn<T, F> {
    /// An operator `shape` without an adjoint; `apply(x, y)` sets all of `y` to the product with `x`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{FromFn, LinearOperator};
    ///
    /// let zero = FromFn::new([2, 3], |_: &[f64], y: &mut [f64]| y.fill(0.0));
    /// assert_eq!(zero.shape(), [2, 3]);
    /// ```
    pub fn new(shape: [usize; 2], apply: F) -> Self {
        FromFn { shape, apply, adjoint: None, elements: std::marker::PhantomData }
    }

    /// The same with an adjoint.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{FromFn, LinearOperator};
    ///
    /// let sum = FromFn::new([1, 3], |x: &[f64], y: &mut [f64]| y[0] = x.iter().sum())
    ///     .with_adjoint(|x: &[f64], y: &mut [f64]| y.fill(x[0]));
    /// let mut y = [0.0; 3];
    /// sum.apply_adjoint(&[2.0], &mut y);
    /// assert_eq!(y, [2.0; 3]);
    /// ```
    pub fn with_adjoint<G: Fn(&[T], &mut [T]) + Sync>(self, adjoint: G) -> FromFn<T, F, G> {
        let FromFn { shape, apply, elements, .. } = self;
        FromFn { shape, apply, adjoint: Some(adjoint), elements }
    }
}

impl<T: Scalar, F, G> LinearOperator for FromFn<T, F, G>
where
    F: Fn(&[T], &mut [T]) + Sync,
    G: Fn(&[T], &mut [T]) + Sync,
{
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        self.shape
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        (self.apply)(x, y);
    }
    fn has_adjoint(&self) -> bool {
        self.adjoint.is_some()
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        match &self.adjoint {
            Some(adjoint) => adjoint(x, y),
            None => panic!("apply_adjoint: this closure of shape {:?} has no adjoint", self.shape),
        }
    }
}

/// The identity `(n, n)`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{Identity, LinearOperator};
///
/// assert_eq!(Identity::<f64>::new(3).shape(), [3, 3]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Identity<T> {
    n: usize,
    elements: std::marker::PhantomData<fn(T)>,
}

impl<T: Scalar> Identity<T> {
    /// The identity of vectors of `n` elements.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Identity, LinearOperator};
    ///
    /// let mut y = [0.0];
    /// Identity::new(1).apply(&[7.0], &mut y);
    /// assert_eq!(y, [7.0]);
    /// ```
    pub fn new(n: usize) -> Self {
        Identity { n, elements: std::marker::PhantomData }
    }
}

impl<T: Scalar> LinearOperator for Identity<T> {
    type Elem = T;
    fn shape(&self) -> [usize; 2] {
        [self.n, self.n]
    }
    fn apply(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[T], y: &mut [T]) {
        y.copy_from_slice(x);
    }
}

/// `A + B`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{LinearOperator, Sum}};
///
/// let (a, b) = (Csr::<f64>::eye(2), nd_core::array![[0.0, 1.0], [0.0, 0.0]]);
/// let mut y = [0.0; 2];
/// Sum::new(&a, &b)?.apply(&[1.0, 10.0], &mut y);
/// assert_eq!(y, [11.0, 10.0]);
/// # Ok::<(), nd_core::ShapeError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sum<A, B>(A, B);

impl<A: LinearOperator, B: LinearOperator<Elem = A::Elem>> Sum<A, B> {
    /// The sum of two operators of one shape.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Identity, Sum};
    ///
    /// assert!(Sum::new(Identity::<f64>::new(2), Identity::new(3)).is_err());
    /// ```
    pub fn new(a: A, b: B) -> Result<Self, ShapeError> {
        if a.shape() == b.shape() {
            return Ok(Sum(a, b));
        }
        let (left, right) = (a.shape().into(), b.shape().into());
        Err(ShapeError::Mismatch { op: "sum of operators".into(), left, right })
    }
}

impl<A: LinearOperator, B: LinearOperator<Elem = A::Elem>> LinearOperator for Sum<A, B> {
    type Elem = A::Elem;
    fn shape(&self) -> [usize; 2] {
        self.0.shape()
    }
    fn apply(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        let mut other = zeros(y.len());
        self.0.apply(x, y);
        self.1.apply(x, &mut other);
        add_scaled(y, A::Elem::ONE, &other);
    }
    fn has_adjoint(&self) -> bool {
        self.0.has_adjoint() && self.1.has_adjoint()
    }
    fn apply_adjoint(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        let mut other = zeros(y.len());
        self.0.apply_adjoint(x, y);
        self.1.apply_adjoint(x, &mut other);
        add_scaled(y, A::Elem::ONE, &other);
    }
}

/// `A·B`: first `B`, then `A`. Nothing is multiplied out.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Adjoint, LinearOperator, Product}};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0]]);
/// let normal = Product::new(Adjoint::new(&a), &a)?;
/// let mut y = [0.0; 2];
/// normal.apply(&[1.0, 0.0], &mut y);
/// assert_eq!(y, [1.0, 2.0]);
/// # Ok::<(), nd_core::ShapeError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Product<A, B>(A, B);

impl<A: LinearOperator, B: LinearOperator<Elem = A::Elem>> Product<A, B> {
    /// The product of `(m, n)` and `(n, k)`.
    ///
    /// # Errors
    /// [`ShapeError::Inner`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Identity, Product};
    ///
    /// assert!(Product::new(Identity::<f64>::new(2), Identity::new(3)).is_err());
    /// ```
    pub fn new(a: A, b: B) -> Result<Self, ShapeError> {
        crate::products::check_matrices("product of operators", &a.shape(), &b.shape())?;
        Ok(Product(a, b))
    }
}

impl<A: LinearOperator, B: LinearOperator<Elem = A::Elem>> LinearOperator for Product<A, B> {
    type Elem = A::Elem;
    fn shape(&self) -> [usize; 2] {
        [self.0.shape()[0], self.1.shape()[1]]
    }
    fn apply(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        let mut between = zeros(self.1.shape()[0]);
        self.1.apply(x, &mut between);
        self.0.apply(&between, y);
    }
    fn has_adjoint(&self) -> bool {
        self.0.has_adjoint() && self.1.has_adjoint()
    }
    fn apply_adjoint(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        let mut between = zeros(self.1.shape()[0]);
        self.0.apply_adjoint(x, &mut between);
        self.1.apply_adjoint(&between, y);
    }
}

/// `s·A`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{Identity, LinearOperator, Scaled};
///
/// let mut y = [0.0];
/// Scaled::new(Identity::new(1), 3.0).apply(&[2.0], &mut y);
/// assert_eq!(y, [6.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scaled<A: LinearOperator>(A, A::Elem);

impl<A: LinearOperator> Scaled<A> {
    /// The operator times a number.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Identity, LinearOperator, Scaled};
    ///
    /// assert_eq!(Scaled::new(Identity::new(1), 3.0f32).shape(), [1, 1]);
    /// ```
    pub fn new(a: A, factor: A::Elem) -> Self {
        Scaled(a, factor)
    }
}

impl<A: LinearOperator> LinearOperator for Scaled<A> {
    type Elem = A::Elem;
    fn shape(&self) -> [usize; 2] {
        self.0.shape()
    }
    fn apply(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        self.0.apply(x, y);
        scale(y, self.1);
    }
    fn has_adjoint(&self) -> bool {
        self.0.has_adjoint()
    }
    fn apply_adjoint(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        self.0.apply_adjoint(x, y);
        scale(y, self.1.conjugate());
    }
}

/// `Aᴴ`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Adjoint, LinearOperator}};
///
/// let a = Csr::<f64>::from_dense([[1.0, 2.0]]);
/// assert_eq!(Adjoint::new(&a).shape(), [2, 1]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Adjoint<A>(A);

impl<A: LinearOperator> Adjoint<A> {
    /// The conjugate transpose.
    ///
    /// # Panics
    /// If the operator has none.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Adjoint, Identity, LinearOperator};
    ///
    /// assert!(Adjoint::new(Identity::<f64>::new(2)).has_adjoint());
    /// ```
    #[track_caller]
    pub fn new(a: A) -> Self {
        assert!(a.has_adjoint(), "adjoint: this operator of shape {:?} has none", a.shape());
        Adjoint(a)
    }
}

impl<A: LinearOperator> LinearOperator for Adjoint<A> {
    type Elem = A::Elem;
    fn shape(&self) -> [usize; 2] {
        let [rows, columns] = self.0.shape();
        [columns, rows]
    }
    fn apply(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        self.0.apply_adjoint(x, y);
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        self.0.apply(x, y);
    }
}

/// `A - s·I`.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{Identity, LinearOperator, Shifted};
///
/// let mut y = [0.0];
/// Shifted::new(Identity::new(1), 3.0).apply(&[2.0], &mut y);
/// assert_eq!(y, [-4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Shifted<A: LinearOperator>(A, A::Elem);

impl<A: LinearOperator> Shifted<A> {
    /// The operator without a multiple of the identity.
    ///
    /// # Panics
    /// If the operator is not square.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Identity, LinearOperator, Shifted};
    ///
    /// assert_eq!(Shifted::new(Identity::new(1), 3.0).shape(), [1, 1]);
    /// ```
    #[track_caller]
    pub fn new(a: A, shift: A::Elem) -> Self {
        let [rows, columns] = a.shape();
        assert!(rows == columns, "shifted: the operator is {rows} by {columns}, not square");
        Shifted(a, shift)
    }
}

impl<A: LinearOperator> LinearOperator for Shifted<A> {
    type Elem = A::Elem;
    fn shape(&self) -> [usize; 2] {
        self.0.shape()
    }
    fn apply(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        self.0.apply(x, y);
        add_scaled(y, -self.1, x);
    }
    fn has_adjoint(&self) -> bool {
        self.0.has_adjoint()
    }
    fn apply_adjoint(&self, x: &[A::Elem], y: &mut [A::Elem]) {
        self.0.apply_adjoint(x, y);
        add_scaled(y, -self.1.conjugate(), x);
    }
}
