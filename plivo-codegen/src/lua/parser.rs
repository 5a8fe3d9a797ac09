//! A script as its calls: recursive descent, with a bound on how deep.

use std::collections::HashMap;

use super::SyntaxError;
use super::lexer::{Lexer, Span, Token};

/// How deep blocks and expressions may nest. Lua itself allows 200.
const DEEPEST: usize = 100;

/// What a script calls and names, in order.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// Every call of a chain of names: `a.b.c{…}`.
    pub(crate) calls: Vec<Call>,
    /// Every chain of names that is read, called or not.
    pub(crate) names: Vec<Name>,
}

/// A chain of names, from a global or what a local one stands for.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) parts: Vec<(String, Span)>,
}

/// A call of a chain of names.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) function: Name,
    pub(crate) arguments: Arguments,
    /// Whether it is written with `:`.
    pub(crate) method: bool,
}

/// What a call passes.
#[derive(Debug)]
pub(crate) enum Arguments {
    /// `f{name = …}`, each with where its name stands.
    Named(Vec<(String, Span, Argument)>),
    /// `f(…)`.
    Positional(Vec<Argument>),
}

/// What is passed, and where it stands; no constant, where it is known only when the script runs.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) span: Span,
    pub(crate) constant: Option<Constant>,
}

/// A value that stands in the script.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Constant {
    Nil,
    Boolean(bool),
    Integer(i64),
    /// Another number.
    Number,
    Text(String),
    /// A table of texts.
    Texts(Vec<String>),
    /// Another table.
    Table,
}

/// What an expression is, as far as it matters.
pub(super) enum Expression {
    Name(Name),
    Constant(Constant),
    Named(Vec<(String, Span, Argument)>),
    Other,
}

pub(super) type Parsed<T> = Result<T, SyntaxError>;

/// Reads a script, or says where it stops being Lua.
pub(crate) fn parse(text: &str) -> Parsed<Script> {
    let mut lexer = Lexer::new(text);
    let (token, span) = lexer.next()?;
    let mut parser = Parser {
        lexer,
        token,
        span,
        end: 0,
        depth: 0,
        locals: HashMap::new(),
        script: Script::default(),
    };
    parser.block()?;
    match parser.token {
        Token::End => Ok(parser.script),
        _ => Err(parser.unexpected("the end of the script")),
    }
}

pub(super) struct Parser<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) token: Token,
    pub(super) span: Span,
    /// Where the token before this one ends.
    pub(super) end: usize,
    pub(super) depth: usize,
    /// What locals stand for, where that is a chain of names.
    pub(super) locals: HashMap<String, Option<Name>>,
    pub(super) script: Script,
}

impl Parser<'_> {
    pub(super) fn advance(&mut self) -> Parsed<Token> {
        let (token, span) = self.lexer.next()?;
        self.end = self.span.end;
        self.span = span;
        Ok(std::mem::replace(&mut self.token, token))
    }

    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(&self.token, Token::Sign(word) | Token::Keyword(word) if *word == sign)
    }

    pub(super) fn accept(&mut self, sign: &str) -> Parsed<bool> {
        let found = self.is(sign);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.accept(sign)? {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    pub(super) fn name(&mut self) -> Parsed<(String, Span)> {
        let span = self.span;
        match &self.token {
            Token::Name(name) => {
                let name = name.clone();
                self.advance()?;
                Ok((name, span))
            }
            _ => Err(self.unexpected("a name")),
        }
    }

    pub(super) fn unexpected(&self, wanted: &str) -> SyntaxError {
        let found = match &self.token {
            Token::Name(name) => format!("`{name}`"),
            Token::Keyword(word) | Token::Sign(word) => format!("`{word}`"),
            Token::Number(_) => "a number".to_owned(),
            Token::Text(_) => "a text".to_owned(),
            Token::End => "the end of the script".to_owned(),
        };
        // The end of the script may be lines away from what it lacks.
        let span = match self.token {
            Token::End => Span {
                start: self.end.saturating_sub(1),
                end: self.end,
            },
            _ => self.span,
        };
        SyntaxError {
            span,
            message: format!("{wanted} is expected, not {found}"),
        }
    }

    pub(super) fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            let message = format!("nested more than {DEEPEST} levels deep");
            return Err(SyntaxError {
                span: self.span,
                message,
            });
        }
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
    }

    fn block(&mut self) -> Parsed<()> {
        self.deeper(|parser| {
            loop {
                match &parser.token {
                    Token::End | Token::Keyword("end" | "else" | "elseif" | "until") => {
                        return Ok(());
                    }
                    Token::Keyword("return") => {
                        parser.advance()?;
                        let ends = matches!(
                            parser.token,
                            Token::End | Token::Keyword("end" | "else" | "elseif" | "until")
                        );
                        if !ends && !parser.is(";") {
                            parser.expressions()?;
                        }
                        parser.accept(";")?;
                        return Ok(());
                    }
                    _ => parser.statement()?,
                }
            }
        })
    }

    fn statement(&mut self) -> Parsed<()> {
        let Token::Keyword(word) = self.token else {
            if self.accept(";")? {
                return Ok(());
            }
            if self.accept("::")? {
                self.name()?;
                return self.expect("::");
            }
            return self.call_or_assignment();
        };
        match word {
            "break" => self.advance().map(drop),
            "goto" => {
                self.advance()?;
                self.name().map(drop)
            }
            "do" => {
                self.advance()?;
                self.block()?;
                self.expect("end")
            }
            "while" => {
                self.advance()?;
                self.expression()?;
                self.expect("do")?;
                self.block()?;
                self.expect("end")
            }
            "repeat" => {
                self.advance()?;
                self.block()?;
                self.expect("until")?;
                self.expression().map(drop)
            }
            "if" => {
                self.advance()?;
                self.expression()?;
                self.expect("then")?;
                self.block()?;
                while self.accept("elseif")? {
                    self.expression()?;
                    self.expect("then")?;
                    self.block()?;
                }
                if self.accept("else")? {
                    self.block()?;
                }
                self.expect("end")
            }
            "for" => self.for_loop(),
            "function" => {
                self.advance()?;
                self.name()?;
                while self.accept(".")? {
                    self.name()?;
                }
                if self.accept(":")? {
                    self.name()?;
                }
                self.function_body()
            }
            "local" => self.local(),
            _ => Err(self.unexpected("a statement")),
        }
    }

    fn for_loop(&mut self) -> Parsed<()> {
        self.advance()?;
        let (first, _) = self.name()?;
        self.locals.insert(first, None);
        if self.accept("=")? {
            self.expressions()?;
        } else {
            while self.accept(",")? {
                let (name, _) = self.name()?;
                self.locals.insert(name, None);
            }
            self.expect("in")?;
            self.expressions()?;
        }
        self.expect("do")?;
        self.block()?;
        self.expect("end")
    }

    fn local(&mut self) -> Parsed<()> {
        self.advance()?;
        if self.accept("function")? {
            let (name, _) = self.name()?;
            self.locals.insert(name, None);
            return self.function_body();
        }
        let mut names = Vec::new();
        loop {
            names.push(self.name()?.0);
            if self.accept("<")? {
                self.name()?;
                self.expect(">")?;
            }
            if !self.accept(",")? {
                break;
            }
        }
        let mut values = if self.accept("=")? {
            self.expressions()?
        } else {
            Vec::new()
        }
        .into_iter();
        for name in names {
            let value = match values.next() {
                Some((Expression::Name(value), _)) => Some(value),
                _ => None,
            };
            self.locals.insert(name, value);
        }
        Ok(())
    }

    pub(super) fn function_body(&mut self) -> Parsed<()> {
        self.expect("(")?;
        while !self.is(")") {
            if !self.accept("...")? {
                let (name, _) = self.name()?;
                self.locals.insert(name, None);
            }
            if !self.accept(",")? {
                break;
            }
        }
        self.expect(")")?;
        self.block()?;
        self.expect("end")
    }

    fn call_or_assignment(&mut self) -> Parsed<()> {
        let begin = self.span;
        let (_, called) = self.suffixed()?;
        if !self.is("=") && !self.is(",") {
            return if called {
                Ok(())
            } else {
                let message = "this is neither a call nor an assignment".to_owned();
                Err(SyntaxError {
                    span: Span {
                        start: begin.start,
                        end: self.end,
                    },
                    message,
                })
            };
        }
        while self.accept(",")? {
            self.suffixed()?;
        }
        self.expect("=")?;
        self.expressions().map(drop)
    }
}
