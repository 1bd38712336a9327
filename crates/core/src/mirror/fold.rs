//! Text as it is searched and sorted: lower case, without accents, so that "Müller" and "MULLER" meet.
//!
//! What is shown is never folded; the record keeps its own text.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// `text` in the form in which texts are compared: no accents, lower case, no blanks at the ends.
pub(crate) fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in DecomposingNormalizerBorrowed::new_nfkd().normalize(text).chars() {
        match letter {
            // Letters whose stroke or ligature is no accent to Unicode.
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ł' | 'Ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'þ' | 'Þ' => folded.push_str("th"),
            letter if is_accent(letter) => {}
            letter => folded.extend(letter.to_lowercase().filter(|lower| !is_accent(*lower))),
        }
    }
    folded
}

fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_case_are_folded_and_other_signs_stay() {
        for (text, folded) in [
            ("Müller", "muller"),
            ("MULLER ", "muller"),
            ("Straße", "strasse"),
            ("Ångström", "angstrom"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("ÆRØ", "aero"),
            ("100 %_'\"", "100 %_'\""),
            ("Ωμέγα", "ωμεγα"),
            ("東京", "東京"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
