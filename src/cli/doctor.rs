//! `frontdesk doctor`: what the program finds around it. It looks at the store's place, and never opens the store.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::config::Config;
use super::output::{self, Status, count};
use super::{Options, paths};

/// Look at the terminal, the store's place and the packs, and say what could go wrong
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
#[derive(Serialize)]
struct Finding {
    about: &'static str,
    found: String,
    /// What could go wrong, and what to do.
    problem: Option<String>,
}

impl Args {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<Status> {
        let findings = findings(options);
        if self.json {
            output::json(&findings)?;
        } else {
            output::text(&findings.iter().map(Finding::to_text).collect::<String>())?;
        }
        let healthy = findings.iter().all(|finding| finding.problem.is_none());
        Ok(if healthy { Status::Clean } else { Status::Findings })
    }
}

impl Finding {
    fn new(about: &'static str, found: impl Into<String>, problem: Option<&str>) -> Self {
        Self { about, found: found.into(), problem: problem.map(str::to_owned) }
    }

    fn to_text(&self) -> String {
        let problem = self.problem.iter().map(|problem| format!("             ! {problem}\n"));
        format!("{:11}  {}\n{}", self.about, self.found, problem.collect::<String>())
    }
}

fn findings(options: &Options) -> Vec<Finding> {
    let version = Finding::new("version", env!("CARGO_PKG_VERSION"), None);
    vec![version, terminal(), colours(options), locale(), store(options), config(), packs(options)]
}

fn terminal() -> Finding {
    let size = match output::size() {
        Some((columns, rows)) if io::stdout().is_terminal() => format!("{columns} columns, {rows} rows"),
        _ => "standard output is no terminal".to_owned(),
    };
    let small = output::size().is_some_and(|(columns, rows)| columns < 60 || rows < 20);
    let name = env::var("TERM").unwrap_or_else(|_| "TERM is not set".into());
    let problem = if name == "dumb" {
        Some("this terminal cannot draw screens: use --plain, or the subcommands")
    } else {
        small.then_some("the screens need 60 columns and 20 rows")
    };
    Finding::new("terminal", format!("{name}; {size}"), problem)
}

fn colours(options: &Options) -> Finding {
    let look = options.look();
    let set = ["NO_COLOR", "COLORTERM", "COLORFGBG"]
        .into_iter()
        .filter_map(|name| Some((name, env::var(name).ok()?)));
    let set: Vec<_> = set.map(|(name, value)| format!("{name}={value}")).collect();
    let found = format!("{:?} theme, {:?} colours; {}", look.theme, look.depth, set.join(" "));
    Finding::new("colours", found.trim_end_matches("; ").to_lowercase(), None)
}

fn locale() -> Finding {
    let name = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|it| !it.is_empty()));
    let name = name.unwrap_or_else(|| "not set".into());
    let utf8 = name.to_lowercase().replace('-', "").contains("utf8");
    let problem = (!utf8).then_some("frames and diagrams need UTF-8; without it use --ascii");
    Finding::new("locale", name, problem)
}

fn store(options: &Options) -> Finding {
    let Ok(path) = options.store() else {
        return Finding::new("store", "no home folder", Some("name a file with --store"));
    };
    let (exists, place) = (path.exists(), nearest_folder(&path));
    let system = place.as_deref().and_then(file_system).unwrap_or("unknown file system");
    let size =
        std::fs::metadata(&path).map_or(String::new(), |about| format!(", {} KiB", about.len() / 1024));
    let state = if exists { "exists" } else { "is made on first use" };
    let problem = match system {
        _ if place.as_deref().is_none_or(is_read_only) => {
            Some("this place cannot be written to: name another with --store")
        }
        "NFS" | "SMB" => Some(
            "on a network file system the store works without its write-ahead log: use it from one machine at a time",
        ),
        "memory" => Some("this place is lost when the machine restarts"),
        _ => None,
    };
    Finding::new("store", format!("{} ({state}{size}; {system})", path.display()), problem)
}

/// The folder that the store is in, or would be made in.
fn nearest_folder(path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .skip(1)
        .find(|folder| folder.is_dir() || folder.as_os_str().is_empty())
        .map(|folder| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
}

#[cfg(unix)]
fn is_read_only(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_err()
}

#[cfg(not(unix))]
fn is_read_only(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|about| about.permissions().readonly())
}

/// The kind of file system, of those that matter to a database.
#[cfg(target_os = "linux")]
fn file_system(folder: &Path) -> Option<&'static str> {
    // Magic numbers of statfs(2).
    Some(match rustix::fs::statfs(folder).ok()?.f_type as u32 {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x0102_1994 | 0x8584_58f6 => "memory",
        0x794c_7630 => "overlay",
        0xef53 => "ext",
        0x9123_683e => "btrfs",
        0x5846_5342 => "xfs",
        0x2fc1_2fc1 => "zfs",
        _ => "local or unknown file system",
    })
}

#[cfg(not(target_os = "linux"))]
fn file_system(_: &Path) -> Option<&'static str> {
    None
}

fn config() -> Finding {
    let Some(path) = paths::config() else { return Finding::new("settings", "no home folder", None) };
    let found = match (path.exists(), Config::read(&path).problems.len()) {
        (false, _) => format!("{} (not there, which is fine)", path.display()),
        (true, 0) => path.display().to_string(),
        (true, problems) => {
            let found = format!("{} ({})", path.display(), count(problems, "problem"));
            return Finding::new("settings", found, Some("see the warnings above"));
        }
    };
    Finding::new("settings", found, None)
}

fn packs(options: &Options) -> Finding {
    let library = options.library();
    let (chapters, prompts) = (library.chapters.len(), library.prompts.len());
    let found = format!("{}, {}", count(chapters, "chapter"), count(prompts, "prompt"));
    let refused =
        format!("{} could not be opened: see `frontdesk check`", count(library.refused.len(), "file"));
    Finding::new("library", found, (!library.refused.is_empty()).then_some(refused.as_str()))
}
