# Что выводят `verify`, `accept` и `report`, кроме самих находок.

## Предложения документов

sentence = { $line }: { $coverage ->
    [covered] покрыто
    [aside] не норма
    [partial] покрыто частично
    [stale] изменилось
   *[uncovered] не покрыто
}: «{ $text }»
sentence_cited = { $line }: { $coverage ->
    [covered] покрыто
    [aside] не норма
    [partial] покрыто частично
    [stale] изменилось
   *[uncovered] не покрыто
}: «{ $text }» ({ $citing })
sentence_alone = { $line }: «{ $text }»
aside = не норма
aside_because = раздел «{ $heading }»: { $because }
not_in_aside = не проверено в разделе «{ $heading }», отмеченном как не норма

## Итоги

not_checked = { $citations ->
    [0] файла `{ $path }` нет
    [one] не проверено: { $citations } ссылка на `{ $path }`, которого нет
    [few] не проверено: { $citations } ссылки на `{ $path }`, которого нет
   *[many] не проверено: { $citations } ссылок на `{ $path }`, которого нет
}
citations = ссылки: { $counts }
citations_of = { $status ->
    [unchanged] без изменений — { $count }
    [moved] перенесено — { $count }
    [reworded] пересказано — { $count }
    [facts_changed] изменилась суть — { $count }
    [step_changed] с другим шагом — { $count }
    [lost] исчезло — { $count }
    [ambiguous] неоднозначно — { $count }
    [new] новое — { $count }
   *[absent] не проверено — { $count }
}
settled = решено: { $conflict }, действует `{ $document }`
readings = { $count ->
    [one] { $count } предложение в { $path } — наше прочтение, а не слова документов
    [few] { $count } предложения в { $path } — наше прочтение, а не слова документов
   *[many] { $count } предложений в { $path } — наше прочтение, а не слова документов
}
original_read = оригинал документа `{ $document }` прочитан { $day }
original_agrees = в оригинале документа `{ $document }` сказано то же: { $count ->
    [one] { $count } предложение
    [few] { $count } предложения
   *[many] { $count } предложений
}
original_is = `{ $found }` не называет документ и файл
write_original = напишите документ и файл: `--original article=article.html`
unknown_document = документа с названием `{ $name }` нет
ties_unreadable = это не список связей
no_tie = в этом файле ничего не связано
tied_to_nothing = предложение оригинала не связано ни с чем, и не сказано почему
write_tie = напишите `[[tie]]`, `original = "…"` и `ours = ["…"]` или `because = "…"`
tie_ambiguous = это стоит в тексте не один раз
tie_not_found = дословно этого в тексте нет
no_ties_yet = об оригинале документа `{ $document }` ничего не записано: `--ties` говорит, какие предложения пересказаны какими
original_recorded = оригинал документа `{ $document }` записан: { $count ->
    [one] { $count } предложение
    [few] { $count } предложения
   *[many] { $count } предложений
}, из них пересказано { $retold }
settled_by = решено: { $conflict }, действует `{ $document }` по правилу `{ $rule }`
uncited = { $count ->
    [one] правило без ссылок: { $rules }
   *[other] правила без ссылок: { $rules }
}
coverage = покрытие: предложения { $sentences }, числа { $numbers }, проверены сценариями { $exercised }
not_bound = { $count ->
    [one] не сверено: { $count } число, оно есть и в правиле, но границу или единицу не сравнить; его покажет `ustav verify --coverage`
    [few] не сверено: { $count } числа, они есть и в правилах, но границы или единицы не сравнить; их покажет `ustav verify --coverage`
   *[other] не сверено: { $count } чисел, они есть и в правилах, но границы или единицы не сравнить; их покажет `ustav verify --coverage`
}
not_bound_listed = { $count ->
    [one] не сверено: { $count } число, оно есть и в правиле, но границу или единицу не сравнить
    [few] не сверено: { $count } числа, они есть и в правилах, но границы или единицы не сравнить
   *[other] не сверено: { $count } чисел, они есть и в правилах, но границы или единицы не сравнить
}
not_bound_number = { $place }: в документе — { $says }, { $citing } — { $stated }
unread_changed = { $count ->
    [one] изменилось { $count } ненормативное предложение в `{ $path }`, строка { $lines }; записать: `{ $command }`
    [few] изменились { $count } ненормативных предложения в `{ $path }`, строки { $lines }; записать: `{ $command }`
   *[many] изменилось { $count } ненормативных предложений в `{ $path }`, строки { $lines }; записать: `{ $command }`
}
unread_in_places = { $count ->
    [one] изменилось { $count } ненормативное предложение в `{ $path }`: { $places }; записать: `{ $command }`
    [few] изменились { $count } ненормативных предложения в `{ $path }`: { $places }; записать: `{ $command }`
   *[many] изменилось { $count } ненормативных предложений в `{ $path }`: { $places }; записать: `{ $command }`
}
reordered = предложения `{ $path }` стоят не в том порядке, что при проверке; записать: `{ $command }`
unread_gone = { $count ->
    [one] из `{ $path }` исчезло { $count } ненормативное предложение; записать: `{ $command }`
    [few] из `{ $path }` исчезли { $count } ненормативных предложения; записать: `{ $command }`
   *[many] из `{ $path }` исчезло { $count } ненормативных предложений; записать: `{ $command }`
}
aside_gone = { $count ->
    [one] из `{ $path }` исчезло { $count } предложение, отмеченное вместе с разделом как не норма; записать: `{ $command }`
    [few] из `{ $path }` исчезли { $count } предложения, отмеченные вместе с разделом как не норма; записать: `{ $command }`
   *[many] из `{ $path }` исчезло { $count } предложений, отмеченных вместе с разделом как не норма; записать: `{ $command }`
}
all_covered = { $count ->
    [0] расхождений нет; нормативных предложений в документах нет
    [one] расхождений нет, единственное нормативное предложение покрыто
   *[other] расхождений нет, все нормативные предложения покрыты: { $count }
}
not_all_covered = { $all ->
    [one] расхождений нет, но для единственного нормативного предложения нет правила
   *[other] расхождений нет, но нет правил для нормативных предложений: { $count } из { $all }
}
nothing_checked = ни один фрагмент не проверен: { $count ->
    [one] единственного документа нет
   *[other] нет ни одного документа
}
share = { $all ->
    [0] — (0 из 0)
   *[other] { $percent } % ({ $reached } из { $all })
}
short = покрыто { $reached } % нормативных предложений, ожидается не меньше { $least } %
not_there = файла `{ $path }` нет: ссылки на него не проверены
skipped = документа нет

## Блок для каждой причины

at_place = { $place }: { $what }
says_otherwise = теперь говорят другое
see_also = смотрите также
more_places = { $count ->
    [one] ещё { $count } место
    [few] ещё { $count } места
   *[many] ещё { $count } мест
}
more_steps = { $count ->
    [one] и ещё { $count }, как показывает `--explain`
    [few] и ещё { $count }, как показывает `--explain`
   *[many] и ещё { $count }, как показывает `--explain`
}
cited_by = ссылаются
citing_at = { $citing } ({ $place })
listed = { $what }
hangs_on = зависит
so_many_actions = { $count ->
    [one] { $count } действие
    [few] { $count } действия
   *[many] { $count } действий
}
so_many_scenarios = { $count ->
    [one] { $count } сценарий
    [few] { $count } сценария
   *[many] { $count } сценариев
}
named_by_explain = { $what } (назовёт `--explain`)
was_reviewed = проверено
to_do = что делать

## Принятие

accepted = принято { $passage }: { $citing }, { $place }
quote_becomes = { $place }, новая цитата: «{ $quote }»
settled_again = решено: { $conflict }, действует `{ $document }`
stays_open = противоречие `{ $conflict }` всё ещё не решено: `{ $command }` оставит прежнее решение
would_write = будет записан { $file }
would_accept = будет принято { $passage }: { $citing }, { $place }
by_no_rule = не покрыто ни одним правилом
says_now = теперь: «{ $text }»
section_of = { $count ->
    [0] раздел «{ $heading }», без предложений
    [one] раздел «{ $heading }», { $count } предложение
    [few] раздел «{ $heading }», { $count } предложения
   *[many] раздел «{ $heading }», { $count } предложений
}
hangs_on_this = зависит: { $what }
heading_over_it = заголовок над ним: { $changes }
same_in_other_words = сформулировано иначе теми же словами, факты прежние
another_step = другой шаг, который это пересказывает
not_to_be_set_aside = отметить как не норму можно только предложение, которое ничем не покрыто
set_aside_what = назовите его первыми цифрами, которые выводит `ustav verify`
not_one_quote = для новых слов ожидается одна открытая цитата
quote_by_itself = назовите фрагмент первыми цифрами, которые выводит `ustav verify`, и напишите слова после `--quote`
nothing_to_accept = принимать нечего
cites_nothing = принимать нечего: { $citing } не ссылается на документы; укажите источник: `cites ДОКУМЕНТ "…"`
wrote = записано: { $file }
empty_reason = причина не указана
empty_name = имя не указано
say_who = укажите, кто проверил, или не указывайте `--by`
say_why = напишите, почему в правилах всё верно: об этом спросит тот, кто откроет `ustav.lock`
kept_in_rules = принятое записывается в правила
unknown_item = ожидается правило, роль, действие, противоречие или фрагмент, а здесь `{ $item }`
ambiguous_item = с `{ $item }` начинается несколько фрагментов
more_digits = укажите больше цифр

## С чем сравнивается

no_document = в { $files } не объявлено ни одного документа
declare_document = назовите документы, из которых взяты правила: `document article "article.md"`
as_it_was = как было в этой ревизии
other_reading = действует другое прочтение
