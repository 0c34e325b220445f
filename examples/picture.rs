//! Writes a picture of a screen as SVG, cell by cell as the program draws it.
//!
//! ```text
//! cargo run --example picture -- --keys gs --size 120x36 docs/side-by-side.svg
//! ```
//!
//! Keys are written as in the key table, named ones in angle brackets
//! (`/pawn<Enter>`). `--theme light` and `--theme plain` choose other colours.

use std::error::Error;

#[path = "../tests/it/story/mod.rs"]
mod story;
#[path = "picture/svg.rs"]
mod svg;

fn main() -> Result<(), Box<dyn Error>> {
    let mut keys = "gs".to_owned();
    let mut size = (120, 36);
    let mut theme = "dark".to_owned();
    let mut file = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--keys" => keys = value()?,
            "--theme" => theme = value()?,
            "--size" => {
                let text = value()?;
                let (w, h) = text.split_once('x').ok_or("--size is written 120x36")?;
                size = (w.parse()?, h.parse()?);
            }
            _ => file = Some(argument),
        }
    }
    let file = file.ok_or("name the file to write")?;
    std::fs::write(&file, svg::picture(&keys, size, &theme))?;
    Ok(())
}
