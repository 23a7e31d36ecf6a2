//! The whole moving picture: how it stands, the two paths, what it costs, charts, the timeline.

use ratatui::layout::Rect;

use super::super::costs::relevant;
use super::super::headline::{Headline, Mood};
use super::super::lab::Played;
use super::super::scene::Scene;
use super::super::words::{rate, span};
use super::{charts, costs, desk, foot, room, said};
use crate::tui::canvas::Canvas;
use crate::tui::look::Role;
use crate::tui::widget::frame::{below, framed, split, top};

/// What is drawn.
pub(in super::super) struct Picture<'a> {
    /// The run shown.
    pub(in super::super) shown: &'a Played,
    /// The run beside it, with its name.
    pub(in super::super) beside: Option<(&'static str, &'a Played)>,
    /// The moment.
    pub(in super::super) at: f64,
    /// How fast orders seem to move.
    pub(in super::super) speed: f64,
    /// What the answer did not say; mentioned until it has been seen.
    pub(in super::super) assumed: usize,
}

/// Two designs stand side by side from this width on.
const TWO: u16 = 124;
/// Columns of the frame round each then.
const FRAME: u16 = 4;
/// A path needs this many rows a task to show its state under its servers.
const ROOMY: u16 = 3;

impl Picture<'_> {
    /// Draws it into `area`.
    pub(in super::super) fn draw(&self, canvas: &mut Canvas, area: Rect) {
        let Some(scene) = Scene::at(self.shown, self.at) else { return };
        let plan = Plan::of(self, &scene, area);
        let mut rest = area;
        self.headline(canvas, take(&mut rest, plan.headline), &scene);
        take(&mut rest, plan.gap.min(1));
        self.systems(canvas, take(&mut rest, plan.systems), &scene, plan.each);
        self.rival_line(canvas, take(&mut rest, plan.rival));
        take(&mut rest, plan.gap.min(1));
        self.costs(canvas, take(&mut rest, plan.costs), &scene);
        take(&mut rest, plan.gap.min(1));
        if plan.charts >= charts::LEAST {
            charts::draw(canvas, take(&mut rest, plan.charts), self.shown, self.beside.map(|b| b.1), self.at);
        }
        let foot = plan.foot.min(rest.height);
        let bottom = below(rest, rest.height - foot);
        foot::draw(canvas, bottom, self.shown, self.at);
    }

    fn headline(&self, canvas: &mut Canvas, area: Rect, scene: &Scene<'_>) {
        let headline = Headline::of(scene, self.shown);
        let glyphs = canvas.glyphs();
        let (mark, role) = match headline.mood {
            Mood::Calm => (glyphs.yes, Role::Good),
            Mood::Mending => (glyphs.half, Role::Good),
            Mood::Warning => (glyphs.warn, Role::Warn),
            Mood::Bad => (glyphs.no, Role::Bad),
        };
        let used = canvas.text(area, mark, role) + 1;
        let place = super::from(area, used);
        let text = said(canvas, &headline.text);
        let lines = canvas.wrapped(&text, Role::Strong, place.width);
        canvas.lines(place, &lines, 0);
        if self.assumed > 0 && lines.len() < usize::from(area.height) {
            let text = format!(
                "{} assumed, because the answer does not say: Tab shows them",
                super::super::words::many(self.assumed as u64, "thing")
            );
            canvas.text(below(place, lines.len() as u16), &text, Role::Muted);
        }
    }

    /// One design, or two side by side where there is room.
    fn systems(&self, canvas: &mut Canvas, area: Rect, scene: &Scene<'_>, each: u16) {
        let both = self.beside.filter(|_| area.width >= TWO);
        let other = both.and_then(|(name, played)| Some((name, played, Scene::at(played, self.at)?)));
        let Some((name, played, theirs)) = other else {
            return self.system(canvas, area, scene, self.shown, each);
        };
        let (left, right) = split(area, 50);
        let left = framed(canvas, left, "this design", true);
        let right = framed(canvas, right, name, false);
        self.system(canvas, left, scene, self.shown, each);
        self.system(canvas, right, &theirs, played, each);
    }

    fn system(&self, canvas: &mut Canvas, area: Rect, scene: &Scene<'_>, played: &Played, each: u16) {
        let height = desk::height(area.width, scene, each);
        desk::draw(canvas, top(area, height), scene, each, self.speed);
        room::draw(canvas, below(area, height), scene, played);
    }

    /// The other design in one line, where it has no picture of its own.
    fn rival_line(&self, canvas: &mut Canvas, area: Rect) {
        let Some((name, played)) = self.beside.filter(|_| area.height > 0) else { return };
        let Some(scene) = Scene::at(played, self.at) else { return };
        let (flow, dot) = (scene.flow, canvas.glyphs().dot);
        let text = format!(
            "{name}: {} of {} clicks/s answered {dot} p99 {} {dot} {} waiting behind",
            rate(flow.placed.into()),
            rate(flow.clicks.into()),
            if flow.p99 > 0.0 { span(flow.p99.into()) } else { "never".to_owned() },
            super::super::words::count(scene.backlog())
        );
        let used = canvas.text(area, canvas.glyphs().cursor, Role::Second) + 1;
        canvas.text(super::from(area, used), &text, Role::Second);
    }

    fn costs(&self, canvas: &mut Canvas, area: Rect, scene: &Scene<'_>) {
        let mut kinds = self.kinds();
        if area.height < costs::height(area.width, kinds.len(), self.beside.is_some()) {
            kinds.retain(|kind| self.happens(kind));
        }
        let theirs = self.beside.and_then(|(name, p)| Some((name, p.run.recording.harm_by(self.at)?)));
        let table = costs::Costs { kinds: &kinds, ours: scene.harm, theirs };
        costs::draw(canvas, area, &table);
    }

    /// Whether there is any of it at the end of one of the runs.
    fn happens(&self, kind: &super::super::costs::Cost) -> bool {
        let ends = [Some(self.shown), self.beside.map(|b| b.1)].into_iter().flatten();
        ends.filter_map(|p| p.run.recording.harm.last()).any(|harm| (kind.of)(harm) > 0)
    }

    fn kinds(&self) -> Vec<&'static super::super::costs::Cost> {
        let runs: Vec<_> =
            [Some(self.shown), self.beside.map(|b| b.1)].into_iter().flatten().map(|p| &p.run).collect();
        relevant(&self.shown.scenario, &runs)
    }
}

/// Rows for each part: what is needed first, then air, then charts.
struct Plan {
    headline: u16,
    systems: u16,
    rival: u16,
    costs: u16,
    charts: u16,
    gap: u16,
    foot: u16,
    each: u16,
}

impl Plan {
    fn of(picture: &Picture<'_>, scene: &Scene<'_>, area: Rect) -> Self {
        let two = picture.beside.is_some();
        let both = two && area.width >= TWO;
        let systems = |each| picture.systems_height(scene, area.width, both, each);
        let costs = costs::height(area.width, picture.kinds().len(), two);
        let rival = u16::from(two && !both);
        let each = if area.height >= rival + costs + foot::HEIGHT + systems(ROOMY) + 2 { ROOMY } else { 2 };
        let mut plan = Self {
            headline: 1,
            systems: systems(each),
            rival,
            costs,
            charts: 0,
            gap: 0,
            foot: foot::HEIGHT,
            each,
        };
        plan.squeeze(area.height);
        plan.spread(area.height.saturating_sub(plan.rows()));
        plan
    }

    fn rows(&self) -> u16 {
        self.headline + self.systems + self.rival + self.costs + self.foot
    }

    /// Leaves out what can be spared until it fits: a row of the sentence, the other design's line, costs.
    fn squeeze(&mut self, height: u16) {
        if self.rows() > height {
            self.foot -= 1;
        }
        if self.rows() > height {
            self.rival = 0;
        }
        self.costs -= self.costs.min(self.rows().saturating_sub(height));
    }

    /// Uses what is left: a second row for the headline, air, charts.
    fn spread(&mut self, spare: u16) {
        self.headline += u16::from(spare >= 1);
        let spare = spare.saturating_sub(1);
        self.gap = u16::from(spare >= 3);
        self.charts = spare.saturating_sub(3 * self.gap + 1).min(10);
    }
}

impl Picture<'_> {
    fn systems_height(&self, scene: &Scene<'_>, width: u16, both: bool, each: u16) -> u16 {
        let of = |scene: &Scene<'_>, width| desk::height(width, scene, each) + room::height(scene);
        let Some((_, played)) = self.beside.filter(|_| both) else { return of(scene, width) };
        let half = (width / 2).saturating_sub(1 + FRAME);
        let theirs = Scene::at(played, self.at).map_or(0, |s| of(&s, half));
        2 + of(scene, half).max(theirs)
    }
}

/// Cuts `rows` off the top of `area`.
fn take(area: &mut Rect, rows: u16) -> Rect {
    let part = top(*area, rows);
    *area = below(*area, rows);
    part
}
