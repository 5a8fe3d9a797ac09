//! A Redis server of a test: on a free port of this machine, without a file, ended with the test.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use redis::{Client, Connection, FromRedisValue};
use tempfile::TempDir;

pub(crate) struct RedisServer {
    port: u16,
    password: Option<&'static str>,
    folder: TempDir,
    process: Option<Child>,
}

impl RedisServer {
    /// Chooses a port, and starts nothing.
    pub(crate) fn stopped() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            port: free.local_addr().unwrap().port(),
            password: None,
            folder: tempfile::tempdir().unwrap(),
            process: None,
        }
    }

    /// Starts a server.
    pub(crate) fn start() -> Self {
        Self::start_with(None)
    }

    /// Starts a server that takes a password.
    pub(crate) fn start_with(password: Option<&'static str>) -> Self {
        loop {
            let mut server = Self::stopped();
            server.password = password;
            // Another process may have taken the port.
            if server.run() {
                return server;
            }
        }
    }

    /// Runs the server, and returns whether it did not end before it answered.
    pub(crate) fn run(&mut self) -> bool {
        let mut command = Command::new("redis-server");
        command
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &self.port.to_string()])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(password) = self.password {
            command.args(["--requirepass", password]);
        }
        let mut process = command.spawn().expect("install the package redis-server");
        loop {
            let answers = self.connection().is_some();
            if process.try_wait().unwrap().is_some() {
                return false;
            }
            if answers {
                self.process = Some(process);
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills the server.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Returns the URL, with the password.
    pub(crate) fn url(&self) -> String {
        let user = self.password.map(|password| format!(":{password}@"));
        let port = self.port;
        format!("redis://{}127.0.0.1:{port}", user.unwrap_or_default())
    }

    /// Runs a Lua script in the server.
    pub(crate) fn eval<T: FromRedisValue>(&self, script: &str) -> T {
        let mut connection = self.connection().unwrap();
        redis::cmd("EVAL")
            .arg(script)
            .arg(0)
            .query(&mut connection)
            .unwrap()
    }

    /// Adds a user with a password, and what it may do.
    pub(crate) fn add_user(&self, name: &str, password: &str, rights: &str) -> String {
        let mut command = redis::cmd("ACL");
        command
            .arg("SETUSER")
            .arg(name)
            .arg("on")
            .arg(format!(">{password}"));
        for right in rights.split_whitespace() {
            command.arg(right);
        }
        command.exec(&mut self.connection().unwrap()).unwrap();
        self.url()
            .replace("redis://", &format!("redis://{name}:{password}@"))
    }

    /// Makes all that is counted as old as if that time had passed.
    pub(crate) fn let_pass(&self, time: Duration) {
        let time = time.as_micros();
        self.eval::<()>(&format!(
            "for _, key in ipairs(redis.call('KEYS', '*')) do \
               for _, request in ipairs(redis.call('ZRANGE', key, 0, -1)) do \
                 redis.call('ZINCRBY', key, -{time}, request) \
               end \
             end"
        ));
    }

    fn connection(&self) -> Option<Connection> {
        let client = Client::open(self.url()).unwrap();
        let mut connection = client.get_connection().ok()?;
        redis::cmd("PING").query::<String>(&mut connection).ok()?;
        Some(connection)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.stop();
    }
}
