//! `frontdesk check`: every problem of a file at once, each at its place.

use serde_json::Value;

use super::program::{Home, pack, stdout};

/// `line:column code` of each problem of the file whose path ends so.
fn told(report: &Value, file: &str) -> Vec<String> {
    let problems = report["problems"].as_array().unwrap().iter();
    let here = problems.filter(|problem| problem["file"].as_str().unwrap().ends_with(file));
    here.map(|it| format!("{}:{} {}", it["line"], it["column"], it["code"].as_str().unwrap())).collect()
}

fn report(args: &[&str]) -> Value {
    let done = Home::new().run(&[&["check", "--json"], args].concat()).code(1);
    serde_json::from_str(&stdout(&done)).unwrap()
}

#[test]
fn a_chapter_tells_all_its_problems() {
    assert_eq!(
        told(&report(&[&pack("broken")]), "content/broken.md"),
        [
            "2:6 bad-id",
            "3:12 out-of-range",
            "4:1 unknown-key",
            "6:11 wrong-type",
            "9:1 heading-level",
            "14:11 out-of-range",
            "15:10 out-of-range",
            "19:1 unknown-move",
            "22:1 fence-info",
            "23:10 wrong-type",
            "26:1 unclosed-fence",
        ]
    );
}

#[test]
fn a_prompt_tells_all_its_problems() {
    assert_eq!(
        told(&report(&[&pack("broken")]), "prompts/broken.toml"),
        [
            "1:1 missing-key",
            "3:1 unknown-key",
            "5:16 wrong-type",
            "10:9 bad-value",
            "11:9 missing-key",
            "14:8 out-of-range",
            "21:20 out-of-range",
        ]
    );
}

#[test]
fn every_syntax_error_is_told_and_what_is_sure_before_it() {
    let told = told(&report(&[&pack("broken")]), "prompts/syntax.toml");
    assert_eq!(told[0], "2:1 unknown-key");
    assert!(told.len() >= 4 && told[1..].iter().all(|it| it.ends_with(" syntax")), "{told:?}");
}

#[test]
fn names_of_other_files_must_lead_somewhere() {
    let report = report(&[&pack("broken")]);
    assert_eq!(told(&report, "content/dangling.md"), ["7:10 unknown-prompt", "17:10 unknown-prompt"]);
    let problems = report["problems"].as_array().unwrap();
    assert!(problems.iter().any(|problem| problem["help"] == "did you mean `checkout`?"));
}

#[test]
fn the_text_shows_file_line_column_and_what_was_meant() {
    let done =
        Home::new().run(&["check", "--ascii", &format!("{}/prompts/broken.toml", pack("broken"))]).code(1);
    let text = stdout(&done);
    assert!(text.contains("error[unknown-key]: there is no key `minuets` here"), "{text}");
    assert!(text.contains("prompts/broken.toml:3:1") && text.contains("3 | minuets = 30"), "{text}");
    assert!(text.contains("help: did you mean `minutes`?"), "{text}");
    assert!(text.ends_with("1 file checked: 7 errors, 0 warnings\n"), "{text}");
}

#[test]
fn a_sound_pack_passes_but_for_warnings() {
    let home = Home::new();
    assert!(home.text(&["check", &pack("good")]).contains("2 files checked: 0 errors, 1 warning"));
    home.run(&["check", "--deny-warnings", &pack("good")]).code(1);
}

#[test]
fn a_named_file_takes_the_place_of_its_namesake() {
    let home = Home::new();
    let builtin = concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/checkout.toml");
    let copy = std::fs::read_to_string(builtin).unwrap().replacen("minutes = 30", "minuets = 30", 1);
    let path = home.write("edited.toml", copy);
    let done = home.run(&["check", "--json", path.to_str().unwrap()]).code(1);
    let report: Value = serde_json::from_str(&stdout(&done)).unwrap();
    assert_eq!(report["files"], 1);
    assert!(told(&report, "edited.toml").contains(&"5:1 unknown-key".to_owned()));
}

#[test]
fn two_packs_cannot_use_one_id() {
    let home = Home::new();
    let prompt = std::fs::read(format!("{}/prompts/last-seat.toml", pack("good"))).unwrap();
    home.write("mine/prompts/other-name.toml", prompt);
    let done = home.run(&["check", "--json", "--pack", &pack("good"), "--pack", "mine"]).code(1);
    let report: Value = serde_json::from_str(&stdout(&done)).unwrap();
    assert_eq!(told(&report, "other-name.toml"), ["1:6 duplicate-id"]);
}

#[test]
fn a_scenario_of_its_own_is_checked_as_one() {
    let home = Home::new();
    home.write("scenarios/one.toml", "horizon = '1m'\n[[tasks]]\nid = 'a'\nservise = '1s'\n");
    let done = home.run(&["check", "--json", "scenarios/one.toml"]).code(1);
    let report: Value = serde_json::from_str(&stdout(&done)).unwrap();
    assert_eq!(told(&report, "one.toml"), ["4:1 unknown-key"]);
}

#[test]
fn a_path_that_is_not_there_is_a_finding() {
    let done = Home::new().run(&["check", "nowhere.toml"]).code(1);
    assert!(stdout(&done).contains("error[unreadable]"), "{}", stdout(&done));
}
