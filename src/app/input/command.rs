//! The one command table. Dispatch, hint line, help, command line, key
//! configuration and the README's list of keys are loops over it.

use crate::app::input::key_context::KeyContexts;

/// One command: what it is called, what it does, which keys run it, where.
#[derive(Clone, Copy, Debug)]
pub struct CommandSpec {
    /// The command.
    pub command: Command,
    /// Its stable name, for the command line and the configuration.
    pub name: &'static str,
    /// What it does, one sentence.
    pub help: &'static str,
    /// Its default keys.
    pub keys: &'static [&'static str],
    /// On which screens it works.
    pub contexts: KeyContexts,
    /// Under which heading it is listed.
    pub group: CommandGroup,
    /// What is to be written after its name on the command line; empty where nothing.
    pub argument: &'static str,
    /// What must be there before it can be carried out.
    pub requires: Option<Requirement>,
}

/// What must be there before a command can be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// An open briefing.
    Briefing,
    /// The bookmarks: a long list of them is read after the first picture. Until then
    /// nothing is stored twice, and no note is written over one that was not seen.
    Bookmarks,
}

/// Writes what a command requires, if anything.
macro_rules! requirement {
    () => {
        None
    };
    ($requirement:ident) => {
        Some(Requirement::$requirement)
    };
}

macro_rules! commands {
    ($( $group:ident $title:literal {
        $( #[doc = $help:literal] $name:ident = $text:literal in $contexts:expr
            $(, takes $argument:literal)? $(, requires $requires:ident)? => $($key:literal)*; )*
    } )*) => {
        /// What the program can be told to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $($( #[doc = $help] $name, )*)*
        }

        /// A heading of the list of keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum CommandGroup {
            $( #[doc = $title] $group, )*
        }

        impl CommandGroup {
            /// All headings, in the order of the list.
            pub const ALL: &'static [CommandGroup] = &[$(CommandGroup::$group),*];

            /// Returns the heading as it is shown.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(CommandGroup::$group => $title),* }
            }
        }

        /// Every command, in the order in which help lists them.
        pub const COMMANDS: &[CommandSpec] = &[
            $($( CommandSpec {
                command: Command::$name,
                name: $text,
                help: $help.trim_ascii(),
                keys: &[$($key),*],
                contexts: $contexts,
                group: CommandGroup::$group,
                argument: concat!($($argument)?),
                requires: requirement!($($requires)?),
            }, )*)*
        ];
    };
}

commands! {
    Everywhere "Everywhere" {
        /// Shows the keys of this screen, then all others.
        Help = "help" in KeyContexts::SCREENS => "?";
        /// Runs a command by its name.
        CommandLine = "command" in KeyContexts::SCREENS => ":";
        /// Closes this screen; at the root it quits.
        Close = "close" in KeyContexts::SCREENS => "q";
        /// Quits from anywhere.
        Quit = "quit" in KeyContexts::SCREENS => "Q";
        /// Cancels one level: what is typed, the selection, the filter, the marks of a search.
        Cancel = "cancel" in KeyContexts::SCREENS => "Esc" "C-c";
        /// Goes back to where you were before the last jump.
        Back = "back" in KeyContexts::SCREENS => "C-o" "Backspace";
        /// Goes forward again.
        Forward = "forward" in KeyContexts::SCREENS => "C-]";
        /// Goes to the next pane or column.
        NextPane = "next-pane" in KeyContexts::SCREENS => "Tab";
        /// Goes to the pane or column before.
        PreviousPane = "previous-pane" in KeyContexts::SCREENS => "S-Tab";
        /// Takes back the last change to what you keep.
        Undo = "undo" in KeyContexts::SCREENS => "u";
        /// Makes the change again that was taken back.
        Redo = "redo" in KeyContexts::SCREENS => "C-r";
        /// Draws the screen anew.
        Redraw = "redraw" in KeyContexts::SCREENS => "C-l";
        /// Reads the open briefing and the library again, where changes are not seen by themselves.
        Reload = "reload" in KeyContexts::SCREENS =>;
        /// Suspends the program; the shell's `fg` resumes it.
        Suspend = "suspend" in KeyContexts::SCREENS => "C-z";
        /// Sets the colours: dark, light or plain.
        Theme = "theme" in KeyContexts::SCREENS, takes "dark|light|plain" =>;
        /// Lets the terminal report the mouse: on or off.
        MouseCapture = "mouse" in KeyContexts::SCREENS, takes "on|off" =>;
        /// Opens a briefing, article, statement or passage by its reference.
        OpenReference = "open" in KeyContexts::SCREENS, takes "REFERENCE" =>;
    }
    Moving "Moving" {
        /// Moves down by a row or an item.
        Down = "down" in KeyContexts::SCREENS => "j" "Down";
        /// Moves up by a row or an item.
        Up = "up" in KeyContexts::SCREENS => "k" "Up";
        /// Moves down by half a screen.
        HalfPageDown = "half-page-down" in KeyContexts::SCREENS => "C-d";
        /// Moves up by half a screen.
        HalfPageUp = "half-page-up" in KeyContexts::SCREENS => "C-u";
        /// Moves down by a screen.
        PageDown = "page-down" in KeyContexts::SCREENS => "Space" "PgDn";
        /// Moves up by a screen.
        PageUp = "page-up" in KeyContexts::SCREENS => "PgUp";
        /// Goes to the beginning.
        First = "first" in KeyContexts::SCREENS => "gg" "Home";
        /// Goes to the end; with a count, to that paragraph or item.
        Last = "last" in KeyContexts::SCREENS => "G" "End";
        /// Goes to the next paragraph or heading.
        NextParagraph = "next-paragraph" in KeyContexts::SCREENS => "}";
        /// Goes to the paragraph or heading before.
        PreviousParagraph = "previous-paragraph" in KeyContexts::SCREENS => "{";
    }
    Places "Places" {
        /// Goes to the library.
        GoLibrary = "library" in KeyContexts::SCREENS => "gl";
        /// Goes to the articles of this briefing.
        GoArticles = "articles" in KeyContexts::SCREENS, requires Briefing => "ga";
        /// Sets both sides side by side, at the statement under the cursor.
        GoCompare = "side-by-side" in KeyContexts::SCREENS, requires Briefing => "gs";
        /// Lists who speaks, side by side.
        GoSpeakers = "who" in KeyContexts::SCREENS, requires Briefing => "gw";
        /// Lists the statements in the order of their dates.
        GoTimeline = "timeline" in KeyContexts::SCREENS, requires Briefing => "gt";
        /// Shows which article carries which statement.
        GoMatrix = "matrix" in KeyContexts::SCREENS, requires Briefing => "gm";
        /// Shows the statements of each side that have no answer in this briefing.
        GoUnanswered = "unanswered" in KeyContexts::SCREENS, requires Briefing => "gu";
        /// Lists the bookmarks.
        GoBookmarks = "bookmarks" in KeyContexts::SCREENS, requires Bookmarks => "gb" "B";
        /// Tells what this briefing is, and where its texts come from.
        GoAbout = "about" in KeyContexts::SCREENS, requires Briefing => "g?";
        /// Lists what is wrong with this bundle.
        GoProblems = "problems" in KeyContexts::SCREENS => "gp";
    }
    Statements "Statements" {
        /// Opens what is under the cursor: of a statement, the passage it was printed in.
        Open = "open-here" in KeyContexts::SCREENS => "Enter";
        /// Goes to the passage of the statement under the cursor.
        GoPassage = "passage" in KeyContexts::STATEMENTS => "gd";
        /// Goes to the next statement.
        NextStatement = "next-statement" in KeyContexts::STATEMENTS => "]s";
        /// Goes to the statement before.
        PreviousStatement = "previous-statement" in KeyContexts::STATEMENTS => "[s";
        /// Goes to the left side of the row; in an article, a word back.
        Left = "left" in KeyContexts::SCREENS => "h" "Left";
        /// Goes to the right side of the row; in an article, a word on.
        Right = "right" in KeyContexts::SCREENS => "l" "Right";
        /// Shows how each article printed the statement, with every difference marked.
        GoCarriers = "carriers" in KeyContexts::STATEMENTS => "gr";
        /// Goes to what answers the statement.
        NextAnswer = "answer" in KeyContexts::STATEMENTS => "]r";
        /// Goes to what the statement answers.
        PreviousAnswer = "answered" in KeyContexts::STATEMENTS => "[r";
        /// Goes to the next difference in wording.
        NextDifference = "next-difference" in KeyContexts::CARRIERS => "]c";
        /// Goes to the difference before.
        PreviousDifference = "previous-difference" in KeyContexts::CARRIERS => "[c";
        /// Shows third parties between the sides, or leaves them out.
        ThirdParties = "third-parties" in KeyContexts::COMPARE => "T";
    }
    Reading "Reading" {
        /// Goes to the next article.
        NextArticle = "next-article" in KeyContexts::SCREENS => "J";
        /// Goes to the article before.
        PreviousArticle = "previous-article" in KeyContexts::SCREENS => "K";
        /// Goes to the next unread article.
        NextUnread = "next-unread" in KeyContexts::SCREENS => "]u";
        /// Goes to the unread article before.
        PreviousUnread = "previous-unread" in KeyContexts::SCREENS => "[u";
        /// Marks the article read, or unread again.
        ToggleRead = "toggle-read" in KeyContexts::ARTICLES => "r";
        /// Opens the original in the browser, or shows its address.
        OpenOriginal = "original" in KeyContexts::ARTICLES => "o";
        /// Makes the text wider.
        Wider = "wider" in KeyContexts::READING => "+";
        /// Makes the text narrower.
        Narrower = "narrower" in KeyContexts::READING => "-";
        /// Gives the text its usual width; `:width 60` any other.
        Width = "width" in KeyContexts::READING, takes "COLUMNS" => "=";
        /// Shows the text alone, or everything again.
        Zen = "zen" in KeyContexts::READING => "gz";
    }
    Searching "Searching" {
        /// Searches as you type; Tab changes the scope.
        Search = "search" in KeyContexts::SCREENS, takes "WORDS" => "/";
        /// Goes to the next match.
        NextMatch = "next-match" in KeyContexts::SCREENS => "n";
        /// Goes to the match before.
        PreviousMatch = "previous-match" in KeyContexts::SCREENS => "N";
        /// Searches for the word under the cursor or the selection.
        SearchWord = "search-word" in KeyContexts::READING => "*";
        /// Saves the question with its scope and order under a name.
        SaveSearch = "save-search" in KeyContexts::RESULTS, takes "NAME" => "S";
        /// Lists the saved searches; with a name, asks that one anew.
        GoSavedSearches = "saved" in KeyContexts::SCREENS, takes "NAME" => "g/";
        /// Gives the saved search another name.
        RenameSearch = "rename-search" in KeyContexts::SEARCHES, takes "NAME" => "R";
        /// Forgets the questions that Up brings back in the prompt.
        ForgetHistory = "forget-history" in KeyContexts::SCREENS, takes "yes" =>;
        /// Orders results by relevance or by date, the newest first.
        Order = "order" in KeyContexts::RESULTS, takes "relevance|date" => "O";
        /// Fades what does not match the last search, then hides it, then shows it again.
        CycleMatchFilter = "sift" in KeyContexts::COMPARE.union(KeyContexts::TIMELINE) => ".";
        /// Shows only what holds the words that you type.
        Filter = "filter" in KeyContexts::LISTS, takes "WORDS" => "\\";
    }
    UserState "Keeping" {
        /// Keeps the statement, sentence or selection under the cursor, or lets it go.
        Bookmark = "bookmark" in KeyContexts::SCREENS, requires Bookmarks => "b";
        /// Writes a note on it, and keeps it.
        Note = "note" in KeyContexts::SCREENS, requires Bookmarks => "a";
        /// Sets its tags, and keeps it.
        Tags = "tags" in KeyContexts::SCREENS, takes "TAGS", requires Bookmarks => "t";
        /// Gives it a highlight with a letter, and keeps it; the same letter again takes it away.
        Highlight = "highlight" in KeyContexts::SCREENS, takes "LETTER", requires Bookmarks => "H{a-z}";
        /// Chooses it, to handle several together, or lets it go again.
        ToggleChosen = "choose" in KeyContexts::LISTS => "x";
        /// Groups the bookmarks by briefing, point, side, tag, letter or day.
        Group = "group" in KeyContexts::BOOKMARKS, takes "briefing|point|side|tag|letter|day", requires Bookmarks => "S";
        /// Shows below what stands around the bookmark under the cursor, or no longer.
        Preview = "preview" in KeyContexts::BOOKMARKS => "p";
        /// Takes over the place where changed words were found again.
        AcceptAnchor = "accept-place" in KeyContexts::BOOKMARKS, requires Bookmarks => "A";
        /// Lists what was deleted; Enter brings it back.
        GoTrash = "trash" in KeyContexts::SCREENS, requires Bookmarks => "gB";
        /// Forgets for good what was deleted.
        EmptyTrash = "empty-trash" in KeyContexts::SCREENS, takes "yes", requires Bookmarks =>;
        /// Deletes the bookmark, or the saved search; `u` brings it back.
        Delete = "delete" in KeyContexts::BOOKMARKS.union(KeyContexts::SEARCHES), requires Bookmarks => "dd";
        /// Sets a mark here; a capital one is for all briefings.
        SetMark = "set-mark" in KeyContexts::SCREENS, takes "LETTER" => "m{a-z}";
        /// Goes to a mark.
        GoMark = "go-mark" in KeyContexts::SCREENS, takes "LETTER" => "'{a-z}";
        /// Selects from here by words.
        Select = "select" in KeyContexts::READING => "v";
        /// Selects from here by sentences.
        SelectSentences = "select-sentences" in KeyContexts::READING => "V";
        /// Selects the sentence.
        SelectSentence = "select-sentence" in KeyContexts::SELECT => "is";
        /// Selects the words between quotation marks.
        SelectQuotation = "select-quotation" in KeyContexts::SELECT => "iq";
        /// Selects the paragraph.
        SelectParagraph = "select-paragraph" in KeyContexts::SELECT => "ip";
        /// Selects the statement.
        SelectStatement = "select-statement" in KeyContexts::SELECT => "im";
        /// Copies the words.
        Copy = "copy" in KeyContexts::SCREENS => "y";
        /// Copies the words with their source.
        CopyCitation = "copy-citation" in KeyContexts::SCREENS => "Y";
        /// Copies the short reference, which `diptych` and `:open` take.
        CopyReference = "copy-reference" in KeyContexts::SCREENS => "gy";
        /// Copies all that is listed, or what is selected, with sources: as text or in another form.
        CopyAll = "copy-all" in KeyContexts::SCREENS, takes "txt|md|csv|json|jsonld|html" => "gY";
        /// Writes it with its source to a file (.md, .txt, .html, .csv, .json, .jsonld); in a list, all of it.
        Export = "export" in KeyContexts::SCREENS, takes "FILE" => "e";
        /// Hands it with its source to a shell command; in a list, all of it.
        Pipe = "pipe" in KeyContexts::SCREENS, takes "COMMAND" => "|";
    }
    Writing "While writing" {
        /// Accepts what is written.
        AcceptPrompt = "accept" in KeyContexts::PROMPT => "Enter";
        /// Leaves the line.
        CancelPrompt = "leave" in KeyContexts::PROMPT => "Esc" "C-c";
        /// Takes the next completion; in a search, of a filter's value, else changes the scope.
        Complete = "complete" in KeyContexts::PROMPT => "Tab";
        /// Takes the completion before; in a search, changes the scope back.
        CompleteBack = "complete-back" in KeyContexts::PROMPT => "S-Tab";
        /// Goes to the result, command or line before.
        Older = "older" in KeyContexts::PROMPT => "Up" "C-p";
        /// Goes to the next result, command or line.
        Newer = "newer" in KeyContexts::PROMPT => "Down" "C-n";
        /// Keeps the note and closes it.
        SaveNote = "keep-note" in KeyContexts::NOTE => "Esc" "C-d";
        /// Writes the note in your own editor ($VISUAL or $EDITOR).
        OpenEditor = "edit-outside" in KeyContexts::NOTE => "C-o";
        /// Closes the note without a change.
        DiscardNote = "discard-note" in KeyContexts::NOTE => "C-c";
        /// Begins a new line.
        NewLine = "new-line" in KeyContexts::NOTE => "Enter";
        /// Moves to the line above.
        LineUp = "line-up" in KeyContexts::NOTE => "Up";
        /// Moves to the line below.
        LineDown = "line-down" in KeyContexts::NOTE => "Down";
        /// Moves back by a letter.
        CharBack = "letter-back" in KeyContexts::WRITING => "Left";
        /// Moves on by a letter.
        CharForward = "letter-on" in KeyContexts::WRITING => "Right";
        /// Moves back to the beginning of the word.
        WordBack = "word-back" in KeyContexts::WRITING => "C-Left" "A-b" "A-Left";
        /// Moves on to the end of the word.
        WordForward = "word-on" in KeyContexts::WRITING => "C-Right" "A-f" "A-Right";
        /// Moves to the beginning of the line.
        LineStart = "line-start" in KeyContexts::WRITING => "Home";
        /// Moves to the end of the line.
        LineEnd = "line-end" in KeyContexts::WRITING => "End" "C-e";
        /// Deletes the letter before.
        DeleteBack = "delete-back" in KeyContexts::WRITING => "Backspace";
        /// Deletes the letter under the cursor.
        DeleteForward = "delete-on" in KeyContexts::WRITING => "Delete";
        /// Deletes the word before.
        DeleteWord = "delete-word" in KeyContexts::WRITING => "C-w" "A-Backspace";
        /// Deletes to the end of the word.
        DeleteWordForward = "delete-word-on" in KeyContexts::WRITING => "C-Delete" "A-d";
        /// Deletes to the beginning of the line.
        DeleteLine = "delete-line" in KeyContexts::WRITING => "C-u";
    }
}

impl Command {
    /// Returns the command's row of the table.
    #[must_use]
    pub fn spec(self) -> &'static CommandSpec {
        // The macro writes the table in the order of the enum.
        &COMMANDS[self as usize]
    }

    /// Returns `true` if the words that the mouse has selected on a card stay so: it is about
    /// them, ends their selection itself, or changes what is written only.
    #[must_use]
    pub fn keeps_selection(self) -> bool {
        let is_about_words = matches!(
            self,
            Command::Copy
                | Command::CopyCitation
                | Command::CopyReference
                | Command::CopyAll
                | Command::Bookmark
                | Command::Note
                | Command::Tags
                | Command::Highlight
                | Command::Export
                | Command::Pipe
                | Command::Cancel
        );
        is_about_words || self.spec().group == CommandGroup::Writing
    }

    /// Returns the command of a stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Command> {
        COMMANDS
            .iter()
            .find(|row| row.name == name)
            .map(|row| row.command)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for row in COMMANDS {
            assert_eq!(row.command.spec().name, row.name);
        }
    }

    #[test]
    fn names_are_plain_and_unique_and_help_is_a_sentence() {
        let mut names = HashSet::new();
        for row in COMMANDS {
            assert!(names.insert(row.name), "{}", row.name);
            assert!(
                row.name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-')
            );
            assert!(
                row.help.ends_with('.') && row.help.len() > 8,
                "{}",
                row.help
            );
            assert!(row.help.chars().next().is_some_and(char::is_uppercase));
        }
    }
}
