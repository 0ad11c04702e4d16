//! What this process is, by its environment: a program by itself, the one that leads others, or one that is led.

use super::Engine;
use super::child::Program;
use super::session::{Role, Session};
use crate::error::{ErrorKind, Result};
use std::cell::Cell;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Makes an engine, by what stands behind its name in `ND_ENGINE`.
type Make = Box<dyn Fn(&Program, &str) -> Result<Box<dyn Engine>> + Send>;

static MAKERS: Mutex<Vec<(String, Make)>> = Mutex::new(Vec::new());
static HERE: OnceLock<Result<Option<Session>, String>> = OnceLock::new();

/// Adds an engine that `ND_ENGINE=name`, or `ND_ENGINE=name:…`, then stands for; before the first compute.
///
/// # Examples
/// ```
/// use nd_ooc::engine::{self, Engine, Processes};
///
/// engine::register("two", |program, _| Ok(Box::new(Processes::new(program, 2)) as Box<dyn Engine>));
/// ```
pub fn register(
    name: impl Into<String>,
    make: impl Fn(&Program, &str) -> Result<Box<dyn Engine>> + Send + 'static,
) {
    let mut makers = MAKERS.lock().unwrap_or_else(PoisonError::into_inner);
    makers.push((name.into(), Box::new(make)));
}

/// The engine of a name that was [added](register).
pub(super) fn registered(
    name: &str,
    rest: &str,
    program: &Program,
) -> Option<Result<Box<dyn Engine>>> {
    let makers = MAKERS.lock().unwrap_or_else(PoisonError::into_inner);
    let (_, make) = makers.iter().rev().find(|(known, _)| known == name)?;
    Some(make(program, rest))
}

/// Whether this process is the one that somebody started, and not one that does tasks for it.
///
/// Everything between two computes is done by every process of a program: what should happen once, such as writing
/// a file or a line, asks this.
///
/// # Examples
/// ```
/// let mean = nd_ooc::arange(0.0f64, 5.0, 1.0).mean().value()?;
/// if nd_ooc::is_driver() {
///     println!("{mean}");
/// }
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub fn is_driver() -> bool {
    match std::env::var("ND_ENGINE").as_deref() {
        Ok("worker") => false,
        Ok("range") => std::env::var("ND_RANGE").is_ok_and(|range| range == "next"),
        _ => true,
    }
}

/// The run that this process has a part in; `None` where it is by itself.
pub(crate) fn here() -> Result<Option<&'static Session>> {
    if is_inside() {
        return Ok(None);
    }
    let found = HERE.get_or_init(|| {
        let Ok(engine) = std::env::var("ND_ENGINE") else { return Ok(None) };
        match engine.as_str() {
            "" | "local" => Ok(None),
            _ => Session::begin(&engine).map(Some).map_err(|error| error.to_string()),
        }
    });
    let session = match found {
        Ok(session) => session.as_ref(),
        Err(what) => return Err(ErrorKind::Engine(what.clone()).into()),
    };
    if let Some(session) =
        session.filter(|session| matches!(session.role, Role::Driver(_) | Role::Next))
    {
        session.end_with_this_thread();
    }
    Ok(session)
}

thread_local! {
    static INSIDE: Cell<usize> = const { Cell::new(0) };
}

/// Does something as part of a task: what is computed in there is that task's own.
pub(crate) fn inside<R>(work: impl FnOnce() -> R) -> R {
    struct Out;
    impl Drop for Out {
        fn drop(&mut self) {
            INSIDE.set(INSIDE.get() - 1);
        }
    }
    INSIDE.set(INSIDE.get() + 1);
    let _out = Out;
    work()
}

fn is_inside() -> bool {
    INSIDE.get() > 0
}
