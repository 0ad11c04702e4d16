//! Numbers that are a function of their index, equal to the bit to those of `peer.py`.

/// Element `index` of stream `seed`: splitmix64, a hash of the counter.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
pub fn bits(seed: u64, index: u64) -> u64 {
    let mut z = (index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = z.wrapping_add(seed.wrapping_mul(0xD1B5_4A32_D192_ED03));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// `n` floats in `[low, high)`.
pub fn f64s(seed: u64, n: usize, low: f64, high: f64) -> Vec<f64> {
    (0..n as u64).map(|i| float(seed, i, low, high)).collect()
}

/// The same, rounded to single precision.
pub fn f32s(seed: u64, n: usize, low: f64, high: f64) -> Vec<f32> {
    (0..n as u64).map(|i| float(seed, i, low, high) as f32).collect()
}

/// `n` bytes.
pub fn bytes(seed: u64, n: usize) -> Vec<u8> {
    (0..n as u64).map(|i| (bits(seed, i) >> 56) as u8).collect()
}

fn float(seed: u64, index: u64, low: f64, high: f64) -> f64 {
    let unit = (bits(seed, index) >> 11) as f64 * 2.0_f64.powi(-53);
    low + (high - low) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bits_as_in_python() {
        // From `bits(1, 0, 3)` of peer.py; the first output of seed 0 is splitmix64's own.
        let python = [0x2d0f_28c7_e7e7_86b2, 0x7585_6f74_5165_f252, 0x8674_bbc2_7359_55af];
        assert_eq!([bits(1, 0), bits(1, 1), bits(1, 2)], python);
        assert_eq!(bits(0, 0), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn floats_stay_in_their_range() {
        let x = f64s(3, 1000, -2.0, 5.0);
        assert!(x.iter().all(|x| (-2.0..5.0).contains(x)));
        assert_eq!(f32s(3, 10, -2.0, 5.0)[7], x[7] as f32);
    }
}
