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
    /// For a background that nobody told us about: can be read on dark and on light.
    #[default]
    Either,
    /// For light letters on a dark background.
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
    /// the background. A `theme` that was asked for is kept.
    pub fn detect(theme: Option<Theme>, env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let told = || match set("COLORFGBG")?.rsplit(';').next()?.parse() {
            Ok(7 | 15) => Some(Theme::Light),
            Ok(0..=6 | 8) => Some(Theme::Dark),
            _ => None,
        };
        let theme = match theme {
            Some(theme) => theme,
            None if set("NO_COLOR").is_some() || set("TERM").as_deref() == Some("dumb") => Theme::Mono,
            None => told().unwrap_or_default(),
        };
        let rgb = set("COLORTERM").is_some_and(|v| v == "truecolor" || v == "24bit");
        Self { theme, depth: if rgb { Depth::Rgb } else { Depth::Ansi }, ascii: false, reduce_motion: false }
    }

    /// The style of `role`; the background is always the terminal's own.
    pub fn style(self, role: Role) -> Style {
        let style = shape(role);
        match colour(role, self.theme, self.depth) {
            Some(colour) => style.fg(colour),
            None => style,
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
    let column = match theme {
        Theme::Mono => return None,
        Theme::Dark => 0,
        Theme::Light => 1,
        Theme::Either => 2,
    };
    let (ansi, rgb) = match role {
        Role::Text | Role::Strong | Role::Selected | Role::Muted | Role::Border => return None,
        Role::Title => ([Color::LightCyan, Color::Blue, Color::Cyan], [0x8f_d3ff, 0x0a_4f9e, 0x1c_85c8]),
        Role::Accent | Role::Focus => {
            ([Color::Cyan, Color::Blue, Color::Cyan], [0x5f_b3e6, 0x09_69da, 0x1f_87c6])
        }
        Role::Code => {
            ([Color::LightMagenta, Color::Magenta, Color::Magenta], [0xc9_a6f5, 0x82_50df, 0x9e_62e8])
        }
        Role::Good | Role::Evidence => {
            ([Color::LightBlue, Color::Blue, Color::Cyan], [0x6c_b6ff, 0x05_50ae, 0x24_82df])
        }
        Role::Bad | Role::Against => {
            ([Color::LightYellow, Color::Red, Color::Red], [0xff_a657, 0xbc_4c00, 0xbf_681b])
        }
        Role::Warn => ([Color::Yellow, Color::Magenta, Color::Magenta], [0xe3_b341, 0x9a_6700, 0xa4_7a18]),
        Role::Second => ([Color::Yellow, Color::Red, Color::Red], [0xe6_a05a, 0xbc_4c00, 0xbe_6d1c]),
    };
    Some(if depth == Depth::Rgb { Color::from_u32(rgb[column]) } else { ansi[column] })
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
        assert_eq!(Look::detect(None, env(&[("COLORFGBG", "15;0")])).theme, Theme::Dark);
        assert_eq!(Look::detect(None, env(&[("COLORFGBG", "15;default")])).theme, Theme::Either);
        assert_eq!(Look::detect(None, env(&[("COLORTERM", "truecolor")])).depth, Depth::Rgb);
    }

    /// Relative luminance (WCAG 2).
    fn luminance(colour: u32) -> f64 {
        let part = |shift: u32, weight: f64| {
            let value = f64::from(colour >> shift & 255) / 255.0;
            weight * if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        part(16, 0.2126) + part(8, 0.7152) + part(0, 0.0722)
    }

    #[test]
    fn every_colour_stands_out_from_its_background() {
        let (white, grey, black) = (0xff_ffff, 0x1e_1e1e, 0);
        let grounds = [
            (Theme::Dark, vec![black, grey], 4.5),
            (Theme::Light, vec![white], 4.5),
            (Theme::Either, vec![black, grey, white], 3.8),
        ];
        for (theme, grounds, least) in grounds {
            for role in
                [Role::Title, Role::Accent, Role::Code, Role::Good, Role::Bad, Role::Warn, Role::Second]
            {
                let Some(Color::Rgb(r, g, b)) = colour(role, theme, Depth::Rgb) else { panic!("{role:?}") };
                let own = luminance(u32::from_be_bytes([0, r, g, b]));
                for ground in &grounds {
                    let other = luminance(*ground);
                    let contrast = (own.max(other) + 0.05) / (own.min(other) + 0.05);
                    assert!(contrast >= least, "{theme:?} {role:?} on {ground:06x}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn no_role_sets_a_background() {
        for theme in [Theme::Either, Theme::Dark, Theme::Light, Theme::Mono] {
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
