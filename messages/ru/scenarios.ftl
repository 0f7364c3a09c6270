# Ошибки в файлах сценариев. `$found` — вид значения: список, набор ключей, текст, число.

## Строение

expected_file = ожидается ключ `scenarios` со списком, а здесь { $found }
expected_list = ожидается список сценариев, а здесь { $found }
expected_scenario = ожидается сценарий с ключами `name`, `do` и `expect`, а здесь { $found }
expected_step = ожидается шаг с ключами `do` и `expect`, а здесь { $found }
expected_audit = ожидается проверка состояния с ключами `at` и `expect`, а здесь { $found }
expected_name = ожидается имя сценария, а здесь { $found }
expected_state = ожидается состояние или путь к его файлу, а здесь { $found }
expected_changes = ожидается набор изменений состояния, а здесь { $found }
expected_steps = ожидается список шагов, а здесь { $found }
expected_verdict = ожидается вердикт, а здесь { $found }
expected_rules = ожидается идентификатор правила или список идентификаторов, а здесь { $found }
expected_rule = ожидается идентификатор правила, а здесь { $found }
state_for_scenarios = ожидаются сценарии, а здесь состояние
one_scenario = ожидается список под ключом `scenarios`, а здесь сценарий без него
action_for_scenarios = ожидаются сценарии, а здесь действие
quote_it = если это текст, возьмите его в кавычки: `"{ $text }"`
write_scenarios = напишите `scenarios:`, а ниже сценарии, каждый с `- name: …`
write_scenario = напишите `- name: …`, а ниже `do: …` и `expect: …`
write_step = напишите `- do: …`, а ниже `expect: …`
write_audit = напишите `audit: {"{"}at: …, expect: […]{"}"}`
action_beside = ключи действия стоят рядом с ключами сценария
indent_action = напишите `do:`, а ниже ключи действия с отступом в два пробела
expect_in_do = `expect` — не ключ действия
move_expect = начните `expect` в том же столбце, что и `do`
write_changes = запишите поля, которые меняются, как в состоянии: `with: {"{"}поле: значение{"}"}`
write_a_verdict = напишите `allowed`, `denied` или `undetermined`

## Ключи

unknown_key = неизвестный ключ `{ $key }` в { $owner ->
    [file] файле сценариев
    [scenario] сценарии
    [step] шаге
   *[audit] проверке состояния
}
no_scenarios = в файле нет `scenarios`
add_scenarios = добавьте `scenarios:` со списком сценариев
no_name = у сценария нет `name`
add_name = добавьте `name: …` — что показывает сценарий
nothing_to_check = сценарий ничего не проверяет
add_do = добавьте `do` и `expect`, или `steps`, или `audit`
no_action = в шаге нет `do`
add_action = добавьте `do: {"{"}actor: …, action: …{"}"}`
without_do = `{ $key }` без `do`
nothing_expected = в сценарии не указан ожидаемый вердикт
of_this_action = для этого действия
add_expect = добавьте `expect: allowed` (или `denied`, `undetermined`)
no_audit_expect = в проверке состояния нет `expect`
add_audit_expect = добавьте `expect: […]` с нарушенными правилами или `expect: []`, если их нет
not_beside = `{ $key }` нельзя указать рядом с `{ $other }`
beside_this = рядом с этим
within_steps = перенесите его в шаг: если есть `steps`, у каждого шага свои `do`, `expect` и `because`

## Значения

same_name = два сценария с одним именем `{ $name }`
first_here = впервые здесь
again_here = повторно здесь
names_differ = дайте одному из них другое имя
empty_name = пустое имя сценария
what_it_shows = напишите, что показывает сценарий
no_steps = пустой список шагов
add_step = добавьте шаг с `do` и `expect` или уберите `steps`
unknown_verdict = неизвестный вердикт `{ $verdict }`
unknown_rule = нет правила `{ $rule }`
not_audited = проверка состояния не находит правило `{ $rule }`
about_actions = это правило о действиях
what_audits_find = проверка состояния находит нарушения `limit`, `never` и `deadline`

## Изменения состояния

unknown_in_state = неизвестный ключ `{ $key }` в состоянии
unknown_in_group = неизвестный ключ `{ $key }` в группе `{ $group }`
unknown_in_element = неизвестный ключ `{ $key }` в элементе `{ $noun }`
nobody = в состоянии нет элемента `{ $id }`
nothing_to_remove = убрать здесь нечего
expected_element = ожидается набор изменений элемента `{ $noun }`, а здесь { $found }
other_id = идентификатор элемента `{ $noun }` изменить нельзя
another_id = это другой идентификатор
than_this = он отличается от этого
leave_out = уберите здесь `{ $key }`

## Время и числа

goes_back = время идёт назад: { $at } после { $latest }
earlier = это раньше
than_this_time = чем это
in_order = расположите шаги по порядку времени
needs_time = действию нужно `at`: его вердикт зависит от времени
changes_at = { $then ->
    [allowed] без `at` действие выполняется сейчас, а с { $until } оно разрешено
    [denied] без `at` действие выполняется сейчас, а с { $until } оно запрещено
    [undetermined] без `at` действие выполняется сейчас, а с { $until } вердикт не определён
   *[later] без `at` действие выполняется сейчас, а после { $until } вердикт может измениться
}
audit_needs_time = проверке состояния нужно `at`: что она находит, зависит от времени
finds_otherwise = без `at` проверка проводится сейчас, а с { $until } она найдёт другое
add_at = добавьте `at: …` с датой, о которой говорит сценарий
overflow = результат этого вычисления не помещается в 64-битное целое число
depends_on_it = от него зависит итог
