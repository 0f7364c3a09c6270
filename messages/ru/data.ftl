# Состояния и действия в YAML и JSON.

## Что ожидается и что найдено

expected_found = ожидается { $expected }, а здесь { $found }
bool = `true` или `false`
whole_number = целое число
text = текст
email = адрес электронной почты
date = дата
time_zone = часовой пояс
role = роль
value_of_enum = значение перечисления `{ $name }`
id_of = идентификатор элемента `{ $name }`
list_of_type = список (тип элементов: `{ $name }`)
list_of_elements = список элементов `{ $name }`
fields_of_state = набор полей состояния
fields_of_group = набор полей `{ $name }`
fields_of_element = набор полей элемента `{ $name }`
an_action = действие с ключами `actor` и `action`
name_of_action = название действия
found_list = список
found_mapping = набор ключей
found_nothing = пусто
found_word = `{ $text }`
found_number = число `{ $text }`
found_date = дата `{ $text }`
found_empty_text = пустой текст
found_text = текст `{ $text }`

## Что написать

write = напишите `{ $text }`
write_without_quotes = напишите `{ $text }` без кавычек
write_bool = напишите `true` или `false`
write_in_quotes = напишите в кавычках: `"{ $text }"`
write_null = если значения нет, напишите `null`; если это текст, напишите `"{ $text }"`
write_digits = напишите только цифры, например `5`
write_number_in_range = напишите число от `{ $least }` до `{ $most }`
write_list = напишите список: `[{ $text }]`
write_empty_list = если элементов нет, напишите `[]`
write_items = запишите каждый элемент отдельным пунктом: `- { $key }: { $id }`
leave_out = если значение неизвестно, уберите ключ `{ $name }`
write_date = дата записывается так: `2024-05-11` или `2024-05-11T09:00:00+03:00`
write_either = напишите `{ $one }`, если сначала идёт { $by ->
    [year] год
    [month] месяц
   *[day] день
}, или `{ $other }`, если { $other_by ->
    [year] год
    [month] месяц
   *[day] день
}
write_with_zone = добавьте смещение; для пояса `{ $zone }`: `{ $text }`
write_with_offset = добавьте смещение: `{ $text }` для Москвы, `{ $utc }` для UTC
write_place = напишите название из базы IANA, например `Europe/Moscow`
write_place_or_offset = напишите место, например `Europe/Moscow`, или `{ $zone }`, если смещение весь год одно

## Даты

no_such_day = в календаре нет даты `{ $text }`
no_such_time = нет такого времени: `{ $text }`
last_day = последний день этого месяца: `{ $day }`
time_range = часы от 00 до 23, минуты и секунды от 00 до 59, смещение до 23:59
wrong_form = дата записана не в том виде: `{ $text }`
no_offset = у времени `{ $text }` не указано смещение от UTC

## Ключи и идентификаторы

state_has_no = в состоянии нет поля `{ $key }`
group_has_no = в группе `{ $name }` нет поля `{ $key }`
element_has_no = у элемента `{ $name }` нет поля `{ $key }`
action_has_no = у действия `{ $name }` нет параметра `{ $key }`
expected_key = ожидается `{ $expected }`, а здесь `{ $key }`
outdented = `{ $key }` относится к `{ $owner }`, но начинается в том же столбце
belongs_here = относится сюда
indent = { $kind ->
    [list] сдвиньте то, что относится к `{ $owner }`, на два пробела вправо и начните каждый элемент с дефиса
   *[group] сдвиньте то, что относится к `{ $owner }`, на два пробела вправо
}
split = здесь начинается новый элемент, хотя это часть предыдущего
one_dash = запишите всё, что относится к одному элементу, под одним дефисом или в одних фигурных скобках
neither_key = ожидаются `actor` и `action`, а здесь ни того ни другого нет
write_an_action = запишите действие так: `actor: …`, `action: …` и аргументы, каждый на своей строке
arguments_beside = запишите аргументы рядом с `action`, а не под `{ $key }`
missing_key = у действия нет ключа `{ $key }`
add_action = добавьте `action: …` с названием действия
add_actor = добавьте `actor: …` с идентификатором исполнителя
unknown_action = в правилах нет действия `{ $name }`
unknown_element = в состоянии нет элемента `{ $noun }` с идентификатором `{ $id }`
missing_argument = у действия `{ $action }` не указан аргумент `{ $name }`
add_argument = добавьте `{ $name }: …` (тип `{ $type }`)
id_twice = идентификатор `{ $id }` повторяется в коллекции `{ $collection }`
key_twice = ключ `{ $key }` повторяется
first_here = впервые здесь
again_here = снова здесь
needs_own_id = у каждого элемента `{ $noun }` должно быть своё значение `{ $key }`
missing_id = у элемента `{ $noun }` нет поля `{ $key }`
list_under_key = ожидается действие, а здесь список действий под ключом `{ $key }`
write_list_itself = уберите строку `{ $key }:` и оставьте сам список
second_action = здесь начинается второе действие
separate_actions = разделите действия строкой `---` или запишите их списком: `- actor: …`
second_element = ключи этого элемента повторяются начиная с `{ $key }`
begin_with_dash = если здесь начинается второй элемент, поставьте перед ним дефис: `- { $key }: …`
action_for_state = ожидается состояние, а здесь действие
swapped = состояние и действие перепутаны местами
scenario_file = это файл сценариев
test_scenarios = запустите его командой `ustav test ФАЙЛ`
state_for_action = ожидается действие, а здесь состояние
perhaps_swapped = сначала укажите состояние, затем действия

## Ограничения

too_many_values = больше { $most } значений, считая поля, которые не указаны
limit_here = здесь достигнут предел
more_values_than = больше { $most } значений
more_anchors_than = больше { $most } меток для псевдонимов
longer_than = текст длиннее { $most } байт
deeper_than = больше { $most } списков и наборов ключей друг в друге
more_copies_than = псевдонимы заменяют больше { $most } значений

## YAML и JSON

tags = теги не поддерживаются
remove_tag = удалите тег; значение в кавычках всегда текст
space_after_colon_of = после двоеточия ключа `{ $key }` нет пробела
space_after_colon = после этого двоеточия нет пробела
write_key_value = напишите `{ $key }: { $value }`
colon_missing = не хватает двоеточия: `{ $key }: { $value }`
key_missing = не хватает ключа: `{ $key }: { $value }`
column = `{ $word }` начинается в столбце { $column }, а `{ $other }` выше в столбце { $other_column }
same_column = начните обе строки в одном столбце
escape_character = запишите символ кодом в двойных кавычках, например `"\u007f"`
tab = табуляция в отступе
indent_with_spaces = делайте отступы пробелами
unknown_escape = нет такого сочетания с обратной косой чертой: `{ $text }`
backslash = обратная косая черта записывается `\\`, в одинарных кавычках `\`
colon_in_value = лишнее двоеточие в значении
quote_value = возьмите в кавычки текст, в котором есть двоеточие и пробел; ключ начните с новой строки
expected_key_and_colon = ожидается ключ с двоеточием
keys_in_one_column = ключи одного набора начинаются в одном столбце
expected_dash = ожидается дефис
dashes_in_one_column = пункты одного списка начинаются в одном столбце
unexpected_dash = лишний дефис
list_on_own_line = начните список с дефисами с новой строки и вне скобок
document_ended = документ закончился раньше этого места
check_indentation = проверьте отступы; документы разделяются строкой `---`
bracket_closes_nothing = эта скобка ничего не закрывает
bracket_not_closed = эта скобка не закрыта
bracket_closed_by = эту скобку закрывает `{ $close }`
quote_not_closed = эта кавычка не закрыта
quote_still_open = здесь ещё не закрыт текст в кавычках
close_or_indent = закройте кавычки или сделайте отступ в строках, где текст продолжается
quote_ended = текст в кавычках закончился раньше этого места
single_quote_twice = удвойте `'` внутри одинарных кавычек или добавьте недостающую запятую
escape_double_quote = напишите `"` внутри двойных кавычек как `\"` или добавьте недостающую запятую
expected_comma_or = ожидается запятая или `{ $close }`
expected_value = ожидается значение
unexpected_colon = лишнее двоеточие
check_brackets = проверьте, закрыты ли скобки и кавычки выше
comment_in_text = комментарий стоит внутри текста
comment_above = напишите комментарий над текстом или возьмите текст в кавычки
space_before_comment = перед этим `#` нет пробела
block_text = текст этого блока должен начинаться с новой строки
wrong_indentation = такого отступа нет ни у одной из строк выше
forbidden_character = символ { $code } здесь недопустим
begins_with = текст без кавычек не может начинаться с `{ $sign }`
put_in_quotes = возьмите его в кавычки
not_readable = здесь ошибка в YAML
write_several_items = запишите каждый элемент отдельным пунктом, каждый на своей строке: { $items }
write_no_value = если значения нет, напишите `null` или не указывайте ключ
ids_like = в состоянии есть `{ $ids }` и другие
field_of = укажите идентификатор: это значение `{ $field }` элемента `{ $id }`
space_after_dash = после этого дефиса нужен пробел
dash_missing = перед этим элементом нужен дефис
write_dash = напишите `{ $text }`
round_bracket = ключи и значения нельзя взять в круглые скобки
braces = поставьте фигурные скобки: `{"{"}…{"}"}`
fence = эта строка не относится к YAML
remove_fence = удалите строки, которые начинаются с "```"
semicolon = лишняя точка с запятой между ключами
comma_in_value = запятая перед этим завершает значение
unknown_alias = выше нет метки `&{ $name }`
quote_asterisk = возьмите в кавычки текст, который начинается с `*`
stray_quote = кавычка внутри текста без кавычек
add_comma = добавьте недостающую запятую или возьмите в кавычки весь текст
empty_key = нет ключа
no_merging = объединение через `<<` не поддерживается
write_keys_out = выпишите все ключи
key_not_text = ключ должен быть текстом
holds_itself = значение не может содержать само себя
part_of_this = псевдоним стоит внутри значения, которое обозначает
begins_here = значение начинается здесь
json_comment = в JSON нет комментариев
remove_comment = удалите комментарий
json_comma_behind = запятая после значения
remove_comma = удалите запятую
json_list = запишите несколько объектов списком: `[{"{…}, {…}"}]`
json_comma_missing = не хватает запятой

## Что узнаёт сервис

moment_shape = дата записана не как `2024-05-11` и не как `2024-05-11T09:00:00+03:00`
moment_impossible = такого дня или времени нет
moment_without_offset = у времени не указано смещение, например `+03:00`
action_unknown = в правилах нет такого действия
no_parameter = у действия нет параметра `{ $name }`
wrong_type = тип аргумента `{ $name }` не подходит параметру
argument_missing = не указан аргумент `{ $name }`
actor_unknown = в состоянии нет такого исполнителя
argument_unknown = в состоянии нет такого элемента: аргумент { $number }
no_state = в тексте `{ $name }` нет состояния
not_one_state = ожидается одно состояние, а в тексте `{ $name }` их { $count }

not_audited = это состояние не проверено
