# What `draft` and `new` write and print.

## Comments of a drafted rule file

intro = A draft: nothing here is a rule yet. Remove the # from what is one, and fill in every `…`. What the document says stands word for word; names are made of its words.
users = Who acts has an id and a role.
roles = Who acts, as the document calls them.
actions = What is done, as the document calls it.
states_nothing = no sentence here lets, asks or forbids anything
repeated = This stands in several places, as does what is around it, and cannot be quoted:
only_advice = the document only recommends this

## What came of it

no_document = no document is named, and the rules declare none
name_a_document = name a document: `ustav draft article.md`
no_path = a document needs a path, by which rules cite it; standard input has none
is_a_rule_file = `{ $path }` is a rule file, and no document
not_a_rule_file = a draft goes into a rule file, not into `{ $path }`
nothing_to_add = nothing to add: `{ $file }` quotes every sentence that states something
added = { $count ->
    [one] added one sentence to `{ $file }`
   *[other] added { $count } sentences to `{ $file }`
}
created = { $count ->
    [0] wrote `{ $file }`; the document states nothing
    [one] wrote `{ $file }`: one sentence to decide on
   *[other] wrote `{ $file }`: { $count } sentences to decide on
}
example_state = A state to begin with, from what the rules declare.
example_actions = An action of each kind, to be judged on this state.
is_there = `{ $path }` is there already
other_folder = name another folder behind `--into`, or print the examples without it
misfit = the document has something that no rule file can hold (draft for `{ $file }`)
quote_it = quote what is needed by hand

## A new pack

new_pack = made `{ $folder }`: a rule file, the document that it quotes, a scenario, examples. Go there, and try `ustav verify`, `ustav test`, `ustav check examples/state.yaml examples/action.yaml`
because_new = made by `ustav new`
not_empty = `{ $folder }` is not empty
name_a_folder = name a folder that is not there yet, or an empty one
