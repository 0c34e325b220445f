//! Bookmarks and what else the reader stores.
//!
//! | file | what |
//! |---|---|
//! | `store` | changes on their way to the disk, what the disk answers, undo and redo |
//! | `toggle` | adding and removing a bookmark at the cursor |
//! | `annotate` | notes, tags and highlights |
//! | `list` | what is done on the screens of bookmarks and of the trash |
//! | `marks` | marks with a letter, and what was read |

mod annotate;
mod list;
mod marks;
mod store;
mod toggle;
