//! Packs from anywhere: each bad file is refused with a word, the rest opens, and nothing drives the terminal.

#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, Instant};

use frontdesk::text::safe;
use serde_json::Value;

use super::program::{Home, pack, stdout};

fn good_prompt(id: &str) -> String {
    let text = std::fs::read_to_string(format!("{}/prompts/last-seat.toml", pack("good"))).unwrap();
    text.replacen("last-seat", id, 1)
}

/// What `check` says about the pack `p`, as `file: message`.
fn told(home: &Home) -> Vec<String> {
    let done = home.run(&["check", "--json", "p"]);
    let report: Value = serde_json::from_str(&stdout(&done)).unwrap();
    let errors =
        report["problems"].as_array().unwrap().iter().filter(|problem| problem["severity"] == "error");
    let line = |it: &Value| {
        let file = it["file"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        format!("{file}: {}", it["message"].as_str().unwrap())
    };
    errors.map(line).filter(|line| !line.contains("no chapter")).collect()
}

fn prompts(home: &Home) -> Vec<String> {
    let list = home.json(&["list", "--json", "--pack", "p"]);
    list["prompts"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn links_pipes_folders_and_devices_are_refused_and_the_rest_opens() {
    let home = Home::new();
    home.write("p/prompts/fine.toml", good_prompt("fine"));
    home.write("outside.toml", good_prompt("outside"));
    symlink("../../outside.toml", home.path("p/prompts/link.toml")).unwrap();
    symlink("/dev/zero", home.path("p/prompts/zero.toml")).unwrap();
    std::fs::create_dir(home.path("p/prompts/folder.toml")).unwrap();
    let pipe = home.path("p/prompts/pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let link = "this is a symbolic link; a pack holds the files themselves";
    assert_eq!(
        told(&home),
        [
            "folder.toml: this is no ordinary file".to_owned(),
            format!("link.toml: {link}"),
            "pipe.toml: this is no ordinary file".to_owned(),
            format!("zero.toml: {link}"),
        ]
    );
    assert_eq!(prompts(&home).last().map(String::as_str), Some("fine"));
}

#[test]
fn a_linked_folder_is_not_followed() {
    let home = Home::new();
    home.write("elsewhere/secret.toml", good_prompt("secret"));
    std::fs::create_dir(home.path("p")).unwrap();
    symlink("../elsewhere", home.path("p/prompts")).unwrap();
    assert_eq!(told(&home), ["prompts: this is no folder; symbolic links are not followed"]);
    assert!(!prompts(&home).contains(&"secret".to_owned()));
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    let home = Home::new();
    home.write("p/prompts/bytes.toml", b"id = 'a'\ntitle = '\xff\xfe'\n");
    assert_eq!(told(&home), ["bytes.toml: this is not UTF-8 text"]);
    let text = stdout(&home.run(&["check", "p"]).code(1));
    assert!(text.contains("bytes.toml:2:10"), "{text}");
}

#[test]
fn names_that_differ_only_in_case_collide() {
    let home = Home::new();
    home.write("p/prompts/Seat.toml", good_prompt("one"));
    home.write("p/prompts/seat.toml", good_prompt("two"));
    if std::fs::read_dir(home.path("p/prompts")).unwrap().count() == 2 {
        assert!(told(&home)[0].contains("only in its letters' case"), "{:?}", told(&home));
    }
}

#[test]
fn size_is_capped_before_anything_is_parsed() {
    let home = Home::new();
    home.write("p/prompts/big.toml", vec![b'#'; 256 * 1024 + 1]);
    assert_eq!(told(&home), ["big.toml: this file is larger than 256 KiB"]);
    let home = Home::new();
    for n in 0..9 {
        home.write(
            &format!("p/prompts/{n}.toml"),
            good_prompt(&n.to_string()) + &"#".repeat(255 * 1024 - 2_000),
        );
    }
    assert_eq!(told(&home), ["8.toml: with this file the pack is larger than 2048 KiB"]);
    let home = Home::new();
    for n in 0..66 {
        home.write(&format!("p/prompts/{n:02}.toml"), good_prompt(&n.to_string()));
    }
    assert_eq!(told(&home).len(), 2);
    assert!(told(&home)[0].contains("at most 64 files"));
    assert!(
        home.json(&["list", "--json", "--large-packs", "--pack", "p"])["refused"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_file_without_permission_is_told() {
    let home = Home::new();
    let path = home.write("p/prompts/closed.toml", good_prompt("closed"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read(&path).is_err() {
        assert!(told(&home)[0].starts_with("closed.toml: Permission denied"), "{:?}", told(&home));
    }
}

#[test]
fn windows_files_with_a_byte_order_mark_are_fine() {
    let home = Home::new();
    let text = "\u{feff}".to_owned() + &good_prompt("windows").replace('\n', "\r\n");
    home.write("p/prompts/windows.toml", text);
    assert_eq!(told(&home), [""; 0]);
    assert!(!home.text(&["read", "windows", "--pack", "p"]).contains('\r'));
}

#[test]
fn escapes_in_texts_never_reach_the_terminal() {
    let home = Home::new();
    let evil = r"\u001b]52;c;aGk=\u0007\u009b2J\u202eevil\u2066\U000E0041";
    let prompt = good_prompt("evil").replace("The last seat\"", &format!("x{evil}\""));
    home.write("p/prompts/evil.toml", prompt.replace("A theatre", &format!("A {evil}\\u2028 theatre")));
    let bad = "id = 'bad'\n\"\\u001b[2J\\u202e\" = 1\ntitle = \"\\u001b[31m\"\n";
    home.write("p/prompts/\u{1b}[31m\u{202e}.toml", bad);
    for args in [
        &["list", "--pack", "p"][..],
        &["read", "evil", "--pack", "p"],
        &["check", "p"],
        &["check", "--json", "p"],
    ] {
        let done = home.run(args);
        let shown = stdout(&done);
        assert!(!shown.is_empty() && shown.chars().all(safe::is_shown), "{args:?} {shown:?}");
    }
}

#[test]
fn storms_end_soon() {
    let storms = [
        ("arrays.toml", "a = ".to_owned() + &"[".repeat(100_000)),
        ("tables.toml", "a.b.c = 1\n[x".to_owned() + &".y".repeat(50_000) + "]\n"),
        ("keys.toml", (0..20_000).map(|n| format!("k{n} = 1")).collect::<Vec<_>>().join("\n")),
        ("wrong.toml", (0..3_000).map(|_| "[[tasks]]\nid = 'A'\nfits = ['x']\n").collect()),
        ("marks.toml", format!("title = 'a{}'\n", "\u{301}".repeat(100_000))),
    ];
    let body = |text: String| {
        format!("+++\nid = 'a'\nrevision = 1\ntitle = 't'\nobjective = 'o'\nminutes = 1\n+++\n{text}")
    };
    let pages = [
        ("quotes.md", body("> ".repeat(100_000) + "x")),
        ("lists.md", body((0..600).map(|n| " ".repeat(n * 2 % 400) + "- x\n").collect())),
        ("notes.md", body("[^".repeat(60_000))),
        ("links.md", body("[a](".repeat(30_000))),
        ("stars.md", body("*a **b ".repeat(20_000))),
        ("columns.md", body(format!("{}\n{}\n", "|a".repeat(5_000), "|-".repeat(5_000)))),
        ("line.md", body("word ".repeat(40_000))),
        ("fences.md", body("```say\n".repeat(10_000))),
    ];
    let home = Home::new();
    for (name, text) in storms {
        home.write(&format!("p/prompts/{name}"), text);
    }
    for (name, text) in pages {
        home.write(&format!("p/content/{name}"), text);
    }
    let started = Instant::now();
    home.run(&["check", "p"]).code(1);
    home.run(&["list", "--pack", "p"]).success();
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}
