//! An order of nodes that a seed says.

/// The nodes in ascending order without a seed, else in one of all orders, each as likely: always the same one for a
/// seed. (The bits are those of G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators",
/// 2014.)
pub(super) fn order(nodes: usize, seed: Option<u64>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..nodes).collect();
    let Some(mut state) = seed else { return order };
    for last in (1..nodes).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // As near to all places alike as 64 bits are.
        let at = (u128::from(bits) * (last as u128 + 1)) >> 64;
        order.swap(last, at as usize);
    }
    order
}
