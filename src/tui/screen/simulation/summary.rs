//! The end of a run in words and figures; the screen and plain text are two renderers of it.

use super::advice::{Adviser, Trial};
use super::costs::{Figure, burden, figures};
use super::headline::capital;
use super::lab::Played;
use super::words::{clock, count, many, percent, rate, span};
use crate::sim::{End, Role, Run, Station};

/// What is to be read at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// One sentence.
    pub verdict: String,
    /// Whether shoppers came to harm.
    pub harmed: bool,
    /// This run's figures, with the compared run's.
    pub figures: Vec<(Figure, Option<Figure>)>,
    /// Key moments as time and sentence.
    pub story: Vec<(String, String)>,
    /// How the figures fit together.
    pub agreement: Vec<String>,
}

impl Summary {
    /// Sums up `played`, beside another run when there is one.
    pub fn of(played: &Played, beside: Option<&Played>) -> Self {
        let run = &played.run;
        let other = beside.map(figures).unwrap_or_default();
        let pair = |figure: Figure| {
            let none = || Figure { label: figure.label, value: 0.0, text: "0".to_owned() };
            let theirs = other.iter().find(|f| f.label == figure.label).cloned();
            let theirs = theirs.or_else(|| beside.map(|_| none()));
            (figure, theirs)
        };
        Self {
            verdict: verdict(played),
            harmed: burden(played) >= 1.0,
            figures: figures(played).into_iter().map(pair).collect(),
            story: run.story.iter().map(|m| (clock(m.at), m.sentence.clone())).collect(),
            agreement: agreement(run),
        }
    }
}

fn verdict(played: &Played) -> String {
    let run = &played.run;
    let noun = &played.scenario.noun;
    let stopped = match run.end {
        End::Horizon | End::Drained => String::new(),
        End::Stuck => {
            format!("Stopped at {}: what is left is stuck, and nobody will notice. ", clock(run.simulated))
        }
        End::TooManyInside => format!("Stopped at {}: overloaded without an end. ", clock(run.simulated)),
        End::TooManyEvents => format!("Stopped at {}: too much to simulate here. ", clock(run.simulated)),
        End::Cancelled => format!("Called off at {}. ", clock(run.simulated)),
    };
    let ledger = &run.ledger;
    let placed = percent(ledger.placed as f64 / ledger.orders.max(1) as f64);
    let came = format!("{} came, {placed} were told \"placed\"", many(ledger.orders, noun));
    let person = &played.scenario.person;
    let quiet =
        if burden(played) < 1.0 { format!(", and no {person} came to harm.") } else { ".".to_owned() };
    format!("{stopped}{came}{quiet}")
}

/// Little's law for the busiest station, its load, and that nothing was lost in counting.
fn agreement(run: &Run) -> Vec<String> {
    let mut lines = Vec::new();
    let load = |s: &&Station| s.servers.is_some() && s.arrivals > 0;
    let busiest =
        run.stations.iter().filter(load).max_by(|a, b| a.utilisation.mean.total_cmp(&b.utilisation.mean));
    if let Some(station) = busiest {
        lines.push(busy_line(station));
        lines.push(little_line(station, run.measured));
    }
    lines.push(if run.balance.holds() {
        format!(
            "All {} are accounted for: done, failed, waiting or set aside.",
            many(run.balance.orders_in, &run.noun)
        )
    } else {
        "The books do not balance: this is a mistake of the simulation.".to_owned()
    });
    lines
}

fn busy_line(station: &Station) -> String {
    let unit = if station.role == Role::Dependency { "server" } else { "worker" };
    let servers = many(station.servers.unwrap_or(0).into(), unit);
    let load = percent(station.utilisation.mean);
    format!("{} was the busiest: {servers}, {load} of the time at work.", capital(&station.label))
}

fn little_line(station: &Station, measured: f64) -> String {
    let little = station.little;
    let entered = station.arrivals.saturating_sub(station.refused) as f64 / measured.max(1e-9);
    let stay = if entered > 0.0 { little.rate_times_stay / entered } else { 0.0 };
    let verb = if little.gap < 0.02 {
        "The numbers agree"
    } else {
        "The run was too short for the numbers to agree"
    };
    format!(
        "{verb}: L = λW, {} inside on average = {} a second × {} each.",
        number(little.number),
        rate(entered),
        span(stay)
    )
}

fn number(value: f64) -> String {
    if value < 99.5 { format!("{value:.1}") } else { count(value.round() as u64) }
}

/// What a trial would bring, in one line.
pub fn promise(trial: &Trial, harder: bool, arrow: &str) -> String {
    let wanted = trial.changes.iter().filter(|c| c.better != harder);
    let parts: Vec<String> =
        wanted.take(3).map(|c| format!("{} {} {arrow} {}", c.label, c.before, c.after)).collect();
    parts.join(", ")
}

/// The heading over the trials.
pub fn trials_heading(adviser: &Adviser) -> String {
    match (adviser.harder, adviser.busy()) {
        (_, true) => format!("Trying {} of {} changes", adviser.tried, adviser.of),
        (true, false) => "Harder trouble for this design".to_owned(),
        (false, false) if adviser.best.is_empty() => "No single step of a knob makes this better".to_owned(),
        (false, false) => format!("Try next: the best of {} single changes", adviser.of),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::outage;
    use super::*;

    #[test]
    fn figures_stand_beside_those_of_the_other_design() {
        let (mut ours, mut theirs) = (outage(), outage());
        ours.run.ledger.charged_twice = 2;
        theirs.run.ledger.charged_twice = 1_500;
        let summary = Summary::of(&ours, Some(&theirs));
        let (figure, other) = summary.figures.iter().find(|(f, _)| f.label == "charged twice").unwrap();
        let other = other.as_ref().map(|other| other.text.as_str());
        assert_eq!((figure.text.as_str(), other), ("2", Some("1,500")));
        assert!(summary.harmed);
    }

    #[test]
    fn a_stopped_run_says_why() {
        let mut played = outage();
        played.run.end = End::TooManyInside;
        played.run.simulated = 192.0;
        assert!(
            Summary::of(&played, None).verdict.starts_with("Stopped at 3:12: overloaded without an end.")
        );
    }
}
