mod one {
    plivo_macros::client!("../../../tmp/manifests/right.yaml", functions = [switch_lamp]);
}

mod two {
    plivo_macros::client!("../../../tmp/manifests/right.yaml", only = []);
}

mod three {
    plivo_macros::lua!("../../../tmp/manifests/right.yaml", crate = ::plivo_lua_host, crate = ::plivo_lua_host);
}

mod four {
    plivo_macros::lua!(manifest = "../../../tmp/manifests/right.yaml");
}

mod five {
    plivo_macros::lua!("../../../tmp/manifests/right.yaml", crate = super::host);
}

fn main() {}
