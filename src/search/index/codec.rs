//! The written form of records: their fields one behind the other, without names. It is
//! text, because the engine stores a text in one go and bytes one by one.
//!
//! A number is one character where it is small, a text the number of its bytes and then
//! itself, a list the number of its items and then these.

use std::borrow::Cow;

/// Bits of a number that one character holds.
const BITS: u32 = 14;
/// Added to a character behind which more of the number follows.
const MORE: u32 = 1 << BITS;

/// What can be written.
pub(crate) trait Write {
    /// Adds its written form to `out`.
    fn write(&self, out: &mut String);
}

/// What can be read from text that lives for `'w`.
pub(crate) trait Read<'w>: Sized {
    /// Takes it from the beginning of `from`; none where something else stands there.
    fn read(from: &mut &'w str) -> Option<Self>;
}

/// Reads what stands in a text; none where that is something else.
pub(crate) fn read<'w, T: Read<'w>>(mut text: &'w str) -> Option<T> {
    T::read(&mut text).filter(|_| text.is_empty())
}

/// Lets structures of texts `S` be written and read field by field, in this order. What
/// stands behind a semicolon is not written.
macro_rules! written {
    ($($name:ident { $($field:ident),* $(; $empty:ident)? })*) => {$(
        impl<S: $crate::search::index::codec::Write> $crate::search::index::codec::Write for $name<S> {
            fn write(&self, out: &mut String) {
                $(self.$field.write(out);)*
            }
        }

        impl<'w, S> $crate::search::index::codec::Read<'w> for $name<S>
        where
            S: $crate::search::index::codec::Read<'w>,
        {
            fn read(from: &mut &'w str) -> Option<Self> {
                Some($name {
                    $($field: $crate::search::index::codec::Read::read(from)?,)*
                    $($empty: Default::default(),)?
                })
            }
        }
    )*};
}
pub(crate) use written;

impl Write for usize {
    fn write(&self, out: &mut String) {
        let mut rest = *self;
        while rest >= MORE as usize {
            out.extend(char::from_u32(MORE + rest as u32 % MORE));
            rest >>= BITS;
        }
        match u8::try_from(rest) {
            // Nearly all, and one byte each.
            Ok(small) if small.is_ascii() => out.push(char::from(small)),
            _ => out.extend(char::from_u32(rest as u32)),
        }
    }
}

impl Read<'_> for usize {
    fn read(from: &mut &str) -> Option<usize> {
        let mut chars = from.chars();
        let (mut number, mut shift) = (0, 0);
        loop {
            let part = u32::from(chars.next()?);
            let bits = (part % MORE) as usize;
            let placed = bits.checked_shl(shift)?;
            if placed >> shift != bits || part >= 2 * MORE {
                return None;
            }
            number |= placed;
            shift += BITS;
            if part < MORE {
                *from = chars.as_str();
                return Some(number);
            }
        }
    }
}

impl Write for &str {
    fn write(&self, out: &mut String) {
        self.len().write(out);
        out.push_str(self);
    }
}

impl<'w> Read<'w> for &'w str {
    fn read(from: &mut &'w str) -> Option<&'w str> {
        let length = usize::read(from)?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        Some(text)
    }
}

impl Write for String {
    fn write(&self, out: &mut String) {
        self.as_str().write(out);
    }
}

impl Read<'_> for String {
    fn read(from: &mut &str) -> Option<String> {
        Some(<&str>::read(from)?.to_owned())
    }
}

impl Write for Cow<'_, str> {
    fn write(&self, out: &mut String) {
        (&**self).write(out);
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) {
        usize::from(*self).write(out);
    }
}

impl Read<'_> for bool {
    fn read(from: &mut &str) -> Option<bool> {
        match usize::read(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }
}

impl<'w, T: Read<'w>> Read<'w> for Option<T> {
    fn read(from: &mut &'w str) -> Option<Option<T>> {
        let value = bool::read(from)?.then(|| T::read(from));
        value.map_or(Some(None), |value| value.map(Some))
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, out: &mut String) {
        self.len().write(out);
        for item in self {
            item.write(out);
        }
    }
}

impl<'w, T: Read<'w>> Read<'w> for Vec<T> {
    fn read(from: &mut &'w str) -> Option<Vec<T>> {
        let length = usize::read(from)?;
        // Each takes a byte at least: what is damaged is not believed.
        let mut items = Vec::with_capacity(length.min(from.len()));
        for _ in 0..length {
            items.push(T::read(from)?);
        }
        Some(items)
    }
}

impl<A: Write, B: Write> Write for (A, B) {
    fn write(&self, out: &mut String) {
        self.0.write(out);
        self.1.write(out);
    }
}

impl<'w, A: Read<'w>, B: Read<'w>> Read<'w> for (A, B) {
    fn read(from: &mut &'w str) -> Option<(A, B)> {
        Some((A::read(from)?, B::read(from)?))
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

    fn written(value: &impl Write) -> String {
        let mut out = String::new();
        value.write(&mut out);
        out
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value: Sample) {
            let text = written(&value);
            prop_assert_eq!(read::<Sample>(&text), Some(value));
            prop_assert_eq!(read::<Sample>(&format!("{text}a")), None);
        }

        #[test]
        fn what_is_damaged_is_no_fault(text in "(\\PC|[\u{0}-\u{20}\u{4000}-\u{8010}]){0,30}") {
            let _ = read::<Sample>(&text);
            let _ = read::<Vec<&str>>(&text);
        }
    }

    #[test]
    fn numbers_of_all_sizes_are_read() {
        for bits in 0..usize::BITS {
            for number in [1 << bits, (1 << bits) - 1, usize::MAX >> bits] {
                assert_eq!(read(&written(&number)), Some(number), "{number}");
            }
        }
        assert_eq!(written(&127).len(), 1);
        let too_large = "\u{7FFF}".repeat(5) + "\u{1}";
        assert_eq!(read::<usize>(&too_large), None);
    }

    #[test]
    fn a_text_borrows() {
        let text = written(&vec!["pawn", ""]);
        assert_eq!(read::<Vec<&str>>(&text), Some(vec!["pawn", ""]));
        assert_eq!(read::<Vec<&str>>(&text[..text.len() - 1]), None);
    }
}
