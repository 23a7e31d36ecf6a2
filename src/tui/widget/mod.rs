//! The small set of pieces that all screens are made of.

pub mod chart;
pub mod editor;
pub mod footer;
pub mod frame;
pub mod list;
pub mod markdown;
pub mod menu;
pub mod scroll;
pub mod tabs;
pub mod timeline;
pub mod toast;
pub mod wrap;
