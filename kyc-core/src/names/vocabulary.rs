//! Words that say little about who is meant.

/// Forms of address, left out.
pub(super) const TITLES: &[&str] = &[
    "MR", "MRS", "MS", "MISS", "DR", "PROF", "SIR", "MONSIEUR", "MADAME", "SHEIKH", "SHAYKH", "MULLAH", "MAWLAWI", "HAJI", "MV",
];

/// Parts of a name that come and go between spellings.
pub(super) const PARTICLES: &[&str] = &[
    "AL", "EL", "BIN", "BEN", "IBN", "BINT", "ABU", "DE", "DEL", "LA", "LE", "VAN", "VON", "DER", "DEN", "DI", "DA", "THE", "OF",
    "AND", "FOR", "IN", "UL", "UR", "UD",
];

/// Legal forms (ISO 20275 holds the full list; these are the common ones), after [`PHRASES`] were shortened.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "LTD", "LLC", "INC", "CORP", "CO", "PLC", "LLP", "LP", "AG", "GMBH", "SA", "SE", "NV", "BV", "SARL", "SAS", "SRL", "SPA",
    "AS", "AB", "OY", "OYJ", "APS", "KG", "OOO", "OAO", "ZAO", "PAO", "JSC", "PJSC", "OJSC", "CJSC", "PTE", "PTY", "BHD", "SDN",
    "BVBA", "NA", "DMCC", "FZE", "FZCO", "KFT", "DOO",
];

/// Words that many organisations share.
pub(super) const COMMON: &[&str] = &[
    "BANK",
    "GROUP",
    "COMPANY",
    "INTERNATIONAL",
    "TRADING",
    "HOLDING",
    "HOLDINGS",
    "INDUSTRIES",
    "TRUST",
    "FOUNDATION",
    "GLOBAL",
    "SOLUTIONS",
    "NATIONAL",
    "GENERAL",
    "SERVICES",
    "AVIATION",
    "MANAGEMENT",
    "BUSINESS",
    "LIMITED",
];

/// Phrases with one short form. Longer phrases stand before the shorter ones they hold.
pub(super) const PHRASES: &[(&str, &str)] = &[
    ("OBSHCHESTVO S OGRANICHENNOY OTVETSTVENNOSTYU", "OOO"),
    ("GESELLSCHAFT MIT BESCHRANKTER HAFTUNG", "GMBH"),
    ("LIMITED LIABILITY COMPANY", "LLC"),
    ("PUBLIC LIMITED COMPANY", "PLC"),
    ("JOINT STOCK COMPANY", "JSC"),
    ("AKTIENGESELLSCHAFT", "AG"),
    ("UNITED STATES", "US"),
    ("INCORPORATED", "INC"),
    ("CORPORATION", "CORP"),
    ("LIMITED", "LTD"),
    ("COMPANY", "CO"),
    ("FORTY FOUR", "44"),
    ("INTL", "INTERNATIONAL"),
    ("FIRST", "1ST"),
    ("SECOND", "2ND"),
    ("THIRD", "3RD"),
    ("ORGANISATION", "ORGANIZATION"),
];
