//! Asking and answering line by line.

use std::io::{self, BufRead, Read, Write};

use crate::cli::read::text::blocks;
use crate::content::parse;
use crate::text::{safe, wrap};

/// The longest line that is taken, in bytes.
const LONGEST: u64 = 64 * 1024;

/// Columns of what is said.
const WIDTH: usize = 78;

/// A conversation over lines.
pub(crate) struct Console<R, W> {
    input: R,
    out: W,
}

impl Console<io::StdinLock<'static>, io::Stdout> {
    /// Standard input and output.
    pub(crate) fn standard() -> Self {
        Self { input: io::stdin().lock(), out: io::stdout() }
    }
}

impl<R: BufRead, W: Write> Console<R, W> {
    /// A conversation over anything, for tests.
    #[cfg(test)]
    pub(crate) const fn over(input: R, out: W) -> Self {
        Self { input, out }
    }

    /// Says a paragraph, wrapped and cleaned.
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        for line in safe::clean(text).lines() {
            let lines = wrap::wrap(line, WIDTH);
            writeln!(self.out, "{}", lines.join("\n"))?;
        }
        self.out.flush()
    }

    /// Says Markdown: paragraphs filled, tables and lists told as text.
    pub(crate) fn show(&mut self, markdown: &str) -> io::Result<()> {
        writeln!(self.out, "{}\n", safe::clean(&blocks(&parse::blocks(markdown), WIDTH)))?;
        self.out.flush()
    }

    /// Says a line to answer on the same one.
    pub(crate) fn prompt(&mut self, text: &str) -> io::Result<()> {
        write!(self.out, "{} ", safe::clean_line(text))?;
        self.out.flush()
    }

    /// The next line without its end, at most 64 KiB of it; `None` at the end of the input.
    pub(crate) fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        if self.input.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') {
            self.input.skip_until(b'\n')?;
        }
        let text = String::from_utf8_lossy(&line);
        Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
    }

    /// Asks for a line.
    pub(crate) fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        self.prompt(question)?;
        self.line()
    }

    /// Asks for yes or no; anything but yes is no.
    pub(crate) fn agrees(&mut self, question: &str) -> io::Result<bool> {
        let answer = self.ask(&format!("{question} [y/N]"))?;
        Ok(answer.is_some_and(|answer| matches!(answer.trim(), "y" | "Y" | "yes" | "Yes")))
    }
}
