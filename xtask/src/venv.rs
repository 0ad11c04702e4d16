//! Virtual environments of our own for the comparisons with Python packages.

use crate::shell::{Outcome, run, works};
use crate::workspace;
use std::path::PathBuf;
use std::process::Command;

/// A Python environment below `target/`, holding exactly what a requirements file pins.
pub(crate) struct Venv {
    folder: PathBuf,
}

impl Venv {
    /// Makes `target/NAME` from a requirements file, or reuses it if the file is unchanged.
    pub(crate) fn make(name: &str, requirements: &str) -> Outcome<Self> {
        let venv = Self { folder: workspace::root().join("target").join(name) };
        let wanted = workspace::read(requirements)?;
        let stamp = venv.folder.join("requirements.stamp");
        if std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == wanted) {
            return Ok(venv);
        }
        let python = if cfg!(windows) { "python" } else { "python3" };
        if !works(python, &["-c", "import venv, ensurepip"]) {
            return Err(format!(
                "this needs {python} (3.11 or later) with its venv module; \
                 it is not needed to build or test the crates"
            ));
        }
        // A half-made environment of an earlier try would confuse pip.
        let _ = std::fs::remove_dir_all(&venv.folder);
        run(Command::new(python).args(["-m", "venv"]).arg(&venv.folder))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
        run(venv.python().args(pip).arg(workspace::root().join(requirements)))?;
        std::fs::write(&stamp, wanted).map_err(|e| format!("{}: {e}", stamp.display()))?;
        Ok(venv)
    }

    /// The environment's interpreter, to be given arguments.
    pub(crate) fn python(&self) -> Command {
        let binary = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
        Command::new(self.folder.join(binary))
    }
}
