# What `review` asks and says.

choice = { $choice ->
    [accept] accept
    [aside] set aside
    [explain] explain
    [skip] skip
    [quit] quit
   *[help] help
}
question = { $count } left: { $choices }:
means = { $choice ->
    [accept] record that it is right as it is, with a reason
    [aside] write an `aside` with a reason into the rules: it decides nothing
    [explain] show the places in their texts, and all that hangs on it
    [skip] leave it for later
    [quit] end; what was recorded stays
   *[help] this list
}
why = { $choice ->
    [aside] why does it decide nothing?
   *[accept] why is it right as it is?
}
no_reason = without a reason, nothing is recorded
changed_meanwhile = meanwhile it became another: nothing is recorded
ended = recorded: { $count }, left: { $left }
