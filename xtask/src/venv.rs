//! Virtual environments of our own for the comparisons with Python packages.

use crate::shell::{Outcome, run, works};
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a Python of 3.12 or later may be: by its name, or where pyenv keeps it.
fn newer_pythons() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        ["python3.14", "python3.13", "python3.12", "python3"].map(PathBuf::from).into();
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    for entry in std::fs::read_dir(home.join(".pyenv/versions")).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("3.1") {
            all.push(entry.path().join("bin/python"));
        }
    }
    all
}

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
        venv.build(python.as_ref(), requirements, &wanted)
    }

    /// As [`make`](Self::make), by the newest Python on this machine if that is 3.12 or later:
    /// what NumPy 2.5 needs. `None` if there is no such Python.
    pub(crate) fn make_newer(name: &str, requirements: &str) -> Outcome<Option<Self>> {
        let venv = Self { folder: workspace::root().join("target").join(name) };
        let wanted = workspace::read(requirements)?;
        let stamp = venv.folder.join("requirements.stamp");
        if std::fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == wanted) {
            return Ok(Some(venv));
        }
        let check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))";
        let found = newer_pythons()
            .into_iter()
            .find(|python| works(&python.to_string_lossy(), &["-c", check]));
        found.map(|python| venv.build(&python, requirements, &wanted)).transpose()
    }

    fn build(self, python: &Path, requirements: &str, wanted: &str) -> Outcome<Self> {
        let venv = self;
        let stamp = venv.folder.join("requirements.stamp");
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
