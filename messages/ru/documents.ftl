# Правила и документы, из которых они взяты: что стало с фрагментами, что не сходится, что нельзя принять.

## Что ссылается на фрагмент

statement = { $kind ->
    [rule] правило `{ $name }`
    [role] роль `{ $name }`
    [action] действие `{ $name }`
    [conflict] противоречие `{ $name }`
   *[aside] пометка «не норма»
}
cited_by = { $kind ->
    [rule] цитата правила `{ $name }`
    [role] цитата роли `{ $name }`
    [action] цитата действия `{ $name }`
    [conflict] цитата противоречия `{ $name }`
   *[aside] цитата с пометкой «не норма»
}

## Суть фрагментов

english_word = «{ $text }»
russian_word = { $text }
counted = { $amount } { $unit }
decimal = { $whole },{ $fraction }
at_most = не более { $number }
no_later_before = не позднее чем за { $number } до
no_sooner_before = не ранее чем за { $number } до
before = { $number } до
at_least = не менее { $number }
exactly = ровно { $number }
more_than = более { $number }
less_than = менее { $number }
within = в течение { $number }
no_later = не позднее { $number }
after = через { $number }
past = после { $number }
lasting = на срок { $number }
starting = от { $number }
since = с { $number }
up_to = до { $number }
every = раз в { $number }
must = должен
must_not = не должен
may = может
may_not = не может
should = следует
only = только
except = кроме
negations = { $count ->
    [one] { $count } отрицание
    [few] { $count } отрицания
   *[many] { $count } отрицаний
}
roles = роли: { $roles }
all_facts = { $facts }
and_next = { $first }; { $next }
no_facts = ни чисел, ни модальности, ни отрицаний, ни ролей
changed = { $was } → { $is }
word_became = вместо { $was } теперь { $is }
words_left = { $count ->
    [one] больше нет слова { $words }
   *[other] больше нет слов { $words }
}
words_came = { $count ->
    [one] появилось слово { $words }
   *[other] появились слова { $words }
}
order_unknown = разрешённое и запрещённое могли поменяться местами
words_unknown = слова при проверке не записаны
words = { $words }
named_word = `{ $word }`
came = появилось: { $fact }
left = исчезло: { $fact }
negations_came = появилось: { $count ->
    [one] { $count } отрицание
    [few] { $count } отрицания
   *[many] { $count } отрицаний
}
negations_left = исчезло: { $count ->
    [one] { $count } отрицание
    [few] { $count } отрицания
   *[many] { $count } отрицаний
}
role_came = теперь упоминается роль «{ $role }»
role_left = больше не упоминается роль «{ $role }»
empty_cell = пусто
cell_says = `{ $text }`
changes = { $changes }
cell_of = { $column }: { $says }
cell_changed = строка `{ $row }`, столбец `{ $column }`: было { $was }, стало { $is }
cell_left = строка `{ $row }`: столбца `{ $column }` с { $was } больше нет
cell_came = строка `{ $row }`: новый столбец `{ $column }` с { $is }
column_renamed = столбец `{ $was }` теперь называется `{ $is }`
columns_swapped = столбцы `{ $one }` и `{ $other }` поменялись местами
columns_reordered = столбцы поменялись местами: { $was } → { $is }
row_renamed = строка `{ $was }` теперь называется `{ $is }`
row_left = строки `{ $row }` больше нет
row_came = новая строка `{ $row }`

## Числа правил

stated = { $count }
stated_with = { $number }, считая это действие
stated_after = { $number } после этого действия
allowed = разрешено { $number }
forbidden = запрещено { $number }
stated_period = { $count } { $unit ->
    [minute] { $count ->
        [one] минута
        [few] минуты
       *[many] минут
    }
    [hour] { $count ->
        [one] час
        [few] часа
       *[many] часов
    }
    [week] { $count ->
        [one] неделя
        [few] недели
       *[many] недель
    }
    [month] { $count ->
        [one] месяц
        [few] месяца
       *[many] месяцев
    }
    [year] { $count ->
        [one] год
        [few] года
       *[many] лет
    }
   *[day] { $count ->
        [one] день
        [few] дня
       *[many] дней
    }
}
stated_within = в течение { $count } { $unit ->
    [minute] { $count ->
        [one] минуты
       *[many] минут
    }
    [hour] { $count ->
        [one] часа
       *[many] часов
    }
    [week] { $count ->
        [one] недели
       *[many] недель
    }
    [month] { $count ->
        [one] месяца
       *[many] месяцев
    }
    [year] { $count ->
        [one] года
       *[many] лет
    }
   *[day] { $count ->
        [one] дня
       *[many] дней
    }
}
stated_lasting = на срок { $period }

## Ссылки как они есть

not_found = документ `{ $document }` не найден: `{ $path }`
cannot_be_shown = показать этот фрагмент нельзя
cannot_be_checked = { $count ->
    [one] нельзя проверить { $count } ссылку на него
    [few] нельзя проверить { $count } ссылки на него
   *[many] нельзя проверить { $count } ссылок на него
}
no_heading = в документе `{ $document }` нет заголовка `{ $heading }`
heading_not_found = такого заголовка в документе нет
quote_not_found = в документе `{ $document }` нет этой цитаты
not_in_document = в документе этого нет
quote_ambiguous = в документе `{ $document }` эта цитата встречается несколько раз
which = неясно, какой фрагмент имеется в виду
here = здесь
and_here = и здесь
quote_more = процитируйте больше или добавьте `under` и заголовок, под которым стоит фрагмент
word_for_word = цитируйте документ слово в слово; `…` заменяет пропущенные слова
nearest = самый похожий фрагмент
write_ellipsis = пропущенные слова обозначаются одним знаком `…`: `"{ $quote }"`
from_quote_to_document = разница между цитатой и документом: { $difference }

## Ссылки по сравнению с тем, что было проверено

facts_changed = в документе `{ $document }` изменилась суть: { $changes }
heading_changed = вместо заголовка «{ $was }» в `{ $document }` теперь «{ $is }», а под ним { $count ->
    [one] стоит { $count } цитируемый фрагмент
    [few] стоят { $count } цитируемых фрагмента
   *[many] стоит { $count } цитируемых фрагментов
}
heading_exchanged = в `{ $document }` { $count ->
    [one] перенесён { $count } цитируемый фрагмент
    [few] перенесены { $count } цитируемых фрагмента
   *[many] перенесено { $count } цитируемых фрагментов
} из-под «{ $was }» под «{ $is }»
heading_now = теперь заголовок такой
heading_changes = изменения: { $changes }
reworded = фрагмент документа `{ $document }` сформулирован иначе теми же словами; факты прежние
moved = фрагмент перенесён слово в слово: теперь он в документе `{ $document }`
moved_under = фрагмент перенесён слово в слово: теперь он в документе `{ $document }` под заголовком «{ $heading }»
not_reviewed = этот фрагмент документа `{ $document }` ещё не проверен
with_code = { $text } ({ $code })
never_reviewed = ещё ничего не проверено: нет файла { $files }
passages_quoted = { $count ->
    [one] из документов цитируется { $count } фрагмент
    [few] из документов цитируются { $count } фрагмента
   *[many] из документов цитируется { $count } фрагментов
}
review_all = `{ $command }` запишет их все как проверенные
resembled_twice = в документе `{ $document }` этого фрагмента больше нет, а похожих на него несколько
document_gone = документа `{ $document }` больше нет, а с ним и проверенных фрагментов
restore_document = верните файл или исправьте путь; если документа может не быть, напишите за ним `optional`
not_in_revision = документа `{ $document }` в ревизии `{ $revision }` не было: сравнить его не с чем
compare_with_lock = сверьте его с тем, что проверено: `{ $command }`
document_unknown = документа `{ $document }` нет, и его фрагменты ни разу не проверялись
lost = в документе `{ $document }` этого фрагмента больше нет
says_now = теперь в документе так
quoted_from = цитируется отсюда
or_this = или этот
reviewed = проверено { $date }, { $by } («{ $because }»): { $facts }
reviewed_by = { $date }, { $by }: «{ $because }»
compared_with = сравнивается с ревизией `{ $revision }` от { $date }
at_revision = в ревизии `{ $revision }` от { $date }: { $facts }
only_moved = только перенесено
difference = разница: { $difference }
affects = затронуто: { $what }
actions = { $count ->
    [one] действие { $actions }
   *[other] действия { $actions }
}
scenarios = { $count ->
    [one] сценарий { $scenarios }
   *[other] сценарии { $scenarios }
}
quoted = «{ $text }»

section_renamed = заголовок «{ $was }» в документе `{ $document }` стал «{ $is }», а раздел под ним отмечен как не норма
section_has_other_heading = то, что отмечено в документе `{ $document }` как не норма, стоит не под тем заголовком, что при проверке: «{ $is }»
section_moved = раздел «{ $heading }», отмеченный как не норма, перенесён: теперь он в документе `{ $document }`
section_moved_under = раздел «{ $heading }», отмеченный как не норма, перенесён: теперь он в документе `{ $document }`, под заголовком «{ $under }»
section_not_reviewed = этот раздел документа `{ $document }` отмечен как не норма, но ещё не проверен
heading_ambiguous = заголовок `{ $heading }` встречается в документе `{ $document }` больше одного раза
which_heading = неясно, какой из них имеется в виду
this_section = этот раздел

## Что делать

accept_moved = `{ $command }` примет всё, что только перенесено
accept_exact = если в правилах всё верно: `{ $command }`
accept_requoted = если в правилах всё верно: `{ $command }`; цитата при этом обновится
correct_heading = укажите после `under` нынешний заголовок или уберите `under`
correct_path = исправьте путь к документу или верните его `ustav.lock`
accept_section = если в нём ничего не решается: `{ $command }`
accept_section_renamed = если в нём ничего не решается: `{ $command }`; заголовок в правилах тоже обновится
one_heading = дайте одному из двух разделов другой заголовок, отметьте раздел, в котором стоят оба, или процитируйте то, что ничего не решает
name_near_heading = напишите после `under` заголовок из документа, возможно, `{ $heading }`, или удалите `aside`
name_other_heading = напишите после `under` заголовок из документа или удалите `aside`
requote_by = процитируйте то, что сказано в документе теперь, например `{ $command }`, или уберите ссылку
requote = процитируйте то, что в документе теперь, или уберите ссылку

## Числа, которые расходятся

contradict = два фрагмента, на которые ссылается { $citing }, противоречат друг другу: { $stated } и { $says }
numbers_differ = числа расходятся: { $citing } — { $stated }, документ — { $says }
number_gone = { $citing } — { $stated }, а в документе этого числа больше нет
rule_states = в правиле: { $stated }
document_states = в документе: { $says }
document_lacks = в документе этого числа больше нет
document_agrees = в документе то же, что в правиле
states = { $citing }: { $stated }
is_reopened = { $citing }: снова открыто
write_number = напишите в { $place }: { $says }, или верните документ
correct_neighbours = { $count ->
    [one] исправьте предложение, где осталось прежнее число, или верните документ
    [few] исправьте предложения, где осталось прежнее число ({ $count }), или верните документ
   *[many] исправьте предложения, где осталось прежнее число ({ $count }), или верните документ
}
then_accept = затем `{ $command }`
decide_by = решите снова: `{ $command }`
settle = разрешите противоречие через `conflict` между двумя фрагментами или исправьте один из них
correct_number = исправьте число в правиле или в документе; если число значит другое, напишите `waiving` после его цитаты
opposite = { $citing } { $rule ->
    [permits] разрешает
    [forbids] запрещает
    [requires] требует
   *[limits] ограничивает
}, а документ { $document ->
    [permits] разрешает
    [forbids] запрещает
    [requires] требует
   *[frees] от этого освобождает
}
directs = { $citing } { $rule ->
    [permits] разрешает это
    [forbids] запрещает это
    [requires] требует этого
   *[limits] ограничивает это
}
rule_directs = правило { $rule ->
    [permits] разрешает
    [forbids] запрещает
    [requires] требует
   *[limits] ограничивает
}
document_directs = документ { $document ->
    [permits] разрешает
    [forbids] запрещает
    [requires] требует
   *[frees] от этого освобождает
}
correct_rule_or_document = исправьте правило или документ; если речь о разных случаях, напишите в правиле условие или разрешите противоречие через `conflict`
step_names = { $citing }: в шаге названо `{ $name }`, а в его предложении этого нет
step_changed = шаг, который пересказывает фрагмент документа `{ $document }`, изменился после проверки
accept_step = прочтите шаг рядом с его предложением; если смысл тот же: `{ $command }`
step_here = этот шаг
sentence_of_step = предложение, которое он пересказывает
correct_step = напишите шаг так, как в документе, или процитируйте предложение, где это названо
original_changed = предложение в оригинале документа `{ $document }` изменилось: { $changes }
original_gone = предложения больше нет в оригинале документа `{ $document }`: { $words }
not_retold = в `{ $document }` это предложение оригинала не пересказано
retelling_gone = пересказа этого предложения оригинала больше нет в `{ $document }`: { $words }
original_unrecorded = об оригинале документа `{ $document }` ничего не записано
record_original = укажите, какие предложения пересказаны какими, и запишите: `{ $command }`
in_other_words = другие слова
original_says = теперь в оригинале так
retold_here = пересказано здесь
hangs_on = от этого зависит: { $names }
retell_and_accept = прочитайте оба текста, исправьте пересказ, если смысл другой, и запишите оригинал: `{ $command }`
tie_it = перескажите его и свяжите предложения через `--ties`; если пересказывать нечего, свяжите его с пустым списком и объясните почему

## Противоречия

reopened = изменился фрагмент противоречия `{ $conflict }`: оно снова открыто
decide_again = решите заново, какое прочтение действует, затем примите фрагменты
expired = противоречие `{ $conflict }` было решено только до { $until }
new_date = решите заново и укажите новую дату после `until`
open_again = это противоречие снова открыто
this_conflict = это противоречие
passage_unchanged = без изменений
passage_changed = изменилось
passage_new = ещё не проверено

## Предложения, которые ничто не покрывает

number_uncovered = { $count ->
    [one] ни в одном правиле нет числа из документа `{ $document }`: { $numbers }
   *[other] ни в одном правиле нет чисел из документа `{ $document }`: { $numbers }
}
not_stated = в том, что сюда ссылается, этого числа нет
state_number = укажите число в правиле или напишите после цитаты `waiving … because …`
uncovered = это предложение документа `{ $document }` не покрыто ни одним правилом
uncovered_now = это предложение документа `{ $document }` больше не покрыто ни одним правилом
new_here = новое
was_covered = раньше было покрыто
cite_or_aside = сошлитесь на него в правиле; если оно ничего не решает, отметьте это: `{ $command }`
new_in_aside = новое предложение документа `{ $document }` в разделе «{ $heading }», отмеченном как не норма
changed_in_aside = изменилось предложение документа `{ $document }` в разделе «{ $heading }», отмеченном как не норма
moved_into_aside = предложение документа `{ $document }` не проверено в разделе «{ $heading }», отмеченном как не норма
under_aside = раздел «{ $heading }» отмечен как не норма
cite_it = сошлитесь на него в правиле, если оно что-то решает
accept_in_aside = если и оно ничего не решает: `{ $command }`
accept_gap = чтобы оставить его без правила: `{ $command }`

## Что нельзя принять

refused_ambiguous = принять нельзя: цитате соответствуют два фрагмента
refused_lost = принять нельзя: в документе нет этой цитаты
refused_missing = принять нельзя: `{ $document }` отсутствует
refused_number = другое число принять нельзя: { $citing } — { $stated }, документ — { $says }
refused_no_number = исчезнувшее число принять нельзя: { $citing } — { $stated }, а в документе этого числа больше нет
refused_opposite = противоположное принять нельзя: { $citing } { $rule ->
    [permits] разрешает
    [forbids] запрещает
    [requires] требует
   *[limits] ограничивает
}, а документ { $document ->
    [permits] разрешает
    [forbids] запрещает
    [requires] требует
   *[frees] от этого освобождает
}
quoted_here = цитата здесь
the_rule = правило
the_document = документ
correct_then_accept = исправьте то, что неверно, и тогда примите
misfit = новую цитату не удаётся вписать в правила
misfit_in = новую цитату не удаётся вписать в файл `{ $file }`
quote_by_hand = впишите цитату вручную, затем примите

## Файл с проверенным

lock_unreadable = `ustav.lock` повреждён
lock_merge = в `ustav.lock` осталось незавершённое слияние
lock_version = ожидается `ustav.lock` версии { $known }, а здесь версия { $found }
lock_old = `ustav.lock` записан программой, которая читала документы иначе
earlier_version = прежняя версия
migrate_lock = выполните `ustav accept --migrate`: кто и почему принял, останется; что нужно проверить заново, назовёт `ustav verify`
lock_fact = в `ustav.lock` неизвестная запись `{ $entry }`
damaged_here = `ustav accept` пишет иначе
other_program = его записала другая версия программы: возьмите её или удалите файл и проверьте документы заново
restore_lock = верните последнюю сохранённую в git версию и повторите `ustav accept` для принятого после неё
