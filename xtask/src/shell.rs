//! Running other programs, and reading our own arguments.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// What a chore ends with: nothing, or a message for the person who ran it.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// Runs `command` with its output on our terminal; anything but exit code 0 is an error.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let shown = show(command);
    println!("$ {shown}");
    let status = command.status().map_err(|e| format!("cannot start `{shown}`: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed ({status})")) }
}

/// Runs `command` and returns its standard output; its standard error stays on our terminal.
pub(crate) fn capture(command: &mut Command) -> Outcome<String> {
    let shown = show(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("cannot start `{shown}`: {e}"))?;
    if !output.status.success() {
        return Err(format!("`{shown}` failed ({})", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{shown}` did not print UTF-8"))
}

/// Whether `program args…` starts and exits with 0.
pub(crate) fn works(program: &str, args: &[&str]) -> bool {
    Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The cargo that started us, so that a `+toolchain` carries over.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The command as one would type it.
fn show(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let variables = command
        .get_envs()
        .filter_map(|(k, v)| Some(format!("{}={:?} ", k.display(), v?.to_string_lossy())));
    let words = std::iter::once(name).chain(command.get_args()).map(quote);
    variables.collect::<String>() + &words.collect::<Vec<_>>().join(" ")
}

fn quote(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.contains(char::is_whitespace) { format!("{word:?}") } else { word.into_owned() }
}

/// Arguments of one chore: `--name`, `--name value` and `--name=value`.
pub(crate) struct Args<'a> {
    left: Vec<&'a str>,
}

impl<'a> Args<'a> {
    pub(crate) fn new(args: &'a [String]) -> Self {
        Self { left: args.iter().map(String::as_str).collect() }
    }

    /// Takes `name` out; whether it was there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|&arg| arg != name);
        self.left.len() < before
    }

    /// Takes `name VALUE` or `name=VALUE` out.
    pub(crate) fn value(&mut self, name: &str) -> Outcome<Option<&'a str>> {
        for at in 0..self.left.len() {
            let arg = self.left[at];
            if arg == name {
                self.left.remove(at);
                if at == self.left.len() {
                    return Err(format!("{name} needs a value"));
                }
                return Ok(Some(self.left.remove(at)));
            }
            if let Some(value) = arg.strip_prefix(name).and_then(|s| s.strip_prefix('=')) {
                self.left.remove(at);
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The value of `name` as a number, or `default`.
    pub(crate) fn number<N: std::str::FromStr>(&mut self, name: &str, default: N) -> Outcome<N> {
        match self.value(name)? {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| format!("{name} {text}: not a number")),
        }
    }

    /// Everything known was taken out: what is left is a mistake.
    pub(crate) fn finish(self, usage: &str) -> Outcome {
        match self.left.first() {
            None => Ok(()),
            Some(&"--help" | &"-h") => {
                println!("{usage}");
                std::process::exit(0)
            }
            Some(arg) => Err(format!("unknown argument `{arg}`\n\n{usage}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn strings(args: &[&str]) -> Vec<String> {
        args.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arguments_in_both_spellings() {
        let args = strings(&["--only=tidy", "--strict", "--seed", "7"]);
        let mut args = Args::new(&args);
        assert_eq!(args.value("--only"), Ok(Some("tidy")));
        assert_eq!(args.number("--seed", 0), Ok(7));
        assert_eq!(args.number("--cases", 20), Ok(20));
        assert!(args.flag("--strict") && !args.flag("--strict"));
        assert_eq!(args.finish(""), Ok(()));
    }

    #[test]
    fn mistakes_are_named() {
        let args = strings(&["--oly", "--seed"]);
        let mut args = Args::new(&args);
        assert!(args.value("--seed").unwrap_err().contains("--seed needs a value"));
        assert!(args.finish("usage").unwrap_err().contains("`--oly`"));
    }
}
