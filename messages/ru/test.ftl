# Результаты `test`: сценарии, покрытие, мутация, граничные случаи.

## Сценарии

scenarios = сценарии
changes = изменения
actions_and_rules = действия и правила
to_confirm = { $name } (ждёт подтверждения)
summary = { $all ->
    [one] { $all } сценарий
    [few] { $all } сценария
   *[many] { $all } сценариев
}: { $passed ->
    [one] { $passed } пройден
    [few] { $passed } пройдены
   *[many] { $passed } пройдено
}{ $failed ->
    [0] {""}
   *[other] , { $failed } не пройдено
}{ $confirm ->
    [0] {""}
    [one] , { $confirm } ждёт подтверждения
    [few] , { $confirm } ждут подтверждения
   *[many] , { $confirm } ждут подтверждения
}
waiting = ожидание изменений
not_checked = { $count ->
    [one] пропущена ещё { $count } проверка этого сценария
    [few] пропущены ещё { $count } проверки этого сценария
   *[many] пропущено ещё { $count } проверок этого сценария
}: состояние было бы другим

## Что ожидалось и что получено

verdict = { $verdict ->
    [allowed] разрешено
    [denied] запрещено
   *[undetermined] не определено
}
nothing = ничего
expected_verdict = ожидалось «{ $expected }», получено «{ $actual }» ({ $because })
expected_rules = { $actual }, как и ожидалось, но по другим правилам — ожидалось: { $expected }, получено: { $because }
audited = проверка состояния { $at }: { $lists }
expected_findings = { $severity ->
    [violation] нарушения
    [upcoming] предстоящее
   *[undetermined] неопределённое
} — ожидалось: { $expected }, найдено: { $actual }
both = { $first }; { $last }
got = получено «{ $verdict }»
no_reason = не причина этого вердикта
also_because = также по правилам: { $rules }
not_found = не найдено
also_found = сверх этого найдено: { $rules }

## Покрытие

rules = правила
exceptions = исключения ролей
actions = действия
passages = фрагменты
rule = { $rule }: { $sides }
also_forbids = { $rule } (`also forbids`): { $sides }
action = { $action } ({ $judged ->
    [0] ни разу не проверено
    [one] проверено { $judged } раз
    [few] проверено { $judged } раза
   *[many] проверено { $judged } раз
}): { $sides }
reached = ✓ { $side }
not_reached = · { $side }
side = { $side ->
    [applied] применилось
    [not_applied] не применилось
    [broken] нарушено
    [kept] соблюдено
    [upcoming] предстоит
    [running] идёт
    [not_running] не идёт
    [allowed] разрешено
    [denied] запрещено
   *[unknown] неизвестно
}
coverage = покрытие: { $percent } % ({ $reached } из { $all }){ $least ->
    [none] {""}
   *[other] , нужно не меньше { $least } %
}
coverage_too_low = сценарии покрывают { $percent } % правил, а нужно не меньше { $least } %

## Мутация

rule_removed = правило удалено
becomes = `{ $before }` заменено на `{ $after }`
no_default = у `{ $name }` нет значения по умолчанию
not_optional = поле `{ $name }` обязательно
becomes_within = `{ $before }` заменено на `{ $after }` в `{ $whole }`
dropped = убрано `{ $what }`
dropped_from = из `{ $list }` убрано `{ $what }`
negated = `{ $what }` заменено отрицанием
change = { $owner }: { $change }
unnoticed = { $owner }: { $change }, и ни один сценарий этого не замечает
would_notice = это заметил бы сценарий:
noticed_by_rule = замеченные изменения по правилам
noticed_by_passage = замеченные изменения по фрагментам
ratio = { $reached } из { $all }
tally = { $name }{ $equivalent ->
    [0] {""}
    [one] , { $equivalent } равносильное
   *[other] , { $equivalent } равносильных
}{ $refused ->
    [0] {""}
    [one] , { $refused } не компилируется
   *[other] , { $refused } не компилируются
}
noticed = замечено изменений: { $percent } % ({ $reached } из { $all }){ $equivalent ->
    [0] {""}
    [one] , { $equivalent } равносильное
   *[other] , { $equivalent } равносильных
}{ $refused ->
    [0] {""}
    [one] , { $refused } не компилируется
   *[other] , { $refused } не компилируются
}{ $least ->
    [none] {""}
   *[other] , нужно не меньше { $least } %
}
noticing_stopped = поиск сценариев, которые заметили бы эти изменения, остановлен раньше, чем перебраны все варианты
not_tried = изменения не проверялись: сначала должны пройти все сценарии
noticed_too_low = сценарии замечают { $percent } % изменений, а нужно не меньше { $least } %
skipped = { $outcome ->
    [equivalent] равносильно
   *[refused] не компилируется
}

## Граничные случаи: файл

about_file = Граничные случаи правил, записанные командой `ustav test --boundaries`, с нынешними вердиктами.
about_confirm = Прочитайте каждый: если итог верен, уберите `confirm: true`.
never_allowed = Не найдено, когда это разрешено: { $actions }
search_stopped = Поиск случаев остановлен раньше, чем перебраны все варианты: возможны и другие
left_out = Пропущено: { $what }
only_first = { $what }: только { $most ->
    [one] первый { $most } случай
    [few] первые { $most } случая
   *[many] первые { $most } случаев
}
excepted_cases = исключения
effect_cases = эффекты действий
too_many_of_rule = { $owner }: { $elements } ({ $rule })
too_many = { $owner }: { $elements }
nothing_shows = { $action }: не найдено случая, который показывает { $effect }
nothing_applies = { $rule }: не найдено, к чему применить правило
shows_change = изменение: { $what }
shows_condition = условие, при котором меняется { $what }
field_of = поле `{ $field }` элемента `{ $noun }`
new_element = новый элемент `{ $noun }`

## Граничные случаи: имена

case = { $owner }: { $words }
case_like = { $owner }: { $words } (как роль { $role })
case_excepted = { $owner }: { $words } (исключение из правила { $rule })
case_numbered = { $name } ({ $number })
audit_case = проверка состояния: { $words }
plain_case = обычный случай
then_action = { $name }; затем { $action }
then_action_by = { $name }; затем { $action }, исполнитель { $who }
then_audit = { $name }; затем проверка состояния { $time }
is = { $place } — { $value }
is_absent = { $place } отсутствует
is_empty = пусто: { $place }
is_among = среди { $field } в { $collection } есть { $text }
is_not_among = среди { $field } в { $collection } нет { $text }
acts = исполнитель { $who }
one_more = ещё один элемент { $noun }
one_less = на один элемент { $noun } меньше
none_there = ни одного элемента { $collection }
on_day = в день { $day }
day_begins = в начале дня { $day }
last_second = в последнюю секунду дня { $day }
at_time = в момент { $time }
elements = { $collection }: { $count ->
    [one] { $count } элемент
    [few] { $count } элемента
   *[many] { $count } элементов
}
elements_counted = { $collection }: { $count ->
    [one] учитывается { $count } элемент
    [few] учитываются { $count } элемента
   *[many] учитывается { $count } элементов
}
elements_counted_for = { $collection }: { $count ->
    [one] учитывается { $count } элемент
    [few] учитываются { $count } элемента
   *[many] учитывается { $count } элементов
} для { $rule }
that_count = { $count ->
    [one] учитывается { $count } элемент
    [few] учитываются { $count } элемента
   *[many] учитывается { $count } элементов
}

## Ошибки

no_scenario = нет сценариев для проверки
list_them = перечислите сценарии файла под ключом `scenarios`
none_matches = нет сценария, у которого `{ $filter }` есть в имени или в имени файла
cannot_watch = за стандартным вводом нельзя следить
name_files = укажите файлы
exists = файл `{ $path }` уже существует
confirmed_there = в нём есть сценарии, которые кто-то подтвердил; запишите случаи в другой файл и сравните их
something_else_there = это не файл граничных случаев; укажите другой файл
cannot_write = случаи нельзя записать как YAML: `{ $reason }`
