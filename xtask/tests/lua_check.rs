//! Which Lua blocks are found in Markdown and Rust.

use xtask::lua_check::{Block, in_markdown, in_rust};

fn found(blocks: &[Block]) -> Vec<(usize, &str)> {
    blocks
        .iter()
        .map(|block| (block.line, block.text.as_str()))
        .collect()
}

#[test]
fn blocks_of_lua_are_taken_out_of_markdown() {
    let text = "\
# Title

```lua
print(1)

print(2)
```

```sh
```lua
```

````md
```lua
shown, not meant
```
````

1. indented

   ```lua
   print(3)
   ```
";
    assert_eq!(
        found(&in_markdown("a.md", text)),
        [(3, "print(1)\n\nprint(2)\n"), (21, "   print(3)\n")]
    );
}

#[test]
fn blocks_of_lua_are_taken_out_of_doc_comments() {
    let text = "\
//! ```lua
//! for i = 1, 2 do
//!   print(i)
//! end
//! ```

    /// ```
    /// let rust = 1;
    /// ```
    ///
    /// ```lua
    /// print(4)
    fn unclosed() {}
    // ```lua
    // no documentation
";
    assert_eq!(
        found(&in_rust("a.rs", text)),
        [
            (1, "for i = 1, 2 do\n  print(i)\nend\n"),
            (11, "print(4)\n")
        ]
    );
}
