# Что не так с текстом файла правил.

## Символы

curly_mark = `{ $character }` ({ $code }): это фигурная кавычка
low_mark = `{ $character }` ({ $code }): это нижняя кавычка
angle_mark = `{ $character }` ({ $code }): это кавычка-ёлочка
single_mark = `{ $character }` ({ $code }): это одиночная кавычка
other_mark = `{ $character }` ({ $code }): это кавычка другого вида
dash = `{ $character }` ({ $code }): это тире
wide = `{ $character }` ({ $code }): это полноширинный символ
no_break_space = это неразрывный пробел ({ $code })
unusual_space = это необычный пробел ({ $code })
write_a_space = напишите обычный пробел
lone_carriage_return = { $code }, возврат каретки без перевода строки, скрывает то, что стоит перед ним
old_line_ends = строки разделены возвратами каретки без переводов строки
save_line_ends = сохраните файл с концами строк `LF` или `CRLF`
fence = так отделяют код в Markdown; к правилам эта строка не относится
delete_fences = удалите эту строку и закрывающую
invisible = этот символ не виден ({ $code })
turns_direction = { $code } меняет направление текста: люди и программа прочтут разное
ends_lines = { $code } для одних программ заканчивает строку, а для других нет
control_character = { $code }: это управляющий символ
delete_character = удалите его
mixed_scripts = в слове `{ $word }` смешаны буквы двух алфавитов
odd_letter = { $script ->
    [Cyrillic] `{ $letter }` ({ $code }) — буква кириллицы
    [Latin] `{ $letter }` ({ $code }) — буква латиницы
    [Greek] `{ $letter }` ({ $code }) — буква греческого алфавита
   *[other] `{ $letter }` ({ $code }) — буква другого алфавита
}
write_latin = напишите латинскую `{ $letter }` ({ $code })
write_cyrillic = напишите кириллическую `{ $letter }` ({ $code })
one_alphabet = напишите всё слово буквами одного алфавита

## Скобки и тексты

unclosed_bracket = скобка `{ $bracket }` не закрыта
opened_here = открыта здесь
not_closed_before_this = до этого места нет `{ $close }`
close_in_its_column = закройте её скобкой `{ $close }` на отдельной строке, с тем же отступом, что у строки, где она открыта
close_before_next = закройте её скобкой `{ $close }` до начала следующего объявления
wrong_bracket = ожидается `{ $expected }`, а здесь `{ $found }`
closes_nothing = скобка `{ $bracket }` ничего не закрывает
not_opened = в конце этой строки не хватает `{"{"}`
unclosed_text = у этого текста нет закрывающей кавычки
cut_text = кавычка внутри этого текста заканчивает его раньше времени
close_text = закончите текст кавычкой `"` на той же строке; длинный текст можно разбить на несколько подряд
unknown_escape = `{ $escape }` в тексте ничего не значит
known_escapes = обратная косая черта пишется как `\\`, кавычка — как `\"`

## Размеры

file_too_large = файл длиннее { $most } { $most ->
    [one] байта
   *[many] байт
}
declaration_too_large = в этом объявлении больше { $most } слов и знаков
text_too_long = этот текст длиннее { $most } { $most ->
    [one] байта
   *[many] байт
}
word_too_long = это слово длиннее { $most } { $most ->
    [one] байта
   *[many] байт
}
nested_too_deep = скобки, `not` и `where` вложены глубже { $most } уровней
too_many_operators = в этом объявлении больше { $most } арифметических знаков
name_a_part = дайте части имя с помощью `let`
too_slow = чтение этого объявления занимает слишком много времени
divide = разделите на части поменьше

## Числа, даты и периоды

not_an_integer = число `{ $number }` слишком велико
integer_range = напишите число от { $least } до { $most }
not_a_date = `{ $date }` — не дата
date_needs_offset = добавьте смещение, например `+03:00` или `Z`
date_shape = напишите дату как `2024-05-11` или `2024-05-11T09:00:00+03:00`
date_impossible = такой даты нет в календаре
not_a_number = `{ $number }`: числа так не пишутся
not_a_unit = ожидается единица времени, а здесь `{ $word }`
not_a_length = `{ $number }` не может быть длиной периода
length_range = напишите число от { $least } до { $most }

## Ожидается одно, а здесь другое

expected_found = ожидается { $expected }, а здесь { $found }
found_end = конец объявления
a_declaration = объявление
a_name = имя
a_role = роль
a_collection = коллекция
an_id = идентификатор
a_text = текст в кавычках
a_number = число
a_date = дата
a_period = период, например `10 days`
a_language_and_text = язык и текст, например `ru "…"`
a_language = язык, например `ru`
a_document = имя документа
a_document_and_quote = документ и цитата
under_heading = `under` и заголовок
a_field = поле
by_field = `by` и поле
equals_value = `=` и значение
a_type = тип
like_role = `like` и роль
called_names = `called`, язык и названия
except_actions = `except` и действия
bracket_parameters = `(` и параметры
a_parameter = параметр
a_field_and_value = поле и его значение
a_field_becomes = поле и `becomes`
each_and_noun = `: each` и название элемента
an_action = действие
waiving_numbers = `waiving` и числа
a_condition = условие
a_value = значение
white_space = пробел
something_else = что-то другое
next_clause = следующая часть правила

## Что написать вместо этого

write = напишите `{ $word }`
write_is_to_compare = для сравнения напишите `is`
write_more = напишите `is more than`, для дат — `is after`
write_of_dates = напишите `{ $words }`, для дат — `{ $dates }`
write_less = напишите `is less than`, для дат — `is before`
comment_sign = комментарий начинается с `#`
no_sign_needed = удалите: часть правила заканчивается там, где начинается следующая
unresolved_merge = слияние не завершено
keep_one_version = оставьте одну версию и удалите строки с метками
condition_ends = условие обрывается после `{ $word }`
write_a_value = допишите значение
write_a_condition = допишите условие
line_begins_with = строка начинается с `{ $mark }`
full_stop = в конце строки стоит точка
one_word_name = имя — одно слово: `{ $name }`
one_word_or_parameters = имя — одно слово: `{ $name }`; параметры пишутся в скобках: `{ $parameters }`
group_or_collection = для группы отдельных значений напишите `{ $one }`, для множества элементов — `{ $many }`
field_without_type = у поля `{ $name }` не указан тип
compared_already = `{ $phrase }` уже сравнивает
delete_word = удалите `{ $word }`
write_count_of = напишите `count of` и коллекцию
typed_on_russian_keys = `{ $word }` — это `{ $keyword }` в русской раскладке клавиатуры: напишите `{ $keyword }`
english_keyword = ключевые слова пишутся по-английски: `{ $word }`
keyword_as_name = `{ $word }` — слово языка правил, именем оно быть не может
declarations_begin_with = объявление начинается с { $words }
yaml_elsewhere = это похоже на состояние или действие: храните его в отдельном файле, например `state.yaml`
kinds_of_rules = напишите вид правила: `permit`, `forbid`, `limit`, `never` или `deadline`
not_indented = эта строка относится к объявлению `{ $declaration }` выше, но написана без отступа
indent_lines = поставьте два пробела перед `{ $word }` и перед каждой следующей строкой этого объявления
declaration_at_line_start = объявление начинается в начале строки: удалите пробелы перед `{ $word }`
one_word_id = идентификатор — одно слово: `{ $id }`
rule_needs_id = правилу нужен идентификатор, например `{ $example }`
rule_has_no_id = ожидается идентификатор, а здесь `{ $word }`
no_comma_before = удалите запятую перед `{ $bracket }`
comma_missing = перед `{ $word }` не хватает запятой
comma_or_one_word = напишите запятую, `{ $first }, { $second }`, или одно слово, `{ $first }_{ $second }`
actions_or_one_word = для двух действий напишите `{ $first }, { $second }`, для одного — `{ $first }_{ $second }`; то, с чем оно совершается, — параметр и здесь не пишется

## Кому что можно

write_may = напишите `{ $role } may { $action }`
who_may_do_what = напишите, кому что можно или нельзя, например `{ $example }`
may_for_can = вместо `{ $word }` напишите `may`
may_not_for_cannot = вместо `{ $word }` напишите `may not`
permit_has_no_not = `permit` разрешает; чтобы запретить, напишите `forbid`
forbid_needs_not = `forbid` запрещает: напишите `may not`; чтобы разрешить, напишите `permit`
duty_is_no_rule = в `permit` пишется `may`, в `forbid` — `may not`; обязанность со сроком — это `deadline`
nobody_may = если это касается всех, напишите `nobody may`
roles_with_commas = перечислите роли через запятую: `{ $roles }`
role_of_one_word = напишите одно слово, `{ $first }_{ $second }`, или запятую между двумя ролями, `{ $first }, { $second }`
no_article = напишите роль без `{ $article }`
like_one_role = роль подобна одной другой: напишите `like { $role }`, а в разрешениях роли `{ $other }` назовите и `{ $name }`
line_of_its_own = напишите `{ $next }` на отдельной строке
write_except = напишите `except` и действия или отдельный `forbid`
rights_are_permits = что роли можно, пишется в `permit`: `{ $sentence }`
condition_behind = сначала напишите действие, а условие — на следующей строке после `when`
names_with_commas = напишите запятую между именами: `{ $names }`
objects_are_parameters = напишите `{ $sentence }`: то, с чем совершается действие, — его параметр, а условие на него пишется после `when`
quantities_are_limits = напишите `{ $sentence }`; сколько их может быть — это `limit` или условие, например `when count of … is less than …`
exception_of_a_rule = напишите `{ $sentence }`, а на отдельной строке — `{ $unless }`
only_what_is_named = напишите `{ $sentence }`: правило касается только того, что названо
delete_what_is_not_named = удалите `{ $words }`: правило касается только того, что названо
exceptions_are_conditions = исключение — это условие, например `unless actor.role is …`; действия исключаются только из `do anything`
exceptions_of_roles = о роли напишите `{ $unless }`; действия исключаются только из `do anything`
no_else = для каждого случая нужно своё правило: напишите ещё один `permit` или `forbid`; что не разрешено ни одним правилом, запрещено
otherwise_behind_when = `otherwise` стоит за условием: `… becomes … when … otherwise …`
no_then = условие пишется после действия, на строке, которая начинается с `when`

## Чего в языке нет

not_in_language = в языке нет `{ $word }`
no_between = напишите `is at least { $low }` и `is at most { $high }`, соединив их через `and`
no_between_dates = напишите `is not before { $low }` и `is not after { $high }`, каждое после того, что сравнивается, и соедините их через `and`
no_between_either = напишите `is at least { $low }` и `is at most { $high }`, для дат `is not before { $low }` и `is not after { $high }`, и соедините их через `and`
no_between_values = напишите `is at least …` и `is at most …`, соединив их через `and`
no_text_search = тексты сравниваются целиком, через `is`; то, что важно в тексте, храните в поле типа `Bool`
no_periods = лимитов на период пока нет; отбирайте по дате: `where now is within 1 { $unit } of …` и поле
name_what_is_counted = напишите, сколько и чего: `at most { $number } { $set }`
narrow_with_let = дайте нужным элементам имя с помощью `let`, например `let members: each member = users where …`, и напишите `each member must have …`
deadline_has_no_not = `deadline` говорит, что нужно сделать в срок; чтобы запретить делать это слишком рано, напишите `forbid` с условием, например `when now is within 14 days of …`
no_sums = напишите `total of … of …`: число, затем коллекция; средних нет
no_default = у параметров нет значений по умолчанию; если параметр можно не указывать, поставьте `?`: `{ $parameter }`
numbers_without_unit = у чисел нет единиц: удалите `{ $word }`
no_all = напишите `every { $name } in { $set } where …`
no_none = напишите `none of { $set } where …`
no_some = напишите `any { $name } in { $set } where …`
no_ago = напишите `now is not within { $period } of …` и дату; если прошло меньше времени — `now is within …`
field_behind_stop = поле пишется после точки, например `actor.role`
not_or_absent = напишите `not { $path }`, а о необязательном значении — `{ $path } is absent`
period_alone = период пишется в `is within { $period } of …` или `is during { $period } from …`
not_whole = число `{ $number }` не целое
whole_or_thousands = числа пока только целые; если имеются в виду тысячи, напишите `{ $number }`
whole_numbers = числа пока только целые; возьмите целое число или единицу поменьше
no_working_days = периоды пока только в календарных днях; напишите `{ $count } days`
no_percent = процентов пока нет; сравнивайте произведения: `count of a * 100 is at most count of b * { $number }`
no_percent_number = процентов пока нет; сравнивайте произведения, умноженные на 100
no_division = деления нет; умножьте другую сторону сравнения
time_of_day = `{ $time }`: это время суток
no_time_of_day = времени суток пока нет; напишите дату со временем и смещением, например `2024-05-11T{ $time }:00+03:00`
one_change = один `effect` меняет что-то одно
conditions_of_actions = условие на действие пишется в его `permit`, а условие на одно изменение — после него: `effect … when …`
effect_of_its_own = напишите второе изменение отдельной строкой: `{ $effect }`
nothing_is_removed = из коллекций пока ничего не удаляется; заведите у элементов поле, например `removed: Bool = false`, и напишите `effect { $name }.removed becomes true`
lists_are_changed = значения списка меняются по одному: `effect put … into { $list }`, `effect take … out of { $list }`
aside_forms = напишите, что ничего не решает: фрагмент, `aside { $name } "…"`, или весь раздел под заголовком, `aside { $name } under "…"`
name_the_document = сначала назовите документ: `{ $clause } ИМЯ "…"`
declare_the_document = объявите документ, `{ $declaration }`, и напишите `{ $citation }`
path_of_a_document = напишите после имени путь, например `document { $name } "{ $name }.md"`
quote_two_places = вместо пропущенных слов напишите `…`: `{ $one }` — или добавьте ещё одну строку: `{ $other }`
zone_in_quotes = напишите часовой пояс в кавычках: `"{ $zone }"`
sets_not_conditions = в `never` называют элементы: коллекция, затем `where` и условие
actions_are_forbidden = в `never` называют элементы; чтобы запретить действие, напишите `forbid`: `… may not { $action }`
count_is_a_limit = напишите `limit`: `{ $limit }`
elements_such_as = в `never` называют элементы: напишите `{ $set } where …`
write_date = напишите `{ $date }`
either_year = напишите `{ $date }` — или `{ $other }`, если первым стоит день
either_date = напишите `{ $date }` — или `{ $other }`, если первым стоит месяц
