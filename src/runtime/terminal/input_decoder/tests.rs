use proptest::prelude::*;

use std::time::Duration;

use super::control_string::MAX_CONTROL_STRING;
use super::csi::MAX_SEQUENCE;
use super::decoder::{LATE_STRING_TIMEOUT, MAX_PASTE, PASTE_TIMEOUT};
use super::*;
use crate::app::message::Msg;

/// Writes what was heard as the command table would.
fn shown(msgs: &[Msg]) -> String {
    let words: Vec<String> = msgs
        .iter()
        .filter_map(|msg| match msg {
            Msg::Key(key) => Some(key.to_string()),
            Msg::EscThen(key) => Some(format!("Esc+{key}")),
            Msg::Notify(_, message) => Some(format!("[{message}]")),
            Msg::Paste(text) => Some(format!("«{text}»")),
            Msg::Mouse(mouse) => Some(format!("{mouse:?}")),
            // No key: see the test of its own.
            Msg::Background(_) => None,
            other => panic!("{other:?}"),
        })
        .collect();
    words.join(" ")
}

fn all(bytes: &[u8]) -> String {
    let mut decoder = InputDecoder::default();
    let mut msgs = decoder.feed(bytes);
    while decoder.timeout().is_some() {
        msgs.extend(decoder.flush());
    }
    shown(&msgs)
}

#[test]
fn keys_are_those_of_the_command_table() {
    for (bytes, keys) in [
        ("j", "j"),
        ("G", "G"),
        ("é日", "é 日"),
        (" ", "Space"),
        ("\r\n", "Enter Enter"),
        ("\t\u{1b}[Z", "Tab S-Tab"),
        ("\u{4}\u{1a}\u{c}", "C-d C-z C-l"),
        ("\u{1c}\u{1d}", "C-\\ C-]"),
        ("\u{7f}\u{8}", "Backspace Backspace"),
        ("\u{1b}[A\u{1b}[B\u{1b}OC\u{1b}OD", "Up Down Right Left"),
        ("\u{1b}[H\u{1b}[4~\u{1b}[1~\u{1b}OF", "Home End Home End"),
        ("\u{1b}[5~\u{1b}[6~\u{1b}[3~", "PgUp PgDn Delete"),
        ("\u{1b}", "Esc"),
        ("\u{1b}\u{1b}", "Esc Esc"),
        ("\u{1b}q", "Esc+q"),
        ("\u{1b}é", "Esc+é"),
        ("\u{1b}\u{7f}", "Esc+Backspace"),
        ("\u{1b}]s", "Esc ] s"),
        ("\u{1b}]", "Esc ]"),
        ("\u{1b}[", "Esc+["),
        ("\u{1b}P", "Esc+P"),
        ("\u{1b}O", "Esc+O"),
        ("\u{1b}Ox", "Esc+O x"),
        ("\u{1b}\u{1b}[D", "Esc+Left"),
        ("\u{1b}\u{1b}x", "Esc Esc+x"),
        ("\u{1b}[1;3D\u{1b}[1;5C", "A-Left C-Right"),
        ("\u{1b}Od\u{1b}Oc\u{1b}[7^", "C-Left C-Right C-Home"),
        // The Linux console's F1, and the end of it that was a letter once.
        ("\u{1b}[[Aj", "? j"),
        ("\u{1b}[1;5A", "C-Up"),
        ("\u{1b}[1;2B", "Down"),
    ] {
        assert_eq!(all(bytes.as_bytes()), keys, "{bytes:?}");
    }
}

#[test]
fn what_means_nothing_is_passed_over_whole() {
    for bytes in [
        "\u{1b}[I",
        "\u{1b}[?62;c",
        "\u{1b}[12;40R",
        "\u{1b}[201~",
        "\u{85}",
        "\u{1b}[<0;1;1m",
    ] {
        assert_eq!(all(format!("{bytes}j").as_bytes()), "j", "{bytes:?}");
    }
    assert_eq!(all(b"\xff\xc3j"), "j");
    assert_eq!(all(b"\x1b[12\x1b[A"), "Up");
    // A sequence that is not finished, and one that is too long: nobody types these.
    assert_eq!(all(b"\x1b[1;"), "");
    let long = format!("\u{1b}[{}Aj", "1;".repeat(MAX_SEQUENCE));
    assert_eq!(all(long.as_bytes()), "j");
}

#[test]
fn reports_of_the_kitty_protocol_and_of_xterm_are_keys() {
    for (bytes, keys) in [
        ("\u{1b}[98;3u", "A-b"),
        (
            "\u{1b}[27u\u{1b}[13u\u{1b}[9u\u{1b}[9;2u\u{1b}[127u",
            "Esc Enter Tab S-Tab Backspace",
        ),
        ("\u{1b}[100;5u", "C-d"),
        (
            "\u{1b}[105;5u\u{1b}[109;5u\u{1b}[91;5u\u{1b}[104;5u",
            "Tab Enter Esc Backspace",
        ),
        ("\u{1b}[97;2u\u{1b}[49:33;2u", "A !"),
        ("\u{1b}[97;;229u", "å"),
        ("\u{1b}[106;1:2u", "j"),
        // Let go, Shift alone, with the Super key.
        ("\u{1b}[106;1:3u\u{1b}[1;1:3A\u{1b}[57441;2u", ""),
        ("\u{1b}[106;9u", "?"),
        ("\u{1b}[57414u\u{1b}[57402u", "Enter 3"),
        // A capital lock is no key that is held.
        ("\u{1b}[106;65u", "j"),
        (
            "\u{1b}[27;5;100~\u{1b}[27;3;98~\u{1b}[27;2;13~",
            "C-d A-b Enter",
        ),
        ("\u{1b}[27;5;105~", "Tab"),
    ] {
        assert_eq!(all(bytes.as_bytes()), keys, "{bytes:?}");
    }
}

/// What terminals report of themselves, each with its end.
const REPORTS: [&str; 9] = [
    "\u{1b}]11;rgb:1e1e/1e1e/1e1e\u{7}",
    "\u{1b}]11;rgb:1e1e/1e1e/1e1e\u{1b}\\",
    "\u{1b}]4;0;rgb:00/00/00\u{1b}\\",
    "\u{1b}]52;c;4oCcd29yZHPigJ0=\u{7}",
    "\u{1b}P1+r544e=787465726d\u{1b}\\",
    "\u{1b}P>|XTerm(390)\u{1b}\\",
    "\u{1b}_Gi=31;OK\u{1b}\\",
    "\u{1b}^private “message”\u{1b}\\",
    "\u{1b}Xa string\r\nof two lines\u{1b}\\",
];

/// Reads pieces, each after the pause that gives up what came before it.
fn with_pauses(pieces: &[&[u8]]) -> String {
    let mut decoder = InputDecoder::default();
    let mut msgs = Vec::new();
    for piece in pieces {
        msgs.extend(decoder.feed(piece));
        if decoder
            .timeout()
            .is_some_and(|pause| pause < LATE_STRING_TIMEOUT)
        {
            msgs.extend(decoder.flush());
        }
    }
    shown(&msgs)
}

#[test]
fn what_the_terminal_reports_is_no_key_wherever_it_is_cut() {
    for report in REPORTS {
        let bytes = format!("j{report}k").into_bytes();
        for cut in 0..=bytes.len() {
            let mut decoder = InputDecoder::default();
            let mut msgs = decoder.feed(&bytes[..cut]);
            msgs.extend(decoder.feed(&bytes[cut..]));
            assert_eq!(shown(&msgs), "j k", "{report:?} at {cut}");
            assert!(decoder.timeout().is_none());
        }
        let mut decoder = InputDecoder::default();
        let msgs: Vec<Msg> = bytes.iter().flat_map(|b| decoder.feed(&[*b])).collect();
        assert_eq!(shown(&msgs), "j k", "{report:?}");
    }
}

#[test]
fn the_answer_for_the_background_is_passed_on_however_it_is_cut() {
    let answer = b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\\x1b[?62;22c";
    for cut in 0..=answer.len() {
        let mut decoder = InputDecoder::default();
        let mut msgs = decoder.feed(&answer[..cut]);
        msgs.extend(decoder.feed(&answer[cut..]));
        let light = Some(crate::app::message::Shade::Light);
        assert!(
            matches!(&msgs[..], [Msg::Background(shade), Msg::Background(None)] if *shade == light),
            "{cut}: {msgs:?}"
        );
    }
    // The longest report is no colour, and not kept.
    let long = [b"\x1b]11;".to_vec(), vec![b'f'; 5_000], b"\x07".to_vec()].concat();
    assert!(InputDecoder::default().feed(&long).is_empty());
}

#[test]
fn the_late_rest_of_a_report_is_no_key() {
    for report in REPORTS {
        let bytes = report.as_bytes();
        // Before the third byte nothing tells it from Esc and a key, whatever the pause.
        for cut in 3..bytes.len() {
            let msgs = with_pauses(&[&bytes[..cut], &bytes[cut..], b"gw"]);
            assert_eq!(msgs, "g w", "{report:?} at {cut}");
        }
        assert_eq!(
            with_pauses(&[&bytes[..2], &bytes[2..], b"gw"]).replace("Esc+", ""),
            match bytes[1] {
                b']' => "Esc ] g w".to_owned(),
                c => format!("{} g w", char::from(c)),
            }
        );
    }
    let pieces: [&[u8]; 4] = [b"\x1b]11;rgb:1e1e/", b"1e1e/", b"1e1e\x07", b"j"];
    assert_eq!(with_pauses(&pieces), "j");
}

#[test]
fn a_report_without_an_end_takes_no_later_keys() {
    for keys in ["gw", "j", "b", "/ban", "5j", "\u{1b}"] {
        let msgs = with_pauses(&[b"\x1b]11;rgb:1e1e/", keys.as_bytes()]);
        assert_eq!(msgs, all(keys.as_bytes()), "{keys:?}");
    }
    assert_eq!(with_pauses(&[b"\x1b]11;rgb:1e", b"\x1b[A"]), "Up");
    // Without a pause another sequence cuts it off, and so does Control with a key.
    assert_eq!(all(b"\x1b]11;rgb:1e\x1b[Aj"), "Up j");
    assert_eq!(all(b"\x1b]11;rgb:1e\x03j"), "C-c j");
    assert_eq!(all(b"\x1bP1\x18j"), "j");
    let endless = [
        b"\x1b_".to_vec(),
        vec![b'x'; MAX_CONTROL_STRING],
        b"j".to_vec(),
    ]
    .concat();
    assert_eq!(all(&endless), "j");
}

#[test]
fn waiting_is_short() {
    let wait = |bytes: &[u8]| {
        let mut decoder = InputDecoder::default();
        decoder.feed(bytes);
        decoder.timeout()
    };
    assert_eq!(wait(b"j"), None);
    assert_eq!(wait(b"\x1b"), Some(Duration::from_millis(25)));
    assert_eq!(wait(b"\x1b]"), Some(Duration::from_millis(25)));
    assert_eq!(wait(b"\x1b]1"), Some(Duration::from_millis(100)));
    assert_eq!(wait(b"\x1bPx"), Some(Duration::from_millis(100)));
}

#[test]
fn a_paste_without_an_end_ends_after_a_pause_and_is_told() {
    let mut decoder = InputDecoder::default();
    assert!(decoder.feed(b"\x1b[200~one\rtwo").is_empty());
    assert_eq!(decoder.timeout(), Some(PASTE_TIMEOUT));
    let told = shown(&decoder.flush());
    assert!(
        told.starts_with("«one\ntwo» [The end of the pasted text"),
        "{told}"
    );
    // Keys are keys again.
    let mut msgs = decoder.feed(b"j");
    msgs.extend(decoder.flush());
    msgs.extend(decoder.feed(b"\x1b[A"));
    assert_eq!(shown(&msgs), "j Up");
}

#[test]
fn the_late_rest_of_a_paste_is_pasted() {
    let mut decoder = InputDecoder::default();
    decoder.feed(b"\x1b[200~one ");
    decoder.flush();
    assert_eq!(shown(&decoder.feed(b"two dd\x1b[201~j")), "«two dd» j");
    let mut decoder = InputDecoder::default();
    decoder.feed(b"\x1b[200~one");
    decoder.flush();
    assert_eq!(shown(&decoder.feed(b"\x1b[201~j")), "j");
}

#[test]
fn a_paste_is_one_piece_and_clean() {
    let pasted = "\u{1b}[200~one\r\ntwo \u{1b}[31mred\u{7}\u{1b}[201~j";
    assert_eq!(all(pasted.as_bytes()), "«one\ntwo red» j");
    let long = format!("\u{1b}[200~{}\u{1b}[201~j", "a".repeat(2 * MAX_PASTE));
    let msgs = InputDecoder::default().feed(long.as_bytes());
    assert!(matches!(&msgs[0], Msg::Paste(text) if text.len() == MAX_PASTE));
    assert_eq!(msgs.len(), 2);
}

#[test]
fn the_mouse_is_counted_from_0() {
    assert_eq!(
        all(b"\x1b[<0;3;5M\x1b[<32;4;5M\x1b[<65;1;1M\x1b[<64;1;1M\x1b[<2;1;1M\x1b[M !!"),
        "Press { column: 2, row: 4 } Drag { column: 3, row: 4 } Wheel(1) Wheel(-1) \
         Press { column: 0, row: 0 }"
    );
}

proptest! {
    #[test]
    fn it_does_not_matter_how_the_bytes_are_cut(
        parts in prop::collection::vec(
            prop_oneof![
                Just("\u{1b}[A".to_owned()),
                Just("\u{1b}[200~x\u{1b}[2y\u{1b}[201~".to_owned()),
                Just("\u{1b}[<0;3;5M".to_owned()),
                Just("\u{1b}[98;3u\u{1b}[27;5;100~".to_owned()),
                Just("\u{1b}b\u{1b}]s\u{1b}\u{1b}[D".to_owned()),
                prop::sample::select(REPORTS.to_vec()).prop_map(str::to_owned),
                "[a-z日é\\r\\u{1}]{1,5}",
            ],
            0..8,
        ),
        cuts in prop::collection::vec(1usize..7, 0..40),
    ) {
        let bytes = parts.concat().into_bytes();
        let mut decoder = InputDecoder::default();
        let mut msgs = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            msgs.extend(decoder.feed(now));
            rest = later;
        }
        msgs.extend(decoder.feed(rest));
        prop_assert!(decoder.timeout().is_none());
        prop_assert_eq!(shown(&msgs), all(&bytes));
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut decoder = InputDecoder::default();
        decoder.feed(&bytes);
        // However much is given up, it comes to an end.
        for _ in 0..bytes.len() + 4 {
            decoder.flush();
        }
        prop_assert_eq!(decoder.timeout(), None);
        prop_assert!(decoder.pending.len() <= 3 + MAX_SEQUENCE);
    }

    #[test]
    fn what_is_typed_arrives(text in "[ -~à-ÿ日-本]{0,300}") {
        let typed: String = InputDecoder::default()
            .feed(text.as_bytes())
            .iter()
            .filter_map(|msg| match msg {
                Msg::Key(key) => key.typed(),
                _ => None,
            })
            .collect();
        prop_assert_eq!(typed, text);
    }
}
