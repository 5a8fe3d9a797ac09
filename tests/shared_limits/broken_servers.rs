//! Servers that fail in a way of their own.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::PASSWORD;

/// Starts a way to a server, on which the connection breaks before the first answer of a script.
pub(super) fn losing_one_answer(server: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let server = server.strip_prefix("redis://").unwrap();
        let (was_asked, was_lost) = (Arc::new(AtomicBool::new(false)), AtomicBool::new(false));
        let was_lost = Arc::new(was_lost);
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(server).unwrap());
            let (back, forth) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            let (asked, asks) = (Arc::clone(&was_asked), Arc::clone(&was_asked));
            let lost = Arc::clone(&was_lost);
            forward(client, forth, move |sent| {
                let is_script = String::from_utf8_lossy(sent).contains("EVALSHA");
                asks.fetch_or(is_script, Ordering::SeqCst);
                true
            });
            forward(server, back, move |_| {
                !asked.load(Ordering::SeqCst) || lost.swap(true, Ordering::SeqCst)
            });
        }
    });
    url
}

/// Forwards bytes as long as they may pass.
fn forward(
    mut from: TcpStream,
    mut to: TcpStream,
    passes: impl Fn(&[u8]) -> bool + Send + 'static,
) {
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            if !passes(&bytes[..length]) || to.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}

/// Accepts a password, and repeats it in the error of a script.
pub(super) fn answer(mut stream: TcpStream) {
    let mut bytes = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut bytes) {
        let sent = String::from_utf8_lossy(&bytes[..length]);
        let greetings = sent.matches("AUTH").count() + sent.matches("SETINFO").count();
        let mut answer = "+OK\r\n".repeat(greetings);
        if sent.contains("EVALSHA") {
            answer = format!("-ERR unknown command after `AUTH` `{PASSWORD}`\r\n");
        }
        stream.write_all(answer.as_bytes()).unwrap();
    }
}
