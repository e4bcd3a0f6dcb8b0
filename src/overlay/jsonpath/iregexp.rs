//! I-Regexp (RFC 9485) as the `regex` crate writes it.

use super::syntax::Extent;
use regex::Regex;
use std::iter::Peekable;
use std::str::Chars;

/// The pattern, ready to use; `None` if it is no I-Regexp. As all JSONPath implementations do, `^` and `$`
/// are read as anchors, and `\$` as the character.
pub(super) fn compile(pattern: &str, extent: Extent) -> Option<Regex> {
    let pattern = translate(pattern)?;
    let pattern = match extent {
        Extent::Whole => format!(r"\A(?:{pattern})\z"),
        Extent::Part => pattern,
    };
    Regex::new(&pattern).ok()
}

fn translate(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars().peekable();
    let mut open = 0_usize;
    // Whether there is something that a quantifier can repeat.
    let mut atom = false;
    while let Some(char) = chars.next() {
        match char {
            '(' => {
                open += 1;
                out.push_str("(?:");
            }
            ')' => {
                open = open.checked_sub(1)?;
                out.push(')');
            }
            '*' | '+' | '?' | '{' if !atom => return None,
            '{' => quantity(&mut chars, &mut out)?,
            '.' => out.push_str(r"[^\n\r]"),
            '[' => class(&mut chars, &mut out)?,
            '\\' => {
                escape(&mut chars, &mut out)?;
            }
            ']' | '}' => return None,
            _ => out.push(char),
        }
        atom = !matches!(char, '(' | '|' | '*' | '+' | '?' | '{');
    }
    (open == 0).then_some(out)
}

/// `{2}`, `{2,}` or `{2,3}`
fn quantity(chars: &mut Peekable<Chars>, out: &mut String) -> Option<()> {
    out.push('{');
    let digits = |chars: &mut Peekable<Chars>, out: &mut String| {
        let before = out.len();
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            out.push(digit);
        }
        out.len() > before
    };
    if !digits(chars, out) {
        return None;
    }
    if chars.next_if_eq(&',').is_some() {
        out.push(',');
        digits(chars, out);
    }
    out.push(chars.next_if_eq(&'}')?);
    Some(())
}

/// What stands behind a backslash; the character, if it is one and not a category.
fn escape(chars: &mut Peekable<Chars>, out: &mut String) -> Option<Option<char>> {
    let char = match chars.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        sign @ ('p' | 'P') => {
            category(sign, chars, out)?;
            return Some(None);
        }
        char if r"()*+-.?[\]^{|}$".contains(char) => char,
        _ => return None,
    };
    plain(char, out);
    Some(Some(char))
}

fn category(sign: char, chars: &mut Peekable<Chars>, out: &mut String) -> Option<()> {
    chars.next_if_eq(&'{')?;
    let group = chars.next()?;
    let members = match group {
        'L' => "lmotu",
        'M' => "cen",
        'N' => "dlo",
        'P' => "cdefios",
        'Z' => "lps",
        'S' => "ckmo",
        'C' => "cfno",
        _ => return None,
    };
    out.extend(['\\', sign, '{', group]);
    out.extend(chars.next_if(|member| members.contains(*member)));
    out.push(chars.next_if_eq(&'}')?);
    Some(())
}

/// `[a-z]`: its characters are escaped, since the crate knows more operators than I-Regexp does.
fn class(chars: &mut Peekable<Chars>, out: &mut String) -> Option<()> {
    out.push('[');
    out.extend(chars.next_if_eq(&'^'));
    let mut empty = true;
    loop {
        let char = match chars.next()? {
            ']' if !empty => break,
            ']' | '[' => return None,
            '-' if empty || chars.peek() == Some(&']') => {
                plain('-', out);
                None
            }
            '-' => return None,
            '\\' => escape(chars, out)?,
            char => {
                plain(char, out);
                Some(char)
            }
        };
        empty = false;
        if char.is_some() && chars.peek() == Some(&'-') {
            range_end(chars, out)?;
        }
    }
    out.push(']');
    Some(())
}

/// The `-z` of `a-z`, or a `-` that ends the class.
fn range_end(chars: &mut Peekable<Chars>, out: &mut String) -> Option<()> {
    chars.next();
    match chars.peek()? {
        ']' => plain('-', out),
        '-' | '[' => return None,
        _ => {
            out.push('-');
            match chars.next()? {
                '\\' => {
                    escape(chars, out)??;
                }
                char => plain(char, out),
            }
        }
    }
    Some(())
}

fn plain(char: char, out: &mut String) {
    out.push_str(&regex::escape(char.encode_utf8(&mut [0; 4])));
}

#[cfg(test)]
mod tests {
    use super::{Extent, compile};

    #[test]
    fn what_the_rfc_does_not_have_matches_nothing() {
        let not = [
            r"\d",
            r"\w+",
            "(?i)a",
            "a*?",
            "a**",
            "*",
            "(",
            ")",
            "[",
            "]",
            "[]",
            "[^]",
            "a{",
            "a{,2}",
            "{2}",
            "a}",
            r"\p{Xx}",
            r"\p{L",
            r"\pL",
            "[a-b-c]",
            "[b-a]",
            "[a[b]]",
            r"[\p{L}-z]",
            r"\",
        ];
        for pattern in not {
            assert!(compile(pattern, Extent::Part).is_none(), "{pattern}");
        }
    }

    #[test]
    fn what_it_has_is_what_the_crate_makes_of_it() {
        let cases = [
            (r"[a&&b~~c]+", "a&b~c", "d"),
            (r"[-a]+", "-a", "b"),
            (r"[a-]+", "a-", "b"),
            (r"[\-\]\\]+", r"-]\", "a"),
            (r"a{2,}", "aaa", "a"),
            (r"(a|b|)c", "c", "d"),
            (r"\p{Lu}\P{Lu}", "Ab", "AB"),
            (r"[^\n]", "a", "\n"),
            (r"\$a", "$a", "a"),
            (r".", "\u{2028}", "\n"),
            (r"[ -~]+", "a b", "é"),
        ];
        for (pattern, good, bad) in cases {
            let regex = compile(pattern, Extent::Whole).expect(pattern);
            assert!(regex.is_match(good) && !regex.is_match(bad), "{pattern}");
        }
    }
}
