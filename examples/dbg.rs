use ustav::{model, syntax, words::*};
fn main() {
    let mut sources = Sources::default();
    let mut parsed = model::Parsed::default();
    for a in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&a).unwrap();
        let id = sources.add(Source::new(a, t.clone()));
        let (f, d) = syntax::parse(id, &t);
        if std::env::var("T").is_ok() {
            println!(
                "{:?}",
                f.declarations
                    .iter()
                    .map(|d| sources.text(d.span).chars().take(20).collect::<String>())
                    .collect::<Vec<_>>()
            );
        }
        parsed.files.push(f);
        parsed.diagnostics.extend(d);
    }
    let (m, d) = model::check(parsed);
    for d in d {
        println!("{} {}", d.code, d.message);
        for l in d.labels {
            println!("    {} [{}] {}", sources.place(l.span), sources.text(l.span), l.text);
        }
        if let Some(h) = d.help {
            println!("    help {h}");
        }
    }
    println!("{}", m.is_some());
}
