//! Work that is shared between the processors there are.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// Fewer pieces than this are done before a thread has begun.
const WORTH_SHARING: usize = 64;

/// More processors than this wait for the disk and for each other.
const MOST: usize = 8;

/// What `work` makes of each item, in the order of the items.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    if items.len() < WORTH_SHARING || processors == 1 {
        return items.iter().map(work).collect();
    }
    let done = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    let share = items.len().div_ceil(processors.min(MOST));
    thread::scope(|scope| {
        let begun: Vec<_> = items
            .chunks(share)
            .map(|part| {
                let thread = thread::Builder::new().spawn_scoped(scope, || done(part));
                (part, thread)
            })
            .collect();
        let mut all = Vec::with_capacity(items.len());
        for (part, thread) in begun {
            all.extend(match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // The machine has no thread to give.
                Err(_) => done(part),
            });
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_are_in_the_order_of_the_questions() {
        for count in [0, 1, WORTH_SHARING - 1, WORTH_SHARING, 1001] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(each(&items, |item| item * 2), doubled);
        }
    }
}
