//! The command line: what it writes, and how it exits.

use super::program::{Home, pack, stderr, stdout};

#[test]
fn without_a_terminal_one_line_names_a_subcommand() {
    let done = Home::new().run(&[]).code(2);
    assert_eq!(stdout(&done), "");
    assert_eq!(stderr(&done).lines().count(), 1);
    assert!(stderr(&done).contains("frontdesk read"), "{}", stderr(&done));
}

#[test]
fn without_screens_commands_are_typed_line_by_line() {
    let home = Home::new();
    let program = env!("CARGO_BIN_EXE_frontdesk");
    let mut command = assert_cmd::Command::new(program);
    command.env_clear().env("HOME", home.path("")).env("ACCESSIBLE", "1");
    let done = command.write_stdin("nonsense\nread queues-streams-async\nquit\nlist\n").assert().success();
    let shown = stdout(&done);
    assert!(shown.starts_with("frontdesk\n\nchapters\n") && shown.contains("practice NAME"), "{shown}");
    assert!(shown.contains("unrecognized subcommand") && shown.contains("FRONT DESK"), "{shown}");
    assert_eq!(shown.matches("\nprompts\n").count(), 1, "what follows `quit` is not run");
}

#[test]
fn wrong_usage_exits_with_2() {
    Home::new().run(&["raed"]).code(2);
    Home::new().run(&["read", "nowhere"]).code(2);
    Home::new().run(&["new", "prompt", "Not An Id"]).code(2);
    Home::new().run(&["man", "nowhere"]).code(2);
}

#[test]
fn the_list_names_chapters_and_prompts() {
    let list = Home::new().json(&["list", "--json", "--pack", &pack("good")]);
    let ids = |part: &str| {
        list[part].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert!(ids("chapters").contains(&"queues-streams-async") && ids("chapters").contains(&"locks"));
    assert_eq!(ids("prompts").first(), Some(&"checkout"));
    assert_eq!(ids("prompts").last(), Some(&"last-seat"));
    assert_eq!(list["refused"].as_array().unwrap().len(), 0);
}

#[test]
fn a_broken_pack_leaves_the_rest_of_the_library() {
    let done = Home::new().run(&["list", "--pack", &pack("broken")]).success();
    assert!(stdout(&done).contains("checkout"));
    assert!(stderr(&done).contains("could not be opened: `frontdesk check` says why"));
}

#[test]
fn a_chapter_reads_as_plain_text_with_its_answers_at_the_end() {
    let home = Home::new();
    let page = home.text(&["read", "locks", "--pack", &pack("good"), "--width", "60"]);
    let (asked, answered) = (page.find("[1] Two buyers").unwrap(), page.find("Both checks passed").unwrap());
    assert!(asked < page.find("\nAnswers\n").unwrap() && page.find("\nAnswers\n").unwrap() < answered);
    assert!(page.lines().all(|line| line.chars().count() <= 60), "{page}");
    let open = home.text(&["read", "locks", "--pack", &pack("good"), "--answers"]);
    assert!(!open.contains("\nAnswers\n") && open.contains("Both checks passed"));
}

#[test]
fn the_whole_chapter_fits_a_page_and_keeps_its_diagrams() {
    let page = Home::new().text(&["read", "queues-streams-async"]);
    assert!(page.contains("FRONT DESK"));
    let wide = page.lines().filter(|line| line.chars().count() > 78).collect::<Vec<_>>();
    assert_eq!(wide, [""; 0]);
}

#[test]
fn a_prompt_can_be_read_but_its_model_answer_waits() {
    let page = Home::new().text(&["read", "last-seat", "--pack", &pack("good")]);
    assert!(page.find("Answers").unwrap() < page.find("conditional update").unwrap());
}

#[test]
fn a_reader_may_leave_early() {
    let home = Home::new();
    let program = env!("CARGO_BIN_EXE_frontdesk");
    let shell = format!("'{program}' read queues-streams-async | head -n 1");
    let mut command = assert_cmd::Command::new("sh");
    let done = command.env("HOME", home.path("")).args(["-c", &shell]).assert().success();
    assert_eq!(stderr(&done), "");
    assert_eq!(stdout(&done).lines().count(), 1);
}

#[test]
fn schemas_describe_the_formats() {
    let home = Home::new();
    let prompt = home.json(&["schema", "prompt"]);
    assert_eq!(prompt["properties"]["minutes"]["maximum"], 240);
    assert!(home.json(&["schema", "chapter"])["properties"]["predict"].is_object());
    assert!(home.json(&["schema", "scenario"])["properties"]["tasks"].is_object());
}

#[test]
fn every_shell_gets_completions_and_readers_a_manual() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.text(&["completions", shell]).contains("check"), "{shell}");
    }
    assert!(home.text(&["man"]).contains(".TH frontdesk"));
    assert!(
        home.text(&["man", "check"]).contains("--deny-warnings")
            || home.text(&["man", "check"]).contains("deny\\-warnings")
    );
}

#[test]
fn paths_lie_in_the_users_folders() {
    let home = Home::new();
    let paths = home.json(&["paths", "--json"]);
    assert!(paths["store"].as_str().unwrap().starts_with(home.path("").to_str().unwrap()));
    let named = home.json(&["paths", "--json", "--store", "/elsewhere/s.db"]);
    assert_eq!(named["store"], "/elsewhere/s.db");
}

#[test]
fn the_doctor_looks_without_touching() {
    let home = Home::new();
    let found = home.run(&["doctor", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&found)).unwrap();
    let about = |name: &str| found.as_array().unwrap().iter().find(|it| it["about"] == name).unwrap().clone();
    assert!(about("store")["found"].as_str().unwrap().contains("is made on first use"));
    assert!(about("library")["problem"].is_null());
    assert!(!home.path(".local").exists(), "the store was made");
}

#[test]
fn settings_are_read_and_their_mistakes_told() {
    let home = Home::new();
    let pack = pack("good");
    home.write(".config/frontdesk/config.toml", format!("packs = ['{pack}']\nthemes = 'dark'\n"));
    let done = home.run(&["list"]).success();
    assert!(stdout(&done).contains("last-seat"));
    assert!(stderr(&done).contains("config.toml:2:1: there is no key `themes` here; did you mean `theme`?"));
}

#[test]
fn a_started_file_is_sound_and_never_overwritten() {
    let home = Home::new();
    home.text(&["new", "prompt", "mine"]);
    home.text(&["new", "chapter", "mine-too"]);
    home.text(&["list", "--pack", "."]);
    home.run(&["new", "prompt", "mine"]).code(2);
    assert!(home.text(&["new", "prompt", "other", "--print"]).contains("id = \"other\""));
    assert!(!home.path("prompts/other.toml").exists());
    home.run(&["check", ".", "--deny-warnings"]).success();
}

#[test]
fn an_answer_that_cannot_be_read_leaves_the_others_graded() {
    let home = Home::new();
    home.write("class/ann.md", "The card is charged first. The email goes to a queue.");
    home.write("class/bob.md", [0xff, 0xfe]);
    home.write("more/ann.md", "fine");
    let done = home.run(&["grade", "checkout", "class", "more", "--csv"]).code(2);
    let lines: Vec<String> = stdout(&done).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[1].starts_with("ann,") && lines[2].contains("more/ann.md"), "{lines:?}");
    assert!(stderr(&done).contains("class/bob.md: this is not UTF-8 text"), "{}", stderr(&done));
}

#[test]
fn a_misspelt_prompt_is_recognised() {
    let done = Home::new().run(&["grade", "chekout", "a.md"]).code(2);
    assert!(stderr(&done).contains("did you mean `checkout`?"), "{}", stderr(&done));
    let done = Home::new().run(&["simulate", "chekout"]).code(2);
    assert!(stderr(&done).contains("did you mean `checkout`?"), "{}", stderr(&done));
}
