//! Words, numbers, texts and signs of a script.

use super::SyntaxError;

/// A stretch of the script, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    Keyword(&'static str),
    /// A whole number, where it is one that fits; another number, otherwise.
    Number(Option<i64>),
    /// A text, as far as it is plain: escapes are kept as they are written.
    Text(String),
    Sign(&'static str),
    End,
}

const KEYWORDS: [&str; 22] = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];

/// The longest first: `...` is no `..` and a `.`.
const SIGNS: [&str; 33] = [
    "...", "..", "//", "<<", ">>", "==", "~=", "<=", ">=", "::", "+", "-", "*", "/", "%", "^", "#",
    "&", "~", "|", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".",
];

/// A script that is read from its beginning.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token and where it stands; `End` for ever at the end.
    pub(super) fn next(&mut self) -> Result<(Token, Span), SyntaxError> {
        self.skip()?;
        let start = self.at;
        let token = self.token()?;
        let end = self.at;
        Ok((token, Span { start, end }))
    }

    /// What stands there.
    pub(super) fn text_of(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes blanks and comments.
    fn skip(&mut self) -> Result<(), SyntaxError> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            let Some(comment) = self.rest().strip_prefix("--") else {
                return Ok(());
            };
            self.at += 2;
            if self.long("comment")?.is_none() {
                self.at += comment.find('\n').unwrap_or(comment.len());
            }
        }
    }

    fn token(&mut self) -> Result<Token, SyntaxError> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        if first.is_ascii_alphabetic() || first == '_' {
            let word = self.take(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            let keyword = KEYWORDS.into_iter().find(|keyword| *keyword == word);
            return Ok(keyword.map_or_else(|| Token::Name(word.to_owned()), Token::Keyword));
        }
        let second = rest.chars().nth(1);
        if first.is_ascii_digit()
            || first == '.' && second.is_some_and(|next| next.is_ascii_digit())
        {
            return self.number();
        }
        if first == '"' || first == '\'' {
            return self.quoted(first);
        }
        if let Some(text) = self.long("text")? {
            return Ok(Token::Text(text.to_owned()));
        }
        match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            Some(sign) => {
                self.at += sign.len();
                Ok(Token::Sign(sign))
            }
            None => Err(self.wrong(self.at, format!("`{first}` has no meaning here"))),
        }
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn number(&mut self) -> Result<Token, SyntaxError> {
        let start = self.at;
        let mut before = ' ';
        let mut length = 0;
        let hex = self.rest().starts_with("0x") || self.rest().starts_with("0X");
        for letter in self.rest().chars() {
            let exponent = if hex {
                matches!(before, 'p' | 'P')
            } else {
                matches!(before, 'e' | 'E')
            };
            if !(letter.is_ascii_alphanumeric()
                || letter == '.'
                || exponent && matches!(letter, '+' | '-'))
            {
                break;
            }
            before = letter;
            length += 1;
        }
        let word = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        if let Some(digits) = word.get(2..).filter(|_| hex) {
            let valid = digits
                .chars()
                .all(|one| one.is_ascii_hexdigit() || matches!(one, '.' | 'p' | 'P' | '+' | '-'));
            return if valid && !digits.is_empty() {
                Ok(Token::Number(i64::from_str_radix(digits, 16).ok()))
            } else {
                Err(self.wrong(start, format!("`{word}` is no number")))
            };
        }
        match word.parse::<f64>() {
            Ok(_) => Ok(Token::Number(word.parse().ok())),
            Err(_) => Err(self.wrong(start, format!("`{word}` is no number"))),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Token, SyntaxError> {
        let start = self.at;
        let mut text = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((offset, letter)) = letters.next() {
            match letter {
                '\n' => break,
                '\\' => {
                    text.push('\\');
                    // `\z` and a line's end behind a backslash go on in the next line.
                    text.extend(letters.next().map(|(_, letter)| letter));
                }
                letter if letter == quote => {
                    self.at += offset + 1;
                    return Ok(Token::Text(text));
                }
                letter => text.push(letter),
            }
        }
        Err(self.wrong(start, "this text is not closed on its line".to_owned()))
    }

    /// A text or comment between `[[` and `]]`, with as many `=` between the brackets at both ends.
    fn long(&mut self, what: &str) -> Result<Option<&'a str>, SyntaxError> {
        let Some(opened) = self.rest().strip_prefix('[') else {
            return Ok(None);
        };
        let level = opened.len() - opened.trim_start_matches('=').len();
        let Some(inside) = opened.get(level..).and_then(|rest| rest.strip_prefix('[')) else {
            return Ok(None);
        };
        let close = format!("]{}]", "=".repeat(level));
        match inside.find(&close) {
            Some(end) => {
                self.at += 2 + level + end + close.len();
                Ok(inside.get(..end))
            }
            None => Err(self.wrong(
                self.at,
                format!("this {what} is never closed with `{close}`"),
            )),
        }
    }

    fn wrong(&self, start: usize, message: String) -> SyntaxError {
        let end = self.at.max(start + 1);
        SyntaxError {
            span: Span { start, end },
            message,
        }
    }
}
