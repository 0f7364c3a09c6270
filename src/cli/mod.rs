//! Floor 7: the command line. The only floor that touches the disk, the clock and the terminal.

pub mod render;
