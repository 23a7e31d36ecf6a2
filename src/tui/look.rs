//! How things look: colours by role, and the characters that frames and charts are made of.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is, not how it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Text,
    /// Less important text.
    Muted,
    /// Titles and headings.
    Title,
    /// Keys, links, what can be acted on.
    Accent,
    /// Emphasised words.
    Strong,
    /// Code and literal words.
    Code,
    /// The row or choice under the cursor.
    Selected,
    /// Frames.
    Border,
    /// The frame that has the keys.
    Focus,
    /// It holds: always with a glyph or a word.
    Good,
    /// It does not hold: always with a glyph or a word.
    Bad,
    /// Needs attention: always with a glyph or a word.
    Warn,
    /// The learner's words that earned a point.
    Evidence,
    /// The learner's words that count against them.
    Against,
    /// A second series or path.
    Second,
}

/// Which colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// For light letters on a dark background.
    #[default]
    Dark,
    /// For dark letters on a light background.
    Light,
    /// Bold, underline and reversed only.
    Mono,
}

/// How many colours the terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// The sixteen colours that the user's terminal defines.
    #[default]
    Ansi,
    /// 24 bits.
    Rgb,
}

/// Everything that is decided once about appearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// How many of them.
    pub depth: Depth,
    /// Only ASCII in frames, charts and diagrams.
    pub ascii: bool,
    /// Nothing moves by itself.
    pub reduce_motion: bool,
}

impl Look {
    /// The look for an environment: `NO_COLOR` takes the colours away, `COLORTERM` allows 24 bits, `COLORFGBG` tells
    /// a light background. A `theme` that was asked for is kept.
    pub fn detect(theme: Option<Theme>, env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let light = || set("COLORFGBG").is_some_and(|v| matches!(v.rsplit(';').next(), Some("7" | "15")));
        let theme = match theme {
            Some(theme) => theme,
            None if set("NO_COLOR").is_some() || set("TERM").as_deref() == Some("dumb") => Theme::Mono,
            None if light() => Theme::Light,
            None => Theme::Dark,
        };
        let rgb = set("COLORTERM").is_some_and(|v| v == "truecolor" || v == "24bit");
        Self { theme, depth: if rgb { Depth::Rgb } else { Depth::Ansi }, ascii: false, reduce_motion: false }
    }

    /// The style of `role`; the background is always the terminal's own.
    pub fn style(self, role: Role) -> Style {
        let style = shape(role);
        match self.theme {
            Theme::Mono => style,
            theme => match colour(role, theme, self.depth) {
                Some(colour) => style.fg(colour),
                None => style,
            },
        }
    }

    /// The characters to draw with.
    pub fn glyphs(self) -> &'static Glyphs {
        if self.ascii { &ASCII } else { &UNICODE }
    }
}

fn shape(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Title | Role::Strong | Role::Focus | Role::Bad | Role::Warn => {
            style.add_modifier(Modifier::BOLD)
        }
        Role::Selected => style.add_modifier(Modifier::REVERSED),
        Role::Evidence | Role::Against => style.add_modifier(Modifier::UNDERLINED.union(Modifier::BOLD)),
        Role::Muted | Role::Border => style.add_modifier(Modifier::DIM),
        Role::Text | Role::Accent | Role::Code | Role::Good | Role::Second => style,
    }
}

fn colour(role: Role, theme: Theme, depth: Depth) -> Option<Color> {
    let dark = theme == Theme::Dark;
    let pick = |ansi_dark, ansi_light, rgb_dark: u32, rgb_light: u32| match (depth, dark) {
        (Depth::Ansi, true) => ansi_dark,
        (Depth::Ansi, false) => ansi_light,
        (Depth::Rgb, true) => Color::from_u32(rgb_dark),
        (Depth::Rgb, false) => Color::from_u32(rgb_light),
    };
    Some(match role {
        Role::Text | Role::Strong | Role::Selected | Role::Muted | Role::Border => return None,
        Role::Title => pick(Color::LightCyan, Color::Blue, 0x008f_d3ff, 0x000a_4f9e),
        Role::Accent | Role::Focus => pick(Color::Cyan, Color::Blue, 0x005f_b3e6, 0x0009_69da),
        Role::Code => pick(Color::LightMagenta, Color::Magenta, 0x00c9_a6f5, 0x0082_50df),
        Role::Good | Role::Evidence => pick(Color::LightBlue, Color::Blue, 0x006c_b6ff, 0x0005_50ae),
        Role::Bad | Role::Against => pick(Color::LightYellow, Color::Red, 0x00ff_a657, 0x00bc_4c00),
        Role::Warn => pick(Color::Yellow, Color::Magenta, 0x00e3_b341, 0x009a_6700),
        Role::Second => pick(Color::Yellow, Color::Red, 0x00e6_a05a, 0x00bc_4c00),
    })
}

/// The characters of frames, marks and charts.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Horizontal line, vertical line, then the corners: top left, top right, bottom left, bottom right.
    pub frame: [&'static str; 6],
    /// In front of the row under the cursor.
    pub cursor: &'static str,
    /// Done, holds.
    pub yes: &'static str,
    /// Does not hold.
    pub no: &'static str,
    /// Not yet.
    pub open: &'static str,
    /// In progress, partly.
    pub half: &'static str,
    /// Needs attention.
    pub warn: &'static str,
    /// Between the parts of a line.
    pub dot: &'static str,
    /// In front of a list item.
    pub bullet: &'static str,
    /// Leads to.
    pub arrow: &'static str,
    /// Between the names of the way from home to here.
    pub step: &'static str,
    /// Where text was cut.
    pub ellipsis: &'static str,
    /// A long dash.
    pub dash: &'static str,
    /// Filled and empty part of a bar.
    pub bar: [&'static str; 2],
    /// One of several that is used, free, gone.
    pub boxes: [&'static str; 3],
    /// Eight heights of a sparkline, lowest first.
    pub spark: [&'static str; 8],
    /// More above, more below.
    pub more: [&'static str; 2],
    /// Left edge of a quotation.
    pub quote: &'static str,
    /// Playing, paused.
    pub play: [&'static str; 2],
}

static UNICODE: Glyphs = Glyphs {
    frame: ["─", "│", "╭", "╮", "╰", "╯"],
    cursor: "▸",
    yes: "✓",
    no: "✗",
    open: "○",
    half: "◐",
    warn: "!",
    dot: "·",
    bullet: "•",
    arrow: "→",
    step: "›",
    ellipsis: "…",
    dash: "—",
    bar: ["━", "─"],
    boxes: ["▮", "▯", "✗"],
    spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    more: ["▲", "▼"],
    quote: "▎",
    play: ["▶", "‖"],
};

static ASCII: Glyphs = Glyphs {
    frame: ["-", "|", "+", "+", "+", "+"],
    cursor: ">",
    yes: "+",
    no: "x",
    open: "o",
    half: "%",
    warn: "!",
    dot: "-",
    bullet: "*",
    arrow: "->",
    step: ">",
    ellipsis: "...",
    dash: "--",
    bar: ["=", "-"],
    boxes: ["#", ".", "x"],
    spark: ["_", ".", ",", "-", "=", "+", "*", "#"],
    more: ["^", "v"],
    quote: "|",
    play: [">", "="],
};

/// A picture in characters with box drawing replaced by ASCII, column for column.
pub fn to_ascii(art: &str) -> String {
    art.chars().map(ascii_of).collect()
}

fn ascii_of(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        '─' | '━' | '═' | '╌' | '┄' | '┈' | '╍' | '—' | '–' => '-',
        '│' | '┃' | '║' | '┆' | '┊' | '╎' => '|',
        '→' | '▶' | '▸' | '►' | '›' => '>',
        '←' | '◀' | '◂' | '◄' => '<',
        '↑' | '▲' | '△' => '^',
        '↓' | '▼' | '▽' => 'v',
        '\u{2500}'..='\u{257f}' => '+',
        '█' | '▓' | '▮' | '■' => '#',
        '▒' | '░' | '▯' | '□' | '·' | '…' => '.',
        '●' | '•' | '◆' | '✓' => '*',
        '○' | '◯' | '◇' => 'o',
        '✗' | '✘' | '×' => 'x',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_has_no_colour_but_keeps_its_shapes() {
        let mono = Look { theme: Theme::Mono, ..Look::default() };
        assert_eq!(mono.style(Role::Bad), Style::new().add_modifier(Modifier::BOLD));
        assert!(mono.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn the_environment_decides_unless_asked() {
        let env = |pairs: &'static [(&str, &str)]| {
            move |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        };
        assert_eq!(Look::detect(None, env(&[("NO_COLOR", "1")])).theme, Theme::Mono);
        assert_eq!(Look::detect(Some(Theme::Light), env(&[("NO_COLOR", "1")])).theme, Theme::Light);
        assert_eq!(Look::detect(None, env(&[("COLORFGBG", "0;15")])).theme, Theme::Light);
        assert_eq!(Look::detect(None, env(&[("COLORTERM", "truecolor")])).depth, Depth::Rgb);
    }

    #[test]
    fn no_role_sets_a_background() {
        for theme in [Theme::Dark, Theme::Light, Theme::Mono] {
            for role in [Role::Selected, Role::Evidence, Role::Bad, Role::Title] {
                assert_eq!(Look { theme, ..Look::default() }.style(role).bg, None);
            }
        }
    }

    #[test]
    fn diagrams_keep_their_columns_in_ascii() {
        assert_eq!(to_ascii("┌──▶ db │"), "+--> db |");
    }
}
