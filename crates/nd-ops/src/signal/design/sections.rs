//! Which zeros and poles make a second-order section together.

use super::roots::from_roots;
use super::zpk::{Zpk, pairs_and_reals};
use nd_core::{Array, Complex};

type C = Complex<f64>;

/// How zeros and poles are put into sections.
///
/// # SciPy
/// `pairing`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pairing {
    /// Each pole with the nearest zero; a first-order section gets a zero and a pole at 0.
    #[default]
    Nearest,
    /// As nearest, but a first-order filter within stays one.
    KeepOdd,
    /// With no zeros and poles that the filter has not.
    Minimal,
}

/// How a filter is cut into sections.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Pairing, SectionOptions};
///
/// assert_eq!(SectionOptions::default().pairing, Pairing::Nearest);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SectionOptions {
    /// How zeros and poles are put together.
    pub pairing: Pairing,
    /// Whether the filter is of continuous time: sections are [`Pairing::Minimal`] then.
    pub analog: bool,
}

impl SectionOptions {
    /// How zeros and poles are put together.
    ///
    /// # SciPy
    /// `pairing`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{Pairing, SectionOptions, Zpk, zpk2sos_with};
    ///
    /// let filter = Zpk::new(vec![], vec![0.5.into()], 2.0).unwrap();
    /// let minimal = SectionOptions::default().pairing(Pairing::Minimal);
    /// assert_eq!(zpk2sos_with(&filter, &minimal), array![[0.0, 0.0, 2.0, 0.0, 1.0, -0.5]]);
    /// ```
    pub fn pairing(self, pairing: Pairing) -> Self {
        SectionOptions { pairing, ..self }
    }

    /// Whether the filter is of continuous time.
    ///
    /// # SciPy
    /// `analog`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::signal::{SectionOptions, Zpk, zpk2sos_with};
    ///
    /// let filter = Zpk::new(vec![], vec![(-1.0).into(), (-2.0).into()], 2.0).unwrap();
    /// let analog = SectionOptions::default().analog(true);
    /// assert_eq!(zpk2sos_with(&filter, &analog), array![[0.0, 0.0, 2.0, 1.0, 3.0, 2.0]]);
    /// ```
    pub fn analog(self, analog: bool) -> Self {
        SectionOptions { analog, ..self }
    }
}

/// The second-order sections of a filter: [`Zpk::sos`].
///
/// → `(sections, 6)`. The poles nearest to the unit circle come last, each with the zero nearest to it.
///
/// # SciPy
/// `scipy.signal.zpk2sos(z, p, k)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{Zpk, zpk2sos};
///
/// let filter = Zpk::new(vec![(-1.0).into()], vec![0.5.into()], 2.0).unwrap();
/// assert_eq!(zpk2sos(&filter), array![[2.0, 2.0, 0.0, 1.0, -0.5, 0.0]]);
/// ```
pub fn zpk2sos(filter: &Zpk) -> Array<f64> {
    zpk2sos_with(filter, &SectionOptions::default())
}

/// As [`zpk2sos`], with a choice of how sections are made.
///
/// # Panics
/// If there are more zeros than poles where none may be added.
///
/// # SciPy
/// `scipy.signal.zpk2sos(z, p, k, pairing, analog=analog)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{Pairing, SectionOptions, Zpk, zpk2sos_with};
///
/// let filter = Zpk::new(vec![], vec![0.5.into()], 2.0).unwrap();
/// let keep = SectionOptions::default().pairing(Pairing::KeepOdd);
/// assert_eq!(zpk2sos_with(&filter, &keep), array![[2.0, 0.0, 0.0, 1.0, -0.5, 0.0]]);
/// ```
#[track_caller]
pub fn zpk2sos_with(filter: &Zpk, options: &SectionOptions) -> Array<f64> {
    cut(filter, options)
}

/// Zeros and poles that are in no section yet; one of each conjugate pair.
struct Left {
    zeros: Vec<C>,
    poles: Vec<C>,
    minimal: bool,
    analog: bool,
}

#[track_caller]
pub(super) fn cut(filter: &Zpk, options: &SectionOptions) -> Array<f64> {
    let minimal = options.analog || options.pairing == Pairing::Minimal;
    let (mut zeros, mut poles) = (filter.zeros().to_vec(), filter.poles().to_vec());
    if minimal && zeros.len() > poles.len() {
        panic!("zpk2sos: {} zeros are more than {} poles", zeros.len(), poles.len());
    }
    if !minimal {
        let mut len = zeros.len().max(poles.len());
        len += usize::from(len % 2 == 1 && options.pairing == Pairing::Nearest);
        zeros.resize(len, C::default());
        poles.resize(len, C::default());
    }
    let count = poles.len().div_ceil(2);
    if count == 0 {
        let gain = filter.gain();
        let one = if options.analog {
            [0.0, 0.0, gain, 0.0, 0.0, 1.0]
        } else {
            [gain, 0.0, 0.0, 1.0, 0.0, 0.0]
        };
        return Array::from_shape_vec([1, 6], one.to_vec());
    }
    let split = |roots: Vec<C>| {
        let (mut all, reals) = pairs_and_reals(&roots).expect("the roots of a filter are in pairs");
        all.extend(reals);
        all
    };
    let mut left =
        Left { zeros: split(zeros), poles: split(poles), minimal, analog: options.analog };
    let mut sections: Vec<[f64; 6]> = (0..count).map(|_| left.section()).collect();
    sections.reverse();
    sections[0][..3].iter_mut().for_each(|c| *c *= filter.gain());
    Array::from_shape_vec([count, 6], sections.concat())
}

fn is_real(z: &C) -> bool {
    z.im == 0.0
}

impl Left {
    /// How near a pole is to where filters are not stable.
    fn margin(&self, pole: &C) -> f64 {
        if self.analog { pole.re.abs() } else { (1.0 - pole.norm()).abs() }
    }

    fn take_worst(&mut self, which: fn(&C) -> bool) -> C {
        let candidates = (0..self.poles.len()).filter(|&k| which(&self.poles[k]));
        let margin = |k: &usize| self.margin(&self.poles[*k]);
        let worst = candidates.min_by(|i, j| margin(i).total_cmp(&margin(j)));
        self.poles.remove(worst.expect("as many poles as sections need"))
    }

    fn take_zero(&mut self, near: C, which: fn(&C) -> bool) -> Option<C> {
        let candidates = (0..self.zeros.len()).filter(|&k| which(&self.zeros[k]));
        let distance = |k: &usize| (self.zeros[*k] - near).norm();
        let nearest = candidates.min_by(|i, j| distance(i).total_cmp(&distance(j)))?;
        Some(self.zeros.remove(nearest))
    }

    /// The section of the worst pole that is left.
    fn section(&mut self) -> [f64; 6] {
        let pole = self.take_worst(|_| true);
        let reals = |roots: &[C]| roots.iter().filter(|z| is_real(z)).count();
        if is_real(&pole) && reals(&self.poles) == 0 {
            let zero = self.take_zero(pole, is_real);
            let more = if self.minimal { None } else { Some(C::default()) };
            let zeros: Vec<C> = zero.into_iter().chain(more).collect();
            let poles: Vec<C> = [pole].into_iter().chain(more).collect();
            return coefficients(&zeros, &poles);
        }
        let last_reals = self.poles.len() + 1 == self.zeros.len()
            && reals(&self.poles) == 1
            && reals(&self.zeros) == 1;
        if !is_real(&pole) && last_reals {
            // The real zero is kept for the real pole.
            let zero = self.take_zero(pole, |z| !is_real(z));
            let zeros: Vec<C> = zero.into_iter().flat_map(|z| [z, z.conj()]).collect();
            return coefficients(&zeros, &[pole, pole.conj()]);
        }
        let other = if is_real(&pole) { self.take_worst(is_real) } else { pole.conj() };
        let zeros = match self.take_zero(pole, |_| true) {
            None => vec![],
            Some(zero) if !is_real(&zero) => vec![zero, zero.conj()],
            Some(zero) => [zero].into_iter().chain(self.take_zero(pole, is_real)).collect(),
        };
        coefficients(&zeros, &[pole, other])
    }
}

/// A section with these roots; missing powers are 0, in front.
fn coefficients(zeros: &[C], poles: &[C]) -> [f64; 6] {
    let mut section = [0.0; 6];
    for (k, roots) in [zeros, poles].into_iter().enumerate() {
        let all = from_roots(roots);
        for (to, c) in section[3 * k + 3 - all.len()..3 * k + 3].iter_mut().zip(&all) {
            *to = c.re;
        }
    }
    section
}
