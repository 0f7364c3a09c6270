//! Signs of fonts that have signs in place of letters, as far as they say something.

/// What stands for a sign that nobody can read without its font.
const UNKNOWN: char = '\u{fffd}';

/// The sign of a code, in hexadecimal digits, in a font.
pub(super) fn sign(font: &str, code: &str) -> char {
    let Ok(code) = u32::from_str_radix(code.trim(), 16) else { return UNKNOWN };
    // Fonts of signs have theirs in the last part of what is for private use.
    let low = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_lowercase();
    let known = match font.as_str() {
        "wingdings" => wingdings(low),
        "wingdings 2" => wingdings_2(low),
        "symbol" => symbol(low),
        _ => None,
    };
    let is_private = low < 0x100 && code != low;
    known.or_else(|| char::from_u32(code).filter(|_| !is_private)).unwrap_or(UNKNOWN)
}

fn wingdings(code: u32) -> Option<char> {
    Some(match code {
        0xfc => '✓',
        0xfb => '✗',
        0xfe => '☑',
        0xfd => '☒',
        0x6f | 0xa8 => '☐',
        0x6c | 0x9f | 0xa7 | 0x6e => '•',
        0xe0 | 0xe8 => '→',
        0xdf => '←',
        0x4a => '☺',
        _ => return None,
    })
}

fn wingdings_2(code: u32) -> Option<char> {
    Some(match code {
        0x50 => '✓',
        0x4f => '✗',
        0x52 => '☑',
        0x51 | 0x53 | 0x54 => '☒',
        0xa3 => '☐',
        _ => return None,
    })
}

fn symbol(code: u32) -> Option<char> {
    Some(match code {
        0xb7 => '•',
        0xb1 => '±',
        0xb4 => '×',
        0xb8 => '÷',
        0xb0 => '°',
        0xa3 => '≤',
        0xb3 => '≥',
        0xb9 => '≠',
        0xae => '→',
        0x61 => 'α',
        0x62 => 'β',
        0x6d => 'µ',
        0x53 => 'Σ',
        0x44 => 'Δ',
        0x57 => 'Ω',
        0x20..=0x40 => char::from_u32(code)?,
        _ => return None,
    })
}
