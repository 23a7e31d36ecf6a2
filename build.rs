//! Builds again when a file joins or leaves the embedded pack: `include_dir` alone notices only changed files.

fn main() {
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=prompts");
}
