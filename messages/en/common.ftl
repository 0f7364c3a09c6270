# Parts that messages of every kind are put together from.

and = { $first } and { $last }
or = { $first } or { $last }
more = { $count } more
