//! Retrying while another process writes the index.

use std::thread::sleep;
use std::time::Duration;

/// How often and how fast to retry while another process writes.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// `None` for no limit.
    max_attempts: Option<u32>,
    delay: Duration,
}

impl RetryPolicy {
    /// Creates a policy of so many attempts, with a delay between them.
    #[must_use]
    pub const fn new(max_attempts: u32, delay: Duration) -> RetryPolicy {
        RetryPolicy {
            max_attempts: Some(max_attempts),
            delay,
        }
    }

    /// Creates a policy without a limit.
    #[must_use]
    pub const fn forever(delay: Duration) -> RetryPolicy {
        RetryPolicy {
            max_attempts: None,
            delay,
        }
    }

    /// Runs `work` until it does not fail with a busy error, or there are no attempts left.
    ///
    /// # Errors
    /// The error of the last attempt.
    pub fn run<T, E>(
        self,
        mut work: impl FnMut() -> Result<T, E>,
        is_busy: impl Fn(&E) -> bool,
    ) -> Result<T, E> {
        let mut attempts = 1;
        loop {
            match work() {
                Err(error) if is_busy(&error) && self.max_attempts.is_none_or(|n| attempts < n) => {
                    attempts += 1;
                    sleep(self.delay);
                }
                result => return result,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts the attempts of a work that fails until the last of `results`.
    fn attempts(policy: RetryPolicy, results: &[Result<(), &'static str>]) -> usize {
        let mut attempts = 0;
        let work = || {
            attempts += 1;
            results[attempts - 1]
        };
        let result = policy.run(work, |error| *error == "busy");
        assert_eq!(result, results[attempts - 1]);
        attempts
    }

    #[test]
    fn another_writer_is_waited_for() {
        let results = [Err("busy"), Err("busy"), Ok(()), Err("too often")];
        assert_eq!(attempts(RetryPolicy::forever(Duration::ZERO), &results), 3);
        assert_eq!(attempts(RetryPolicy::new(3, Duration::ZERO), &results), 3);
    }

    #[test]
    fn attempts_can_be_limited_and_other_errors_end_them() {
        let busy = [Err("busy"); 3];
        assert_eq!(attempts(RetryPolicy::new(2, Duration::ZERO), &busy), 2);
        assert_eq!(attempts(RetryPolicy::new(1, Duration::ZERO), &busy), 1);
        let broken = [Err("busy"), Err("broken"), Ok(())];
        assert_eq!(attempts(RetryPolicy::forever(Duration::ZERO), &broken), 2);
    }
}
