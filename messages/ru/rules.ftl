# Что не так с содержанием правил: имена, типы, недостающие части.

## Имена

unknown_name = имя `{ $name }` здесь неизвестно
unknown_action = неизвестное действие `{ $name }`
unknown_role = неизвестная роль `{ $name }`
unknown_document = неизвестный документ `{ $name }`
import_path = путь отсчитывается от папки этого файла
unknown_rule = неизвестное правило `{ $name }`
unknown_set = неизвестная коллекция `{ $name }`
name_those_of_a_role = роль — не коллекция; дайте её элементам имя: `{ $definition }`
unknown_let = неизвестное именованное выражение `{ $name }`
unknown_field = у элемента `{ $noun }` нет поля `{ $name }`
unknown_value = у типа `{ $enumeration }` нет значения `{ $name }`
unknown_type = неизвестный тип `{ $name }`
unknown_time_zone = неизвестный часовой пояс `{ $name }`
iana_time_zone = напишите имя из базы IANA, например `"Europe/Moscow"`
not_a_language = `{ $tag }` — не код языка
longer_code = у языка `{ $tag }` есть код из двух букв
language_codes = напишите код из двух букв, например `en` или `ru`, либо из трёх, если двухбуквенного у языка нет
not_who_acts = ожидается `{ $expected }`, а здесь `{ $found }`: действия выполняет `{ $expected }`
every_role = `every` — это все, кто действует, а `{ $name }` — роль
no_actor_here = здесь нет исполнителя `actor`
actor_as_parameter = дайте именованному выражению параметр, например `let old(u: user) = …`; у правил о состоянии исполнителя нет
no_limit_for_actor = в правилах о состоянии исполнителя нет; лимит для каждого, кто действует, заканчивается словами `for each` и полем того, что считается
actors_are_forbidden = в правиле о состояниях нет исполнителя; что зависит от исполнителя, пишется условием в `forbid`
no_element_here = `{ $name }` здесь не назван; тот, кто действует, — это `actor`
not_named_here = `{ $name }` здесь не назван
name_a_parameter = сделайте его параметром действия, `({ $name })`; вопрос обо всех — `any … in …`
compare_the_role = роль сравнивают: `actor.{ $field } is { $role }`
without_quotation_marks = напишите `{ $value }` без кавычек
write_every = обо всех в `permit` пишется `every { $noun }`, в `forbid` — `nobody`
write_is_absent = напишите `is absent`, а вместо `is not …` — `is present`
write_is_present = напишите `is present`, а вместо `is not …` — `is absent`
write_digits = напишите `{ $number }`
write_at_least = напишите `is at least …`
write_at_most = напишите `is at most …`
value_of_an_enum = значение перечисления пишется после `is`
field_for_value = `{ $name }` — поле, а не значение
value_of_a_field = `{ $name }` — значение поля `{ $field }`, а не элемента `{ $subject }`
no_fields = { $ty }: нет поля `{ $name }`
elements_have_fields = поля есть только у элементов коллекций
two_meanings = у имени `{ $name }` здесь два значения
write_one = напишите `{ $first }` или `{ $second }`
taken = { $kind ->
    [action] действие `{ $name }` объявлено дважды
    [document] документ `{ $name }` объявлен дважды
    [exception] исключение `{ $name }` указано дважды
    [field] поле `{ $name }` объявлено дважды
    [id] идентификатор `{ $name }` занят
    [parameter] параметр `{ $name }` объявлен дважды
    [role] роль `{ $name }` объявлена дважды
    [set] коллекция `{ $name }` объявлена дважды
    [type] тип `{ $name }` объявлен дважды
    [value] значение `{ $name }` указано дважды
   *[name] имя `{ $name }` занято
}
again_here = ещё раз здесь
first_here = впервые здесь
declared_here = объявлено здесь
two_texts = два текста на языке `{ $language }`
two_lists = два списка названий на языке `{ $language }`
two_roles_called = название `{ $name }` указано дважды
empty_name = ожидается название, а здесь пустой текст
write_a_name = напишите, как роль называется в документах, например `called ru "читатель"`
means_something = `{ $name }` — слово языка правил
given_with_actions = `{ $name }` указывается у каждого действия
stands_for_other = имя `{ $name }` здесь уже означает другое
built_in_type = `{ $name }` — встроенный тип
default_is_taken = `default` — идентификатор отказа, когда ни одно правило не разрешает
choose_another_name = выберите другое имя
choose_another_id = выберите другой идентификатор

## Состояние

state_twice = состояние объявлено дважды
one_state = в пакете одно объявление `state`; если пакетов несколько, выберите один через `--rules`
two_time_zones = у состояния один часовой пояс
time_zone_without_default = у часового пояса нет значения по умолчанию
dates_in_time_zone = по нему считаются все даты
write_time_zone = напишите `= UTC` или обычный часовой пояс в кавычках
time_zone_cannot_change = часовой пояс состояния изменить нельзя
two_acting_collections = поле типа `Role` есть у двух коллекций
one_acting_collection = действуют элементы одной коллекции: оставьте `Role` только в ней
nobody_can_act = действовать некому
needs_an_actor = этому действию нужен исполнитель
declare_actors = объявите в `state` коллекцию с ключом и полем типа `Role`
key_is_a_text = ключ `{ $name }` должен быть обязательным текстом
default_is_a_literal = ожидается значение по умолчанию, записанное явно
optional_with_default = поле `{ $name }` необязательное, но имеет значение по умолчанию
range_of_int = границы бывают только у `Int`
plural_of_number = `{ $name }` не число, с которым согласуется слово
plural_forms = у слова на языке `{ $language }` при числе { $count ->
    [one] { $count } форма
    [few] { $count } формы
   *[many] { $count } форм
}, а указано { $found }
plural_russian = напишите формы для одного, нескольких и многих, например `{"{"}count: место, места, мест{"}"}`
plural_english = напишите формы для одного и остальных, например `{"{"}count: place, places{"}"}`
plural_shape = напишите число и формы слова, например `{"{"}count: place, places{"}"}`
empty_range = в этих границах нет ни одного числа
range_of_let = у параметра именованного выражения границ не бывает
range_of_field = задайте границы у поля или у параметра действия
default_out_of_range = ожидается число { $range }
left_out_this_value = не указано — значит это значение
left_out_no_value = не указано — значит значения нет
keep_one = оставьте что-то одно
one_and_many = `{ $one }` и `{ $many }` перепутаны местами
reference_without_default = у ссылки нет значения по умолчанию
compare_the_key = с текстом сравните её `{ $key }`, а сам элемент — с другим
no_key_to_refer_by = на элемент `{ $collection }` нельзя сослаться: у них нет ключа
nests_by_no_reference = `{ $name }` — { $ty }, в этом ничто не лежит
never_lies_inside = `{ $inner }` никогда не лежит внутри `{ $outer }`
say_what_it_lies_in = скажите это у коллекции: `each folder by id inside parent`
an_element = элемент

## Действия

add_to_set = `{ $name }` — именованный набор, добавить в него нельзя
add_to_collection = добавляйте в саму коллекцию
new_lacks_field = у нового элемента `{ $noun }` нет поля `{ $field }`
added_here = добавляется здесь
neither_default_nor_optional = поле обязательное и без значения по умолчанию
key_cannot_change = `{ $name }` — ключ элемента `{ $noun }`, изменить его нельзя
cannot_change = `{ $name }` изменить нельзя
what_can_change = менять можно значение состояния, поле исполнителя или поле параметра
cannot_be_cleared = у `{ $name }` всегда есть значение, очистить его нельзя
declared_required = объявлено без `?`
may_be_absent = в обязательное поле записывается значение, которое может отсутствовать
is_optional = это значение необязательное
always_has_value = здесь всегда есть значение
both_or_neither = объявите с `?` оба или ни одного
changed_twice = одно действие меняет это дважды

## Типы

negative_limit = лимит не может быть равен `{ $number }`
limit_from_zero = напишите 0 или больше; если не должно быть ни одного, напишите `never`
lower_bound_for_each = ожидается один ключ, и притом элемент коллекции
lower_bound_here = нижняя граница действует для каждого элемента этой коллекции
lower_bound_of_elements = у кого нет ничего, тот не попадёт ни в одну группу значений; пусть ключом будет элемент с идентификатором, или напишите `at most`
one_of_several = для одного из нескольких значений напишите `… is one of a, b`
condition_compares = условие сравнивает значение, например `… is …`
ask_presence = напишите `{ $path } is present`, а вместо `not { $path }` — `{ $path } is absent`
enum_values = возможные значения: { $values }
value_for_condition = ожидается условие, а здесь ещё одно значение для сравнения
a_list = список
a_set = множество
a_set_or_list = множество или список
entries_have_no_where = `where` не сужает список
ask_entries = чтобы спросить о его значениях, напишите `any x in { $path } where …`
not_any = напишите `not any x in { $path } where …`
is_compares_one = чтобы сравнить с одним значением, напишите `is`
is_in_list = для списка напишите `is in`
dates_compare = для дат напишите `is before`, `is after` или `is`
not_a_difference = `-` стоит между значениями, которые не числа
set_not_value = `{ $name }` — коллекция, а не значение
ask_set = напишите `count of { $name }` или `any x in { $name } where …`
argument_count = выражение `{ $name }`: ожидается { $expected ->
    [one] { $expected } аргумент
    [few] { $expected } аргумента
   *[many] { $expected } аргументов
}, а здесь { $found }
set_with_parameter = у именованного набора нет параметров
delete_parameter = удалите этот параметр
value_has_no_elements = `{ $name }` — значение, у него нет элементов
noun_belongs_to_set = удалите `: each …`: так называют элементы набора
parameter_without_type = у параметра `{ $name }` нет типа
write_type = напишите `{ $name }: String`
role_is_no_element = напишите `{ $noun }`: роль — не элемент состояния
deadline_of_required = у поля `{ $name }` всегда есть значение, поэтому срок никогда не наступит
declare_optional = объявите его с `?`

## Круги

let_in_circle = выражение `{ $name }` определено через само себя
break_the_circle = определите одно из них без остальных
prefers_itself = документ `{ $name }` важнее самого себя
preferences_in_circle = это замыкает круг
role_like_itself = роль `{ $name }` подобна самой себе
one_role_without_like = одна из этих ролей не должна быть подобна другим

## Роли и исключения

except_without_like = у роли `{ $name }` есть исключение, но она не подобна другой роли
write_like = напишите `like` и роль, права которой у неё есть
roles_too_deep = больше { $most } ролей подряд подобны одна другой
begins_here = первая из них
like_the_last = сделайте часть из них подобными сразу последней
nothing_to_except = ни одно правило не разрешает роли `{ $role }` действие `{ $action }`
cannot_break = действие `{ $action }` не может нарушить правило `{ $rule }`
no_effect = это исключение ничего не меняет
delete_or_permit = удалите исключение или разрешите действие
delete_exception = удалите исключение

## Документы

empty_heading = заголовок пуст
name_the_heading = напишите заголовок раздела, как в документе
empty_quote = цитата пуста
quote_the_document = процитируйте слова документа
conflict_without_reason = у противоречия `{ $name }` не указана причина
add_because = добавьте `because ru "…"`
settled_as_other = `{ $name }` — не один из двух документов
settle_as_one = напишите один из двух, которые расходятся

## Сообщения правил

unclosed_hole = в этом сообщении не закрыта скобка `{"{"}`
hole_shape = значение пишется в фигурных скобках, например `{"{"}actor.id{"}"}`

## Размеры

list_too_long = больше { $most } одного вида
last_of_them = последнее из них
expression_too_large = вместе с именованными выражениями здесь больше { $most } частей или вложенность больше { $deepest }
fewer_named_expressions = используйте меньше именованных выражений внутри друг друга
rules_too_large = вместе с этим в правилах больше { $most } частей для всех действий
too_much_from_here = отсюда лишнее
smaller_rules = используйте меньше именованных выражений, сделайте их короче или назовите меньше действий
too_many_declarations = больше { $most } объявлений одного вида
too_many_roles = больше { $most } ролей
divide_roles = распределите роли по нескольким пакетам

## Что похоже на ошибку

conditions_exclude = эти условия исключают друг друга: правило никогда не применится
this_condition = это условие
and_this = и это
join_with_or = выполняться должны все условия; если достаточно одного, соедините их через `or`
nothing_declared = в этом файле нет объявлений
delete_or_write = напишите правила или удалите файл

gone_through_again = для каждого элемента `{$outer}` просматриваются все `{$inner}`
goes_through = просматриваются все `{$collection}`
for_each_of_these = для каждого из `{$collection}`
compare_to_look_up = сравните поле через `is`, `is one of` или `is in` с тем, что не зависит от элемента: тогда найдутся только нужные
every_of_nothing = условие выполняется и тогда, когда в `{ $path }` ничего нет
holds_of_nothing = `every` для пустого множества истинно
ask_for_one = если что-то должно быть, добавьте в условия разрешения `{ $condition }`
