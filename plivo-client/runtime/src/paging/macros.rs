//! The methods that all generated request builders have in common. A builder is a struct of a
//! [`Request`](crate::Request) and a mode.

/// Implements the options of a builder.
#[doc(hidden)]
#[macro_export]
macro_rules! __request {
    ($builder:ident) => {
        impl $builder {
            /// Wraps a request whose arguments were collected at run time.
            pub fn from_request(request: $crate::Request) -> Self {
                Self {
                    request,
                    mode: $crate::Async,
                }
            }
        }

        impl<M> $builder<M> {
            /// Sets the timeout of the call, including all its requests, retries and waits, in place of the
            /// client's. For a stream it is the timeout of each request.
            pub fn with_timeout(self, timeout: ::std::time::Duration) -> Self {
                let request = self.request.with_timeout(timeout);
                Self { request, ..self }
            }

            /// Sets the timeout of an attempt, to the last byte of the response, in place of the client's.
            pub fn with_attempt_timeout(self, timeout: ::std::time::Duration) -> Self {
                let request = self.request.with_attempt_timeout(timeout);
                Self { request, ..self }
            }

            /// Sets how failed requests are retried, in place of the client's setting.
            pub fn with_retry(self, retry: $crate::RetryConfig) -> Self {
                let request = self.request.with_retry(retry);
                Self { request, ..self }
            }

            /// Sets the mode, [`Async`]($crate::Async) or [`Blocking`]($crate::Blocking).
            pub fn with_mode<N>(self, mode: N) -> $builder<N> {
                $builder {
                    request: self.request,
                    mode,
                }
            }

            /// Returns the request, to be inspected before it is sent.
            #[must_use]
            pub fn into_request(self) -> $crate::Request {
                self.request
            }
        }
    };
}

/// Implements the methods that send a request, in both modes. `$send` makes the future of a request.
#[doc(hidden)]
#[macro_export]
macro_rules! __send {
    ($builder:ident, $typed:ty, $generic:ty, $send:expr) => {
        $crate::__request!($builder);

        impl $builder {
            /// Sends the request and decodes the response.
            ///
            /// # Errors
            /// Returns what is wrong with the arguments, before any request; otherwise what failed, see
            /// [`ErrorKind`]($crate::ErrorKind).
            pub async fn send(self) -> ::std::result::Result<$typed, $crate::Error> {
                self.send_as().await
            }

            /// Sends the request and decodes the response into a type of your own.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub async fn send_as<T: $crate::internal::DeserializeOwned + Send>(
                self,
            ) -> ::std::result::Result<$generic, $crate::Error> {
                $send(self.request).await
            }

            /// Sends the first request and returns its response undecoded: status, headers and body.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub async fn send_raw(
                self,
            ) -> ::std::result::Result<$crate::RawResponse, $crate::Error> {
                self.request.send_raw().await
            }
        }

        impl $builder<$crate::Blocking> {
            /// Sends the request, waits for the response and decodes it.
            ///
            /// # Errors
            /// Returns what is wrong with the arguments, before any request; otherwise what failed, see
            /// [`ErrorKind`]($crate::ErrorKind).
            pub fn send(self) -> ::std::result::Result<$typed, $crate::Error> {
                self.send_as()
            }

            /// Sends the request, waits for the response and decodes it into a type of your own.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub fn send_as<T: $crate::internal::DeserializeOwned + Send>(
                self,
            ) -> ::std::result::Result<$generic, $crate::Error> {
                self.mode.wait($send(self.request))
            }

            /// Sends the first request, waits for its response and returns it undecoded: status, headers and
            /// body.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub fn send_raw(self) -> ::std::result::Result<$crate::RawResponse, $crate::Error> {
                self.mode.wait(self.request.send_raw())
            }
        }
    };
}

/// Implements the builder of a function that returns one record.
#[doc(hidden)]
#[macro_export]
macro_rules! __record_request {
    ($builder:ident, $record:ty, $send:expr) => {
        $crate::__send!($builder, $record, T, $send);
    };
}

/// Implements the builder of a function that returns a list. `$list` makes the list of a request.
#[doc(hidden)]
#[macro_export]
macro_rules! __list_request {
    ($builder:ident, $record:ty, $list:expr) => {
        $crate::__send!(
            $builder,
            $crate::Page<$record>,
            $crate::Page<T>,
            |request| $crate::internal::send_page(request, $list)
        );

        impl $builder {
            /// Sends the request and returns the records undecoded, for a caller that decodes them itself.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            pub async fn send_raw_list(
                self,
            ) -> ::std::result::Result<$crate::RawList, $crate::Error> {
                $crate::internal::send_raw_list(self.request, $list).await
            }

            /// Returns a stream of the records: `limit` of them, which may exceed a call's maximum, or all.
            pub fn stream(self) -> $crate::Items<$record> {
                self.stream_as()
            }

            /// Returns a stream of the records, each decoded into a type of your own.
            pub fn stream_as<T: $crate::internal::DeserializeOwned + Send + 'static>(
                self,
            ) -> $crate::Items<T> {
                $crate::Items::of(self.pages_as())
            }

            /// Returns a stream of the service's pages: with `limit` records in all, which may exceed a call's
            /// maximum, or to the end of the list.
            pub fn pages(self) -> $crate::Pages<$record> {
                self.pages_as()
            }

            /// Returns a stream of the service's pages, each record decoded into a type of your own.
            pub fn pages_as<T: $crate::internal::DeserializeOwned + Send + 'static>(
                self,
            ) -> $crate::Pages<T> {
                $crate::Pages::new(self.request, $list)
            }
        }

        impl $builder<$crate::Blocking> {
            /// Returns an iterator over the records: `limit` of them, which may exceed a call's maximum, or all.
            pub fn stream(self) -> $crate::Iter<$crate::Items<$record>> {
                self.stream_as()
            }

            /// Returns an iterator over the records, each decoded into a type of your own.
            pub fn stream_as<T: $crate::internal::DeserializeOwned + Send + 'static>(
                self,
            ) -> $crate::Iter<$crate::Items<T>> {
                let pages = $crate::Pages::new(self.request, $list);
                self.mode.iterate($crate::Items::of(pages))
            }

            /// Returns an iterator over the service's pages: with `limit` records in all, which may exceed a
            /// call's maximum, or to the end of the list.
            pub fn pages(self) -> $crate::Iter<$crate::Pages<$record>> {
                self.pages_as()
            }

            /// Returns an iterator over the service's pages, each record decoded into a type of your own.
            pub fn pages_as<T: $crate::internal::DeserializeOwned + Send + 'static>(
                self,
            ) -> $crate::Iter<$crate::Pages<T>> {
                self.mode.iterate($crate::Pages::new(self.request, $list))
            }
        }
    };
}
