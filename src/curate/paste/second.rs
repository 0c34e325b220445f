//! The figures of the second pass: what the first said of a paragraph and of those around.

/// Verdict from which a paragraph counts as found by the first pass.
const FOUND: f32 = 0.5;

/// Paragraphs that may be missing inside one run.
const MAX_HOLE: usize = 3;

/// Smallest run that may be the article, in words.
const MIN_RUN: f32 = 60.0;

/// Returns the rows of the second model: its own figures, then those of the first. `likely`
/// holds the first's verdicts.
#[must_use]
pub fn of(rows: &[Vec<f32>], likely: &[f32]) -> Vec<Vec<f32>> {
    let n = rows.len();
    let words: Vec<f32> = rows.iter().map(|r| r.first().copied().unwrap_or(0.0).exp_m1()).collect();
    let mass: Vec<f32> = likely.iter().zip(&words).map(|(q, w)| q * w).collect();
    let total = mass.iter().sum::<f32>().max(1.0);
    let mut run_of = vec![None; n];
    let mut runs: Vec<f32> = Vec::new();
    let mut last: Option<usize> = None;
    for i in (0..n).filter(|i| likely[*i] > FOUND) {
        if last.is_none_or(|l| i - l > MAX_HOLE) {
            runs.push(0.0);
        }
        last = Some(i);
        run_of[i] = Some(runs.len() - 1);
        if let Some(run) = runs.last_mut() {
            *run += mass[i];
        }
    }
    let weight = |run: Option<usize>| run.and_then(|r| runs.get(r)).copied().unwrap_or(0.0);
    let most = runs.iter().copied().fold(1.0, f32::max);
    let mut top = -1_i32;
    for (k, run) in runs.iter().enumerate() {
        if top < 0 || *run > runs[top as usize] {
            top = k as i32;
        }
    }
    let first = runs.iter().position(|r| *r >= MIN_RUN).map_or(-1, |k| k as i32);
    let (before, since, words_since) = back(&run_of, &words);
    let (after, until) = ahead(&run_of);
    let mut so_far = 0.0;
    let mut out = Vec::with_capacity(n);
    for i in 0..n {
        let at = |step: isize| i.checked_add_signed(step).and_then(|k| likely.get(k)).copied().unwrap_or(-1.0);
        let mut row: Vec<f32> = [-4, -3, -2, -1, 1, 2, 3, 4].into_iter().map(at).collect();
        row.push(likely[i]);
        let rest = total - so_far - mass[i];
        row.extend([so_far / total, rest / total, so_far, rest, total]);
        row.extend([since[i] as f32, until[i] as f32, words_since[i]]);
        row.extend([weight(before[i]) / total, weight(after[i]) / total, weight(run_of[i]) / total]);
        row.extend([weight(run_of[i]) / most, weight(before[i]) / most, weight(after[i]) / most]);
        let number = run_of[i].or(before[i]).map_or(-1, |r| r as i32);
        row.push((number - top) as f32);
        row.push((number - first) as f32);
        row.push(runs.len() as f32 - 1.0);
        for reach in [2, 5, 9] {
            let all = n <= 2 * reach + 1;
            let (from, to) = if all { (0, n) } else { (i.saturating_sub(reach), (i + reach + 1).min(n)) };
            let sum: f32 = mass[from..to].iter().sum();
            row.push(sum / words[from..to].iter().sum::<f32>().max(1.0));
        }
        row.extend_from_slice(&rows[i]);
        so_far += mass[i];
        out.push(row);
    }
    out
}

type Back = (Vec<Option<usize>>, Vec<usize>, Vec<f32>);

/// Returns the run before each paragraph, and how many paragraphs and words lie between.
fn back(run_of: &[Option<usize>], words: &[f32]) -> Back {
    let (mut runs, mut steps, mut between) = (Vec::new(), Vec::new(), Vec::new());
    let (mut run, mut step, mut sum) = (None, 0, 0.0);
    for (own, words) in run_of.iter().zip(words) {
        runs.push(run);
        steps.push(step);
        between.push(sum);
        if own.is_some() {
            (run, step, sum) = (*own, 0, 0.0);
        } else {
            step += 1;
            sum += words;
        }
    }
    (runs, steps, between)
}

/// Returns the run behind each paragraph, and how many paragraphs lie between.
fn ahead(run_of: &[Option<usize>]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut runs = vec![None; run_of.len()];
    let mut steps = vec![0; run_of.len()];
    let (mut run, mut step) = (None, 0);
    for i in (0..run_of.len()).rev() {
        runs[i] = run;
        steps[i] = step;
        if run_of[i].is_some() {
            (run, step) = (run_of[i], 0);
        } else {
            step += 1;
        }
    }
    (runs, steps)
}
