//! A line that says what is being done, once that takes longer than a second.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

const LINE: &str = "Reading and checking the records …";

/// Shows the line while it is there, and takes it away with itself.
pub(super) struct Waiting {
    /// Dropped to say that it is over.
    over: Option<Sender<()>>,
    shown: Option<JoinHandle<()>>,
}

impl Waiting {
    /// On a terminal only: what is piped or mailed has answers and nothing else.
    pub(super) fn start() -> Option<Waiting> {
        let out = std::io::stderr();
        out.is_terminal()
            .then(|| Waiting::on(out, Duration::from_secs(1)))
    }

    fn on(mut out: impl Write + Send + 'static, after: Duration) -> Waiting {
        let (over, wait) = channel::<()>();
        let shown = std::thread::spawn(move || {
            if wait.recv_timeout(after) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let _ = write!(out, "\r{LINE}").and_then(|()| out.flush());
            let _ = wait.recv();
            let blank = " ".repeat(LINE.chars().count());
            let _ = write!(out, "\r{blank}\r").and_then(|()| out.flush());
        });
        Waiting {
            over: Some(over),
            shown: Some(shown),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(shown) = self.shown.take() {
            let _ = shown.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What was written, for all to see.
    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<u8>>>);

    impl Write for Seen {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Seen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    #[test]
    fn what_is_quick_shows_nothing() {
        let seen = Seen::default();
        drop(Waiting::on(seen.clone(), Duration::from_secs(3600)));
        assert_eq!(seen.text(), "");
    }

    #[test]
    fn what_takes_long_is_said_and_taken_away() {
        let seen = Seen::default();
        let waiting = Waiting::on(seen.clone(), Duration::ZERO);
        while seen.text().is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(seen.text(), format!("\r{LINE}"));
        drop(waiting);
        let blank = " ".repeat(LINE.chars().count());
        assert_eq!(seen.text(), format!("\r{LINE}\r{blank}\r"));
    }
}
