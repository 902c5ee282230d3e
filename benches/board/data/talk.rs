//! Who says what in which thread, drawn with a fixed seed: the same number of comments is always the same board.

use std::collections::BTreeMap;

/// Threads have so many comments; a board has whole threads.
pub const A_THREAD: u32 = 1000;

/// How many comments the long thread has, on boards that are large enough for it.
pub const LONG: u32 = 100_000;

/// How many members write.
pub const READERS: u64 = 200;

/// A thread begins so many turns after the one before, so that twenty are under way at a time.
const TURNS: u32 = 50;

/// How a board's comments are spread over its threads: 1 to `threads`, and the long one after them.
#[derive(Clone, Copy)]
pub struct Board {
    /// How many comments there are.
    pub comments: u32,
    /// How many threads have [`A_THREAD`] of them.
    pub threads: u32,
    /// How many of them the long thread has; 0 where there is none.
    pub long: u32,
}

/// A comment.
pub struct Talk {
    /// Its id.
    pub id: u64,
    /// Its thread.
    pub thread: u32,
    /// Its number in it.
    pub number: u32,
    /// What it says.
    pub said: Said,
    /// The comment that it quotes: its id, its number, and what it says.
    pub source: Option<(u64, u32, Said)>,
    /// The turn in which it was posted, each of 72 seconds, counted from the board's beginning.
    pub turn: u32,
}

/// What a comment says, whom it answers, and what others make of it.
#[derive(Clone, Copy, Default)]
pub struct Said {
    /// Who wrote it.
    pub author: u64,
    /// Its first sentence, which others quote.
    pub first: u64,
    /// Where its other sentences begin.
    pub then: u64,
    /// The number that it quotes.
    pub quoted: Option<u32>,
    /// The number that it answers.
    pub reply_to: Option<u32>,
    /// How many quote it.
    pub quoters: u32,
    /// The numbers of the first of them; 0 for none.
    pub first_quoters: [u32; 3],
    /// How many answer it.
    pub replies: u32,
}

/// A thread that is under way: all that is said in it, and the ids that its comments have so far.
struct Thread {
    said: Vec<Said>,
    ids: Vec<u64>,
}

impl Board {
    /// The board of so many comments.
    pub fn of(comments: u32) -> Self {
        let long = if comments >= 10 * LONG { LONG } else { 0 };
        Self { comments, threads: (comments - long) / A_THREAD, long }
    }

    /// Hands over each comment in the order of the ids.
    pub fn tell<E>(self, mut each: impl FnMut(&Talk) -> Result<(), E>) -> Result<(), E> {
        let mut threads: BTreeMap<u32, Thread> = BTreeMap::new();
        let long = self.threads + 1;
        let (mut id, mut in_long) = (0, 0_u64);
        for turn in TURNS + 1..=self.threads * TURNS + A_THREAD {
            let first = (turn.saturating_sub(A_THREAD)).div_ceil(TURNS).max(1);
            for thread in first..=((turn - 1) / TURNS).min(self.threads) {
                id += 1;
                let number = turn - thread * TURNS;
                let under_way = threads.entry(thread).or_insert_with(|| Thread::of(thread, A_THREAD));
                each(&under_way.next((thread, number), id, turn))?;
                if number == A_THREAD {
                    threads.remove(&thread);
                }
                // The long one lies among all of them, evenly.
                if u64::from(self.long) * (id - in_long)
                    >= u64::from(self.comments - self.long) * (in_long + 1)
                {
                    id += 1;
                    in_long += 1;
                    let number = u32::try_from(in_long).unwrap_or(u32::MAX);
                    let under_way = threads.entry(long).or_insert_with(|| Thread::of(long, self.long));
                    each(&under_way.next((long, number), id, turn))?;
                }
            }
        }
        Ok(())
    }
}

impl Thread {
    fn of(thread: u32, comments: u32) -> Self {
        let mut said: Vec<Said> = (1..=comments).map(|number| Said::drawn(thread, number)).collect();
        for number in 1..=comments {
            let Some(Said { quoted, reply_to, .. }) = at(&said, number) else { continue };
            if let Some(source) = quoted.and_then(|quoted| at_mut(&mut said, quoted)) {
                if let Some(free) = source.first_quoters.iter_mut().find(|quoter| **quoter == 0) {
                    *free = number;
                }
                source.quoters += 1;
            }
            if let Some(answered) = reply_to.and_then(|answered| at_mut(&mut said, answered)) {
                answered.replies += 1;
            }
        }
        Self { said, ids: Vec::new() }
    }

    fn next(&mut self, (thread, number): (u32, u32), id: u64, turn: u32) -> Talk {
        self.ids.push(id);
        let said = at(&self.said, number).unwrap_or_default();
        let source =
            said.quoted.and_then(|quoted| Some((at(&self.ids, quoted)?, quoted, at(&self.said, quoted)?)));
        Talk { id, thread, number, said, source, turn }
    }
}

impl Said {
    fn drawn(thread: u32, number: u32) -> Self {
        let draw = |what: u64, of: u64| mixed(u64::from(thread) << 32 | u64::from(number), what) % of;
        let back = |what, of| {
            let most = u32::try_from(draw(what, of)).unwrap_or(0);
            number.saturating_sub(1 + most).max(1)
        };
        Self {
            // The second comment of a thread is always by account 2, the member whose page is measured.
            author: if number == 2 { 2 } else { 1 + draw(1, READERS) },
            first: draw(2, 12),
            then: draw(3, 8),
            quoted: number.is_multiple_of(3).then(|| back(4, 30)),
            reply_to: (number % 3 != 1).then(|| back(5, 10)),
            ..Self::default()
        }
    }
}

/// Of a list that counts from 1.
fn at<T: Copy>(list: &[T], number: u32) -> Option<T> {
    list.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
}

fn at_mut(list: &mut [Said], number: u32) -> Option<&mut Said> {
    list.get_mut(usize::try_from(number).ok()?.checked_sub(1)?)
}

/// A number that looks drawn, and is always the same for the same two (splitmix64).
pub fn mixed(one: u64, other: u64) -> u64 {
    let mut z =
        one.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(other.wrapping_mul(0xd1b5_4a32_d192_ed03));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
