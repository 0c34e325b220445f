//! The stored form of records: their fields one behind the other, without names.
//!
//! It is text and not bytes, because tantivy's doc store copies a text in one call and writes
//! the bytes of a bytes value one by one; by hand and not by a serde format, because a record
//! is decoded for every candidate of every keystroke and borrows from what was stored.
//!
//! A number is one character where it is small, a text the number of its bytes and then
//! itself, a list the number of its items and then these.

use std::borrow::Cow;

/// Bits of a number that one character holds.
const CHUNK_BITS: u32 = 14;
/// Added to a character behind which more of the number follows.
const CONTINUATION: u32 = 1 << CHUNK_BITS;

/// What has a stored form.
pub(crate) trait Encode {
    /// Appends its stored form to `out`.
    fn encode(&self, out: &mut String);
}

/// What can be read from text that lives for `'w`.
pub(crate) trait Decode<'w>: Sized {
    /// Reads it from the start of `from`; `None` if something else stands there.
    fn decode(from: &mut &'w str) -> Option<Self>;
}

/// Decodes a whole text; `None` if it is something else.
pub(crate) fn decode<'w, T: Decode<'w>>(mut text: &'w str) -> Option<T> {
    T::decode(&mut text).filter(|_| text.is_empty())
}

/// Implements both traits for structures of texts `S`, field by field in this order. What
/// stands behind a semicolon is not stored.
macro_rules! impl_codec {
    ($($name:ident { $($field:ident),* $(; $empty:ident)? })*) => {$(
        impl<S: $crate::search::index::codec::Encode> $crate::search::index::codec::Encode for $name<S> {
            fn encode(&self, out: &mut String) {
                $(self.$field.encode(out);)*
            }
        }

        impl<'w, S> $crate::search::index::codec::Decode<'w> for $name<S>
        where
            S: $crate::search::index::codec::Decode<'w>,
        {
            fn decode(from: &mut &'w str) -> Option<Self> {
                Some($name {
                    $($field: $crate::search::index::codec::Decode::decode(from)?,)*
                    $($empty: Default::default(),)?
                })
            }
        }
    )*};
}
pub(crate) use impl_codec;

impl Encode for usize {
    fn encode(&self, out: &mut String) {
        let mut rest = *self;
        while rest >= CONTINUATION as usize {
            out.extend(char::from_u32(CONTINUATION + rest as u32 % CONTINUATION));
            rest >>= CHUNK_BITS;
        }
        match u8::try_from(rest) {
            // Nearly all, and one byte each.
            Ok(small) if small.is_ascii() => out.push(char::from(small)),
            _ => out.extend(char::from_u32(rest as u32)),
        }
    }
}

impl Decode<'_> for usize {
    fn decode(from: &mut &str) -> Option<usize> {
        let mut chars = from.chars();
        let (mut number, mut shift) = (0, 0);
        loop {
            let part = u32::from(chars.next()?);
            let bits = (part % CONTINUATION) as usize;
            let placed = bits.checked_shl(shift)?;
            if placed >> shift != bits || part >= 2 * CONTINUATION {
                return None;
            }
            number |= placed;
            shift += CHUNK_BITS;
            if part < CONTINUATION {
                *from = chars.as_str();
                return Some(number);
            }
        }
    }
}

impl Encode for &str {
    fn encode(&self, out: &mut String) {
        self.len().encode(out);
        out.push_str(self);
    }
}

impl<'w> Decode<'w> for &'w str {
    fn decode(from: &mut &'w str) -> Option<&'w str> {
        let length = usize::decode(from)?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        Some(text)
    }
}

impl Encode for String {
    fn encode(&self, out: &mut String) {
        self.as_str().encode(out);
    }
}

impl Decode<'_> for String {
    fn decode(from: &mut &str) -> Option<String> {
        Some(<&str>::decode(from)?.to_owned())
    }
}

impl Encode for Cow<'_, str> {
    fn encode(&self, out: &mut String) {
        (&**self).encode(out);
    }
}

impl Encode for bool {
    fn encode(&self, out: &mut String) {
        usize::from(*self).encode(out);
    }
}

impl Decode<'_> for bool {
    fn decode(from: &mut &str) -> Option<bool> {
        match usize::decode(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut String) {
        self.is_some().encode(out);
        if let Some(value) = self {
            value.encode(out);
        }
    }
}

impl<'w, T: Decode<'w>> Decode<'w> for Option<T> {
    fn decode(from: &mut &'w str) -> Option<Option<T>> {
        let value = bool::decode(from)?.then(|| T::decode(from));
        value.map_or(Some(None), |value| value.map(Some))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut String) {
        self.len().encode(out);
        for item in self {
            item.encode(out);
        }
    }
}

impl<'w, T: Decode<'w>> Decode<'w> for Vec<T> {
    fn decode(from: &mut &'w str) -> Option<Vec<T>> {
        let length = usize::decode(from)?;
        // Each takes a byte at least: what is damaged is not believed.
        let mut items = Vec::with_capacity(length.min(from.len()));
        for _ in 0..length {
            items.push(T::decode(from)?);
        }
        Some(items)
    }
}

impl<A: Encode, B: Encode> Encode for (A, B) {
    fn encode(&self, out: &mut String) {
        self.0.encode(out);
        self.1.encode(out);
    }
}

impl<'w, A: Decode<'w>, B: Decode<'w>> Decode<'w> for (A, B) {
    fn decode(from: &mut &'w str) -> Option<(A, B)> {
        Some((A::decode(from)?, B::decode(from)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Sample = (
        usize,
        (Vec<(usize, usize)>, (Option<String>, Vec<(String, bool)>)),
    );

    fn encoded(value: &impl Encode) -> String {
        let mut out = String::new();
        value.encode(&mut out);
        out
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(value: Sample) {
            let text = encoded(&value);
            prop_assert_eq!(decode::<Sample>(&text), Some(value));
            prop_assert_eq!(decode::<Sample>(&format!("{text}a")), None);
        }

        #[test]
        fn what_is_damaged_is_no_fault(text in "(\\PC|[\u{0}-\u{20}\u{4000}-\u{8010}]){0,30}") {
            let _ = decode::<Sample>(&text);
            let _ = decode::<Vec<&str>>(&text);
        }
    }

    #[test]
    fn numbers_of_all_sizes_are_read() {
        for bits in 0..usize::BITS {
            for number in [1 << bits, (1 << bits) - 1, usize::MAX >> bits] {
                assert_eq!(decode(&encoded(&number)), Some(number), "{number}");
            }
        }
        assert_eq!(encoded(&127).len(), 1);
        let too_large = "\u{7FFF}".repeat(5) + "\u{1}";
        assert_eq!(decode::<usize>(&too_large), None);
    }

    #[test]
    fn a_text_borrows() {
        let text = encoded(&vec!["pawn", ""]);
        assert_eq!(decode::<Vec<&str>>(&text), Some(vec!["pawn", ""]));
        assert_eq!(decode::<Vec<&str>>(&text[..text.len() - 1]), None);
    }
}
