//! What a message costs in each country.

/// Price list of a country. Amounts are hundred-thousandths of a US dollar.
pub(crate) struct Country {
    prefix: &'static str,
    /// Two letters, or empty for an unknown prefix.
    pub(crate) iso2: &'static str,
    /// Price of a unit of SMS.
    pub(crate) sms_rate: u64,
    /// Price of an MMS.
    pub(crate) mms_rate: u64,
    /// Surcharge of the carrier for each unit.
    pub(crate) carrier_fee: u64,
}

/// Prefix of the country that no account has enabled: sending there is refused with 403.
pub(crate) const DISABLED_PREFIX: &str = "850";

const COUNTRIES: [Country; 6] = [
    Country::new("1", "US", 550, 1_800, 300),
    Country::new("33", "FR", 6_500, 6_500, 0),
    Country::new("44", "GB", 3_930, 3_930, 0),
    Country::new("49", "DE", 8_780, 8_780, 0),
    Country::new("61", "AU", 3_700, 3_700, 0),
    Country::new("91", "IN", 250, 250, 0),
];

const ELSEWHERE: Country = Country::new("", "", 5_000, 5_000, 0);

impl Country {
    const fn new(
        prefix: &'static str,
        iso2: &'static str,
        sms_rate: u64,
        mms_rate: u64,
        carrier_fee: u64,
    ) -> Self {
        Self {
            prefix,
            iso2,
            sms_rate,
            mms_rate,
            carrier_fee,
        }
    }

    /// Returns the country of a number in digits.
    pub(crate) fn of(digits: &str) -> &'static Self {
        COUNTRIES
            .iter()
            .find(|country| digits.starts_with(country.prefix))
            .unwrap_or(&ELSEWHERE)
    }
}

/// Formats hundred-thousandths of a dollar as the wire writes amounts: `0.00550`.
pub(crate) fn money(amount: u64) -> String {
    format!("{}.{:05}", amount / 100_000, amount % 100_000)
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn amounts_have_five_decimals() {
        assert_eq!(money(550), "0.00550");
        assert_eq!(money(123_450), "1.23450");
    }
}
