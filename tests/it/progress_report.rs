//! From an answer on the command line to history, documents, and another machine.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .args(["--store", "s.db"])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that needs no input may have closed it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn told(folder: &Path, args: &[&str], input: &str) -> String {
    let output = run(folder, args, input);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const ANSWER: &str = "I charge the card before I answer, because a declined card makes the promise false.\n\
    <script>alert(\"x\")</script> & a queue with five attempts, then dead letters.\n/submit\nn\n";

#[test]
fn an_attempt_travels_and_nothing_is_taken_twice() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    told(here.path(), &["practice", "checkout"], ANSWER);
    let all = told(here.path(), &["export"], "");
    let file = there.path().join("all.jsonl");
    std::fs::write(&file, &all).unwrap();
    told(there.path(), &["import", "all.jsonl"], "");
    assert_eq!(told(there.path(), &["export"], ""), all);
    assert!(told(there.path(), &["import", "all.jsonl"], "").starts_with("0 records taken in"));
    let history: serde_json::Value =
        serde_json::from_str(&told(there.path(), &["history", "--json"], "")).unwrap();
    assert_eq!(
        (history["total"].as_u64(), history["attempts"][0]["kind"].as_str()),
        (Some(1), Some("practice"))
    );
    std::fs::write(&file, all + "{\"record\":\"attempt\"}\n").unwrap();
    let refused = run(there.path(), &["import", "all.jsonl"], "");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("missing field"));
}

#[test]
fn deleting_asks_and_needs_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    told(folder.path(), &["practice", "checkout"], ANSWER);
    assert_eq!(run(folder.path(), &["delete", "last"], "").status.code(), Some(2));
    told(folder.path(), &["delete", "last", "--yes"], "");
    assert!(told(folder.path(), &["history"], "").contains("nothing yet"));
}

#[test]
fn the_html_report_stands_alone_and_opens_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    told(folder.path(), &["practice", "checkout"], ANSWER);
    let html = told(folder.path(), &["export", "last", "--html"], "");
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    for outside in ["http:", "https:", "src=", "url(", "@import"] {
        assert!(!html.contains(outside), "{outside}");
    }
    let page = folder.path().join("report.html");
    std::fs::write(&page, &html).unwrap();
    let Some(dom) = opened(&page, folder.path()) else {
        return println!("skipped: no chromium or google-chrome on PATH");
    };
    assert!(dom.contains("<mark") && dom.contains("<svg") && dom.contains("Why"), "{dom}");
    assert!(!dom.contains("<script"));
}

/// The page as a headless browser understood it; `None` where none is installed.
fn opened(page: &Path, profile: &Path) -> Option<String> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let run = |browser: &&str| {
        Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.join("profile").display()))
            .arg(format!("file://{}", page.display()))
            .stderr(Stdio::null())
            .output()
            .ok()
    };
    let output = browsers.iter().find_map(run)?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
