//! The hands: give each effect to the worker whose it is.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded, unbounded};

use super::errands::{Errand, Errands};
use super::event::{Event, Inbox, tell};
use super::fault::Fault;
use super::follower;
use super::keeper::{self, Rest};
use super::loader::{self, Loader};
use super::outside::{self, Browsed, Surroundings};
use super::recaller;
use super::scanner::{self, Scanner};
use super::searcher::{self, Marking, Question, Reach, Searcher};
use super::shared::Shared;
use super::stock::Stock;
use super::{clip, export, indexer, thread};
use crate::app::message::{CopyForm, Effect, ExportItem, Msg, StatusLevel};
use crate::store::Store;

/// How many batches of briefings may wait for the indexer; the loader then waits, too.
const WAITING_BATCHES: usize = 2;

/// What the workers are given.
pub struct Tools {
    /// What the library holds, as far as it is known.
    pub stock: Stock,
    /// Where is written what the reader keeps.
    pub store: Store,
    /// Folder of the index; none for an index in memory.
    pub index: Option<PathBuf>,
    /// The surroundings of the terminal.
    pub around: Surroundings,
    /// A fault to try.
    pub fault: Option<Fault>,
}

/// The way to the workers.
pub struct Hands {
    inbox: Inbox,
    around: Surroundings,
    loader: Sender<loader::Job>,
    follower: Sender<follower::Job>,
    scanner: Sender<scanner::Job>,
    searcher: Sender<searcher::Job>,
    recaller: Sender<recaller::Job>,
    keeper: Sender<keeper::Job>,
    shared: Arc<Shared>,
    errands: Errands,
}

impl Hands {
    /// Starts the workers.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(inbox: &Inbox, tools: Tools) -> io::Result<Hands> {
        let (loader, to_load) = unbounded();
        let (follower, to_follow) = unbounded();
        let (scanner, to_scan) = unbounded();
        let (indexer, to_index) = bounded(WAITING_BATCHES);
        let (searcher, to_search) = unbounded();
        let (recaller, to_recall) = unbounded();
        let (keeper, to_keep) = unbounded();
        let shared = Arc::new(Shared::default());
        let fault = tools.fault;
        let reach = if tools.stock.is_known() {
            Reach::Whole
        } else {
            Reach::Part
        };
        thread::start("loader", inbox, {
            let loader = Loader {
                inbox: inbox.clone(),
                indexer: indexer.clone(),
                follower: follower.clone(),
                shared: Arc::clone(&shared),
                fault,
            };
            move || loader.run(&to_load)
        })?;
        thread::start("follower", inbox, {
            let worker = follower::Worker {
                inbox: inbox.clone(),
                scanner: scanner.clone(),
            };
            move || worker.run(&to_follow)
        })?;
        thread::start("scanner", inbox, {
            let work = Scanner {
                stock: tools.stock,
                inbox: inbox.clone(),
                indexer,
                follower: follower.clone(),
                shared: Arc::clone(&shared),
            };
            let own = scanner.clone();
            move || work.run(&to_scan, &own)
        })?;
        thread::start("indexer", inbox, {
            let (inbox, shared, folder) = (inbox.clone(), Arc::clone(&shared), tools.index);
            let (scanner, searcher) = (scanner.clone(), searcher.clone());
            move || {
                let folder = folder.as_deref();
                indexer::run(folder, &shared, &to_index, &inbox, &scanner, &searcher);
            }
        })?;
        thread::start("recaller", inbox, {
            let (inbox, shared) = (inbox.clone(), Arc::clone(&shared));
            move || recaller::run(&to_recall, &shared, &inbox, fault)
        })?;
        thread::start("searcher", inbox, {
            let searcher = Searcher {
                shared: Arc::clone(&shared),
                reach,
                inbox: inbox.clone(),
                scanner: scanner.clone(),
                fault,
            };
            move || searcher.run(&to_search)
        })?;
        thread::start("keeper", inbox, {
            let (inbox, store) = (inbox.clone(), tools.store);
            move || keeper::run(store, &to_keep, &inbox, fault)
        })?;
        Ok(Hands {
            inbox: inbox.clone(),
            around: tools.around,
            loader,
            follower,
            scanner,
            searcher,
            recaller,
            keeper,
            shared,
            errands: Errands::default(),
        })
    }

    /// Tells the workers that the first picture is on the screen.
    pub fn shown_now(&self) {
        self.shared.shown_now();
    }

    /// Gives an effect to its worker. A worker that has died has told the loop
    /// already. What concerns the screen alone is the loop's own.
    pub fn perform(&self, effect: Effect) {
        match effect {
            Effect::Open(ticket, source) => {
                let _ = self.loader.send(loader::Job::Open(ticket, source));
            }
            Effect::CollectWarnings(source) => {
                let _ = self.loader.send(loader::Job::Warn(source));
            }
            Effect::OpenReplacement(ticket, gone, source) => {
                let _ = self.loader.send(loader::Job::Replace(ticket, gone, source));
            }
            Effect::FollowBundle(source, hash, awaited) => {
                let job = follower::Job::Follow(source, hash, awaited);
                let _ = self.follower.send(job);
            }
            Effect::Rescan => {
                let _ = self.scanner.send(scanner::Job::Rescan);
            }
            Effect::Search(ticket, query) => {
                let question = Question { ticket, query };
                let _ = self.searcher.send(searcher::Job::Find(question));
            }
            Effect::WarmBookmarkIndex(bookmarks) => {
                let _ = self.recaller.send(recaller::Job::Ready(bookmarks));
            }
            Effect::SearchBookmarks(ticket, bookmarks, text) => {
                let job = recaller::Job::Find(ticket, bookmarks, text);
                let _ = self.recaller.send(job);
            }
            Effect::CompleteFilter(ticket, text, cursor, kept) => {
                let job = searcher::Job::Complete(ticket, text, cursor, kept);
                let _ = self.searcher.send(job);
            }
            Effect::SearchArticle {
                ticket,
                briefing,
                article,
                sought,
            } => {
                let marking = Marking {
                    ticket,
                    briefing,
                    article,
                    sought,
                };
                let _ = self.searcher.send(searcher::Job::Mark(marking));
            }
            Effect::LoadUserData => {
                let _ = self.keeper.send(keeper::Job::Read);
            }
            Effect::Save(change) => {
                let _ = self.keeper.send(keeper::Job::Save(change));
            }
            Effect::Copy(subject, form) => self.copy(&subject, form),
            Effect::CopyAll(taken, form) => {
                let around = self.around;
                let unfinished = "the clipboard".to_owned();
                self.errand("copy", unfinished, move |inbox, _| {
                    match export::in_form(&taken, &form) {
                        Ok(text) => {
                            clip::copy(text, around, inbox);
                            None
                        }
                        Err(said) => Some((StatusLevel::Hint, said)),
                    }
                });
            }
            Effect::Export(taken, path) => {
                let unfinished = path.display().to_string();
                self.errand("export", unfinished, move |_, _| {
                    Some(export::to_file(&taken, &path))
                });
            }
            Effect::Pipe(taken, command) => {
                let unfinished = format!("| {command}");
                self.errand("pipe", unfinished, move |_, errand| {
                    let text = export::as_text(&taken);
                    Some(outside::pipe(&command, &text, || errand.end()))
                });
            }
            Effect::OpenUrl(address) => {
                let (around, inbox) = (self.around, self.inbox.clone());
                let started =
                    thread::start("browser", &self.inbox, move || {
                        match outside::browse(&address, around) {
                            Browsed::Told((tone, said)) => tell(&inbox, Msg::Notify(tone, said)),
                            Browsed::InTerminal(words) => {
                                let _ = inbox.send(Event::Visit(words));
                            }
                        }
                    });
                self.complain(started);
            }
            Effect::OpenEditor(_)
            | Effect::CaptureMouse(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => {}
        }
    }

    /// Has all changes written and the store closed, and returns what could not be.
    #[must_use]
    pub fn flush(&self, limit: Duration) -> Rest {
        keeper::flush(&self.keeper, limit)
    }

    fn copy(&self, subject: &ExportItem, form: CopyForm) {
        self.to_clipboard(export::copied(subject, form));
    }

    fn to_clipboard(&self, text: String) {
        let around = self.around;
        let unfinished = "the clipboard".to_owned();
        self.errand("copy", unfinished, move |inbox, _| {
            clip::copy(text, around, inbox);
            None
        });
    }

    /// Does something on a thread of its own and tells the answer; at the end of the program
    /// it is waited for.
    fn errand<F>(&self, name: &str, unfinished: String, work: F)
    where
        F: FnOnce(&Inbox, &Errand) -> Option<outside::Answer> + Send + 'static,
    {
        let inbox = self.inbox.clone();
        let work = move |errand: &Errand| work(&inbox, errand);
        let started = self.errands.start(name, unfinished, &self.inbox, work);
        self.complain(started);
    }

    /// Returns what the reader asked to be written or handed on and is not yet.
    #[must_use]
    pub fn unfinished(&self) -> Vec<String> {
        self.errands.unfinished()
    }

    fn complain<T>(&self, started: io::Result<T>) {
        if let Err(error) = started {
            let said = format!("That could not be done: {error}");
            tell(&self.inbox, Msg::Notify(StatusLevel::Error, said));
        }
    }
}
