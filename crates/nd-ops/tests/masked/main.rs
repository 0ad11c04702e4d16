//! Masked arrays: what numpy.ma does, what a model of options does, and what is ours.

mod behaviour;
mod large;
mod model;
mod numpy;
