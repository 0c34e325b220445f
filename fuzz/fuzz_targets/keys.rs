#![no_main]

#[path = "../session.rs"]
mod session;
#[path = "../../tests/it/story/mod.rs"]
mod story;

libfuzzer_sys::fuzz_target!(|data: &[u8]| session::keys(data));
