//! p
/// p
pub fn print(_file: &super::tree::File, text: &str) -> String { text.to_owned() }
