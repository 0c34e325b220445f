//! Opens the pages that leave the program in a real browser, without a window, and asks
//! it what a reader would see: where the sides stand, whether anything runs over the
//! edge, how far letters stand out from the paper, and whether all words are there.
//!
//! The page itself has no script. It is shown in frames of several widths; only the page
//! around them, which is the test's own, measures, and writes what it found into its
//! text. The frames allow no scripts.
//!
//! Where there is no browser the test says so and passes. `DIPTYCH_TEST_BROWSER` names
//! one that must be there, as it is on the machine that checks each change.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;

use crate::pty::Home;
use diptych::text::fragment;
use serde_json::Value;
use tempfile::TempDir;

/// Names under which a browser of this kind is installed.
const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Widths of a window: a desk, and a telephone.
const WIDE: u32 = 1200;
const NARROW: u32 = 360;
/// The width of a sheet of A4 within the page's margins, in CSS pixels.
const SHEET: u32 = 672;

/// What measures: for each frame the places, the words, and how well they can be read.
/// In a frame for paper the rules for print hold, and those for the screen do not.
const MEASURE: &str = r#"
const channel = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const colour = text => text.match(/[\d.]+/g).map(Number);
const contrast = (a, b) => {
  const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};
const paper = (view, element) => {
  for (let e = element; e; e = e.parentElement) {
    const c = colour(view.getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c;
  }
  return [255, 255, 255];
};
const box = e => {
  const r = e.getBoundingClientRect();
  return { left: r.left, right: r.right, top: r.top, bottom: r.bottom };
};
function measure(frame) {
  const view = frame.contentWindow, page = frame.contentDocument;
  if (frame.dataset.for === 'paper')
    for (const rule of page.styleSheets[0].cssRules)
      if (rule instanceof view.CSSMediaRule) {
        if (rule.media.mediaText.includes('print')) rule.media.mediaText = 'all';
        else if (rule.media.mediaText.includes('screen')) rule.media.mediaText = 'not all';
      }
  const all = [...page.body.querySelectorAll('*')].filter(e => e.getClientRects().length);
  const edge = page.documentElement.clientWidth;
  let least = { ratio: 99 };
  for (const e of all) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const ratio = contrast(colour(view.getComputedStyle(e).color), paper(view, e));
    if (ratio < least.ratio) least = { ratio, where: e.outerHTML.slice(0, 90) };
  }
  const words = [...page.querySelectorAll('blockquote')];
  return {
    width: edge,
    scroll: page.documentElement.scrollWidth,
    over: all.filter(e => e.getBoundingClientRect().right > edge + 0.5).map(e => e.outerHTML.slice(0, 90)),
    least,
    ink: colour(view.getComputedStyle(page.body).color),
    paper: paper(view, page.body),
    cards: [...page.querySelectorAll('article')].map(e => ({
      side: e.classList[0], row: e.style.gridRow, point: e.closest('section').querySelector('h1,h2').textContent, ...box(e) })),
    words: words.map(e => e.textContent),
    seen: words.map(e => e.innerText),
    text: page.body.innerText,
    targets: [...page.querySelectorAll('a[href^="\#"]')].filter(a => !page.getElementById(a.getAttribute('href').slice(1))).length,
    fetched: view.performance.getEntriesByType('resource').map(e => e.name),
  };
}
onload = () => {
  const found = [...document.querySelectorAll('iframe')].map(measure);
  document.body.textContent = JSON.stringify(found);
};
"#;

/// That there is no browser is said once.
static SAID: Once = Once::new();

/// Returns the browser; none where there is none and none has to be.
fn browser() -> Option<PathBuf> {
    if let Some(named) = env::var_os("DIPTYCH_TEST_BROWSER").filter(|name| !name.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|file| file.is_file());
    if found.is_none() {
        SAID.call_once(|| {
            let said = format!(
                "no browser is installed ({}): the pages of HTML were not opened in one\n",
                NAMES.join(", ")
            );
            // Past the harness, which swallows what a passing test prints.
            let _ = std::io::stderr().write_all(said.as_bytes());
        });
    }
    found
}

/// A browser with a folder of its own.
struct Browser {
    program: PathBuf,
    folder: TempDir,
}

impl Browser {
    fn new() -> Option<Browser> {
        Some(Browser {
            program: browser()?,
            folder: tempfile::tempdir().unwrap(),
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs it once, as a new profile, with nothing to talk to on the net.
    fn run(&self, args: &[&str], page: &Path) -> Output {
        let profile = tempfile::tempdir_in(self.folder.path()).unwrap();
        let output = Command::new(&self.program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--disable-sync",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--enable-logging=stderr",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(args)
            .arg(format!("file://{}", page.display()))
            .output();
        let output = output
            .unwrap_or_else(|error| panic!("{} does not run: {error}", self.program.display()));
        assert!(output.status.success(), "{output:?}");
        output
    }

    /// Shows pages in frames and returns what was measured in each, and what the console said.
    fn measure(&self, frames: &[Frame], scheme: Scheme) -> (Vec<Value>, String) {
        let mut around = String::from("<!DOCTYPE html><meta charset=\"utf-8\"><body>");
        for Frame { page, width, shown } in frames {
            let page = page.replace('&', "&amp;").replace('"', "&quot;");
            write!(
                around,
                "<iframe sandbox=\"allow-same-origin\" data-for=\"{shown}\" \
                 style=\"border:0;width:{width}px;height:900px\" srcdoc=\"{page}\"></iframe>"
            )
            .unwrap();
        }
        write!(around, "<script>{MEASURE}</script>").unwrap();
        let file = self.path("around.html");
        fs::write(&file, around).unwrap();
        let scheme = match scheme {
            Scheme::Dark => "--blink-settings=preferredColorScheme=0",
            Scheme::Light => "--blink-settings=preferredColorScheme=1",
        };
        let output = self.run(&[scheme, "--dump-dom"], &file);
        let dom = String::from_utf8(output.stdout).unwrap();
        let console = console(&output.stderr);
        let json = &dom[dom.find("<body>").unwrap() + 6..dom.rfind("</body>").unwrap()];
        let json = json
            .replace("&nbsp;", "\u{a0}")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        let found: Value =
            serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json} {console}"));
        (found.as_array().unwrap().clone(), console)
    }
}

/// A page in a window of some width.
struct Frame<'a> {
    page: &'a str,
    width: u32,
    /// `screen` or `paper`.
    shown: &'static str,
}

/// What the reader's system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

/// What pages said to the console: faults, and whatever they were not allowed to fetch.
fn console(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let said: Vec<&str> = text.lines().filter(|l| l.contains(":CONSOLE")).collect();
    said.join("\n")
}

/// The words of a comparison in the program's own JSON, sorted: of each statement where it
/// first stands under a topic, for below it is only named again.
fn words_of_pairs(json: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).unwrap();
    let mut seen = BTreeSet::new();
    let mut words = Vec::new();
    for pair in json["pairs"].as_array().unwrap() {
        for column in ["left", "right", "between", "reply"] {
            let quotation = &pair[column];
            let place = (
                pair["topic"]["id"].to_string(),
                quotation["reference"].to_string(),
            );
            if !quotation.is_null() && seen.insert(place) {
                words.push(shown_words(quotation));
            }
        }
    }
    sorted(words.into_iter())
}

/// The words of quotations in the program's own JSON, sorted.
fn words_of_quotations(json: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(json).unwrap();
    let all = json["quotations"].as_array().unwrap().iter();
    sorted(all.map(shown_words))
}

/// The words of a quotation as a page shows them: with the outlet's words around them.
fn shown_words(quotation: &Value) -> String {
    let text = |name: &str| quotation[name].as_str().unwrap_or("");
    let (before, behind) = fragment::bracketed(text("lead_in"), text("rest"));
    format!("{before}{}{behind}", text("words"))
}

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    assert!(!words.is_empty());
    words
}

fn strings(list: &Value) -> impl Iterator<Item = String> {
    let list = list.as_array().unwrap().iter();
    list.map(|text| text.as_str().unwrap().to_owned())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// Cards of both sides that stand in the same row.
fn facing(found: &Value) -> Vec<(&Value, &Value)> {
    let cards = found["cards"].as_array().unwrap();
    let mut both = Vec::new();
    for left in cards.iter().filter(|card| card["side"] == "left") {
        let faces = cards.iter().find(|card| {
            card["side"] == "right" && card["row"] == left["row"] && card["point"] == left["point"]
        });
        both.extend(faces.map(|right| (left, right)));
    }
    both
}

/// What leaves the program: a page, and the words that must be on it.
struct Export {
    name: &'static str,
    page: String,
    words: Vec<String>,
}

/// Has the program write its pages: from the shell a comparison and the bookmarks, from
/// the screen what a search found.
fn exports() -> Vec<Export> {
    let home = Home::new();
    let compare = |format| home.run(&["compare", "kaspersky-lab", "--format", format]);
    for statement in [
        "s-shaheen-overwhelming",
        "s-kl-no-inappropriate-ties",
        "s-duke-risk",
        "s-kl-pawn",
    ] {
        let reference = format!("kaspersky-lab#{statement}");
        let note = "Ask <them> & \"check\".\nhttps://example.org/a-very-long-address/without-any-place-to-break-it/0123456789012345678901234567890123456789";
        let said = home.run(&[
            "bookmarks",
            "add",
            &reference,
            "--note",
            note,
            "--tag",
            "press",
        ]);
        assert!(said.ends_with("kept\n"), "{said}");
    }
    let kept = |format| home.run(&["bookmarks", "export", "--format", format]);
    let mut term = home.reader(&["kaspersky-lab"], (40, 120));
    term.see("Kaspersky Lab and the United States government");
    term.press("/ban");
    term.see("1 of 13");
    term.press("\u{1b}");
    term.see("e export");
    for name in ["found.html", "found.json"] {
        term.press("e");
        term.see("write to the file:");
        term.press(name);
        term.press("\r");
        term.see(&format!("to {name}"));
    }
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
    vec![
        Export {
            name: "comparison",
            page: compare("html"),
            words: words_of_pairs(&compare("json")),
        },
        Export {
            name: "bookmarks",
            page: kept("html"),
            words: words_of_quotations(&kept("json")),
        },
        Export {
            name: "search",
            page: home.read("found.html"),
            words: words_of_quotations(&home.read("found.json")),
        },
    ]
}

#[test]
fn pages_are_read_on_any_screen_and_on_paper() {
    let Some(browser) = Browser::new() else {
        return;
    };
    let exports = exports();
    let windows = [(WIDE, "screen"), (NARROW, "screen"), (SHEET, "paper")];
    let frames: Vec<Frame> = exports
        .iter()
        .flat_map(|export| {
            windows.map(|(width, shown)| Frame {
                page: &export.page,
                width,
                shown,
            })
        })
        .collect();
    let mut papers = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        let (found, console) = browser.measure(&frames, scheme);
        assert_eq!(console, "", "{scheme:?}");
        assert_eq!(found.len(), frames.len());
        for (i, found) in found.iter().enumerate() {
            let (export, frame) = (&exports[i / windows.len()], &frames[i]);
            let what = format!("{} at {} px, {scheme:?}", export.name, frame.width);
            readable(found, export, &what);
            assert_eq!(found["width"].as_u64(), Some(frame.width.into()), "{what}");
            match frame.width {
                NARROW => below_each_other(found, &what),
                _ => beside_each_other(found, &what),
            }
            let bright = number(&found["paper"][0]) > number(&found["ink"][0]);
            assert_eq!(
                bright,
                frame.shown == "paper" || scheme == Scheme::Light,
                "{what}"
            );
            if frame.width == WIDE && export.name == "comparison" {
                papers.push(found["paper"].clone());
            }
        }
    }
    assert_ne!(papers[0], papers[1]);
}

/// All words are there and can be seen, nothing was fetched, nothing runs over the edge.
fn readable(found: &Value, export: &Export, what: &str) {
    assert_eq!(sorted(strings(&found["words"])), export.words, "{what}");
    let seen = strings(&found["seen"]);
    assert_eq!(sorted(seen), export.words, "not all is shown: {what}");
    assert_eq!(found["fetched"], serde_json::json!([]), "{what}");
    assert_eq!(found["over"], serde_json::json!([]), "{what}");
    let (scroll, width) = (number(&found["scroll"]), number(&found["width"]));
    assert!(scroll <= width, "{what}: {scroll} in {width}");
    // The measure of WCAG for small text.
    let least = number(&found["least"]["ratio"]);
    assert!((4.5..21.1).contains(&least), "{what}: {}", found["least"]);
    assert_eq!(
        found["targets"], 0,
        "links into the page lead nowhere: {what}"
    );
    let text = found["text"].as_str().unwrap();
    assert!(text.contains("Kaspersky Lab and the United States government"));
    if export.name == "bookmarks" {
        assert!(text.contains("Ask <them> & \"check\".\nhttps://"), "{text}");
    }
}

fn beside_each_other(found: &Value, what: &str) {
    let rows = facing(found);
    assert!(!rows.is_empty(), "{what}");
    for (left, right) in rows {
        assert_eq!(left["top"], right["top"], "{what}");
        assert!(number(&left["right"]) < number(&right["left"]), "{what}");
        let wide = |card: &Value| number(&card["right"]) - number(&card["left"]);
        assert!((wide(left) - wide(right)).abs() < 1.0, "{what}");
    }
}

fn below_each_other(found: &Value, what: &str) {
    let rows = facing(found);
    assert!(!rows.is_empty(), "{what}");
    for (left, right) in rows {
        let (first, second) = if number(&left["top"]) < number(&right["top"]) {
            (left, right)
        } else {
            (right, left)
        };
        assert!(number(&first["bottom"]) <= number(&second["top"]), "{what}");
        assert!(number(&first["left"]) < number(&second["right"]), "{what}");
    }
}

/// The measuring itself: a page with all the faults that are looked for is found out.
#[test]
fn what_is_wrong_with_a_page_is_seen() {
    let Some(browser) = Browser::new() else {
        return;
    };
    let home = Home::new();
    let page = home.run(&[
        "compare",
        "kaspersky-lab",
        "--topic",
        "ties",
        "--format",
        "html",
    ]);
    let broken = page.replace(
        "<body>",
        "<body><script>document.body.dataset.ran = 1; document.title = 'ran'</script>\
             <img src=\"http://example.org/a.png\"><div style=\"width:2000px\">wide</div>\
             <p style=\"color:#aaa;background:#fff\">faint</p><a href=\"#nowhere\">x</a>",
    );
    assert_ne!(page, broken);
    let frame = Frame {
        page: &broken,
        width: NARROW,
        shown: "screen",
    };
    let (found, console) = browser.measure(&[frame], Scheme::Light);
    let found = &found[0];
    assert!(console.contains("example.org/a.png"), "{console}");
    assert!(number(&found["scroll"]) > 2000.0, "{found}");
    assert_eq!(
        found["over"].as_array().unwrap().len(),
        1,
        "{}",
        found["over"]
    );
    assert!(number(&found["least"]["ratio"]) < 2.4, "{}", found["least"]);
    assert_eq!(found["targets"], 1);
}

#[test]
fn a_page_can_be_printed_and_has_no_script() {
    let Some(browser) = Browser::new() else {
        return;
    };
    for export in exports() {
        assert!(!export.page.contains("<script"));
        let page = browser.path("page.html");
        fs::write(&page, &export.page).unwrap();
        let pdf = browser.path("page.pdf");
        let output = browser.run(
            &[
                "--no-pdf-header-footer",
                &format!("--print-to-pdf={}", pdf.display()),
            ],
            &page,
        );
        assert_eq!(console(&output.stderr), "", "{}", export.name);
        let pdf = fs::read(&pdf).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        let pages = pages(&pdf);
        let most = export.words.len() / 2 + 1;
        assert!(
            (1..=most).contains(&pages),
            "{}: {pages} pages",
            export.name
        );
        if export.name == "comparison" {
            assert!(pages > 5, "{pages}");
        }
    }
}

/// Counts the pages of a PDF by the count that its catalogue of pages gives.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let counts = text.match_indices("/Count ").filter_map(|(at, key)| {
        let digits = text[at + key.len()..]
            .chars()
            .take_while(char::is_ascii_digit);
        digits.collect::<String>().parse().ok()
    });
    counts.max().unwrap_or(0)
}
