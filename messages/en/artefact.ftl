# A pack as one file.

other_version = `{ $name }` was written by { $writer }; this is { $own }
damaged = `{ $name }` is damaged: { $what }
compile_again = compile it again: `ustav compile --rules RULES --out FILE`
cut_off = its end is missing
first_line = its first line is incomplete
longer = something follows its end
unreadable = a part of it cannot be read
checksum = a checksum does not match
too_large = it is too large
contents = its parts contradict one another
internal_error = internal error in the compiled rules: `{ $what }`
report_it = this is a mistake of `ustav`, not of the rules; please report it
