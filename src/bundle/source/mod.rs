//! Where the bytes of a bundle come from. Nothing outside the bundle can be reached from
//! here, nothing that is no plain file is opened, and no more is read than the limits allow.
//!
//! | file | what is in it |
//! |---|---|
//! | `bundle_files` | an opened bundle, wherever it is |
//! | `folder`, `zip`, `embedded` | the three kinds |
//! | `path` | which paths may be asked for |
//! | `limited_read` | reading up to the limits |
//! | `errors` | what to say of what is missing |

pub(crate) mod bundle_files;
pub(crate) mod embedded;
pub(crate) mod errors;
mod folder;
mod limited_read;
pub(crate) mod path;
mod zip;
