//! What stands between the parentheses of the macros.

use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Token, bracketed, parse_quote};

/// The manifest's path, and what is said about its expansion.
pub(crate) struct Options {
    /// The manifest, counted from the user's `Cargo.toml`.
    pub(crate) manifest: LitStr,
    /// The functions that are wanted; all of them, without.
    pub(crate) only: Option<Vec<Ident>>,
    /// The crate that the expansion stands on, where it has another name.
    pub(crate) root: Option<Path>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let usage = "the macro begins with the path of a manifest: `\"manifest.yaml\"`";
        let manifest = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), usage))?;
        let mut options = Self {
            manifest,
            only: None,
            root: None,
        };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                options.option(input)?;
            }
        }
        Ok(options)
    }
}

impl Options {
    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let span = input.span();
        let again =
            |name: &str| syn::Error::new(span, format!("`{name}` is given twice; keep one"));
        if input.peek(Token![crate]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            let root = input.call(Path::parse_mod_style)?;
            let first = root.segments.first().map(|segment| &segment.ident);
            if root.leading_colon.is_none() && first.is_none_or(|first| first != "crate") {
                let problem =
                    "the expansion has modules of its own: write this path from `crate::` or `::`";
                return Err(syn::Error::new_spanned(root, problem));
            }
            return match self.root.replace(root) {
                Some(_) => Err(again("crate")),
                None => Ok(()),
            };
        }
        let name = input.parse::<Ident>().ok();
        if name.is_none_or(|name| name != "only") {
            let known =
                "unknown option; there are `only = [a_function, another]` and `crate = a::path`";
            return Err(syn::Error::new(span, known));
        }
        input.parse::<Token![=]>()?;
        let names;
        bracketed!(names in input);
        // A function may have a keyword's name.
        let names =
            Punctuated::<Ident, Token![,]>::parse_terminated_with(&names, Ident::parse_any)?;
        if names.is_empty() {
            let nothing = "`only` names no function; name one, or leave `only` out for all of them";
            return Err(syn::Error::new(span, nothing));
        }
        match self.only.replace(names.into_iter().collect()) {
            Some(_) => Err(again("only")),
            None => Ok(()),
        }
    }

    /// The crate that the expansion stands on: the one that was said, or the one of this name.
    pub(crate) fn root(&self, usual: &str) -> Path {
        let usual = syn::Ident::new(usual, proc_macro2::Span::call_site());
        self.root.clone().unwrap_or_else(|| parse_quote!(::#usual))
    }
}
