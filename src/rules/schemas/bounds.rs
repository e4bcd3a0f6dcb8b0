//! The bounds of values: none is below zero, none above its counterpart.

use crate::diagnostic::{Findings, Rule, page};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a smallest number above the largest.
pub static MINIMUM_SHOULD_BE_LESS_THAN_OR_EQUAL_TO_MAXIMUM: Rule =
    Rule::fault("MinimumShouldBeLessThanOrEqualToMaximum", page!("MinimumShouldBeLessThanOrEqualToMaximum"));
/// Microsoft's name for a smallest length above the largest.
pub static MIN_LENGTH_SHOULD_BE_LESS_THAN_OR_EQUAL_TO_MAX_LENGTH: Rule = Rule::fault(
    "MinLengthShouldBeLessThanOrEqualToMaxLength",
    page!("MinLengthShouldBeLessThanOrEqualToMaxLength"),
);
/// Microsoft's name for a smallest number of items above the largest.
pub static MIN_ITEMS_SHOULD_BE_LESS_THAN_OR_EQUAL_TO_MAX_ITEMS: Rule = Rule::fault(
    "MinItemsShouldBeLessThanOrEqualToMaxItems",
    page!("MinItemsShouldBeLessThanOrEqualToMaxItems"),
);
/// Microsoft's name for a negative number of items.
pub static MAX_ITEMS_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO: Rule =
    Rule::error("MaxItemsMustBeGreaterThanOrEqualToZero", page!("MaxItemsMustBeGreaterThanOrEqualToZero"));
/// Microsoft's name for a negative length.
pub static MAX_LENGTH_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO: Rule =
    Rule::error("MaxLengthMustBeGreaterThanOrEqualToZero", page!("MaxLengthMustBeGreaterThanOrEqualToZero"));
/// Microsoft's name for a negative number of properties.
pub static MAX_PROPERTIES_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO: Rule = Rule::error(
    "MaxPropertiesMustBeGreaterThanOrEqualToZero",
    page!("MaxPropertiesMustBeGreaterThanOrEqualToZero"),
);
/// Microsoft's name for a negative number of items.
pub static MIN_ITEMS_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO: Rule =
    Rule::error("MinItemsMustBeGreaterThanOrEqualToZero", page!("MinItemsMustBeGreaterThanOrEqualToZero"));
/// Microsoft's name for a negative length.
pub static MIN_LENGTH_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO: Rule =
    Rule::error("MinLengthMustBeGreaterThanOrEqualToZero", page!("MinLengthMustBeGreaterThanOrEqualToZero"));
/// Microsoft's name for a negative number of properties.
pub static MIN_PROPERTIES_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO: Rule = Rule::error(
    "MinPropertiesMustBeGreaterThanOrEqualToZero",
    page!("MinPropertiesMustBeGreaterThanOrEqualToZero"),
);
/// Microsoft's name for multiples of nothing.
pub static MULTIPLE_OF_MUST_BE_GREATER_THAN_ZERO: Rule =
    Rule::error("MultipleOfMustBeGreaterThanZero", page!("MultipleOfMustBeGreaterThanZero"));
/// Microsoft's name for a bound that is said to be excluded and is not there.
pub static EXCLUSIVE_MAXIMUM_REQUIRES_MAXIMUM: Rule =
    Rule::error("ExclusiveMaximumRequiresMaximum", page!("ExclusiveMaximumRequiresMaximum")).imported();
/// Microsoft's name for a bound that is said to be excluded and is not there.
pub static EXCLUSIVE_MINIMUM_REQUIRES_MINIMUM: Rule =
    Rule::error("ExclusiveMinimumRequiresMinimum", page!("ExclusiveMinimumRequiresMinimum")).imported();

/// Counts, which are never negative.
static COUNTS: [(&str, &Rule); 6] = [
    ("maxItems", &MAX_ITEMS_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO),
    ("maxLength", &MAX_LENGTH_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO),
    ("maxProperties", &MAX_PROPERTIES_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO),
    ("minItems", &MIN_ITEMS_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO),
    ("minLength", &MIN_LENGTH_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO),
    ("minProperties", &MIN_PROPERTIES_MUST_BE_GREATER_THAN_OR_EQUAL_TO_ZERO),
];

/// What must not be above what. Of numbers of properties the validator says nothing.
static RANGES: [(&str, &str, &Rule); 3] = [
    ("minimum", "maximum", &MINIMUM_SHOULD_BE_LESS_THAN_OR_EQUAL_TO_MAXIMUM),
    ("minLength", "maxLength", &MIN_LENGTH_SHOULD_BE_LESS_THAN_OR_EQUAL_TO_MAX_LENGTH),
    ("minItems", "maxItems", &MIN_ITEMS_SHOULD_BE_LESS_THAN_OR_EQUAL_TO_MAX_ITEMS),
];

static EXCLUSIVES: [(&str, &str, &Rule); 2] = [
    ("exclusiveMaximum", "maximum", &EXCLUSIVE_MAXIMUM_REQUIRES_MAXIMUM),
    ("exclusiveMinimum", "minimum", &EXCLUSIVE_MINIMUM_REQUIRES_MINIMUM),
];

pub(super) fn check(tree: &Tree, node: NodeId, findings: &mut Findings) {
    // Most values have no bounds at all.
    if !tree.members(node).any(|(key, _)| is_bound(key)) {
        return;
    }
    let number = |key: &str| tree.get(node, key).and_then(|member| tree.number(member).map(|n| (member, n)));
    for (key, rule) in COUNTS {
        if let Some((member, value)) = number(key)
            && value < 0.0
        {
            findings
                .report(
                    rule,
                    member,
                    format!("`{key}` is {}: it counts, and so is never negative", tree.text(member)),
                )
                .help("write a number from 0, or remove it");
        }
    }
    for (low, high, rule) in RANGES {
        if let (Some((least, from)), Some((most, to))) = (number(low), number(high))
            && from > to
        {
            let message =
                format!("no value fits: `{low}` is {} and `{high}` is {}", tree.text(least), tree.text(most));
            findings.report(rule, least, message).also(most, format!("`{high}`")).help("are they swapped?");
        }
    }
    if let Some((member, value)) = number("multipleOf")
        && value <= 0.0
    {
        let message =
            format!("`multipleOf` is {}: values are multiples of what is above zero", tree.text(member));
        findings.report(&MULTIPLE_OF_MUST_BE_GREATER_THAN_ZERO, member, message).help("correct or remove it");
    }
    for (flag, bound, rule) in EXCLUSIVES {
        if let Some(member) = tree.get(node, flag).filter(|_| tree.get(node, bound).is_none()) {
            let finding = findings.report(
                rule,
                member,
                format!("`{flag}` says something of `{bound}`, which is not there"),
            );
            if tree.number(member).is_some() {
                finding.help(format!("write `{bound}: {}` and `{flag}: true`", tree.text(member)));
            } else {
                finding.help(format!("add `{bound}`, or remove `{flag}`"));
            }
        }
    }
}

fn is_bound(key: &str) -> bool {
    key.starts_with("m") || key.starts_with("exclusive")
}
