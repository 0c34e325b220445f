//! How pages are added.

/// How pages are taken in.
#[derive(Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct AddOptions {
    /// The address of the page; for one page only.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Shows what would be taken in, and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Prints JSON: one line for each article.
    #[arg(long)]
    pub json: bool,
    /// Lists what is left out of the page, with ids for --keep.
    #[arg(long)]
    pub show_omitted: bool,
    /// Puts back what was left out, by its id; may be repeated.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub keep: Vec<String>,
    /// Takes tokens, form fields and addresses of the reader out of the stored original.
    #[arg(long)]
    pub scrub: bool,
}
