//! The tests of linear algebra: one program, because each would compile the generic functions
//! that it uses again, which takes minutes.

#[macro_use]
mod matrices;

mod eigen;
mod einsum;
mod extremes;
mod factors;
mod functions;
mod polynomials;
mod products;
mod small;
mod solving;
mod solving_golden;
mod spectral;
mod systems;
