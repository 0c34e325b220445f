//! Starts the workers, and gives each effect to the worker or task that performs it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded, unbounded};

use crate::app::message::{CopyForm, Effect, ExportItem, Msg, StatusLevel};
use crate::runtime::library::library_cache::LibraryCache;
use crate::runtime::support::event::{Event, EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::support::threads;
use crate::runtime::tasks::browser::{self, BrowseOutcome};
use crate::runtime::tasks::tracker::{TaskGuard, TaskResult, TaskTracker};
use crate::runtime::tasks::{clipboard, export, pipe};
use crate::runtime::terminal::env::TerminalEnv;
use crate::runtime::workers::bookmark_searcher;
use crate::runtime::workers::bundle_watcher::BundleWatcher;
use crate::runtime::workers::indexer::Indexer;
use crate::runtime::workers::jobs::{
    ArticleSearchRequest, BookmarkSearchJob, Coverage, FlushResult, LoadJob, ScanJob, SearchJob,
    SearchRequest, StoreJob, WatchJob,
};
use crate::runtime::workers::loader::Loader;
use crate::runtime::workers::scanner::Scanner;
use crate::runtime::workers::searcher::Searcher;
use crate::runtime::workers::shared::SharedState;
use crate::runtime::workers::store_writer;
use crate::store::Store;

/// Batches of briefings that may wait for the indexer. If there are more, the scanner waits, so
/// that memory does not grow with the library.
const MAX_QUEUED_BATCHES: usize = 2;

/// What the workers start with.
pub struct WorkerConfig {
    /// The library, as far as it is known.
    pub library: LibraryCache,
    /// Where bookmarks, notes and positions are written.
    pub store: Store,
    /// Folder of the index; `None` for an index in memory.
    pub index: Option<PathBuf>,
    /// What is known of the terminal.
    pub terminal_env: TerminalEnv,
    /// A fault to inject.
    pub fault: Option<InjectedFault>,
}

/// The way to the workers.
pub struct Workers {
    event_tx: EventSender,
    terminal_env: TerminalEnv,
    loader: Sender<LoadJob>,
    bundle_watcher: Sender<WatchJob>,
    scanner: Sender<ScanJob>,
    searcher: Sender<SearchJob>,
    bookmark_searcher: Sender<BookmarkSearchJob>,
    store_writer: Sender<StoreJob>,
    shared: Arc<SharedState>,
    tasks: TaskTracker,
}

impl Workers {
    /// Starts the workers.
    ///
    /// # Errors
    /// The system has no more threads.
    pub fn start(event_tx: &EventSender, config: WorkerConfig) -> io::Result<Workers> {
        let (loader, load_jobs) = unbounded();
        let (bundle_watcher, watch_jobs) = unbounded();
        let (scanner, scan_jobs) = unbounded();
        let (indexer, index_jobs) = bounded(MAX_QUEUED_BATCHES);
        let (searcher, search_jobs) = unbounded();
        let (bookmark_searcher, bookmark_jobs) = unbounded();
        let (store_writer, store_jobs) = unbounded();
        let shared = Arc::new(SharedState::default());
        let fault = config.fault;
        let coverage = if config.library.is_known() {
            Coverage::Complete
        } else {
            Coverage::Partial
        };
        // Reports of panics name the threads, so their names stay as they are.
        threads::spawn_named("loader", event_tx, {
            let worker = Loader {
                event_tx: event_tx.clone(),
                indexer: indexer.clone(),
                bundle_watcher: bundle_watcher.clone(),
                shared: Arc::clone(&shared),
                fault,
            };
            move || worker.run(&load_jobs)
        })?;
        threads::spawn_named("follower", event_tx, {
            let worker = BundleWatcher {
                event_tx: event_tx.clone(),
                scanner: scanner.clone(),
            };
            move || worker.run(&watch_jobs)
        })?;
        threads::spawn_named("scanner", event_tx, {
            let worker = Scanner {
                library: config.library,
                event_tx: event_tx.clone(),
                indexer,
                bundle_watcher: bundle_watcher.clone(),
                shared: Arc::clone(&shared),
            };
            let self_tx = scanner.clone();
            move || worker.run(&scan_jobs, &self_tx)
        })?;
        threads::spawn_named("indexer", event_tx, {
            let (event_tx, shared, folder) = (event_tx.clone(), Arc::clone(&shared), config.index);
            let (scanner, searcher) = (scanner.clone(), searcher.clone());
            move || {
                let worker = Indexer {
                    folder: folder.as_deref(),
                    shared: &shared,
                    jobs: &index_jobs,
                    event_tx: &event_tx,
                    scanner: &scanner,
                    searcher: &searcher,
                };
                worker.run();
            }
        })?;
        threads::spawn_named("recaller", event_tx, {
            let (event_tx, shared) = (event_tx.clone(), Arc::clone(&shared));
            move || bookmark_searcher::run(&bookmark_jobs, &shared, &event_tx, fault)
        })?;
        threads::spawn_named("searcher", event_tx, {
            let worker = Searcher {
                shared: Arc::clone(&shared),
                coverage,
                event_tx: event_tx.clone(),
                scanner: scanner.clone(),
                fault,
            };
            move || worker.run(&search_jobs)
        })?;
        threads::spawn_named("keeper", event_tx, {
            let (event_tx, store) = (event_tx.clone(), config.store);
            move || store_writer::run(store, &store_jobs, &event_tx, fault)
        })?;
        Ok(Workers {
            event_tx: event_tx.clone(),
            terminal_env: config.terminal_env,
            loader,
            bundle_watcher,
            scanner,
            searcher,
            bookmark_searcher,
            store_writer,
            shared,
            tasks: TaskTracker::default(),
        })
    }

    /// Tells the workers that the first frame is drawn.
    pub fn notify_first_frame(&self) {
        self.shared.notify_first_frame();
    }

    /// Gives an effect to the worker or task that performs it. The effects that concern the screen
    /// alone are performed by the event loop. If a worker has panicked, the event loop already
    /// knows.
    pub fn handle(&self, effect: Effect) {
        match effect {
            Effect::Open(ticket, source) => send(&self.loader, LoadJob::Open(ticket, source)),
            Effect::CollectWarnings(source) => {
                send(&self.loader, LoadJob::CollectWarnings(source));
            }
            Effect::OpenReplacement(ticket, gone, source) => {
                send(&self.loader, LoadJob::OpenIfGone(ticket, gone, source));
            }
            Effect::FollowBundle(source, hash, awaited) => {
                send(&self.bundle_watcher, WatchJob::Watch(source, hash, awaited));
            }
            Effect::Rescan => send(&self.scanner, ScanJob::Rescan),
            Effect::Search(ticket, query) => {
                let request = SearchRequest { ticket, query };
                send(&self.searcher, SearchJob::Search(request));
            }
            Effect::SearchArticle {
                ticket,
                briefing,
                article,
                query,
            } => {
                let request = ArticleSearchRequest {
                    ticket,
                    briefing,
                    article,
                    query,
                };
                send(&self.searcher, SearchJob::SearchArticle(request));
            }
            Effect::CompleteFilter(ticket, text, cursor, bookmarks) => {
                let job = SearchJob::Complete(ticket, text, cursor, bookmarks);
                send(&self.searcher, job);
            }
            Effect::WarmBookmarkIndex(bookmarks) => {
                send(&self.bookmark_searcher, BookmarkSearchJob::Warm(bookmarks));
            }
            Effect::SearchBookmarks(ticket, bookmarks, text) => {
                let job = BookmarkSearchJob::Search(ticket, bookmarks, text);
                send(&self.bookmark_searcher, job);
            }
            Effect::LoadUserData => send(&self.store_writer, StoreJob::Load),
            Effect::Save(change) => send(&self.store_writer, StoreJob::Save(change)),
            Effect::Copy(item, form) => self.copy_item(&item, form),
            Effect::CopyAll(payload, extension) => {
                let env = self.terminal_env;
                let unfinished = "the clipboard".to_owned();
                self.spawn_task("copy", unfinished, move |event_tx, _| {
                    match export::render_by_extension(&payload, &extension) {
                        Ok(text) => {
                            clipboard::copy(text, env, event_tx);
                            None
                        }
                        Err(error) => Some((StatusLevel::Hint, error.to_string())),
                    }
                });
            }
            Effect::Export(payload, path) => {
                let unfinished = path.display().to_string();
                self.spawn_task("export", unfinished, move |_, _| {
                    Some(export::export_to_file(&payload, &path))
                });
            }
            Effect::Pipe(payload, command) => {
                let unfinished = format!("| {command}");
                self.spawn_task("pipe", unfinished, move |_, task| {
                    let text = export::pipe_text(&payload);
                    Some(pipe::pipe(&command, &text, || task.finish()))
                });
            }
            Effect::OpenUrl(url) => self.open_url(url),
            Effect::OpenEditor(_)
            | Effect::CaptureMouse(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => {}
        }
    }

    /// Has all changes written and the store closed, and returns what could not be written.
    #[must_use]
    pub fn flush(&self, timeout: Duration) -> FlushResult {
        store_writer::flush(&self.store_writer, timeout)
    }

    /// Returns what is not finished yet of the exports and copies that the reader asked for.
    #[must_use]
    pub fn unfinished(&self) -> Vec<String> {
        self.tasks.unfinished()
    }

    fn copy_item(&self, item: &ExportItem, form: CopyForm) {
        let text = export::copy_text(item, form);
        let env = self.terminal_env;
        let unfinished = "the clipboard".to_owned();
        self.spawn_task("copy", unfinished, move |event_tx, _| {
            clipboard::copy(text, env, event_tx);
            None
        });
    }

    /// Opens an address. Not a task: the program need not wait for a browser at its end.
    fn open_url(&self, url: String) {
        let (env, event_tx) = (self.terminal_env, self.event_tx.clone());
        let started = threads::spawn_named("browser", &self.event_tx, move || {
            match browser::open_url(&url, env) {
                BrowseOutcome::Finished((level, message)) => {
                    send_msg(&event_tx, Msg::Notify(level, message));
                }
                BrowseOutcome::NeedsTerminal(words) => {
                    let _ = event_tx.send(Event::RunInTerminal(words));
                }
            }
        });
        self.report_spawn_error(started);
    }

    /// Does some work on a thread of its own and reports its result. At the end of the program it
    /// is waited for.
    fn spawn_task<F>(&self, name: &str, unfinished: String, work: F)
    where
        F: FnOnce(&EventSender, &TaskGuard) -> Option<TaskResult> + Send + 'static,
    {
        let event_tx = self.event_tx.clone();
        let work = move |task: &TaskGuard| work(&event_tx, task);
        let started = self.tasks.spawn(name, unfinished, &self.event_tx, work);
        self.report_spawn_error(started);
    }

    fn report_spawn_error<T>(&self, started: io::Result<T>) {
        if let Err(error) = started {
            let message = format!("That could not be done: {error}");
            send_msg(&self.event_tx, Msg::Notify(StatusLevel::Error, message));
        }
    }
}

/// Sends a job. If the worker has panicked, the event loop already knows.
fn send<T>(worker: &Sender<T>, job: T) {
    let _ = worker.send(job);
}
