//! A run told line by line, for those who want no screens: what the picture, the timeline and the end would show.

use std::sync::atomic::AtomicBool;

use crate::content::design::Design;
use crate::content::scenario::Scenario;
use crate::diagnostic::Diagnostic;
use crate::tui::screen::simulation::knobs::script_title;
use crate::tui::screen::simulation::lab::{Setup, play};
use crate::tui::screen::simulation::plain;

/// Runs `design`, and the one beside it under its name, and tells both.
pub(super) fn told(
    scenario: &Scenario,
    design: Design,
    beside: Option<(&str, Design)>,
    (fault, seed): (Option<&str>, u64),
    cancel: &AtomicBool,
) -> Result<String, Vec<Diagnostic>> {
    let run = |design| play(scenario, &Setup { design, fault: fault.map(Into::into), seed }, None, cancel);
    let shown = run(design)?;
    let other = beside.map(|(name, design)| run(design).map(|played| (name, played))).transpose()?;
    let title = format!("{}: {}", shown.run.title, script_title(scenario, fault));
    let other = other.as_ref().map(|(name, played)| (*name, played));
    Ok(plain::tell(&title, &shown, other, &[]) + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::screen::simulation::in_line;

    #[test]
    fn both_designs_are_told_in_lines() {
        let scenario: Scenario = toml::from_str(
            "title = 'A day'\nhorizon = 20\ntasks = [{ id = 'charge', effect = 'charge' }, \
             { id = 'email', effect = 'email', placement = 'async' }]\n",
        )
        .unwrap();
        let beside = Some(("in line", in_line(&scenario)));
        let text = told(&scenario, Design::default(), beside, (None, 1), &AtomicBool::new(false)).unwrap();
        assert!(text.starts_with("A day: Nothing goes wrong\n"), "{text}");
        assert!(text.contains("charged twice: 0 (in line: 0)\n"), "{text}");
    }
}
