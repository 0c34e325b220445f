//! As `targets.rs`, for the one door that needs a whole session of the program.

use diptych::runtime::InputDecoder;
use diptych::text::clean::is_clean;

use crate::story::Story;

/// A session: whatever is typed, a screen is there afterwards. The first byte is the size
/// of the window.
pub fn keys(data: &[u8]) {
    let Some((&size, typed)) = data.split_first() else {
        return;
    };
    let (width, height) = (10 + u16::from(size >> 4) * 12, 3 + u16::from(size & 15) * 3);
    let mut story = Story::small(width, height);
    let mut decoder = InputDecoder::default();
    for byte in typed.iter().take(200) {
        for msg in decoder.feed(&[*byte]) {
            story.send(msg);
        }
        if story.ended {
            return;
        }
    }
    for _ in 0..4 {
        if decoder.timeout().is_none() {
            break;
        }
        for msg in decoder.flush() {
            story.send(msg);
        }
    }
    let (buffer, _) = story.buffer();
    for cell in buffer.content() {
        assert!(is_clean(cell.symbol()), "{:?}", cell.symbol());
    }
}
