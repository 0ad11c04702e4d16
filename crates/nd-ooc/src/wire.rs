//! [`Wire`]: partial results as bytes, to be kept in a file or made by another process.

use nd_core::{AnyArray, AnyView, Array, Typed, View};
use nd_ops::{Averaged, Moments};

/// How a partial result becomes bytes, and is made of them again: the same bits on every machine.
pub(crate) struct Wire<S> {
    pub(crate) put: fn(&S, &mut Vec<u8>),
    /// `None` for bytes that are none of these.
    pub(crate) get: fn(&mut &[u8]) -> Option<S>,
}

impl<S> Clone for Wire<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Wire<S> {}

impl<T: Typed> Wire<Array<T>> {
    /// An array.
    pub(crate) fn array() -> Self {
        Wire { put: |array, out| put_view(array.view(), out), get: get_array }
    }
}

impl Wire<Array<usize>> {
    /// Counts, or places.
    pub(crate) fn counts() -> Self {
        Wire { put: put_counts, get: get_counts }
    }
}

impl<T: Typed> Wire<Vec<T>> {
    /// A list.
    pub(crate) fn list() -> Self {
        Wire { put: |list, out| put_list(list, out), get: get_list }
    }
}

impl<T: Typed> Wire<(Array<T>, Array<T>)> {
    /// Two arrays.
    pub(crate) fn pair() -> Self {
        let put = |pair: &(Array<T>, Array<T>), out: &mut Vec<u8>| {
            put_view(pair.0.view(), out);
            put_view(pair.1.view(), out);
        };
        Wire { put, get: |from| Some((get_array(from)?, get_array(from)?)) }
    }
}

#[cfg(feature = "linalg")]
impl Wire<Vec<AnyArray>> {
    /// Arrays of any types.
    pub(crate) fn arrays() -> Self {
        let put = |arrays: &Vec<AnyArray>, out: &mut Vec<u8>| {
            put_number(arrays.len() as u64, out);
            arrays.iter().for_each(|array| put_any(array.view(), out));
        };
        let get = |from: &mut &[u8]| {
            let count = get_count(from)?;
            (0..count).map(|_| get_any(from)).collect()
        };
        Wire { put, get }
    }
}

impl<T: Typed + Averaged<Work: Typed, Real: Typed>> Wire<Array<Moments<T>>> {
    /// Moments.
    pub(crate) fn moments() -> Self {
        Wire { put: put_moments, get: get_moments }
    }
}

/// Writes a whole number.
pub(crate) fn put_number(number: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&number.to_le_bytes());
}

/// Reads a whole number.
pub(crate) fn get_number(from: &mut &[u8]) -> Option<u64> {
    let (bytes, rest) = from.split_first_chunk()?;
    *from = rest;
    Some(u64::from_le_bytes(*bytes))
}

/// Reads how many there are of something, of which each takes a byte at least.
pub(crate) fn get_count(from: &mut &[u8]) -> Option<usize> {
    let count = usize::try_from(get_number(from)?).ok()?;
    (count <= from.len()).then_some(count)
}

/// Writes elements and their shape.
pub(crate) fn put_view<T: Typed>(view: View<'_, T>, out: &mut Vec<u8>) {
    put_any(view.into(), out);
}

fn put_any(view: AnyView<'_>, out: &mut Vec<u8>) {
    let from = out.len();
    put_number(0, out);
    nd_io::write_npy_any(&mut *out, view).expect("memory takes whatever it is given");
    let length = (out.len() - from - 8) as u64;
    out[from..from + 8].copy_from_slice(&length.to_le_bytes());
}

/// Reads an array.
pub(crate) fn get_array<T: Typed>(from: &mut &[u8]) -> Option<Array<T>> {
    get_any(from)?.try_into().ok()
}

fn get_any(from: &mut &[u8]) -> Option<AnyArray> {
    let length = get_count(from)?;
    let (bytes, rest) = from.split_at(length);
    *from = rest;
    nd_io::read_npy_any(bytes).ok()
}

/// Writes a list.
pub(crate) fn put_list<T: Typed>(list: &[T], out: &mut Vec<u8>) {
    put_view(View::from_slice(list), out);
}

/// Reads a list.
pub(crate) fn get_list<T: Typed>(from: &mut &[u8]) -> Option<Vec<T>> {
    get_array(from).map(Array::into_vec)
}

/// Writes counts, or places.
pub(crate) fn put_counts(counts: &Array<usize>, out: &mut Vec<u8>) {
    put_view(counts.map(|count| count as u64).view(), out);
}

/// Reads counts, or places.
pub(crate) fn get_counts(from: &mut &[u8]) -> Option<Array<usize>> {
    get_array::<u64>(from).map(|counts| counts.map(|count| count as usize))
}

fn put_moments<T: Typed + Averaged<Work: Typed, Real: Typed>>(
    moments: &Array<Moments<T>>,
    out: &mut Vec<u8>,
) {
    put_view(moments.map(|one| one.parts().0 as u64).view(), out);
    put_view(moments.map(|one| one.parts().1).view(), out);
    put_view(moments.map(|one| one.parts().2).view(), out);
    put_view(moments.map(|one| one.parts().3).view(), out);
}

fn get_moments<T: Typed + Averaged<Work: Typed, Real: Typed>>(
    from: &mut &[u8],
) -> Option<Array<Moments<T>>> {
    let counts = get_counts(from)?;
    let (origins, means) = (get_array::<T>(from)?, get_array::<T::Work>(from)?);
    let squares = get_array::<T::Real>(from)?;
    let shape = counts.shape().to_vec();
    let fits = [origins.shape(), means.shape(), squares.shape()].iter().all(|&of| of == shape);
    let parts = counts.into_vec().into_iter().zip(origins.into_vec());
    let parts = parts.zip(means.into_vec()).zip(squares.into_vec());
    let whole = parts.map(|(((n, x), mean), squares)| Moments::from_parts((n, x, mean, squares)));
    fits.then(|| Array::from_shape_vec(&shape[..], whole.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd_core::array;

    fn there_and_back<S>(wire: Wire<S>, state: &S) -> S {
        let mut bytes = Vec::new();
        (wire.put)(state, &mut bytes);
        for cut in 0..bytes.len() {
            assert!((wire.get)(&mut &bytes[..cut]).is_none(), "{cut}");
        }
        bytes.push(7);
        let mut rest = &bytes[..];
        let again = (wire.get)(&mut rest).unwrap();
        assert_eq!(rest, [7]);
        again
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let x = array![[1.5f32, -0.0], [f32::NAN, 1e-45]];
        let y = there_and_back(Wire::array(), &x);
        assert_eq!(y.map(|x| x.to_bits()), x.map(|x| x.to_bits()));
        assert_eq!(there_and_back(Wire::list(), &vec![true, false]), [true, false]);
        assert_eq!(there_and_back(Wire::counts(), &array![3usize, 0]), array![3, 0]);
        let pair = (array![1u8], array![[2u8]]);
        assert_eq!(there_and_back(Wire::pair(), &pair), pair);
    }

    #[cfg(feature = "linalg")]
    #[test]
    fn arrays_of_any_types_are_read_as_they_were() {
        let some: Vec<AnyArray> = vec![array![1u8].into(), array![[2.5f64]].into()];
        let again = there_and_back(Wire::arrays(), &some);
        assert_eq!(again[0].clone().try_into(), Ok(array![1u8]));
        assert_eq!(again[1].clone().try_into(), Ok(array![[2.5f64]]));
    }

    #[test]
    fn moments_are_read_as_they_were() {
        let of = |x: &[f64]| <f64 as nd_ops::Averaged>::moments_of(View::from_slice(x));
        let x = Array::from_vec(vec![of(&[0.1, 0.7, 3.0]), of(&[]), of(&[f64::INFINITY])]);
        let bits = |x: &Array<Moments<f64>>| {
            x.map(|one| one.parts().3.to_bits() ^ one.parts().2.to_bits() ^ one.count() as u64)
        };
        assert_eq!(bits(&there_and_back(Wire::moments(), &x)), bits(&x));
    }
}
