# Файлы, аргументы, артефакты, JSON Lines, git и команды, которые выводят правила и страницы.

## Файлы

cannot_read = не удалось прочитать { $name }: { $cause }
cannot_write = не удалось записать { $what }: { $cause }
another_review = другой запуск `ustav accept` уже минуту меняет правила в `{ $path }`
standard_output = стандартный вывод
temporary_file = временный файл
manual_page = страницу руководства
not_a_file = это не файл
broken_link = ссылка никуда не ведёт
read_only = файл доступен только для чтения
no_folder = нет папки `{ $folder }`
not_found = такого файла нет
permission_denied = нет прав доступа
is_a_folder = это папка
not_a_folder = часть пути — не папка
exists_already = такой файл уже есть
storage_full = на диске нет места
quota_exceeded = исчерпана квота на диске
file_too_large = файл слишком большой
read_only_filesystem = диск доступен только для чтения
invalid_filename = недопустимое имя
busy = файл занят другой программой
broken_pipe = вывод больше никто не читает
cut_off = соединение прервалось
timed_out = истекло время ожидания
network = сеть недоступна
out_of_memory = не хватает памяти
input_output = сбой устройства
too_many_open_files = открыто слишком много файлов
circle_of_links = ссылки ведут по кругу
system_error = системная ошибка { $number }
unknown_cause = неизвестная причина (`{ $kind }`)
stdin_twice = стандартный ввод можно прочитать только один раз
stdin_once = укажите `-` для одного аргумента, а для другого — файл
bytes_together = все файлы этого вида вместе — не больше { $most } МБ
file_of_its_own = запишите каждое состояние в отдельный файл
second_document = здесь начинается второй документ
imported_here = импортируется здесь
named_here = указано здесь
named_from_here = указано здесь, путь — от папки этого файла

## Правила

no_rules_there = нет файла или папки `{ $path }`
name_rules = укажите в `--rules` файл правил или папку с ними
name_rules_alone = укажите файл правил или папку с ними
too_many_entries = в папке `{ $folder }` и рядом больше { $most } файлов и папок
name_folder_of_rules = укажите папку, в которой только правила
no_rule_files = в папке `{ $folder }` нет файлов правил
rule_file_names = имена файлов правил заканчиваются на `.rules`
not_a_rule_file = `{ $path }` — не файл правил
is_a_rule_file = `{ $path }` — файл правил
write_rules = правила указываются так: `--rules { $path }`
name_a_file = укажите файл из этой папки
quote_path = возьмите путь с пробелом в кавычки: `"{ $path }"`
not_a_path = запишите это в файл, например `action.yaml`, и укажите здесь его имя
write_hyphens = напишите два дефиса: `{ $flag }`
no_rule_declared = ни одно правило не объявлено: { $files }
declare_a_permit = в пакете должно быть хотя бы одно `permit`

## Состояния и действия

one_state = ожидается одно состояние
no_state_in = нет состояния: { $path }
no_state_to_audit = нет состояния для проверки
audit_takes_states = `audit` проверяет состояния; чтобы оценить действия: `ustav check СОСТОЯНИЕ ДЕЙСТВИЯ`
no_action = нет действия для проверки
nothing_here = здесь ничего нет
too_many_actions = больше { $most } действий
fewer_actions_at_a_time = разделите их на несколько запусков
object_on_each_line = в каждой строке ожидается один объект
not_an_object = это не один объект
json_lines_hold_objects = в JSON Lines на каждой строке один `{"{…}"}`

## Сценарии

no_scenario_file = файлы сценариев не найдены
where_scenarios_are = положите файлы сценариев в { $folders } или укажите их
no_scenario_file_in = в `{ $folder }` нет файлов сценариев
scenario_file_names = имена файлов сценариев заканчиваются на `.yaml` или `.yml`
one_document = ожидается один документ
scenarios_under_one_key = поместите все сценарии под один ключ `scenarios`
no_scenario_in = нет сценариев: { $file }
scenario_without_state = у сценария нет состояния
no_scenario_has_state = ни у одного сценария нет состояния
no_state_named = состояние не указано ни в сценарии, ни в его файле
name_a_state = добавьте `state: …` — путь к состоянию или само состояние

## Аргументы

format_lacking = у этой команды нет формата `{ $format }`
formats = у неё есть { $formats }
not_a_moment = ожидается дата, а здесь `{ $text }`
not_a_period = ожидается число с единицей времени, а здесь `{ $text }`
write_a_period = напишите как `7d`, `2w`, `36h`, `30min`, `3mo` или `1y`
unknown_code = нет кода `{ $code }`
ask_how = коды выглядят так: `E0201`; о действии расскажет `ustav how { $name }`
codes_are_listed = все коды перечисляет `ustav explain`
whose_actions = исполнитель не указан
name_actor_or_role = укажите состояние и `--actor ИД` или `--role РОЛЬ`
unknown_actor = в состоянии нет элемента `{ $actor }`
unknown_role = нет роли `{ $role }`
unknown_action = нет действия `{ $action }`
explain = подробнее: `ustav explain { $code }`

## Артефакты

rules_not_artefact = `{ $path }` — артефакт: { $why }
only_rules_are_formatted = форматировать можно только правила
name_the_rules_of_the_artefact = укажите правила, из которых он собран
artefact_beside_rules = `{ $path }` — артефакт, то есть целый пакет
give_artefact_alone = укажите его один или соберите все правила в один артефакт
artefact_not_printed = артефакт нельзя вывести на экран
name_a_file_for_the_artefact = укажите файл, в который его записать
artefact_not_written = не удалось записать правила артефактом: { $cause }

## Git

git_not_found = программа `git` не найдена
git_does_not_run = программа `git` не запускается: { $cause }
git_says = git сообщает: «{ $reason }»
no_git_here = не удалось найти ревизию `{ $revision }` файла `{ $file }`
unknown_revision = git не знает ревизии `{ $revision }`
name_a_revision = укажите ревизию репозитория, в котором лежат правила, например `main`

## Компиляция и форматирование

compiled = скомпилировано: { $rules ->
    [one] { $rules } правило
    [few] { $rules } правила
   *[many] { $rules } правил
}, { $actions ->
    [one] { $actions } действие
    [few] { $actions } действия
   *[many] { $actions } действий
}, { $roles ->
    [one] { $roles } роль
    [few] { $roles } роли
   *[many] { $roles } ролей
}, { $documents ->
    [one] { $documents } документ
    [few] { $documents } документа
   *[many] { $documents } документов
}
stage_too_long = вывод длиннее { $most } МБ
stage_not_printed = не удалось вывести этот этап: { $cause }
not_formatted = не отформатирован: { $file }
formatted = отформатирован: { $file }
written = записан: { $file }

## Ход работы

progress_actions = действия
progress_actions_read = прочитано действий
progress_states = состояния
progress_waiting = ждём другую проверку, секунд:

no_budget = в `{ $name }` не предел: `{ $value }`
whole_number = напишите целое число элементов, например `10000000`
