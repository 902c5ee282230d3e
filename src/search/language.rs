//! By which dictionary of Postgres words are brought to their stems: that of the board's language.

/// The dictionaries that every Postgres has, by the language that a page says it is in.
const DICTIONARIES: [(&str, &str); 23] = [
    ("ar", "arabic_stem"),
    ("da", "danish_stem"),
    ("de", "german_stem"),
    ("el", "greek_stem"),
    ("en", "english_stem"),
    ("es", "spanish_stem"),
    ("fi", "finnish_stem"),
    ("fr", "french_stem"),
    ("ga", "irish_stem"),
    ("hu", "hungarian_stem"),
    ("id", "indonesian_stem"),
    ("it", "italian_stem"),
    ("lt", "lithuanian_stem"),
    ("nb", "norwegian_stem"),
    ("ne", "nepali_stem"),
    ("nl", "dutch_stem"),
    ("nn", "norwegian_stem"),
    ("no", "norwegian_stem"),
    ("pt", "portuguese_stem"),
    ("ro", "romanian_stem"),
    ("ru", "russian_stem"),
    ("sv", "swedish_stem"),
    ("tr", "turkish_stem"),
];

/// The name of the dictionary; that of a language without one leaves words as they are.
#[must_use]
pub fn dictionary(language: &str) -> &'static str {
    let first = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let found = DICTIONARIES.iter().find(|(code, _)| *code == first);
    found.map_or("simple", |(_, dictionary)| dictionary)
}

#[cfg(test)]
mod tests {
    use super::dictionary;

    #[test]
    fn a_language_has_its_dictionary_or_none() {
        assert_eq!(dictionary("en"), "english_stem");
        assert_eq!(dictionary("pt-BR"), "portuguese_stem");
        assert_eq!(dictionary("AR_eg"), "arabic_stem");
        assert_eq!(dictionary("fa"), "simple");
        assert_eq!(dictionary(""), "simple");
    }
}
