# Что говорит `simulate`: шаги, что они меняют и что не так с их порядком.

## Изменения

unknown = неизвестно
absent = нет
added = { $path }: новый элемент { $fields }
already_there = { $path }: уже есть, ничего не добавлено
deadline = { $rule }: { $subject }, { $change ->
    [begins] новый срок — { $due }
    [lifted] срок { $due } снят
    [met] выполнено, срок — { $due }
    [met_late] выполнено с опозданием, срок был { $due }
    [overdue] просрочено, срок был { $due }
   *[pending] предстоит, срок — { $due }
}

## Итог

summary = { $total ->
    [one] { $total } шаг
    [few] { $total } шага
   *[many] { $total } шагов
}: { $parts }
allowed = { $count ->
    [one] { $count } разрешён
    [few] { $count } разрешены
   *[many] { $count } разрешено
}
denied = { $count ->
    [one] { $count } запрещён
    [few] { $count } запрещены
   *[many] { $count } запрещено
}
undetermined = { $count ->
    [one] { $count } не определён
    [few] { $count } не определены
   *[many] { $count } не определено
}
state_is_in = получившееся состояние — в файле { $path }

## Ошибки

actions = действия
no_action = здесь нет действия
goes_back = время идёт назад: { $at } после { $latest }
now_goes_back = время идёт назад: действие без `at` выполняется сейчас, { $at }, после { $latest }
earlier = это раньше
than_this = чем это
in_order = расположите действия по порядку времени
unknown_value = значение `{ $path }` неизвестно, поэтому получившееся состояние нельзя записать
give_value = укажите это значение в исходном состоянии
cannot_write = состояние нельзя записать как YAML: `{ $reason }`
