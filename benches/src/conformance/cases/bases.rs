//! Series of polynomials in six bases.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::polynomial::{CalculusOptions, Coefficient, FitOptions, Series};
use nd::{Array, polynomial};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// Functions of coefficients of series.
    series, series_of: f64 f64 Complex<f64>;
}

/// Coefficients, the last of which may be zeros.
fn coefficients<T: Value + Default>(random: &mut Random, most: usize) -> Laid<T> {
    let n = [usize::from(!random.one_in(40)) * (1 + random.below(most))];
    if random.one_in(5) {
        let mut a = Laid::<T>::filled(random, &n, T::small).view().to_array().into_vec();
        a.push(T::default());
        return Laid { base: Array::from_vec(a), steps: vec![] };
    }
    Laid::<T>::filled(random, &n, T::small)
}

/// Small numbers, where high powers stay small too.
fn near<T: Value + Coefficient>(random: &mut Random, shape: &[usize]) -> Laid<T>
where
    f64: nd::CastTo<T>,
{
    let a = Laid::<f64>::filled(random, shape, |random| random.unit() * 3.0 - 1.5);
    Laid { base: a.base.cast::<T>(), steps: a.steps }
}

/// One case of the functions of one basis.
macro_rules! of_basis {
    (
        $function:ident $several:ident $changed:ident, $module:ident, $prefix:literal:
        $line:ident $add:ident $sub:ident $mulx:ident $mul:ident $div:ident $pow:ident $val:ident
        $val2d:ident $val3d:ident $grid2d:ident $vander:ident $vander2d:ident
        $der:ident $der_with:ident $int:ident $int_with:ident $fromroots:ident $roots:ident $companion:ident $trim:ident
    ) => {
        fn $function<T: Value + Coefficient>(random: &mut Random, recorder: &mut Recorder)
        where
            f64: nd::CastTo<T>,
        {
            use polynomial::$module::*;
            let op = |name: &str| format!("polynomial.{}.{}{name}", stringify!($module), $prefix);
            let [c, d] = [(); 2].map(|()| coefficients::<T>(random, 8));
            let both = vec![recorder.input(&c), recorder.input(&d)];
            let one = both[..1].to_vec();
            let none = json!({});
            match random.below(18) {
                0 => recorder.case(&op("add"), both, none, || $add(c.view(), d.view())),
                1 => recorder.case(&op("sub"), both, none, || $sub(c.view(), d.view())),
                2 => recorder.case(&op("mul"), both, none, || $mul(c.view(), d.view())),
                3 => recorder.case(&op("div"), both, none, || $div(c.view(), d.view())),
                4 => recorder.case(&op("mulx"), one, none, || $mulx(c.view())),
                5 => {
                    let n = random.below(5);
                    let c = coefficients::<T>(random, 4);
                    let one = vec![recorder.input(&c)];
                    recorder.case(&op("pow"), one, json!({ "pow": n }), || $pow(c.view(), n));
                }
                6 | 7 => {
                    let shape = random.shape();
                    let x = near::<T>(random, &shape);
                    let columns: Vec<usize> = (0..1 + random.below(3)).map(|_| 1 + random.below(4)).collect();
                    let c = if random.one_in(2) { c } else { Laid::<T>::filled(random, &columns, T::small) };
                    let inputs = vec![recorder.input(&x), recorder.input(&c)];
                    recorder.case(&op("val"), inputs, none, || $val(x.view(), c.view()));
                }
                8 => {
                    let shape = random.shape();
                    let [x, y] = [(); 2].map(|()| near::<T>(random, &shape));
                    let shape = [1 + random.below(4), 1 + random.below(4)];
                    let c = Laid::<T>::filled(random, &shape, T::small);
                    let inputs = vec![recorder.input(&x), recorder.input(&y), recorder.input(&c)];
                    recorder.case(&op("val2d"), inputs, none, || $val2d(x.view(), y.view(), c.view()));
                }
                9..=12 => $several::<T>(random, recorder),
                _ => $changed::<T>(random, recorder),
            }
        }

        fn $several<T: Value + Coefficient>(random: &mut Random, recorder: &mut Recorder)
        where
            f64: nd::CastTo<T>,
        {
            use polynomial::$module::*;
            let op = |name: &str| format!("polynomial.{}.{}{name}", stringify!($module), $prefix);
            let none = json!({});
            match random.below(4) {
                0 => {
                    let [x, y, z] = [(); 3].map(|()| near::<T>(random, &[5]));
                    let shape = [1 + random.below(3), 1 + random.below(3), 1 + random.below(3)];
                    let c = Laid::<T>::filled(random, &shape, T::small);
                    let mut inputs: Vec<_> = [&x, &y, &z].map(|one| recorder.input(one)).to_vec();
                    inputs.push(recorder.input(&c));
                    recorder.case(&op("val3d"), inputs, none, || {
                        $val3d(x.view(), y.view(), z.view(), c.view())
                    });
                }
                1 => {
                    let (x, y) = (near::<T>(random, &[4]), near::<T>(random, &[3]));
                    let shape = [1 + random.below(4), 1 + random.below(4)];
                    let c = Laid::<T>::filled(random, &shape, T::small);
                    let inputs = vec![recorder.input(&x), recorder.input(&y), recorder.input(&c)];
                    recorder.case(&op("grid2d"), inputs, none, || $grid2d(x.view(), y.view(), c.view()));
                }
                2 => {
                    let shape = random.shape();
                    let x = near::<T>(random, &shape);
                    let deg = random.below(6);
                    let inputs = vec![recorder.input(&x)];
                    recorder.case(&op("vander"), inputs, json!({ "deg": deg }), || $vander(x.view(), deg));
                }
                _ => {
                    let [x, y] = [(); 2].map(|()| near::<T>(random, &[3, 2]));
                    let deg = [random.below(4), random.below(4)];
                    let inputs = vec![recorder.input(&x), recorder.input(&y)];
                    recorder.case(&op("vander2d"), inputs, json!({ "deg": deg }), || {
                        $vander2d(x.view(), y.view(), deg)
                    });
                }
            }
        }

        fn $changed<T: Value + Coefficient>(random: &mut Random, recorder: &mut Recorder)
        where
            f64: nd::CastTo<T>,
        {
            use polynomial::$module::*;
            let op = |name: &str| format!("polynomial.{}.{}{name}", stringify!($module), $prefix);
            let c = coefficients::<T>(random, 8);
            let one = vec![recorder.input(&c)];
            let none = json!({});
            match random.below(5) {
                0 | 1 => {
                    let shape: Vec<usize> = (0..1 + random.below(3)).map(|_| 1 + random.below(5)).collect();
                    let c = Laid::<T>::filled(random, &shape, T::small);
                    let axis = super::axis_of(random, shape.len());
                    let order = random.below(5);
                    let [scale, bound] = [(); 2].map(|()| T::small(random));
                    let told = recorder.array(Array::from_vec(vec![scale, bound]).view());
                    let inputs = vec![recorder.input(&c), told];
                    let parameters = json!({ "m": order, "axis": axis });
                    let mut options = CalculusOptions::<T>::default().axis(axis).scale(scale);
                    if random.one_in(2) {
                        return recorder.case(&op("der"), inputs, parameters, || $der_with(c.view(), order, &options));
                    }
                    options = options.lower_bound(bound);
                    recorder.case(&op("int"), inputs, parameters, || $int_with(c.view(), order, &options));
                }
                2 => {
                    let n = [random.below(7)];
                    let roots = near::<T>(random, &n);
                    let inputs = vec![recorder.input(&roots)];
                    recorder.case(&op("fromroots"), inputs, none, || $fromroots(roots.view()));
                }
                3 => recorder.case(&op("companion"), one, none, || $companion(c.view())),
                _ => {
                    let tol = random.unit() * 12.0;
                    recorder.case(&op("trim"), one, json!({ "tol": tol }), || $trim(c.view(), tol));
                }
            }
        }
    };
}
of_basis! { power power_several power_changed, polynomial, "poly":
polyline polyadd polysub polymulx polymul polydiv polypow polyval polyval2d polyval3d polygrid2d
polyvander polyvander2d polyder polyder_with polyint polyint_with polyfromroots polyroots polycompanion polytrim }
of_basis! { chebyshev chebyshev_several chebyshev_changed, chebyshev, "cheb":
chebline chebadd chebsub chebmulx chebmul chebdiv chebpow chebval chebval2d chebval3d chebgrid2d
chebvander chebvander2d chebder chebder_with chebint chebint_with chebfromroots chebroots chebcompanion chebtrim }
of_basis! { legendre legendre_several legendre_changed, legendre, "leg":
legline legadd legsub legmulx legmul legdiv legpow legval legval2d legval3d leggrid2d
legvander legvander2d legder legder_with legint legint_with legfromroots legroots legcompanion legtrim }
of_basis! { laguerre laguerre_several laguerre_changed, laguerre, "lag":
lagline lagadd lagsub lagmulx lagmul lagdiv lagpow lagval lagval2d lagval3d laggrid2d
lagvander lagvander2d lagder lagder_with lagint lagint_with lagfromroots lagroots lagcompanion lagtrim }
of_basis! { hermite hermite_several hermite_changed, hermite, "herm":
hermline hermadd hermsub hermmulx hermmul hermdiv hermpow hermval hermval2d hermval3d hermgrid2d
hermvander hermvander2d hermder hermder_with hermint hermint_with hermfromroots hermroots hermcompanion hermtrim }
of_basis! { hermite_e hermite_e_several hermite_e_changed, hermite_e, "herme":
hermeline hermeadd hermesub hermemulx hermemul hermediv hermepow hermeval hermeval2d hermeval3d hermegrid2d
hermevander hermevander2d hermeder hermeder_with hermeint hermeint_with hermefromroots hermeroots hermecompanion hermetrim }

fn series_of<T: Value + Coefficient>(random: &mut Random, recorder: &mut Recorder)
where
    f64: nd::CastTo<T>,
{
    match random.below(6) {
        0 => power::<T>(random, recorder),
        1 => chebyshev::<T>(random, recorder),
        2 => legendre::<T>(random, recorder),
        3 => laguerre::<T>(random, recorder),
        4 => hermite::<T>(random, recorder),
        _ => hermite_e::<T>(random, recorder),
    }
}

/// Roots, fits, quadratures, changes of the basis: of `f64`.
macro_rules! solved {
    ($($module:ident $prefix:literal $Basis:ident $roots:ident $fit_with:ident $gauss:expr;)*) => {
        /// Roots, fits and quadratures of every basis; series changed to another.
        pub(super) fn solved(random: &mut Random, recorder: &mut Recorder) {
            let mut which = random.below(6);
            $(
                if which == 0 {
                    use polynomial::$module::*;
                    let op = |name: &str| format!("polynomial.{}.{}{name}", stringify!($module), $prefix);
                    return solved_in::<polynomial::$Basis>(random, recorder, &op, |c| $roots(c), |x, y, degree, options| {
                        $fit_with(x, y, degree, options).map(|fit| fit.coefficients)
                    }, $gauss);
                }
                which = which.wrapping_sub(1);
            )*
        }
    };
}
solved! {
    polynomial "poly" PowerBasis polyroots polyfit_with None;
    chebyshev "cheb" ChebyshevBasis chebroots chebfit_with Some(chebgauss);
    legendre "leg" LegendreBasis legroots legfit_with Some(leggauss);
    laguerre "lag" LaguerreBasis lagroots lagfit_with Some(laggauss);
    hermite "herm" HermiteBasis hermroots hermfit_with Some(hermgauss);
    hermite_e "herme" HermiteEBasis hermeroots hermefit_with Some(hermegauss);
}

type Roots = fn(nd::View<'_, f64>) -> Result<Array<Complex<f64>>, polynomial::PolynomialError>;
type Fitted = fn(
    nd::View<'_, f64>,
    nd::View<'_, f64>,
    usize,
    &FitOptions,
) -> Result<Array<f64>, polynomial::PolynomialError>;
type Gauss = Option<fn(usize) -> (Array<f64>, Array<f64>)>;

fn solved_in<B: polynomial::Basis>(
    random: &mut Random,
    recorder: &mut Recorder,
    op: &dyn Fn(&str) -> String,
    roots: Roots,
    fit: Fitted,
    gauss: Gauss,
) {
    let c = coefficients::<f64>(random, 9);
    let one = vec![recorder.input(&c)];
    match random.below(5) {
        0 => recorder.case(&op("roots"), one, json!({}), || roots(c.view())),
        1 => {
            let degree = random.below(5);
            let n = [degree + 1 + random.below(15)];
            let x = near::<f64>(random, &n);
            let [y, w] = [(); 2].map(|()| Laid::<f64>::filled(random, &n, f64::small));
            let mut inputs = vec![recorder.input(&x), recorder.input(&y)];
            let mut options = FitOptions::default();
            if random.one_in(2) {
                let weights = w.view().map(|w| 0.5 + w.abs());
                inputs.push(recorder.array(weights.view()));
                options = options.weights(weights.into_vec());
            }
            recorder.case(&op("fit"), inputs, json!({ "deg": degree }), || {
                fit(x.view(), y.view(), degree, &options)
            });
        }
        2 => {
            let n = 1 + random.below(30);
            let Some(gauss) = gauss else { return };
            recorder.case(&op("gauss"), vec![], json!({ "deg": n }), || gauss(n));
        }
        3 => {
            let low = random.unit() * 4.0 - 2.0;
            let domain = [low, low + 0.5 + 3.0 * random.unit()];
            let order = random.below(4);
            let what = *random.pick(&["deriv", "integ", "trim", "cutdeg"]);
            let parameters = json!({ "domain": domain, "order": order, "what": what });
            let x = near::<f64>(random, &[4]);
            let inputs = vec![one[0].clone(), recorder.input(&x)];
            recorder.case(&op("_series"), inputs, parameters, || {
                let p = Series::<B>::new(c.view()).with_domain(domain);
                let p = match what {
                    "deriv" => p.deriv(order),
                    "integ" => p.integ(order),
                    "trim" => p.trim(order as f64),
                    _ => p.cutdeg(order),
                };
                (Array::from_vec(p.coef().to_vec()), p.eval(x.view()))
            });
        }
        _ => converted::<B>(random, recorder, &op("_converted"), &c),
    }
}

/// A series in another basis.
fn converted<B: polynomial::Basis>(
    random: &mut Random,
    recorder: &mut Recorder,
    op: &str,
    c: &Laid<f64>,
) {
    let one = vec![recorder.input(c)];
    let which =
        *random.pick(&["Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE"]);
    recorder.case(op, one, json!({ "kind": which }), || {
        let p = Series::<B>::new(c.view());
        match which {
            "Polynomial" => p.convert::<polynomial::PowerBasis>().coef().to_vec(),
            "Chebyshev" => p.convert::<polynomial::ChebyshevBasis>().coef().to_vec(),
            "Legendre" => p.convert::<polynomial::LegendreBasis>().coef().to_vec(),
            "Laguerre" => p.convert::<polynomial::LaguerreBasis>().coef().to_vec(),
            "Hermite" => p.convert::<polynomial::HermiteBasis>().coef().to_vec(),
            _ => p.convert::<polynomial::HermiteEBasis>().coef().to_vec(),
        }
        .into_iter()
        .collect::<Array<f64>>()
    });
}
