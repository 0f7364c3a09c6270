//! On Linux the program is linked to fixed addresses: 46,000 places in tables of time zones and characters then need
//! not be moved whenever it starts, which took a third of the time of a single verdict from files. Stack, heap and libraries
//! lie at random places as before, and the library is not concerned.
#![expect(clippy::disallowed_methods, reason = "cargo tells it so for what it builds")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
