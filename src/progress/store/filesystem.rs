//! What kind of file system a path is on: a write-ahead log is not safe on a network one.

use std::path::Path;

/// Where a file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filesystem {
    /// A disk of this machine, or unknown.
    Local,
    /// Shared over a network, by its usual name.
    Network(&'static str),
}

impl Filesystem {
    /// True when files are shared over a network.
    pub const fn is_network(self) -> bool {
        matches!(self, Self::Network(_))
    }
}

/// Magic numbers of `statfs(2)`.
#[cfg(target_os = "linux")]
const NETWORKS: [(u32, &str); 9] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
];

/// The file system of `path`, or of the nearest folder above it that exists.
#[cfg(target_os = "linux")]
pub fn of(path: &Path) -> Filesystem {
    let found = path.ancestors().find_map(|at| rustix::fs::statfs(at).ok());
    found.map_or(Filesystem::Local, |stat| by_magic(stat.f_type as u32))
}

/// The file system of `path`: always taken for local where we cannot ask.
#[cfg(not(target_os = "linux"))]
pub fn of(_path: &Path) -> Filesystem {
    Filesystem::Local
}

#[cfg(target_os = "linux")]
fn by_magic(magic: u32) -> Filesystem {
    let known = NETWORKS.iter().find(|(number, _)| *number == magic);
    known.map_or(Filesystem::Local, |(_, name)| Filesystem::Network(name))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_and_a_missing_file_asks_its_folder() {
        assert_eq!(by_magic(0xff53_4d42), Filesystem::Network("CIFS"));
        assert_eq!(of(&std::env::temp_dir().join("no/such/file.db")), Filesystem::Local);
    }
}
