//! Identifiers that look random but are reproducible, so that tests and snapshots can contain them.

/// Returns the `number`-th UUID of a `space` such as `default/message`, in the format of version 4.
pub(crate) fn uuid(space: &str, number: u64) -> String {
    let seed = fnv1a(space) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let high = (scramble(seed) & 0xffff_ffff_ffff_0fff) | 0x4000;
    let low = (scramble(seed.rotate_left(32) ^ 0x5bd1_e995) & 0x3fff_ffff_ffff_ffff)
        | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff,
    )
}

/// The finalizer of `SplitMix64`. It is a bijection, so two numbers of a space never share the upper half.
fn scramble(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::uuid;

    #[test]
    fn uuids_are_distinct_and_reproducible_version_4() {
        let all: HashSet<String> = (0..20_000)
            .map(|number| uuid("default/message", number))
            .collect();
        assert_eq!(all.len(), 20_000);
        for uuid in &all {
            assert_eq!(uuid.len(), 36);
            assert_eq!(uuid.as_bytes()[14], b'4', "{uuid}");
            assert!(
                matches!(uuid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'),
                "{uuid}"
            );
        }
        assert_eq!(uuid("default/message", 7), uuid("default/message", 7));
        assert_ne!(uuid("default/message", 7), uuid("us/message", 7));
    }
}
