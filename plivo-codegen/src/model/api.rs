//! The whole API.

use crate::ident::Ident;
use crate::manifest::{Access, Accounts, Integration};

use super::auth::{Auth, Credential};
use super::callbacks::{Callback, Signature};
use super::inputs::Input;
use super::operations::{Operation, Parameter, ParameterType, Returns};
use super::records::{CodeTable, Enum, Estimate, Record};
use super::service::{Paging, Service};

/// An API, ready to be emitted.
#[derive(Debug, Clone)]
pub struct Api {
    /// The origin that generated files name: "`cargo xtask gen` from manifest/tide.yaml".
    pub origin: String,
    /// What the service is called.
    pub integration: Integration,
    /// Its URL, paging and rate limits.
    pub service: Service,
    /// The credentials, in order.
    pub credentials: Vec<Credential>,
    /// How requests carry the credentials.
    pub auth: Auth,
    /// How scripts use several accounts.
    pub accounts: Accounts,
    /// The enums, in order.
    pub enums: Vec<Enum>,
    /// The objects that arguments contain, in order.
    pub inputs: Vec<Input>,
    /// The tables of codes.
    pub codes: Vec<CodeTable>,
    /// The records that the service returns, in order.
    pub records: Vec<Record>,
    /// The functions, in documented order.
    pub functions: Vec<Operation>,
    /// The requests that the service makes to its user's server, in order.
    pub callbacks: Vec<Callback>,
    /// How the service signs them, the strongest way first.
    pub signatures: Vec<Signature>,
}

impl Api {
    /// Returns the parameters that have an estimate, each with it.
    pub fn estimates(&self) -> impl Iterator<Item = (&Parameter, &Estimate)> {
        let parameters = self.functions.iter().flat_map(|one| &one.parameters);
        parameters.filter_map(|parameter| Some((parameter, parameter.estimate.as_ref()?)))
    }

    /// Returns the callbacks that scripts can verify.
    #[must_use]
    pub fn verifiable(&self) -> &[Callback] {
        match self.signatures.as_slice() {
            [] => &[],
            _ => &self.callbacks,
        }
    }

    /// Returns the name of the constant of the service: `SLUG`.
    #[must_use]
    pub fn service_constant(&self) -> Ident {
        Ident::new(&self.integration.slug.to_ascii_uppercase())
    }

    /// Returns the environment variable with another address than the service's: `SLUG_BASE_ADDRESS`.
    #[must_use]
    pub fn base_address_variable(&self) -> String {
        format!(
            "{}_BASE_ADDRESS",
            self.integration.slug.to_ascii_uppercase()
        )
    }

    /// Counts the functions with this access.
    #[must_use]
    pub fn count(&self, access: Access) -> usize {
        self.functions
            .iter()
            .filter(|function| function.access == access)
            .count()
    }

    /// Returns the documented type of a parameter: `integer`, `number`, `string`, `boolean`, `object` or `list`.
    #[must_use]
    pub fn documented_type(&self, kind: &ParameterType) -> &'static str {
        match kind {
            ParameterType::Integer => "integer",
            ParameterType::Boolean => "boolean",
            ParameterType::Decimal => "number",
            ParameterType::Object | ParameterType::Input(_) | ParameterType::Map(_) => "object",
            ParameterType::String
            | ParameterType::DateTime
            | ParameterType::Date
            | ParameterType::PhoneNumber
            | ParameterType::Sender
            | ParameterType::Endpoint
            | ParameterType::Url
            | ParameterType::List {
                separator: Some(_), ..
            } => "string",
            ParameterType::Enum(index) => match self.enums.get(*index) {
                Some(list) if list.boolean => "boolean",
                _ => "string",
            },
            ParameterType::List {
                separator: None, ..
            } => "list",
        }
    }

    /// Returns the documented values of a parameter, in order, if it is an enum.
    #[must_use]
    pub fn documented_values(&self, kind: &ParameterType) -> Vec<&str> {
        match kind {
            ParameterType::Enum(index) => self
                .enums
                .get(*index)
                .into_iter()
                .flat_map(|list| &list.values)
                .filter(|value| value.documented)
                .map(|value| value.wire.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the enum of a parameter or of its items.
    pub(crate) fn enum_of(&self, kind: &ParameterType) -> Option<&Enum> {
        self.enums.get(kind.enum_index()?)
    }

    /// Returns how the list of a function is split into pages.
    #[must_use]
    pub fn paging_of<'a>(&'a self, function: &'a Operation) -> &'a Paging {
        function.paging.as_ref().unwrap_or(&self.service.paging)
    }

    /// Returns the input of a parameter, of its items or of its values.
    pub(crate) fn input_of(&self, kind: &ParameterType) -> Option<&Input> {
        match kind.leaf() {
            ParameterType::Input(index) => self.inputs.get(*index),
            _ => None,
        }
    }

    /// Returns the record that a function returns, alone or in pages.
    #[must_use]
    pub fn returned(&self, function: &Operation) -> Option<&Record> {
        let (Returns::Record(index) | Returns::Page(index)) = function.returns;
        self.records.get(index)
    }
}
