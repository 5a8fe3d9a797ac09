//! A service with answers that are legal, or not even that, and that no one expects.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// What stands for long texts in the answers.
const LONG: usize = 100_000;
const DEEP: usize = 100;
const MANY: usize = 20;

/// Reads the answers, one a line, and serves them to whoever asks for a number or an offset that ends in an answer's index. Returns the
/// address and the number of answers.
///
/// # Errors
/// No port is free.
pub(super) fn serve(answers: &str) -> io::Result<(SocketAddr, usize)> {
    let answers = answers.lines().filter(|line| !line.starts_with('#'));
    let answers: Vec<String> = answers.map(filled).collect();
    let count = answers.len();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = answers.clone();
            // A client that goes away is no error.
            thread::spawn(move || drop(answer(stream, &answers)));
        }
    });
    Ok((address, count))
}

fn filled(line: &str) -> String {
    let record = format!(r#"{{"number": "1", "alias": "{}"}}"#, "x".repeat(LONG));
    line.replace("LONG", &r"\u0001x".repeat(LONG / 2))
        .replace("DEEP", &format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP)))
        .replace("MANY", &vec![record; MANY].join(", "))
}

fn answer(mut stream: TcpStream, answers: &[String]) -> io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while let Some(line) = lines.next().transpose()? {
        let address = line.split(' ').nth(1).unwrap_or_default();
        let index = if let Some((_, offset)) = address.split_once("offset=") {
            offset.split('&').next().unwrap_or_default()
        } else {
            let number = address.trim_end_matches('/');
            number
                .get(number.len().saturating_sub(2)..)
                .unwrap_or_default()
        };
        let index: usize = index.parse().unwrap_or_default();
        let body = answers.get(index).map(String::as_str).unwrap_or_default();
        while lines
            .next()
            .transpose()?
            .is_some_and(|header| !header.is_empty())
        {}
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
    }
    Ok(())
}
