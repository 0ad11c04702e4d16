//! [`Flusher`]: what was written goes to the disk while more is written.

use std::fs::File;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

/// After so many bytes the disk is asked to begin. Fewer would be more entries in the journal.
pub(crate) const STEP: usize = 64 << 20;

/// A thread that flushes a file now and then. Without it all of a large file waits in memory for
/// the last flush, and the disk for the file.
#[derive(Debug, Default)]
pub(crate) struct Flusher {
    /// Bytes since the thread was last woken.
    bytes: usize,
    thread: Option<(SyncSender<()>, JoinHandle<io::Result<()>>)>,
}

impl Flusher {
    /// Takes note of bytes that were written.
    pub(crate) fn wrote(&mut self, file: &File, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes < STEP {
            return;
        }
        self.bytes = 0;
        if self.thread.is_none() {
            // Without a thread the last flush does it all.
            self.thread = started(file).ok();
        }
        if let Some((wake, _)) = &self.thread {
            // Where one request waits already, it will flush these bytes too.
            let _ = wake.try_send(());
        }
    }

    /// Ends the thread.
    ///
    /// # Errors
    /// That of the first flush that failed: the system tells of it once, so that a flush that
    /// follows may succeed though bytes were lost.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let Some((wake, thread)) = self.thread.take() else { return Ok(()) };
        drop(wake);
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the flushing thread panicked")))
    }
}

fn started(file: &File) -> io::Result<(SyncSender<()>, JoinHandle<io::Result<()>>)> {
    let file = file.try_clone()?;
    let (wake, woken) = sync_channel(1);
    let flush = move || woken.iter().try_for_each(|()| file.sync_data());
    Ok((wake, Builder::new().name("nd-io flush".into()).spawn(flush)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AtomicFile;
    use std::io::Write;

    #[test]
    fn a_file_that_is_flushed_on_the_way_is_whole() -> io::Result<()> {
        let path = std::env::temp_dir().join(format!("nd-flusher-{}", std::process::id()));
        let bytes: Vec<u8> = (0..STEP + 5).map(|i| (i % 251) as u8).collect();
        let mut file = AtomicFile::create(&path)?;
        file.write_all(&bytes[..7])?;
        file.write_all(&bytes[7..])?;
        file.commit()?;
        let same = std::fs::read(&path)? == bytes;
        std::fs::remove_file(&path)?;
        assert!(same);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_failed_flush_is_told_at_the_end() {
        // A pipe cannot be flushed.
        let (_reader, writer) = io::pipe().expect("pipes are to be had");
        let file = File::from(std::os::fd::OwnedFd::from(writer));
        let mut flusher = Flusher::default();
        flusher.wrote(&file, STEP - 1);
        assert!(flusher.thread.is_none());
        flusher.wrote(&file, 1);
        assert!(flusher.thread.is_some());
        assert!(flusher.finish().is_err());
        assert!(flusher.finish().is_ok(), "there is no thread any more");
    }
}
