//! How a builder's request is made: awaited or waited for, whole or, of a list, as a stream.

use proc_macro2::TokenStream;
use quote::quote;

use super::ClientRoots;
use crate::emit::rust::client_function;
use crate::model::{Api, Function, Returns};

/// Emits the methods that make the request, of both ways.
pub(super) fn emit(api: &Api, function: &Function, roots: &ClientRoots) -> TokenStream {
    let record = api.returned(function).map(|record| &record.rust);
    let record = quote!(records::#record);
    let run = function
        .run
        .as_ref()
        .map(|path| client_function(&roots.functions, path));
    match function.returns {
        Returns::Page(_) => {
            let list = run.unwrap_or_else(|| quote!(runtime::Paginator::new));
            let one = One {
                typed: quote!(runtime::Page<#record>),
                generic: quote!(runtime::Page<T>),
                made: quote!(runtime::page(self.call, #list)),
            };
            both(
                function,
                &one,
                &awaited_list(&record, &list),
                &waited_list(&record, &list),
            )
        }
        Returns::Record(_) => {
            let run = run.unwrap_or_else(|| quote!(runtime::record));
            let one = One {
                typed: record,
                generic: quote!(T),
                made: quote!(#run(self.call)),
            };
            both(function, &one, &TokenStream::new(), &TokenStream::new())
        }
    }
}

/// A request that has one answer.
struct One {
    /// What it answers with.
    typed: TokenStream,
    /// The same for a type `T` of the caller's own.
    generic: TokenStream,
    /// The future that comes to it.
    made: TokenStream,
}

/// Both ways of one answer, and what a list has beside it.
fn both(
    function: &Function,
    one: &One,
    awaited: &TokenStream,
    waited: &TokenStream,
) -> TokenStream {
    let builder = &function.builder;
    let One {
        typed,
        generic,
        made,
    } = one;
    quote! {
        impl #builder {
            /// Sends the request.
            ///
            /// # Errors
            /// Arguments that cannot be right, before any request; then whatever keeps the answer from coming: see [`runtime::Error`].
            pub async fn send(self) -> Result<#typed, runtime::Error> {
                self.send_as().await
            }

            /// Sends the request and reads the answer as a type of the caller's own.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub async fn send_as<T: runtime::DeserializeOwned + Send>(self) -> Result<#generic, runtime::Error> {
                #made.await
            }

            /// Sends the first request and gives its answer as it came: status, headers and body, beside what they decode to.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub async fn answer(self) -> Result<runtime::Answer, runtime::Error> {
                self.call.answer().await
            }

            #awaited
        }

        impl<W: runtime::Wait> #builder<runtime::Blocking<W>> {
            /// Sends the request and waits for the answer.
            ///
            /// # Errors
            /// Arguments that cannot be right, before any request; then whatever keeps the answer from coming: see [`runtime::Error`].
            pub fn send(self) -> Result<#typed, runtime::Error> {
                self.send_as()
            }

            /// Sends the request, waits for the answer, and reads it as a type of the caller's own.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub fn send_as<T: runtime::DeserializeOwned + Send>(self) -> Result<#generic, runtime::Error> {
                self.mode.wait(#made)
            }

            /// Sends the first request, waits, and gives its answer as it came: status, headers and body, beside what they decode to.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub fn answer(self) -> Result<runtime::Answer, runtime::Error> {
                self.mode.wait(self.call.answer())
            }

            #waited
        }
    }
}

/// The streams of a list.
fn awaited_list(record: &TokenStream, list: &TokenStream) -> TokenStream {
    quote! {
        /// Sends the request, and leaves the records as the text that came, for a caller who reads them into something of its own.
        ///
        /// # Errors
        /// As [`send`](Self::send).
        pub async fn listed(self) -> Result<runtime::RawList, runtime::Error> {
            runtime::listed(self.call, #list).await
        }

        /// The records one after another, in as many requests as that takes: `limit` of them, which may be any number, or all.
        pub fn stream(self) -> runtime::Items<#record> {
            self.stream_as()
        }

        /// The same, each record read as a type of the caller's own.
        pub fn stream_as<T: runtime::DeserializeOwned + Send + 'static>(self) -> runtime::Items<T> {
            runtime::Items::of(self.pages_as())
        }

        /// The pages one after another, as the service gives them: with `limit` records in all, which may be any number, or to the end of the list.
        pub fn pages(self) -> runtime::Pages<#record> {
            self.pages_as()
        }

        /// The same, each record read as a type of the caller's own.
        pub fn pages_as<T: runtime::DeserializeOwned + Send + 'static>(self) -> runtime::Pages<T> {
            runtime::Pages::new(self.call, #list)
        }
    }
}

/// The iterators of a list.
fn waited_list(record: &TokenStream, list: &TokenStream) -> TokenStream {
    quote! {
        /// The records one after another, in as many requests as that takes: `limit` of them, which may be any number, or all.
        pub fn stream(self) -> runtime::Iter<runtime::Items<#record>, W> {
            self.stream_as()
        }

        /// The same, each record read as a type of the caller's own.
        pub fn stream_as<T: runtime::DeserializeOwned + Send + 'static>(self) -> runtime::Iter<runtime::Items<T>, W> {
            self.mode.iterate(runtime::Items::of(runtime::Pages::new(self.call, #list)))
        }

        /// The pages one after another, as the service gives them: with `limit` records in all, which may be any number, or to the end of the list.
        pub fn pages(self) -> runtime::Iter<runtime::Pages<#record>, W> {
            self.pages_as()
        }

        /// The same, each record read as a type of the caller's own.
        pub fn pages_as<T: runtime::DeserializeOwned + Send + 'static>(self) -> runtime::Iter<runtime::Pages<T>, W> {
            self.mode.iterate(runtime::Pages::new(self.call, #list))
        }
    }
}
