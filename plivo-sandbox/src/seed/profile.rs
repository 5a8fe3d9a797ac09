//! What distinguishes the initial data of the accounts.

/// A number that an account rents.
#[derive(Clone, Copy)]
pub(super) struct Rented<'a> {
    pub(super) digits: &'a str,
    pub(super) kind: &'static str,
    pub(super) services: &'a [&'static str],
    pub(super) alias: Option<&'a str>,
    /// Index of its application in the profile.
    pub(super) application: Option<usize>,
}

impl<'a> Rented<'a> {
    pub(super) const fn new(
        digits: &'a str,
        kind: &'static str,
        services: &'a [&'static str],
        alias: Option<&'a str>,
        application: Option<usize>,
    ) -> Self {
        Self {
            digits,
            kind,
            services,
            alias,
            application,
        }
    }
}

/// ID, name and answer URL of an application.
type Application = (&'static str, &'static str, Option<&'static str>);

/// What the records of an account are made from.
pub(super) struct Profile {
    pub(super) numbers: &'static [Rented<'static>],
    /// The first of further local numbers, and how many there are.
    pub(super) number_range: (u64, u64),
    pub(super) applications: &'static [Application],
    /// The ID of the first of further applications, and how many there are. Like all IDs it exceeds the integers that
    /// a float can represent.
    pub(super) campaigns: (u64, u64),
    /// Numbers of the account that send and receive messages and calls.
    own: &'static [&'static str],
    customers: &'static [&'static str],
    pub(super) sender_id: &'static str,
    /// Number of messages that are up to a day, a month, 90 days and more than 90 days old.
    pub(super) messages: [i64; 4],
    /// Number of ended calls that are up to a week, a month, 90 days and more than 90 days old.
    pub(super) calls: [i64; 4],
    pub(super) city: &'static str,
    pub(super) region: &'static str,
    pub(super) country: &'static str,
}

impl Profile {
    /// Returns one of the account's numbers.
    pub(super) fn own(&self, index: usize) -> &'static str {
        pick(self.own, index)
    }

    /// Returns the number of a customer.
    pub(super) fn customer(&self, index: usize) -> &'static str {
        pick(self.customers, index)
    }
}

fn pick(list: &[&'static str], index: usize) -> &'static str {
    let index = index % list.len().max(1);
    list.get(index).copied().unwrap_or_default()
}

/// Returns the profile of an account by its name.
pub(super) fn of(name: &str) -> &'static Profile {
    match name {
        "us" => &US,
        "uk" => &UK,
        _ => &DEFAULT,
    }
}

const ALL: &[&str] = &["voice", "sms", "mms"];
const VOICE_SMS: &[&str] = &["voice", "sms"];
const VOICE: &[&str] = &["voice"];
const SMS: &[&str] = &["sms"];

static DEFAULT: Profile = Profile {
    numbers: &[
        Rented::new("14155552671", "local", ALL, Some("Support line"), Some(0)),
        Rented::new("14155551234", "local", VOICE_SMS, Some(""), None),
        Rented::new("14155552672", "local", VOICE_SMS, None, Some(1)),
        Rented::new(
            "18005550199",
            "tollfree",
            VOICE_SMS,
            Some("Toll-free desk"),
            Some(0),
        ),
        Rented::new("18885550142", "tollfree", VOICE, None, None),
        Rented::new("447700900123", "mobile", SMS, Some("UK alerts"), None),
        Rented::new("443069990123", "national", VOICE, Some(""), Some(2)),
        Rented::new("493023125042", "fixed", VOICE, None, None),
        Rented::new("12025550143", "local", ALL, Some("Campaigns"), Some(4)),
    ],
    number_range: (14_155_553_000, 16),
    applications: &[
        (
            "29986316244302815",
            "Support IVR",
            Some("https://example.com/support/answer"),
        ),
        ("30042999414609341", "Voicemail", None),
        ("16632559604105954", "Support overflow", Some("")),
        (
            "20372631212782799",
            "Conference room",
            Some("https://example.com/conference.xml"),
        ),
        (
            "64529074997228907",
            "Marketing line",
            Some("https://example.com/marketing/answer"),
        ),
    ],
    campaigns: (90_071_992_547_409_931, 18),
    own: &[
        "14155552671",
        "14155551234",
        "14155552672",
        "18005550199",
        "447700900123",
    ],
    customers: &[
        "14155559001",
        "14155559002",
        "14155559003",
        "447700900777",
        "919876543210",
        "14155559004",
        "493023125777",
    ],
    sender_id: "ACMEALERTS",
    messages: [40, 168, 120, 4],
    calls: [40, 40, 30, 2],
    city: "San Francisco",
    region: "California, UNITED STATES",
    country: "United States",
};

static US: Profile = Profile {
    numbers: &[
        Rented::new(
            "12125550111",
            "local",
            ALL,
            Some("New York office"),
            Some(0),
        ),
        Rented::new(
            "13105550122",
            "local",
            VOICE_SMS,
            Some("Los Angeles office"),
            Some(1),
        ),
        Rented::new("18665550133", "tollfree", VOICE_SMS, None, Some(0)),
        Rented::new("13125550144", "local", SMS, Some(""), None),
    ],
    number_range: (12_125_554_000, 4),
    applications: &[
        (
            "41377217031563912",
            "US reception",
            Some("https://example.com/us/answer"),
        ),
        ("52288106942451823", "US voicemail", None),
    ],
    campaigns: (91_071_992_547_409_937, 2),
    own: &["12125550111", "13105550122", "18665550133"],
    customers: &["12125559101", "13105559102", "13125559103", "16175559104"],
    sender_id: "ACMEUS",
    messages: [32, 64, 48, 2],
    calls: [20, 20, 10, 1],
    city: "New York",
    region: "New York, UNITED STATES",
    country: "United States",
};

static UK: Profile = Profile {
    numbers: &[
        Rented::new("447700900456", "mobile", SMS, Some("London alerts"), None),
        Rented::new(
            "442079460958",
            "fixed",
            VOICE,
            Some("London office"),
            Some(0),
        ),
        Rented::new("443069990456", "national", VOICE, None, Some(0)),
        Rented::new("448081570456", "tollfree", VOICE, Some(""), None),
        Rented::new("442079460321", "local", VOICE_SMS, None, Some(1)),
    ],
    number_range: (442_079_460_600, 3),
    applications: &[
        (
            "73199095853340734",
            "London reception",
            Some("https://example.com/uk/answer"),
        ),
        ("84210984764239645", "London voicemail", Some("")),
    ],
    campaigns: (92_071_992_547_409_939, 1),
    own: &["447700900456", "442079460321", "442079460958"],
    customers: &[
        "447700900801",
        "447700900802",
        "33639980123",
        "447700900803",
    ],
    sender_id: "ACMEUK",
    messages: [30, 56, 40, 2],
    calls: [20, 10, 10, 1],
    city: "London",
    region: "London, UNITED KINGDOM",
    country: "United Kingdom",
};
