//! What a person sees while files are prepared.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Told what is going on.
pub trait Progress {
    /// A package of `bytes` bytes is being fetched; called again while it grows.
    fn fetching(&mut self, package: &str, done: u64, bytes: u64);
    /// A file is being extracted and converted.
    fn converting(&mut self, id: &str);
    /// A file is ready; `done` of `total` files are.
    fn ready(&mut self, id: &str, done: usize, total: usize);
    /// Another process prepares into the same cache and is waited for.
    fn waiting(&mut self) {}
}

/// Says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn fetching(&mut self, _: &str, _: u64, _: u64) {}
    fn converting(&mut self, _: &str) {}
    fn ready(&mut self, _: &str, _: usize, _: usize) {}
}

/// A progress bar on a terminal's standard error; plain lines where there is no terminal.
#[derive(Debug)]
pub struct Bars {
    bar: ProgressBar,
    package: String,
    plain: bool,
}

impl Default for Bars {
    fn default() -> Self {
        let plain = !std::io::stderr().is_terminal();
        let target = if plain { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        Self { bar: ProgressBar::with_draw_target(Some(0), target), package: String::new(), plain }
    }
}

impl Bars {
    #[allow(clippy::print_stderr)] // This type is the place where a person is told.
    fn line(&self, text: &str) {
        if self.plain {
            eprintln!("{text}");
        } else {
            self.bar.println(text);
        }
    }

    fn style(&self, template: &str) {
        // The templates are constants; the default style is what a wrong one would fall back to.
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.progress_chars("━╸ "));
        }
    }
}

impl Progress for Bars {
    fn fetching(&mut self, package: &str, done: u64, bytes: u64) {
        if self.package != package {
            package.clone_into(&mut self.package);
            self.style("{spinner} {msg:34!} {bar:32.cyan} {bytes}/{total_bytes} {bytes_per_sec}");
            self.bar.reset();
            self.bar.enable_steady_tick(Duration::from_millis(120));
            self.bar.set_message(package.to_owned());
            if self.plain {
                self.line(&format!("fetching {package} ({:.1} MB)", bytes as f64 / 1e6));
            }
        }
        self.bar.set_length(bytes);
        self.bar.set_position(done.min(bytes));
    }

    fn waiting(&mut self) {
        self.line("waiting for another process that prepares models");
    }

    fn converting(&mut self, id: &str) {
        self.style("{spinner} {msg}");
        self.bar.set_message(format!("converting {id}"));
    }

    fn ready(&mut self, id: &str, done: usize, total: usize) {
        self.package.clear();
        self.line(&format!("  ready {id} ({done}/{total})"));
        if done == total {
            self.bar.finish_and_clear();
        }
    }
}
