//! Headlines as pages write them.

use super::authors::fold_name;

/// Returns a title without the name of the outlet at its end.
#[must_use]
pub fn without_site(title: &str, sites: &[&str]) -> String {
    let title = title.trim();
    for (at, mark) in title.char_indices().collect::<Vec<_>>().into_iter().rev() {
        if !matches!(mark, '|' | '-' | '–' | '—' | '·' | '»' | ':' | '•') {
            continue;
        }
        let (head, tail) = (title[..at].trim_end(), title[at + mark.len_utf8()..].trim());
        let spaced = title[..at].ends_with(' ') || mark == '|';
        let tail_folded = fold_name(tail);
        let is_site = sites.iter().map(|s| fold_name(s)).any(|s| {
            !s.is_empty()
                && (s == tail_folded || s.replace(' ', "") == tail_folded.replace(' ', ""))
        });
        let domain = tail.contains('.') && !tail.contains(' ') && tail.len() > 4;
        let long_head = head.chars().count() >= 15;
        if (is_site && !head.is_empty()) || (spaced && long_head && (domain || mark == '|')) {
            return without_site(head, sites);
        }
        if !is_site && mark != '|' {
            break;
        }
    }
    title.to_owned()
}

/// Orders headlines: what most layers say comes first, at a tie the earlier layer. Each
/// comes once, though some add the outlet's name.
#[must_use]
pub fn rank_titles(layers: &[(&str, f32)], sites: &[&str]) -> Vec<String> {
    let mut seen: Vec<(String, String, f32)> = Vec::new();
    for (title, weight) in layers {
        let title = without_site(
            &title.split_whitespace().collect::<Vec<_>>().join(" "),
            sites,
        );
        let key = fold_name(&title);
        if key.is_empty() || sites.iter().any(|s| fold_name(s) == key) {
            continue;
        }
        match seen.iter_mut().find(|(k, _, _)| *k == key) {
            Some(found) => found.2 += weight,
            None => seen.push((key, title, *weight)),
        }
    }
    seen.sort_by(|a, b| b.2.total_cmp(&a.2));
    seen.into_iter().map(|(_, title, _)| title).collect()
}
