//! The hands: give each effect to the worker whose it is.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded, unbounded};

use crate::app::message::{CopyForm, Effect, ExportItem, Msg, StatusLevel};
use crate::runtime::event::{Event, EventSender, send_msg};
use crate::runtime::library::library_cache::LibraryCache;
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::support::threads;
use crate::runtime::tasks::external::{self, BrowseOutcome, TerminalEnv};
use crate::runtime::tasks::tracker::{TaskGuard, TaskTracker};
use crate::runtime::tasks::{clipboard, export};
use crate::runtime::workers::bookmark_searcher;
use crate::runtime::workers::bundle_watcher;
use crate::runtime::workers::indexer;
use crate::runtime::workers::loader::{self, Loader};
use crate::runtime::workers::scanner::{self, Scanner};
use crate::runtime::workers::searcher::{
    self, ArticleSearchRequest, Coverage, SearchRequest, Searcher,
};
use crate::runtime::workers::shared::SharedState;
use crate::runtime::workers::store_writer::{self, FlushResult};
use crate::store::Store;

/// How many batches of briefings may wait for the indexer; the loader then waits, too.
const MAX_QUEUED_BATCHES: usize = 2;

/// What the workers are given.
pub struct WorkerConfig {
    /// What the library holds, as far as it is known.
    pub library: LibraryCache,
    /// Where is written what the reader keeps.
    pub store: Store,
    /// Folder of the index; none for an index in memory.
    pub index: Option<PathBuf>,
    /// The surroundings of the terminal.
    pub terminal_env: TerminalEnv,
    /// A fault to try.
    pub fault: Option<InjectedFault>,
}

/// The way to the workers.
pub struct Workers {
    event_tx: EventSender,
    terminal_env: TerminalEnv,
    loader: Sender<loader::Job>,
    bundle_watcher: Sender<bundle_watcher::Job>,
    scanner: Sender<scanner::Job>,
    searcher: Sender<searcher::Job>,
    bookmark_searcher: Sender<bookmark_searcher::Job>,
    store_writer: Sender<store_writer::Job>,
    shared: Arc<SharedState>,
    tasks: TaskTracker,
}

impl Workers {
    /// Starts the workers.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(event_tx: &EventSender, tools: WorkerConfig) -> io::Result<Workers> {
        let (loader, to_load) = unbounded();
        let (follower, to_follow) = unbounded();
        let (scanner, to_scan) = unbounded();
        let (indexer, to_index) = bounded(MAX_QUEUED_BATCHES);
        let (searcher, to_search) = unbounded();
        let (recaller, to_recall) = unbounded();
        let (keeper, to_keep) = unbounded();
        let shared = Arc::new(SharedState::default());
        let fault = tools.fault;
        let reach = if tools.library.is_known() {
            Coverage::Complete
        } else {
            Coverage::Partial
        };
        threads::spawn_named("loader", event_tx, {
            let loader = Loader {
                event_tx: event_tx.clone(),
                indexer: indexer.clone(),
                bundle_watcher: follower.clone(),
                shared: Arc::clone(&shared),
                fault,
            };
            move || loader.run(&to_load)
        })?;
        threads::spawn_named("follower", event_tx, {
            let worker = bundle_watcher::BundleWatcher {
                event_tx: event_tx.clone(),
                scanner: scanner.clone(),
            };
            move || worker.run(&to_follow)
        })?;
        threads::spawn_named("scanner", event_tx, {
            let work = Scanner {
                library: tools.library,
                event_tx: event_tx.clone(),
                indexer,
                bundle_watcher: follower.clone(),
                shared: Arc::clone(&shared),
            };
            let own = scanner.clone();
            move || work.run(&to_scan, &own)
        })?;
        threads::spawn_named("indexer", event_tx, {
            let (event_tx, shared, folder) = (event_tx.clone(), Arc::clone(&shared), tools.index);
            let (scanner, searcher) = (scanner.clone(), searcher.clone());
            move || {
                let folder = folder.as_deref();
                indexer::run(folder, &shared, &to_index, &event_tx, &scanner, &searcher);
            }
        })?;
        threads::spawn_named("recaller", event_tx, {
            let (event_tx, shared) = (event_tx.clone(), Arc::clone(&shared));
            move || bookmark_searcher::run(&to_recall, &shared, &event_tx, fault)
        })?;
        threads::spawn_named("searcher", event_tx, {
            let searcher = Searcher {
                shared: Arc::clone(&shared),
                coverage: reach,
                event_tx: event_tx.clone(),
                scanner: scanner.clone(),
                fault,
            };
            move || searcher.run(&to_search)
        })?;
        threads::spawn_named("keeper", event_tx, {
            let (event_tx, store) = (event_tx.clone(), tools.store);
            move || store_writer::run(store, &to_keep, &event_tx, fault)
        })?;
        Ok(Workers {
            event_tx: event_tx.clone(),
            terminal_env: tools.terminal_env,
            loader,
            bundle_watcher: follower,
            scanner,
            searcher,
            bookmark_searcher: recaller,
            store_writer: keeper,
            shared,
            tasks: TaskTracker::default(),
        })
    }

    /// Tells the workers that the first picture is on the screen.
    pub fn notify_first_frame(&self) {
        self.shared.notify_first_frame();
    }

    /// Gives an effect to its worker. A worker that has died has told the loop
    /// already. What concerns the screen alone is the loop's own.
    pub fn handle(&self, effect: Effect) {
        match effect {
            Effect::Open(ticket, source) => {
                let _ = self.loader.send(loader::Job::Open(ticket, source));
            }
            Effect::CollectWarnings(source) => {
                let _ = self.loader.send(loader::Job::CollectWarnings(source));
            }
            Effect::OpenReplacement(ticket, gone, source) => {
                let _ = self
                    .loader
                    .send(loader::Job::OpenIfGone(ticket, gone, source));
            }
            Effect::FollowBundle(source, hash, awaited) => {
                let job = bundle_watcher::Job::Watch(source, hash, awaited);
                let _ = self.bundle_watcher.send(job);
            }
            Effect::Rescan => {
                let _ = self.scanner.send(scanner::Job::Rescan);
            }
            Effect::Search(ticket, query) => {
                let question = SearchRequest { ticket, query };
                let _ = self.searcher.send(searcher::Job::Search(question));
            }
            Effect::WarmBookmarkIndex(bookmarks) => {
                let _ = self
                    .bookmark_searcher
                    .send(bookmark_searcher::Job::Warm(bookmarks));
            }
            Effect::SearchBookmarks(ticket, bookmarks, text) => {
                let job = bookmark_searcher::Job::Search(ticket, bookmarks, text);
                let _ = self.bookmark_searcher.send(job);
            }
            Effect::CompleteFilter(ticket, text, cursor, kept) => {
                let job = searcher::Job::Complete(ticket, text, cursor, kept);
                let _ = self.searcher.send(job);
            }
            Effect::SearchArticle {
                ticket,
                briefing,
                article,
                query: sought,
            } => {
                let marking = ArticleSearchRequest {
                    ticket,
                    briefing,
                    article,
                    query: sought,
                };
                let _ = self.searcher.send(searcher::Job::SearchArticle(marking));
            }
            Effect::LoadUserData => {
                let _ = self.store_writer.send(store_writer::Job::Load);
            }
            Effect::Save(change) => {
                let _ = self.store_writer.send(store_writer::Job::Save(change));
            }
            Effect::Copy(subject, form) => self.copy_item(&subject, form),
            Effect::CopyAll(taken, form) => {
                let env = self.terminal_env;
                let unfinished = "the clipboard".to_owned();
                self.spawn_task("copy", unfinished, move |event_tx, _| {
                    match export::render_by_extension(&taken, &form) {
                        Ok(text) => {
                            clipboard::copy(text, env, event_tx);
                            None
                        }
                        Err(message) => Some((StatusLevel::Hint, message)),
                    }
                });
            }
            Effect::Export(taken, path) => {
                let unfinished = path.display().to_string();
                self.spawn_task("export", unfinished, move |_, _| {
                    Some(export::export_to_file(&taken, &path))
                });
            }
            Effect::Pipe(taken, command) => {
                let unfinished = format!("| {command}");
                self.spawn_task("pipe", unfinished, move |_, errand| {
                    let text = export::pipe_text(&taken);
                    Some(external::pipe(&command, &text, || errand.finish()))
                });
            }
            Effect::OpenUrl(address) => {
                let (env, event_tx) = (self.terminal_env, self.event_tx.clone());
                let started =
                    threads::spawn_named(
                        "browser",
                        &self.event_tx,
                        move || match external::open_url(&address, env) {
                            BrowseOutcome::Finished((tone, message)) => {
                                send_msg(&event_tx, Msg::Notify(tone, message))
                            }
                            BrowseOutcome::NeedsTerminal(words) => {
                                let _ = event_tx.send(Event::RunInTerminal(words));
                            }
                        },
                    );
                self.report_spawn_error(started);
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
    pub fn flush(&self, limit: Duration) -> FlushResult {
        store_writer::flush(&self.store_writer, limit)
    }

    fn copy_item(&self, subject: &ExportItem, form: CopyForm) {
        self.copy_text(export::copy_text(subject, form));
    }

    fn copy_text(&self, text: String) {
        let env = self.terminal_env;
        let unfinished = "the clipboard".to_owned();
        self.spawn_task("copy", unfinished, move |event_tx, _| {
            clipboard::copy(text, env, event_tx);
            None
        });
    }

    /// Does something on a thread of its own and tells the answer; at the end of the program
    /// it is waited for.
    fn spawn_task<F>(&self, name: &str, unfinished: String, work: F)
    where
        F: FnOnce(&EventSender, &TaskGuard) -> Option<external::TaskResult> + Send + 'static,
    {
        let event_tx = self.event_tx.clone();
        let work = move |errand: &TaskGuard| work(&event_tx, errand);
        let started = self.tasks.spawn(name, unfinished, &self.event_tx, work);
        self.report_spawn_error(started);
    }

    /// Returns what the reader asked to be written or handed on and is not yet.
    #[must_use]
    pub fn unfinished(&self) -> Vec<String> {
        self.tasks.unfinished()
    }

    fn report_spawn_error<T>(&self, started: io::Result<T>) {
        if let Err(error) = started {
            let message = format!("That could not be done: {error}");
            send_msg(&self.event_tx, Msg::Notify(StatusLevel::Error, message));
        }
    }
}
