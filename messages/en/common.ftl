# Parts that messages of every kind are put together from.

and = { $first } and { $last }
or = { $first } or { $last }
more = { $count } more

## Words around a message

error = error
warning = warning
advice = advice
help-word = help
note = note
more-places = and { $count ->
    [one] one more place
   *[other] { $count } more places
}
more-messages = and { $count ->
    [one] one more message
   *[other] { $count } more messages
}
