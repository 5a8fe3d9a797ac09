mod one {
    plivo_macros::client!("right.yaml", functions = [switch_lamp]);
}

mod two {
    plivo_macros::client!("right.yaml", only = []);
}

mod three {
    plivo_macros::lua!("right.yaml", crate = ::plivo_lua_host, crate = ::plivo_lua_host);
}

mod four {
    plivo_macros::lua!(manifest = "right.yaml");
}

mod five {
    plivo_macros::lua!("right.yaml", crate = super::host);
}

fn main() {}
