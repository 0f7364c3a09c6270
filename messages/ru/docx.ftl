# Документы DOCX, формата офисных программ.

not_docx = ожидается файл DOCX, а это { $kind ->
    [protected] защищённый документ или старый `.doc`
    [open_document] файл OpenDocument
    [excel] файл Excel
    [slides] файл PowerPoint
    [rtf] файл RTF
    [pdf] файл PDF
    [empty] пустой файл
   *[other] другой файл
}
save_as_docx = откройте его в офисной программе и сохраните как DOCX
save_document_as = сохраните его как DOCX либо как Markdown, HTML или простой текст в UTF-8; формат определяется по расширению файла
unprotect = откройте его в офисной программе и сохраните как DOCX без пароля
damaged = файл DOCX повреждён
part_damaged = файл DOCX повреждён: `{ $part }` в нём — не XML
save_again = откройте его в офисной программе и сохраните как DOCX заново
no_text = в файле DOCX нет текста: `{ $part }` отсутствует или не документ
macros = в документе есть макросы
save_without_macros = сохраните его как DOCX без макросов
entities = `{ $part }` в файле DOCX объявляет сущности, чего не делает ни одна офисная программа
elsewhere = часть документа находится в другом файле и подключается при открытии

## Больше, чем читается

file_too_large = файл DOCX больше { $most } МиБ
part_too_large = `{ $part }` в файле DOCX больше, чем бывает у документа
too_many_files = в файле DOCX больше { $most } { $most ->
    [one] файла
   *[many] файлов
}
too_deep = элементы `{ $part }` в файле DOCX вложены глубже { $most } { $most ->
    [one] уровня
   *[many] уровней
}
too_many_styles = в документе больше { $most } { $most ->
    [one] стиля
   *[many] стилей
}
too_many_lists = в документе больше { $most } { $most ->
    [one] списка
   *[many] списков
}
too_many_notes = в документе больше { $most } { $most ->
    [one] сноски
   *[many] сносок
}
too_many_paragraphs = в документе больше { $most } абзацев и разрывов строк, либо он разбит на большее число частей, чем бывает у документа
