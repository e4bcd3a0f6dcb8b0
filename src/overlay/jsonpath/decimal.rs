//! Numbers compared by their value, exactly, whatever their spelling.

use std::cmp::Ordering;

/// A number as 0.DIGITS × 10^scale; zero has no digits.
struct Decimal {
    negative: bool,
    scale: i64,
    digits: Vec<u8>,
}

/// Which of two JSON numbers is greater.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    if let (Ok(left), Ok(right)) = (left.parse::<i64>(), right.parse::<i64>()) {
        return left.cmp(&right);
    }
    let (left, right) = (Decimal::new(left), Decimal::new(right));
    left.sign().cmp(&right.sign()).then_with(|| {
        let size = left.scale.cmp(&right.scale).then_with(|| left.digits.cmp(&right.digits));
        if left.negative { size.reverse() } else { size }
    })
}

impl Decimal {
    fn new(text: &str) -> Decimal {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..zeros);
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        // An exponent that no integer holds is larger than any that one does.
        let huge = if exponent.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
        let exponent = exponent.parse().unwrap_or(huge).clamp(i64::MIN / 2, i64::MAX / 2);
        let places = i64::try_from(whole.len()).unwrap_or(i64::MAX / 4);
        let zeros = i64::try_from(zeros).unwrap_or(i64::MAX / 4);
        let scale = if digits.is_empty() { 0 } else { exponent + places - zeros };
        Decimal { negative, scale, digits }
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ordering, compare};

    #[test]
    fn spelling_does_not_matter() {
        for (left, right) in
            [("1", "1.0"), ("1", "10e-1"), ("-0", "0"), ("0.0", "0e9"), ("100", "1E2"), ("0.05", "5e-2")]
        {
            assert_eq!(compare(left, right), Ordering::Equal, "{left} {right}");
        }
    }

    #[test]
    fn order_is_exact() {
        let ascending = [
            "-1e99999999999999999999",
            "-10.5",
            "-10",
            "-1e-3",
            "0",
            "1e-99999999999999999999",
            "0.1",
            "0.11",
            "1",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.5",
            "1e99999999999999999999",
        ];
        for pair in ascending.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(compare(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
    }
}
