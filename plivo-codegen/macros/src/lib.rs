//! The generator as a proc-macro, for manifests of your own
