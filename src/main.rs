//! The program. All that it does is in the library.

fn main() -> std::process::ExitCode {
    ustav::cli::main()
}
