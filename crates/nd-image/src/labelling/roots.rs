//! Disjoint sets of numbers, for components that are found to be one.

/// Disjoint sets, each represented by its least member.
#[derive(Debug, Default)]
pub(crate) struct Roots(pub(crate) Vec<u32>);

impl Roots {
    pub(crate) fn new(n: u32) -> Roots {
        Roots((0..n).collect())
    }

    /// The least member of the set of `x`. Most sets are shallow: two steps are made without a look whether
    /// they were needed, which nobody could foretell.
    #[inline(always)]
    fn find(&mut self, x: u32) -> u32 {
        let parent = self.0[x as usize];
        let mut root = self.0[parent as usize];
        loop {
            let above = self.0[root as usize];
            if above == root {
                break;
            }
            let next = self.0[above as usize];
            self.0[root as usize] = next;
            root = next;
        }
        self.0[x as usize] = root;
        root
    }

    #[inline(always)]
    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        // A root is never greater than its members; one that is joined with itself stays what it is.
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// Numbers the sets `0..count` in the order of their roots, in place of the roots.
    pub(crate) fn number(mut self) -> (Vec<u32>, u32) {
        let mut count = 0;
        for x in 0..self.0.len() {
            let parent = self.0[x];
            let root = u32::from(parent as usize == x);
            // Parents come first, and have been replaced by their numbers. Not by a branch, which nobody
            // could foretell: a root is its own parent.
            self.0[x] = count;
            let number = self.0[parent as usize];
            self.0[x] = number;
            count += root;
        }
        (self.0, count)
    }
}
