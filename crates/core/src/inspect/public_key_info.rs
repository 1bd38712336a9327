//! The numbers of an RSA key in a `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7, RFC 3279 §2.3.1).

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
const INTEGER: u8 = 0x02;
/// `rsaEncryption` and its parameters, which are NULL.
const RSA_ENCRYPTION: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];

/// Modulus and exponent, big-endian and without zeros before them; `None` for a key of any other kind.
pub(super) fn rsa_public_key(mut info: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut content = element(&mut info, SEQUENCE)?;
    if element(&mut content, SEQUENCE)? != RSA_ENCRYPTION {
        return None;
    }
    // The first byte tells how many bits of the last one are unused: none.
    let mut key = element(&mut content, BIT_STRING)?.strip_prefix(&[0])?;
    let mut numbers = element(&mut key, SEQUENCE)?;
    let n = element(&mut numbers, INTEGER)?;
    let e = element(&mut numbers, INTEGER)?;
    Some((without_zeros(n), without_zeros(e)))
}

/// Whether it is one element of DER, as keys and certificates are.
pub(super) fn is_der_sequence(mut bytes: &[u8]) -> bool {
    element(&mut bytes, SEQUENCE).is_some() && bytes.is_empty()
}

/// Takes the next element, which must have this tag, from `der` (X.690 §8.1).
fn element<'d>(der: &mut &'d [u8], tag: u8) -> Option<&'d [u8]> {
    let (found, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let bytes = usize::from(first.checked_sub(0x80).unwrap_or_default());
    if *found != tag || bytes > 3 {
        return None;
    }
    let (length, rest) = rest.split_at_checked(bytes)?;
    let length = if bytes == 0 { usize::from(*first) } else { length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)) };
    let (content, rest) = rest.split_at_checked(length)?;
    *der = rest;
    Some(content)
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}
