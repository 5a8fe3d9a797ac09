//! Expressions: what a script reads, calls and passes.

use super::lexer::{Span, Token};
use super::parser::{Argument, Arguments, Call, Constant, Expression, Name, Parsed, Parser};

impl Parser<'_> {
    pub(super) fn expressions(&mut self) -> Parsed<Vec<(Expression, Span)>> {
        let mut all = vec![self.expression()?];
        while self.accept(",")? {
            all.push(self.expression()?);
        }
        Ok(all)
    }

    pub(super) fn expression(&mut self) -> Parsed<(Expression, Span)> {
        const BINARY: [&str; 21] = [
            "+", "-", "*", "/", "//", "^", "%", "&", "~", "|", ">>", "<<", "..", "<", "<=", ">",
            ">=", "==", "~=", "and", "or",
        ];
        self.deeper(|parser| {
            let start = parser.span.start;
            let mut result = parser.operand()?;
            while BINARY.iter().any(|sign| parser.is(sign)) {
                parser.advance()?;
                parser.operand()?;
                result = Expression::Other;
            }
            Ok((
                result,
                Span {
                    start,
                    end: parser.end,
                },
            ))
        })
    }

    fn operand(&mut self) -> Parsed<Expression> {
        let mut signs = 0;
        let mut minus = false;
        while ["-", "not", "#", "~"].iter().any(|sign| self.is(sign)) {
            minus = self.is("-");
            signs += 1;
            self.advance()?;
        }
        let simple = self.simple()?;
        Ok(match (signs, simple) {
            (0, simple) => simple,
            (1, Expression::Constant(Constant::Integer(value))) if minus => {
                Expression::Constant(Constant::Integer(-value))
            }
            (1, Expression::Constant(Constant::Number)) if minus => {
                Expression::Constant(Constant::Number)
            }
            _ => Expression::Other,
        })
    }

    fn simple(&mut self) -> Parsed<Expression> {
        let constant = match &self.token {
            Token::Keyword("nil") => Constant::Nil,
            Token::Keyword("true") => Constant::Boolean(true),
            Token::Keyword("false") => Constant::Boolean(false),
            Token::Number(Some(value)) => Constant::Integer(*value),
            Token::Number(None) => Constant::Number,
            Token::Text(text) => Constant::Text(text.clone()),
            Token::Sign("...") => {
                self.advance()?;
                return Ok(Expression::Other);
            }
            Token::Sign("{") => return self.table(),
            Token::Keyword("function") => {
                self.advance()?;
                self.function_body()?;
                return Ok(Expression::Other);
            }
            Token::Name(_) | Token::Keyword(_) | Token::Sign(_) | Token::End => {
                return self.suffixed().map(|(expression, _)| expression);
            }
        };
        self.advance()?;
        Ok(Expression::Constant(constant))
    }

    /// A name or an expression in brackets with what follows it, and whether that ends in a call.
    pub(super) fn suffixed(&mut self) -> Parsed<(Expression, bool)> {
        let mut chain = if self.accept("(")? {
            self.expression()?;
            self.expect(")")?;
            None
        } else if let Token::Name(_) = self.token {
            let (name, span) = self.name()?;
            match self.locals.get(&name) {
                Some(known) => known.clone(),
                None => Some(Name {
                    parts: vec![(name, span)],
                }),
            }
        } else {
            return Err(self.unexpected("an expression"));
        };
        let mut called = false;
        loop {
            let method = self.is(":");
            if self.accept(".")? {
                let part = self.name()?;
                if let Some(chain) = &mut chain {
                    chain.parts.push(part);
                }
                called = false;
            } else if self.accept("[")? {
                self.expression()?;
                self.expect("]")?;
                self.script.names.extend(chain.take());
                called = false;
            } else if method || self.is("(") || self.is("{") || matches!(self.token, Token::Text(_))
            {
                if self.accept(":")? {
                    let part = self.name()?;
                    if let Some(chain) = &mut chain {
                        chain.parts.push(part);
                    }
                }
                let arguments = self.arguments()?;
                if let Some(function) = chain.take() {
                    self.script.calls.push(Call {
                        function,
                        arguments,
                        method,
                    });
                }
                called = true;
            } else {
                break;
            }
        }
        Ok(match chain {
            Some(name) => {
                self.script.names.push(name.clone());
                (Expression::Name(name), called)
            }
            None => (Expression::Other, called),
        })
    }

    fn arguments(&mut self) -> Parsed<Arguments> {
        let start = self.span.start;
        let given = if self.accept("(")? {
            let given = if self.is(")") {
                Vec::new()
            } else {
                self.deeper(Self::expressions)?
            };
            self.expect(")")?;
            given
        } else if let Token::Text(text) = &self.token {
            let text = text.clone();
            self.advance()?;
            vec![(
                Expression::Constant(Constant::Text(text)),
                Span {
                    start,
                    end: self.end,
                },
            )]
        } else {
            let table = self.table()?;
            vec![(
                table,
                Span {
                    start,
                    end: self.end,
                },
            )]
        };
        let mut given = given;
        if given.len() == 1
            && let Some((Expression::Named(_) | Expression::Constant(Constant::Texts(_)), _)) =
                given.first()
        {
            match given.pop() {
                Some((Expression::Named(fields), _)) => return Ok(Arguments::Named(fields)),
                // `f{}` names nothing.
                Some((Expression::Constant(Constant::Texts(texts)), _)) if texts.is_empty() => {
                    return Ok(Arguments::Named(Vec::new()));
                }
                other => given.extend(other),
            }
        }
        Ok(Arguments::Positional(
            given
                .into_iter()
                .map(|(value, span)| argument(value, span))
                .collect(),
        ))
    }

    fn table(&mut self) -> Parsed<Expression> {
        self.deeper(|parser| {
            let (mut named, mut texts, mut others) = (Vec::new(), Vec::new(), false);
            parser.expect("{")?;
            while !parser.is("}") {
                if parser.accept("[")? {
                    parser.expression()?;
                    parser.expect("]")?;
                    parser.expect("=")?;
                    parser.expression()?;
                    others = true;
                } else {
                    let (value, span) = parser.expression()?;
                    // A name before `=` is a key, which looks like an expression until then.
                    if parser.is("=") {
                        let key = parser.key(&value, span)?;
                        parser.advance()?;
                        let (value, at) = parser.expression()?;
                        named.push((key, span, argument(value, at)));
                    } else if let Expression::Constant(Constant::Text(text)) = value {
                        texts.push(text);
                    } else {
                        others = true;
                    }
                }
                if !parser.accept(",")? && !parser.accept(";")? {
                    break;
                }
            }
            parser.expect("}")?;
            Ok(match (named.is_empty(), others) {
                (false, _) => Expression::Named(named),
                (true, false) => Expression::Constant(Constant::Texts(texts)),
                (true, true) => Expression::Constant(Constant::Table),
            })
        })
    }

    /// The text of a key that was read as an expression.
    fn key(&mut self, value: &Expression, span: Span) -> Parsed<String> {
        let text = self.lexer.text_of(span);
        let is_name = matches!(value, Expression::Name(_) | Expression::Other)
            && !text.is_empty()
            && text
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if is_name {
            // It is no value that the script reads.
            if matches!(value, Expression::Name(_)) {
                self.script.names.pop();
            }
            Ok(text.to_owned())
        } else {
            Err(self.unexpected("`,` or `}`"))
        }
    }
}

fn argument(value: Expression, span: Span) -> Argument {
    let constant = match value {
        Expression::Constant(constant) => Some(constant),
        Expression::Named(_) => Some(Constant::Table),
        Expression::Name(_) | Expression::Other => None,
    };
    Argument { span, constant }
}
