//! RSA keys whose private half can be computed: ROCA (Nemec and others, The Return of Coppersmith's Attack, 2017; CVE-2017-15361).

/// The odd primes up to 167: by chance one modulus in 2^27 passes them all.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
    139, 149, 151, 157, 163, 167,
];
/// Both primes of such a key are a power of it, modulo the product of [`PRIMES`].
const GENERATOR: u32 = 65_537;

/// Whether the modulus `n`, big-endian, is a power of [`GENERATOR`] modulo each of [`PRIMES`].
pub(super) fn has_roca(n: &[u8]) -> bool {
    PRIMES.iter().all(|prime| {
        let rest = n.iter().fold(0, |rest, byte| (rest << 8 | u32::from(*byte)) % prime);
        std::iter::successors(Some(1), |power| Some(power * (GENERATOR % prime) % prime)).take(*prime as usize).any(|power| power == rest)
    })
}
