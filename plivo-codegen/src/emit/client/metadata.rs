//! Metadata: what the runtime needs to validate arguments and encode requests.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::roots::ClientRoots;
use crate::emit::fragments::rust::{
    client_function, doc, integer, list_setter, literal, option, setter,
};
use crate::model::{
    Access, Api, AuthScheme, BodyFormat, Condition, CredentialKind, DatetimeFormat, ErrorMeaning,
    Errors, Fixed, ITSELF, Literal, Method, Operation, Paging, Parameter, ParameterLocation,
    ParameterType, PhoneNumberFormat, Position, Returns, TimeRange,
};

/// Emits the static of the service.
pub(super) fn service(api: &Api) -> TokenStream {
    let constant = api.service_constant();
    let service = &api.service;
    let description = doc(&format!(
        "The metadata of {}: its address, authentication, paging and limits.",
        api.integration.name
    ));
    let (name, address, path) = (&api.integration.name, &service.base_url, &service.base_path);
    let credentials = api.credentials.iter().map(|credential| {
        let (key, label, environment) =
            (&credential.key, &credential.label, &credential.environment);
        match credential.kind {
            CredentialKind::Secret => quote!(Credential::secret(#key, #label, #environment)),
            CredentialKind::Text => quote!(Credential::plain(#key, #label, #environment)),
        }
    });
    let schemes: Vec<_> = api.auth.schemes.iter().map(auth).collect();
    let auth = match schemes.as_slice() {
        [] => quote!(Auth::None),
        [one] => quote!(#one),
        several => quote!(Auth::Several(&[#(#several),*])),
    };
    let region = service.region.as_ref().map(|region| {
        let default = &region.default;
        let names = region.values.iter().map(|(name, _)| name);
        quote!(.region(Region::new(#default, &[#(#names),*])))
    });
    let bodies = match service.body_format {
        BodyFormat::Json => quote!(BodyFormat::Json),
        BodyFormat::Form => quote!(BodyFormat::Form),
    };
    let datetimes = match service.datetime_format {
        DatetimeFormat::Rfc3339 => quote!(DatetimeFormat::Rfc3339),
        DatetimeFormat::UnixSeconds => quote!(DatetimeFormat::UnixSeconds),
        DatetimeFormat::UnixMilliseconds => quote!(DatetimeFormat::UnixMilliseconds),
        DatetimeFormat::Rfc2822 => quote!(DatetimeFormat::Rfc2822),
        DatetimeFormat::Spaced => quote!(DatetimeFormat::Spaced),
    };
    let phone_numbers = match service.phone_number_format {
        PhoneNumberFormat::E164 => quote!(PhoneNumberFormat::E164),
        PhoneNumberFormat::Digits => quote!(PhoneNumberFormat::Digits),
    };
    let paging = paging(&service.paging, &quote!(Paging));
    let errors = errors(&service.errors);
    let limits = service.rate_limits.iter().map(|limit| {
        let (requests, seconds) = (integer(limit.requests), integer(limit.seconds));
        let function = setter("of_function", limit.function.as_ref());
        quote!(RateLimit::new(#requests, #seconds) #function)
    });
    let limits = list_setter("rate_limits", limits);
    let concurrency = setter("concurrency", service.concurrency.map(integer));
    let address_variable = api.base_address_variable();
    quote! {
        #description
        pub static #constant: runtime::Service = runtime::Service::new(#name, #address, #auth)
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"), " (Rust)"))
            .base_address_variable(#address_variable)
            .base_path(#path)
            #region
            .credentials(&[#(#credentials),*])
            .bodies(#bodies)
            .datetimes(#datetimes)
            .phone_numbers(#phone_numbers)
            .paging(#paging)
            #errors
            #limits
            #concurrency;
    }
}

fn auth(scheme: &AuthScheme) -> TokenStream {
    let index = |index: &usize| Token::usize_unsuffixed(*index);
    match scheme {
        AuthScheme::Basic { username, password } => {
            let (username, password) = (index(username), index(password));
            quote!(Auth::Basic(#username, #password))
        }
        AuthScheme::Bearer(token) => {
            let token = index(token);
            quote!(Auth::Bearer(#token))
        }
        AuthScheme::Header {
            name,
            prefix,
            credential,
        } => {
            let credential = index(credential);
            match prefix.as_str() {
                "" => quote!(Auth::Header(#name, #credential)),
                prefix => quote!(Auth::Prefixed(#name, #prefix, #credential)),
            }
        }
        AuthScheme::Query { name, credential } => {
            let credential = index(credential);
            quote!(Auth::Query(#name, #credential))
        }
    }
}

/// Emits paging settings, with the path of their type.
fn paging(paging: &Paging, kind: &TokenStream) -> TokenStream {
    let position = match &paging.position {
        Position::Offset(parameter) => quote!(#kind::offset(#parameter)),
        Position::Page { parameter, first } => {
            let first = integer(*first);
            quote!(#kind::page(#parameter, #first))
        }
        Position::Cursor { parameter, next } => quote!(#kind::cursor(#parameter, #next)),
        Position::LastId(parameter) => quote!(#kind::last_id(#parameter)),
        Position::NextUrl(next) => quote!(#kind::next_url(#next)),
        Position::NextLink => quote!(#kind::next_link()),
        Position::Whole => quote!(#kind::whole()),
    };
    let limit = setter("limit", paging.limit.as_ref());
    let page_size = setter("page_size", paging.page_size.map(integer));
    let meta = setter("meta", paging.meta.as_ref());
    let (items, total) = (&paging.items, &paging.total);
    let optional = paging.items_optional.then(|| quote!(.items_optional(true)));
    let has_more = setter("has_more", paging.has_more.as_ref());
    let next_optional = paging.next_optional.then(|| quote!(.next_optional(true)));
    quote!(
        #position #limit #page_size .items(#items) #optional #meta .total(#total) #has_more #next_optional
    )
}

/// Emits what failed responses contain, where the manifest says anything.
fn errors(errors: &Errors) -> Option<TokenStream> {
    let places = [
        ("code", &errors.code),
        ("message", &errors.message),
        ("details", &errors.details),
    ];
    let places = places.into_iter();
    let places = places.filter_map(|(name, place)| setter(name, place.as_ref()));
    let conditions = errors.conditions.iter().map(|condition| match condition {
        Condition::When(place, values) => quote!(runtime::Condition::When(#place, &[#(#values),*])),
        Condition::Unless(place, values) => {
            quote!(runtime::Condition::Unless(#place, &[#(#values),*]))
        }
        Condition::Present(place) => quote!(runtime::Condition::Present(#place)),
    });
    let conditions = list_setter("conditions", conditions);
    let codes = errors.codes.iter().map(|(code, meaning)| {
        let meaning = match meaning {
            ErrorMeaning::Authentication => quote!(Authentication),
            ErrorMeaning::Forbidden => quote!(Forbidden),
            ErrorMeaning::NotFound => quote!(NotFound),
            ErrorMeaning::RateLimited => quote!(RateLimited),
            ErrorMeaning::Rejected => quote!(Rejected),
            ErrorMeaning::Retryable => quote!(Retryable),
            ErrorMeaning::Service => quote!(Service),
        };
        quote!((#code, runtime::ErrorMeaning::#meaning))
    });
    let codes = list_setter("codes", codes);
    let calls: TokenStream = places.chain(conditions).chain(codes).collect();
    (!calls.is_empty()).then(|| quote!(.errors(runtime::Errors::new() #calls)))
}

/// Emits the static of a function.
pub(super) fn function(api: &Api, function: &Operation, roots: &ClientRoots) -> TokenStream {
    let Operation {
        name,
        metadata,
        path,
        ..
    } = function;
    let description = doc(&format!("The metadata of `{name}`."));
    let access = match function.access {
        Access::Read => quote!(runtime::Access::Read),
        Access::Write => quote!(runtime::Access::Write),
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
    let id = setter("id", id);
    let may_be_empty = may_be_empty(api, function).then(|| quote!(.may_be_empty(true)));
    let time_range = function.time_range.as_ref().map(time_range);
    let own_paging = function.paging.as_ref();
    let own_paging = own_paging.map(|own| paging(own, &quote!(runtime::Paging)));
    let own_paging = setter("paging", own_paging);
    let at = setter("at", (function.at != ITSELF).then_some(&function.at));
    let text = setter("text", function.text.as_ref());
    let fixed = fixed(&function.fixed);
    let check = function.check.as_ref();
    let check = setter(
        "check",
        check.map(|path| client_function(&roots.functions, path)),
    );
    quote! {
        #description
        pub static #metadata: runtime::Operation =
            runtime::Operation::new(#name, #access, #method, #path)
                #id
                #own_paging
                #at
                #text
                #time_range
                #check
                #may_be_empty
                #fixed
                .parameters(&[#(#parameters),*]);
    }
}

/// Returns whether an empty response says all that there is to say: the record has no fields, or a write succeeded whose
/// record has none that are required.
fn may_be_empty(api: &Api, function: &Operation) -> bool {
    let fields = api
        .returned(function)
        .map_or(&[][..], |record| &record.fields);
    match function.returns {
        Returns::Page(_) => false,
        Returns::Record(_) if function.access == Access::Write => {
            !fields.iter().any(|field| field.required)
        }
        Returns::Record(_) => fields.is_empty(),
    }
}

fn time_range(range: &TimeRange) -> TokenStream {
    let TimeRange {
        field, from, until, ..
    } = range;
    let days = [
        ("default_days", range.default_days),
        ("window_days", range.window_days),
        ("kept_days", range.kept_days),
    ];
    let days = days.into_iter();
    let days = days.filter_map(|(name, days)| setter(name, days.map(integer)));
    let exclusive = [("after", &range.after), ("before", &range.before)];
    let exclusive = exclusive.into_iter();
    let exclusive = exclusive.filter_map(|(bound, names)| list_setter(bound, names));
    let unless = range.default_unless.iter();
    let unless = unless.map(|(name, values)| quote!((#name, &[#(#values),*])));
    let unless: Vec<_> = unless.collect();
    let unless = (!unless.is_empty()).then(|| quote!(.default_unless(&[#(#unless),*])));
    quote!(.time_range(
        runtime::TimeRange::new(#field, &[#(#from),*], &[#(#until),*]) #(#exclusive)* #(#days)* #unless
    ))
}

/// Emits the constants of a function or an input, where there are any.
pub(super) fn fixed(all: &[Fixed]) -> Option<TokenStream> {
    let fixed = all.iter().map(|(place, value)| {
        let (place, literal) = (location(place), literal(value));
        let value = match value {
            Literal::Boolean(_) => quote!(FixedValue::Boolean(#literal)),
            Literal::Integer(_) => quote!(FixedValue::Integer(#literal)),
            _ => quote!(FixedValue::Text(#literal)),
        };
        quote!(Fixed::new(#place, #value))
    });
    list_setter("fixed", fixed)
}

fn location(location: &ParameterLocation) -> TokenStream {
    match location {
        ParameterLocation::Query(wire) => quote!(ParameterLocation::Query(#wire)),
        ParameterLocation::Body(wire) => quote!(ParameterLocation::Body(#wire)),
        ParameterLocation::Header(wire) => quote!(ParameterLocation::Header(#wire)),
        ParameterLocation::Path(wire) => quote!(ParameterLocation::Path(#wire)),
        ParameterLocation::Client => quote!(ParameterLocation::Client),
    }
}

/// Emits the metadata of a parameter or of a field.
pub(super) fn parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let Parameter { name, required, .. } = parameter;
    let kind = kind(api, &parameter.kind);
    let place = location(&parameter.location);
    let constructor = if *required {
        quote!(Parameter::required)
    } else {
        quote!(Parameter::optional)
    };
    let unless = setter("unless", parameter.unless.as_ref());
    let optional_with = list_setter("optional_with", &parameter.optional_with);
    let least = setter("minimum", parameter.minimum.map(integer));
    let most = setter("maximum", parameter.maximum.map(integer));
    let nullable = parameter.nullable.then(|| quote!(.nullable(true)));
    let key = parameter
        .idempotency_key
        .then(|| quote!(.idempotency_key(true)));
    quote!(#constructor(#name, #kind, #place) #unless #optional_with #least #most #nullable #key)
}

fn kind(api: &Api, kind: &ParameterType) -> TokenStream {
    match kind {
        ParameterType::Integer => quote!(ParameterType::Integer),
        ParameterType::String => quote!(ParameterType::String),
        ParameterType::Boolean => quote!(ParameterType::Boolean),
        ParameterType::DateTime => quote!(ParameterType::DateTime),
        ParameterType::Date => quote!(ParameterType::Date),
        ParameterType::PhoneNumber => quote!(ParameterType::PhoneNumber),
        ParameterType::Sender => quote!(ParameterType::Sender),
        ParameterType::Endpoint => quote!(ParameterType::Endpoint),
        ParameterType::Url => quote!(ParameterType::Url),
        ParameterType::Enum(index) => {
            let list = api.enums.get(*index).map(|list| &list.rust);
            quote!(enums::#list::KIND)
        }
        ParameterType::Decimal => quote!(ParameterType::Decimal),
        ParameterType::Object => quote!(ParameterType::Object),
        ParameterType::Input(index) => {
            let input = api.inputs.get(*index).map(|input| &input.rust);
            quote!(inputs::#input::KIND)
        }
        ParameterType::Map(item) => {
            let item = self::kind(api, item);
            quote!(ParameterType::Map(&#item))
        }
        ParameterType::List {
            item,
            separator: joined_by,
        } => {
            let item = self::kind(api, item);
            let joined_by = option(joined_by.as_ref().map(|separator| quote!(#separator)));
            quote!(ParameterType::list(&#item, #joined_by))
        }
    }
}
