//! Text: what is read, what is written, what is refused.
#![allow(clippy::print_stdout, reason = "people read what was counted")]

mod cases;
mod corpus;
mod golden;
mod hostile;
mod live;
mod packed;
mod round_trip;
