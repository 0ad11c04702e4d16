//! Decoders that panic: a fault of the file's, as far as the caller is concerned.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{ErrorKind, Result};
use crate::format::Format;

/// Runs a decoder; a panic in it becomes an error.
///
/// What the decoder was working on is dropped with it, and a half-filled buffer is never handed out, so
/// nothing broken is seen afterwards.
pub(super) fn guarded<T>(format: Format, decode: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let what = format!("the decoder gave up on it: {}", text.unwrap_or("no reason given"));
        Err(ErrorKind::corrupt(format, what).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let error = guarded::<()>(Format::WebP, || panic!("index {} out of bounds", 7));
        let message = error.unwrap_err().to_string();
        assert_eq!(message, "not valid WebP: the decoder gave up on it: index 7 out of bounds");
        assert_eq!(guarded(Format::Png, || Ok(3)).unwrap(), 3);
    }
}
