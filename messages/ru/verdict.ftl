# Вердикты с их основаниями, проверки состояний, предложения, описания действий.

## Вердикты

allowed = разрешено
denied = запрещено
undetermined = не определено
until = { $verdict } до { $moment }, затем { $then }
at_least_until = { $verdict } как минимум до { $moment }
actions = { $count ->
    [one] { $count } действие
    [few] { $count } действия
   *[many] { $count } действий
}: { $parts }
actions_allowed = { $count ->
    [few] { $count } разрешены
   *[other] { $count } разрешено
}
actions_denied = { $count ->
    [few] { $count } запрещены
   *[other] { $count } запрещено
}
actions_undetermined = { $count ->
    [few] { $count } не определены
   *[other] { $count } не определено
}

## Основания

permitted_by = разрешает { $rule }
denied_by = запрещает { $rule }: { $message }
depends_on = зависит от { $count ->
    [one] правила { $rules }
   *[other] правил { $rules }
}
all_depend_on = { $count ->
    [1] всё, что отмечено знаком `?`, зависит ещё от правила { $rules }
   *[other] всё, что отмечено знаком `?`, зависит ещё от правил { $rules }
}
nothing_permits = действие `{ $action }` здесь ничто не разрешает
out_of_range = `{ $name }` может быть только числом { $range }
lies_in_itself = лежал бы в самом себе
unknown_target = неизвестно, на что ссылается `{ $name }`, а это изменилось бы
our_reading = наше прочтение
settled = документы расходятся ({ $conflict }): { $other }. Действует { $in_force }: { $because }
considered = рассмотрены, но не применились:
counted = { $path }: { $count }
total = { $path }: { $sum } в сумме
overflow = результат вычисления не помещается в 64 бита
overflow_here = от него зависит вердикт
said_in = { $text } ({ $language ->
    [en] по-английски
    [ru] по-русски
   *[other] на языке `{ $language }`
})

## Обязанности

pending = предстоит
met = выполнено
met_late = выполнено с опозданием
overdue = просрочено
obligation = { $rule }: { $subject }, { $status }, срок — { $due }

## Места

this_rule = это правило
no_permission_here = здесь нет разрешения
document_says = так говорит документ
quote_of = { $message }: «{ $quote }»
value_now = теперь `{ $path }` — `{ $value }`
left_out = значение `{ $path }` не указано
default_value = значение `{ $path }` не указано, поэтому считается `{ $value }`
left_out_here = рядом не указано `{ $name }`
unknown = { $count ->
    [1] значение { $paths } неизвестно; укажите его, чтобы получить вердикт
   *[other] значения { $paths } неизвестны; укажите их, чтобы получить вердикт
}
unknown_value = неизвестно
absent_value = отсутствует
left_out_value = не указано
counted_here = здесь насчитано: { $count }
total_here = здесь в сумме: { $sum }
not_found_here = здесь не найдено (всего { $count })
unknown_number = сколько их, неизвестно

## Проверки состояний

violation = нарушение
upcoming = предстоит
due = срок — { $moment }
cannot_tell = соблюдено ли `{ $rule }`, сказать нельзя: { $count ->
    [1] значение { $paths } неизвестно
   *[other] значения { $paths } неизвестны
}
violations = нарушения
nothing_found = ничего не найдено
all_states = все состояния

## Что сделало бы действие разрешённым

proposals = { $count ->
    [0] не найдено изменений, после которых это было бы разрешено
    [1] что сделало бы это разрешённым:
   *[other] что сделало бы это разрешённым (любое из этого):
}
find_out = нужно выяснить: { $paths }
fix_all = `--fix=all` ищет и такие изменения, которые дают кому-то больше прав
gives_role = даёт { $people } права роли «{ $role }»
gives_use = позволяет { $people } пользоваться правами роли «{ $role }»
gives_rights = даёт { $people } новые права: { $actions }
other_people = другим
all_of_this = всё вместе:
only_permitted_by = разрешает только { $rule }
in_the_way = сейчас мешает { $rule }
somebody_else = кто-то другой
somebody_does = { $who }: { $step }
nobody_does = { $step }; действием это не изменить
nobody_found = { $step }; кто мог бы здесь это изменить, не нашлось
at_least = не меньше { $value }
at_most = не больше { $value }
tell = указать `{ $name }`: { $values }
tell_instead = указать `{ $name }`: { $values } (сейчас { $now })
told = указав `{ $name }`: { $values }
told_instead = указав `{ $name }`: { $values } (сейчас { $now })
in_place_of = { $person } может сделать это вместо { $actor }
do_first = сначала выполнить { $call }{ $others ->
    [0] { "" }
    [one] { " " }(подойдёт и ещё { $others } вариант)
    [few] { " " }(подойдут и ещё { $others } варианта)
   *[many] { " " }(подойдут и ещё { $others } вариантов)
}
may_do_first = { $person } может сначала выполнить { $call }{ $others ->
    [0] { "" }
    [one] { " " }(подойдёт и ещё { $others } вариант)
    [few] { " " }(подойдут и ещё { $others } варианта)
   *[many] { " " }(подойдут и ещё { $others } вариантов)
}
wait_until = подождать до { $moment }
turns_out = если окажется, что `{ $path }` — { $values }{ $others ->
    [0] { "" }
    [one] { " " }(подойдёт и ещё { $others } вариант)
    [few] { " " }(подойдут и ещё { $others } варианта)
   *[many] { " " }(подойдут и ещё { $others } вариантов)
}
were = если бы значение `{ $path }` было { $values }{ $others ->
    [0] { "" }
    [one] { " " }(подойдёт и ещё { $others } вариант)
    [few] { " " }(подойдут и ещё { $others } варианта)
   *[many] { " " }(подойдут и ещё { $others } вариантов)
}
were_instead = если бы значение `{ $path }` было { $values } (сейчас { $now }){ $others ->
    [0] { "" }
    [one] { " " }(подойдёт и ещё { $others } вариант)
    [few] { " " }(подойдут и ещё { $others } варианта)
   *[many] { " " }(подойдут и ещё { $others } вариантов)
}
some_had = если бы `{ $value }` было в `{ $field }` хотя бы у одного элемента `{ $collection }`
some_has = если окажется, что `{ $value }` есть в `{ $field }` хотя бы у одного элемента `{ $collection }`
none_had = если бы `{ $value }` не было в `{ $field }` ни у одного элемента `{ $collection }`
none_has = если окажется, что `{ $value }` нет в `{ $field }` ни у одного элемента `{ $collection }`
is_empty = если окажется, что в `{ $path }` ничего нет
has_no_more = если окажется, что других элементов в `{ $path }` нет

## Как выполняется действие

how = как выполнить
no_steps = шаги не описаны
who_may = кому разрешено
nobody = никому
deadlines_met = какие сроки выполняет
denies_with = при запрете говорит: { $message }
under_conditions = при каких условиях

over_budget = пришлось бы просмотреть { $cost } { $cost ->
        [one] элемент
        [few] элемента
       *[other] элементов
    }, а можно { $budget }
over_any_budget = пришлось бы просмотреть больше элементов, чем можно сосчитать, а можно { $budget }
rule_over_budget = правило `{ $rule }` обходится слишком дорого: { $what }
within_budget = сравните поле элементов через `is`, `is one of` или `is in`: тогда их найдут, не просматривая всех; или разрешите больше через `--budget`
costs_most = дороже всего обходится это
actions_over_budget = { $count } сверх предела
search_stopped = поиск остановлен раньше, чем перебраны все варианты: могут быть и другие
not_judged = это действие не проверено
effects_over_budget = эффекты обходятся слишком дорого: { $what }
