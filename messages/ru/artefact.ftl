# Пакет правил одним файлом.

other_version = файл `{ $name }` записан программой { $writer }, а это { $own }
damaged = файл `{ $name }` повреждён: { $what }
compile_again = скомпилируйте его заново: `ustav compile --rules RULES --out FILE`
cut_off = не хватает его конца
first_line = первая строка неполна
longer = после его конца стоит что-то ещё
unreadable = не удаётся прочитать его часть
checksum = не сходится контрольная сумма
too_large = он слишком велик
contents = его части противоречат друг другу
internal_error = внутренняя ошибка в скомпилированных правилах: `{ $what }`
report_it = это ошибка `ustav`, а не правил; пожалуйста, сообщите о ней
