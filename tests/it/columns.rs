//! The columns that the module `text` counts are the columns that the terminal
//! library draws, for anything that has been cleaned.

use diptych::text::clean::clean_line;
use diptych::text::width::{clip, graphemes, width};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws a line of text and returns the column behind it.
fn drawn(line: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 1000, 1));
    let (column, _) = buffer.set_stringn(0, 0, line, 1000, Style::new());
    usize::from(column)
}

#[test]
fn ordinary_and_awkward_lines_agree() {
    for raw in [
        "“Sanctioning Kaspersky Lab is a logical next step.” – U.S.",
        "卡巴斯基实验室 カスペルスキー ｶﾞｷﾞ 카스퍼스키",
        "👩‍👩‍👧 🇩🇪 1️⃣ ❤️ ✔ 👍🏽",
        "e\u{301}\u{323} می‌خواهم हिन्दी ที่นี่ لا",
        "co\u{AD}op a\u{200B}b \u{202E}c",
    ] {
        let line = clean_line(raw);
        assert_eq!(width(&line), drawn(&line), "{line:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_clean_line_agrees(raw in "([a-zé]|[\u{300}-\u{36F}]|[卡ガｶ\u{FF9E}한\u{1100}\u{1161}]|[👩👧\u{200D}\u{FE0F}\u{1F3FB}🇩🇪]|[\u{E33}\u{915}\u{94D}\u{937}]|\\PC){0,40}", columns in 0_usize..60) {
        let line = clean_line(&raw);
        prop_assert_eq!(width(&line), drawn(&line));
        prop_assert_eq!(width(clip(&line, columns)), drawn(clip(&line, columns)));
        prop_assert_eq!(graphemes(&line).map(|g| g.width).sum::<usize>(), width(&line));
    }
}
