//! Metadata: what the runtime has to know of the service and of each function to validate arguments
//! and put them on the wire.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{ToTokens as _, quote};

use super::ClientRoots;
use crate::emit::rust::{client_function, doc, integer, option};
use crate::model::{
    Api, AuthScheme, BodyFormat, CredentialKind, DatetimeFormat, Function, Method, Operation,
    Paging, Parameter, ParameterKind, Place, Position, Returns,
};

/// Emits the static of the service.
pub(super) fn service(api: &Api) -> TokenStream {
    let constant = api.service_constant();
    let service = &api.service;
    let description = doc(&format!(
        "What is known of {}: where it is reached, and what it allows.",
        api.integration.name
    ));
    let (name, address, path) = (
        &api.integration.name,
        &service.base_address,
        &service.base_path,
    );
    let credentials = api.credentials.iter().map(|credential| {
        let (key, label, environment) =
            (&credential.key, &credential.label, &credential.environment);
        let secret = credential.kind == CredentialKind::Secret;
        quote!(Credential { key: #key, label: #label, environment: #environment, secret: #secret })
    });
    let auth = auth(&api.auth.scheme);
    let region = option(service.region.as_ref().map(|region| {
        let default = &region.default;
        let names = region.values.iter().map(|(name, _)| name);
        quote!(Region { default: #default, names: &[#(#names),*] })
    }));
    let bodies = match service.bodies {
        BodyFormat::Json => quote!(BodyFormat::Json),
        BodyFormat::Form => quote!(BodyFormat::Form),
    };
    let datetimes = match service.datetimes {
        DatetimeFormat::Rfc3339 => quote!(DatetimeFormat::Rfc3339),
        DatetimeFormat::UnixSeconds => quote!(DatetimeFormat::UnixSeconds),
        DatetimeFormat::Spaced => quote!(DatetimeFormat::Spaced),
    };
    let paging = paging(&service.paging);
    let limits = service.rate_limits.iter().map(|limit| {
        let (requests, seconds) = (integer(limit.requests), integer(limit.seconds));
        let function = option(limit.function.as_ref().map(|name| quote!(#name)));
        quote!(RateLimit { requests: #requests, seconds: #seconds, function: #function })
    });
    let concurrency = option(service.concurrency.map(|count| {
        let count = integer(count);
        quote!(#count)
    }));
    quote! {
        #description
        pub static #constant: runtime::Service = runtime::Service {
            name: #name,
            base_address: #address,
            region: #region,
            base_path: #path,
            credentials: &[#(#credentials),*],
            auth: #auth,
            bodies: #bodies,
            datetimes: #datetimes,
            paging: #paging,
            rate_limits: &[#(#limits),*],
            concurrency: #concurrency,
        };
    }
}

fn auth(scheme: &AuthScheme) -> TokenStream {
    let index = |index: &usize| Token::usize_unsuffixed(*index);
    match scheme {
        AuthScheme::Basic { username, password } => {
            let (username, password) = (index(username), index(password));
            quote!(Auth::Basic { username: #username, password: #password })
        }
        AuthScheme::Bearer(token) => {
            let token = index(token);
            quote!(Auth::Bearer { token: #token })
        }
        AuthScheme::Header { name, credential } => {
            let credential = index(credential);
            quote!(Auth::Header { name: #name, credential: #credential })
        }
        AuthScheme::Query { name, credential } => {
            let credential = index(credential);
            quote!(Auth::Query { name: #name, credential: #credential })
        }
    }
}

fn paging(paging: &Paging) -> TokenStream {
    let limit = option(paging.limit.as_ref().map(|name| quote!(#name)));
    let position = match &paging.position {
        Position::Offset(parameter) => quote!(Position::Offset(#parameter)),
        Position::Page { parameter, first } => {
            let first = integer(*first);
            quote!(Position::Page { parameter: #parameter, first: #first })
        }
        Position::Cursor { parameter, next } => {
            quote!(Position::Cursor { parameter: #parameter, next: #next })
        }
        Position::Whole => quote!(Position::Whole),
    };
    let page_size = paging.page_size.map_or_else(
        || quote!(u32::MAX),
        |size| integer(size).into_token_stream(),
    );
    let (items, total) = (&paging.items, &paging.total);
    let meta = option(paging.meta.as_ref().map(|key| quote!(#key)));
    quote!(Paging {
        limit: #limit,
        position: #position,
        page_size: #page_size,
        items: #items,
        meta: #meta,
        total: #total,
    })
}

/// Emits the static of a function.
pub(super) fn function(api: &Api, function: &Function, roots: &ClientRoots) -> TokenStream {
    let Function {
        name,
        metadata,
        path,
        ..
    } = function;
    let description = doc(&format!("What is known of `{name}`."));
    let operation = match function.operation {
        Operation::Read => quote!(runtime::Access::Read),
        Operation::Write => quote!(runtime::Access::Write),
    };
    let method = match function.method {
        Method::Get => quote!(runtime::Method::Get),
        Method::Post => quote!(runtime::Method::Post),
        Method::Put => quote!(runtime::Method::Put),
        Method::Patch => quote!(runtime::Method::Patch),
        Method::Delete => quote!(runtime::Method::Delete),
    };
    let parameters = function.parameters.iter().map(|one| parameter(api, one));
    let id = match function.returns {
        Returns::Page(_) => api
            .returned(function)
            .and_then(|record| record.fields.get(record.id?))
            .map(|field| &field.wire),
        Returns::Record(_) => None,
    };
    let id = option(id.map(|key| quote!(#key)));
    let check = option(
        function
            .check
            .as_ref()
            .map(|path| client_function(&roots.functions, path)),
    );
    quote! {
        #description
        pub static #metadata: runtime::Operation = runtime::Operation {
            name: #name,
            access: #operation,
            method: #method,
            path: #path,
            id: #id,
            check: #check,
            parameters: &[#(#parameters),*],
        };
    }
}

fn parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let Parameter { name, required, .. } = parameter;
    let kind = kind(api, &parameter.kind);
    let place = match &parameter.place {
        Place::Query(wire) => quote!(ParameterLocation::Query(#wire)),
        Place::Body(wire) => quote!(ParameterLocation::Body(#wire)),
        Place::Path(wire) => quote!(ParameterLocation::Path(#wire)),
        Place::Client => quote!(ParameterLocation::Client),
    };
    let constructor = if *required {
        quote!(Parameter::required)
    } else {
        quote!(Parameter::optional)
    };
    let least = parameter
        .minimum
        .map(integer)
        .map(|value| quote!(.minimum(#value)));
    let most = parameter
        .maximum
        .map(integer)
        .map(|value| quote!(.maximum(#value)));
    quote!(#constructor(#name, #kind, #place) #least #most)
}

fn kind(api: &Api, kind: &ParameterKind) -> TokenStream {
    match kind {
        ParameterKind::Integer => quote!(ParameterType::Integer),
        ParameterKind::String => quote!(ParameterType::String),
        ParameterKind::Boolean => quote!(ParameterType::Boolean),
        ParameterKind::DateTime => quote!(ParameterType::DateTime),
        ParameterKind::Date => quote!(ParameterType::Date),
        ParameterKind::PhoneNumber => quote!(ParameterType::PhoneNumber),
        ParameterKind::Sender => quote!(ParameterType::Sender),
        ParameterKind::Endpoint => quote!(ParameterType::Endpoint),
        ParameterKind::Url => quote!(ParameterType::Url),
        ParameterKind::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list::KIND)
        }
        ParameterKind::List { item, joined_by } => {
            let item = self::kind(api, item);
            let joined_by = option(joined_by.as_ref().map(|separator| quote!(#separator)));
            quote!(ParameterType::List { item: &#item, joined_by: #joined_by })
        }
    }
}
