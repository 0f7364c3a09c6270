# What `simulate` says: the steps, what they change, and what is wrong with their order.

## Changes

unknown = unknown
absent = none
added = { $path }: new { $fields }
already_there = { $path } exists already, so nothing is added
deadline = { $rule }: { $subject }, due { $due }: { $change ->
    [begins] the deadline starts
    [lifted] no longer due
    [met] met
    [met_late] met late
    [overdue] overdue
   *[pending] pending
}

## The end

summary = { $total ->
    [one] { $total } step
   *[other] { $total } steps
}: { $parts }
allowed = { $count } allowed
denied = { $count } denied
undetermined = { $count } undetermined
state_is_in = the resulting state is in { $path }

## What is wrong

actions = actions
no_action = no action
goes_back = time goes back: { $at } after { $latest }
now_goes_back = time goes back: this action has no `at` and happens now, { $at }, after { $latest }
earlier = this is earlier
than_this = than this
in_order = put the actions in the order in which they happen
unknown_value = `{ $path }` is unknown, so the resulting state cannot be written
give_value = add the value to the state that the actions start from
cannot_write = the state cannot be written as YAML: `{ $reason }`
