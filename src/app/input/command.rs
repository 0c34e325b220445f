//! The one command table. Dispatch, hint line, help, command line, key
//! configuration and the README's list of keys are loops over it.

use crate::app::input::key_context::Where;

/// One command: what it is called, what it does, which keys run it, where.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its stable name, for the command line and the configuration.
    pub name: &'static str,
    /// What it does, one sentence.
    pub help: &'static str,
    /// Its default keys.
    pub keys: &'static [&'static str],
    /// On which screens it works.
    pub applies: Where,
    /// Under which heading it is listed.
    pub group: Group,
    /// What is to be written after its name on the command line; empty where nothing.
    pub argument: &'static str,
}

macro_rules! commands {
    ($( $group:ident $title:literal {
        $( #[doc = $help:literal] $name:ident = $text:literal in $applies:expr $(, takes $argument:literal)? => $($key:literal)*; )*
    } )*) => {
        /// What the program can be told to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $($( #[doc = $help] $name, )*)*
        }

        /// A heading of the list of keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Group {
            $( #[doc = $title] $group, )*
        }

        impl Group {
            /// All headings, in the order of the list.
            pub const ALL: &'static [Group] = &[$(Group::$group),*];

            /// Returns the heading as it is shown.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Group::$group => $title),* }
            }
        }

        /// Every command, in the order in which help lists them.
        pub const TABLE: &[Row] = &[
            $($( Row {
                command: Command::$name,
                name: $text,
                help: $help.trim_ascii(),
                keys: &[$($key),*],
                applies: $applies,
                group: Group::$group,
                argument: concat!($($argument)?),
            }, )*)*
        ];
    };
}

commands! {
    Everywhere "Everywhere" {
        /// Shows the keys of this screen, then all others.
        Help = "help" in Where::SCREENS => "?";
        /// Runs a command by its name.
        CommandLine = "command" in Where::SCREENS => ":";
        /// Closes this screen; at the root it quits.
        Close = "close" in Where::SCREENS => "q";
        /// Quits from anywhere.
        Quit = "quit" in Where::SCREENS => "Q";
        /// Cancels one level: what is typed, the selection, the filter, the marks of a search.
        Cancel = "cancel" in Where::SCREENS => "Esc" "C-c";
        /// Goes back to where you were before the last jump.
        Back = "back" in Where::SCREENS => "C-o" "Backspace";
        /// Goes forward again.
        Forward = "forward" in Where::SCREENS => "C-]";
        /// Goes to the next pane or column.
        NextPane = "next-pane" in Where::SCREENS => "Tab";
        /// Goes to the pane or column before.
        PreviousPane = "previous-pane" in Where::SCREENS => "S-Tab";
        /// Takes back the last change to what you keep.
        Undo = "undo" in Where::SCREENS => "u";
        /// Makes the change again that was taken back.
        Redo = "redo" in Where::SCREENS => "C-r";
        /// Draws the screen anew.
        Redraw = "redraw" in Where::SCREENS => "C-l";
        /// Reads the open briefing and the library again, where changes are not seen by themselves.
        Reload = "reload" in Where::SCREENS =>;
        /// Suspends the program; the shell's `fg` resumes it.
        Suspend = "suspend" in Where::SCREENS => "C-z";
        /// Sets the colours: dark, light or plain.
        Theme = "theme" in Where::SCREENS, takes "dark|light|plain" =>;
        /// Lets the terminal report the mouse: on or off.
        MouseCapture = "mouse" in Where::SCREENS, takes "on|off" =>;
        /// Opens a briefing, article, statement or passage by its reference.
        OpenReference = "open" in Where::SCREENS, takes "REFERENCE" =>;
    }
    Moving "Moving" {
        /// Moves down by a row or an item.
        Down = "down" in Where::SCREENS => "j" "Down";
        /// Moves up by a row or an item.
        Up = "up" in Where::SCREENS => "k" "Up";
        /// Moves down by half a screen.
        HalfPageDown = "half-page-down" in Where::SCREENS => "C-d";
        /// Moves up by half a screen.
        HalfPageUp = "half-page-up" in Where::SCREENS => "C-u";
        /// Moves down by a screen.
        PageDown = "page-down" in Where::SCREENS => "Space" "PgDn";
        /// Moves up by a screen.
        PageUp = "page-up" in Where::SCREENS => "PgUp";
        /// Goes to the beginning.
        First = "first" in Where::SCREENS => "gg" "Home";
        /// Goes to the end; with a count, to that paragraph or item.
        Last = "last" in Where::SCREENS => "G" "End";
        /// Goes to the next paragraph or heading.
        NextParagraph = "next-paragraph" in Where::SCREENS => "}";
        /// Goes to the paragraph or heading before.
        PreviousParagraph = "previous-paragraph" in Where::SCREENS => "{";
    }
    Places "Places" {
        /// Goes to the library.
        GoLibrary = "library" in Where::SCREENS => "gl";
        /// Goes to the articles of this briefing.
        GoArticles = "articles" in Where::SCREENS => "ga";
        /// Sets both sides side by side, at the statement under the cursor.
        GoCompare = "side-by-side" in Where::SCREENS => "gs";
        /// Lists who speaks, side by side.
        GoWho = "who" in Where::SCREENS => "gw";
        /// Lists the statements in the order of their dates.
        GoTimeline = "timeline" in Where::SCREENS => "gt";
        /// Shows which article carries which statement.
        GoMatrix = "matrix" in Where::SCREENS => "gm";
        /// Shows the statements of each side that have no answer in this briefing.
        GoUnanswered = "unanswered" in Where::SCREENS => "gu";
        /// Lists the bookmarks.
        GoBookmarks = "bookmarks" in Where::SCREENS => "gb" "B";
        /// Tells what this briefing is, and where its texts come from.
        GoAbout = "about" in Where::SCREENS => "g?";
        /// Lists what is wrong with this bundle.
        GoProblems = "problems" in Where::SCREENS => "gp";
    }
    Statements "Statements" {
        /// Opens what is under the cursor: of a statement, the passage it was printed in.
        Open = "open-here" in Where::SCREENS => "Enter";
        /// Goes to the passage of the statement under the cursor.
        GoPassage = "passage" in Where::STATEMENTS => "gd";
        /// Goes to the next statement.
        NextStatement = "next-statement" in Where::STATEMENTS => "]s";
        /// Goes to the statement before.
        PreviousStatement = "previous-statement" in Where::STATEMENTS => "[s";
        /// Goes to the left side of the row; in an article, a word back.
        Left = "left" in Where::SCREENS => "h" "Left";
        /// Goes to the right side of the row; in an article, a word on.
        Right = "right" in Where::SCREENS => "l" "Right";
        /// Shows how each article printed the statement, with every difference marked.
        GoCarriers = "carriers" in Where::STATEMENTS => "gr";
        /// Goes to what answers the statement.
        NextAnswer = "answer" in Where::STATEMENTS => "]r";
        /// Goes to what the statement answers.
        PreviousAnswer = "answered" in Where::STATEMENTS => "[r";
        /// Goes to the next difference in wording.
        NextDifference = "next-difference" in Where::CARRIERS => "]c";
        /// Goes to the difference before.
        PreviousDifference = "previous-difference" in Where::CARRIERS => "[c";
        /// Shows third parties between the sides, or leaves them out.
        ThirdParties = "third-parties" in Where::COMPARE => "T";
    }
    Reading "Reading" {
        /// Goes to the next article.
        NextArticle = "next-article" in Where::SCREENS => "J";
        /// Goes to the article before.
        PreviousArticle = "previous-article" in Where::SCREENS => "K";
        /// Goes to the next unread article.
        NextUnread = "next-unread" in Where::SCREENS => "]u";
        /// Goes to the unread article before.
        PreviousUnread = "previous-unread" in Where::SCREENS => "[u";
        /// Marks the article read, or unread again.
        ToggleRead = "toggle-read" in Where::ARTICLES => "r";
        /// Opens the original in the browser, or shows its address.
        OpenOriginal = "original" in Where::ARTICLES => "o";
        /// Makes the text wider.
        Wider = "wider" in Where::READING => "+";
        /// Makes the text narrower.
        Narrower = "narrower" in Where::READING => "-";
        /// Gives the text its usual width; `:width 60` any other.
        Width = "width" in Where::READING, takes "COLUMNS" => "=";
        /// Shows the text alone, or everything again.
        Zen = "zen" in Where::READING => "gz";
    }
    Searching "Searching" {
        /// Searches as you type; Tab changes the scope.
        Search = "search" in Where::SCREENS, takes "WORDS" => "/";
        /// Goes to the next match.
        NextMatch = "next-match" in Where::SCREENS => "n";
        /// Goes to the match before.
        PreviousMatch = "previous-match" in Where::SCREENS => "N";
        /// Searches for the word under the cursor or the selection.
        SearchWord = "search-word" in Where::READING => "*";
        /// Saves the question with its scope and order under a name.
        SaveSearch = "save-search" in Where::RESULTS, takes "NAME" => "S";
        /// Lists the saved searches; with a name, asks that one anew.
        GoSaved = "saved" in Where::SCREENS, takes "NAME" => "g/";
        /// Gives the saved search another name.
        RenameSearch = "rename-search" in Where::SEARCHES, takes "NAME" => "R";
        /// Forgets the questions that Up brings back in the prompt.
        ForgetHistory = "forget-history" in Where::SCREENS, takes "yes" =>;
        /// Orders results by relevance or by date, the newest first.
        Order = "order" in Where::RESULTS, takes "relevance|date" => "O";
        /// Fades what does not match the last search, then hides it, then shows it again.
        Sift = "sift" in Where::COMPARE.or(Where::TIMELINE) => ".";
        /// Shows only what holds the words that you type.
        Filter = "filter" in Where::LISTS, takes "WORDS" => "\\";
    }
    Keeping "Keeping" {
        /// Keeps the statement, sentence or selection under the cursor, or lets it go.
        Bookmark = "bookmark" in Where::SCREENS => "b";
        /// Writes a note on it, and keeps it.
        Note = "note" in Where::SCREENS => "a";
        /// Sets its tags, and keeps it.
        Tags = "tags" in Where::SCREENS, takes "TAGS" => "t";
        /// Gives it a highlight with a letter, and keeps it; the same letter again takes it away.
        Highlight = "highlight" in Where::SCREENS, takes "LETTER" => "H{a-z}";
        /// Chooses it, to handle several together, or lets it go again.
        Choose = "choose" in Where::LISTS => "x";
        /// Groups the bookmarks by briefing, point, side, tag, letter or day.
        Group = "group" in Where::BOOKMARKS, takes "briefing|point|side|tag|letter|day" => "S";
        /// Shows below what stands around the bookmark under the cursor, or no longer.
        Preview = "preview" in Where::BOOKMARKS => "p";
        /// Takes over the place where changed words were found again.
        AcceptPlace = "accept-place" in Where::BOOKMARKS => "A";
        /// Lists what was deleted; Enter brings it back.
        GoTrash = "trash" in Where::SCREENS => "gB";
        /// Forgets for good what was deleted.
        EmptyTrash = "empty-trash" in Where::SCREENS, takes "yes" =>;
        /// Deletes the bookmark, or the saved search; `u` brings it back.
        Delete = "delete" in Where::BOOKMARKS.or(Where::SEARCHES) => "dd";
        /// Sets a mark here; a capital one is for all briefings.
        SetMark = "set-mark" in Where::SCREENS, takes "LETTER" => "m{a-z}";
        /// Goes to a mark.
        GoMark = "go-mark" in Where::SCREENS, takes "LETTER" => "'{a-z}";
        /// Selects from here by words.
        Select = "select" in Where::READING => "v";
        /// Selects from here by sentences.
        SelectSentences = "select-sentences" in Where::READING => "V";
        /// Selects the sentence.
        SelectSentence = "select-sentence" in Where::SELECT => "is";
        /// Selects the words between quotation marks.
        SelectQuotation = "select-quotation" in Where::SELECT => "iq";
        /// Selects the paragraph.
        SelectParagraph = "select-paragraph" in Where::SELECT => "ip";
        /// Selects the statement.
        SelectStatement = "select-statement" in Where::SELECT => "im";
        /// Copies the words.
        Copy = "copy" in Where::SCREENS => "y";
        /// Copies the words with their source.
        CopyCitation = "copy-citation" in Where::SCREENS => "Y";
        /// Copies the short reference, which `diptych` and `:open` take.
        CopyReference = "copy-reference" in Where::SCREENS => "gy";
        /// Copies all that is listed, or what is selected, with sources: as text or in another form.
        CopyAll = "copy-all" in Where::SCREENS, takes "txt|md|csv|json|jsonld|html" => "gY";
        /// Writes it with its source to a file (.md, .txt, .html, .csv, .json, .jsonld); in a list, all of it.
        Export = "export" in Where::SCREENS, takes "FILE" => "e";
        /// Hands it with its source to a shell command; in a list, all of it.
        Pipe = "pipe" in Where::SCREENS, takes "COMMAND" => "|";
    }
    Writing "While writing" {
        /// Accepts what is written.
        Accept = "accept" in Where::PROMPT => "Enter";
        /// Leaves the line.
        Leave = "leave" in Where::PROMPT => "Esc" "C-c";
        /// Takes the next completion; in a search, of a filter's value, else changes the scope.
        Complete = "complete" in Where::PROMPT => "Tab";
        /// Takes the completion before; in a search, changes the scope back.
        CompleteBack = "complete-back" in Where::PROMPT => "S-Tab";
        /// Goes to the result, command or line before.
        Older = "older" in Where::PROMPT => "Up" "C-p";
        /// Goes to the next result, command or line.
        Newer = "newer" in Where::PROMPT => "Down" "C-n";
        /// Keeps the note and closes it.
        KeepNote = "keep-note" in Where::NOTE => "Esc" "C-d";
        /// Writes the note in your own editor ($VISUAL or $EDITOR).
        EditOutside = "edit-outside" in Where::NOTE => "C-o";
        /// Closes the note without a change.
        DiscardNote = "discard-note" in Where::NOTE => "C-c";
        /// Begins a new line.
        NewLine = "new-line" in Where::NOTE => "Enter";
        /// Moves to the line above.
        LineUp = "line-up" in Where::NOTE => "Up";
        /// Moves to the line below.
        LineDown = "line-down" in Where::NOTE => "Down";
        /// Moves back by a letter.
        LetterBack = "letter-back" in Where::WRITING => "Left";
        /// Moves on by a letter.
        LetterOn = "letter-on" in Where::WRITING => "Right";
        /// Moves back to the beginning of the word.
        WordBack = "word-back" in Where::WRITING => "C-Left" "A-b" "A-Left";
        /// Moves on to the end of the word.
        WordOn = "word-on" in Where::WRITING => "C-Right" "A-f" "A-Right";
        /// Moves to the beginning of the line.
        LineStart = "line-start" in Where::WRITING => "Home";
        /// Moves to the end of the line.
        LineEnd = "line-end" in Where::WRITING => "End" "C-e";
        /// Deletes the letter before.
        DeleteBack = "delete-back" in Where::WRITING => "Backspace";
        /// Deletes the letter under the cursor.
        DeleteOn = "delete-on" in Where::WRITING => "Delete";
        /// Deletes the word before.
        DeleteWord = "delete-word" in Where::WRITING => "C-w" "A-Backspace";
        /// Deletes to the end of the word.
        DeleteWordOn = "delete-word-on" in Where::WRITING => "C-Delete" "A-d";
        /// Deletes to the beginning of the line.
        DeleteLine = "delete-line" in Where::WRITING => "C-u";
    }
}

impl Command {
    /// Returns the command's row of the table.
    #[must_use]
    pub fn row(self) -> &'static Row {
        // The macro writes the table in the order of the enum.
        &TABLE[self as usize]
    }

    /// Returns the command of a stable name.
    #[must_use]
    pub fn named(name: &str) -> Option<Command> {
        TABLE
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
        for row in TABLE {
            assert_eq!(row.command.row().name, row.name);
        }
    }

    #[test]
    fn names_are_plain_and_unique_and_help_is_a_sentence() {
        let mut names = HashSet::new();
        for row in TABLE {
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
