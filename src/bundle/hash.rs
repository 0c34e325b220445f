//! Sums of bytes: SHA-256 for what somebody may want to forge, a quick one for
//! what only has to be told from its own former state.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Returns the SHA-256 of some bytes: 64 digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut hex = String::with_capacity(64);
    for byte in digest {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// FNV-1a of 64 bits.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    const PRIME: u64 = 0x0100_0000_01b3;

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(Self::PRIME);
        }
    }

    /// Returns the sum.
    pub fn value(&self) -> u64 {
        self.0
    }
}

/// Returns the sum by which damage is told. Taken of eight bytes at a time: it is
/// computed before the first picture.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Fnv::default().0;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        sum = (sum ^ word).wrapping_mul(Fnv::PRIME).rotate_left(23);
    }
    let mut rest = Fnv(sum);
    rest.update(words.remainder());
    rest.update(&bytes.len().to_le_bytes());
    rest.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
