//! Writes the TypeScript bindings to the path given; `cargo xtask bindings` calls it.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).ok_or("name the file to write")?;
    Ok(coredesk_app::bindings::write(Path::new(&path))?)
}
