//! Properties of nd-core against naive models, and what it refuses.

mod drops;
mod engine;
mod iterators;
mod join;
mod laid;
mod layout;
mod messages;
mod model;
mod operators;
mod overflow;
mod select;
mod threads;
mod views;
