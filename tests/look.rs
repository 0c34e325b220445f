//! Prints a screen for whoever works on it.
mod story;
use story::Story;

#[test]
fn look() {
    let keys = std::env::var("KEYS").unwrap_or_default();
    let (w, h) = (
        std::env::var("W")
            .ok()
            .and_then(|w| w.parse().ok())
            .unwrap_or(120),
        std::env::var("H")
            .ok()
            .and_then(|w| w.parse().ok())
            .unwrap_or(40),
    );
    let mut s = Story::shipped(w, h);
    s.keys(&keys);
    println!("{}", s.screen());
}
