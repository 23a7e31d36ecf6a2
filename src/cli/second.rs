//! A second opinion: a program that the user names grades the same answer.
//!
//! It gets JSON on standard input (prompt, rubric, answer) and writes JSON: dimension → level and verbatim quotes. Quotes that
//! do not stand in the answer are refused; what it says is shown beside our score and never replaces it.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::content::prompt::Prompt;

/// Most bytes that are read of an opinion.
const LARGEST: u64 = 1024 * 1024;

/// What the other grader says, after its quotes were checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Opinion {
    /// Dimension → grade.
    pub(super) dimensions: BTreeMap<String, Grade>,
}

/// One dimension of an opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Grade {
    /// 0 to 4.
    pub(super) score: u8,
    /// Words of the answer.
    pub(super) quotes: Vec<String>,
    /// How many quotes do not stand in the answer.
    pub(super) refused: usize,
}

#[derive(Serialize)]
struct Question<'a> {
    prompt: &'a str,
    dimensions: Vec<Asked<'a>>,
    answer: &'a str,
}

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    title: &'a str,
    weak: &'a str,
    solid: &'a str,
    outstanding: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    dimensions: BTreeMap<String, Claimed>,
}

#[derive(Deserialize)]
struct Claimed {
    score: u8,
    #[serde(default, alias = "evidence")]
    quotes: Vec<String>,
}

/// Asks `command`, a program with arguments separated by spaces, about one answer.
///
/// # Errors
/// When it cannot be started, fails, takes longer than `seconds`, or says something else than levels from 0 to 4.
pub(super) fn ask(command: &str, prompt: &Prompt, answer: &str, seconds: u64) -> anyhow::Result<Opinion> {
    let question = serde_json::to_vec(&question(prompt, answer))?;
    let text = run(command, question, Duration::from_secs(seconds))?;
    let reply: Reply = serde_json::from_str(&text).with_context(|| {
        format!("`{command}` did not write {{\"dimensions\": {{id: {{\"score\": 0-4, \"quotes\": […]}}}}}}")
    })?;
    let known = |id: &String| prompt.rubric.dimensions.iter().any(|d| d.id.as_str() == id);
    let grades = reply.dimensions.into_iter().filter(|(id, _)| known(id));
    let dimensions =
        grades.map(|(id, claimed)| Ok((id, check(claimed, answer)?))).collect::<anyhow::Result<_>>()?;
    Ok(Opinion { dimensions })
}

fn question<'a>(prompt: &'a Prompt, answer: &'a str) -> Question<'a> {
    let dimensions = prompt.rubric.dimensions.iter().map(|d| Asked {
        id: d.id.as_str(),
        title: &d.title,
        weak: &d.weak,
        solid: &d.solid,
        outstanding: &d.outstanding,
    });
    Question { prompt: &prompt.statement, dimensions: dimensions.collect(), answer }
}

fn check(claimed: Claimed, answer: &str) -> anyhow::Result<Grade> {
    ensure!(claimed.score <= 4, "a level is 0 to 4, not {}", claimed.score);
    let all = claimed.quotes.len();
    let quotes: Vec<String> = claimed
        .quotes
        .into_iter()
        .filter(|quote| !quote.trim().is_empty() && answer.contains(quote.as_str()))
        .collect();
    Ok(Grade { score: claimed.score, refused: all - quotes.len(), quotes })
}

fn run(command: &str, input: Vec<u8>, limit: Duration) -> anyhow::Result<String> {
    let mut words = command.split_whitespace();
    let program = words.next().context("--with needs a command")?;
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{program}`"))?;
    let output = exchange(&mut child, input, limit);
    if output.is_err() {
        let _ = child.kill();
    }
    let status = child.wait()?;
    let text = output?;
    ensure!(status.success(), "`{program}` ended with {status}");
    Ok(text)
}

/// Writes `input` and reads the output, each on a thread of its own, so that neither side blocks the other.
fn exchange(child: &mut Child, input: Vec<u8>, limit: Duration) -> anyhow::Result<String> {
    let (mut stdin, stdout) =
        (child.stdin.take().context("no input")?, child.stdout.take().context("no output")?);
    thread::spawn(move || {
        // A grader that closes its input early is free to do so.
        let _ = stdin.write_all(&input);
    });
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = stdout.take(LARGEST).read_to_string(&mut text);
        let _ = sender.send(read.map(|_| text));
    });
    match receiver.recv_timeout(limit) {
        Ok(text) => Ok(text?),
        Err(_) => bail!("no second opinion within {} seconds", limit.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_quotes_are_refused() {
        let claimed = Claimed { score: 3, quotes: vec!["a queue".to_owned(), "a stream".to_owned()] };
        let grade = check(claimed, "I take a queue").unwrap();
        assert_eq!((grade.quotes, grade.refused), (vec!["a queue".to_owned()], 1));
    }

    #[test]
    fn levels_beyond_four_are_no_levels() {
        assert!(check(Claimed { score: 9, quotes: Vec::new() }, "").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_grader_that_hangs_is_ended() {
        let error = run("sleep 30", Vec::new(), Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("within"), "{error}");
    }
}
