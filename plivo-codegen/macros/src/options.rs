//! The arguments of the macros.

use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Token, bracketed, parse_quote};

/// The arguments of a macro call.
pub(crate) struct Options {
    /// The path of the manifest.
    pub(crate) manifest: LitStr,
    /// The functions to generate. All of them by default.
    pub(crate) only: Option<Vec<Ident>>,
    /// The path of the crate that the generated code uses.
    pub(crate) root: Option<Path>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let usage = "expected the path of a manifest, such as `\"manifest.yaml\"`";
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
        let again = |name: &str| syn::Error::new(span, format!("duplicate option `{name}`"));
        if input.peek(Token![crate]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            let root = input.call(Path::parse_mod_style)?;
            let first = root.segments.first().map(|segment| &segment.ident);
            if root.leading_colon.is_none() && first.is_none_or(|first| first != "crate") {
                let message = "this path must start with `crate::` or `::`";
                return Err(syn::Error::new_spanned(root, message));
            }
            return match self.root.replace(root) {
                Some(_) => Err(again("crate")),
                None => Ok(()),
            };
        }
        let name = input.parse::<Ident>().ok();
        if name.is_none_or(|name| name != "only") {
            let message =
                "unknown option; write `only = [a_function, another]` or `crate = a::path`";
            return Err(syn::Error::new(span, message));
        }
        input.parse::<Token![=]>()?;
        let names;
        bracketed!(names in input);
        // The name of a function can be a keyword.
        let names =
            Punctuated::<Ident, Token![,]>::parse_terminated_with(&names, Ident::parse_any)?;
        if names.is_empty() {
            let message = "`only` is empty; name a function, or remove `only` for all functions";
            return Err(syn::Error::new(span, message));
        }
        match self.only.replace(names.into_iter().collect()) {
            Some(_) => Err(again("only")),
            None => Ok(()),
        }
    }

    /// Returns the path of the crate that the generated code uses, `::default` unless given.
    pub(crate) fn root(&self, default: &str) -> Path {
        let default = Ident::new(default, proc_macro2::Span::call_site());
        self.root
            .clone()
            .unwrap_or_else(|| parse_quote!(::#default))
    }
}
