# What `review` asks and says.

choice = { $choice ->
    [accept] accept
    [requote] quote anew
    [aside] set aside
    [explain] explain
    [skip] skip
    [quit] quit
   *[help] help
}
question = { $count } left: { $choices }:
means = { $choice ->
    [accept] record that it is right as it is, with a reason
    [requote] quote other words of the document in place of those that it lacks
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
what_is_said = what does the document say now, word for word?
no_quote = without other words, nothing is recorded
no_reason = without a reason, nothing is recorded
changed_meanwhile = meanwhile it became another: nothing is recorded
ended = recorded: { $count }, left: { $left }
