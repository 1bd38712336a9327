//! The words that names are made of. Every address ends in `.example`, which belongs to nobody (RFC 2606).

pub(super) const BRAND_FIRST: [&str; 28] = [
    "Alder", "Bright", "Cobalt", "Dune", "Elm", "Fjord", "Glen", "Harbour", "Indigo", "Juniper", "Kestrel", "Lumen", "Maple", "North",
    "Orchard", "Pine", "Quay", "River", "Saffron", "Thistle", "Umber", "Vale", "Willow", "Yarrow", "Zephyr", "Amber", "Birch", "Clover",
];

pub(super) const BRAND_SECOND: [(&str, &str); 20] = [
    ("Motors", "Automotive"),
    ("Outdoor", "Retail"),
    ("Bank", "Finance"),
    ("Kitchen", "Food and drink"),
    ("Travel", "Travel"),
    ("Telecom", "Telecommunications"),
    ("Insurance", "Finance"),
    ("Cosmetics", "Beauty"),
    ("Energy", "Utilities"),
    ("Games", "Entertainment"),
    ("Furniture", "Home and garden"),
    ("Pharmacy", "Health"),
    ("Sportswear", "Retail"),
    ("Academy", "Education"),
    ("Coffee", "Food and drink"),
    ("Airlines", "Travel"),
    ("Electronics", "Consumer electronics"),
    ("Pet Care", "Home and garden"),
    ("Streaming", "Entertainment"),
    ("Properties", "Real estate"),
];

pub(super) const PEOPLE: [&str; 24] = [
    "Ana Duarte",
    "Ben Okafor",
    "Chiara Rossi",
    "David Klein",
    "Elif Kaya",
    "Finn Larsen",
    "Grace Owusu",
    "Hana Suzuki",
    "Ivan Petrov",
    "Julia Novak",
    "Karim Aziz",
    "Lena Vogel",
    "Marta Silva",
    "Nils Berg",
    "Olga Sokolova",
    "Paul Martin",
    "Rosa Delgado",
    "Sam Whitaker",
    "Tara Singh",
    "Ulrich Baumann",
    "Vera Lindgren",
    "Wei Chen",
    "Yusuf Demir",
    "Zoe Laurent",
];

pub(super) const SITE_FIRST: [&str; 60] = [
    "daily", "morning", "evening", "metro", "global", "local", "coastal", "northern", "southern", "western", "eastern", "city", "village",
    "harbor", "valley", "summit", "bright", "open", "clear", "smart", "urban", "rural", "modern", "classic", "prime", "first", "true",
    "blue", "green", "golden", "silver", "swift", "quiet", "happy", "fresh", "young", "grand", "central", "royal", "noble", "rapid",
    "simple", "super", "vivid", "wild", "wise", "inner", "outer", "inter", "trans", "euro", "nordic", "alpine", "baltic", "iberian",
    "atlantic", "pacific", "lunar", "solar", "stellar",
];

pub(super) const SITE_SECOND: [&str; 60] = [
    "times",
    "post",
    "herald",
    "tribune",
    "journal",
    "gazette",
    "courier",
    "observer",
    "mirror",
    "chronicle",
    "report",
    "bulletin",
    "review",
    "digest",
    "insider",
    "wire",
    "beat",
    "signal",
    "pulse",
    "feed",
    "recipes",
    "kitchen",
    "garden",
    "home",
    "travel",
    "trips",
    "flights",
    "hotels",
    "cars",
    "motors",
    "bikes",
    "sports",
    "football",
    "tennis",
    "golf",
    "runner",
    "fitness",
    "health",
    "doctor",
    "parents",
    "kids",
    "pets",
    "style",
    "fashion",
    "beauty",
    "music",
    "cinema",
    "series",
    "games",
    "player",
    "tech",
    "gadgets",
    "coder",
    "science",
    "space",
    "nature",
    "weather",
    "money",
    "invest",
    "jobs",
];

/// With the others: 50,400 domains.
pub(super) const SITE_THIRD: [&str; 14] =
    ["", "-online", "24", "-now", "hub", "-live", "world", "-club", "zone", "-plus", "base", "-go", "central", "-net"];

pub(super) const APPS: [&str; 16] = [
    "puzzle",
    "solitaire",
    "weather",
    "runner",
    "recipes",
    "radio",
    "photo",
    "chess",
    "notes",
    "transit",
    "cards",
    "words",
    "quiz",
    "scores",
    "cinema",
    "fitness",
];

/// Markets: country, currency, a city with its place on the globe.
pub(super) const MARKETS: [(&str, &str, &str, f64, f64); 12] = [
    ("DE", "EUR", "Hamburg", 53.5511, 9.9937),
    ("FR", "EUR", "Lyon", 45.764, 4.8357),
    ("GB", "GBP", "Bristol", 51.4545, -2.5879),
    ("ES", "EUR", "Valencia", 39.4699, -0.3763),
    ("IT", "EUR", "Turin", 45.0703, 7.6869),
    ("SE", "SEK", "Uppsala", 59.8586, 17.6389),
    ("PL", "PLN", "Gdansk", 54.352, 18.6466),
    ("NL", "EUR", "Utrecht", 52.0907, 5.1214),
    ("US", "USD", "Denver", 39.7392, -104.9903),
    ("CA", "CAD", "Halifax", 44.6488, -63.5752),
    ("PT", "EUR", "Porto", 41.1579, -8.6291),
    ("CZ", "CZK", "Brno", 49.1951, 16.6068),
];

pub(super) const THEMES: [&str; 20] = [
    "Awareness",
    "Always on",
    "Spring launch",
    "Summer sale",
    "Back to school",
    "Autumn collection",
    "Black Friday",
    "Christmas",
    "Retargeting",
    "App installs",
    "Store visits",
    "New customers",
    "Loyalty",
    "Product launch",
    "Test drive",
    "Clearance",
    "Video push",
    "Newsletter",
    "Competitor conquest",
    "Anniversary",
];

/// A domain by its number; different numbers, up to 50,400, are different domains.
pub(super) fn domain(number: usize) -> String {
    let (first, second) = (SITE_FIRST[number % 60], SITE_SECOND[number / 60 % 60]);
    format!("{first}{second}{}.example", SITE_THIRD[number / 3600 % 14])
}

/// `Bright Kitchen` → `bright-kitchen`.
pub(super) fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// `daily` → `Daily`.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
