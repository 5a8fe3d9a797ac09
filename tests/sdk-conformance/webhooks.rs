//! Webhooks that Plivo's SDKs sign, and those of the sandbox, right and changed: the client accepts what the SDKs'
//! validators accept. `cargo xtask sdk-conformance` runs it with the name of a language and a command for each SDK, separated by `--`.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use axum::body::Bytes;
use fastrand::Rng;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use plivo_client::webhooks::{WebhookRequest, verifier};
use plivo_sandbox::Sandbox;
use serde::Serialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// How many random requests each SDK is to sign. Python's cannot sign all of them.
const CASES: usize = 12_500;
/// How many requests of the sandbox each SDK validates.
const DELIVERED: usize = 100;

/// A request as an SDK sees it.
#[derive(Debug, Clone, Serialize)]
struct Hook {
    version: &'static str,
    token: String,
    nonce: String,
    url: String,
    method: &'static str,
    /// The fields of the body.
    fields: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let delivered = delivered().await?;
    for command in arguments
        .split(|one| one == "--")
        .filter(|one| !one.is_empty())
    {
        let mut sdk = Sdk::start(command)?;
        println!("{}", sdk.check(&delivered)?);
    }
    Ok(())
}

/// The script that uses an SDK.
struct Sdk {
    name: String,
    child: Child,
}

impl Sdk {
    fn start(command: &[String]) -> Result<Self> {
        let [name, program, arguments @ ..] = command else {
            return Err("no command".into());
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        Ok(Self {
            name: name.clone(),
            child: command.spawn()?,
        })
    }

    /// Signs requests that have no signature, and validates the others.
    fn ask(&mut self, hooks: &[Hook]) -> Result<Vec<Value>> {
        let input = self.child.stdin.as_mut().ok_or("no input")?;
        serde_json::to_writer(&mut *input, hooks)?;
        input.write_all(b"\n")?;
        input.flush()?;
        let mut line = String::new();
        BufReader::new(self.child.stdout.as_mut().ok_or("no output")?).read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }

    fn check(&mut self, delivered: &[Hook]) -> Result<String> {
        let mut rng = Rng::with_seed(2026);
        let mut hooks: Vec<_> = (0..CASES).map(|_| random(&mut rng)).collect();
        let signatures = self.ask(&hooks)?;
        let (mut unsigned, mut refused) = (0, Vec::new());
        for (hook, signature) in hooks.iter_mut().zip(signatures) {
            match signature {
                Value::String(signature) => hook.signature = Some(signature),
                _ if self.has_defect(hook) => unsigned += 1,
                error => refused.push(format!("{hook:?} is not signed: {error}")),
            }
        }
        hooks.retain(|hook| hook.signature.is_some());
        refused.extend(
            hooks
                .iter()
                .filter(|hook| !self.has_defect(hook))
                .filter_map(not_accepted),
        );
        let genuine = hooks.len();
        for hook in &mut hooks {
            change(&mut rng, hook);
        }
        hooks.extend_from_slice(delivered);
        hooks.extend(delivered.iter().cloned().map(|hook| Hook {
            nonce: format!("{}0", hook.nonce),
            ..hook
        }));
        let verdicts = self.ask(&hooks)?;
        let mut accepted = 0;
        for (hook, verdict) in hooks.iter().zip(verdicts) {
            let ours = not_accepted(hook);
            accepted += usize::from(ours.is_none());
            if verdict != Value::Bool(ours.is_none()) && !self.has_defect(hook) {
                refused.push(format!(
                    "{} says {verdict} to {hook:?}, {ours:?}",
                    self.name
                ));
            }
        }
        if let Some(first) = refused.first() {
            return Err(format!("{} differ: {first}", refused.len()).into());
        }
        let total = hooks.len();
        Ok(format!(
            "Plivo's {} SDK: {genuine} webhooks signed and {unsigned} not, for its defects; {total} validated, {accepted} of them valid",
            self.name
        ))
    }

    /// Returns whether the SDK is known to sign such a request in another way than Plivo.
    fn has_defect(&self, hook: &Hook) -> bool {
        let query = hook.url.split_once('?').map_or("", |(_, query)| query);
        // Percent-encoded bytes above 127.
        let is_foreign = query
            .split('%')
            .skip(1)
            .any(|escape| escape.starts_with(['8', '9', 'A', 'B', 'C', 'D', 'E', 'F']));
        // Python's cannot read such values of a query.
        self.name == "python" && hook.version == "V3" && is_foreign
    }
}

/// Returns why the client does not accept a request.
fn not_accepted(hook: &Hook) -> Option<String> {
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    let name = |suffix: &str| format!("x-plivo-signature-{}{suffix}", hook.version.to_lowercase());
    for (name, value) in [
        (name(""), hook.signature.as_deref().unwrap_or_default()),
        (name("-nonce"), &hook.nonce),
    ] {
        let value = HeaderValue::from_str(value);
        headers.insert(HeaderName::try_from(name).ok()?, value.ok()?);
    }
    let method = if hook.method == "GET" {
        Method::GET
    } else {
        Method::POST
    };
    let body = encoded(&hook.fields);
    let request = WebhookRequest::new(&hook.url, &method, &headers, body.as_bytes());
    verifier(&hook.token)
        .verify(&request)
        .err()
        .map(|error| error.to_string())
}

fn encoded(fields: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    fields.collect::<Vec<_>>().join("&").replace("%20", "+")
}

fn random(rng: &mut Rng) -> Hook {
    let host = pick(
        rng,
        &[
            "hooks.example.com",
            "hooks.example.com:8443",
            "127.0.0.1:8080",
            "localhost",
        ],
    );
    let path = pick(
        rng,
        &[
            "/",
            "/plivo/status",
            "/plivo/status/",
            "/a%20b/c.php",
            "/x-1/~y_z",
        ],
    );
    let scheme = pick(rng, &["https", "http"]);
    let query = if rng.bool() {
        String::new()
    } else {
        format!("?{}", encoded(&fields(rng)))
    };
    let method = pick(rng, &["POST", "POST", "GET"]);
    Hook {
        version: pick(rng, &["V3", "V3", "V3", "V2"]),
        token: (0..rng.usize(1..50)).map(|_| rng.alphanumeric()).collect(),
        nonce: (0..rng.usize(1..25)).map(|_| rng.digit(10)).collect(),
        url: format!("{scheme}://{host}{path}{query}"),
        method,
        fields: if method == "GET" {
            Vec::new()
        } else {
            fields(rng)
        },
        signature: None,
    }
}

fn fields(rng: &mut Rng) -> Vec<(String, String)> {
    (0..rng.usize(0..6))
        .map(|_| (name(rng), text(rng)))
        .collect()
}

fn name(rng: &mut Rng) -> String {
    pick(
        rng,
        &[
            "From",
            "To",
            "Text",
            "Status",
            "MessageUUID",
            "a",
            "A",
            "b-1",
            "x.y",
            "ключ",
        ],
    )
    .to_owned()
}

fn text(rng: &mut Rng) -> String {
    const LETTERS: [&str; 20] = [
        "a", "Z", "0", " ", "+", "&", "=", "%", "#", "?", "/", ".", ",", ";", "\"", "\n", "é", "ж",
        "漢", "😀",
    ];
    // Most are what Plivo's own fields are.
    let letters = if rng.u8(0..4) > 0 {
        LETTERS.get(..16)
    } else {
        None
    };
    (0..rng.usize(0..12))
        .map(|_| pick(rng, letters.unwrap_or(&LETTERS)))
        .collect()
}

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    rng.choice(from).copied().unwrap_or_default()
}

/// Changes a request on its way, or leaves it as it is.
fn change(rng: &mut Rng, hook: &mut Hook) {
    let signature = hook.signature.get_or_insert_default();
    match rng.u8(0..24) {
        // The SDKs read the fields of a GET only from its query.
        0 if hook.method == "POST" => hook.fields.push((name(rng), text(rng))),
        1 => drop(hook.fields.pop()),
        2 => rng.shuffle(&mut hook.fields),
        3 => {
            if let Some((_, value)) = hook.fields.first_mut() {
                value.push('1');
            }
        }
        4 => hook.url.push_str(if hook.url.contains('?') {
            "&a=1"
        } else {
            "?a=1"
        }),
        5 => hook.url = hook.url.replacen("plivo", "other", 1),
        6 => hook.url = hook.url.replacen("https:", "http:", 1),
        7 => hook.url = hook.url.split('?').next().unwrap_or_default().to_owned(),
        8 => hook.url = hook.url.replacen(":8443", "", 1),
        9 => {
            hook.method = if hook.fields.is_empty() {
                pick(rng, &["GET", "POST"])
            } else {
                hook.method
            }
        }
        10 => hook.nonce.push('0'),
        11 => hook.token.push('0'),
        12 => drop(signature.pop()),
        13 => *signature = signature.to_lowercase(),
        14 => signature.clear(),
        15 => signature.insert(0, 'A'),
        16 if hook.version == "V3" => signature.insert_str(0, "AAAA,"),
        17 if hook.version == "V3" => signature.push_str(",BBBB"),
        18 => *signature = signature.replace('=', ""),
        _ => {}
    }
}

/// Returns requests that a sandbox has made, by both versions of their signature.
async fn delivered() -> Result<Vec<Hook>> {
    let sandbox = Sandbox::start().await?;
    let token = sandbox.account("default").ok_or("no account")?.auth_token();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let (sender, mut requests) = unbounded_channel::<Request<Bytes>>();
    let server = axum::Router::new().fallback(async move |request: Request<axum::body::Body>| {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap_or_default();
        drop(sender.send(Request::from_parts(parts, body)));
    });
    tokio::spawn(async move { axum::serve(listener, server).await });
    let mut rng = Rng::with_seed(2026);
    let mut hooks = Vec::new();
    while hooks.len() < 2 * DELIVERED {
        let query = pick(&mut rng, &["", "?a=1", "?z=1&a=x%20y&a=b", "?name=+"]);
        sandbox.set_message_url("default", &format!("{base}/hooks{query}"));
        sandbox.receive_message("default", "14155550100", "14155552671", &text(&mut rng));
        let request = requests.recv().await.ok_or("no request")?;
        let form = [b"http://form/?", request.body().as_ref()].concat();
        let form = reqwest::Url::parse(&String::from_utf8(form)?)?;
        let header = |name: String| -> Result<String> {
            let value = request
                .headers()
                .get(&name)
                .ok_or_else(|| format!("no {name}"))?;
            Ok(value.to_str()?.to_owned())
        };
        for version in ["V2", "V3"] {
            let name = format!("x-plivo-signature-{}", version.to_lowercase());
            hooks.push(Hook {
                version,
                token: token.to_owned(),
                nonce: header(format!("{name}-nonce"))?,
                url: format!("{base}{}", request.uri()),
                method: "POST",
                fields: form.query_pairs().into_owned().collect(),
                signature: Some(header(name)?),
            });
        }
    }
    Ok(hooks)
}
