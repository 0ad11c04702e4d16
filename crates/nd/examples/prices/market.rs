//! A market of any size, made of two real series.

use crate::real::Real;
use nd::ooc::{self, Chunked};

/// Closing prices of so many symbols, rounded to cents, of which nothing is made yet: `(days, symbols)`.
///
/// The first two are the real series. Every other one goes up and down with a share of both, and with what one of
/// them did on some other day, drawn anew every day: real returns, in an order of its own.
pub(crate) fn market(real: &Real, symbols: usize) -> Chunked<f64> {
    let closes = real.closes.clone();
    let days = closes.shape()[0];
    let logs = closes.map(|close| close.ln());
    let steps = nd::diff(&logs, 1, 0);
    let moves = ooc::from_fn([days, symbols], move |at| {
        let (day, symbol) = (at[0], at[1]);
        match (day, symbol) {
            (0, 0 | 1) => logs[[0, symbol]],
            (0, _) => 3.0 + 3.0 * uniform(symbol, days),
            (_, 0 | 1) => steps[[day - 1, symbol]],
            _ => {
                let (share, beta) =
                    (uniform(symbol, days + 1), 2.0 * uniform(symbol, days + 2) - 0.5);
                let alone = 0.3 + 0.9 * uniform(symbol, days + 3);
                let drawn = mixed((symbol * (days + 4) + day) as u64);
                let (other, of) = ((drawn >> 1) as usize % (days - 1), (drawn & 1) as usize);
                let with = share * steps[[day - 1, 0]] + (1.0 - share) * steps[[day - 1, 1]];
                beta * with + alone * steps[[other, of]]
            }
        }
    });
    moves.cumsum_axis(0).map(|log| (log.exp() * 100.0).round() / 100.0)
}

/// A number of `0..1` for a symbol, other ones for other uses.
fn uniform(symbol: usize, what: usize) -> f64 {
    (mixed(((symbol as u64) << 20) + what as u64) >> 11) as f64 / (1u64 << 53) as f64
}

/// Bits that look like chance (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd::prelude::*;

    #[test]
    fn the_first_symbols_are_the_real_series() {
        let real = Real::read().unwrap();
        assert_eq!(real.dates[[0]].to_string(), "1999-01-04");
        assert_eq!(real.dates[[5030]].to_string(), "2018-12-31");
        let made = market(&real, 5).slice(s![.., ..2]).compute().unwrap();
        let far = (made - &real.closes).abs().max();
        assert!(far < 0.006, "{far}");
    }

    #[test]
    fn a_market_does_not_depend_on_its_size() {
        let real = Real::read().unwrap();
        let (few, many) = (market(&real, 7), market(&real, 40));
        assert_eq!(few.compute().unwrap(), many.slice(s![.., ..7]).compute().unwrap());
        assert!(many.min().value().unwrap() > 0.0);
    }
}
