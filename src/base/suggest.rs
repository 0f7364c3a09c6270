//! Did you mean.

/// The candidate that is nearest to `word`, if one is near enough to be worth naming.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words are compared no further than this: a suggestion must cost nothing.
    const LONGEST: usize = 64;
    // Nor among more than so many.
    const MOST: usize = 2_000;
    let candidates: Vec<&str> = candidates.into_iter().take(MOST + 1).collect();
    if word.len() > LONGEST || candidates.len() > MOST {
        return None;
    }
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, candidate)| {
            let length = candidate.chars().count().max(folded.chars().count());
            *distance <= (length / 3).max(1) && *distance < length
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// `did you mean ...?`, or else the names that there are.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const MOST: usize = 12;
    let mut known: Vec<&str> = candidates.into_iter().collect();
    if let Some(best) = nearest(word, known.iter().copied()) {
        return Some(format!("did you mean `{best}`?"));
    }
    if known.is_empty() {
        return None;
    }
    known.sort_unstable();
    known.dedup();
    let rest = known.len().saturating_sub(MOST);
    let mut listed: Vec<String> = known.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if rest > 0 {
        listed.push(format!("and {rest} more"));
    }
    Some(format!("known here: {}", listed.join(", ")))
}
