//! The functions of each basis under NumPy's names.

/// The functions that all six have.
macro_rules! common {
    (
        $kind:ident, $prefix:literal, $domain:expr, $path:literal:
        $line:ident $add:ident $sub:ident $mulx:ident $mul:ident $div:ident $pow:ident $val:ident
        $val2d:ident $val3d:ident $valnd:ident $grid2d:ident $grid3d:ident
        $vander:ident $vander2d:ident $vander3d:ident $der:ident $der_with:ident $int:ident $int_with:ident
        $fromroots:ident $roots:ident $companion:ident $trim:ident $fit:ident $fit_with:ident
    ) => {
        use crate::Binned;
        use crate::polynomial::coefficient::{Coefficient, Task};
        use crate::polynomial::functions;
        use crate::polynomial::kind::Kind;
        use crate::polynomial::{CalculusOptions, Degrees, Fit, FitOptions, PolynomialError};
        use nd_core::{Array, ArrayLike, Complex, Operand};

        /// The domain of a series that is not given one.
        pub const DOMAIN: [f64; 2] = $domain;
        /// The coefficients of 0.
        pub const ZERO: [f64; 1] = [0.0];
        /// The coefficients of 1.
        pub const ONE: [f64; 1] = [1.0];

        /// The coefficients of `offset + scale·x`; of one alone if the scale is 0.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($line), "(offset, scale)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($line), ", ", stringify!($val), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($val), "(3.0, &", stringify!($line), "(1.0, 2.0))[[]], 7.0);")]
        /// ```
        pub fn $line<C: Coefficient>(offset: C, scale: C) -> Array<C> {
            Array::from_vec(crate::polynomial::algebra::line(Kind::$kind, offset, scale))
        }

        common! {@two
            $kind, $path, $add, "add", Add, "The sum of two series, without zeros at the end.",
            concat!("assert_eq!(", stringify!($add), "(&[1.0, 2.0], &[3.0, 4.0, 5.0]), nd_core::array![4.0, 6.0, 5.0]);")
        }
        common! {@two
            $kind, $path, $sub, "sub", Subtract, "The difference of two series, without zeros at the end.",
            concat!("assert_eq!(", stringify!($sub), "(&[1.0, 2.0], &[3.0, 2.0]), nd_core::array![-2.0]);")
        }
        common! {@two
            $kind, $path, $mul, "mul", Multiply, "The product of two series, without zeros at the end.",
            concat!("assert_eq!(", stringify!($mul), "(&[2.0], &[3.0, 4.0]), nd_core::array![6.0, 8.0]);")
        }

        /// The product with `x`.
        ///
        /// # Panics
        /// If `c` has not one axis, or is empty.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($mulx), "(c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($line), ", ", stringify!($mulx), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($mulx), "(&[1.0]), ", stringify!($line), "(0.0, 1.0));")]
        /// ```
        #[track_caller]
        pub fn $mulx<A: ArrayLike<Elem: Coefficient>>(c: A) -> Array<A::Elem> {
            functions::by_x(Kind::$kind, c)
        }

        /// Quotient and remainder of two series.
        ///
        /// # Panics
        /// If either has not one axis, or is empty.
        ///
        /// # Errors
        /// [`PolynomialError::ZeroDivisor`].
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($div), "(c1, c2)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($div), ";")]
        ///
        #[doc = concat!("let (quotient, rest) = ", stringify!($div), "(&[2.0, 4.0], &[2.0])?;")]
        /// assert_eq!((quotient, rest), (nd_core::array![1.0, 2.0], nd_core::array![0.0]));
        /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
        /// ```
        #[track_caller]
        pub fn $div<A, B>(c1: A, c2: B) -> Result<(Array<A::Elem>, Array<A::Elem>), PolynomialError>
        where
            A: ArrayLike<Elem: Coefficient>,
            B: ArrayLike<Elem = A::Elem>,
        {
            functions::divided(Kind::$kind, c1, c2)
        }

        /// The power of a series, by repeated products.
        ///
        /// # Panics
        /// If `c` has not one axis, or is empty, or the result would have a degree over 2^24.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($pow), "(c, n)`, whose powers are limited to 16 for some.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($pow), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($pow), "(&[2.0], 3), nd_core::array![8.0]);")]
        /// ```
        #[track_caller]
        pub fn $pow<A: ArrayLike<Elem: Coefficient>>(c: A, n: usize) -> Array<A::Elem> {
            functions::raised(Kind::$kind, c, n)
        }

        /// The values of a series, by Clenshaw's scheme.
        ///
        /// `x`: any shape, or a number; `c: (n, …)` → the other axes of `c`, which are series of their own, and those of `x`.
        ///
        /// # Panics
        /// If `c` has no axes or no rows, or the result would have more axes than arrays have.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($val), "(x, c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($val), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($val), "(&[0.0, 1.0], &[5.0]), nd_core::array![5.0, 5.0]);")]
        /// ```
        #[track_caller]
        pub fn $val<A: ArrayLike<Elem: Coefficient>>(x: impl Operand<A::Elem>, c: A) -> Array<A::Elem> {
            functions::values(stringify!($val), Kind::$kind, x.operand(), c.view())
        }

        /// The values of a series in two variables at points `(x, y)`.
        ///
        /// `x`, `y`: of one shape; `c: (n, m, …)` → the other axes of `c`, and those of `x`.
        ///
        /// # Panics
        /// If shapes differ, or `c` has fewer than 2 axes, or no elements.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($val2d), "(x, y, c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($val2d), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($val2d), "(&[0.0, 1.0], &[0.0, 2.0], &[[5.0]]), nd_core::array![5.0, 5.0]);")]
        /// ```
        #[track_caller]
        pub fn $val2d<A: ArrayLike<Elem: Coefficient>>(
            x: impl Operand<A::Elem>,
            y: impl Operand<A::Elem>,
            c: A,
        ) -> Array<A::Elem> {
            functions::values_nd(Kind::$kind, &[x.operand(), y.operand()], c.view())
        }

        /// The values of a series in three variables at points `(x, y, z)`.
        ///
        /// `x`, `y`, `z`: of one shape; `c: (n, m, l, …)` → the other axes of `c`, and those of `x`.
        ///
        /// # Panics
        /// If shapes differ, or `c` has fewer than 3 axes, or no elements.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($val3d), "(x, y, z, c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($val3d), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($val3d), "(0.5, 1.0, 2.0, &[[[5.0]]])[[]], 5.0);")]
        /// ```
        #[track_caller]
        pub fn $val3d<A: ArrayLike<Elem: Coefficient>>(
            x: impl Operand<A::Elem>,
            y: impl Operand<A::Elem>,
            z: impl Operand<A::Elem>,
            c: A,
        ) -> Array<A::Elem> {
            let points = [x.operand(), y.operand(), z.operand()];
            functions::values_nd(Kind::$kind, &points, c.view())
        }

        /// The values of a series in any number of variables at points.
        ///
        /// `points`: one array for each variable, all of one shape; `c`: an axis for each, and others → the others, and those of points.
        ///
        /// # Panics
        /// If there are no points, shapes differ, or `c` has fewer axes, or no elements.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($valnd), "(points, c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($valnd), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($valnd), "(&[[0.0, 1.0], [2.0, 3.0]], &[[5.0]]), nd_core::array![5.0, 5.0]);")]
        /// ```
        #[track_caller]
        pub fn $valnd<P, A>(points: &[P], c: A) -> Array<A::Elem>
        where
            A: ArrayLike<Elem: Coefficient>,
            P: ArrayLike<Elem = A::Elem>,
        {
            let points: Vec<_> = points.iter().map(|x| x.view()).collect();
            functions::values_nd(Kind::$kind, &points, c.view())
        }

        /// The values of a series in two variables at all pairs of `x` and `y`.
        ///
        /// `c: (n, m, …)` → the other axes of `c`, those of `x`, and those of `y`.
        ///
        /// # Panics
        /// If `c` has fewer than 2 axes, or no elements, or the result would have more axes than arrays have.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($grid2d), "(x, y, c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($grid2d), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($grid2d), "(&[0.0, 1.0], &[2.0], &[[5.0]]), nd_core::array![[5.0], [5.0]]);")]
        /// ```
        #[track_caller]
        pub fn $grid2d<A: ArrayLike<Elem: Coefficient>>(
            x: impl Operand<A::Elem>,
            y: impl Operand<A::Elem>,
            c: A,
        ) -> Array<A::Elem> {
            functions::grid(Kind::$kind, &[x.operand(), y.operand()], c.view())
        }

        /// The values of a series in three variables at all triples of `x`, `y` and `z`.
        ///
        /// `c: (n, m, l, …)` → the other axes of `c`, those of `x`, of `y`, and of `z`.
        ///
        /// # Panics
        /// If `c` has fewer than 3 axes, or no elements, or the result would have more axes than arrays have.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($grid3d), "(x, y, z, c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($grid3d), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($grid3d), "(&[0.0, 1.0], &[2.0], 3.0, &[[[5.0]]]).shape(), [2, 1]);")]
        /// ```
        #[track_caller]
        pub fn $grid3d<A: ArrayLike<Elem: Coefficient>>(
            x: impl Operand<A::Elem>,
            y: impl Operand<A::Elem>,
            z: impl Operand<A::Elem>,
            c: A,
        ) -> Array<A::Elem> {
            functions::grid(Kind::$kind, &[x.operand(), y.operand(), z.operand()], c.view())
        }

        /// The values of the polynomials up to a degree.
        ///
        /// `x`: any shape, or a number → that shape and `degree + 1`.
        ///
        /// # Panics
        /// If the size overflows, or the result would have more axes than arrays have.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($vander), "(x, degree)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($vander), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($vander), "(&[2.0, 3.0], 0), nd_core::array![[1.0], [1.0]]);")]
        /// ```
        #[track_caller]
        pub fn $vander<C: Coefficient>(x: impl Operand<C>, degree: usize) -> Array<C> {
            functions::vander(Kind::$kind, x.operand(), degree)
        }

        /// The products of the polynomials in two variables up to given degrees.
        ///
        /// `x`, `y`: of one shape → that shape and `(degrees[0] + 1)·(degrees[1] + 1)`, those of `y` the faster.
        ///
        /// # Panics
        /// If shapes differ, or the size overflows.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($vander2d), "(x, y, degrees)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($vander2d), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($vander2d), "(&[2.0], &[3.0], [1, 2]).shape(), [1, 6]);")]
        /// ```
        #[track_caller]
        pub fn $vander2d<C: Coefficient>(
            x: impl Operand<C>,
            y: impl Operand<C>,
            degrees: [usize; 2],
        ) -> Array<C> {
            functions::vander_of(Kind::$kind, &[x.operand(), y.operand()], &degrees)
        }

        /// The products of the polynomials in three variables up to given degrees.
        ///
        /// `x`, `y`, `z`: of one shape → that shape and the product of the degrees and one each, those of `z` the fastest.
        ///
        /// # Panics
        /// If shapes differ, or the size overflows.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($vander3d), "(x, y, z, degrees)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($vander3d), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($vander3d), "(&[2.0], &[3.0], &[1.0], [1, 2, 1]).shape(), [1, 12]);")]
        /// ```
        #[track_caller]
        pub fn $vander3d<C: Coefficient>(
            x: impl Operand<C>,
            y: impl Operand<C>,
            z: impl Operand<C>,
            degrees: [usize; 3],
        ) -> Array<C> {
            functions::vander_of(Kind::$kind, &[x.operand(), y.operand(), z.operand()], &degrees)
        }

        /// The derivative of order `order`.
        ///
        /// `c: (n, …)` → `(n - order, …)`, and a row of zeros if nothing is left.
        ///
        /// # Panics
        /// If `c` has no axes, or no rows.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($der), "(c, order)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($der), ", ", stringify!($line), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($der), "(&", stringify!($line), "(1.0, 2.0), 1), nd_core::array![2.0]);")]
        /// ```
        #[track_caller]
        pub fn $der<A: ArrayLike<Elem: Coefficient>>(c: A, order: usize) -> Array<A::Elem> {
            functions::calculus(Kind::$kind, c, order, &CalculusOptions::default(), false)
        }

        #[doc = concat!("As [`", stringify!($der), "`], along another axis, or scaled.")]
        ///
        /// # Panics
        /// If there is no such axis, or it is empty.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($der), "(c, order, scl, axis)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::{CalculusOptions, ", $path, "::{", stringify!($der_with), ", ", stringify!($line), "}};")]
        ///
        /// let twice = CalculusOptions::default().scale(2.0);
        #[doc = concat!("assert_eq!(", stringify!($der_with), "(&", stringify!($line), "(1.0, 2.0), 1, &twice), nd_core::array![4.0]);")]
        /// ```
        #[track_caller]
        pub fn $der_with<A: ArrayLike<Elem: Coefficient>>(
            c: A,
            order: usize,
            options: &CalculusOptions<A::Elem>,
        ) -> Array<A::Elem> {
            functions::calculus(Kind::$kind, c, order, options, false)
        }

        /// The integral of order `order` that is 0 at 0.
        ///
        /// `c: (n, …)` → `(n + order, …)`; 0 stays 0.
        ///
        /// # Panics
        /// If `c` has no axes, or no rows.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($int), "(c, order)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($int), ", ", stringify!($line), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($int), "(&[2.0], 1), ", stringify!($line), "(0.0, 2.0));")]
        /// ```
        #[track_caller]
        pub fn $int<A: ArrayLike<Elem: Coefficient>>(c: A, order: usize) -> Array<A::Elem> {
            functions::calculus(Kind::$kind, c, order, &CalculusOptions::default(), true)
        }

        #[doc = concat!("As [`", stringify!($int), "`], along another axis, scaled, or with other constants.")]
        ///
        /// # Panics
        /// If there is no such axis, it is empty, or there are more constants than integrals.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($int), "(c, order, k, lbnd, scl, axis)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::{CalculusOptions, ", $path, "::{", stringify!($int_with), ", ", stringify!($line), "}};")]
        ///
        /// let three = CalculusOptions::default().constants([3.0]);
        #[doc = concat!("assert_eq!(", stringify!($int_with), "(&[2.0], 1, &three), ", stringify!($line), "(3.0, 2.0));")]
        /// ```
        #[track_caller]
        pub fn $int_with<A: ArrayLike<Elem: Coefficient>>(
            c: A,
            order: usize,
            options: &CalculusOptions<A::Elem>,
        ) -> Array<A::Elem> {
            functions::calculus(Kind::$kind, c, order, options, true)
        }

        /// The series that is 0 at these places, and whose highest power of `x` has the factor 1.
        ///
        /// `roots: (n,)` → `(n + 1,)`.
        ///
        /// # Panics
        /// If `roots` has not one axis.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($fromroots), "(roots)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($fromroots), ", ", stringify!($line), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($fromroots), "(&[2.0]), ", stringify!($line), "(-2.0, 1.0));")]
        /// ```
        #[track_caller]
        pub fn $fromroots<A: ArrayLike<Elem: Coefficient>>(roots: A) -> Array<A::Elem> {
            functions::from_roots(Kind::$kind, roots)
        }

        /// Where a series is 0: the eigenvalues of its companion matrix, in order of real parts.
        ///
        /// # Panics
        /// If `c` has not one axis, or is empty.
        ///
        /// # Errors
        /// [`PolynomialError::NotFinite`], also among coefficients divided by the last, [`PolynomialError::NoConvergence`].
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($roots), "(c)`, which are real numbers if all are.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($line), ", ", stringify!($roots), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($roots), "(&", stringify!($line), "(-2.0, 1.0))?, nd_core::array![nd_core::Complex::new(2.0, 0.0)]);")]
        /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
        /// ```
        #[track_caller]
        pub fn $roots<A: ArrayLike<Elem: Coefficient>>(c: A) -> Result<Array<Complex<f64>>, PolynomialError> {
            functions::roots(Kind::$kind, c)
        }

        /// The companion matrix, whose eigenvalues are the roots; scaled so that it is symmetric but for its last column, where
        /// the polynomials are orthogonal.
        ///
        /// `c: (n + 1,)` → `(n, n)`.
        ///
        /// # Panics
        /// If `c` has not one axis, or is a constant.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($companion), "(c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($companion), ", ", stringify!($line), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($companion), "(&", stringify!($line), "(-2.0, 1.0)), nd_core::array![[2.0]]);")]
        /// ```
        #[track_caller]
        pub fn $companion<A: ArrayLike<Elem: Coefficient>>(c: A) -> Array<A::Elem> {
            functions::companion(Kind::$kind, c)
        }

        /// Without coefficients at the end that are at most `tol` in size.
        ///
        /// # Panics
        /// If `c` has not one axis, or is empty, or the tolerance is negative or NaN.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($trim), "(c, tol)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($trim), ";")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($trim), "(&[1.0, 2.0, 0.1], 0.5), nd_core::array![1.0, 2.0]);")]
        /// ```
        #[track_caller]
        pub fn $trim<A: ArrayLike<Elem: Coefficient>>(c: A, tol: f64) -> Array<A::Elem> {
            crate::polynomial::polyutils::trimcoef(c, tol)
        }

        /// The series that comes nearest to points, by least squares.
        ///
        /// `x: (m,)`; `y: (m,)` or `(m, k)`; `degrees`: the highest, or a list of those that there are.
        ///
        /// # Panics
        /// If `x` has not one axis, `y` has neither one nor two, lengths differ, or there is nothing.
        ///
        /// # Errors
        /// [`PolynomialError::NotFinite`], also among the polynomials' values.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($fit), "(x, y, degree)` of real numbers.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($fit), ", ", stringify!($val), "};")]
        ///
        #[doc = concat!("let c = ", stringify!($fit), "(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.0], 1)?.coefficients;")]
        #[doc = concat!("assert!((", stringify!($val), "(3.0, &c)[[]] - 7.0).abs() < 1e-12);")]
        /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
        /// ```
        #[track_caller]
        pub fn $fit(
            x: impl ArrayLike<Elem: Binned>,
            y: impl ArrayLike<Elem: Binned>,
            degrees: impl Into<Degrees>,
        ) -> Result<Fit, PolynomialError> {
            functions::fit(Kind::$kind, x, y, degrees.into(), &FitOptions::default())
        }

        #[doc = concat!("As [`", stringify!($fit), "`], with weights, or another bound for what counts as 0.")]
        ///
        /// # Panics
        #[doc = concat!("As [`", stringify!($fit), "`], and if weights are not one for each point.")]
        ///
        /// # Errors
        #[doc = concat!("As [`", stringify!($fit), "`].")]
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($fit), "(x, y, degree, rcond, True, w)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::{FitOptions, ", $path, "::", stringify!($fit_with), "};")]
        ///
        /// let options = FitOptions::default().weights([1.0, 1.0, 0.0]);
        #[doc = concat!("let fit = ", stringify!($fit_with), "(&[0.0, 1.0, 2.0], &[1.0, 1.0, 9.0], 0, &options)?;")]
        /// assert!((fit.coefficients[[0]] - 1.0).abs() < 1e-15);
        /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
        /// ```
        #[track_caller]
        pub fn $fit_with(
            x: impl ArrayLike<Elem: Binned>,
            y: impl ArrayLike<Elem: Binned>,
            degrees: impl Into<Degrees>,
            options: &FitOptions,
        ) -> Result<Fit, PolynomialError> {
            functions::fit(Kind::$kind, x, y, degrees.into(), options)
        }
    };
    (@two $kind:ident, $path:literal, $name:ident, $op:literal, $Task:ident, $what:literal, $example:expr) => {
        #[doc = $what]
        ///
        /// # Panics
        /// If either has not one axis, or is empty.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($name), "(c1, c2)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::", stringify!($name), ";")]
        ///
        #[doc = $example]
        /// ```
        #[track_caller]
        pub fn $name<A, B>(c1: A, c2: B) -> Array<A::Elem>
        where
            A: ArrayLike<Elem: Coefficient>,
            B: ArrayLike<Elem = A::Elem>,
        {
            functions::two($op, Kind::$kind, c1, c2, |a, b| Task::$Task(a, b))
        }
    };
}

/// The functions that the five bases of orthogonal polynomials have.
macro_rules! orthogonal {
    ($kind:ident, $path:literal, $line:ident: $to_poly:ident $from_poly:ident $gauss:ident $weight:ident) => {
        /// The coefficients of the powers of `x`, the constant first.
        ///
        /// # Panics
        /// If `c` has not one axis, or is empty.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($to_poly), "(c)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($to_poly), ", ", stringify!($line), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($to_poly), "(&", stringify!($line), "(1.0, 2.0)), nd_core::array![1.0, 2.0]);")]
        /// ```
        #[track_caller]
        pub fn $to_poly<A: ArrayLike<Elem: Coefficient>>(c: A) -> Array<A::Elem> {
            functions::converted(Kind::$kind, c, Kind::Power)
        }

        /// The series of a polynomial whose coefficients are given, the constant first.
        ///
        /// # Panics
        /// If `p` has not one axis, or is empty.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($from_poly), "(p)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::polynomial::", $path, "::{", stringify!($from_poly), ", ", stringify!($line), "};")]
        ///
        #[doc = concat!("assert_eq!(", stringify!($from_poly), "(&[1.0, 2.0]), ", stringify!($line), "(1.0, 2.0));")]
        /// ```
        #[track_caller]
        pub fn $from_poly<A: ArrayLike<Elem: Coefficient>>(p: A) -> Array<A::Elem> {
            functions::converted(Kind::Power, p, Kind::$kind)
        }

        /// The places and weights of Gauss' rule with `n` places: exact for polynomials up to degree `2 n - 1` times the
        #[doc = concat!("weight function, [`", stringify!($weight), "`].")]
        ///
        /// # Panics
        /// If `n` is 0 or over 10,000.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($gauss), "(n)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("let (x, w) = nd_ops::polynomial::", $path, "::", stringify!($gauss), "(1);")]
        /// assert_eq!((x.size(), w.size()), (1, 1));
        /// ```
        #[track_caller]
        pub fn $gauss(n: usize) -> (Array<f64>, Array<f64>) {
            crate::polynomial::gauss::gauss(Kind::$kind, n)
        }

        /// The function with which the polynomials are orthogonal.
        ///
        /// # NumPy
        #[doc = concat!("`np.polynomial.", $path, ".", stringify!($weight), "(x)`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("assert_eq!(nd_ops::polynomial::", $path, "::", stringify!($weight), "(0.0)[[]], 1.0);")]
        /// ```
        pub fn $weight(x: impl Operand<f64>) -> Array<f64> {
            functions::weight(Kind::$kind, x)
        }
    };
}

pub(crate) use {common, orthogonal};
