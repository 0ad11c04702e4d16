//! [`Link`]: a worker's line to whoever started it.

use super::batch::{Failure, Stats};
use super::line::{joined, split};
use crate::error::{ErrorKind, Result};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::ops::Range;

/// The environment variables by which a worker is told whom to call, and the word that shows who it is.
pub(super) const LINK: &str = "ND_WORKER_LINK";
pub(super) const TOKEN: &str = "ND_WORKER_TOKEN";

/// A worker's line to whoever started it: orders in, what became of them out.
///
/// It is none of the standard streams: what a program prints goes where it always does.
pub(crate) struct Link {
    from: BufReader<TcpStream>,
    to: TcpStream,
    /// An order that was taken and is for later.
    next: Option<Order>,
}

/// Tasks to be done.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) compute: usize,
    pub(crate) pass: usize,
    pub(crate) tasks: Range<usize>,
}

impl Link {
    /// Calls whoever the environment says.
    pub(super) fn open() -> Result<Link> {
        let refused = |what: String| ErrorKind::Engine(format!("worker: {what}"));
        let address = std::env::var(LINK).map_err(|_| refused(format!("{LINK} is not set")))?;
        let token = std::env::var(TOKEN).map_err(|_| refused(format!("{TOKEN} is not set")))?;
        let open = || {
            let mut to = TcpStream::connect(&address)?;
            to.set_nodelay(true)?;
            to.write_all(joined(&["hello", &token, &std::process::id().to_string()]).as_bytes())?;
            Ok(Link { from: BufReader::new(to.try_clone()?), to, next: None })
        };
        open().map_err(|error: std::io::Error| refused(format!("{address}: {error}")).into())
    }

    /// The next order; waits for it. The process ends when there will be none.
    pub(crate) fn order(&mut self) -> Order {
        if let Some(order) = self.next.take() {
            return order;
        }
        let mut line = String::new();
        match self.from.read_line(&mut line) {
            Ok(length) if length > 0 => {}
            // Nobody is there any more, or the work is done.
            _ => std::process::exit(0),
        }
        order_of(&line).unwrap_or_else(|| std::process::exit(2))
    }

    /// Puts an order back that is for later.
    pub(crate) fn put_back(&mut self, order: Order) {
        self.next = Some(order);
    }

    /// Says that an order is done.
    pub(crate) fn done(&mut self, stats: &Stats) {
        let words = stats.words();
        self.say(&["done", &words[0], &words[1], &words[2]]);
    }

    /// Says that it could not be done.
    pub(crate) fn failed(&mut self, failure: &Failure) {
        let words = failure.words();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.say(&[&["failed"], &words[..]].concat());
    }

    fn say(&mut self, words: &[&str]) {
        if self.to.write_all(joined(words).as_bytes()).is_err() {
            std::process::exit(0);
        }
    }
}

fn order_of(line: &str) -> Option<Order> {
    let words = split(line);
    let [word, numbers @ ..] = &words[..] else { return None };
    let numbers: Vec<usize> = numbers.iter().map(|one| one.parse().ok()).collect::<Option<_>>()?;
    let &[compute, pass, first, last] = &numbers[..] else { return None };
    (word == "do").then_some(Order { compute, pass, tasks: first..last })
}
